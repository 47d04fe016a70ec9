"""Every write on a disk that is full, read-only or broken keeps the old file, says one sentence, and goes on."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from regsim import experiment_file
from regsim.app.laboratory import Laboratory
from regsim.app.picture_choice import PictureChoice
from regsim.cli import run_command
from regsim.export.catalogue import EXPORTS
from tests.app.disks import TROUBLES
from tests.app.laboratory import small_experiment, tick_until

OLD = b"old"
DRAWN = ("png", "svg", "pdf")
RENDERED = (*DRAWN, "gif", "apng", "webp")
KEYS = [(key, suffix) for key, entry in EXPORTS.items() for suffix in entry.suffixes]
EXPORTED = [f"{key}{suffix}" for key, suffix in KEYS]


Write = Callable[[Path], object]


@dataclass
class Window:
    """A laboratory that is asked to write, and what it said."""

    laboratory: Laboratory
    qtbot: QtBot
    said: list[str]

    def writers(self) -> dict[str, Write]:
        """By the names of their files."""
        exports = {
            f"{key}{suffix}": partial(self._export, key) for key, entry in EXPORTS.items() for suffix in entry.suffixes
        }
        pictures = {f"picture.{ending}": self._draw for ending in DRAWN}
        controls = self.laboratory.controls
        assert controls is not None
        own: dict[str, Write] = {"experiment.toml": controls.document.save_path, "answers.csv": controls.quiz.export_to}
        return {**own, **pictures, **exports}

    def _export(self, key: str, path: Path) -> None:
        assert self.laboratory.controls is not None
        self.laboratory.controls.exports.write(key, path)
        self._wait()

    def _draw(self, path: Path) -> None:
        assert self.laboratory.controls is not None
        self.laboratory.controls.files.save_picture_to(path, PictureChoice(("loss",)))
        self._wait()

    def _wait(self) -> None:
        controls = self.laboratory.controls
        assert controls is not None
        self.qtbot.waitUntil(lambda: not controls.making.busy, timeout=20_000)


@pytest.fixture
def window(laboratory: Laboratory, qtbot: QtBot) -> Window:
    laboratory.session.step(whole_epoch=True)
    tick_until(laboratory, lambda: laboratory.session.snapshot.epoch == 1)
    made = Window(laboratory, qtbot, [])
    laboratory.session.said.connect(lambda text, _undo: made.said.append(text) if text else None)
    assert laboratory.controls is not None
    laboratory.controls.quiz._say = made.said.append  # type: ignore[method-assign]
    return made


WINDOW_WRITERS = ("experiment.toml", "answers.csv", *(f"picture.{ending}" for ending in DRAWN), *EXPORTED)


@pytest.mark.parametrize("name", WINDOW_WRITERS)
def test_the_window_keeps_the_old_file_and_goes_on(window: Window, tmp_path: Path, name: str) -> None:
    path = tmp_path / "kept" / name
    path.parent.mkdir()
    path.write_bytes(OLD)
    write = window.writers()[name]
    for trouble in TROUBLES.values():
        window.said.clear()
        with trouble():
            write(path)
        assert len(window.said) == 1, window.said
        assert name in window.said[0]
        assert "cannot be written: " in window.said[0]
        assert_kept(path)
    window.said.clear()
    write(path)
    assert window.said == [f"Saved {name}."]
    assert path.read_bytes() != OLD


def test_all_that_the_window_writes_is_tried(window: Window) -> None:
    assert set(window.writers()) == set(WINDOW_WRITERS)


def assert_kept(path: Path) -> None:
    assert path.read_bytes() == OLD
    assert os.listdir(path.parent) == [path.name]


COMMANDS = {
    "new.toml": ["new", "--force"],
    **{f"run{suffix}": ["run", "small.toml"] for suffix in (".csv", ".json")},
    **{f"{key}{suffix}": ["export", "small.toml", "--to", key] for key, suffix in KEYS},
    **{f"picture.{ending}": ["render", "small.toml", "--view", "loss", "--size", "320x200"] for ending in RENDERED},
}


@pytest.mark.usefixtures("qapp")
@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_keeps_the_old_file_and_ends_with_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    monkeypatch.chdir(tmp_path)
    experiment_file.write(small_experiment(4, epochs=2), Path("small.toml"))
    path = tmp_path / "kept" / name
    path.parent.mkdir()
    path.write_bytes(OLD)
    command = [*COMMANDS[name], "-o", f"kept/{name}"]
    is_slow = COMMANDS[name][0] == "render" or name.startswith("report")
    for trouble in list(TROUBLES.values())[:: 4 if is_slow else 1]:
        with trouble():
            assert run_command(command) == 2
        printed = capsys.readouterr()
        assert (printed.out, len(printed.err.splitlines())) == ("", 1)
        assert name in printed.err or "frames of the film" in printed.err
        assert_kept(path)
    assert run_command(command) == 0
    assert path.read_bytes() != OLD
