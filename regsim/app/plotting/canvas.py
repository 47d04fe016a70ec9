"""A widget that paints one picture through a guard; refuses to know what is in the picture."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
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
        self._ground: QColor | None = None

    def set_ground(self, colour: QColor) -> None:
        """Fill with `colour` instead of letting the card paint its rounded surface beneath every frame."""
        self._ground = colour
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint; the painter ends whatever happens."""
        painter = QPainter(self)
        try:
            if self._ground is not None:
                painter.fillRect(event.rect(), self._ground)
            self.guard(lambda: self._paint(painter, QRectF(self.rect())))
        finally:
            painter.end()
