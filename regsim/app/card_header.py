"""The header of a card: title, the run shown large, legend, chips, and the button that fills the area with the view.

It refuses to demand room: what does not fit is elided or left out, last things first.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QFont,
    QFontMetricsF,
    QPainter,
    QPaintEvent,
    QPen,
    QPolygonF,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from regsim.app.markers import paint_marker
from regsim.app.plotting.canvas import Guard
from regsim.app.plotting.strokes import line_pen
from regsim.app.theme import Look

Sample = Callable[[QPainter, QRectF], None]


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """A word and the sample before it.

    Parameters
    ----------
    text : str
    sample : callable, optional
        ``sample(painter, box)`` paints into a box `width` px wide and as high as the text.
    width : float
        Before zoom.
    """

    text: str
    sample: Sample | None = None
    width: float = 20.0


def line_sample(colour: QColor, width: float, dashes: tuple[float, ...] = ()) -> Sample:
    """A short line, as wide as in the picture; the same object for the same line, so that legends can be compared."""
    return _line_sample(colour.rgba(), width, dashes)


@lru_cache(maxsize=64)
def _line_sample(rgba: int, width: float, dashes: tuple[float, ...]) -> Sample:
    def paint(painter: QPainter, box: QRectF) -> None:
        y = round(box.center().y()) + (0.5 if round(width) % 2 else 0.0)
        painter.setPen(line_pen(QColor.fromRgba(rgba), width, dashes))
        painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))

    return paint


def swatch_sample(colour: QColor) -> Sample:
    """A filled rectangle; the same object for the same colour."""
    return _swatch_sample(colour.rgba())


@lru_cache(maxsize=64)
def _swatch_sample(rgba: int) -> Sample:
    def paint(painter: QPainter, box: QRectF) -> None:
        painter.fillRect(box.adjusted(2, 2, -2, -2), QColor.fromRgba(rgba))

    return paint


class HeaderButton(QAbstractButton):
    """What chips and the maximise button share: look, size by text, the focus ring."""

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.look = Look()
        self._by_keyboard = False
        self.setAccessibleName(name)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        self.look = look
        self.resize(self.sizeHint())
        self.update()

    def sizeHint(self) -> QSize:
        """At least the hit area, and room for the focus ring."""
        side = round(self.look.px(28))
        return QSize(side, side)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Remember whether the keyboard brought the focus; a window that becomes active changes nothing."""
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self._by_keyboard = event.reason() != Qt.FocusReason.MouseFocusReason
        super().focusInEvent(event)

    def body(self) -> QRectF:
        """The button without the space for its focus ring."""
        ring = self.look.px(3)
        return QRectF(self.rect()).adjusted(ring, ring, -ring, -ring)

    def paint_focus(self, painter: QPainter) -> None:
        """2 px of ink around the body, once the keyboard has brought the focus here."""
        if self.hasFocus() and self._by_keyboard:
            painter.setPen(QPen(QColor(self.look.theme.ink), self.look.px(2)))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.body().adjusted(-1.5, -1.5, 1.5, 1.5), self.look.px(5), self.look.px(5))


