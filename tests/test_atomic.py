"""A file is written whole or not at all, whatever the system answers; also when the tests run as root."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from regsim import atomic
from regsim.knob import Refusal

FAILURES = (
    ("open", errno.EROFS, "read-only file system"),
    ("write", errno.ENOSPC, "no space left on device"),
    ("fsync", errno.EIO, "input/output error"),
    ("chmod", errno.EPERM, "operation not permitted"),
    ("replace", errno.EROFS, "read-only file system"),
)


def failing(number: int) -> Callable[..., object]:
    def fail(*_arguments: object, **_named: object) -> object:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize(("call", "number", "words"), FAILURES)
def test_when_the_system_refuses_the_old_file_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str, number: int, words: str
) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old")
    monkeypatch.setattr(os, call, failing(number))
    with pytest.raises(Refusal, match=f"a.toml cannot be written: {words}"):
        atomic.write_text(path, "new")
    monkeypatch.undo()
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.toml"]


def test_a_disk_that_fills_up_in_the_middle_leaves_the_old_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, write, calls = tmp_path / "a.toml", os.write, []

    def fill(descriptor: int, content: memoryview) -> int:
        calls.append(len(content))
        if len(calls) > 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return write(descriptor, content[:3])

    path.write_text("old")
    monkeypatch.setattr(os, "write", fill)
    with pytest.raises(Refusal, match="no space left"):
        atomic.write_text(path, "0123456789")
    monkeypatch.undo()
    assert calls == [10, 7, 4]
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.toml"]


def test_a_system_that_takes_little_at_a_time_gets_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda descriptor, content: write(descriptor, content[:3]))
    atomic.write_bytes(tmp_path / "a", b"0123456789")
    assert (tmp_path / "a").read_bytes() == b"0123456789"


def test_what_a_killed_program_left_is_removed_once_nobody_can_still_be_writing_it(tmp_path: Path) -> None:
    path, mine = tmp_path / "a[1].toml", tmp_path / ".a[1].toml.mine"
    old, fresh = tmp_path / f".a[1].toml.12345678{atomic.PART}", tmp_path / f".a[1].toml.87654321{atomic.PART}"
    for each in (mine, old, fresh):
        each.write_text("a")
    for each in (mine, old):
        os.utime(each, (time.time() - 2 * atomic.ABANDONED,) * 2)
    atomic.write_text(path, "new")
    assert sorted(tmp_path.iterdir()) == sorted([path, mine, fresh])


def test_a_file_that_a_person_protected_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.toml"
    path.write_text("old")
    path.chmod(0o444)
    access = os.access
    monkeypatch.setattr(os, "access", lambda name, mode: Path(name) != path and access(name, mode))  # root may write
    with pytest.raises(Refusal, match="permission denied"):
        atomic.write_text(path, "new")
    assert path.read_text() == "old"


@pytest.mark.parametrize("name", ["a" * 300 + ".toml", "loop/a.toml", "a.toml/b.toml"])
def test_a_place_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "loop").symlink_to("loop")
    (tmp_path / "a.toml").write_text("old")
    with pytest.raises(Refusal, match="toml"):
        atomic.check_output(tmp_path / name, {".toml"})
    with pytest.raises(Refusal, match="cannot be written"):
        atomic.write_text(tmp_path / name, "new")
