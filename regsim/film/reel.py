"""Keeps the frames of a film on disk while it is being made; refuses to keep more than one of them in memory.

A film needs its frames twice, for the palette and for the pictures, and once more for every further file; as raw pixels
ten seconds in full HD would take a gigabyte.
"""

from __future__ import annotations

import tempfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regsim.knob import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

Box = tuple[int, int, int, int]
"""Left, top, right, bottom; the last two are not part of it."""
_FASTEST = 1


@dataclass(frozen=True, slots=True)
class Shot:
    """A frame as it follows the one before.

    Parameters
    ----------
    image : PIL.Image.Image
        The whole frame, RGB; only good until the next one is asked for.
    box : tuple of int
        What differs from the frame before.
    ticks : int
        How many frames long it stands, at least 1.
    """

    image: Image
    box: Box
    ticks: int


@dataclass(slots=True)
class _Stored:
    box: Box
    start: int
    length: int
    ticks: int = 1


class Reel:
    """See the module; a context manager, whose end removes what is on disk.

    Parameters
    ----------
    size : (int, int)
        Pixels of every frame.

    Raises
    ------
    Refusal
        If there is no room for temporary files.
    """

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        try:
            self._file = tempfile.TemporaryFile(prefix="regsim-film-")  # noqa: SIM115  # closed by `close`
        except OSError as error:
            raise _no_room(error) from error
        self._stored: list[_Stored] = []
        self._last: Image | None = None

    def __enter__(self) -> Reel:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def __len__(self) -> int:
        """Frames that differ from the one before."""
        return len(self._stored)

    @property
    def ticks(self) -> list[int]:
        """How many frames long each of them stands."""
        return [stored.ticks for stored in self._stored]

    def add(self, image: Image) -> None:
        """Append a frame; one like the last only makes that one longer.

        Parameters
        ----------
        image : PIL.Image.Image
            RGB.

        Raises
        ------
        Refusal
            If there is no room for it on the disk.
        """
        from PIL import ImageChops

        box: Box | None = (0, 0, *self.size)
        if self._last is not None:
            box = ImageChops.difference(image, self._last).getbbox()
        self._last = image
        if box is None:
            self._stored[-1].ticks += 1
            return
        packed = zlib.compress(image.crop(box).tobytes(), _FASTEST)
        try:
            start = self._file.seek(0, 2)
            self._file.write(packed)
            self._file.flush()
        except OSError as error:
            raise _no_room(error) from error
        self._stored.append(_Stored(box, start, len(packed)))

    def __iter__(self) -> Iterator[Shot]:
        """All frames in turn."""
        from PIL import Image

        canvas = Image.new("RGB", self.size)
        for stored in self._stored:
            left, top, right, bottom = stored.box
            self._file.seek(stored.start)
            pixels = zlib.decompress(self._file.read(stored.length))
            canvas.paste(Image.frombytes("RGB", (right - left, bottom - top), pixels), stored.box)
            yield Shot(canvas, stored.box, stored.ticks)

    def close(self) -> None:
        """Remove what is on disk."""
        self._file.close()


def _no_room(error: OSError) -> Refusal:
    where = tempfile.tempdir or "a folder for temporary files"
    return Refusal(f"the frames of the film cannot be kept in {where}: {(error.strerror or str(error)).lower()}")
