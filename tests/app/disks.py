"""Disks that refuse: errors injected where Python asks the system, and limits that the system itself keeps."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from functools import partial
from pathlib import Path

import pytest

FAILURES = (
    ("open", errno.EROFS),
    ("open", errno.EACCES),
    ("open", errno.ENOSPC),
    ("write", errno.ENOSPC),
    ("write", errno.EIO),
    ("fsync", errno.EIO),
    ("replace", errno.EROFS),
    ("replace", errno.ENOSPC),
)
"""Calls of the system and what they answer; also to root, to whom no permission is denied."""


@contextmanager
def refusing(call: str, number: int) -> Iterator[None]:
    """`os.call` fails with `number`."""

    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, call, fail)
        yield


@contextmanager
def limited(size: int) -> Iterator[None]:
    """The system lets no file of this process grow beyond `size` bytes, whoever writes it: Python, Qt or another."""
    import resource

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, limits)


TROUBLES: dict[str, Callable[[], AbstractContextManager[None]]] = {
    f"{call} {errno.errorcode[number]}": partial(refusing, call, number) for call, number in FAILURES
}
if sys.platform != "win32":
    TROUBLES["full"] = partial(limited, 64)


def mounted(folder: Path) -> Iterator[Path]:
    """A disk of 64 kB, mounted on `folder`; skips where that may not be done."""
    if sys.platform != "linux" or os.geteuid() != 0 or _run("mount", "-t", "tmpfs", "-o", "size=64k", "none", folder):
        pytest.skip("no disk can be mounted here")
    try:
        yield folder
    finally:
        _run("umount", "-l", folder)


@contextmanager
def read_only(folder: Path) -> Iterator[None]:
    """A mounted disk takes nothing."""
    assert not _run("mount", "-o", "remount,ro", folder)
    try:
        yield
    finally:
        assert not _run("mount", "-o", "remount,rw", folder)


@contextmanager
def full(folder: Path) -> Iterator[None]:
    """A mounted disk has no room left."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(bytes(512))
    try:
        yield
    finally:
        filler.unlink()


def _run(*command: object) -> int:
    return subprocess.run([str(part) for part in command], capture_output=True, check=False).returncode
