"""Is it luck? Twenty seeds beside the window: progress, sentence, bands and marks, and every way to end it."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from regsim.app.laboratory import Laboratory
from regsim.app.luck_deed import NOTHING_TO_COMPARE, LuckDeed
from regsim.app.seed_work import SeedWork
from regsim.app.views.loss import LossView
from tests.app.laboratory import small_experiment, tick_until


def deed(laboratory: Laboratory) -> LuckDeed:
    return laboratory.furnish().luck


def loss_view(laboratory: Laboratory) -> LossView:
    view = laboratory.exhibition.views["loss"][1]
    assert isinstance(view, LossView)
    return view


def ask(laboratory: Laboratory, qtbot: QtBot) -> None:
    with qtbot.waitSignal(deed(laboratory).settled, timeout=20_000):
        laboratory.actions["luck"].trigger()
    laboratory.clock.tick()
    QApplication.processEvents()


@pytest.fixture
def still(monkeypatch: pytest.MonkeyPatch) -> None:
    """Seeds that are at 35 per cent for ever."""
    monkeypatch.setattr(SeedWork, "start", lambda work: setattr(work, "share", 0.35))
    monkeypatch.setattr(SeedWork, "is_alive", lambda work: True)
    monkeypatch.setattr(SeedWork, "join", lambda work: None)


def status(laboratory: Laboratory) -> str:
    return laboratory.window.status.texts()[0]


def test_the_answer_is_said_with_its_count_and_shown(laboratory: Laboratory, qtbot: QtBot) -> None:
    ask(laboratory, qtbot)
    luck = deed(laboratory).luck
    assert luck is not None
    assert status(laboratory) == f"Is it luck? {luck.sentence()}"
    assert "L2 ends" in status(laboratory)
    assert " of 20 seeds" in status(laboratory)
    view = loss_view(laboratory)
    assert view.failure == ""
    assert view.strip.isVisible()
    assert [len(row.marks) for row in view.strip.rows()] == [20, 20, 20]
    assert view.reading().startswith("Median validation loss of 20 seeds: None ")
    shown = view.snapshot
    assert shown is not None
    medians = luck.sweep.quartiles("validation_loss")[:, 1]
    assert [run.validation_loss for run in shown.runs] == pytest.approx(medians.tolist())


def test_marks_tell_their_seed(laboratory: Laboratory, qtbot: QtBot) -> None:
    ask(laboratory, qtbot)
    strip = loss_view(laboratory).strip
    row = strip.rows()[0]
    assert strip.tip_at(row.marks[6]).startswith("Seed 7: L2 ")
    assert strip.tip_at(QPointF(-50, -50)) == ""
    assert strip.accessibleDescription().startswith("L2 ends below None on ")
    inside = strip.rect()
    for each in strip.rows():
        assert all(inside.contains(mark.toPoint()) for mark in each.marks)
        assert each.count.right() <= inside.right()


def test_a_thread_of_its_own_trains_and_ends(laboratory: Laboratory, qtbot: QtBot) -> None:
    before = set(threading.enumerate())
    with qtbot.waitSignal(deed(laboratory).settled, timeout=20_000):
        laboratory.actions["luck"].trigger()
        assert {thread.name for thread in set(threading.enumerate()) - before} >= {"luck"}
    assert set(threading.enumerate()) == before


def test_closing_the_window_ends_the_thread(laboratory: Laboratory) -> None:
    before = set(threading.enumerate())
    laboratory.open(small_experiment(4, epochs=20_000), play=False)
    laboratory.actions["luck"].trigger()
    laboratory.window.close()
    assert set(threading.enumerate()) == before


@pytest.mark.usefixtures("still")
def test_the_button_is_its_own_progress_and_stops(laboratory: Laboratory, qtbot: QtBot) -> None:
    button = laboratory.window.transport.buttons["luck"]
    laboratory.window.showNormal()
    laboratory.window.resize(1280, 800)
    qtbot.waitUntil(lambda: button.text() == "Is it luck?" and button.width() == button.sizeHint().width())
    width = button.width()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: button.text() == "35 %")
    assert button.width() == width
    assert laboratory.actions["luck"].text() == "Is it luck?"
    assert "20 seeds" in status(laboratory)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "Is it luck?"
    assert not deed(laboratory).busy
    assert "20 seeds" not in status(laboratory)


@pytest.mark.usefixtures("still")
def test_the_live_training_stands_still_meanwhile(laboratory: Laboratory) -> None:
    session = laboratory.session
    session.play()
    laboratory.actions["luck"].trigger()
    assert not session.playing
    laboratory.actions["luck"].trigger()
    assert session.playing


@pytest.mark.usefixtures("still")
@pytest.mark.parametrize(
    "end",
    [
        lambda laboratory: laboratory.session.edit("data.n_train", 30),
        lambda laboratory: laboratory.session.edit("run.2.l2.strength", 0.1),
        lambda laboratory: laboratory.session.reset(),
        lambda laboratory: laboratory.session.play(),
        lambda laboratory: laboratory.open(small_experiment(), play=False),
        lambda laboratory: laboratory.actions["back"].trigger(),
        lambda laboratory: laboratory.window.close(),
    ],
)
def test_what_ends_the_seeds(laboratory: Laboratory, end) -> None:  # type: ignore[no-untyped-def]  # any deed
    laboratory.actions["luck"].trigger()
    assert deed(laboratory).busy
    end(laboratory)
    assert not deed(laboratory).busy
    assert laboratory.actions["luck"].iconText() == "Is it luck?"


@pytest.mark.parametrize(
    "end",
    [
        lambda laboratory: laboratory.session.edit("run.2.l2.strength", 0.1),
        lambda laboratory: laboratory.session.play(),
        lambda laboratory: laboratory.session.reset(),
        lambda laboratory: laboratory.session.step(whole_epoch=True),
        lambda laboratory: laboratory.actions["remove_run"].trigger(),
        lambda laboratory: laboratory.actions["back"].trigger(),
    ],
)
def test_bands_go_at_the_next_deed(laboratory: Laboratory, qtbot: QtBot, end) -> None:  # type: ignore[no-untyped-def]
    ask(laboratory, qtbot)
    end(laboratory)
    tick_until(laboratory, lambda: deed(laboratory).luck is None)
    view = loss_view(laboratory)
    tick_until(laboratory, lambda: not view.strip.isVisible())
    assert view.failure == ""
    assert not view.reading().startswith("Median")
    assert "luck" not in status(laboratory)


def test_themes_lifts_and_measures_change_while_bands_are_shown(laboratory: Laboratory, qtbot: QtBot) -> None:
    ask(laboratory, qtbot)
    view = loss_view(laboratory)
    for theme in ("dark", "projector", "light"):
        laboratory.window.set_theme(theme)
        for size in ((1280, 720), (1920, 1080)):
            laboratory.window.resize(*size)
            laboratory.session.lift(1)
            view.measure_chip.click()
            view.log_chip.click()
            laboratory.clock.flush()
            QApplication.processEvents()
    assert view.failure == ""
    assert deed(laboratory).luck is not None
    assert view.strip.isVisible()


def test_one_run_has_nothing_to_be_compared_with(laboratory: Laboratory) -> None:
    laboratory.open(small_experiment(1), play=False)
    laboratory.actions["luck"].trigger()
    assert not deed(laboratory).busy
    assert status(laboratory) == NOTHING_TO_COMPARE


def test_a_failure_is_told(laboratory: Laboratory, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise MemoryError("no room for the seeds")

    monkeypatch.setattr("regsim.app.seed_work.train_seeds", fail)
    ask(laboratory, qtbot)
    assert status(laboratory) == "The seeds could not be trained: no room for the seeds."
    assert deed(laboratory).luck is None
