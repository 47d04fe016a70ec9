"""Encodes a film as animated WebP with every colour as it is; refuses to lose any.

Lossless is the smaller kind here: on flat colours and thin lines the lossy one was larger, and blurred the lines.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from regsim.film.pace import Note, Pace
from regsim.film.reel import Reel
from regsim.film_metadata import packet
from regsim.picture_file import element

if TYPE_CHECKING:
    from PIL.Image import Image

LARGEST_SIDE = 16383
_EFFORT = {"quality": 40, "method": 3}
"""Measured: more effort is slower by far and hardly smaller."""
_NEVER_WHOLE = {"kmin": 9_000, "kmax": 10_000}
"""No frame is stored whole again for those who would jump into the middle."""


def encoded(reel: Reel, pace: Pace, text: str, note: Note) -> bytes:
    """The film, without end, that carries `text`; `note` is told of every frame."""
    buffer = io.BytesIO()
    milliseconds = [10 * length for length in pace.hundredths(reel.ticks)]
    options = {**_EFFORT, **_NEVER_WHOLE, "loop": 0, "xmp": packet(element(text))}
    _one_by_one(reel, note).save(buffer, "WEBP", save_all=True, lossless=True, duration=milliseconds, **options)
    return buffer.getvalue()


def _one_by_one(reel: Reel, note: Note) -> Image:
    """An image of many frames, as Pillow knows them from files, of which only one is in memory."""
    from PIL import Image

    class Frames(Image.Image):
        def __init__(self) -> None:
            super().__init__()
            blank = Image.new("RGB", reel.size)
            self.im, self._mode, self._size = blank.im, blank.mode, blank.size
            self.n_frames = len(reel)
            self._shots = iter(reel)
            self._number = -1

        def tell(self) -> int:
            return max(self._number, 0)

        def seek(self, frame: int) -> None:
            while self._number < frame:
                shot = next(self._shots)
                self.paste(shot.image.crop(shot.box), shot.box)
                self._number += 1
                note()

    return Frames()
