"""The formulas of a scene on a field of their own, each with the marker of its run; refuses to set all in one go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from regsim.app.formula import as_fine, formula_pixmap
from regsim.app.markers import paint_marker
from regsim.app.theme import Look

SIZE = 17
"""Font size of a formula, in px at zoom 1."""
LEAST_SCALE = 0.9
"""How far a formula may shrink to stand beside its label."""
_PADDING, _LINE, _BETWEEN, _LABEL = 14, 30, 6, 20
_PAUSE = 60
"""Milliseconds between two formulas: one takes up to 28 ms, the first 150 ms more."""


class Formulas(QWidget):
    """One line a formula; narrow ones stand in their size, wide ones are made to fit."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._lines: tuple[tuple[str, str, int | None], ...] = ()
        self._pictures: dict[str, QPixmap] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._set_next)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_formulas(self, lines: Sequence[tuple[str, str, int | None]], look: Look) -> None:
        """Show formulas: LaTeX, label of the run it is about (empty for all), and that run's colour slot."""
        if tuple(lines) == self._lines and look == self._look:
            return
        if look != self._look:
            self._pictures.clear()
        self._lines, self._look = tuple(lines), look
        wanted = {latex for latex, _, _ in self._lines}
        self._pictures = {latex: picture for latex, picture in self._pictures.items() if latex in wanted}
        self.setAccessibleName("Formulas: " + "; ".join(f"{label} {latex}".strip() for latex, label, _ in self._lines))
        self._timer.start()
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """A line each, or as high as the formula is."""
        height = sum(self._line_height(latex) for latex, _, _ in self._lines)
        if self._is_stacked():
            height += self._look.px(_LABEL) * sum(slot is not None for _, _, slot in self._lines)
        between = self._look.px(_BETWEEN) * max(0, len(self._lines) - 1)
        return QSize(round(self._look.px(240)), round(height + between + 2 * self._look.px(_PADDING - 4)))

    def minimumSizeHint(self) -> QSize:
        """As high as it is, of no width of its own."""
        return QSize(0, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Field, markers, labels, formulas."""
        px, theme = self._look.px, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(QRectF(self.rect()), px(6), px(6))
        y = px(_PADDING - 4)
        beside = 0.0 if self._is_stacked() else self._label_room()
        for latex, label, slot in self._lines:
            height = self._line_height(latex)
            if slot is not None:
                above = self._is_stacked()
                room = QRectF(px(_PADDING), y, self.width() if above else beside, px(_LABEL) if above else height)
                self._paint_label(painter, label, slot, room)
                y += room.height() if above else 0.0
            picture = self._pictures.get(latex)
            if picture is not None:
                size = picture.deviceIndependentSize()
                left = px(_PADDING) + beside
                size *= min(1.0, (self.width() - left - px(_PADDING)) / size.width())
                place = QRectF(QPointF(left, y + (height - size.height()) / 2), size)
                picture = as_fine(picture, painter, latex, self._look, SIZE)
                painter.drawPixmap(place, picture, QRectF(picture.rect()))
            y += height + px(_BETWEEN)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Its height depends on whether labels stand beside the formulas."""
        self.updateGeometry()

    def _paint_label(self, painter: QPainter, label: str, slot: int, room: QRectF) -> None:
        look, px = self._look, self._look.px
        centre = QPointF(room.left() + px(5), room.center().y())
        paint_marker(painter, slot, QColor(look.theme.runs_text[slot]), centre, px(9), None)
        painter.setFont(look.font("caption_strong"))
        painter.setPen(QColor(look.theme.text))
        room = room.adjusted(px(15), 0, -px(6), 0)
        words = QFontMetricsF(painter.font()).elidedText(label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)

    def _is_stacked(self) -> bool:
        """Whether a formula would have to shrink much beside its label, so that all labels stand above."""
        room = self.width() - 2 * self._look.px(_PADDING) - self._label_room()
        widths = [
            self._pictures[latex].deviceIndependentSize().width()
            for latex, _, slot in self._lines
            if slot is not None and latex in self._pictures
        ]
        return max(widths, default=0.0) * LEAST_SCALE > room

    def _line_height(self, latex: str) -> float:
        picture = self._pictures.get(latex)
        least = self._look.px(_LINE)
        return least if picture is None else max(least, picture.deviceIndependentSize().height())

    def _label_room(self) -> float:
        """Width of the widest label with its marker, a third of the line at most; 0 if none has one."""
        metrics = QFontMetricsF(self._look.font("caption_strong"))
        widths = [
            metrics.horizontalAdvance(label) + self._look.px(27) for _, label, slot in self._lines if slot is not None
        ]
        return min(max(widths, default=0.0), self.width() / 3)

    def finish(self) -> None:
        """Set those that are missing now: a picture is taken only once."""
        while self._missing():
            self._set_next()
        self._timer.stop()

    def _missing(self) -> list[str]:
        return [latex for latex, _, _ in self._lines if latex not in self._pictures]

    def _set_next(self) -> None:
        missing = self._missing()
        if not missing:
            return
        latex = missing[0]
        self._pictures[latex] = formula_pixmap(latex, self._look, SIZE, self.devicePixelRatioF())
        self.updateGeometry()
        self.update()
        if len(missing) > 1:
            self._timer.start()
