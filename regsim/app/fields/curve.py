"""A fitted function of one input, the noise-free truth and the points; refuses to follow a curve off its axes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter

from regsim.app.card_header import LegendEntry
from regsim.app.fields.base import Axes, Ink, Picture, axis_name, coordinate, padded, place, target_axis_name
from regsim.app.fields.clip import cut_to_band
from regsim.app.fields.points import DISC, disc_sample, paint_plain_discs, paint_plain_squares, sized, square_sample
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import figures, number, short_number
from regsim.app.plotting.strokes import curve_pen, dashed, line_pen, segments, stroke
from regsim.app.theme import Look, mixed
from regsim.examples import Array, roughness
from regsim.snapshot import RunSnapshot


class Curve(Picture):
    """`Fit`."""

    title: ClassVar[str] = "Fit"
    painted = ("training", "validation")

    def measure(self) -> Axes:
        """All targets and the truth, and the frame of the input."""
        examples = self.examples
        truth = examples.truth[1] if examples.truth else np.empty(0)
        low, high = examples.frame[0].tolist()
        span = examples.target_frame or padded(np.concatenate([examples.train.y, examples.validation.y, truth]))
        name = axis_name(examples, 0) or examples.feature_names[0]
        return Axes((low, high), span, name, target_axis_name(examples))

    def digest(self, run: RunSnapshot, look: Look) -> Array | None:
        """The curve itself, shape (G,)."""
        if run.prediction is None or not np.isfinite(run.prediction).all():
            return None
        return run.prediction

    def paint(self, painter: QPainter, frame: Frame, digest: Array, ink: Ink, n_train: int) -> None:
        """Validation squares, truth, points, and the fit on top."""
        look = ink.look
        self._paint_data(painter, frame, ink, n_train)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = frame.x.pixels(np.linspace(*self.axes.x, len(digest)))
        air = look.width(6.0)
        lines = segments(x, frame.y.pixels(np.asarray(digest, np.float64)))
        lines = cut_to_band(lines, frame.rect.top() - air, frame.rect.bottom() + air)
        if ink.large:
            stroke(painter, lines, curve_pen(QColor(look.theme.surface), look.width(5.0)))
        stroke(painter, lines, curve_pen(QColor(ink.colour), look.width(3.0 if ink.large else 2.0)))
        if ink.large:
            self._paint_training(painter, frame, ink, n_train)

    def paint_empty(self, painter: QPainter, frame: Frame, ink: Ink) -> None:
        """Truth and points."""
        self._paint_data(painter, frame, ink, len(self.examples.train))
        if ink.large:
            self._paint_training(painter, frame, ink, len(self.examples.train))

    def _paint_data(self, painter: QPainter, frame: Frame, ink: Ink, n_train: int) -> None:
        look, examples = ink.look, self.examples
        if ink.large and not look.compact:
            pale = mixed(look.theme.control, look.theme.surface, 0.6).name()
            split = self.points(examples.validation)
            x, y = frame.x.pixels(split.x[:, 0]), frame.y.pixels(split.y)
            paint_plain_squares(painter, x, y, pale, ink)
        if examples.truth is not None:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            x, y = frame.x.pixels(examples.truth[0]), frame.y.pixels(examples.truth[1])
            width = look.width(2.0 if ink.large else 1.2)
            stroke(painter, dashed(x, y, 2.6 * width, 1.6 * width), line_pen(QColor(look.theme.text2), width))

    def _paint_training(self, painter: QPainter, frame: Frame, ink: Ink, n_train: int) -> None:
        look, split = ink.look, self.points(self.examples.train.first(n_train))
        x, y = frame.x.pixels(split.x[:, 0]), frame.y.pixels(split.y)
        paint_plain_discs(painter, x, y, look.theme.class_discs[0], look.theme.surface, sized(DISC, look), ink)

    def legend(self, look: Look) -> Sequence[LegendEntry]:
        """Truth, fit, points."""
        theme = look.theme

        def dashes(painter: QPainter, box: QRectF) -> None:
            line = np.array([[box.left(), box.center().y(), box.right(), box.center().y()]])
            stroke(painter, line, line_pen(QColor(theme.text2), look.px(2), (look.px(5), look.px(3))))

        entries = []
        if self.examples.truth is not None:
            entries.append(LegendEntry("truth", dashes))
        entries.append(LegendEntry("training", disc_sample(theme.class_discs[0], theme.surface, DISC, look), width=9))
        if not look.compact:
            pale = mixed(theme.control, theme.surface, 0.6).name()
            entries.append(LegendEntry("validation", square_sample(pale, look), width=4))
        return entries

    def note(self, digest: Array) -> str:
        """How far the fit goes up and down, and how far the truth does."""
        truth = self.examples.truth
        known = "" if truth is None else f", truth {short_number(roughness(truth[1]))}"
        return f"roughness {short_number(roughness(digest))}{known}"

    def crowd(self) -> tuple[Array, Array]:
        """The training points and the truth."""
        split = self.points(self.examples.train)
        x, y = [split.x[:, 0]], [split.y]
        if self.examples.truth is not None:
            x.append(self.examples.truth[0])
            y.append(self.examples.truth[1])
        return np.concatenate(x), np.concatenate(y)

    def heading(self, x: float, y: float) -> str:
        """The place, and the truth there."""
        words = coordinate(self.examples, 0, x)
        if self.examples.truth is None:
            return words
        return f"{words}, truth {place(float(np.interp(x, *self.examples.truth)))}"

    def columns(self) -> tuple[str, ...]:
        """One: the fit."""
        return ("fit",)

    def values(self, digest: Array, x: float, y: float) -> tuple[str, ...]:
        """The fit at `x`."""
        fit = float(np.interp(x, np.linspace(*self.axes.x, len(digest)), digest))
        if self.examples.target_scale is None:
            return (number(fit),)
        mean, deviation = self.examples.target_scale
        return (figures(mean + deviation * fit),)

    def sentence(self, digest: Array, run: RunSnapshot) -> str:
        """How far the fit is from the truth, or how far it reaches."""
        if self.examples.truth is None:
            return f"the fit runs from {short_number(float(digest.min()))} to {short_number(float(digest.max()))}"
        grid = np.linspace(*self.axes.x, len(digest))
        distance = float(np.sqrt(np.mean((digest - np.interp(grid, *self.examples.truth)) ** 2)))
        return f"the fit is {short_number(distance)} from the truth (root mean square)"
