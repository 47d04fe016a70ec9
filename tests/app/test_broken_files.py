"""Whatever is dropped on the window or lies in its folders is opened or refused in one sentence; the work stays."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from regsim.app.laboratory import Laboratory
from regsim.app.quiz.record import Record
from regsim.app.recovery import ENDING, Autosave, Slot, left_behind
from regsim.app.settings import Settings, readable_store
from regsim.knob import LONGEST_SENTENCE, Refusal
from tests.app.laboratory import small_experiment
from tests.laws import bombs
from tests.laws.malformed import mutated

EXAMPLES = os.environ.get("REGSIM_EXAMPLES")
SEARCH = settings(
    max_examples=int(EXAMPLES or 60),
    derandomize=EXAMPLES is None,
    database=None,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
INI = QSettings.Format.IniFormat
REMEMBERED = b"""[General]
theme=dark
zoom=1.5
frame_rate=30
folder=/home/me, myself
recent="[\\"/a/b.toml\\", \\"/c.toml\\"]"
greeted=true
geometry=@ByteArray(\\x1\\xd9\\xd0\\xcb\\0\\x3\\0\\0\\0\\0\\0\\0)
maximised_view=weights
last_scene=memorizing
progress="{\\"version\\": 1, \\"seed\\": 3, \\"answers\\": {\\"update_rule\\": 1}, \\"scenes\\": [\\"memorizing\\"]}"
"""
PROPERTIES = [name for name, value in vars(Settings).items() if isinstance(value, property)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("broken")


@pytest.fixture(scope="module")
def autosave(folder: Path) -> bytes:
    slot = Slot(folder / f"whole{ENDING}")
    slot.write(Autosave(small_experiment(), 3, Path("/a/mine.toml")))
    slot.leave()
    content = slot.file.read_bytes()
    slot.clear()
    return content


def dropped(laboratory: Laboratory, path: Path) -> bool:
    """Whether the window takes a file that is dropped on it."""
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    held = (Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(9, 9), *held)
    entering.ignore()
    QApplication.sendEvent(laboratory.window, entering)
    if entering.isAccepted():
        QApplication.sendEvent(laboratory.window, QDropEvent(QPointF(9, 9), *held))
    return entering.isAccepted()


def nothing(path: Path) -> None:
    """There is no such file."""


def test_what_is_dropped_and_is_no_experiment_is_refused_in_one_line(laboratory: Laboratory, tmp_path: Path) -> None:
    said: list[str] = []
    laboratory.session.said.connect(lambda text, _undo: said.append(text))
    before, file = laboratory.session.experiment, laboratory.session.origin.path
    for number, write in enumerate((*bombs.EXPERIMENTS.values(), Path.mkdir, nothing)):
        path = tmp_path / f"broken {number}.regsim.toml"
        write(path)
        said.clear()
        assert dropped(laboratory, path)
        assert len(said) == 1
        assert path.name in said[0]
        shown = laboratory.window.status.texts()[0]
        assert 0 < len(shown) <= LONGEST_SENTENCE + 40
        assert "\n" not in shown
        assert (laboratory.session.experiment, laboratory.session.origin.path) == (before, file)


def test_a_dropped_table_that_is_none_is_refused_in_its_dialog(
    qtbot: QtBot, laboratory: Laboratory, tmp_path: Path
) -> None:
    assert laboratory.controls is not None
    for name, write in bombs.TABLES.items():
        path = tmp_path / f"{name}.csv"
        write(path)
        assert dropped(laboratory, path)
        dialog = laboratory.controls.tables.dialog
        assert dialog is not None
        qtbot.waitUntil(lambda d=dialog: bool(d.words.text()) and not d._timer.isActive(), timeout=20_000)
        assert len(dialog.words.text().splitlines()) == 1
        dialog.reject()


def test_any_autosave_is_restored_or_refused(qapp: object, folder: Path, autosave: bytes) -> None:
    @SEARCH
    @given(content=mutated([autosave]))
    def law(content: bytes) -> None:
        file = folder / f"broken{ENDING}"
        file.write_bytes(content)
        (slot,) = left_behind(folder)
        for read in (slot.name, slot.read):
            with suppress(Refusal):
                read()
        slot.clear()
        slot.leave()

    law()


def test_any_settings_are_read_or_set_aside(qapp: object, folder: Path) -> None:
    @SEARCH
    @given(content=mutated([REMEMBERED]))
    def law(content: bytes) -> None:
        path = folder / "RegSim.ini"
        path.write_bytes(content)
        store, told = readable_store(QSettings(str(path), INI))
        assert (folder / "RegSim.ini.unreadable").exists() == bool(told)
        found = Settings(store)
        for name in PROPERTIES:
            getattr(found, name)
        said: list[str] = []
        record = Record(found)
        record.said.connect(said.append)
        record.keep(record.progress.finishing("memorizing"))
        assert len(said) <= 1
        del store, found, record
        (folder / "RegSim.ini.unreadable").unlink(missing_ok=True)
        path.unlink()

    law()


def test_good_settings_are_those_that_are_broken_here(qapp: object, folder: Path) -> None:
    path = folder / "good.ini"
    path.write_bytes(REMEMBERED)
    store, told = readable_store(QSettings(str(path), INI))
    found = Settings(store)
    assert (told, found.theme, found.frame_rate, len(found.recent)) == ("", "dark", 30, 2)
    assert Record(found).finished_scenes() == {"memorizing"}
