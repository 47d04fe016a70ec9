"""Keeps work from being lost: not unasked, nor by a crash, a logout or an unexpected error; refuses to delay a start.

What it needs is imported once the window is furnished.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject

from regsim.app.endings import Endings
from regsim.app.mishaps import Mishap, Mishaps

if TYPE_CHECKING:
    from regsim.app.autosaving import Autosaving
    from regsim.app.document import Document
    from regsim.app.laboratory import Laboratory
    from regsim.app.log_file import LogFile
    from regsim.app.mishap_dialog import MishapDialog

BY_SIGNAL = 128
"""What shells add to the number of the signal that ended a program."""

log = logging.getLogger(__name__)


class Safekeeping(QObject):
    """See the module; it hears of unexpected errors from the beginning.

    Parameters
    ----------
    told : str
        What is to be said first; may be empty.
    """

    def __init__(self, told: str = "", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._told = told
        self._mishaps = Mishaps(self)
        self._mishaps.install()
        self._endings = Endings(self)
        self._endings.session_ending.connect(self._let_go)
        self._endings.killed.connect(self._on_signal)
        self._endings.install()
        self._log: LogFile | None = None
        self._autosaving: Autosaving | None = None
        self._document: Document | None = None
        self.dialog: MishapDialog | None = None

    def take_up(self, laboratory: Laboratory) -> None:
        """Ask before changes are lost, keep them meanwhile, and offer what an earlier program left behind."""
        from regsim.app import log_file, recovery
        from regsim.app.autosaving import Autosaving
        from regsim.app.recovery_offer import RecoveryOffer

        controls = laboratory.furnish()
        self._log = log_file.LogFile(log_file.folder())
        self._log.open()
        controls.document.guard()
        place = recovery.folder()
        left = [] if controls.presentation.active else recovery.left_behind(place)
        self._autosaving = Autosaving(laboratory.session, controls.document, recovery.own_slot(place))
        controls.presentation.entering.connect(self._autosaving.keep_now)
        laboratory.session.trainer_failed.connect(lambda text: log.error("training stopped: %s", text))
        self._document = controls.document
        self._mishaps.happened.connect(lambda mishap: self._show(mishap, controls.document))
        if left:
            RecoveryOffer(laboratory, self._autosaving, left)
        if self._told:
            laboratory.session.said.emit(self._told, False)

    def end(self) -> None:
        """The program ends."""
        if self._autosaving is not None:
            self._autosaving.finish()
        self._mishaps.remove()
        self._endings.remove()
        if self._log is not None:
            self._log.end()

    def _show(self, mishap: Mishap, document: Document) -> None:
        from regsim.app.mishap_dialog import MishapDialog

        if self._autosaving is not None:
            self._autosaving.keep()
        if self.dialog is None:
            self.dialog = MishapDialog(mishap, document)
            self.dialog.finished.connect(self._forget_dialog)
            self.dialog.open()

    def _let_go(self) -> None:
        if self._autosaving is not None and self._document is not None:
            self._autosaving.keep_at_once()
            self._document.let_go()

    def _on_signal(self, number: int) -> None:
        log.info("ended by signal %d", number)
        self._let_go()
        if self._document is not None:
            self._document.window.close()
        QCoreApplication.exit(BY_SIGNAL + number)

    def _forget_dialog(self) -> None:
        self.dialog = None
