"""A widget that paints one picture through a guard; refuses to know what is in the picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

Guard = Callable[[Callable[[], None]], None]
"""Runs a painting function and catches what it raises: `Card.guarded`."""


class Canvas(QWidget):
    """A picture without axes of its own, for example a thumbnail.

    Parameters
    ----------
    guard : Guard
    paint : callable
        ``paint(painter, rect)``, in logical pixels.
    """

    def __init__(self, guard: Guard, paint: Callable[[QPainter, QRectF], None], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.guard = guard
        self._paint = paint
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMouseTracking(True)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; the painter ends whatever happens."""
        painter = QPainter(self)
        try:
            self.guard(lambda: self._paint(painter, QRectF(self.rect())))
        finally:
            painter.end()
