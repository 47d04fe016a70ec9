"""The line below the diagram: a sentence, the scale, and two buttons that step through the examples of a mini-batch.

It refuses to demand room: the scale goes first, then the sentence is shortened, then elided.
"""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from regsim.app.card_header import HeaderButton
from regsim.app.theme import Look


class StepButton(HeaderButton):
    """‹ or ›."""

    def __init__(self, direction: int, name: str, parent: QWidget) -> None:
        super().__init__(name, parent)
        self.direction = direction
        self.setToolTip(name)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint an angle."""
        theme, px = self.look.theme, self.look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(theme.text if self.underMouse() else theme.text2), px(1.6))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        tip = QRectF(self.rect()).center() + QPointF(px(2) * self.direction, 0)
        arm = px(4)
        painter.drawPolyline(
            QPolygonF([tip - QPointF(arm * self.direction, arm), tip, tip - QPointF(arm * self.direction, -arm)])
        )
        self.paint_focus(painter)


class Caption(QWidget):
    """A sentence in a long and a short form, and the scale of the lines at the right."""

    stepped = Signal(int)
    """−1 or 1: the example before, or the next one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self.sentences: tuple[str, ...] = ()
        self.scale = ""
        self.buttons = (
            StepButton(-1, "Mask of the example before", self),
            StepButton(1, "Mask of the next example", self),
        )
        for button in self.buttons:
            button.clicked.connect(lambda _=False, by=button.direction: self.stepped.emit(by))
            button.hide()
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def restyle(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.look = look
        height = QFontMetricsF(look.font("caption")).height()
        self.setFixedHeight(round(max(look.px(28), height + look.px(6))))
        for button in self.buttons:
            button.restyle(look)
        self._arrange()

    def show_words(self, sentences: tuple[str, ...], scale: str, steps: bool) -> None:
        """Show the longest of `sentences` (long to short) that fits; `steps` shows the buttons."""
        if (sentences, scale) != (self.sentences, self.scale):
            self.sentences, self.scale = sentences, scale
            self.update()
        if self.buttons[0].isHidden() == steps:
            for button in self.buttons:
                button.setVisible(steps)
            self._arrange()

    def text(self) -> str:
        """The sentence as it is shown."""
        metrics = QFontMetricsF(self.look.font("caption"))
        room = self._room()
        for sentence in self.sentences:
            if metrics.horizontalAdvance(sentence) <= room:
                return sentence
        return metrics.elidedText(self.sentences[-1], Qt.TextElideMode.ElideRight, room) if self.sentences else ""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the words."""
        look = self.look
        painter = QPainter(self)
        painter.setFont(look.font("caption"))
        painter.setPen(QColor(look.theme.text2))
        metrics = QFontMetricsF(painter.font())
        words, left = self.text(), self._left()
        box = QRectF(left, 0, self._room(), self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
        used = left + metrics.horizontalAdvance(words) + look.px(24)
        if used + metrics.horizontalAdvance(self.scale) <= self.width():
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.scale)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the left."""
        self._arrange()

    def _left(self) -> float:
        shown = not self.buttons[0].isHidden()
        return self.look.px(14) + (2 * self.buttons[0].width() - self.look.px(8) if shown else 0.0)

    def _room(self) -> float:
        return max(0.0, self.width() - self._left())

    def _arrange(self) -> None:
        left = round(self.look.px(6))
        for button in self.buttons:
            button.move(left, round((self.height() - button.height()) / 2))
            left += button.width() - round(self.look.px(4))
        self.update()
