"""Two hints in the first seconds of the first start; both go at the first click, for good.

It refuses to come back: what a person has seen once is not said again.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication

from regsim.app.main_window import MainWindow
from regsim.app.session import Session
from regsim.snapshot import Snapshot

MEMORISING_AFTER_MS = 5_000
_BY_HAND = (QEvent.Type.MouseButtonPress, QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
"""A key that is a shortcut arrives as its override only."""


class Greeting(QObject):
    """See the module.

    Parameters
    ----------
    hint : callable
        Shows a line in the loss view; an empty one removes it.
    """

    def __init__(self, window: MainWindow, session: Session, hint: Callable[[str], None]) -> None:
        super().__init__(window)
        self._hint = hint
        self._window = window
        self._session = session
        self._suggested = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(MEMORISING_AFTER_MS)
        self._timer.timeout.connect(self._name_the_effect)

    def begin(self) -> None:
        """Start the clock, unless a person has been here before."""
        application = QApplication.instance()
        if self._window.settings.greeted or application is None:
            return
        self._timer.start()
        self._session.snapshot_changed.connect(self._suggest)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """End at the first click or key."""
        if event.type() in _BY_HAND:
            self._end()
        return False

    def _name_the_effect(self) -> None:
        snapshot = self._session.snapshot
        if snapshot is None:
            return
        plain = snapshot.runs[0]
        if plain.train_loss < plain.history.train_loss[0] and plain.validation_loss > 1.1 * plain.best_validation_loss:
            self._hint("Training loss falls, validation loss rises: this network is memorising.")

    def _suggest(self, snapshot: Snapshot | None) -> None:
        """When the verdicts are there."""
        if snapshot is None or not snapshot.finished or self._suggested:
            return
        if "L2" in [run.label for run in self._session.experiment.runs]:
            self._suggested = True
            self._session.said.emit("Now select L2 and drag its λ.", False)

    def _end(self) -> None:
        self._timer.stop()
        self._session.snapshot_changed.disconnect(self._suggest)
        self._hint("")
        if self._suggested:
            self._session.said.emit("", False)
        self._window.settings.greeted = True
        application = QApplication.instance()
        if application is not None:
            application.removeEventFilter(self)
