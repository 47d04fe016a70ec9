"""Which epochs the loss view shows: all, or a stretch that follows the training page by page; refuses to paint."""

from __future__ import annotations

_ZOOM_STEP = 0.8
_LEAST = 4.0


class EpochWindow:
    """The range of the x axis.

    Attributes
    ----------
    band : (float, float) or None
        Pixels that a drag has marked so far.
    """

    def __init__(self) -> None:
        self.band: tuple[float, float] | None = None
        self._whole = 1.0
        self._last = 0.0
        self._chosen: tuple[float, float] | None = None
        self._follows = False

    @property
    def zoomed(self) -> bool:
        """Whether there is a way back to all epochs."""
        return self._chosen is not None

    @property
    def range(self) -> tuple[float, float]:
        """First and last epoch shown."""
        return self._chosen or (0.0, self._whole)

    def set_whole(self, epochs: float, last: float) -> None:
        """There are `epochs` in all, and training has come to epoch `last`.

        A stretch that held the end of the lines moves on by half its length when they leave it, then keeps still again.
        """
        if last < self._last and self._chosen is not None and last < self._chosen[0]:
            self._chosen = None
        self._whole, self._last = epochs, last
        if self._chosen is None:
            return
        low, high = self._chosen
        length = high - low
        while self._follows and last > high and high < epochs:
            high = min(high + length / 2, epochs)
        self.show(high - length, high)

    def zoom(self, centre: float, notches: float) -> None:
        """Show less (positive) or more around epoch `centre`."""
        low, high = self.range
        factor = _ZOOM_STEP**notches
        self.show(centre - (centre - low) * factor, centre + (high - centre) * factor)

    def show(self, low: float, high: float) -> None:
        """Show epochs `low` to `high`; everything, if that is all."""
        if high - low >= self._whole:
            self._chosen = None
            return
        length = max(high - low, min(_LEAST, self._whole))
        low = min(max(low, 0.0), self._whole - length)
        self._chosen = (low, low + length)
        self._follows = low <= self._last <= low + length or (self._follows and self._last > low)

    def show_all(self) -> None:
        """The way back."""
        self._chosen = None
