"""The box at the panel's foot: what the knob last touched does, and what is measured; refuses to hurry."""

from __future__ import annotations

import math
from typing import NamedTuple

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from regsim.app.formula import as_fine, formula_pixmap
from regsim.app.markers import paint_marker
from regsim.app.theme import Look

_PADDING = 12
_FORMULA_SIZE = 14
_SETTLING = 100
"""Milliseconds without a new explanation before a formula is set (it takes up to 28 ms)."""


class Words(NamedTuple):
    """An explanation.

    Parameters
    ----------
    title, text, formula : str
    slot : int or None
        Colour slot of the run it speaks of; None if it speaks of all.
    """

    title: str
    text: str
    formula: str = ""
    slot: int | None = None


class Explanation(QWidget):
    """Title with the run's marker, one or two sentences, a formula, and a line of measured numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._words = Words("", "")
        self._measured = ""
        self._room = 10_000.0
        self._formula = QPixmap()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_SETTLING)
        self._timer.timeout.connect(self.set_formula)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, words: Words, look: Look) -> None:
        """Show `words`; the formula follows when nothing new has come for a moment."""
        if words == self._words and look == self._look:
            return
        if words.formula != self._words.formula or look != self._look:
            self._formula = QPixmap()
            self._timer.start()
        self._words, self._look = words, look
        self._describe()
        self._fit()
        self.update()

    def show_measured(self, text: str) -> None:
        """Show a line of numbers; empty for none."""
        if text != self._measured:
            self._measured = text
            self._describe()
            self._fit()
            self.update()

    def set_room(self, height: float) -> None:
        """Be no higher than this, in px, as long as two lines are left to say something; the tooltip has all."""
        if height != self._room:
            self._room = height
            self._describe()
            self._fit()
            self.update()

    def set_formula(self) -> None:
        """Draw the formula now."""
        self._timer.stop()
        if self._words.formula:
            self._formula = formula_pixmap(self._words.formula, self._look, _FORMULA_SIZE, self.devicePixelRatioF())
        self._fit()
        self.update()

    def finish(self) -> None:
        """Draw what is still waiting: a picture is taken only once."""
        if self._timer.isActive():
            self.set_formula()

    def words(self) -> Words:
        """What it explains."""
        return self._words

    def measured(self) -> str:
        """The line of numbers."""
        return self._measured

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Wrap the text anew."""
        self._fit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Panel, marker, title, text, formula, numbers."""
        look, words = self._look, self._words
        theme, px = look.theme, look.px
        text_top, formula_top, measured_top, _ = self._layout(self.width())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(QRectF(self.rect()), px(6), px(6))
        inset, width = px(_PADDING), self.width() - 2 * px(_PADDING)
        left = inset
        if words.slot is not None:
            colour = QColor(theme.runs_text[words.slot])
            paint_marker(painter, words.slot, colour, QPointF(inset + px(5), px(18)), px(9), None)
            left += px(18)
        painter.setPen(QColor(theme.text))
        painter.setFont(look.font("strong"))
        middle_left = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        middle_right = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
        room = QRectF(left, px(9), width + inset - left, px(18))
        painter.drawText(room, middle_left, self.heading(room.width()))
        painter.setFont(look.font("body"))
        flags = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop
        room = QRectF(inset, text_top, width, formula_top - text_top)
        painter.drawText(room, int(flags), self._shortened(width))
        beside = self._has_formula() and measured_top < formula_top + self._formula_size(width).height()
        if self._has_formula() and not self._formula.isNull():
            place = QRectF(QPointF(inset, formula_top + px(5)), self._formula_size(width))
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            formula = as_fine(self._formula, painter, words.formula, look, _FORMULA_SIZE)
            painter.drawPixmap(place, formula, QRectF(formula.rect()))
        painter.setFont(look.font("caption"))
        painter.setPen(QColor(theme.text2))
        measured = QFontMetrics(look.font("caption")).elidedText(
            self._measured, Qt.TextElideMode.ElideRight, round(width)
        )
        painter.drawText(QRectF(inset, measured_top, width, px(16)), middle_right if beside else middle_left, measured)

    def heading(self, width: float) -> str:
        """The title, without its frame ``What … does`` where it is too long for `width` px."""
        metrics = QFontMetrics(self._look.font("strong"))
        title = self._words.title
        if metrics.horizontalAdvance(title) <= width:
            return title
        bare = title.removeprefix("What ").removesuffix(" does")
        return metrics.elidedText(bare[:1].upper() + bare[1:], Qt.TextElideMode.ElideRight, round(width))

    def _shortened(self, width: float) -> str:
        """As many words as fit into the lines that there are."""
        words = self._words.text.split()
        limit = self._line_limit(round(width))
        for count in range(len(words), 0, -1):
            text = " ".join(words[:count]) + ("" if count == len(words) else " …")
            if self._lines(text, round(width)) <= limit:
                return text
        return ""

    def _line_limit(self, width: int) -> int:
        """How many lines are shown of all: in the small panel three if they hold everything, or else two."""
        lines = self._lines(self._words.text, width)
        if self._look.compact:
            return lines if lines <= 3 else 2
        without_text = self._places(width, 0)[-1]
        return max(2, min(lines, math.floor(max(0.0, self._room - without_text) / self._line_height())))

    def _lines(self, text: str, width: int) -> int:
        metrics = QFontMetrics(self._look.font("body"))
        box = metrics.boundingRect(0, 0, width, 10_000, int(Qt.TextFlag.TextWordWrap), text)
        return round(box.height() / metrics.lineSpacing())

    def _line_height(self) -> float:
        return QFontMetrics(self._look.font("body")).lineSpacing()

    def _has_formula(self) -> bool:
        return bool(self._words.formula) and not self._look.compact

    def _formula_size(self, width: float) -> QSizeF:
        """Its own size, less where the box is too narrow; a line's height until it is drawn."""
        if self._formula.isNull():
            return QSizeF(0, self._look.px(20))
        size = self._formula.deviceIndependentSize()
        return size * min(1.0, width / size.width())

    def _fit(self) -> None:
        self.setFixedHeight(round(self._layout(self.width())[-1]))

    def _layout(self, width: int) -> tuple[float, float, float, float]:
        """Tops of text, formula and numbers, and the whole height, in px."""
        inner = max(1, round(width - 2 * self._look.px(_PADDING)))
        lines = min(self._lines(self._words.text, inner), self._line_limit(inner))
        return self._places(inner, lines * self._line_height())

    def _places(self, inner: int, text: float) -> tuple[float, float, float, float]:
        look, px = self._look, self._look.px
        text_top = px(29)
        formula_top = text_top + text
        formula = self._formula_size(inner) if self._has_formula() else QSizeF(0, 0)
        numbers = QFontMetrics(look.font("caption")).horizontalAdvance(self._measured) if self._measured else 0
        if formula.width() + px(16) + numbers <= inner:  # both on one line
            height = max(formula.height(), px(16) if numbers else 0)
            return text_top, formula_top, formula_top + px(5) + (height - px(16)) / 2, formula_top + px(14) + height
        measured_top = formula_top + formula.height() + px(8)
        return text_top, formula_top, measured_top, measured_top + px(16) + px(8)

    def _describe(self) -> None:
        self.setAccessibleName(self._words.title)
        inner = max(1, round(self.width() - 2 * self._look.px(_PADDING)))
        self.setToolTip("" if self._shortened(inner) == self._words.text else self._words.text)
        self.setAccessibleDescription(f"{self._words.text} {self._measured}".strip())