class Chip(HeaderButton):
    """A small toggle with a word in it, for example ``log``, or with two of which one is in force: ``loss / accuracy``.

    Parameters
    ----------
    text : str
        One word, or two separated by a slash: unchecked means the first, checked the second.
    tip : str
        One sentence for the tooltip.
    """

    def __init__(self, text: str, tip: str, parent: QWidget, checkable: bool = True) -> None:
        super().__init__(text, parent)
        self.words = text.split(" / ")
        self.wanted = True
        self.setCheckable(checkable)
        self.setToolTip(tip)

    def sizeHint(self) -> QSize:
        """The text, 8 px beside it, and the focus ring."""
        metrics = QFontMetricsF(self.look.font("tick"))
        width = metrics.horizontalAdvance(" / ".join(self.words)) + self.look.px(22)
        return QSize(round(width), round(max(self.look.px(26), metrics.height() + self.look.px(10))))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint a chip; on means a filled one with a clear outline."""
        theme = self.look.theme
        pair = len(self.words) == 2
        strong = self.isChecked() or pair or not self.isCheckable()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.control if strong or self.underMouse() else theme.line), 1.0))
        painter.setBrush(QColor(theme.field if strong else theme.surface))
        painter.drawRoundedRect(self.body().adjusted(0.5, 0.5, -0.5, -0.5), self.look.px(4), self.look.px(4))
        painter.setFont(self.look.font("tick"))
        metrics = QFontMetricsF(painter.font())
        left = self.body().left() + self.look.px(8)
        for index, word in enumerate(self.words):
            on = int(self.isChecked()) == index if pair else strong
            colour = theme.text if on else theme.text2
            if self.isEnabled() is False:
                colour = theme.control
            if index:
                left = self._paint_word(painter, metrics, left, " / ", theme.text2)
            left = self._paint_word(painter, metrics, left, word, colour)
            if pair and on:
                width = metrics.horizontalAdvance(word)
                painter.fillRect(
                    QRectF(left - width, self.body().bottom() - self.look.px(5), width, 1.5), QColor(theme.ink)
                )
        self.paint_focus(painter)

    def _paint_word(self, painter: QPainter, metrics: QFontMetricsF, left: float, word: str, colour: str) -> float:
        painter.setPen(QColor(colour))
        width = metrics.horizontalAdvance(word)
        painter.drawText(QRectF(left, 0, width + 1, self.height()), Qt.AlignmentFlag.AlignVCenter, word)
        return left + width


class MaximiseButton(HeaderButton):
    """Two arrows that point apart."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the icon, 13 px wide with a stroke of 1.5 px."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self.look.theme
        pen = QPen(QColor(theme.text if self.underMouse() else theme.text2), self.look.px(1.4))
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        pen.setJoinStyle(Qt.PenJoinStyle.RoundJoin)
        painter.setPen(pen)
        centre, far, head = QRectF(self.rect()).center(), self.look.px(5.2), self.look.px(3.6)
        for sign in (1, -1):
            tip = centre + QPointF(sign * far, -sign * far)
            painter.drawLine(centre + QPointF(sign * 1.6, -sign * 1.6), tip)
            painter.drawPolyline(QPolygonF([tip - QPointF(sign * head, 0), tip, tip + QPointF(0, sign * head)]))
        self.paint_focus(painter)


