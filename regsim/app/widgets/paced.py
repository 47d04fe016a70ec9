"""Passes on the newest of a stream of values at a bounded rate; refuses to lose the last one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QElapsedTimer, QObject, QTimer

Item = TypeVar("Item")


class Paced(QObject, Generic[Item]):
    """Calls `show` at most `rate` times a second, always with the newest item offered.

    Numbers that change faster than five times a second cannot be read and only flicker.
    """

    def __init__(self, show: Callable[[Item], None], parent: QObject, rate: float = 5.0) -> None:
        super().__init__(parent)
        self._show = show
        self._interval = round(1000 / rate)
        self._waiting: list[Item] = []
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.flush)

    def offer(self, item: Item) -> None:
        """Show `item` now if the last one is old enough, otherwise as soon as it is."""
        self._waiting = [item]
        if not self._since.isValid() or self._since.elapsed() >= self._interval:
            self.flush()
        elif not self._timer.isActive():
            self._timer.start(max(1, self._interval - self._since.elapsed()))

    def insist(self, item: Item) -> None:
        """Show `item` at once: it is the last one, or the person waits for it."""
        self._waiting = [item]
        self.flush()

    def flush(self) -> None:
        """Show what waits, if anything does."""
        self._timer.stop()
        if self._waiting:
            item = self._waiting.pop()
            self._since.start()
            self._show(item)
