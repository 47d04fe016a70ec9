"""Which inputs each run uses: a bar an input, true weights marked, exact zeros named; refuses to round any to zero."""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card import Card
from regsim.app.card_header import LegendEntry, line_sample, swatch_sample
from regsim.app.input_chart import painting
from regsim.app.input_chart.finding import finding, spoken
from regsim.app.input_chart.painting import RunRow
from regsim.app.plotting.calm import GrowingRange
from regsim.app.plotting.canvas import Canvas
from regsim.app.theme import Look
from regsim.app.views.base import Showing, ViewKind
from regsim.snapshot import Snapshot


class InputWeightsView(Card):
    """Rows of bars on one scale.

    Parameters
    ----------
    clock : callable
        Seconds; decides when the scale may grow.
    """

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__("Inputs used", parent)
        self._clock = clock
        self._range = GrowingRange(from_zero=True)
        self._generation: int | None = None
        self.rows: list[RunRow] = []
        self.canvas = Canvas(self.guarded, self._paint, self)
        self.canvas.setAccessibleName("Weights by input")
        self.set_body(self.canvas)

    def dress(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.canvas.set_ground(QColor(look.theme.surface))
        self.canvas.update()

    def draw(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Draw all runs."""
        self.rows = []
        if snapshot is None:
            self._range.reset()
            self._generation = None
            self.set_note("")
            self.set_legend(())
        else:
            if snapshot.generation != self._generation:
                self._generation = snapshot.generation
                self._range.reset()
            self.rows = [self._run_row(run, snapshot, showing) for run in range(len(snapshot.runs))]
            self._set_range(snapshot, showing)
            self.set_note(f"{snapshot.examples.n_inputs} inputs")
            self._set_legend(snapshot)
        self.canvas.update()

    def freeze_axes(self, frozen: bool) -> None:
        """Keep the scale."""
        self._range.frozen = frozen

    def reading(self) -> str:
        """What each run found."""
        if not self.rows:
            return "Inputs used: nothing trained yet. Press Play."
        return "; ".join(f"{row.label}: {row.words}" for row in self.rows) + "."

    def _run_row(self, run: int, snapshot: Snapshot, showing: Showing) -> RunRow:
        asked = showing.experiment.runs
        named = asked[run] if run < len(asked) else snapshot.experiment.runs[run]
        found = finding(snapshot.runs[run])
        words = "no weights yet" if found is None else spoken(found, snapshot.examples)
        if snapshot.runs[run].state == "diverged":
            words = "✕ diverged"
        return RunRow(named.colour, named.label, found, words, showing.lifted not in (None, run))

    def _set_range(self, snapshot: Snapshot, showing: Showing) -> None:
        true = snapshot.examples.true_weights
        sizes = [float(np.abs(row.found.weights).max()) for row in self.rows if row.found is not None]
        sizes += [] if true is None else [1.05 * float(np.abs(true).max())]
        if max(sizes, default=0.0) > 0:
            self._range.cover(0.0, max(sizes), self._clock(), showing.moving)

    def _set_legend(self, snapshot: Snapshot) -> None:
        theme, look = self.look.theme, self.look
        entries = [LegendEntry("0  exactly zero")]
        if snapshot.examples.true_weights is not None:
            truth = LegendEntry("true weight", line_sample(QColor(theme.text), look.px(2)), width=14)
            entries = [truth, LegendEntry("input that counts", swatch_sample(QColor(theme.track)), width=14), *entries]
        self.set_legend(entries)

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        look = self.look
        area = rect.adjusted(look.px(14), look.px(2), -look.px(5), 0)
        if self.snapshot is None or not self.rows:
            painter.setFont(look.font("body"))
            painter.setPen(QColor(look.theme.text2))
            painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, "Press Play")
            return
        examples, reach = self.snapshot.examples, self._range.high or 1.0
        below = painting.names_height(examples, look)
        height = (area.height() - below) / len(self.rows)
        if height < 20 * look.zoom:
            return
        for place, row in enumerate(self.rows):
            room = QRectF(area.left(), area.top() + place * height, area.width(), height)
            painting.paint_row(painter, room, row, examples, reach, look)
        last = QRectF(area.left(), area.bottom() - below - height, area.width(), height)
        frame = painting.row_frame(last, examples.n_inputs, reach, True, look)
        painting.paint_names(painter, frame, examples, look)


VIEW = ViewKind(
    key="input_weights",
    title="Inputs used",
    make=InputWeightsView,
    rank=None,
    rate=10.0,
    needs_weights=True,
    table="weights",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
