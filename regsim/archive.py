"""Finds the experiment file in an archive of numpy arrays; refuses to unpack anything else of it.

It is one text, which is read here byte by byte: numpy trusts what it reads too much, and ends in errors of its own.
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from pathlib import Path

from regsim.knob import Refusal

ENDINGS = (".npz",)
KEY = "experiment"
"""Of the array that is the text."""
LONGEST_TEXT = 1_000_000
_BYTES = 4 * LONGEST_TEXT + 1_000
"""Of an array of text with a header: numpy takes four for a character."""
_MAGIC = b"\x93NUMPY"
_HEADER = re.compile(rb"\{'descr': '([<>])U(\d{1,7})', 'fortran_order': False, 'shape': \(\), \}\s*")
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)


def archived_text(path: Path) -> str:
    """The experiment file in the archive at `path`.

    Raises
    ------
    Refusal
        If there is none, or the archive is damaged.
    OSError
        If it cannot be read.
    """
    try:
        content = _unpacked(path)
        text = "" if len(content) > _BYTES else _text_of_array(content)
    except KeyError:
        raise Refusal(f"{path} carries no experiment: it was not exported by RegSim, or lost it on the way") from None
    except (zipfile.BadZipFile, zlib.error, struct.error, ValueError, EOFError, RuntimeError):
        raise Refusal(f"{path} is damaged, or no archive of arrays") from None
    if len(content) > _BYTES:
        raise Refusal(f"{path} is damaged: the experiment in it is longer than 1 MB")
    if text is None:
        raise Refusal(f"{path} carries no experiment: what is called {KEY} in it is no text")
    return text


def _unpacked(path: Path) -> bytes:
    """The array's file, no more than one byte longer than it may be."""
    with zipfile.ZipFile(path) as archive:
        entry = archive.getinfo(f"{KEY}.npy")
        if entry.compress_type not in _COMPRESSIONS:
            raise zipfile.BadZipFile
        with archive.open(entry) as file:
            return file.read(_BYTES + 1)


def _text_of_array(content: bytes) -> str | None:
    """The text in a numpy file (its format 1, 2 or 3: numpy.lib.format) of an array that is one; None if it is not."""
    begin = 10 if content[6:7] == b"\1" else 12
    end = begin + int.from_bytes(content[8:begin], "little")
    header = _HEADER.fullmatch(content[begin:end])
    if header is None or not content.startswith(_MAGIC):
        return None
    encoding = "utf-32-le" if header[1] == b"<" else "utf-32-be"
    return content[end : end + 4 * int(header[2])].decode(encoding).rstrip("\0")
