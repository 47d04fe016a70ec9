"""Where the units of a network stand in a rectangle, and which unit each weight joins to which; refuses to paint.

A layer with too many units for one column folds into up to eight staggered sub-columns: neighbours in the list stay
neighbours in height, and units above each other stay at least `PITCH` apart as long as eight columns can do it.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from PySide6.QtCore import QRectF

from regsim.examples import Array

MAX_COLUMNS = 8
SHARE_OF_PITCH = 0.6


@dataclass(frozen=True, slots=True)
class Grain:
    """How finely units are set, in logical px.

    Parameters
    ----------
    pitch : float
        Smallest distance of two units above each other before a layer folds.
    column : float
        Distance of two sub-columns.
    widest : float
        Largest distance of two units above each other.
    disc, end_disc : float
        Largest diameter of a hidden unit, and of an input or output.
    """

    pitch: float = 10.0
    column: float = 12.0
    widest: float = 90.0
    disc: float = 12.0
    end_disc: float = 12.0

    def times(self, factor: float) -> Grain:
        """The same grain at another zoom."""
        return Grain(*(factor * value for value in (self.pitch, self.column, self.widest, self.disc, self.end_disc)))


LARGE = Grain()
PROJECTED = Grain(pitch=16.0, column=18.0, disc=26.0, end_disc=26.0)
THUMBNAIL = Grain(pitch=5.0, column=4.5, disc=2.4, end_disc=3.6)


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """The places of U units.

    Parameters
    ----------
    sizes : tuple of int
        Units a layer, inputs and outputs included.
    x, y : ndarray of float64, shape (U,)
        Centres in logical px, layer after layer.
    diameters : tuple of float
        One a layer, in logical px.
    pitches : tuple of float
        Distance of two units above each other, one a layer.
    source, target : ndarray of intp, shape (W,)
        The units that each weight joins, in the order of the raveled matrices (H1, D), (H2, H1), …
    segments : ndarray of float64, shape (W, 4)
        The same as lines x₁, y₁, x₂, y₂.
    """

    sizes: tuple[int, ...]
    x: Array
    y: Array
    diameters: tuple[float, ...]
    pitches: tuple[float, ...]
    source: Array
    target: Array
    segments: Array

    @property
    def starts(self) -> tuple[int, ...]:
        """Index of the first unit of each layer."""
        return tuple(int(start) for start in np.cumsum((0, *self.sizes[:-1])))

    def place(self, unit: int) -> tuple[int, int]:
        """Layer of a unit, and its number in that layer."""
        layer = max(index for index, start in enumerate(self.starts) if start <= unit)
        return layer, unit - self.starts[layer]

    def nearest(self, x: float, y: float, reach: float) -> int | None:
        """The unit nearest to a point, if there is one within `reach` px of its rim."""
        radii = np.repeat(np.asarray(self.diameters) / 2, self.sizes)
        distance = np.hypot(self.x - x, self.y - y) - radii
        unit = int(distance.argmin())
        return unit if distance[unit] <= reach else None


def lay_out(
    sizes: tuple[int, ...], rect: QRectF, grain: Grain = LARGE, image_shape: tuple[int, int] | None = None
) -> Layout:
    """Set the units of a network into a rectangle, inputs at the left edge and outputs at the right one.

    Parameters
    ----------
    sizes : tuple of int
        Units a layer, inputs and outputs included.
    rect : QRectF
        In logical px; the centres of the units keep half a disc away from its edges.
    grain : Grain
    image_shape : (int, int), optional
        Rows and columns: the inputs are pixels and stand as in the image.
    """
    top, height = rect.top() + grain.disc / 2, max(1.0, rect.height() - grain.disc)
    left, right = rect.left() + grain.end_disc / 2, rect.right() - grain.end_disc / 2
    block = _block(image_shape, grain, rect) if image_shape else None
    rough = (right - left) / (len(sizes) - 1)
    widths = [_column(size, height, rough, grain)[0].max() for size in (sizes[0], sizes[-1])]
    first = left + (block[0].max() if block else widths[0]) / 2
    centres = np.linspace(first, max(first, right - widths[1] / 2), len(sizes))
    room = centres[1] - centres[0]
    xs, ys, diameters, pitches = [], [], [], []
    for layer, (size, centre) in enumerate(zip(sizes, centres, strict=True)):
        if layer == 0 and block is not None:
            dx, dy, pitch = block
            diameter = 0.7 * pitch
        else:
            dx, dy, pitch, apart = _column(size, height, room, grain)
            is_end = layer in (0, len(sizes) - 1)
            diameter = min(grain.end_disc if is_end else grain.disc, SHARE_OF_PITCH * apart)
        xs.append(centre + dx - dx.max() / 2)
        ys.append(top + height / 2 + dy)
        diameters.append(diameter)
        pitches.append(pitch)
    x, y = np.concatenate(xs), np.concatenate(ys)
    source, target = _wiring(sizes)
    segments = np.stack([x[source], y[source], x[target], y[target]], axis=1)
    return Layout(sizes, x, y, tuple(diameters), tuple(pitches), source, target, segments)


def _column(size: int, height: float, room: float, grain: Grain) -> tuple[Array, Array, float, float]:
    """Offsets of a folded layer from its left edge and from the middle, its pitch, and the distance of neighbours."""
    step = min(grain.widest, height / max(1, size - 1))
    columns = min(MAX_COLUMNS, size, math.ceil(grain.pitch / step))
    gap = min(grain.column, 0.55 * room / columns)
    unit = np.arange(size)
    dx = (unit % columns) * gap
    dy = (unit - (size - 1) / 2) * step
    pitch = columns * step
    apart = pitch if columns == 1 else min(pitch, math.hypot(gap, step))
    return dx, dy, pitch, apart


def _block(image_shape: tuple[int, int], grain: Grain, rect: QRectF) -> tuple[Array, Array, float]:
    """Offsets of the pixels of an image from its left edge and from its middle, and their pitch."""
    rows, columns = image_shape
    pitch = min(grain.column, 0.24 * rect.width() / columns, rect.height() / rows)
    row, column = np.divmod(np.arange(rows * columns), columns)
    return column * pitch, (row - (rows - 1) / 2) * pitch, pitch


def _wiring(sizes: tuple[int, ...]) -> tuple[Array, Array]:
    """The units that each weight joins."""
    starts = np.cumsum((0, *sizes))
    sources, targets = [], []
    for layer, (n_in, n_out) in enumerate(pairwise(sizes)):
        sources.append(np.tile(np.arange(n_in) + starts[layer], n_out))
        targets.append(np.repeat(np.arange(n_out) + starts[layer + 1], n_in))
    return np.concatenate(sources), np.concatenate(targets)
