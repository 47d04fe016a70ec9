"""One mark a seed and run above the loss chart: filled where the run ends below the first; refuses to count."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from regsim.app.loss_chart.lines import PALE, scale
from regsim.app.markers import marker_path
from regsim.app.plotting.canvas import Guard
from regsim.app.plotting.numbers import number
from regsim.app.theme import mixed
from regsim.app.views.base import Showing

if TYPE_CHECKING:
    from regsim.luck import Luck

ROW_PX, COMPACT_ROW_PX, PITCH_PX, MARK_PX, INSET_PX, GAP_PX = 19.0, 15.0, 11.0, 8.0, 14.0, 8.0
LABEL_PX = 110.0
"""Widest label; a longer one is elided."""


@dataclass(frozen=True, slots=True)
class Row:
    """Where one run's marks stand, in logical pixels.

    Parameters
    ----------
    run : int
    label, count : QRectF
        Its name at the left, how often it ends below at the right.
    marks : tuple of QPointF
        Centres, seed by seed.
    """

    run: int
    label: QRectF
    marks: tuple[QPointF, ...]
    count: QRectF


class SeedStrip(QWidget):
    """A row of marks for every run but the first; hidden while there are none.

    Parameters
    ----------
    guard : Guard
        Runs what paints.
    """

    def __init__(self, guard: Guard, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._guard = guard
        self._luck: Luck | None = None
        self._showing: Showing | None = None
        self._rows: list[Row] = []
        self.setAccessibleName("Seeds")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.hide()

    def show_luck(self, luck: Luck | None, showing: Showing) -> None:
        """Show the marks of all seeds; None hides them."""
        if len(showing.experiment.runs) == 1:
            luck = None  # there is no other run to compare with the first
        self._luck, self._showing = luck, showing
        self.setAccessibleDescription("" if luck is None else self.reading(luck))
        self.setVisible(luck is not None)
        self._arrange()

    def reading(self, luck: Luck) -> str:
        """What the marks say, in words."""
        labels = [run.label for run in luck.experiment.runs]
        told = [self._told(luck, run, labels) for run in range(1, len(labels))]
        return "; ".join(told)

    def rows(self) -> list[Row]:
        """Where everything stands."""
        return self._rows

    def paintEvent(self, event: QPaintEvent) -> None:
        """The marks."""
        painter = QPainter(self)
        self._guard(lambda: self._paint(painter))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As many rows beside each other as there is room for."""
        self._arrange()

    def event(self, event: QEvent) -> bool:
        """Say which seed a mark belongs to, and its losses."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            QToolTip.showText(event.globalPos(), self.tip_at(QPointF(event.pos())), self)
            return True
        return super().event(event)

    def tip_at(self, position: QPointF) -> str:
        """Seed and losses of the mark at `position`; empty where there is none."""
        luck = self._luck
        if luck is None or self._showing is None:
            return ""
        reach = self._showing.look.px(PITCH_PX) / 2
        for row in self._rows:
            for seed, run, first, mark in zip(
                luck.seeds, luck.sweep.runs[row.run], luck.sweep.runs[0], row.marks, strict=True
            ):
                if max(abs(mark.x() - position.x()), abs(mark.y() - position.y())) <= reach:
                    labels = [each.label for each in luck.experiment.runs]
                    losses = f"{number(run.validation_loss)}, {labels[0]} {number(first.validation_loss)}"
                    return f"Seed {seed}: {labels[row.run]} {losses}"
        return ""

    @staticmethod
    def _told(luck: Luck, run: int, labels: list[str]) -> str:
        marks = luck.marks(run)
        others = [str(seed) for seed, mark in zip(luck.seeds, marks, strict=True) if not mark]
        words = f"{labels[run]} ends below {labels[0]} on {sum(marks)} of {len(marks)} seeds"
        return f"{words}, not on {', '.join(others)}" if 0 < len(others) < len(marks) else words

    def _count_words(self, luck: Luck, run: int) -> str:
        marks = luck.marks(run)
        return f"{sum(marks)} of {len(marks)} below {luck.experiment.runs[0].label}"

    def _font(self, showing: Showing, weight: QFont.Weight) -> QFont:
        font = showing.look.font("legend")
        font.setWeight(weight)
        return font

    def _arrange(self) -> None:
        if self._luck is None or self._showing is None:
            return
        luck, px = self._luck, self._showing.look.px
        runs = range(1, len(luck.experiment.runs))
        bold = QFontMetricsF(self._font(self._showing, QFont.Weight.DemiBold))
        plain = QFontMetricsF(self._font(self._showing, QFont.Weight.Normal))
        large = scale(self._showing.look)
        labels = [self._showing.experiment.runs[run].label for run in runs]
        label = min(max(bold.horizontalAdvance(text) for text in labels) + 2, px(LABEL_PX * large))
        count = max(plain.horizontalAdvance(self._count_words(luck, run)) for run in runs) + 2
        room = self.width() - 2 * px(INSET_PX)
        wanted = label + count + len(luck.seeds) * px(PITCH_PX * large) + 2 * px(GAP_PX)
        columns = max(1, min(len(runs), int(room // (wanted + px(3 * GAP_PX)))))
        # a narrow card first takes from the count's words, which the status line repeats, then from the pitch
        count = max(min(count, room - (wanted - count)), plain.horizontalAdvance("20 of 20") + 2)
        pitch = min(px(PITCH_PX * large), max((room - label - count - 2 * px(GAP_PX)) / len(luck.seeds), 1.0))
        row = max(px(COMPACT_ROW_PX if self._showing.look.compact else ROW_PX), bold.height())
        rows = []
        for place, run in enumerate(runs):
            left = px(INSET_PX) + (place % columns) * (wanted + px(3 * GAP_PX))
            top = (place // columns) * row
            first = left + label + px(GAP_PX) + pitch / 2
            marks = tuple(QPointF(first + seed * pitch, top + row / 2) for seed in range(len(luck.seeds)))
            words = QRectF(marks[-1].x() + pitch / 2 + px(GAP_PX), top, count, row)
            rows.append(Row(run, QRectF(left, top, label, row), marks, words))
        self._rows = rows
        self.setFixedHeight(math.ceil(row * math.ceil(len(runs) / columns) + px(4)))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as its rows, any width."""
        return QSize(0, self.minimumHeight())

    def _paint(self, painter: QPainter) -> None:
        luck, showing = self._luck, self._showing
        if luck is None or showing is None:
            return
        look = showing.look
        theme = look.theme
        painter.fillRect(self.rect(), QColor(theme.surface))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        size = min(look.px(MARK_PX * scale(look)), 0.8 * (self._rows[0].marks[1].x() - self._rows[0].marks[0].x()))
        for row in self._rows:
            run = showing.experiment.runs[row.run]
            amount = PALE if showing.lifted not in (None, row.run) else 1.0
            self._write(painter, row.label, run.label, mixed(theme.runs_text[run.colour], theme.surface, amount), True)
            colour = mixed(theme.runs[run.colour], theme.surface, amount)
            painter.setPen(QPen(colour, look.px(1.3)))
            for mark, below in zip(row.marks, luck.marks(row.run), strict=True):
                painter.setBrush(colour if below else QColor(theme.surface))
                painter.drawPath(marker_path(run.colour, size - look.px(1.3), mark))
            words = self._count_words(luck, row.run)
            self._write(painter, row.count, words, mixed(theme.text2, theme.surface, amount), False)

    def _write(self, painter: QPainter, box: QRectF, text: str, colour: QColor, bold: bool) -> None:
        assert self._showing is not None
        font = self._font(self._showing, QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
        metrics = QFontMetricsF(font)
        if not bold and metrics.horizontalAdvance(text) > box.width():
            text = text.partition(" below ")[0]
        painter.setFont(font)
        painter.setPen(colour)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
