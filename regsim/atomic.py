"""Writes a file whole or not at all: beside its place first, then moved there; refuses to know what is in it.

A program that is killed while it writes leaves a hidden part behind, ``.NAME.xxxxxxxx.part``, which nothing reads; the
next time that the same file is written, it is removed.
"""

from __future__ import annotations

import errno
import os
import tempfile
import time
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path

from regsim.knob import Refusal

PART = ".part"
ABANDONED = 600.0
"""Seconds after which nobody still writes to a part: its whole content was at hand when it was begun."""


def check_output(path: Path, suffixes: Collection[str]) -> None:
    """Turn away a place that cannot be written, before any work is done for it.

    Parameters
    ----------
    path : Path
    suffixes : collection of str
        Allowed endings in lower case, e.g. ``{".csv", ".json"}``.

    Raises
    ------
    Refusal
        If the ending is another one, the path is a folder, or its folder is missing or read-only.
    """
    try:
        if path.is_dir():
            raise Refusal(f"{path} is a folder: name a file in it")
        if path.suffix.lower() not in suffixes:
            raise Refusal(f"{path}: the name must end in {' or '.join(sorted(suffixes))}")
        folder = _target(path).parent
        if not folder.is_dir():
            raise Refusal(f"{path}: there is no folder {folder}")
        if path.exists() and not path.is_file():
            raise Refusal(f"{path} is not an ordinary file")
        if not os.access(folder, os.W_OK | os.X_OK) or _is_protected(path):
            raise Refusal(f"{path} cannot be written: permission denied")
    except OSError as error:  # a name that is too long, a folder that may not be looked into
        raise _refusal(path, error) from error


def write_text(path: Path, text: str) -> None:
    """Write `text` as UTF-8; an existing file is replaced in one step and keeps its permissions.

    Raises
    ------
    Refusal
        If the file cannot be written; what was there before is untouched.
    """
    write_bytes(path, text.encode())


def write_bytes(path: Path, content: bytes) -> None:
    """Write `content`; an existing file is replaced in one step and keeps its permissions.

    Raises
    ------
    Refusal
        If the file cannot be written; what was there before is untouched.
    """
    try:
        target = _target(path)
        if _is_protected(target):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        beginning = f".{target.name[:40]}."
        _remove_abandoned(target.parent, beginning)
        descriptor, name = tempfile.mkstemp(PART, beginning, target.parent)
        try:
            try:
                _write_all(descriptor, content)
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            os.chmod(name, _permissions(target))
            os.replace(name, target)
        except BaseException:
            with suppress(OSError):  # what went wrong first is what is said
                os.unlink(name)
            raise
    except OSError as error:
        raise _refusal(path, error) from error


def _target(path: Path) -> Path:
    """Where a link leads: the link stays."""
    return Path(os.path.realpath(path))


def _is_protected(path: Path) -> bool:
    """Whether a person has forbidden to write to an existing file: moving another one there would get round it."""
    return path.exists() and not os.access(path, os.W_OK)


def _remove_abandoned(folder: Path, beginning: str) -> None:
    with suppress(OSError):  # a part that stays takes nothing but its room
        for part in folder.iterdir():
            is_part = part.name.startswith(beginning) and part.name.endswith(PART)
            if is_part and time.time() - part.stat().st_mtime > ABANDONED:
                part.unlink()


def _refusal(path: Path, error: OSError) -> Refusal:
    return Refusal(f"{path} cannot be written: {(error.strerror or str(error)).lower()}")


def _write_all(descriptor: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:  # a nearly full disk takes a part, and refuses only the next
        rest = rest[os.write(descriptor, rest) :]


def _permissions(target: Path) -> int:
    if target.exists():
        return target.stat().st_mode & 0o7777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask
