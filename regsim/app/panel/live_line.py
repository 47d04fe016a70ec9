"""The line above the sliders that says what moving them does; refuses to be more than words."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from regsim.app.theme import Look


class LiveLine(QWidget):
    """`live: the network keeps its weights`, with a dot in the run's colour."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._colour = self._look.theme.control
        self.text = "live: the network keeps its weights"
        self.setAccessibleName(self.text)

    def show_colour(self, colour: str, look: Look) -> None:
        """The dot has the run's colour."""
        self._colour, self._look = colour, look
        self.setFixedHeight(round(look.px(20 if look.compact else 24)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A dot and the words."""
        px, theme = self._look.px, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(self._colour))
        painter.drawEllipse(QRectF(0, self.height() / 2 - px(4), px(8), px(8)))
        painter.setPen(QColor(theme.text2))
        painter.setFont(self._look.font("caption"))
        painter.drawText(self.rect().adjusted(round(px(14)), 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text)
