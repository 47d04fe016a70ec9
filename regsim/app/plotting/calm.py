"""Keeps what need not move still: ranges that only grow by nice ticks, labels that keep their order.

It refuses to read the clock: times are given to it.
"""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence

from regsim.app.plotting.ticks import rung_above, rung_below

GROWTH_INTERVAL = 0.5
"""Seconds between two steps of a range, while training runs."""
ORDER_MARGIN = 0.05
"""Labels change places when their values differ by this share."""


class GrowingRange:
    """A range of positive values whose ends stand on nice values and only move apart.

    Parameters
    ----------
    from_zero : bool
        The low end stays at 0.
    """

    def __init__(self, from_zero: bool) -> None:
        self.from_zero = from_zero
        self.low = 0.0
        self.high = 0.0
        self.frozen = False
        self._grown = -math.inf

    @property
    def empty(self) -> bool:
        """Nothing has been covered yet."""
        return self.high <= 0

    def reset(self) -> None:
        """Forget everything, unless it is frozen: the one way to shrink."""
        if self.frozen:
            return
        self.low = self.high = 0.0
        self._grown = -math.inf

    def cover(self, lowest: float, highest: float, now: float, moving: bool) -> None:
        """Reach to the nice values around [lowest, highest], both above 0.

        The first time, and while nothing moves, at once; else one nice value at a time, at most twice a second.
        Frozen, it stays as it is.
        """
        if self.frozen and not self.empty:
            return
        low = 0.0 if self.from_zero else rung_below(lowest)
        high = rung_above(highest)
        if self.empty or not moving:
            low = low if self.empty else min(low, self.low)
            self.low, self.high = low, max(high, self.high)
        elif (low < self.low or high > self.high) and now - self._grown >= GROWTH_INTERVAL:
            if high > self.high:
                self.high = rung_above(self.high * 1.01)
            if low < self.low:
                self.low = rung_below(self.low * 0.99)
            self._grown = now


class LabelOrder:
    """Which label stands above which, kept until values differ by 5 %."""

    def __init__(self) -> None:
        self._order: list[Hashable] = []

    def arrange(self, values: Mapping[Hashable, float]) -> list[Hashable]:
        """Keys from the largest value to the smallest, in the order kept where values are close."""
        self._order = [key for key in self._order if key in values]
        # not a set: equal values, as at epoch 0, would stand in another order in every process
        for key in sorted((key for key in values if key not in self._order), key=lambda key: -values[key]):
            place = next((i for i, other in enumerate(self._order) if values[key] > values[other]), len(self._order))
            self._order.insert(place, key)
        for _ in self._order:
            for i in range(len(self._order) - 1):
                above, below = values[self._order[i]], values[self._order[i + 1]]
                if below - above > ORDER_MARGIN * abs(above):
                    self._order[i], self._order[i + 1] = self._order[i + 1], self._order[i]
        return list(self._order)


def dodged(wanted: Sequence[float], spacing: float, low: float, high: float) -> list[float]:
    """Positions next to the `wanted` ones, in their order, at least `spacing` apart, within [low, high] if they fit.

    Neighbours that would touch form a block around the mean of what they want (pool adjacent violators).
    """
    blocks: list[tuple[float, int]] = []
    for index, position in enumerate(wanted):
        total, size = position - index * spacing, 1
        while blocks and blocks[-1][0] / blocks[-1][1] >= total / size:
            other_total, other_size = blocks.pop()
            total, size = total + other_total, size + other_size
        blocks.append((total, size))
    room = high - (len(wanted) - 1) * spacing
    placed = [min(max(total / size, low), max(room, low)) for total, size in blocks for _ in range(size)]
    return [position + index * spacing for index, position in enumerate(placed)]
