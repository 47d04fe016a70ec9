"""A fitted function of two inputs as coloured ground with lines of equal height; refuses colours beyond its scale.

A training point has the colour of its own target: it vanishes where the fit meets it and stands out where it does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

import contourpy
import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QLinearGradient, QPainter, QPen

from regsim.app.card_header import LegendEntry
from regsim.app.fields.base import Axes, Ink, Picture, axis_name, coordinate, padded
from regsim.app.fields.field import LINES, field_colours
from regsim.app.fields.points import DISC, paint_plain_discs, sized
from regsim.app.image_part import draw_part
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import figures
from regsim.app.plotting.strokes import curve_pen, segments, stroke
from regsim.app.plotting.ticks import linear_ticks
from regsim.app.theme import Look
from regsim.examples import Array
from regsim.snapshot import RunSnapshot

SHADES = 12
"""So many colours of points: more cannot be told apart, and each is one stamp."""
LEVELS = 7


@dataclass(frozen=True, slots=True, eq=False)
class Digest:
    """A run's surface.

    Parameters
    ----------
    height : ndarray, shape (G, G)
    image : QImage
        G × G, first row at the top.
    lines : tuple of ndarray, shape (n, 2)
        Of equal height, in values of the inputs.
    """

    height: Array
    image: QImage
    lines: tuple[Array, ...]


class Surface(Picture):
    """`Fit`, of two inputs."""

    title: ClassVar[str] = "Fit"
    painted = ("training",)
    hairs: ClassVar[str] = "xy"

    def measure(self) -> Axes:
        """The frame of the inputs; the colours span the training targets."""
        self._range = padded(self.examples.train.y, 0.0)
        x, y = (tuple(span) for span in self.examples.window_shown.tolist())
        return Axes(x, y, axis_name(self.examples, 0), axis_name(self.examples, 1))

    def digest(self, run: RunSnapshot, look: Look) -> Digest | None:
        """Colour the surface and find its lines."""
        height = run.prediction
        if height is None or not np.isfinite(height).all():
            return None
        pixels = np.ascontiguousarray(field_colours(look.theme)[self._shade(height[::-1], 255)])
        rows, columns = pixels.shape
        image = QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()
        return Digest(height, image, self._lines(height))

    def paint(self, painter: QPainter, frame: Frame, digest: Digest, ink: Ink, n_train: int) -> None:
        """Ground, lines, training points."""
        look = ink.look
        rows, columns = digest.image.height(), digest.image.width()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        draw_part(painter, frame.rect, digest.image, QRectF(0.5, 0.5, columns - 1, rows - 1))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pieces = [segments(frame.x.pixels(line[:, 0]), frame.y.pixels(line[:, 1])) for line in digest.lines]
        if pieces:
            pen = curve_pen(QColor(ink.colour), look.width(1.6 if ink.large else 1.0))
            stroke(painter, np.concatenate(pieces), pen)
        if ink.large:
            self._paint_points(painter, frame, ink, n_train)
        self._paint_rim(painter, frame, look)

    def paint_empty(self, painter: QPainter, frame: Frame, ink: Ink) -> None:
        """The points alone."""
        painter.fillRect(frame.rect, QColor(ink.look.theme.class_fields[1]))
        if ink.large:
            self._paint_points(painter, frame, ink, len(self.examples.train))
        self._paint_rim(painter, frame, ink.look)

    def _paint_points(self, painter: QPainter, frame: Frame, ink: Ink, n_train: int) -> None:
        split = self.points(self.examples.train.first(n_train))
        x, y = frame.x.pixels(split.x[:, 0]), frame.y.pixels(split.x[:, 1])
        shade = self._shade(split.y, SHADES - 1)
        table = field_colours(ink.look.theme)
        for index in np.unique(shade):
            here, colour = shade == index, QColor.fromRgb(int(table[index * 255 // (SHADES - 1)]))
            paint_plain_discs(painter, x[here], y[here], colour.name(), ink.look.theme.text, sized(DISC, ink.look), ink)

    def _paint_rim(self, painter: QPainter, frame: Frame, look: Look) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(look.theme.line), 1.0))
        painter.drawRect(frame.rect.adjusted(0.5, 0.5, -0.5, -0.5))

    def legend(self, look: Look) -> Sequence[LegendEntry]:
        """What the colours mean, in the units of the target."""
        table = field_colours(look.theme)

        def scale(painter: QPainter, box: QRectF) -> None:
            colours = QLinearGradient(box.topLeft(), box.topRight())
            for place in (0.0, 0.5, 1.0):
                colours.setColorAt(place, QColor.fromRgb(int(table[round(255 * place)])))
            painter.fillRect(box, colours)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(look.theme.line), 1.0))
            painter.drawRect(box)

        low, high = (figures(self._target(value)) for value in self._range)
        name = self.examples.target_name or "y"
        return [LegendEntry(f"{name} {low} to {high}", scale, width=40)]

    def note(self, digest: Digest) -> str:
        """Whether it is a projection."""
        return "others at their median" if self.examples.hides_inputs else ""

    def crowd(self) -> tuple[Array, Array]:
        """The training points."""
        x, y = self.points(self.examples.train).x.T
        return x, y

    def columns(self) -> tuple[str, ...]:
        """One: the fit."""
        return ("fit",)

    def heading(self, x: float, y: float) -> str:
        """The place."""
        return ", ".join(coordinate(self.examples, axis, value) for axis, value in enumerate((x, y)))

    def values(self, digest: Digest, x: float, y: float) -> tuple[str, ...]:
        """The fit at the nearest grid point, in the units of the target."""
        last = len(digest.height) - 1
        (left, right), (bottom, top) = self.axes.x, self.axes.y
        column = int(np.clip(round((x - left) / (right - left) * last), 0, last))
        row = int(np.clip(round((y - bottom) / (top - bottom) * last), 0, last))
        return (figures(self._target(float(digest.height[row, column]))),)

    def sentence(self, digest: Digest, run: RunSnapshot) -> str:
        """How far the fit reaches."""
        low, high = (self._target(float(value)) for value in (digest.height.min(), digest.height.max()))
        return f"the fit runs from {figures(low)} to {figures(high)}"

    def _target(self, value: float) -> float:
        mean, deviation = self.examples.target_scale or (0.0, 1.0)
        return mean + deviation * value

    def _shade(self, values: Array, most: int) -> Array:
        low, high = self._range
        return np.clip((values - low) / (high - low) * most + 0.5, 0, most).astype(np.intp)

    def _lines(self, height: Array) -> tuple[Array, ...]:
        rows, columns = height.shape
        low, high = self._range
        grid = np.meshgrid(np.linspace(*self.axes.x, columns), np.linspace(*self.axes.y, rows))
        values = height.astype(np.float64)
        generator = contourpy.SerialContourGenerator(*grid, values, np.zeros(values.shape, bool), **LINES)
        found: list[Array] = []
        for level in linear_ticks(low, high, LEVELS):
            found += [np.asarray(line) for line in generator.lines(level) if line is not None and len(line) > 1]
        return tuple(found)
