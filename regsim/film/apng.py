"""Encodes a film as APNG with every colour as it is; only pixels that change are stored. It refuses to lose any.

The format is that of the Portable Network Graphics Specification (Third Edition), W3C 2025, chunks acTL, fcTL and fdAT.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from typing import TYPE_CHECKING

from regsim.film.pace import Note, Pace
from regsim.film.reel import Reel, Shot
from regsim.picture_file import png_with

if TYPE_CHECKING:
    from PIL.Image import Image

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_SMALLEST = 9
_KEEP, _OVER = 0, 1


def encoded(reel: Reel, pace: Pace, text: str, note: Note) -> bytes:
    """The film, without end, that carries `text`; `note` is told of every frame."""
    header = struct.pack(">IIBBBBB", *reel.size, 8, 6, 0, 0, 0)  # 8 bits each of red, green, blue and opacity
    parts = [_SIGNATURE, _chunk(b"IHDR", header), _chunk(b"acTL", struct.pack(">II", len(reel), 0))]
    parts += _frames(reel, pace.hundredths(reel.ticks), note)
    return png_with(b"".join([*parts, _chunk(b"IEND", b"")]), text, {"Software": "RegSim"})


def _frames(reel: Reel, hundredths: list[int], note: Note) -> Iterator[bytes]:
    from PIL import Image

    number = 0
    last = Image.new("RGB", reel.size)
    for index, (shot, length) in enumerate(zip(reel, hundredths, strict=True)):
        left, top, right, bottom = shot.box
        place = (right - left, bottom - top, left, top)
        yield _chunk(b"fcTL", struct.pack(">IIIIIHHBB", number, *place, length, 100, _KEEP, _OVER))
        number += 1
        for content in _contents(_changed(shot, last) if index else shot.image.convert("RGBA")):
            if index:
                yield _chunk(b"fdAT", struct.pack(">I", number) + content)
                number += 1
            else:
                yield _chunk(b"IDAT", content)
        last.paste(shot.image.crop(shot.box), shot.box)
        note()


def _changed(shot: Shot, last: Image) -> Image:
    """What differs from the frame before; all else is transparent and costs next to nothing."""
    from PIL import Image, ImageChops

    patch = shot.image.crop(shot.box)
    red, green, blue = ImageChops.difference(patch, last.crop(shot.box)).split()
    differs = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda value: 255 if value else 0)
    sparse = Image.new("RGBA", patch.size, (0, 0, 0, 0))
    sparse.paste(patch, mask=differs)
    return sparse


def _contents(image: Image) -> Iterator[bytes]:
    """The compressed rows of `image`, as Pillow cuts them into chunks."""
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=_SMALLEST)
    content = buffer.getvalue()
    start = len(_SIGNATURE)
    while start < len(content):
        length = int.from_bytes(content[start : start + 4], "big")
        if content[start + 4 : start + 8] == b"IDAT":
            yield content[start + 8 : start + 8 + length]
        start += 12 + length


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
