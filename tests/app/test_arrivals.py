"""Files from outside: every kind that is dropped is opened or refused in a sentence; those of the platform, too."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from regsim import experiment_file
from regsim.app.laboratory import Laboratory
from regsim.cli import REFUSED, run_command
from tests.app.laboratory import small_experiment
from tests.datasets.own import plants


def drop(laboratory: Laboratory, *paths: Path) -> str:
    """What is said when these files are dropped on the window."""
    said: list[str] = []
    laboratory.session.said.connect(lambda text, _undo: said.append(text))
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    held = (Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(9, 9), *held)
    QApplication.sendEvent(laboratory.window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(laboratory.window, QDropEvent(QPointF(9, 9), *held))
    return said[-1] if said else ""


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["a.toml", "b.toml"], "There are 2 files: open one at a time."),
        (["folder"], "folder is a folder: open an experiment (.toml)"),
        (["sheet.xlsx"], "sheet.xlsx cannot be opened: take an experiment (.toml)"),
        (["nothing"], "nothing cannot be opened: take"),
        (["broken.toml"], "broken.toml"),
    ],
)
def test_what_cannot_be_opened_is_refused_and_changes_nothing(
    laboratory: Laboratory, tmp_path: Path, names: list[str], words: str
) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "broken.toml").write_text("[[[")
    before = laboratory.session.experiment
    assert words in drop(laboratory, *(tmp_path / name for name in names))
    assert laboratory.session.experiment == before


def test_a_file_that_the_platform_opens_is_opened(qapp: QApplication, laboratory: Laboratory, tmp_path: Path) -> None:
    assert laboratory.controls is not None
    path = tmp_path / "mine.toml"
    experiment_file.write(small_experiment(1), path)
    qapp.sendEvent(qapp, QFileOpenEvent(str(path)))
    assert laboratory.controls.document.path == path


def test_a_table_that_the_platform_opens_is_asked_about(
    qapp: QApplication, laboratory: Laboratory, qtbot: QtBot, tmp_path: Path
) -> None:
    assert laboratory.controls is not None
    qapp.sendEvent(qapp, QFileOpenEvent(str(plants(tmp_path / "plants.csv", 40))))
    dialog = laboratory.controls.tables.dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.words.text()))
    dialog.reject()


@pytest.mark.parametrize(("name", "is_table"), [("plants.csv", True), ("none.csv", False), ("mine.toml", False)])
def test_a_table_named_at_the_start_is_asked_about(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, name: str, is_table: bool
) -> None:
    asked: list[tuple[object, ...]] = []
    monkeypatch.setattr("regsim.cli.opening.require_window", lambda: None)
    monkeypatch.setattr("regsim.app.application.main", lambda *told: asked.append(told) or 0)
    plants(tmp_path / "plants.csv", 40)
    experiment_file.write(small_experiment(1), tmp_path / "mine.toml")
    path = str(tmp_path / name)
    code = run_command([path])
    if name == "none.csv":
        assert (code, asked) == (REFUSED, [])
    else:
        assert asked == [(None, None, path) if is_table else (path, None, None)]
