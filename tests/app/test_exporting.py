"""File > Export: what is on the screen becomes a file, made beside the window; bad targets are one sentence."""

from __future__ import annotations

import io
import runpy
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from regsim import experiment_file
from regsim.app.exporting import Exports
from regsim.app.laboratory import Laboratory
from regsim.export.catalogue import EXPORTS
from tests.app.laboratory import small_experiment, tick_until


@pytest.fixture
def exports(laboratory: Laboratory) -> Exports:
    laboratory.open(small_experiment(4), play=False)
    for _ in range(3):
        laboratory.session.step(whole_epoch=True)
        tick_until(laboratory, lambda: laboratory.session.snapshot is not None)
        laboratory.clock.tick()
    assert laboratory.controls is not None
    return laboratory.controls.exports


@pytest.fixture
def said(laboratory: Laboratory) -> list[str]:
    found: list[str] = []
    laboratory.session.said.connect(lambda sentence, _undo: found.append(sentence))
    return found


@pytest.fixture
def ended(exports: Exports, qtbot: object) -> Callable[[], None]:
    return lambda: qtbot.waitUntil(lambda: not exports.busy, timeout=20_000)  # type: ignore[attr-defined]


@pytest.mark.parametrize("key", EXPORTS)
def test_everything_on_the_screen_can_be_exported(
    key: str, exports: Exports, said: list[str], ended: Callable[[], None], tmp_path: Path
) -> None:
    path = tmp_path / f"mine{EXPORTS[key].suffixes[0]}"
    exports.write(key, path)
    ended()
    assert said == [f"Saved {path.name}."]
    assert path.stat().st_size > 100


def test_knobs_moved_meanwhile_go_along(
    laboratory: Laboratory, exports: Exports, ended: Callable[[], None], tmp_path: Path
) -> None:
    session = laboratory.session
    session.edit("run.2.l2.strength", 0.3)
    session.step(whole_epoch=True)
    tick_until(laboratory, lambda: session.snapshot is not None and bool(session.snapshot.edits))
    assert session.snapshot is not None
    update = session.snapshot.edits[0].update
    exports.write("data", tmp_path / "mine.npz")
    ended()
    exports.write("numpy", tmp_path / "mine.py")
    ended()
    with np.load(io.BytesIO((tmp_path / "mine.npz").read_bytes())) as archive:
        assert experiment_file.parse(str(archive["experiment"])).edits == session.recorded().edits
    assert runpy.run_path(str(tmp_path / "mine.py"))["EDITS"] == [(update, 1, "l2.strength", 0.3)]


def test_renamed_runs_have_their_names_of_now(
    laboratory: Laboratory, exports: Exports, ended: Callable[[], None], tmp_path: Path
) -> None:
    laboratory.session.edit("run.2.label", "Ridge")
    exports.write("history", tmp_path / "mine.csv")
    ended()
    assert "\nRidge,3," in (tmp_path / "mine.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(("view", "columns"), [
    (None, "label\tepochs\ttrain_loss"), ("loss", "run\tupdate\tepoch"), ("weights", "run\tfrom\tto\tweights"),
    ("fit", "what\trun\tx₁\tx₂\tclass"), ("network", "run\tlayer\tunit\tfrom\tweight\tkept"),
])  # fmt: skip
def test_what_a_view_shows_is_copied_as_a_table(
    view: str | None, columns: str, laboratory: Laboratory, exports: Exports, said: list[str], ended: Callable[[], None]
) -> None:
    if view is not None:
        laboratory.exhibition.maximise(view)
    laboratory.window.actions_by_key["copy_data"].trigger()
    ended()
    header, *rows = QApplication.clipboard().text().splitlines()
    assert header.startswith(columns)
    assert {row.count("\t") for row in rows} == {header.count("\t")}
    assert said[0].startswith("Copied")
    assert f" {len(rows):,} rows" in said[0]


