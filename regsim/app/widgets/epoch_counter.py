"""The epoch, where training stops, and the bar between; refuses to count: it shows a snapshot."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from regsim.app.theme import Look
from regsim.app.widgets.paced import Paced
from regsim.app.widgets.value_field import ValueField

if TYPE_CHECKING:
    from regsim.snapshot import Snapshot

_SLOW = 5.0
"""Updates per second up to which single batches can be followed."""


class EpochCounter(QWidget):
    """`Epoch 232 of 400` over a bar; 400 can be typed over. At the right the updates, or the batch in slow motion."""

    stop_epoch_edited = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._stop = 1
        self._progress = 0.0
        self._texts = ("0", "0 updates")
        self._paced: Paced[tuple[str, str]] = Paced(self._show_texts, self)
        self.field = ValueField(plain=True, parent=self)
        self.field.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self.field.setAccessibleName("Stop at epoch")
        self.field.setToolTip("Stop at this epoch")
        self.field.typed.connect(self._typed)
        self.field.stepped.connect(lambda steps: self.stop_epoch_edited.emit(max(1, self._stop + 10 * steps)))
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_state(self, snapshot: Snapshot | None, stop_epoch: int, speed: float, look: Look) -> None:
        """Show where training stands; the text at most five times a second."""
        # not `height()`: a layout may have given that before the first call
        if look != self._look or self.minimumHeight() != round(look.px(40)):
            self._look = look
            self.setFixedHeight(round(look.px(40)))
            self.field.restyle(look)
            self._place_field()
        self._stop = stop_epoch
        self.field.show_value(str(stop_epoch))
        epoch = snapshot.epoch if snapshot else 0
        self._progress = min(1.0, epoch / max(1, stop_epoch))
        texts = (str(epoch), _right_words(snapshot, speed))
        if snapshot is None or snapshot.finished:
            self._paced.insist(texts)
        else:
            self._paced.offer(texts)
        self.update()

    def texts(self) -> tuple[str, str]:
        """The epoch and the words at the right, as they are read."""
        return self._texts

    def sizeHint(self) -> QSize:
        """As in a wide window."""
        return QSize(round(self._look.px(340)), round(self._look.px(40)))

    def minimumSizeHint(self) -> QSize:
        """As in a narrow one."""
        return QSize(round(self._look.px(190)), round(self._look.px(40)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Words over the bar."""
        look, theme, px = self._look, self._look.theme, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        baseline = px(22)
        painter.setFont(look.font("body"))
        painter.setPen(QColor(theme.text2))
        painter.drawText(0, round(baseline), "Epoch")
        number_left, number_width = self._number_place()
        painter.drawText(round(number_left + number_width + px(6)), round(baseline), "of")
        if self.width() >= px(280):
            painter.drawText(QRectF(0, px(6), self.width(), px(22)), Qt.AlignmentFlag.AlignRight, self._texts[1])
        painter.setFont(look.font("epoch"))
        painter.setPen(QColor(theme.text))
        room = QRectF(number_left, 0, number_width, px(26))
        metrics = QFontMetricsF(look.font("epoch"))
        left = room.right() - metrics.horizontalAdvance(self._texts[0])
        painter.drawText(round(left), round(baseline), self._texts[0])
        bar = QRectF(0, px(31), self.width(), px(5))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.line))
        painter.drawRoundedRect(bar, px(2.5), px(2.5))
        painter.setBrush(QColor(theme.ink))
        bar.setWidth(bar.width() * self._progress)
        painter.drawRoundedRect(bar, px(2.5), px(2.5))

    def _number_place(self) -> tuple[float, float]:
        """Left edge and width of the epoch: always room for four digits, so that nothing moves."""
        look = self._look
        left = QFontMetricsF(look.font("body")).horizontalAdvance("Epoch") + look.px(8)
        return left, QFontMetricsF(look.font("epoch")).horizontalAdvance("0000")

    def _place_field(self) -> None:
        px = self._look.px
        left, width = self._number_place()
        of = QFontMetricsF(self._look.font("body")).horizontalAdvance("of")
        self.field.setGeometry(round(left + width + of + px(6)), round(px(4)), round(px(68)), round(px(24)))

    def _show_texts(self, texts: tuple[str, str]) -> None:
        self._texts = texts
        self.setAccessibleName(f"Epoch {texts[0]} of {self._stop}, {texts[1]}")
        self.update()

    def _typed(self, text: str) -> None:
        digits = text.strip().replace(",", "").replace(" ", "")
        if digits.isascii() and digits.isdigit() and int(digits) > 0:
            self.stop_epoch_edited.emit(int(digits))
            self.field.show_value(str(self._stop))
        else:
            sentence = f"Stop at epoch {text.strip()[:20]}: must be a whole number, at least 1"
            self.field.show_refusal(sentence)
            self.field.setToolTip(sentence)


def _right_words(snapshot: Snapshot | None, speed: float) -> str:
    if snapshot is None:
        return "0 updates"
    if speed <= _SLOW and snapshot.batches > 1:
        return f"batch {snapshot.batch} of {snapshot.batches}"
    return f"{snapshot.update:,} updates"
