"""What the program keeps for itself survives disks that refuse and kills in the middle of a write."""

from __future__ import annotations

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QStandardPaths
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from regsim import atomic, experiment_file
from regsim.app.autosaving import Autosaving
from regsim.app.laboratory import Laboratory
from regsim.app.log_file import MOST_BYTES, LogFile
from regsim.app.preferences import Preferences
from regsim.app.quiz.record import Record
from regsim.app.recovery import ENDING, Autosave, left_behind, own_slot
from regsim.app.settings import Settings, readable_store
from regsim.experiment import Experiment
from regsim.knob import Refusal
from tests.app.disks import TROUBLES, full, limited, mounted, read_only
from tests.app.laboratory import small_experiment

INI = QSettings.Format.IniFormat
posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits and signals")


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    yield from mounted(folder)


@pytest.mark.parametrize("trouble", TROUBLES)
def test_an_autosave_that_cannot_be_written_leaves_the_last_one(
    laboratory: Laboratory, qtbot: QtBot, tmp_path: Path, trouble: str
) -> None:
    assert laboratory.controls is not None
    said: list[str] = []
    laboratory.session.said.connect(lambda text, _undo: said.append(text) if "cannot be kept" in text else None)
    slot = own_slot(tmp_path / "kept")
    autosaving = Autosaving(laboratory.session, laboratory.controls.document, slot)

    def kept(title: str) -> None:
        laboratory.session.edit("title", title)
        with qtbot.waitSignal(autosaving.ended):
            autosaving.keep()

    kept("First")
    with TROUBLES[trouble]():
        kept("Second")
    assert slot.read().experiment.title == "First"
    assert len(said) == 1
    kept("Third")
    assert slot.read().experiment.title == "Third"
    autosaving.finish()
    assert os.listdir(tmp_path / "kept") == []


@posix
def test_progress_that_cannot_be_written_is_said_and_written_when_it_can_be(qapp: object, tmp_path: Path) -> None:
    path = tmp_path / "RegSim.ini"
    store = QSettings(str(path), INI)
    said: list[str] = []
    record = Record(Settings(store))
    record.said.connect(said.append)
    record.finish("memorizing")
    old = path.read_bytes()
    with limited(8):
        record.finish("shrink_factor")
    assert said == [f"The progress is not kept: the settings in {path} cannot be written."]
    assert path.read_bytes() == old
    assert os.listdir(tmp_path) == [path.name]
    record.finish("threshold")
    assert len(said) == 1
    assert b"shrink_factor" in path.read_bytes()


@posix
def test_preferences_that_cannot_be_written_are_said_when_their_dialog_is_closed(
    laboratory: Laboratory, store: QSettings
) -> None:
    store.sync()
    said: list[str] = []
    laboratory.session.said.connect(lambda text, _undo: said.append(text) if text else None)
    for words in (1, 0):
        laboratory.actions["preferences"].trigger()
        dialog = next(each for each in laboratory.window.findChildren(Preferences) if each.isVisible())
        with limited(8) if words else nullcontext():
            dialog.size_of_type.setValue(130 + words)
            dialog.close()
        assert len(said) == 1
        assert said[0].startswith("The preferences are not kept: the settings in ")
    assert "zoom=1.3" in Path(store.fileName()).read_text()


@posix
def test_a_full_disk_does_not_end_the_log(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log = LogFile(tmp_path)
    log.open()
    own = logging.getLogger("regsim.test")
    with limited(100):
        own.info("lost " * 100)
    own.info("kept")
    with limited(1):
        own.info("x" * MOST_BYTES)
    own.info("last")
    with limited(1):
        own.info("lost")
        log.end()
    assert [word for word in ("kept", "last") if any(word in file.read_text() for file in tmp_path.iterdir())] == [
        "kept",
        "last",
    ]
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize("trouble", TROUBLES)
def test_a_pasted_table_that_cannot_be_kept_is_said(
    laboratory: Laboratory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: str
) -> None:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(tmp_path / "own"))
    said: list[str] = []
    laboratory.session.said.connect(lambda text, _undo: said.append(text) if text else None)
    QApplication.clipboard().setText("x\ty\n" + "".join(f"{row}\t{row * row}\n" for row in range(30)))
    with TROUBLES[trouble]():
        laboratory.actions["paste_data"].trigger()
    QApplication.clipboard().clear()
    assert len(said) == 1
    assert said[0].startswith("The table could not be kept: ")
    assert os.listdir(tmp_path / "own" / "tables") == []


def test_a_real_disk_that_is_full_or_read_only(qapp: object, disk: Path) -> None:
    path = disk / "mine.toml"
    experiment_file.write(Experiment(title="Old"), path)
    slot = own_slot(disk / "kept")
    slot.write(Autosave(small_experiment(), 1))
    store = QSettings(str(disk / "RegSim.ini"), INI)
    settings = Settings(store)
    settings.keep_progress("old")
    slot.leave()  # a disk on which a file is open for writing does not become read-only
    for trouble, words in ((full, "no space left on device"), (read_only, "read-only file system|permission denied")):
        with trouble(disk):
            before = {file: file.read_bytes() for file in disk.rglob("*") if file.is_file()}
            with pytest.raises(Refusal, match=f"mine.toml cannot be written: ({words})"):
                experiment_file.write(Experiment(title="New"), path)
            with pytest.raises(Refusal, match=f"cannot be written: ({words})"):
                slot.write(Autosave(small_experiment(), 2))
            with pytest.raises(Refusal, match=r"RegSim.ini cannot be written"):
                settings.keep_progress("new" * 1000)
            other = own_slot(disk / "kept")
            with pytest.raises(Refusal):
                other.write(Autosave(small_experiment(), 3))
            assert {file: file.read_bytes() for file in disk.rglob("*") if file.is_file()} == before
        settings.keep_progress("new")
        assert b"progress=new" in (disk / "RegSim.ini").read_bytes()
    slot.leave()


