"""How long each frame of a film stands, evenly to the hundredth of a second; refuses to know pictures."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

SLOWEST, FASTEST = 1.0, 50.0
"""Frames a second: browsers show a frame of a GIF for a tenth of a second if it asks for less than a fiftieth."""
HOLD = 2.0
"""Seconds that the last frame stands at least, before a film begins again."""
Note = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Pace:
    """See the module.

    Parameters
    ----------
    rate : float
        Frames a second, in [1, 50].
    hold : float
        Seconds that the last frame stands at least.
    """

    rate: float
    hold: float = HOLD

    def hundredths(self, ticks: Sequence[int]) -> list[int]:
        """How long each frame stands, in hundredths of a second.

        Every frame begins at the hundredth next to its due time, so that what is rounded does not add up.

        Parameters
        ----------
        ticks : sequence of int
            How many frames long each of them stands, at least 1.
        """
        begins, now = [0], 0
        for each in ticks:
            now += each
            begins.append(round(100 * now / self.rate))
        lengths = [end - begin for begin, end in pairwise(begins)]
        return [*lengths[:-1], max(lengths[-1], round(100 * self.hold))]

    def counts(self, ticks: Sequence[int]) -> list[int]:
        """How often each frame is repeated at a constant rate."""
        return [*ticks[:-1], max(ticks[-1], round(self.hold * self.rate))]

    def seconds(self, frames: int) -> float:
        """How long a film of so many frames lasts."""
        return (frames - 1) / self.rate + max(1 / self.rate, self.hold)
