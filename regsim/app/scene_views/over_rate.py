"""All runs' losses over their drop probabilities, with the usual range marked; refuses to fill in what no run has."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from regsim import schema
from regsim.app.card_header import LegendEntry, line_sample, swatch_sample
from regsim.app.dropout_chart.chart import PALE, Line, apart
from regsim.app.dropout_chart.lines_card import LinesCard
from regsim.app.markers import paint_marker
from regsim.app.plotting.axes import Axis
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import number, tick_text
from regsim.app.plotting.strokes import curve_pen, segments, stroke
from regsim.app.theme import mixed
from regsim.app.views.base import Showing, ViewKind
from regsim.snapshot import Snapshot

PATH = "dropout.rate"


@dataclass(frozen=True, slots=True)
class Point:
    """A run at its drop probability; training and validation loss."""

    slot: int
    label: str
    rate: float
    train: float
    validation: float
    pale: bool


class OverRateView(LinesCard):
    """A marker a run, joined in the order of p."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Loss over p", parent)
        self.points: list[Point] = []

    def find_lines(self, snapshot: Snapshot, showing: Showing) -> tuple[Line, ...]:
        """One point a run that has not diverged; p as it is in force."""
        trained = snapshot.experiment.runs
        default = schema.knob(f"run.1.{PATH}", snapshot.experiment).default
        rates: list[Any] = [run.values.get(PATH, default) for run in trained]
        self.points = sorted(
            (
                Point(asked.colour, asked.label, float(rate), run.train_loss, run.validation_loss, pale)
                for rate, (asked, pale, run) in zip(rates, self.runs(snapshot, showing), strict=False)
                if run.state != "diverged"
            ),
            key=lambda point: point.rate,
        )
        self.cover(max((max(p.train, p.validation) for p in self.points), default=0.0), showing)
        theme, look = self.look.theme, self.look
        self.set_legend(
            [
                LegendEntry("validation", line_sample(QColor(theme.text2), look.width(2.6))),
                LegendEntry("training", line_sample(QColor(theme.text2), look.width(1.3))),
                LegendEntry("usual", swatch_sample(QColor(theme.track)), 14),
            ]
        )
        rate_axis = np.array([point.rate for point in self.points])
        return (Line(0, "", rate_axis, np.array([point.validation for point in self.points])),) if self.points else ()

    def axes(self) -> tuple[Axis, Axis, str]:
        """p as far as its slider goes; loss from 0."""
        rate = Axis(-0.03, 0.93, unit="drop probability p", spacing=apart(self.look, 5.4))
        return rate, Axis(0.0, self.high, spacing=apart(self.look, 3.0)), "loss"

    def waiting(self, snapshot: Snapshot) -> str:
        """Every run has gone astray."""
        return "✕ diverged"

    def reading(self) -> str:
        """Validation losses in the order of p."""
        if self.snapshot is None or not self.points:
            return "Loss over p: nothing trained yet. Press Play."
        words = (f"{p.label} at p = {tick_text(p.rate)} {number(p.validation)}" for p in self.points)
        return f"Validation loss over p: {', '.join(words)}"

    def paint_ground(self, painter: QPainter, frame: Frame) -> None:
        """The usual range."""
        if self.snapshot is None:
            return
        usual = schema.knob(f"run.1.{PATH}", self.snapshot.experiment).usual
        if usual is not None:
            left, right = (frame.x.pixels(float(end)) for end in usual)
            painter.fillRect(QRectF(left, frame.y.end, right - left, frame.y.length), QColor(self.look.theme.track))

    def paint_content(self, painter: QPainter, frame: Frame, right: float) -> None:
        """Training thin, validation bold, markers in the runs' colours."""
        look = self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = frame.x.pixels(np.array([point.rate for point in self.points]))
        grey = QColor(look.theme.text2)
        rim = QColor(look.theme.surface)
        for name, width, size in (("train", 1.3, 8.0), ("validation", 2.6, 14.0)):
            y = frame.y.pixels(np.array([getattr(point, name) for point in self.points]))
            y = np.clip(y, frame.y.end, frame.y.start)
            stroke(painter, segments(x, y), curve_pen(grey, look.width(width)))
            shown = look.px(size * (1.7 if look.presenter else 1.0))
            for point, at_x, at_y in zip(self.points, x.tolist(), y.tolist(), strict=True):
                colour = mixed(look.theme.runs[point.slot], look.theme.surface, PALE if point.pale else 1.0)
                paint_marker(painter, point.slot, colour, QPointF(at_x, at_y), shown, rim)


VIEW = ViewKind(
    key="over_rate",
    title="Loss over p",
    make=OverRateView,
    rank=None,
    rate=10.0,
    table="over_rate",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
