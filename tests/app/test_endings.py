"""A logout or a signal ends the program without a question, and nothing that was not saved is lost by it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QStandardPaths
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from regsim import experiment_file
from regsim.app.laboratory import Laboratory
from regsim.app.recovery import ENDING, left_behind
from regsim.app.safekeeping import BY_SIGNAL, Safekeeping
from tests.app.laboratory import tick_until


@pytest.fixture
def safekeeping(laboratory: Laboratory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Safekeeping]:
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda _place: str(tmp_path / "own"))
    made = Safekeeping()
    made.take_up(laboratory)
    yield made
    made.end()


def kept(tmp_path: Path) -> list[Path]:
    return list((tmp_path / "own" / "autosave").glob(f"*{ENDING}"))


def test_what_is_not_saved_outlives_a_logout(
    qapp: QApplication, laboratory: Laboratory, safekeeping: Safekeeping, tmp_path: Path
) -> None:
    assert laboratory.controls is not None
    laboratory.session.edit("run.2.l2.strength", 0.05)
    qapp.commitDataRequest.emit(None)
    assert len(kept(tmp_path)) == 1
    assert laboratory.window.close()  # as the platform does next, without a question
    assert laboratory.controls.document.question is None
    safekeeping._autosaving.finish()  # type: ignore[union-attr]
    (slot,) = left_behind(tmp_path / "own" / "autosave")
    assert [edit.value for edit in slot.read().experiment.edits] == [0.05]
    slot.leave()


def test_a_logout_that_is_called_off_is_forgotten_with_the_next_edit(
    qapp: QApplication, laboratory: Laboratory, safekeeping: Safekeeping, tmp_path: Path
) -> None:
    assert laboratory.controls is not None
    laboratory.session.edit("run.2.l2.strength", 0.05)
    qapp.commitDataRequest.emit(None)
    laboratory.session.edit("run.2.l2.strength", 0.07)
    tick_until(laboratory, lambda: laboratory.session.is_heard)
    assert not laboratory.window.close()
    question = laboratory.controls.document.question
    assert question is not None
    question.button(question.StandardButton.Discard).click()
    assert not laboratory.window.isVisible()
    assert kept(tmp_path) == []


@pytest.mark.skipif(sys.platform == "win32", reason="a process cannot send itself such a signal there")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_the_program_and_keeps_the_work(
    qtbot: QtBot,
    laboratory: Laboratory,
    safekeeping: Safekeeping,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    codes: list[int] = []
    monkeypatch.setattr(QCoreApplication, "exit", codes.append)
    laboratory.session.edit("run.2.l2.strength", 0.05)
    number = getattr(signal, name)
    os.kill(os.getpid(), number)
    qtbot.waitUntil(lambda: bool(codes))
    assert codes == [BY_SIGNAL + number]
    assert not laboratory.window.isVisible()
    assert len(kept(tmp_path)) == 1


def test_signals_mean_again_what_they_meant_before(laboratory: Laboratory) -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    made = Safekeeping()
    assert signal.getsignal(signal.SIGTERM) is not before[1]
    made.end()
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_the_last_change_is_kept_before_it_is_presented(
    qapp: QApplication, laboratory: Laboratory, safekeeping: Safekeeping, tmp_path: Path
) -> None:
    laboratory.session.edit("run.2.l2.strength", 0.05)
    presentation = laboratory.furnish().presentation
    presentation.enter()
    assert safekeeping._autosaving is not None
    safekeeping._autosaving.wait()
    (file,) = kept(tmp_path)
    experiment = experiment_file.read(file)
    assert [(edit.path, edit.value) for edit in experiment.edits] == [("run.2.l2.strength", 0.05)]
    laboratory.session.edit("run.2.l2.strength", 0.5)
    safekeeping._autosaving.keep_now()
    safekeeping._autosaving.wait()
    assert experiment_file.read(file) == experiment  # what is played with on the projector is nobody's work
    presentation.leave()