def test_what_was_left_on_a_disk_that_is_read_only_now_does_not_end_the_start(qapp: object, disk: Path) -> None:
    (disk / f".1-1{ENDING}.abcdefgh{atomic.PART}").write_text("half")
    slot = own_slot(disk)
    slot.write(Autosave(small_experiment(), 1))
    slot.leave()
    with read_only(disk):
        assert left_behind(disk) == []
        own_slot(disk).leave()
    (found,) = left_behind(disk)
    found.leave()
    assert [file.name for file in disk.iterdir()] == [slot.file.name]


WRITERS = {
    "experiment": """
from regsim import experiment_file
from regsim.experiment import Experiment
def write(path, title):
    experiment_file.write(Experiment(title=title), path)
""",
    "settings": """
from PySide6.QtCore import QCoreApplication, QSettings
from regsim.app.settings import Settings, readable_store
application = QCoreApplication([])
def write(path, title):
    store, told = readable_store(QSettings(str(path), QSettings.Format.IniFormat))
    assert not told
    Settings(store).keep_progress(title)
""",
}
LOOP = """
import sys
from pathlib import Path
path = Path(sys.argv[1])
for n in range(10**9):
    write(path, "xy"[n % 2] * 70)
    if n == 3:
        print("writing", flush=True)
"""


def written(kind: str, path: Path) -> str:
    if kind == "experiment":
        return experiment_file.read(path).title
    store, told = readable_store(QSettings(str(path), INI))
    assert told == ""
    return Settings(store).progress


@posix
@pytest.mark.parametrize("kind", WRITERS)
def test_a_kill_in_the_middle_of_a_write_leaves_one_of_two_whole_files(qapp: object, tmp_path: Path, kind: str) -> None:
    path = tmp_path / "mine.toml"
    lock = tmp_path / "mine.toml.lock"
    for after in (0.0, 0.0031, 0.0077):
        command = [sys.executable, "-c", WRITERS[kind] + LOOP, str(path)]
        process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert process.stdout is not None
        assert process.stdout.readline() == "writing\n"
        time.sleep(after)
        process.send_signal(signal.SIGKILL)
        process.wait()
        process.stdout.close()
        if kind == "settings":
            lock.touch()  # as if the kill had come before its owner was written into it
            os.utime(lock, (0, 0))
        assert written(kind, path) in ("x" * 70, "y" * 70)
    if kind == "experiment":
        for part in tmp_path.glob(f".*{atomic.PART}"):
            os.utime(part, (0, 0))
        experiment_file.write(Experiment(), path)
        assert os.listdir(tmp_path) == [path.name]
    else:
        Settings(QSettings(str(path), INI)).keep_progress("z")
        assert b"progress=z" in path.read_bytes()
        assert not lock.exists()


def test_a_file_that_a_newer_version_replaced_meanwhile_is_kept_and_so_is_the_work(
    laboratory: Laboratory, qtbot: QtBot, tmp_path: Path
) -> None:
    assert laboratory.controls is not None
    document, path = laboratory.controls.document, tmp_path / "mine.toml"
    assert document.save_path(path)
    autosaving = Autosaving(laboratory.session, document, own_slot(tmp_path / "kept"))
    path.write_text("format = 2\n")
    said: list[str] = []
    laboratory.session.said.connect(lambda text, _undo: said.append(text) if text else None)
    laboratory.session.edit("title", "Changed")
    said.clear()
    assert not document.save()
    assert said == [f"{path} was written by a newer RegSim and is kept: choose another name"]
    assert path.read_text() == "format = 2\n"
    with qtbot.waitSignal(autosaving.ended):
        autosaving.keep()
    (kept,) = (tmp_path / "kept").glob(f"*{ENDING}")
    assert experiment_file.read(kept).title == "Changed"
    assert document.save_path(tmp_path / "other.toml")
    assert experiment_file.read(tmp_path / "other.toml").title == "Changed"
    autosaving.finish()


def test_an_autosave_of_a_newer_version_is_neither_offered_nor_removed(qapp: object, tmp_path: Path) -> None:
    slot = own_slot(tmp_path)
    slot.write(Autosave(small_experiment(), 1))
    content = slot.file.read_text().replace('"format": 1', '"format": 2')
    slot.file.write_text(content)
    slot.leave()
    (found,) = left_behind(tmp_path)
    for read in (found.name, found.read):
        with pytest.raises(Refusal, match="written by a newer RegSim"):
            read()
    found.leave()
    assert slot.file.read_text() == content
