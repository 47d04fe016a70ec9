"""One answer of a prediction: open, chosen, or what happened; refuses to say that anybody was wrong."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from regsim.app import icons
from regsim.app.lesson.flow import PROSE, Flow, Piece, flow
from regsim.app.theme import Look
from regsim.app.widgets.keyed import Keyed

YOURS, HAPPENED, BOTH = "your prediction", "this is what happened", "your prediction, and what happened"
_PADDING, _NUMBER, _CAPTION, _RIGHT = 8, 44, 18, 34
"""Above and below the text; left edge of the text; height of the second line; room for the check."""


class ChoiceButton(Keyed, QAbstractButton):
    """A choice that can be clicked while the question is open."""

    def __init__(self, number: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._number = number
        self._look = Look()
        self._chosen = self._happened = False
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_choice(self, text: str, open: bool, chosen: bool, happened: bool, look: Look) -> None:
        """Show the answer; it can be taken only while the question is open."""
        state = (text, chosen, happened, look)
        if state == (self.text(), self._chosen, self._happened, self._look) and open == self.isEnabled():
            return
        self.setText(text.replace("&", "&&"))
        self._chosen, self._happened, self._look = chosen, happened, look
        self.setEnabled(open)
        said = self.said()
        self.setAccessibleName(f"{self._number}: {text}")
        self.setAccessibleDescription(said)
        self.updateGeometry()
        self.update()

    def said(self) -> str:
        """The second line."""
        if self._chosen and self._happened:
            return BOTH
        return YOURS if self._chosen else HAPPENED if self._happened else ""

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The text, and a second line where there is something to say."""
        px = self._look.px
        return round(self._flow(width).height + 2 * px(_PADDING) + (px(_CAPTION) if self.said() else 0))

    def sizeHint(self) -> QSize:
        """For the width it has."""
        width = max(self.width(), round(self._look.px(240)))
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, number, text, second line, check."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hovered = self.isEnabled() and self.underMouse()
        width = px(2) if self._happened else 1.0
        painter.setPen(QPen(QColor(theme.text if self._happened else theme.control if hovered else theme.line), width))
        painter.setBrush(QColor(theme.field if self._chosen or self.isDown() else theme.surface))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), px(6), px(6))
        self._paint_number(painter)
        text = self._flow(self.width())
        text.paint(painter, QPointF(px(_NUMBER), px(_PADDING)), look)
        if self.said():
            painter.setFont(look.font("caption_strong" if self._happened else "caption"))
            painter.setPen(QColor(theme.text if self._happened else theme.text2))
            line = QRectF(px(_NUMBER), px(_PADDING) + text.height, self.width() - px(_NUMBER), px(_CAPTION))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.said())
        if self._happened:
            side = round(px(16))
            place = QRect(self.width() - round(px(12)) - side, round(px(_PADDING + 3)), side, side)
            icons.icon("check", look, theme.text).paint(painter, place)

    def _paint_number(self, painter: QPainter) -> None:
        px, theme = self._look.px, self._look.theme
        box = QRectF(px(13), px(_PADDING + PROSE.line / 2 - 10), px(20), px(20))
        painter.setPen(QPen(QColor(theme.control), 1))
        painter.setBrush(QColor(theme.control if self._chosen else theme.surface))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), px(4), px(4))
        painter.setFont(self._look.font("caption"))
        painter.setPen(QColor(theme.surface if self._chosen else theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._number))

    def _flow(self, width: int) -> Flow:
        room = width - self._look.px(_NUMBER + _RIGHT)
        return flow([Piece(self.text().replace("&&", "&"))], room, self._look, PROSE)
