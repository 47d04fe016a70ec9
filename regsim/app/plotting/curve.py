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

from regsim.app.plotting.frame import Frame, Span
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
    raw_x, raw_y : ndarray, shape (J,)
        The measurements, or the lowest and highest of each column.
    noisy : bool
        Whether the line was smoothed.
    """

    x: NDArray[np.float64]
    y: NDArray[np.float64]
    raw_x: NDArray[np.float64]
    raw_y: NDArray[np.float64]
    noisy: bool

    def height_at(self, x: float) -> float:
        """The line's y at `x`, both in pixels."""
        return float(np.interp(x, self.x, self.y)) if len(self.x) else math.nan


class Curve:
    """One series over epochs."""

    def __init__(self) -> None:
        self.epoch: NDArray[Any] = np.empty(0)
        self.lowest = math.inf
        self.highest = -math.inf
        self._pyramid = Pyramid()
        self._noisy = False

    def extend(self, epoch: NDArray[Any], values: NDArray[Any]) -> None:
        """Take over a longer history of E measurements; anything but a continuation starts again."""
        known = len(self._pyramid)
        if not self._pyramid.extend(values):
            known, self.lowest, self.highest, self._noisy = 0, math.inf, -math.inf, False
        self.epoch = epoch
        new = values[known:]
        new = new[np.isfinite(new)]
        if len(new):
            self.lowest = min(self.lowest, float(new.min()))
            self.highest = max(self.highest, float(new.max()))

    def trace(self, frame: Frame, smooth: bool, zoom: float = 1.0) -> Trace:
        """The line within `frame`; `smooth` allows smoothing."""
        x, y, raw_x, raw_y, spread = self._points(frame)
        if not smooth or len(x) < 8:
            return Trace(x, y, raw_x, raw_y, False)
        jitter = _jitter(y, spread)
        self._noisy = jitter > NOISY_PX * zoom * (0.5 if self._noisy else 1.0)
        if self._noisy:
            spacing = (x[-1] - x[0]) / (len(x) - 1)
            y = smoothed(y, SMOOTHING_PX * zoom / max(spacing, 1e-9))
        return Trace(x, y, raw_x, raw_y, self._noisy)

    def _points(self, frame: Frame) -> tuple[NDArray[Any], ...]:
        span, epoch = frame.x, self.epoch
        first, last = _visible(epoch, span)
        columns = int(min(span.length / COLUMN_PX, MOST_COLUMNS))
        if last - first <= 1.5 * columns:
            x = span.pixels(epoch[first:last])
            y = frame.y.pixels(self._pyramid.values[first:last])
            return x, y, x, y, np.zeros(0)
        borders = np.linspace(span.low, span.high, columns + 1)
        edges = np.searchsorted(epoch, borders)
        edges = np.unique(np.concatenate([[first], edges[(edges > first) & (edges < last)], [last]]))
        low, high, mean = self._pyramid.columns(edges)
        x = span.pixels((epoch[edges[:-1]] + epoch[edges[1:] - 1]) / 2)
        x[-1] = span.pixels(float(epoch[last - 1]))
        top, bottom = frame.y.pixels(high), frame.y.pixels(low)
        raw_x = np.repeat(x, 2)
        raw_y = np.stack([bottom, top], axis=1)
        raw_y[1::2] = raw_y[1::2, ::-1]
        return x, frame.y.pixels(mean), raw_x, raw_y.ravel(), bottom - top


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


def _visible(epoch: NDArray[Any], span: Span) -> tuple[int, int]:
    """The measurements on the screen and one beyond at either side."""
    first = max(int(np.searchsorted(epoch, span.low)) - 1, 0)
    last = min(int(np.searchsorted(epoch, span.high, side="right")) + 1, len(epoch))
    return first, max(last, first)


def _jitter(y: NDArray[Any], spread: NDArray[Any]) -> float:
    bend = np.abs(y[1:-1] - (y[:-2] + y[2:]) / 2)
    within = float(np.median(spread)) / 2 if len(spread) else 0.0
    return max(float(np.median(bend)), within)
