"""Finds and writes the text that a GIF, WebP or MP4 carries; refuses to decode pictures and to read all of a file.

A GIF has it in a comment, a WebP and an MP4 have it in their XMP packet (Adobe, XMP Specification Part 3, 2020).
"""

from __future__ import annotations

import os
import struct
from pathlib import Path
from typing import BinaryIO

from regsim.knob import Refusal

GIF = (b"GIF87a", b"GIF89a")
LONGEST_PACKET = 8_000_000
MOST_BLOCKS = 400_000
_MARK = b"RegSim\n"
"""Begins the comment that is ours."""
_XMP_BOX = bytes.fromhex("be7acfcb97a942e89c71999491e3afac")
_EXTENSION, _COMMENT, _IMAGE = 0x21, 0xFE, 0x2C


def is_film(head: bytes) -> bool:
    """Whether a file that begins with `head`, at least 12 bytes, is a GIF, WebP or MP4."""
    return head.startswith(GIF) or _is_webp(head) or _is_mp4(head)


def comment(text: str) -> bytes:
    """The comment extension of a GIF that holds `text`."""
    content = _MARK + text.encode("utf-8")
    parts = [content[start : start + 255] for start in range(0, len(content), 255)]
    return bytes((_EXTENSION, _COMMENT)) + b"".join(bytes((len(part),)) + part for part in parts) + b"\0"


def packet(element: str) -> bytes:
    """The XMP packet that holds a metadata element."""
    return (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        f'<rdf:Description rdf:about="">{element}</rdf:Description></rdf:RDF></x:xmpmeta>'
    ).encode()


def xmp_box(content: bytes) -> bytes:
    """The box of an MP4 that holds an XMP packet; it may stand behind all others."""
    return struct.pack(">I", 8 + len(_XMP_BOX) + len(content)) + b"uuid" + _XMP_BOX + content


def carried_comment(file: BinaryIO, path: Path) -> bytes | None:
    """The text in a GIF, from its beginning; None if it carries none.

    Raises
    ------
    Refusal
        If it ends within the comment.
    """
    header = file.read(13)
    if len(header) < 13:
        return None
    file.seek(_palette_bytes(header[10]), os.SEEK_CUR)
    left = MOST_BLOCKS
    while left > 0:
        kind = file.read(1)
        if kind == bytes((_IMAGE,)):
            descriptor = file.read(9)
            if len(descriptor) < 9:
                return None
            file.seek(_palette_bytes(descriptor[8]) + 1, os.SEEK_CUR)
        elif kind != bytes((_EXTENSION,)):
            return None
        is_comment = kind == bytes((_EXTENSION,)) and file.read(1) == bytes((_COMMENT,))
        found, left = _blocks(file, left, is_comment)
        if is_comment and found is None:
            raise Refusal(f"{path} is damaged: the experiment in it is cut short")
        if found is not None and found.startswith(_MARK):
            return found.removeprefix(_MARK)
    return None


def carried_packet(file: BinaryIO, path: Path) -> bytes | None:
    """The XMP packet in a WebP or MP4, from its beginning; None if it carries none.

    Raises
    ------
    Refusal
        If it is cut short or far too long.
    """
    size = file.seek(0, os.SEEK_END)
    file.seek(0)
    is_webp = _is_webp(file.read(12))
    file.seek(12 if is_webp else 0)
    for _ in range(MOST_BLOCKS):
        length, is_packet = _webp_chunk(file) if is_webp else _mp4_box(file, size)
        if length is None:
            return None
        if is_packet:
            if length > LONGEST_PACKET:
                raise Refusal(f"{path} is damaged: the experiment in it is longer than 1 MB")
            content = file.read(length)
            if len(content) < length:
                raise Refusal(f"{path} is damaged: the experiment in it is cut short")
            return content
        if file.tell() + length > size:
            return None
        file.seek(length + (length & 1 if is_webp else 0), os.SEEK_CUR)
    return None


def _is_webp(head: bytes) -> bool:
    return head[:4] == b"RIFF" and head[8:12] == b"WEBP"


def _is_mp4(head: bytes) -> bool:
    return head[4:8] == b"ftyp"


def _palette_bytes(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _blocks(file: BinaryIO, left: int, is_wanted: bool) -> tuple[bytes | None, int]:
    """What is in the blocks up to the empty one, if it is wanted and whole, and how many more may be read."""
    parts: list[bytes] = []
    while left > 0:
        left -= 1
        length = file.read(1)
        if not length:
            return None, 0
        if length == b"\0":
            return (b"".join(parts) if is_wanted else None), left
        part = file.read(length[0])
        if is_wanted:
            parts.append(part)
    return None, 0


def _webp_chunk(file: BinaryIO) -> tuple[int | None, bool]:
    header = file.read(8)
    if len(header) < 8:
        return None, False
    return int.from_bytes(header[4:], "little"), header[:4] == b"XMP "


def _mp4_box(file: BinaryIO, size: int) -> tuple[int | None, bool]:
    begin = file.tell()
    header = file.read(8)
    if len(header) < 8:
        return None, False
    length, kind = int.from_bytes(header[:4], "big"), header[4:]
    if length == 1:
        length = int.from_bytes(file.read(8), "big")
    elif length == 0:  # up to the end of the file
        length = size - begin
    is_packet = kind == b"uuid" and file.read(len(_XMP_BOX)) == _XMP_BOX
    rest = begin + length - file.tell()
    return (rest, is_packet) if rest >= 0 else (None, False)
