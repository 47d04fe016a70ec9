"""A widget that shows one picture in a pyqtgraph scene, through a guard; refuses to know what is in the picture.

The scene holds a single item that paints everything in logical pixels. pyqtgraph's own curves, bars and graphs stroke
their pens under the non-uniform scale of a ViewBox, which costs 5 to 38 times as much and comes out distorted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pyqtgraph as pg
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QResizeEvent
from PySide6.QtWidgets import QFrame, QSizePolicy, QVBoxLayout, QWidget

Guard = Callable[[Callable[[], None]], None]
"""Runs a painting function and catches what it raises: `Card.guarded`."""
Paint = Callable[[QPainter, QRectF], None]
"""``paint(painter, rect)``, in logical pixels."""


class Picture(pg.GraphicsObject):
    """The only item of a scene: it fills it and paints through the guard."""

    def __init__(self, guard: Guard, paint: Paint) -> None:
        super().__init__()
        self._guard = guard
        self._paint = paint
        self._rect = QRectF()

    def fill(self, rect: QRectF) -> None:
        """Take this much room."""
        self.prepareGeometryChange()
        self._rect = rect

    def boundingRect(self) -> QRectF:
        """All of the scene."""
        return self._rect

    def paint(self, painter: QPainter, option: Any, widget: QWidget | None = None) -> None:
        """Paint; an exception never leaves a paint event, where it would end the process."""
        painter.save()
        try:
            self._guard(lambda: self._paint(painter, self._rect))
        finally:
            painter.restore()


class Screen(pg.GraphicsView):
    """A scene without frame, menu, mouse or background: what lies behind it is seen through it."""

    def __init__(self, picture: Picture, parent: QWidget) -> None:
        self._picture = picture
        super().__init__(parent, useOpenGL=False, background=None)
        self.enableMouse(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setBackgroundBrush(QBrush(Qt.BrushStyle.NoBrush))
        self.viewport().setAutoFillBackground(False)
        for part in (self, self.viewport()):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.addItem(picture)

    def resizeEvent(self, event: QResizeEvent | None) -> None:
        """The picture fills the scene, one unit a logical pixel."""
        super().resizeEvent(event)
        self._picture.fill(QRectF(0, 0, self.width(), self.height()))


class Canvas(QWidget):
    """A picture without axes of its own, for example a thumbnail; mouse and keys belong to the widget itself.

    Parameters
    ----------
    guard : Guard
    paint : callable
        ``paint(painter, rect)``, in logical pixels.
    """

    def __init__(self, guard: Guard, paint: Paint, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.guard = guard
        self._picture = Picture(guard, paint)
        self._screen = Screen(self._picture, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._screen)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setMouseTracking(True)

    def set_ground(self, colour: QColor) -> None:
        """Fill with `colour` instead of letting the card paint its rounded surface beneath every frame."""
        self._screen.setBackgroundBrush(colour)
        self._screen.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def update(self, *_: Any) -> None:
        """Paint again at the next opportunity."""
        self._picture.update()
