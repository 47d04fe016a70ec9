"""Where everything stands in the weights view, in rows or as an overlay; refuses to paint."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF

from regsim.app.theme import Look
from regsim.counting import SIDE_BINS

ZERO = 0
"""The place of the zero column; bins are −SIDE_BINS … −1 and 1 … SIDE_BINS, from the left."""

BESIDE_LABEL = 35
"""Units at both sides of a label: the marker and air."""
MOST_LABEL = 0.4
"""Of the width, for a label that is longer than usual."""


@dataclass(frozen=True, slots=True)
class Layout:
    """The three parts on one axis, and the rows.

    Parameters
    ----------
    left, right : float
        Ends of the axis.
    zero_left, zero_right : float
        The column of exact zeros; both sides of the histogram end 7 px beside it.
    rows : tuple of (float, float)
        Top and base line of each row.
    full : float
        Count at the top of a row.
    """

    left: float
    right: float
    zero_left: float
    zero_right: float
    gap: float
    rows: tuple[tuple[float, float], ...]
    full: float

    @property
    def bin_width(self) -> float:
        """Pixels of one bin."""
        return (self.zero_left - self.gap - self.left) / SIDE_BINS

    def edge(self, steps: int, above: bool) -> float:
        """Pixel of the edge `steps` bins outwards from zero."""
        if above:
            return self.zero_right + self.gap + steps * self.bin_width
        return self.zero_left - self.gap - steps * self.bin_width

    @property
    def edges(self) -> NDArray[np.float64]:
        """Whole pixels of the edges of all bins of both sides, from the left; read-only."""
        return _edges(self)

    def heights(self, counts: NDArray[Any], row: int) -> NDArray[np.float64]:
        """`height` of many bars."""
        top, base = self.rows[row]
        return np.log1p(counts) * ((base - top) / math.log1p(self.full))

    def height(self, count: float, row: int) -> float:
        """Pixels of a bar of `count`, on a scale of log(1 + count): a single weight can be seen."""
        top, base = self.rows[row]
        return (base - top) * math.log1p(count) / math.log1p(self.full)

    def place(self, x: float) -> int | None:
        """The bin at pixel `x`, `ZERO` for the middle column, None outside."""
        if self.zero_left <= x <= self.zero_right:
            return ZERO
        for above, start in ((False, self.zero_left - self.gap - x), (True, x - self.zero_right - self.gap)):
            steps = math.floor(start / self.bin_width) if self.bin_width > 0 else -1
            if 0 <= steps < SIDE_BINS:
                return steps + 1 if above else -steps - 1
        return None

    def column(self, place: int) -> QRectF:
        """The stripe of a bin or of the zero column, over all rows."""
        top, base = self.rows[0][0], self.rows[-1][1]
        if place == ZERO:
            return QRectF(self.zero_left, top, self.zero_right - self.zero_left, base - top)
        inner, outer = (self.edge(abs(place) - 1 + step, place > 0) for step in (0, 1))
        return QRectF(min(inner, outer), top, self.bin_width, base - top)


def scale(look: Look) -> float:
    """Pixels of the layout's unit: the presenter's type is twice as large."""
    return look.px(2.0 if look.presenter else 1.0)


def row_layout(width: float, height: float, rows: int, total: int, look: Look, label: float = 0.0) -> Layout:
    """Rows under one another on one axis, with room at the left for labels that are `label` px wide."""
    unit = scale(look)
    left, right = max(127 * unit, min(label + BESIDE_LABEL * unit, MOST_LABEL * width)), width - 9 * unit
    top, bottom = (6 if look.compact else 10) * unit, height - 42 * unit
    between = min(12 * unit, max((bottom - top) / rows * 0.2, 2.0))
    pitch = (bottom - top + between) / rows
    places = tuple((round(top + row * pitch), round(top + (row + 1) * pitch - between)) for row in range(rows))
    zero = 39 * unit if right - left > 420 * unit else 30 * unit
    middle = (left + right) / 2
    return Layout(left, right, round(middle - zero / 2), round(middle + zero / 2), 7 * unit, places, max(total, 10))


def overlay_layout(width: float, height: float, total: int, look: Look) -> Layout:
    """One large picture of two runs, with two tracks in the middle."""
    unit = scale(look)
    left, right = 66 * unit, width - 9 * unit
    zero = min(0.18 * (right - left), 180 * unit)
    middle = (left + right) / 2
    rows = ((round(34 * unit), round(height - 42 * unit)),)
    return Layout(left, right, round(middle - zero / 2), round(middle + zero / 2), 14 * unit, rows, max(total, 10))


@lru_cache(maxsize=32)
def _edges(layout: Layout) -> NDArray[np.float64]:
    below, above = ([layout.edge(steps, side) for steps in range(SIDE_BINS + 1)] for side in (False, True))
    edges = np.round([*reversed(below), *above])
    edges.setflags(write=False)
    return edges
