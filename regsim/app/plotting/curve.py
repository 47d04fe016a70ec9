"""A growing series of measurements as lines on the screen: decimated to pixel columns, smoothed only where it is noisy.

It refuses to paint and to choose colours. A line is stable: columns stand still while the range does, so that only its
end changes as points arrive.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from regsim.app.plotting.frame import Span
from regsim.app.plotting.pyramid import Pyramid

COLUMN_PX = 2.0
MOST_COLUMNS = 600
SMOOTHING_PX = 7.0
NOISY_PX = 1.1
"""Median jitter in px from which a line is smoothed; below half of it, it is no longer."""


@dataclass(frozen=True, slots=True, eq=False)
class Trace:
    """One line in pixels.

    Parameters
    ----------
    x, y : ndarray, shape (K,)
        The line itself, smoothed where it is noisy.
    raw : ndarray, shape (K,)
        The measurements' y, or the means of columns.
    top, bottom : ndarray, shape (K,), or None
        Extremes of each column, where there is more than one measurement a column.
    noisy : bool
        Whether the line was smoothed.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    raw: NDArray[np.float64]
    top: NDArray[np.float64] | None
    bottom: NDArray[np.float64] | None
    noisy: bool

    def height_at(self, x: float) -> float:
        """The line's y at `x`, both in pixels."""
        return float(np.interp(x, self.x, self.y)) if len(self.x) else math.nan


class Curve:
    """One series over epochs."""

    def __init__(self) -> None:
        self.lowest = math.inf
        self.highest = -math.inf
        self._pyramid = Pyramid()
        self._noisy = False

    def extend(self, values: NDArray[Any]) -> None:
        """Take over a longer history of E measurements; anything but a continuation starts again."""
        known = len(self._pyramid)
        if not self._pyramid.extend(values):
            known, self.lowest, self.highest, self._noisy = 0, math.inf, -math.inf, False
        new = values[known:]
        new = new[np.isfinite(new)]
        if len(new):
            self.lowest = min(self.lowest, float(new.min()))
            self.highest = max(self.highest, float(new.max()))

    def trace(self, columns: Columns, height: Span, smooth: bool, zoom: float = 1.0) -> Trace:
        """The line over `columns`, its values on the axis `height`; `smooth` allows smoothing."""
        x, top, bottom = columns.x, None, None
        if columns.edges is None:
            raw = height.pixels(self._pyramid.values[columns.first : columns.last])
        else:
            bottom, top, raw = height.pixels(np.stack(self._pyramid.columns(columns.edges)))
        if not smooth or len(x) < 8:
            return Trace(x, raw, raw, top, bottom, False)
        jitter = _middle(np.abs(raw[1:-1] - (raw[:-2] + raw[2:]) / 2))
        if top is not None and bottom is not None:
            jitter = max(jitter, _middle(bottom - top) / 2)
        self._noisy = jitter > NOISY_PX * zoom * (0.5 if self._noisy else 1.0)
        if not self._noisy:
            return Trace(x, raw, raw, top, bottom, False)
        spacing = (x[-1] - x[0]) / (len(x) - 1)
        return Trace(x, smoothed(raw, SMOOTHING_PX * zoom / max(spacing, 1e-9)), raw, top, bottom, True)


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """Where the measurements of a history stand on the x axis.

    Parameters
    ----------
    first, last : int
        Those on the screen, and one beyond at either side.
    edges : ndarray of int, shape (K + 1,), or None
        The measurements of each column; None if there is room for every one.
    x : ndarray, shape (K,)
        Pixels of columns, or of measurements.
    """

    first: int
    last: int
    edges: NDArray[np.intp] | None
    x: NDArray[np.float64]


def columns_of(epoch: NDArray[Any], span: Span) -> Columns:
    """Sort E measurements into pixel columns, which stand still as long as the axis does."""
    first = max(int(np.searchsorted(epoch, span.low)) - 1, 0)
    last = max(min(int(np.searchsorted(epoch, span.high, side="right")) + 1, len(epoch)), first)
    number = int(min(span.length / COLUMN_PX, MOST_COLUMNS))
    if last - first <= 1.5 * number:
        return Columns(first, last, None, span.pixels(epoch[first:last]))
    edges = np.searchsorted(epoch, np.linspace(span.low, span.high, number + 1))
    edges = np.concatenate([[first], edges[(edges > first) & (edges < last)], [last]])
    edges = edges[np.diff(edges, prepend=-1) > 0]
    x = span.pixels((epoch[edges[:-1]] + epoch[edges[1:] - 1]) / 2)
    x[-1] = span.pixels(float(epoch[last - 1]))
    return Columns(first, last, edges, x)


def smoothed(y: NDArray[Any], sigma: float) -> NDArray[np.float64]:
    """A Gaussian mean of N points with standard deviation `sigma` points, which narrows towards the first point.

    At the start losses fall steeply: a wide mean would invent a slow fall. At the end the window is cut off.
    """
    reach = min(round(2.5 * sigma), len(y) - 1)
    if reach < 1:
        return np.asarray(y, dtype=np.float64)
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
    wide = np.convolve(y, kernel, "full")[reach:-reach] / np.convolve(np.ones_like(y), kernel, "full")[reach:-reach]
    for index in range(min(reach, len(y))):
        narrow = kernel[reach - index : reach + index + 1]
        part = y[: 2 * index + 1]
        wide[index] = part @ narrow[: len(part)] / narrow[: len(part)].sum()
    return np.asarray(wide, dtype=np.float64)


def _middle(values: NDArray[Any]) -> float:
    """The median, but for the mean of the two in the middle."""
    return float(np.partition(values, len(values) // 2)[len(values) // 2])
