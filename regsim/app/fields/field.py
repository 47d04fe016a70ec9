"""The probability field of a two-dimensional classification, its borders and its points; refuses to smooth a border.

The field goes through a table of 256 colours into one small image that the painter enlarges; contourpy finds the p = ½
line between grid points twenty times faster than pyqtgraph.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Any, ClassVar

import contourpy
import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from regsim.app.card_header import LegendEntry
from regsim.app.diagram.sprites import device_ratio
from regsim.app.fields.base import Axes, Ink, Picture, axis_name, coordinate
from regsim.app.fields.points import class_legend, paint_training_classes, paint_validation_classes
from regsim.app.image_part import draw_part
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import percent
from regsim.app.plotting.strokes import FINER_THAN_SCREENS, curve_pen, segments, stroke
from regsim.app.theme import Look, Theme, mixed
from regsim.examples import Array
from regsim.snapshot import RunSnapshot

BORDER = 3.0
CASING = 5.5
_FINER = 6
"""Steps between two grid points in a file that is finer than screens."""
SMALL = 0.62
"""Widths in a small picture, as a share of the large one's."""


@dataclass(frozen=True, slots=True, eq=False)
class Digest:
    """A run's field.

    Parameters
    ----------
    probability : ndarray, shape (G, G, C)
    image : QImage
        G × G, first row at the top.
    borders : tuple of ndarray, shape (n, 2)
        Where the predicted class changes, in values of the inputs.
    """

    probability: Array
    image: QImage
    borders: tuple[Array, ...]


class Field(Picture):
    """`Decision boundary`."""

    title: ClassVar[str] = "Decision boundary"
    painted = ("training", "validation")
    hairs: ClassVar[str] = "xy"

    def measure(self) -> Axes:
        """The frame of the inputs."""
        (x_low, x_high), (y_low, y_high) = self.examples.window_shown.tolist()
        return Axes((x_low, x_high), (y_low, y_high), axis_name(self.examples, 0), axis_name(self.examples, 1))

    def digest(self, run: RunSnapshot, look: Look) -> Digest | None:
        """Colour the field and find its borders."""
        probability = run.prediction
        if probability is None or not np.isfinite(probability).all():
            return None
        return Digest(probability, field_image(probability, look.theme), borders(probability, self.axes.x, self.axes.y))

    def paint(self, painter: QPainter, frame: Frame, digest: Digest, ink: Ink, n_train: int) -> None:
        """Field, borders on a casing, validation squares, training discs."""
        look = ink.look
        is_fine = ink.large and not ink.vector and device_ratio(painter) >= FINER_THAN_SCREENS
        image = _fine_image(digest, look.theme) if is_fine else digest.image
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        # Grid points lie on the rim of the picture: the outer half of the outer pixels is outside.
        draw_part(painter, frame.rect, image, QRectF(0.5, 0.5, image.width() - 1, image.height() - 1))
        if ink.large and not look.compact:
            paint_validation_classes(painter, frame, self.points(self.examples.validation), ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        share = 1.0 if ink.large else SMALL
        lines = [segments(frame.x.pixels(border[:, 0]), frame.y.pixels(border[:, 1])) for border in digest.borders]
        if lines:
            together = np.concatenate(lines)
            stroke(painter, together, curve_pen(QColor(look.theme.surface), look.width(CASING) * share))
            stroke(painter, together, curve_pen(QColor(ink.colour), look.width(BORDER) * share))
        if ink.large:
            paint_training_classes(painter, frame, self.points(self.examples.train.first(n_train)), ink)
        self._paint_rim(painter, frame, look)

    def paint_empty(self, painter: QPainter, frame: Frame, ink: Ink) -> None:
        """The points alone."""
        painter.fillRect(frame.rect, QColor(ink.look.theme.class_fields[1]))
        if ink.large:
            paint_training_classes(painter, frame, self.points(self.examples.train), ink)
        self._paint_rim(painter, frame, ink.look)

    def _paint_rim(self, painter: QPainter, frame: Frame, look: Look) -> None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(look.theme.line), 1.0))
        painter.drawRect(frame.rect.adjusted(0.5, 0.5, -0.5, -0.5))

    def legend(self, look: Look) -> Sequence[LegendEntry]:
        """The classes, wrong labels and validation points."""
        has_wrong = bool(self.examples.train.wrong.any())
        return class_legend(self.examples.class_names, look, has_wrong, not look.compact)

    def note(self, digest: Digest) -> str:
        """Whether it is a projection."""
        return "others at their median" if self.examples.hides_inputs else ""

    def crowd(self) -> tuple[Array, Array]:
        """The training points."""
        x, y = self.points(self.examples.train).x.T
        return x, y

    def columns(self) -> tuple[str, ...]:
        """The probability of the second of two classes, or the likeliest of several and its probability."""
        names = self.examples.class_names
        return (f"p({names[1]})",) if len(names) == 2 else ("class", "p")

    def heading(self, x: float, y: float) -> str:
        """The place."""
        first, second = (coordinate(self.examples, axis, value) for axis, value in enumerate((x, y)))
        return f"{first}, {second}" if second else first

    def values(self, digest: Digest, x: float, y: float) -> tuple[str, ...]:
        """The probabilities at the nearest grid point."""
        here = digest.probability[_index(y, self.axes.y, digest), _index(x, self.axes.x, digest)]
        if len(here) == 2:
            return (f"{here[1]:.3f}",)
        best = int(here.argmax())
        return self.examples.class_names[best], f"{here[best]:.3f}"

    def sentence(self, digest: Digest, run: RunSnapshot) -> str:
        """How much of the plane goes to which class, and in how many pieces the border falls."""
        classes = digest.probability.argmax(axis=-1)
        shares = ", ".join(
            f"{name} {percent(float((classes == index).mean()))}"
            for index, name in enumerate(self.examples.class_names)
        )
        pieces = len(digest.borders)
        return f"the plane is divided {shares}; the border has {pieces} {'piece' if pieces == 1 else 'pieces'}"


