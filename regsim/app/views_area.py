"""Lays the views out: two columns of 53 to 47, rows equal, or one view alone; refuses to know what they show."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

LEFT_SHARE = 0.53


class ViewsArea(QWidget):
    """A grid of up to four places, filled column by column: 0 top left, 1 bottom left, 2 top right, 3 bottom right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._places: dict[int, QWidget] = {}
        self._alone: QWidget | None = None
        self._gutter = 12

    @property
    def alone(self) -> QWidget | None:
        """The maximised view, if any."""
        return self._alone

    def set_gutter(self, gutter: int) -> None:
        """Space between the views, in px."""
        self._gutter = gutter
        self._arrange()

    def place(self, rank: int, widget: QWidget) -> None:
        """Put `widget` into a place; what stood there goes."""
        old = self._places.get(rank)
        if old is not None:
            old.hide()
            old.deleteLater()
        widget.setParent(self)
        self._places[rank] = widget
        self._arrange()

    def maximise(self, widget: QWidget | None) -> None:
        """Show one view alone, or all again."""
        self._alone = widget
        self._arrange()

    def sizeHint(self) -> QSize:
        """Small: extra room goes here, nothing is demanded."""
        return QSize(640, 400)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Arrange anew."""
        super().resizeEvent(event)
        self._arrange()

    def _arrange(self) -> None:
        for rank, widget in self._places.items():
            shown = self._alone is None or self._alone is widget
            if shown:
                widget.setGeometry(self.rect() if self._alone is widget else self._cell(rank))
            widget.setVisible(shown)

    def _cell(self, rank: int) -> QRect:
        left = round((self.width() - self._gutter) * LEFT_SHARE)
        top = (self.height() - self._gutter) // 2
        right = self.width() - self._gutter - left
        bottom = self.height() - self._gutter - top
        x, width = (0, left) if rank < 2 else (left + self._gutter, right)
        y, height = (0, top) if rank % 2 == 0 else (top + self._gutter, bottom)
        return QRect(x, y, width, height)
