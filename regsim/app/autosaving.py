"""Keeps what was not saved, a moment after each change, beside the window's thread; refuses to hold up a tick."""

from __future__ import annotations

import logging
import threading

from PySide6.QtCore import QObject, QTimer, Signal

from regsim.app.document import Document
from regsim.app.recovery import Autosave, Slot
from regsim.app.session import Session
from regsim.knob import Refusal

DELAY_MS = 1500
"""How much of a person's work may be lost, and how seldom the disk is asked at most."""

log = logging.getLogger(__name__)


class Autosaving(QObject):
    """See the module.

    Parameters
    ----------
    session : Session
    document : Document
    slot : Slot
        Where to; taken.
    """

    ended = Signal(str)
    """A write ended, with why it failed; empty if it did not."""

    def __init__(self, session: Session, document: Document, slot: Slot) -> None:
        super().__init__(document)
        self._session = session
        self._document = document
        self._slot = slot
        self._writing: threading.Thread | None = None
        self._kept: Autosave | None = None
        self._has_failed = False
        self._stays = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self.keep)
        self.ended.connect(self._on_end)
        session.experiment_changed.connect(self._begin_to_wait)
        session.opened.connect(self._begin_to_wait)
        document.discarded.connect(self.forget)
        document.saved.connect(self.forget)

    def take_over(self, slot: Slot) -> None:
        """Go on in the place of a program that never ended; what this one kept is obsolete."""
        self.wait()
        self._slot.clear()
        self._slot.leave()
        self._slot = slot

    def keep(self) -> None:
        """Write what is not saved, or remove what was kept if all is."""
        if self._writing is not None or not self._session.is_heard:
            self._timer.start()
        else:
            self._keep()

    def keep_now(self) -> None:
        """Write what is not saved, however short the last change is ago; the disk is not waited for."""
        self._document.hear()
        self.wait()
        self._keep()

    def keep_at_once(self) -> None:
        """Write what is not saved before this returns, and leave it there when the program ends before another edit."""
        self.keep_now()
        self.wait()
        self._stays = True

    def _keep(self) -> None:
        if self._document.is_elsewhere():
            return
        if not self._document.is_modified:
            self.forget()
            return
        snapshot = self._session.snapshot
        update = 0 if snapshot is None else snapshot.update
        autosave = Autosave(self._session.recorded(), update, self._document.path)
        if self._kept is not None and autosave.experiment == self._kept.experiment:
            return
        self._kept = autosave
        self._writing = threading.Thread(target=self._write, args=(autosave,), name="autosave", daemon=True)
        self._writing.start()

    def forget(self) -> None:
        """Keep nothing: what is open is saved, or a person does not want it."""
        self.wait()
        self._timer.stop()
        self._kept = None
        self._slot.clear()

    def finish(self) -> None:
        """The program ends: what is kept goes, unless work waits behind a lesson or nobody could be asked about it."""
        self._timer.stop()
        self.wait()
        if not self._stays and not self._document.is_elsewhere():
            self._slot.clear()
        self._slot.leave()

    def wait(self) -> None:
        """Until the disk has what it was given."""
        if self._writing is not None:
            self._writing.join()
            self._writing = None

    def _begin_to_wait(self) -> None:
        self._stays = False
        if not self._timer.isActive():
            self._timer.start()

    def _write(self, autosave: Autosave) -> None:
        try:
            self._slot.write(autosave)
        except Refusal as refusal:
            self.ended.emit(str(refusal))
        else:
            self.ended.emit("")

    def _on_end(self, refusal: str) -> None:
        self._writing = None
        if refusal:
            self._kept = None
            self._timer.start()  # a disk may be emptied
            log.warning("autosave failed: %s", refusal)
            if not self._has_failed:
                self._session.said.emit(f"Unsaved changes cannot be kept: {refusal}. Save them elsewhere.", False)
        self._has_failed = bool(refusal)
