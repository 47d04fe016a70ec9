"""The fitted curves of all runs on one another, with the truth and the points; refuses data with several inputs."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry
from regsim.app.dropout_chart.chart import Line, apart
from regsim.app.dropout_chart.lines_card import LinesCard
from regsim.app.fields.base import Ink, padded
from regsim.app.fields.points import DISC, disc_sample, paint_plain_discs, sized
from regsim.app.plotting.axes import Axis
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import short_number
from regsim.app.plotting.strokes import dashed, line_pen, stroke
from regsim.app.stills import is_vector
from regsim.app.views.base import Showing, ViewKind
from regsim.examples import Examples
from regsim.snapshot import Snapshot


class FitsTogetherView(LinesCard):
    """One curve a run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Fits on one another", parent)
        self._examples: Examples | None = None

    def find_lines(self, snapshot: Snapshot, showing: Showing) -> tuple[Line, ...]:
        """The curves of runs that have one."""
        examples = self._examples = snapshot.examples
        if examples.picture != "curve":
            return ()
        theme = self.look.theme

        def dashes(painter: QPainter, box: QRectF) -> None:
            y = np.full(2, box.center().y())
            pieces = dashed(np.array([box.left(), box.right()]), y, self.look.px(5), self.look.px(3))
            stroke(painter, pieces, line_pen(QColor(theme.text2), self.look.px(2)))

        discs = disc_sample(theme.class_discs[0], theme.surface, DISC, self.look)
        self.set_legend([LegendEntry("truth", dashes), LegendEntry("training", discs, width=9)])
        low, high = examples.frame[0].tolist()
        return tuple(
            Line(
                asked.colour,
                asked.label,
                np.linspace(low, high, len(run.prediction)),
                run.prediction,
                marked=False,
                pale=pale,
            )
            for asked, pale, run in self.runs(snapshot, showing)
            if run.prediction is not None and run.state != "diverged"
        )

    def axes(self) -> tuple[Axis, Axis, str]:
        """The frame of the input; targets with room for a curve that is twice too large."""
        if self._examples is None or self._examples.picture != "curve":
            return Axis(0.0, 1.0), Axis(0.0, 1.0), ""
        examples = self._examples
        truth = examples.truth[1] if examples.truth is not None else np.empty(0)
        low, high = padded(np.concatenate([examples.train.y, examples.validation.y, truth]))
        air = 0.2 * (high - low)
        (left, right), name = examples.frame[0].tolist(), examples.feature_names[0]
        x_axis = Axis(left, right, unit=name, spacing=apart(self.look, 6.0))
        return x_axis, Axis(low - air, high + air, spacing=apart(self.look, 3.5)), "y"

    def waiting(self, snapshot: Snapshot) -> str:
        """Why there is no curve."""
        if snapshot.examples.picture != "curve":
            return "Only data with one input and numbers as targets have curves."
        return "✕ diverged" if all(run.state == "diverged" for run in snapshot.runs) else "fitting …"

    def reading(self) -> str:
        """From where to where each curve goes."""
        if not self.lines:
            return "Fits on one another: nothing to show yet."
        ends = (f"{line.label} {short_number(line.y.min())} to {short_number(line.y.max())}" for line in self.lines)
        return f"Fits on one another: {', '.join(ends)}"

    def paint_ground(self, painter: QPainter, frame: Frame) -> None:
        """Truth and training points."""
        examples, look = self._examples, self.look
        if examples is None or examples.picture != "curve":
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if examples.truth is not None:
            x, y = frame.x.pixels(examples.truth[0]), frame.y.pixels(examples.truth[1])
            width = look.width(2.0)
            stroke(painter, dashed(x, y, 2.6 * width, 1.6 * width), line_pen(QColor(look.theme.text2), width))
        x, y = frame.x.pixels(examples.train.x[:, 0]), frame.y.pixels(examples.train.y)
        ink = Ink(look, 0, look.theme.surface, vector=is_vector(painter))
        paint_plain_discs(painter, x, y, look.theme.class_discs[0], look.theme.surface, sized(DISC, look), ink)


VIEW = ViewKind(
    key="fits_together",
    title="Fits on one another",
    make=FitsTogetherView,
    rank=None,
    rate=12.0,
    needs_prediction=True,
    table="prediction",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
