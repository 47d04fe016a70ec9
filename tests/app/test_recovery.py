"""What was not saved is there again after a kill, a full disk or a read-only one; a good end leaves nothing."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from regsim import atomic
from regsim.app.autosaving import Autosaving
from regsim.app.laboratory import Laboratory
from regsim.app.recovery import ENDING, Autosave, left_behind, own_slot
from regsim.app.recovery_offer import RecoveryOffer
from tests.app.laboratory import small_experiment, tick_until

WRITER = """
import sys
from dataclasses import replace
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from regsim.app.recovery import Autosave, own_slot
from tests.app.laboratory import small_experiment
application = QCoreApplication([])
slot = own_slot(Path(sys.argv[1]))
for n in range(10**9):
    title = "x" * (n % 7 + 1) * 10
    slot.write(Autosave(replace(small_experiment(), title=title), n, Path("/a/mine.toml")))
    if n == 3:
        print("writing", flush=True)
"""


@pytest.fixture
def autosaving(laboratory: Laboratory, tmp_path: Path) -> Iterator[Autosaving]:
    assert laboratory.controls is not None
    made = Autosaving(laboratory.session, laboratory.controls.document, own_slot(tmp_path / "kept"))
    yield made
    made.finish()


def files(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "kept").glob(f"*{ENDING}"))


def kill_a_writer(folder: Path, after: float) -> None:
    process = subprocess.Popen([sys.executable, "-c", WRITER, str(folder)], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    assert process.stdout.readline() == "writing\n"
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()


@pytest.mark.skipif(sys.platform == "win32", reason="there is no such signal")
@pytest.mark.parametrize("after", [0.0, 0.0037, 0.0113])
def test_a_program_killed_while_it_writes_leaves_a_whole_autosave(qapp: object, tmp_path: Path, after: float) -> None:
    folder = tmp_path / "kept"
    kill_a_writer(folder, after)
    (slot,) = left_behind(folder)
    autosave = slot.read()
    assert autosave.update >= 3
    assert autosave.path == Path("/a/mine.toml")
    assert autosave.experiment.title == "x" * (autosave.update % 7 + 1) * 10
    assert replace(autosave.experiment, title="Small") == small_experiment()
    slot.clear()
    slot.leave()
    assert os.listdir(folder) == []


def test_what_a_living_program_keeps_is_not_offered(qapp: object, tmp_path: Path) -> None:
    slot = own_slot(tmp_path)
    slot.write(Autosave(small_experiment()))
    assert left_behind(tmp_path) == []
    slot.leave()
    (again,) = left_behind(tmp_path)
    assert again.read() == Autosave(small_experiment())
    again.leave()


def test_a_change_is_kept_and_a_save_forgets_it(
    qtbot: QtBot, laboratory: Laboratory, autosaving: Autosaving, tmp_path: Path
) -> None:
    assert laboratory.controls is not None
    autosaving.keep()
    assert files(tmp_path) == []
    laboratory.session.edit("run.2.l2.strength", 0.05)
    tick_until(laboratory, lambda: laboratory.session.is_heard)
    with qtbot.waitSignal(autosaving.ended) as ended:
        autosaving.keep()
    assert ended.args == [""]
    assert len(files(tmp_path)) == 1
    laboratory.controls.document.save_path(tmp_path / "saved.toml")
    assert files(tmp_path) == []  # at once: a crash after it has nothing to offer
    autosaving.keep()
    assert files(tmp_path) == []


@pytest.mark.parametrize(("call", "number"), [("write", errno.ENOSPC), ("open", errno.EROFS)])
def test_a_disk_that_takes_nothing_is_told_of_once_and_loses_nothing(
    qtbot: QtBot,
    laboratory: Laboratory,
    autosaving: Autosaving,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    call: str,
    number: int,
) -> None:
    said: list[str] = []
    laboratory.session.said.connect(lambda text, _undo: said.append(text))

    def fail(*_arguments: object, **_named: object) -> None:
        raise OSError(number, os.strerror(number))

    def kept(title: str) -> None:
        laboratory.session.edit("title", title)
        with qtbot.waitSignal(autosaving.ended):
            autosaving.keep()

    kept("First")
    (file,) = files(tmp_path)
    content = file.read_text()
    monkeypatch.setattr(atomic.os, call, fail)
    kept("Second")
    kept("Third")
    monkeypatch.undo()
    told = [text for text in said if "cannot be kept" in text]
    assert len(told) == 1
    assert os.strerror(number).lower() in told[0]
    assert file.read_text() == content
    kept("Third")
    assert "Third" in file.read_text()


def test_the_offer_restores_file_experiment_and_update(
    laboratory: Laboratory, autosaving: Autosaving, tmp_path: Path
) -> None:
    assert laboratory.controls is not None
    slot = own_slot(tmp_path / "kept")
    wanted = replace(small_experiment(1), title="Lost and found")
    slot.write(Autosave(wanted, 5, tmp_path / "mine.toml"))
    offer = RecoveryOffer(laboratory, autosaving, [slot])
    assert offer.isVisible()
    assert offer.words.text() == "RegSim ended before the changes to “mine.toml” were saved."
    offer.restore.click()
    tick_until(laboratory, lambda: laboratory.session.snapshot is not None)
    assert laboratory.session.experiment == wanted
    assert laboratory.session.snapshot.update == 5
    assert laboratory.controls.document.path == tmp_path / "mine.toml"
    assert laboratory.controls.document.is_modified
    assert not offer.isVisible()
    assert slot.file in files(tmp_path)  # until it is saved


def test_discarding_shows_the_next_and_what_cannot_be_read_stays(
    laboratory: Laboratory, autosaving: Autosaving, tmp_path: Path
) -> None:
    slots = [own_slot(tmp_path / "kept") for _ in range(3)]
    for slot, title in zip(slots, "ABC", strict=True):
        slot.write(Autosave(replace(small_experiment(), title=title)))
    slots[1].file.write_text("format = 99\n")
    offer = RecoveryOffer(laboratory, autosaving, list(slots))
    offer.discard.click()
    assert "“C”" in offer.words.text()
    offer.discard.click()
    assert not offer.isVisible()
    assert files(tmp_path) == [slots[1].file]


def test_a_program_that_ends_leaves_nothing(laboratory: Laboratory, autosaving: Autosaving, tmp_path: Path) -> None:
    laboratory.session.edit("title", "Not saved")
    autosaving.keep()
    autosaving.wait()
    QCoreApplication.processEvents()
    assert len(files(tmp_path)) == 1
    autosaving.finish()
    assert os.listdir(tmp_path / "kept") == []


def test_what_can_no_longer_be_read_is_refused_in_words_and_kept(
    laboratory: Laboratory, autosaving: Autosaving, tmp_path: Path
) -> None:
    said: list[str] = []
    laboratory.session.said.connect(lambda text, _undo: said.append(text))
    slot = own_slot(tmp_path / "kept")
    slot.write(Autosave(small_experiment()))
    slot.file.write_text(slot.file.read_text() + "nonsense\n")
    before = laboratory.session.experiment
    offer = RecoveryOffer(laboratory, autosaving, [slot])
    offer.restore.click()
    assert said[-1].startswith("It cannot be restored: ")
    assert laboratory.session.experiment == before
    assert slot.file.exists()
    assert not offer.isVisible()
