"""The weights view's surface: says which bin the mouse or the arrow keys choose; refuses to know the counts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.plotting.canvas import Canvas, Guard


class HistogramCanvas(Canvas):
    """A canvas that tells where the pointer is and which arrow key was pressed."""

    pointed = Signal(object)
    """Pixel x, or None when the mouse has left."""
    stepped = Signal(int)

    def __init__(self, guard: Guard, paint: Callable[[QPainter, QRectF], None], parent: QWidget) -> None:
        super().__init__(guard, paint, parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Say where the mouse points."""
        self.pointed.emit(event.position().x())

    def leaveEvent(self, event: Any) -> None:
        """The mouse has gone."""
        self.pointed.emit(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right choose a bin; all other keys belong to the window."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
        if steps is None:
            event.ignore()
        else:
            self.stepped.emit(steps)
            event.accept()