def _index(value: float, span: tuple[float, float], digest: Digest) -> int:
    last = len(digest.probability) - 1
    return int(np.clip(round((value - span[0]) / (span[1] - span[0]) * last), 0, last))


@lru_cache(maxsize=8)
def field_colours(theme: Theme) -> Array:
    """256 colours (uint32 RGB) from class A at p = 0 over ½ to class B at p = 1."""
    a, half, b = theme.class_fields
    steps = np.linspace(0, 1, 256)
    colours = [mixed(b if p > 0.5 else a, half, abs(2 * p - 1)).rgb() for p in steps]
    table = np.array(colours, np.uint32)
    table.setflags(write=False)
    return table


def field_image(probability: Array, theme: Theme) -> QImage:
    """The field as a picture.

    Parameters
    ----------
    probability : ndarray, shape (G, G, C)
        First axis along the second input, from the bottom.
    theme : Theme

    Returns
    -------
    QImage
        G × G, RGB32, owning its pixels. Of more than two classes it is flat: their regions are told by the borders.
    """
    if probability.shape[-1] == 2:
        index = np.clip(probability[::-1, :, 1] * 255 + 0.5, 0, 255).astype(np.uint8)
    else:
        index = np.full(probability.shape[:2], 127, np.uint8)
    pixels = np.ascontiguousarray(field_colours(theme)[index])
    rows, columns = pixels.shape
    return QImage(pixels.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def refined(values: Array, times: int) -> Array:
    """Bilinear interpolation between grid points.

    Parameters
    ----------
    values : ndarray, shape (G, G, C)
    times : int
        Into so many steps each interval is divided.

    Returns
    -------
    ndarray, shape (times (G − 1) + 1, times (G − 1) + 1, C)
    """
    for axis in (0, 1):
        last = values.shape[axis] - 1
        at = np.linspace(0.0, last, times * last + 1)
        low = np.minimum(at.astype(np.intp), max(last - 1, 0))
        share = (at - low).astype(np.float32).reshape((-1, 1, 1) if axis == 0 else (1, -1, 1))
        here, beyond = np.take(values, low, axis), np.take(values, np.minimum(low + 1, last), axis)
        values = here + (beyond - here) * share
    return values


@lru_cache(maxsize=4)
def _fine_image(digest: Digest, theme: Theme) -> QImage:
    """For a file finer than screens: enlarged by Qt, neighbours that differ by a shade would be seen as blocks."""
    if digest.probability.shape[-1] != 2:
        return digest.image
    second = refined(digest.probability[:, :, 1:], _FINER)
    return field_image(np.repeat(second, 2, axis=-1), theme)


LINES: dict[str, Any] = {
    "corner_mask": True,
    "line_type": contourpy.LineType.Separate,
    "fill_type": contourpy.FillType.OuterOffset,
    "quad_as_tri": False,
    "z_interp": contourpy.ZInterp.Linear,
}
"""What contourpy would choose by itself."""


@lru_cache(maxsize=8)
def _grid(x: tuple[float, float], y: tuple[float, float], columns: int, rows: int) -> tuple[Array, Array]:
    """Where the field is known, which is the same in every frame."""
    across, up = np.meshgrid(np.linspace(*x, columns), np.linspace(*y, rows))
    return across, up


@lru_cache(maxsize=8)
def _hidden(shape: tuple[int, ...]) -> Array:
    """Which of it is not: nothing."""
    return np.zeros(shape, bool)


def borders(probability: Array, x: tuple[float, float], y: tuple[float, float]) -> tuple[Array, ...]:
    """Lines on which the likeliest class changes; for two classes, p = ½.

    Parameters
    ----------
    probability : ndarray, shape (G, G, C)
    x, y : (float, float)
        What the grid spans.

    Returns
    -------
    tuple of ndarray, shape (n, 2)
        In values of the inputs. The last class needs no line of its own: its borders are those of the others.
    """
    rows, columns, classes = probability.shape
    found: list[Array] = []
    for index in range(classes - 1):
        others = [probability[:, :, other] for other in range(classes) if other != index]
        lead = probability[:, :, index].astype(np.float64) - reduce(np.maximum, others)
        # not contour_generator: that imports numpy.ma, which costs as much as a whole view
        across, up = _grid(x, y, columns, rows)
        generator = contourpy.SerialContourGenerator(across, up, lead, _hidden(lead.shape), **LINES)
        found += [np.asarray(line) for line in generator.lines(0.0) if line is not None and len(line) > 1]
    return tuple(found)
