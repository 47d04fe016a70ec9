"""Lowest, highest and mean value of any stretch of a growing series, without reading all of it; refuses to draw.

Each level holds the extremes and sums of blocks eight times as long as the level below. Appending costs what is
appended; a picture of K columns costs O(K) whatever the length of the history.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

FACTOR = 8
LARGEST = 1e30
"""Stands for what is not finite: far outside of every picture, and its sums stay finite."""


class Pyramid:
    """Extremes and sums of the blocks of a series that only grows."""

    def __init__(self) -> None:
        self.values: NDArray[Any] = np.empty(0)
        self._levels: list[_Level] = []
        self._known = (0, 0.0, 0.0)

    def __len__(self) -> int:
        return len(self.values)

    def extend(self, values: NDArray[Any]) -> bool:
        """Take over a longer history; anything but a continuation starts again.

        Parameters
        ----------
        values : ndarray, shape (E,)
            The whole history so far.

        Returns
        -------
        bool
            Whether it continued what was known.
        """
        length, first, last = self._known
        continued = 0 < length <= len(values) and values[0] == first and values[length - 1] == last
        if not continued:
            self._levels = []
            length = 0
        self.values = values
        size = FACTOR
        for index in range(64):
            blocks = len(values) // size
            if blocks < 2:
                break
            if index == len(self._levels):
                self._levels.append(_Level(size))
            self._levels[index].extend(values, self._levels[index - 1] if index else None)
            size *= FACTOR
        self._known = (len(values), float(values[0]), float(values[-1])) if len(values) else (0, 0.0, 0.0)
        return continued

    def columns(self, edges: NDArray[np.intp]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any]]:
        """Lowest, highest and mean value of each stretch ``values[edges[k]:edges[k + 1]]``, to within half of it.

        Parameters
        ----------
        edges : ndarray of int, shape (K + 1,)
            Ascending, each stretch at least one value long.

        Returns
        -------
        (ndarray, ndarray, ndarray), each of shape (K,)
        """
        per_column = (edges[-1] - edges[0]) / max(len(edges) - 1, 1)
        level = next((level for level in reversed(self._levels) if level.size <= per_column / 2), None)
        if level is None:
            shown = _finite(self.values[edges[0] : edges[-1]])
            starts = edges[:-1] - edges[0]
            widths = np.diff(edges)
            return (
                np.minimum.reduceat(shown, starts),
                np.maximum.reduceat(shown, starts),
                np.add.reduceat(shown, starts) / widths,
            )
        low, high, total, last_count = level.blocks(self.values)
        blocks = np.minimum(edges // level.size, len(low) - 1)
        starts, end = blocks[:-1], max(int(blocks[-1]), int(blocks[-2]) + 1)
        end = len(low) if edges[-1] == len(self.values) else end
        part = slice(0, end)
        widths = np.maximum(np.diff(starts, append=end), 1)  # of a narrow column, its one block
        weights = widths * level.size
        weights[starts + widths == len(low)] -= level.size - last_count
        return (
            np.minimum.reduceat(low[part], starts),
            np.maximum.reduceat(high[part], starts),
            np.add.reduceat(total[part], starts) / weights,
        )


class _Level:
    def __init__(self, size: int) -> None:
        self.size = size
        self.filled = 0
        self._rows = np.empty((3, 64))

    def extend(self, values: NDArray[Any], below: _Level | None) -> None:
        blocks = len(values) // self.size
        if blocks <= self.filled:
            return
        if blocks > self._rows.shape[1]:
            grown = np.empty((3, 2 * blocks))
            grown[:, : self.filled] = self._rows[:, : self.filled]
            self._rows = grown
        new = slice(self.filled, blocks)
        if below is None:
            low = high = total = _finite(values[self.filled * self.size : blocks * self.size]).reshape(-1, FACTOR)
        else:
            fine = below._rows[:, self.filled * FACTOR : blocks * FACTOR].reshape(3, -1, FACTOR)
            low, high, total = fine
        self._rows[0, new] = low.min(axis=1)
        self._rows[1, new] = high.max(axis=1)
        self._rows[2, new] = total.sum(axis=1)
        self.filled = blocks

    def blocks(self, values: NDArray[Any]) -> tuple[NDArray[Any], NDArray[Any], NDArray[Any], int]:
        """Lowest, highest and sum of each block, the last, incomplete one included, and how many values that has."""
        rows = self._rows[:, : self.filled]
        rest = _finite(values[self.filled * self.size :])
        if len(rest):
            rows = np.concatenate([rows, [[rest.min()], [rest.max()], [rest.sum()]]], axis=1)
        return rows[0], rows[1], rows[2], len(rest) or self.size


def _finite(values: NDArray[Any]) -> NDArray[Any]:
    if np.isfinite(values).all():
        return np.asarray(values, dtype=np.float64)
    return np.nan_to_num(values, nan=LARGEST, posinf=LARGEST, neginf=-LARGEST)
