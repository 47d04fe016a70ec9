"""A committee of thinned networks: some of them, their average, and the full network, on one picture and over M.

It refuses to draw masks: the engine drew them, others than those the network was trained with.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry, line_sample
from regsim.app.dropout_chart.chart import elided
from regsim.app.dropout_chart.votes import THIN, Shapes, highest_loss, paint_shapes, paint_votes, shapes_of
from regsim.app.fields.base import padded
from regsim.app.panes import Pane, PanesCard
from regsim.app.plotting.calm import GrowingRange
from regsim.app.plotting.numbers import number, percent
from regsim.app.plotting.strokes import line_pen, stroke
from regsim.app.theme import Look, mixed
from regsim.app.views.base import Showing, ViewKind
from regsim.examples import Examples
from regsim.observed import Committee
from regsim.snapshot import Snapshot

_BESIDE = 330.0
"""Least width of a pane in which picture and chart stand side by side, before zoom."""


class CommitteeView(PanesCard):
    """A picture and a chart for every run that drops hidden units.

    Parameters
    ----------
    clock : callable
        Seconds; decides when the range of losses may grow.
    """

    aspect = 0.75

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__("An ensemble of thinned networks", parent)
        self._clock = clock
        self._losses = GrowingRange(from_zero=True)
        self._generation: int | None = None
        self._examples: Examples | None = None
        self._shapes: dict[int, Shapes | None] = {}
        self._y = (-1.0, 1.0)
        self.measure_chip = self.add_chip("loss / accuracy", "What is measured over the number of networks averaged")
        self.measure_chip.toggled.connect(self._redo)

    @property
    def by_accuracy(self) -> bool:
        """Whether accuracy is shown."""
        is_regression = self._examples is not None and self._examples.task == "regression"
        return self.measure_chip.isChecked() and not is_regression

    # ---- the Card

    def prepare(self, snapshot: Snapshot, showing: Showing) -> None:
        """Leave out runs that drop nothing; find the lines to draw and the ranges."""
        self.panes = tuple(pane for pane in self.panes if _told(pane) or _is_awaited(pane)) or self.panes
        examples = self._examples = snapshot.examples
        if snapshot.generation != self._generation:
            self._generation = snapshot.generation
            self._losses.reset()
        told = {pane.index: each for pane in self.panes if (each := _told(pane)) is not None}
        self._shapes = {index: shapes_of(each, examples) for index, each in told.items()}
        if examples.picture == "curve":
            truth = examples.truth[1] if examples.truth is not None else np.empty(0)
            low, high = padded(np.concatenate([examples.train.y, examples.validation.y, truth]))
            self._y = low - 0.15 * (high - low), high + 0.15 * (high - low)
        elif examples.picture == "field":
            self._y = tuple(examples.window_shown[1].tolist())
        highest = max(map(highest_loss, told.values()), default=0.0)
        if highest > 0:
            self._losses.cover(0.0, highest, self._clock(), showing.moving)
        self.show_chip(self.measure_chip, examples.task == "classification")
        self.set_legend(self._legend(self.look))

    def freeze_axes(self, frozen: bool) -> None:
        """Keep the range of the losses."""
        self._losses.frozen = frozen

    def missing(self, pane: Pane) -> str:
        """No dropout, no committee."""
        if _told(pane) is not None:
            return super().missing(pane)
        return "drawing thinned networks …" if _is_awaited(pane) else super().missing(pane) or "drops no hidden unit"

    def reading(self) -> str:
        """One thinned network, the average and the full network, of all runs."""
        if not self.panes:
            return "An ensemble of thinned networks: nothing trained yet. Press Play."
        return "; ".join(f"{pane.label}: {', '.join(self._words(pane)) or self.missing(pane)}" for pane in self.panes)

    def _words(self, pane: Pane) -> tuple[str, ...]:
        told = _told(pane)
        if told is None or pane.run.state == "diverged":
            return ()
        if self.by_accuracy:
            values = [percent(float(v)) for v in (told.member_accuracy.mean(), told.accuracy[-1], told.scaled_accuracy)]
        else:
            values = [number(float(v)) for v in (told.member_loss.mean(), told.loss[-1], told.scaled_loss)]
        names = ("one alone", f"average of {told.sizes[-1]}", "full network")
        return tuple(f"{name} {value}" for name, value in zip(names, values, strict=True))

    def _legend(self, look: Look) -> list[LegendEntry]:
        theme = look.theme

        def dashes(painter: QPainter, box: QRectF) -> None:
            line = np.array([[box.left(), box.center().y(), box.right(), box.center().y()]])
            pen = line_pen(QColor(theme.text), look.width(1.8), (look.width(4.0), look.width(2.6)))
            stroke(painter, line, pen)

        return [
            LegendEntry("thinned", line_sample(mixed(theme.text2, theme.surface, THIN), look.width(1.2))),
            LegendEntry("their average", line_sample(QColor(theme.text2), look.width(3.4))),
            LegendEntry("full network", dashes),
        ]

    # ---- painting

    def paint_pane(self, painter: QPainter, rect: QRectF, pane: Pane) -> None:
        """The picture, where there is one, beside the chart; the numbers above."""
        told, look = _told(pane), self.look
        assert told is not None
        assert self._examples is not None
        font = look.font("body" if look.presenter else "strong")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(look.theme.text))
        words = self._words(pane)
        lines = ["   ".join(words)]
        if metrics.horizontalAdvance(lines[0]) > rect.width():
            lines = list(words)
        for row, line in enumerate(lines):
            box = QRectF(rect.left(), rect.top() + row * metrics.height(), rect.width(), metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, elided(line, metrics, rect.width()))
        charts = rect.adjusted(0, len(lines) * metrics.height() + look.px(6), 0, 0)
        picture, chart = self._parted(charts, pane)
        shapes = self._shapes.get(pane.index)
        if shapes is not None:
            paint_shapes(painter, picture, shapes, self._examples, self._y, pane.slot, look)
        ends = (0.0, 1.0) if self.by_accuracy else (0.0, self._losses.high or 1.0)
        if chart.height() > look.px(60):
            paint_votes(painter, chart, told, self.by_accuracy, ends, pane.slot, look)

    def _parted(self, rect: QRectF, pane: Pane) -> tuple[QRectF, QRectF]:
        """Room for the picture and for the chart: side by side in a wide pane, else one above the other."""
        gap = self.look.px(16)
        if self._shapes.get(pane.index) is None:
            return QRectF(), rect
        if rect.width() >= self.look.px(_BESIDE) and rect.width() > rect.height():
            width = (rect.width() - gap) * 0.58
            right = QRectF(rect.left() + width + gap, rect.top(), rect.width() - width - gap, rect.height())
            return QRectF(rect.left(), rect.top(), width, rect.height()), right
        height = (rect.height() - gap) * 0.6
        below = QRectF(rect.left(), rect.top() + height + gap, rect.width(), rect.height() - height - gap)
        return QRectF(rect.left(), rect.top(), rect.width(), height), below

    def _redo(self) -> None:
        if self.showing is not None:
            self.show_snapshot(self.snapshot, self.showing)


def _told(pane: Pane) -> Committee | None:
    told = pane.run.observed.get("committee")
    return told if isinstance(told, Committee) else None


def _is_awaited(pane: Pane) -> bool:
    return "committee" not in pane.run.observed


VIEW = ViewKind(
    key="committee",
    title="An ensemble of thinned networks",
    make=CommitteeView,
    rank=None,
    rate=5.0,
    observables=frozenset({"committee"}),
    table="committee",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