class CardHeader(QWidget):
    """Title, run, note and notice at the left; legend, chips and the maximise button at the right."""

    maximise_requested = Signal()

    def __init__(self, title: str, guard: Guard, parent: QWidget) -> None:
        super().__init__(parent)
        self._guard = guard
        self.title = title
        self.run: tuple[int, str] | None = None
        self.note = ""
        self.notice = ""
        self.legend: Sequence[LegendEntry] = ()
        self.chips: list[Chip] = []
        self._look = Look()
        self._bare = False
        self.maximise = MaximiseButton(f"Fill the area with {title}", self)
        self.maximise.setToolTip("Fill the area with this view (Enter)")
        self.maximise.clicked.connect(self.maximise_requested)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def add_chip(self, chip: Chip) -> Chip:
        """Put a chip to the left of the maximise button, in the order added."""
        self.chips.append(chip)
        chip.restyle(self._look)
        self.arrange()
        return chip

    def show_chip(self, chip: Chip, shown: bool) -> None:
        """Show or hide a chip; on the projector none is shown."""
        if chip.wanted != shown:
            chip.wanted = shown
            self._show_buttons()

    def leave_out_buttons(self) -> None:
        """Show neither chips nor the button that fills the area."""
        self._bare = True
        self._show_buttons()

    def _show_buttons(self) -> None:
        for chip in self.chips:
            chip.setVisible(chip.wanted and not self._look.presenter and not self._bare)
        self.maximise.setVisible(not self._look.presenter and not self._bare)
        self.arrange()

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        self._look = look
        low = 48 if look.presenter else 32 if look.compact else 38
        self.setFixedHeight(round(look.px(low)))
        for button in (*self.chips, self.maximise):
            button.restyle(look)
        self._show_buttons()

    def arrange(self) -> None:
        """Place the buttons from the right."""
        right = self.width() - self._look.px(5)
        for button in (self.maximise, *reversed(self.chips)):
            if button.isHidden():
                continue
            right -= button.width()
            button.move(round(right), round((self.height() - button.height()) / 2))
            right -= self._look.px(2)
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the buttons at the right."""
        self.arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint texts and legend."""
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._guard(lambda: self._paint_legend(painter, self._paint_left(painter) + self._look.px(16)))
        finally:
            painter.end()

    def _right(self) -> float:
        shown = [button.x() for button in (*self.chips, self.maximise) if not button.isHidden()]
        return min(shown, default=self.width()) - self._look.px(8)

    def _paint_left(self, painter: QPainter) -> float:
        theme, px = self._look.theme, self._look.px
        left = self._text(painter, px(14), self.title, self._look.font("title"), theme.text)
        if self.run is not None:
            slot, label = self.run
            unit = px(self._growth())
            centre = QPointF(left + 16 * unit, self.height() / 2)
            paint_marker(painter, slot, QColor(theme.runs[slot]), centre, 9 * unit, None)
            left = self._text(painter, left + 26 * unit, label, self._look.font("body"), theme.text)
        note = "" if self._bare and self._crowds_out_legend(left) else self.note
        for words in (note, self.notice):
            if words:
                left = self._text(painter, left + px(12), words, self._look.font("caption"), theme.text2)
        return left

    def _crowds_out_legend(self, left: float) -> bool:
        """Whether beside the note there is no room for the whole legend, which a picture needs more."""
        px = self._look.px
        note = QFontMetricsF(self._look.font("caption")).horizontalAdvance(self.note)
        legend = sum(self._legend_widths()) - 14 * px(self._growth())
        return bool(self.note and self.legend) and left + px(12) + note + px(16) + legend > self._right()

    def _legend_widths(self) -> list[float]:
        unit, metrics = self._look.px(self._growth()), QFontMetricsF(self._look.font("legend"))
        return [
            unit * (entry.width + 20 if entry.sample else 14) + metrics.horizontalAdvance(entry.text)
            for entry in self.legend
        ]

    def _growth(self) -> float:
        """How much larger samples and markers are for a room."""
        return 1.7 if self._look.presenter else 1.0

    def _text(self, painter: QPainter, left: float, text: str, font: QFont, colour: str) -> float:
        metrics = QFontMetricsF(font)
        room = self._right() - left
        if room < metrics.horizontalAdvance("…") * 2:
            return left
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(QColor(colour))
        width = metrics.horizontalAdvance(shown)
        painter.drawText(QRectF(left, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, shown)
        return left + width

    def _paint_legend(self, painter: QPainter, left: float) -> None:
        font, unit = self._look.font("legend"), self._look.px(self._growth())
        widths = self._legend_widths()
        shown = len(widths)
        while shown and left + sum(widths[:shown]) - 14 * unit > self._right():
            shown -= 1
        at = self._right() - sum(widths[:shown]) + unit * (8 if self.chips else 2)
        for entry, width in zip(self.legend[:shown], widths[:shown], strict=True):
            start = at
            if entry.sample is not None:
                painter.save()
                try:
                    entry.sample(painter, QRectF(at, (self.height() - 15 * unit) / 2, unit * entry.width, 15 * unit))
                finally:
                    painter.restore()
                start += unit * (entry.width + 6)
            painter.setFont(font)
            painter.setPen(QColor(self._look.theme.text2))
            words = QRectF(start, 0, width, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, entry.text)
            at += width
