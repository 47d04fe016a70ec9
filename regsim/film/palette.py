"""Chooses the colours of a film that may have 255: common ones exactly, rare ones within a bound; refuses to dither.

What is drawn has flat colours and soft edges. Averaging, as median cut does, would shift the flat ones, and noise would
change every frame all over, which makes files several times larger.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

import numpy as np

from regsim.examples import Array
from regsim.film.reel import Reel

if TYPE_CHECKING:
    from PIL.Image import Image

MOST = 255
"""One of 256 is left for pixels that do not change."""
SAMPLES = 12
"""Frames that are looked at, first and last among them."""
_COMMON = 64
"""So many places are for common colours that differ by more than this bound, the others are for the rest:"""
_NEAR = 6
_WIDEST = 256
_AT_ONCE = 4096


def shades(reel: Reel) -> Array:
    """Colours of the film, at most `MOST`, (C, 3) from 0 to 255; they are the same on every call."""
    last = len(reel) - 1
    chosen = {round(index * last / (SAMPLES - 1)) for index in range(SAMPLES)}
    counted: Counter[Any] = Counter()
    for index, shot in enumerate(reel):
        if index in chosen:
            found = shot.image.getcolors(shot.image.width * shot.image.height) or ()
            counted.update({colour: count for count, colour in found})
    ranked = sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))
    return chosen_from(np.array([colour for colour, _ in ranked], np.int32))


class Nearest:
    """Finds the nearest of a palette's colours, exactly: Pillow's own search rounds, and turns white into grey.

    Parameters
    ----------
    palette : ndarray, int (C, 3)
    """

    def __init__(self, palette: Array) -> None:
        self._palette = palette.astype(np.float32)
        self._squares = (self._palette**2).sum(axis=1)
        self._known = np.full(1 << 24, MOST, np.uint8)

    def indices(self, image: Image) -> Image:
        """The places in the palette of the colours of an RGB image, as a grey one."""
        from PIL import Image

        channels = np.frombuffer(image.tobytes(), np.uint8).reshape(-1, 3).astype(np.int32)
        codes = channels @ np.array([1 << 16, 1 << 8, 1], np.int32)
        strange = np.unique(codes[self._known[codes] == MOST])
        for part in np.array_split(strange, len(strange) // _AT_ONCE + 1):
            colours = np.stack([part >> 16, part >> 8 & 255, part & 255], axis=1).astype(np.float32)
            # |c − p|² without |c|², which is the same for all p; whole numbers below 2²⁴ are exact
            self._known[part] = (self._squares - 2 * colours @ self._palette.T).argmin(axis=1)
        return Image.frombytes("L", image.size, self._known[codes].tobytes())


def chosen_from(colours: Array, most: int = MOST) -> Array:
    """At most `most` of `colours`, so that each of them has one nearby; some by their rank alone.

    Parameters
    ----------
    colours : ndarray, int (N, 3)
        The most common first.
    """
    common = _net(colours, _NEAR)[: min(_COMMON, most // 2)]
    low, high = 0, _WIDEST  # the narrowest net that has few enough knots
    while low < high:
        middle = (low + high) // 2
        if len(common) + len(_net(colours, middle, common, most)) <= most:
            high = middle
        else:
            low = middle + 1
    return np.concatenate([common, _net(colours, low, common, most)])


def _net(colours: Array, radius: int, knots: Array | None = None, most: int = MOST) -> Array:
    """The first colours that are further than `radius` from all of `knots` and from each other; at most `most` + 1."""
    left = colours
    for knot in () if knots is None else knots:
        left = left[_distances(left, knot) > radius * radius]
    chosen: list[Array] = []
    while len(left) and len(chosen) <= most:
        chosen.append(left[0])
        left = left[_distances(left, left[0]) > radius * radius]
    return np.array(chosen, np.int32).reshape(-1, 3)


def _distances(colours: Array, knot: Array) -> Array:
    squares: Array = ((colours - knot) ** 2).sum(axis=1)
    return squares
