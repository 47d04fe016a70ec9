"""The experiment as a file: what was played is saved, nothing is lost unasked, the title says where one is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, QSettings, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from regsim import experiment_file
from regsim.app.application import Opening
from regsim.app.document import Document, told_apart
from regsim.app.laboratory import Laboratory
from regsim.app.main_window import MainWindow
from regsim.app.settings import MOST_RECENT, Settings
from regsim.engine.training import Training
from regsim.experiment import Experiment
from regsim.export.catalogue import EXPORTS, Source
from regsim.tables.held import held_table
from tests.app.laboratory import small_experiment, tick_until
from tests.datasets.own import plants

Answer = QMessageBox.StandardButton


@pytest.fixture
def document(laboratory: Laboratory) -> Document:
    assert laboratory.controls is not None
    return laboratory.controls.document


@pytest.fixture
def guarded(document: Document, laboratory: Laboratory) -> Document:
    document.guard()
    laboratory.session.edit("run.2.l2.strength", 0.05)
    assert document.is_modified
    return document


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "other.regsim.toml"
    experiment_file.write(small_experiment(1, epochs=7), path)
    return path


def answer(document: Document, button: QMessageBox.StandardButton) -> None:
    assert document.question is not None
    document.question.button(button).click()
    QApplication.processEvents()


def choose(monkeypatch: pytest.MonkeyPatch, which: str, path: Path | str) -> None:
    monkeypatch.setattr(f"regsim.app.document.QFileDialog.{which}", lambda *_arguments: (str(path), ""))


def test_what_was_played_live_replays_to_the_same_bits(
    document: Document, laboratory: Laboratory, tmp_path: Path
) -> None:
    session, path = laboratory.session, tmp_path / "played.regsim.toml"
    for update, (knob, value) in enumerate([("run.2.l2.strength", 0.05), ("training.learning_rate", 0.03)], start=1):
        session.step(whole_epoch=False)
        tick_until(laboratory, lambda update=update: session.snapshot.update == update)
        session.edit(knob, value)
    assert document.save_path(path)  # at once: the trainer has not yet said when it obeyed the last edit
    session.step(whole_epoch=True)
    tick_until(laboratory, lambda: session.snapshot.update == 3)
    read = experiment_file.read(path)
    assert [(edit.update, edit.path) for edit in read.edits] == [
        (1, "run.2.l2.strength"),
        (2, "training.learning_rate"),
    ]
    replayed = Training(read)
    replayed.advance(3)
    for live, again in zip(session.snapshot.runs, replayed.snapshot().runs, strict=True):
        assert live.train_loss == again.train_loss
        assert live.history.validation_loss.tobytes() == again.history.validation_loss.tobytes()


def test_edits_of_a_file_that_are_still_to_come_are_saved_again(
    document: Document, laboratory: Laboratory, tmp_path: Path
) -> None:
    path = tmp_path / "later.toml"
    path.write_text(
        experiment_file.text(small_experiment())
        + '[[edit]]\nupdate = 2\npath = "run.2.l2.strength"\nvalue = 0.1\n'
        + '[[edit]]\nupdate = 9\npath = "run.1.l2.strength"\nvalue = 0.1\n'
    )
    document.open_path(path)
    tick_until(laboratory, lambda: laboratory.session.snapshot is not None)
    for update in range(4):
        assert not document.is_modified
        laboratory.session.step(whole_epoch=False)
        tick_until(laboratory, lambda update=update: laboratory.session.snapshot.update == update + 1)
    laboratory.session.edit("run.1.l1.strength", 0.01)
    assert document.is_modified
    assert document.save()
    assert [edit.update for edit in experiment_file.read(path).edits] == [2, 4, 9]
    assert not document.is_modified


def test_the_title_names_the_file_and_marks_changes(document: Document, laboratory: Laboratory, file: Path) -> None:
    window = laboratory.window
    document.open_path(file)
    assert window.windowTitle().endswith(" — other.regsim.toml[*] — RegSim")
    assert not window.isWindowModified()
    laboratory.session.edit("title", "Renamed")
    laboratory.clock.flush()
    assert window.isWindowModified()
    assert laboratory.actions["revert"].isEnabled()
    document.save()
    assert not window.isWindowModified()
    assert experiment_file.read(file).title == "Renamed"


def test_revert_brings_back_the_file(document: Document, laboratory: Laboratory, file: Path) -> None:
    document.open_path(file)
    laboratory.session.edit("training.epochs", 30)
    laboratory.clock.flush()
    laboratory.actions["revert"].trigger()
    assert laboratory.session.experiment == experiment_file.read(file)
    assert not document.is_modified


LOSING: dict[str, Callable[[Laboratory, Document], object]] = {
    "new": lambda laboratory, _document: laboratory.actions["new"].trigger(),
    "recent": lambda laboratory, _document: laboratory.actions["recent_1"].trigger(),
    "preset": lambda laboratory, _document: laboratory.window.transport.preset_chosen.emit("sine"),
    "lesson": lambda laboratory, _document: laboratory.actions["lesson"].trigger(),
    "close": lambda laboratory, _document: laboratory.window.close(),
}


@pytest.mark.parametrize("way", LOSING)
def test_changes_are_asked_about_before_they_are_lost(
    guarded: Document, laboratory: Laboratory, file: Path, way: str
) -> None:
    laboratory.window.settings.recent = (str(file),)
    before = laboratory.session.experiment
    LOSING[way](laboratory, guarded)
    assert guarded.question is not None
    assert "Save the changes to “Small”?" in guarded.question.text()
    answer(guarded, Answer.Cancel)
    assert laboratory.session.experiment == before
    assert laboratory.window.isVisible()
    LOSING[way](laboratory, guarded)
    answer(guarded, Answer.Discard)
    assert laboratory.session.experiment != before or not laboratory.window.isVisible()


def test_save_in_the_question_saves_and_goes_on(
    guarded: Document, laboratory: Laboratory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(monkeypatch, "getSaveFileName", "")
    laboratory.window.close()
    answer(guarded, Answer.Save)
    assert laboratory.window.isVisible()  # no file was chosen
    choose(monkeypatch, "getSaveFileName", tmp_path / "kept")
    laboratory.window.close()
    answer(guarded, Answer.Save)
    assert not laboratory.window.isVisible()
    assert experiment_file.read(tmp_path / "kept.regsim.toml").runs[1].values["l2.strength"] == 0.01


def test_nothing_is_asked_without_changes(document: Document, laboratory: Laboratory) -> None:
    document.guard()
    laboratory.actions["new"].trigger()
    assert document.question is None
    assert laboratory.session.experiment == Experiment()


def test_a_name_without_ending_never_replaces_a_file(
    document: Document, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    content = file.read_text()
    choose(monkeypatch, "getSaveFileName", file.parent / "other")
    assert not document.save_as()
    assert file.read_text() == content


def test_a_file_of_a_newer_version_is_not_saved_over(
    document: Document, laboratory: Laboratory, tmp_path: Path
) -> None:
    path, said = tmp_path / "new.toml", []
    path.write_text("format = 99\n")
    laboratory.session.said.connect(lambda text, _undo: said.append(text))
    document.open_path(path)
    assert not document.save_path(path)
    assert all("newer RegSim" in text for text in said)
    assert len(said) == 2
    assert path.read_text() == "format = 99\n"


def drop(path: Path, laboratory: Laboratory) -> None:
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    held = (Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(9, 9), *held)
    QApplication.sendEvent(laboratory.window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(laboratory.window, QDropEvent(QPointF(9, 9), *held))


def test_an_experiment_is_dropped_on_the_window(document: Document, laboratory: Laboratory, file: Path) -> None:
    drop(file, laboratory)
    assert document.path == file
    assert laboratory.session.experiment.training.epochs == 7


@pytest.mark.parametrize("key", ["report", "history", "numpy", "data", "words"])
def test_what_was_exported_is_dropped_like_a_picture(
    key: str, document: Document, laboratory: Laboratory, tmp_path: Path
) -> None:
    asked, wanted = small_experiment(3, epochs=2), EXPORTS[key]
    path = tmp_path / f"mine{wanted.suffixes[0]}"
    path.write_bytes(wanted.encoded(Source(asked, Training(asked).snapshot()), path.suffix))
    drop(path, laboratory)
    assert laboratory.session.experiment == asked
    assert document.path is None


def test_recent_files_of_one_name_are_told_apart_by_their_folders(laboratory: Laboratory, document: Document):
    names = ("/a/one/x.toml", "/b/one/x.toml", "/b/two/x.toml", "/b/two/y.toml", "/x.toml")
    assert told_apart([Path(name) for name in names]) == [
        f"x.toml — {Path('a/one')}",
        f"x.toml — {Path('b/one')}",
        "x.toml — two",
        "y.toml",
        f"x.toml — {Path('/')}",
    ]
    laboratory.window.settings.recent = names
    document.show_recent()
    assert laboratory.actions["recent_3"].text() == "x.toml — two"
    assert laboratory.actions["recent_3"].toolTip() == "/b/two/x.toml"


def test_recent_files_are_listed_latest_first_and_missing_ones_go(
    document: Document, laboratory: Laboratory, tmp_path: Path, store: QSettings
) -> None:
    assert not laboratory.actions["recent_1"].isVisible()
    paths = [tmp_path / f"{n}.toml" for n in range(MOST_RECENT + 1)]
    for path in paths:
        document.save_path(path)
    assert Settings(store).recent == tuple(str(path) for path in reversed(paths[1:]))
    assert laboratory.actions["recent_1"].text() == paths[-1].name
    paths[-2].unlink()
    laboratory.actions["recent_2"].trigger()
    assert laboratory.actions["recent_2"].text() == paths[-3].name


def test_a_presentation_gives_the_file_back(document: Document, laboratory: Laboratory, file: Path) -> None:
    document.open_path(file)
    kept = laboratory.session.keep()
    laboratory.session.open(small_experiment(2), play=False)
    assert document.path is None
    laboratory.session.restore(kept)
    assert document.path == file


def test_a_file_named_at_the_start_is_what_is_saved(qtbot: QtBot, store: QSettings, file: Path) -> None:
    window = MainWindow(Settings(store))
    qtbot.addWidget(window)
    opening = Opening(window, str(file))
    with qtbot.waitSignal(opening.furnished, timeout=20_000) as furnished:
        window.show()
    document = furnished.args[0].controls.document
    assert (document.path, document.is_modified) == (file, False)
    window.close()
    opening.trainer.wait()


def test_a_scene_of_the_lesson_is_nobodys_work(document: Document, laboratory: Laboratory) -> None:
    document.guard()
    laboratory.actions["lesson"].trigger()
    tick_until(laboratory, lambda: laboratory.session.snapshot is not None)
    laboratory.session.edit("run.1.l2.strength", 0.02)
    laboratory.actions["next_scene"].trigger()
    laboratory.window.close()
    assert document.question is None
    assert not laboratory.window.isVisible()


@pytest.mark.parametrize("large", [False, True])
def test_a_table_that_has_changed_can_be_used_as_it_is_now(
    qtbot: QtBot,
    document: Document,
    laboratory: Laboratory,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    large: bool,
) -> None:
    there, path = plants(tmp_path / "plants.csv", 60), tmp_path / "own.toml"
    path.write_text('[data]\nkind = "file"\npath = "plants.csv"\ntarget = "species"\n')
    experiment_file.write(experiment_file.read(path), path)
    plants(there, 90, seed=2)
    if large:
        monkeypatch.setattr("regsim.app.own_data.reading_ahead.LARGE", 10)
    document.open_path(path)
    qtbot.waitUntil(lambda: document.question is not None, timeout=5000)
    question = document.question
    assert question is not None
    assert question.text() == "own.toml needs the table “plants.csv”, which has changed since it was stored."
    assert [button.text() for button in question.buttons()[:2]] == ["Use it as it is now", "Locate…"]
    question.buttons()[0].click()
    assert laboratory.session.experiment.data.options["sha256"] == held_table(str(there)).sha256
    assert document.is_modified
    assert document.save()
    assert experiment_file.read(path) == laboratory.session.recorded()


def test_a_table_that_is_not_there_is_asked_for(
    document: Document, laboratory: Laboratory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = plants(tmp_path / "plants.csv", 60)
    path = tmp_path / "own.toml"
    path.write_text('[data]\nkind = "file"\npath = "gone.csv"\ntarget = "species"\n')
    document.open_path(path)
    question = document.question
    assert question is not None
    assert "needs the table “gone.csv”" in question.text()
    monkeypatch.setattr("regsim.app.document.QFileDialog.getOpenFileName", lambda *_told: (str(there), ""))
    question.buttons()[0].click()
    assert laboratory.session.experiment.data.options["path"] == str(there)
    assert document.path == path
    assert document.is_modified
