"""The weights view: how many weights of each run have which value, with a column of its own for exact zeros.

It refuses to move its axis while training runs, except to grow by a nice step.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from functools import partial

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card import Card
from regsim.app.card_header import LegendEntry
from regsim.app.plotting.backdrop import Backdrop
from regsim.app.plotting.calm import GrowingRange
from regsim.app.plotting.numbers import count, percent, tick_text
from regsim.app.plotting.readout import Readout, Row, empty_corner, measured, paint_readout, placed
from regsim.app.theme import Look
from regsim.app.views.base import Showing, View, ViewKind
from regsim.app.weight_chart import painting
from regsim.app.weight_chart.canvas import HistogramCanvas
from regsim.app.weight_chart.layout import ZERO, Layout, overlay_layout, row_layout
from regsim.app.weight_chart.painting import RunCounts
from regsim.counting import SIDE_BINS, counted, reach
from regsim.snapshot import RunSnapshot, Snapshot

_SMALLEST_RANGE = 1e-6


class WeightsView(Card):
    """Weight histograms in rows, or of two runs on one another.

    Parameters
    ----------
    clock : callable
        Seconds; decides when the range may grow.
    """

    bottom_margin = 4.0

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__("Weights", parent)
        self._clock = clock
        self._range = GrowingRange(from_zero=True)
        self._generation: int | None = None
        self._runs: list[RunCounts] = []
        self._full = 10
        self._selected, self._compared = 0, 0
        self._place: int | None = None
        self._corner: int | None = None
        self._backdrop = Backdrop()
        self.overlay_chip = self.add_chip("overlay", "Compare the selected run with the one selected before")
        self.overlay_chip.toggled.connect(self._redo)
        self.canvas = HistogramCanvas(self.guarded, self._paint, self)
        self._diverged: frozenset[int] = frozenset()
        self.canvas.setAccessibleName("Weights by value")
        self.canvas.pointed.connect(self._point)
        self.canvas.stepped.connect(self._step)
        self.set_body(self.canvas)

    # ---- the Card

    def dress(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.canvas.set_ground(QColor(look.theme.surface))
        self._redo()

    def draw(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Count and draw all runs."""
        self._remember_selected(showing)
        if snapshot is None:
            self._range.reset()
            self._generation, self._runs = None, []
            self.set_note("")
            self.set_legend(())
        else:
            if snapshot.generation != self._generation:
                self._generation, self._diverged = snapshot.generation, frozenset()
                self._range.reset()
            self._set_range(snapshot, showing)
            self._runs = [self._counted(index, run, snapshot, showing) for index, run in enumerate(snapshot.runs)]
            self._full = max((run.weight_count for run in snapshot.runs), default=10)
            self._set_words(snapshot)
        self.show_chip(self.overlay_chip, len(self._runs) > 1)
        self.canvas.update()

    def assume(self, other: View) -> None:
        """Compare the same two runs, too."""
        super().assume(other)
        if isinstance(other, WeightsView):
            self._compared = other._compared
            self._redo()

    def freeze_axes(self, frozen: bool) -> None:
        """Keep the range of the weights."""
        self._range.frozen = frozen

    def reading(self) -> str:
        """The share of exact zeros of all runs, or the counts of the chosen bin."""
        if not self._runs:
            return "Nothing trained yet. Press Play."
        table = self._table()
        if table is not None:
            return f"{table.title}: {', '.join(f'{row.label} {row.values[0]}' for row in table.rows)}"
        shares = [
            f"{run.label} {'diverged' if run.counts is None else percent(run.counts.zero_share)}" for run in self._runs
        ]
        return f"Weights that are exactly zero: {', '.join(shares)}"

    @property
    def w_max(self) -> float:
        """Where the axis ends; the last bins hold what is beyond."""
        return self._range.high or 1.0

    @property
    def runs(self) -> list[RunCounts]:
        """What is drawn."""
        return list(self._runs)

    # ---- counting

    def _set_range(self, snapshot: Snapshot, showing: Showing) -> None:
        """Cover all runs; one that has diverged leaves the axis, which it had stretched, to the others."""
        diverged = frozenset(index for index, run in enumerate(snapshot.runs) if run.state == "diverged")
        if diverged - self._diverged:
            self._range.reset()
        self._diverged = diverged
        most = max((reach(run.weights) for run in snapshot.runs if run.state != "diverged"), default=0.0)
        if most > 0:
            self._range.cover(0.0, max(most, _SMALLEST_RANGE), self._clock(), showing.moving)

    def _counted(self, index: int, run: RunSnapshot, snapshot: Snapshot, showing: Showing) -> RunCounts:
        asked = showing.experiment.runs
        named = asked[index] if index < len(asked) else snapshot.experiment.runs[index]
        counts = counted(run.weights, self.w_max) if run.weights and run.state != "diverged" else None
        words = ""
        if run.state == "diverged" or (run.weights and counts is None):
            words = f"stopped at epoch {tick_text(round(run.epoch, 2))}: the weights left the scale"
        pale = showing.lifted is not None and showing.lifted != index
        return RunCounts(named.colour, named.label, counts, words, pale)

    def _set_words(self, snapshot: Snapshot) -> None:
        sizes = sorted({run.weight_count for run in snapshot.runs})
        spread = " to ".join(count(size) for size in (sizes[:1] + sizes[-1:] if len(sizes) > 1 else sizes))
        self.set_note(f"{spread} weights per run")
        lines = ", ".join(count(power) for power in painting.powers(self._full))
        self.set_legend([LegendEntry(f"count per bin; lines at {lines}" if lines else "count per bin")])

    def _remember_selected(self, showing: Showing) -> None:
        runs = len(showing.experiment.runs)
        if showing.selected != self._selected:
            self._compared, self._selected = self._selected, showing.selected
        if self._compared == self._selected or self._compared >= runs:
            self._compared = next((index for index in range(runs) if index != self._selected), self._selected)

    # ---- painting

    @property
    def overlaid(self) -> bool:
        """Whether two runs are drawn on one another."""
        return self.overlay_chip.isChecked() and len(self._runs) > 1

    def _layout_now(self) -> Layout:
        width, height = self.canvas.width(), self.canvas.height()
        if self.overlaid:
            return overlay_layout(width, height, self._full, self.look)
        metrics = QFontMetricsF(self.look.font("strong"))
        label = max((metrics.horizontalAdvance(run.label) + 1 for run in self._runs), default=0.0)
        return row_layout(width, height, max(len(self._runs), 1), self._full, self.look, label)

    def _shown_runs(self) -> list[RunCounts]:
        if not self.overlaid:
            return self._runs
        chosen = sorted({self._selected, self._compared})
        return [self._runs[index] for index in chosen if index < len(self._runs)]

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        layout = self._layout_now()
        if layout.bin_width < 1 or layout.rows[0][1] - layout.rows[0][0] < 4:
            return
        if not self._runs:
            self._paint_empty(painter, layout)
            return
        if self.overlaid:
            painting.paint_overlay(painter, self._shown_runs(), layout, self.look)
            painting.paint_axis(painter, self.w_max, layout, self.look)
        else:
            names = tuple((run.slot, run.label, run.counts is None, run.pale) for run in self._runs)
            ground = QColor(self.look.theme.surface)
            key = (layout, names, self.w_max, self.look)
            self._backdrop.paint(painter, self.canvas.size(), ground, key, partial(self._paint_still, layout))
            for row, run in enumerate(self._runs):
                painting.paint_row(painter, run, row, layout, self.look)
            bases = [layout.rows[row][1] for row, run in enumerate(self._runs) if run.counts is not None]
            painting.paint_bases(painter, bases, layout, self.look)
        table = self._table()
        if table is not None and self._place is not None:
            painting.paint_column(painter, self._place, layout, self.look)
            self._paint_table(painter, table, layout)

    def _paint_still(self, layout: Layout, painter: QPainter) -> None:
        """What lies behind and beside the bars, and changes only as the axis grows."""
        for row, run in enumerate(self._runs):
            painting.paint_name(painter, run, row, layout, self.look)
            if run.counts is not None:
                painting.paint_grid(painter, row, layout, self.look)
        painting.paint_bases(painter, [layout.rows[-1][1]], layout, self.look)
        painting.paint_zero_tick(painter, layout, self.look)
        painting.paint_axis(painter, self.w_max, layout, self.look)

    def _paint_empty(self, painter: QPainter, layout: Layout) -> None:
        painting.paint_bases(painter, [layout.rows[0][1]], layout, self.look)
        painting.paint_axis(painter, self.w_max, layout, self.look)
        painting.paint_zero_tick(painter, layout, self.look)
        painter.setFont(self.look.font("body"))
        painter.setPen(QColor(self.look.theme.text2))
        painter.drawText(QRectF(self.canvas.rect()), Qt.AlignmentFlag.AlignCenter, "Press Play")

    # ---- hover

    def _table(self) -> Readout | None:
        if self._place is None or not self._runs:
            return None
        rows = [Row(run.slot, run.label, (self._count_at(run, self._place),)) for run in self._shown_runs()]
        return Readout(self._interval(self._place), ("weights",), tuple(rows))

    def _count_at(self, run: RunCounts, place: int) -> str:
        if run.counts is None:
            return "—"
        if place == ZERO:
            return count(run.counts.zeros)
        side = run.counts.above if place > 0 else run.counts.below
        return count(int(side[abs(place) - 1]))

    def _interval(self, place: int) -> str:
        if place == ZERO:
            return "exactly 0"
        step = self.w_max / SIDE_BINS
        inner, outer = (abs(place) - 1) * step, abs(place) * step
        if abs(place) == SIDE_BINS:
            return f"≥ {tick_text(float(f'{inner:.4g}'))}" if place > 0 else f"≤ {tick_text(-float(f'{inner:.4g}'))}"
        ends = (inner, outer) if place > 0 else (-outer, -inner)
        return " to ".join(tick_text(float(f"{end:.4g}")) for end in ends)

    def _paint_table(self, painter: QPainter, table: Readout, layout: Layout) -> None:
        size = measured(table, self.look)
        area = QRectF(layout.left, layout.rows[0][0], layout.right - layout.left, 0)
        area.setBottom(layout.rows[-1][1])
        if self._corner is None:
            self._corner = empty_corner(area, size, *self._bars(layout))
        corner = self._corner
        pointer = layout.column(self._place or ZERO).center().x()
        box = placed(area, size, corner)
        if box.left() - 8 < pointer < box.right() + 8:
            box = placed(area, size, corner ^ 1)
        paint_readout(painter, table, box, self.look)

    def _bars(self, layout: Layout) -> tuple[np.ndarray, np.ndarray]:
        """Points within the bars: where the table had better not stand."""
        x, y = [], []
        for row, run in enumerate(self._shown_runs()):
            if run.counts is None:
                continue
            line = 0 if self.overlaid else row
            for above, counts in ((False, run.counts.below), (True, run.counts.above)):
                for step, weights in enumerate(counts.tolist()):
                    for height in np.arange(0, layout.height(weights, line), 6.0):
                        x.append(layout.edge(step, above))
                        y.append(layout.rows[line][1] - height)
        return np.array(x), np.array(y)

    def _point(self, x: float | None) -> None:
        place = None if x is None else self._layout_now().place(x)
        if x is None:
            self._corner = None
        if place != self._place:
            self._place = place
            self.canvas.update()

    def _step(self, steps: int) -> None:
        at = ZERO if self._place is None else self._place + steps
        self._place = min(max(at, -SIDE_BINS), SIDE_BINS)
        self.canvas.setAccessibleDescription(self.reading())
        self.canvas.update()

    def _redo(self) -> None:
        self._corner = None
        if self.showing is not None:
            self.show_snapshot(self.snapshot, self.showing)


VIEW = ViewKind(
    key="weights",
    title="Weights",
    make=WeightsView,
    rank=1,
    rate=10.0,
    needs_weights=True,
    table="histogram",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