def test_a_fit_is_copied_while_the_training_runs_on(
    laboratory: Laboratory, exports: Exports, said: list[str], ended: Callable[[], None]
) -> None:
    session = laboratory.session
    assert session.snapshot is not None
    bare = tuple(replace(run, prediction=None) for run in session.snapshot.runs)
    session.snapshot = replace(session.snapshot, runs=bare)  # as most are while training runs
    session.snapshot_changed.emit(session.snapshot)
    exports.copy(laboratory.exhibition.views["fit"][1])
    ended()
    assert said[-1].startswith("Copied data of Fit")


@pytest.mark.parametrize("key", ["weights", "masks", "histogram", "prediction", "data"])
def test_what_no_view_shows_is_asked_for(
    key: str, laboratory: Laboratory, exports: Exports, said: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    def has_weights() -> bool:
        assert laboratory.session.snapshot is not None
        return any(run.weights for run in laboratory.session.snapshot.runs)

    def has_ended() -> bool:
        laboratory.clock.tick()
        return not exports.busy

    laboratory.exhibition.maximise("loss")
    for _ in range(2):
        laboratory.session.step(whole_epoch=True)
        tick_until(laboratory, lambda: not has_weights())  # they are not made for nobody
        exports.write(key, tmp_path / f"mine{EXPORTS[key].suffixes[0]}")
        qtbot.waitUntil(has_ended)
    assert said == [f"Saved mine{EXPORTS[key].suffixes[0]}."] * 2


def test_a_training_that_begins_again_is_not_waited_for(
    laboratory: Laboratory, exports: Exports, said: list[str], qtbot: QtBot, tmp_path: Path
) -> None:
    laboratory.exhibition.maximise("loss")
    laboratory.session.step(whole_epoch=True)
    tick_until(laboratory, lambda: laboratory.session.snapshot.epoch == 4 and not exports.busy)
    exports.write("weights", tmp_path / "mine.csv")
    laboratory.session.edit("network.hidden", (4,))
    qtbot.waitUntil(lambda: not exports.busy)
    assert "begun again" in said[-1]
    assert not (tmp_path / "mine.csv").exists()


def test_a_report_shows_the_views_of_the_window(exports: Exports, ended: Callable[[], None], tmp_path: Path) -> None:
    exports.write("report", tmp_path / "mine.html")
    ended()
    assert (tmp_path / "mine.html").read_text(encoding="utf-8").count("data:image/png") == 4


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("mine.txt", "must end in .py"), ("nowhere/mine.py", "there is no folder"), ("", "is a folder")],
)
def test_bad_targets_are_refused_in_one_sentence(
    name: str, sentence: str, exports: Exports, said: list[str], tmp_path: Path
) -> None:
    exports.write("numpy", tmp_path / name)
    assert len(said) == 1
    assert sentence in said[0]
    assert not exports.busy


def test_what_is_not_there_is_said(exports: Exports, laboratory: Laboratory, said: list[str], tmp_path: Path) -> None:
    laboratory.session.reset()
    exports.write("weights", tmp_path / "mine.csv")
    while exports.busy:
        QApplication.processEvents()
    assert said == ["there is nothing to export yet: the training has not begun"]
    assert list(tmp_path.iterdir()) == []


def test_the_menu_asks_for_kind_and_file(
    laboratory: Laboratory,
    exports: Exports,
    said: list[str],
    ended: Callable[[], None],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    offered: list[list[str]] = []

    def accept(dialog: QFileDialog) -> bool:
        offered.append(dialog.nameFilters())
        assert dialog.directory().path() == str(tmp_path)
        assert Path(dialog.selectedFiles()[0]).name == "Small.py"
        dialog.selectNameFilter(dialog.nameFilters()[2])
        dialog.filterSelected.emit(dialog.nameFilters()[2])
        dialog.selectFile(str(tmp_path / "mine"))
        return True

    laboratory.window.settings.folder = str(tmp_path)
    monkeypatch.setattr(QFileDialog, "exec", accept)
    laboratory.actions["export_code"].trigger()
    ended()
    assert offered[0][:2] == ["NumPy script (*.py)", "PyTorch script (*.py)"]
    assert "keep probability" in (tmp_path / "mine.md").read_text(encoding="utf-8")
    monkeypatch.setattr(QFileDialog, "exec", lambda _dialog: False)
    laboratory.actions["export_data"].trigger()
    assert not exports.busy
    assert said == ["Saved mine.md."]
