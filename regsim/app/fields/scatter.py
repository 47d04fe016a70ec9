"""Predicted against true values; refuses to move its axes: what leaves them stands at their edge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from regsim.app.card_header import LegendEntry
from regsim.app.fields.base import MOST_POINTS, Axes, Ink, Picture, padded
from regsim.app.fields.points import paint_plain_discs, sized
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import number, short_number
from regsim.app.plotting.strokes import line_pen
from regsim.app.theme import Look
from regsim.examples import Array
from regsim.snapshot import RunSnapshot


class Scatter(Picture):
    """`Predicted against true`, for numbers."""

    title: ClassVar[str] = "Predicted against true"
    painted = ("validation",)

    def measure(self) -> Axes:
        """The validation targets, on both axes."""
        span = padded(self.examples.validation.y, 0.12)
        return Axes(span, span, "true value", "predicted")

    def digest(self, run: RunSnapshot, look: Look) -> Array | None:
        """The predictions, shape (N,)."""
        if run.prediction is None or not np.isfinite(run.prediction).all():
            return None
        return run.prediction

    def paint(self, painter: QPainter, frame: Frame, digest: Array, ink: Ink, n_train: int) -> None:
        """The diagonal and the points."""
        self._paint_diagonal(painter, frame, ink)
        low, high = self.axes.y
        x = frame.x.pixels(self.examples.validation.y[:MOST_POINTS])
        y = frame.y.pixels(np.clip(digest[:MOST_POINTS], low, high))
        size = sized(5.0 if ink.large else 2.6, ink.look)
        paint_plain_discs(painter, x, y, ink.colour, ink.ground if ink.large else "", size, ink)

    def paint_empty(self, painter: QPainter, frame: Frame, ink: Ink) -> None:
        """The diagonal."""
        self._paint_diagonal(painter, frame, ink)

    def _paint_diagonal(self, painter: QPainter, frame: Frame, ink: Ink) -> None:
        look = ink.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        width = look.width(1.6 if ink.large else 1.0)
        painter.setPen(line_pen(QColor(look.theme.text2), width, (look.px(5), look.px(4))))
        painter.drawLine(QPointF(frame.x.start, frame.y.start), QPointF(frame.x.end, frame.y.end))

    def legend(self, look: Look) -> Sequence[LegendEntry]:
        """The diagonal."""

        def dashes(painter: QPainter, box: QRectF) -> None:
            painter.setPen(line_pen(QColor(look.theme.text2), look.px(1.6), (look.px(5), look.px(4))))
            y = box.center().y()
            painter.drawLine(QPointF(box.left(), y), QPointF(box.right(), y))

        return [LegendEntry("predicted = true", dashes)]

    def note(self, digest: Array) -> str:
        """How many points are out of sight."""
        low, high = self.axes.y
        out = int(np.count_nonzero((digest < low) | (digest > high)))
        return f"{out} beyond the edge" if out else ""

    def crowd(self) -> tuple[Array, Array]:
        """The diagonal."""
        steps = np.linspace(*self.axes.x, 100)
        return steps, steps

    def heading(self, x: float, y: float) -> str:
        """The point whose true value is nearest to the pointer."""
        return f"validation point {self._nearest(x) + 1}"

    def columns(self) -> tuple[str, ...]:
        """Prediction and truth."""
        return ("predicted", "true")

    def values(self, digest: Array, x: float, y: float) -> tuple[str, ...]:
        """Prediction and truth of that point."""
        nearest = self._nearest(x)
        return number(float(digest[nearest])), number(float(self.examples.validation.y[nearest]))

    def _nearest(self, x: float) -> int:
        return int(np.abs(self.examples.validation.y[:MOST_POINTS] - x).argmin())

    def sentence(self, digest: Array, run: RunSnapshot) -> str:
        """How far the predictions are from the truth."""
        error = float(np.sqrt(np.mean((digest - self.examples.validation.y) ** 2)))
        return f"{len(digest)} validation points, {short_number(error)} from the truth (root mean square)"
