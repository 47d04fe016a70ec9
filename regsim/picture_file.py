"""Carries a text inside a picture or film and finds it again; refuses to decode pixels and to parse XML.

In a PNG it is a text chunk, in a GIF a comment, in an SVG, PDF, WebP and MP4 an element of the metadata, which is found
by its name alone: no entity is ever expanded. Reading takes at most `LARGEST` bytes of a file, and only the parts that
hold text of all but SVG and PDF.
"""

from __future__ import annotations

import os
import re
import struct
import zlib
from pathlib import Path
from typing import BinaryIO

from regsim import film_metadata
from regsim.knob import Refusal

ENDINGS = (".png", ".svg", ".pdf")
FILM_ENDINGS = (".gif", ".apng", ".webp", ".mp4")
CARRIERS = ENDINGS + FILM_ENDINGS
"""Of everything that can carry a text."""
LARGEST = 64_000_000
LONGEST_TEXT = 1_000_000
MOST_CHUNKS = 100_000
KEYWORD = "RegSim"
"""Of the PNG chunk that holds the text."""
ELEMENT = "regsim:experiment"
"""Of the metadata that holds it elsewhere."""
_NAMESPACE = "urn:regsim:1"
_PNG = b"\x89PNG\r\n\x1a\n"
_PDF = b"%PDF-"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_ELEMENT = re.compile(rb"<%b(?:\s[^<>]{0,200})?>([^<]*)</%b\s*>" % (ELEMENT.encode(), ELEMENT.encode()))


def is_picture(path: Path) -> bool:
    """Whether an ordinary file begins as a picture or film does, whatever it is called.

    Raises
    ------
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(64)
    if film_metadata.is_film(head):
        return True
    return head.startswith((_PNG, _PDF)) or head.removeprefix(_BYTE_ORDER_MARK).lstrip().startswith(b"<")


def carried_text(path: Path) -> str:
    """The text that the picture at `path` carries.

    Raises
    ------
    Refusal
        If it carries none, is damaged or far too large.
    OSError
        If it cannot be read.
    """
    with path.open("rb") as file:
        head = file.read(64)
        is_plain = head.startswith((_PNG, *film_metadata.GIF))
        file.seek(len(_PNG) if head.startswith(_PNG) else 0)
        if head.startswith(_PNG):
            content = _png_text(file, path)
        elif is_plain:
            content = film_metadata.carried_comment(file, path)
        else:
            content = _element_text(file, path, film_metadata.is_film(head))
    if content is None:
        raise Refusal(f"{path} carries no experiment: it was not saved by RegSim, or lost it on the way")
    if len(content) > LONGEST_TEXT:
        raise Refusal(f"{path} is damaged: the experiment in it is longer than 1 MB")
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise Refusal(f"{path} is damaged: the experiment in it is not UTF-8 text") from None
    if is_plain:
        return text
    import html  # a window that opens reads no picture

    try:
        return html.unescape(text)
    except ValueError:  # a character whose number has thousands of digits
        raise Refusal(f"{path} is damaged: the experiment in it holds a character that does not exist") from None


def png_with(content: bytes, text: str, notes: dict[str, str]) -> bytes:
    """The PNG `content` with `text`, and `notes` by their keywords (Latin-1, 1 to 79 characters), behind its header."""
    after_header = len(_PNG) + 12 + int.from_bytes(content[len(_PNG) : len(_PNG) + 4], "big")
    chunks = b"".join(_chunk(key, value) for key, value in {**notes, KEYWORD: text}.items())
    return content[:after_header] + chunks + content[after_header:]


def element(text: str) -> str:
    """The metadata element that holds `text`, for an SVG or for an XMP packet."""
    import html

    return f'<{ELEMENT} xmlns:regsim="{_NAMESPACE}">{html.escape(text, quote=False)}</{ELEMENT}>'


def _chunk(keyword: str, text: str) -> bytes:
    body = b"iTXt" + keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode("utf-8")
    return struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))


def _png_text(file: BinaryIO, path: Path) -> bytes | None:
    for _ in range(MOST_CHUNKS):
        header = file.read(8)
        if len(header) < 8 or header[4:] == b"IEND":
            return None
        length = int.from_bytes(header[:4], "big")
        keyword = file.read(min(length, len(KEYWORD) + 1))
        if header[4:] != b"iTXt" or keyword != KEYWORD.encode() + b"\0":
            file.seek(length - len(keyword) + 4, 1)
            continue
        rest = file.read(min(length - len(keyword), LONGEST_TEXT + 1000))
        if zlib.crc32(header[4:] + keyword + rest).to_bytes(4, "big") != file.read(4):
            raise Refusal(f"{path} is damaged: the checksum of the experiment in it is wrong")
        return _international_text(rest, path)
    return None


def _international_text(rest: bytes, path: Path) -> bytes:
    """What follows the keyword: flags, two texts we do not need, and the text, which another program may deflate."""
    is_deflated = rest[:1] == b"\x01"
    parts = rest[2:].split(b"\0", 2)
    if len(parts) < 3:
        raise Refusal(f"{path} is damaged: the text chunk of the experiment in it is cut short")
    if not is_deflated:
        return parts[2]
    try:
        return zlib.decompressobj().decompress(parts[2], LONGEST_TEXT + 1)
    except zlib.error:
        raise Refusal(f"{path} is damaged: the experiment in it cannot be unpacked") from None


def _element_text(file: BinaryIO, path: Path, is_film: bool) -> bytes | None:
    if is_film:
        content = film_metadata.carried_packet(file, path)
    elif file.seek(0, os.SEEK_END) > LARGEST:
        raise Refusal(f"{path} is larger than {LARGEST // 1_000_000} MB: no picture of RegSim is")
    else:
        file.seek(0)
        content = file.read()
    found = None if content is None else _ELEMENT.search(content)
    return None if found is None else found[1]
