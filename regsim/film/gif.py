"""Encodes a film as GIF, with one palette for all frames, of which only what changes is stored; refuses to dither.

The format is that of the Graphics Interchange Format, Version 89a (CompuServe 1990).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from regsim.film.pace import Note, Pace
from regsim.film.palette import MOST, Nearest, shades
from regsim.film.reel import Reel
from regsim.film_metadata import comment

UNCHANGED = MOST
"""Of the palette: a pixel that stays as it was."""
_FOREVER = b"!\xff\x0bNETSCAPE2.0\x03\x01\0\0\0"
_END = b";"


def encoded(reel: Reel, pace: Pace, text: str, note: Note) -> bytes:
    """The film, without end, that carries `text`; `note` is told of every frame."""
    palette = shades(reel)
    colours = palette.astype("uint8").tobytes().ljust(3 * (MOST + 1), b"\0")
    parts = [b"GIF89a", struct.pack("<HHBBB", *reel.size, 0xF7, UNCHANGED, 0), colours, _FOREVER, comment(text)]
    parts += _frames(reel, pace.hundredths(reel.ticks), Nearest(palette), note)
    return b"".join([*parts, _END])


def _frames(reel: Reel, hundredths: list[int], nearest: Nearest, note: Note) -> Iterator[bytes]:
    from PIL import GifImagePlugin, Image, ImageChops

    shown = Image.new("L", reel.size, UNCHANGED)
    for shot, length in zip(reel, hundredths, strict=True):
        indices = nearest.indices(shot.image.crop(shot.box))
        difference = ImageChops.difference(indices, shown.crop(shot.box))
        # colours may differ and their places in the palette may not: then one pixel says how long nothing happens
        box = difference.getbbox() or (0, 0, 1, 1)
        shown.paste(indices, shot.box)
        indices.paste(UNCHANGED, (0, 0, *indices.size), difference.point(_unless_changed))
        corner = (shot.box[0] + box[0], shot.box[1] + box[1])
        yield b"".join((_control(length), *GifImagePlugin.getdata(indices.crop(box), corner)))
        note()


def _unless_changed(difference: int) -> int:
    return 0 if difference else 255


def _control(hundredths: int) -> bytes:
    """The extension that says how long a frame stays, that the next lies over it, and which index changes nothing."""
    return struct.pack("<BBBBHBB", 0x21, 0xF9, 4, 0x05, hundredths, UNCHANGED, 0)
