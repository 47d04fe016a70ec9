"""A widget for a few paragraphs, as high as its width asks for; refuses to be edited."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from regsim.app.lesson.flow import Flow, Piece, Type, flow
from regsim.app.theme import Look

Paragraph = Sequence[Piece]
BETWEEN = 10
"""Space between two paragraphs, in px at zoom 1."""


class Text(QWidget):
    """Paragraphs of one type.

    Parameters
    ----------
    type : Type
    secondary : bool
        In the paler text colour.
    """

    def __init__(self, type: Type, secondary: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._type = type
        self._secondary = secondary
        self._look = Look()
        self._paragraphs: tuple[tuple[Piece, ...], ...] = ()
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_paragraphs(self, paragraphs: Sequence[Paragraph], look: Look) -> None:
        """Show these paragraphs."""
        shown = tuple(tuple(paragraph) for paragraph in paragraphs)
        if shown != self._paragraphs or look != self._look:
            self._paragraphs, self._look = shown, look
            self.setAccessibleName(self.words())
            self.updateGeometry()
            self.update()

    def show_words(self, words: str, look: Look) -> None:
        """Show one paragraph in one weight."""
        self.show_paragraphs([[Piece(words)]] if words else [], look)

    def words(self) -> str:
        """All of it as plain text."""
        return "\n".join("".join(piece.text for piece in paragraph) for paragraph in self._paragraphs)

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Lines and the space between paragraphs."""
        between = self._look.px(BETWEEN) * max(0, len(self._paragraphs) - 1)
        return round(sum(each.height for each in self._flows(width)) + between)

    def sizeHint(self) -> QSize:
        """For the width it has."""
        width = max(self.width(), round(self._look.px(200)))
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """One paragraph below the other."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        y = 0.0
        for each in self._flows(self.width()):
            each.paint(painter, QPointF(0, y), self._look, self._look.theme.text2 if self._secondary else None)
            y += each.height + self._look.px(BETWEEN)

    def _flows(self, width: int) -> list[Flow]:
        return [flow(paragraph, width, self._look, self._type) for paragraph in self._paragraphs]
