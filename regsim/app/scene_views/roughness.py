"""How rough each run's curve is over the epochs, and the truth's own roughness; refuses to smooth what was measured."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry
from regsim.app.dropout_chart.chart import Line
from regsim.app.dropout_chart.lines_card import LinesCard
from regsim.app.plotting.axes import Axis
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import short_number
from regsim.app.plotting.strokes import dashed, line_pen, stroke
from regsim.app.views.base import Showing, ViewKind
from regsim.observed import Roughness
from regsim.snapshot import RunSnapshot, Snapshot


class RoughnessView(LinesCard):
    """One line a run over the epochs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Roughness", parent)
        self.true: float | None = None

    def find_lines(self, snapshot: Snapshot, showing: Showing) -> tuple[Line, ...]:
        """All measurements of every run whose numbers have not left the scale."""
        lines = []
        self.true = None
        for asked, pale, run in self.runs(snapshot, showing):
            told = _told(run)
            if told is None or run.state == "diverged":
                continue
            self.true = told.true
            label = f"{asked.label} {short_number(float(told.value[-1]))}"
            lines.append(Line(asked.colour, label, told.epoch, told.value, marked=False, pale=pale))
        highest = [float(np.nanmax(line.y)) for line in lines]
        self.cover(max([*highest, 1.05 * (self.true or 0.0)], default=0.0), showing)
        entries = [LegendEntry("how far the fitted curve goes up and down")]
        if self.true is not None:
            entries = [LegendEntry(f"truth {short_number(self.true)}", self._paint_sample), *entries]
        self.set_legend(entries)
        return tuple(lines)

    def axes(self) -> tuple[Axis, Axis, str]:
        """Epochs to the last one, roughness from zero."""
        epochs = self.showing.experiment.training.epochs if self.showing is not None else 100
        return Axis(0.0, epochs, unit="epoch", spacing=96.0), Axis(0.0, self.high), ""

    def waiting(self, snapshot: Snapshot) -> str:
        """Why there is no line."""
        return "measuring …" if snapshot.examples.picture == "curve" else "only for fitted curves"

    def paint_ground(self, painter: QPainter, frame: Frame) -> None:
        """A dotted line at the truth's roughness."""
        if self.true is not None:
            self._paint_dots(painter, frame.x.start, frame.x.end, frame.y.pixels(self.true))

    def _paint_sample(self, painter: QPainter, box: QRectF) -> None:
        self._paint_dots(painter, box.left(), box.right(), box.center().y())

    def _paint_dots(self, painter: QPainter, left: float, right: float, y: float) -> None:
        pieces = dashed(np.array([left, right]), np.full(2, y), self.look.px(2), self.look.px(4))
        stroke(painter, pieces, line_pen(QColor(self.look.theme.text2), self.look.width(1.4)))

    def reading(self) -> str:
        """The roughness of all runs now."""
        if self.snapshot is None or not self.lines:
            return "Roughness: nothing to show yet."
        truth = "" if self.true is None else f", truth {short_number(self.true)}"
        return f"Roughness: {', '.join(line.label for line in self.lines)}{truth}."


def _told(run: RunSnapshot) -> Roughness | None:
    told = run.observed.get("roughness")
    return told if isinstance(told, Roughness) else None


VIEW = ViewKind(
    key="roughness",
    title="Roughness",
    make=RoughnessView,
    rank=None,
    rate=6.0,
    observables=frozenset({"roughness"}),
    table="roughness",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
