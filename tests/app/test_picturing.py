"""The window goes on while a picture is made, and no picture mixes two moments."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QProgressDialog
from pytestqt.qtbot import QtBot

from regsim.app import views
from regsim.app.figure import Composition, figure_steps, moment_of
from regsim.app.laboratory import Laboratory
from regsim.app.main_window import MainWindow
from regsim.app.making import Making, Rest
from regsim.app.picture import image_steps
from regsim.app.picture_choice import PictureChoice, PictureSize
from regsim.app.picturing import pictured
from regsim.app.provenance import Provenance
from regsim.app.settings import Settings
from regsim.app.sheet import Extent, Sheet
from regsim.app.stage import NoSettings
from regsim.app.steps import Steps, finished
from regsim.app.theme import Look
from regsim.app.trainer import TrainerThread
from regsim.app.views.loss import LossView
from regsim.app.views.network import NetworkView
from regsim.app.widgets.paced import Paced
from tests.app.laboratory import small_experiment, tick_until

FOUR = ("loss", "fit", "weights", "network")
LARGE = PictureSize(width=5120, height=2880)


def paint(sheet: Sheet, extent: Extent, provenance: Provenance) -> Steps[QImage]:
    return image_steps(sheet, extent.pixels)


def with_events(steps: Steps[QImage], between: Callable[[int], None] = lambda turn: None) -> QImage:
    """The picture, made while events run between its steps, and whatever else happens there."""
    turn = 0
    while True:
        try:
            next(steps)
        except StopIteration as stop:
            made: QImage = stop.value
            return made
        between(turn)
        QApplication.processEvents()
        turn += 1


@pytest.fixture
def trained(laboratory: Laboratory) -> Laboratory:
    """Two epochs of four runs."""
    session = laboratory.session
    for _ in range(2):
        session.step(whole_epoch=True)
        for _ in range(30):
            laboratory.clock.tick()
    assert session.snapshot is not None
    assert session.snapshot.epoch == 2
    laboratory.clock.flush()
    for paced in laboratory.window.findChildren(Paced):
        paced.flush()
    QApplication.processEvents()
    return laboratory


@pytest.fixture
def training(qtbot: QtBot) -> Iterator[Laboratory]:
    """A window whose trainer works in a thread of its own."""
    trainer = TrainerThread()
    window = MainWindow(Settings(NoSettings("light")))
    made = Laboratory(window, trainer)
    for kind in views.catalogue().values():
        made.exhibition.add(kind)
    made.furnish()
    window.resize(1280, 800)
    window.show()
    qtbot.addWidget(window)
    trainer.start()
    made.open(small_experiment(4, epochs=1_000_000))
    made.session.set_rate(1e9)
    made.clock.start()
    qtbot.waitUntil(lambda: made.session.snapshot is not None and made.session.snapshot.epoch > 3, timeout=10_000)
    yield made
    made.close()
    trainer.close()
    trainer.wait()
    window.close()
    QApplication.processEvents()


@pytest.mark.parametrize("keys", [(), FOUR])
def test_training_and_events_go_on_while_a_large_picture_is_made(
    training: Laboratory, qtbot: QtBot, tmp_path: Path, keys: tuple[str, ...]
) -> None:
    session, path = training.session, tmp_path / "large.png"
    assert training.controls is not None
    making = training.controls.making
    ticks: list[float] = []
    timer = QTimer()
    timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
    timer.start(5)
    assert session.snapshot is not None
    before = session.snapshot.update
    training.controls.files.save_picture_to(path, PictureChoice(keys, LARGE))
    pictured_at = session.snapshot.update
    qtbot.waitUntil(lambda: not making.busy, timeout=30_000)
    timer.stop()
    assert len(ticks) > 10
    qtbot.waitUntil(lambda: session.snapshot is not None and session.snapshot.update > max(before, pictured_at))
    assert QImage(str(path)).size() == QSize(5120, 2880)


def test_what_is_trained_meanwhile_does_not_get_into_the_picture(trained: Laboratory) -> None:
    session = trained.session
    assert session.snapshot is not None
    alone = finished(pictured(trained, PictureChoice(size=LARGE), paint))
    steps = pictured(trained, PictureChoice(size=LARGE), paint)
    next(steps)
    session.step(whole_epoch=True)
    assert with_events(steps, lambda turn: trained.clock.tick()) == alone
    assert session.snapshot.epoch == 2
    tick_until(trained, lambda: session.snapshot is not None and session.snapshot.epoch == 3)


@pytest.mark.parametrize("when", range(1, 16, 2))
def test_what_a_person_changes_meanwhile_begins_the_picture_again(trained: Laboratory, when: int) -> None:
    def change(turn: int) -> None:
        if turn == when:
            trained.session.select(2)  # panel and cards follow at once, views at the next tick of a clock that is held

    before = with_events(pictured(trained, PictureChoice(size=LARGE), paint))
    made = with_events(pictured(trained, PictureChoice(size=LARGE), paint), change)
    assert made != before
    assert made == with_events(pictured(trained, PictureChoice(size=LARGE), paint))


def test_a_figure_shows_the_very_moment_at_which_it_was_begun(trained: Laboratory) -> None:
    choice = PictureChoice(FOUR, LARGE)
    alone = finished(pictured(trained, choice, paint))
    steps = pictured(trained, choice, paint)
    next(steps)
    trained.session.select(2)
    trained.exhibition.toggle_multiples()
    made = finished(steps)
    assert made == alone


def test_a_figure_takes_over_what_was_chosen_in_its_views(trained: Laboratory) -> None:
    loss, network = (trained.exhibition.views[key][1] for key in ("loss", "network"))
    assert isinstance(loss, LossView)
    assert isinstance(network, NetworkView)
    loss.log_chip.click()
    loss.measure_chip.click()
    loss.window_of_epochs.show(3.0, 17.0)
    found = network.canvas.near(network.canvas.area().center())
    network.canvas.focus = found
    trained.session.select(1)
    moment = moment_of(trained.exhibition)
    figure = finished(figure_steps(Composition(FOUR), moment, Look(), QSize(1600, 900)))
    theirs = figure.findChild(LossView)
    assert theirs is not None
    assert (theirs.measure, theirs.log, theirs.window_of_epochs.range) == ("accuracy", False, (3.0, 17.0))
    diagram = figure.findChild(NetworkView)
    assert diagram is not None
    assert diagram.canvas.focus == found
    assert diagram.header.run == (1, "L2")
    assert not any(chip.isVisible() for chip in (theirs.log_chip, theirs.measure_chip))
    figure.deleteLater()


def test_the_window_in_another_theme_leaves_the_screen_as_it_was(trained: Laboratory) -> None:
    window = trained.window
    before, look = window.grab().toImage(), window.look
    dark = with_events(pictured(trained, PictureChoice(theme="dark"), paint))
    assert dark.pixelColor(2, 200).lightnessF() < 0.2
    assert window.look == look
    assert window.updatesEnabled()
    trained.clock.flush()
    QApplication.processEvents()
    assert window.grab().toImage() == before


def test_nothing_is_left_of_a_picture_that_nobody_waits_for(trained: Laboratory, qtbot: QtBot) -> None:
    for choice in (PictureChoice(size=LARGE, theme="dark"), PictureChoice(FOUR, LARGE)):
        steps = pictured(trained, choice, paint)
        for _ in range(3):
            next(steps)
        steps.close()
    assert trained.window.look.theme.key == "light"
    assert trained.window.updatesEnabled()
    session = trained.session
    session.step(whole_epoch=True)
    tick_until(trained, lambda: session.snapshot is not None and session.snapshot.epoch == 3)


def test_a_second_file_is_not_begun_while_the_first_is_made(trained: Laboratory, qtbot: QtBot, tmp_path: Path) -> None:
    said: list[str] = []
    trained.session.said.connect(lambda sentence, _undo: said.append(sentence))
    assert trained.controls is not None
    files = trained.controls.files
    files.save_picture_to(tmp_path / "one.png", PictureChoice(FOUR, LARGE))
    files.save_picture_to(tmp_path / "two.png", PictureChoice(FOUR, LARGE))
    assert said == ["one.png is still being made."]
    making = trained.controls.making
    qtbot.waitUntil(lambda: not making.busy, timeout=20_000)
    assert said[1:] == ["Saved one.png."]
    assert not (tmp_path / "two.png").exists()


@pytest.fixture
def making(qtbot: QtBot) -> Iterator[tuple[Making, list[str]]]:
    from PySide6.QtWidgets import QWidget

    window, said = QWidget(), []
    qtbot.addWidget(window)
    made = Making(window, said.append, window)
    yield made, said
    made.close()


def steps_of(turns: int, rest: Callable[[Callable[[float], None]], object]) -> Steps[Rest]:
    for turn in range(turns):
        time.sleep(0.02)
        yield 0.5 * turn / turns
    return rest


def test_it_can_be_stopped_in_the_steps_and_in_the_rest(making: tuple[Making, list[str]], qtbot: QtBot) -> None:
    made, said = making

    def rest(note: Callable[[float], None]) -> str:
        while True:
            time.sleep(0.005)
            note(0.7)

    made.begin("a.png", steps_of(1000, rest), str)
    made.cancel()
    assert said == ["Stopped: a.png is not made."]
    made.begin("b.png", steps_of(1, rest), str)
    qtbot.wait(60)
    assert made.busy
    made.cancel()
    qtbot.waitUntil(lambda: not made.busy)
    assert said[1:] == ["Stopped: b.png is not made."]


def test_what_takes_long_says_how_far_it_is_and_can_be_stopped_by_a_button(
    making: tuple[Making, list[str]], qtbot: QtBot
) -> None:
    made, said = making
    made.begin("film.png", steps_of(1000, lambda note: None), str)
    qtbot.waitUntil(lambda: bool(QApplication.topLevelWidgets()) and progress() is not None, timeout=5000)
    shown = progress()
    assert shown is not None
    assert shown.labelText() == "Making film.png …"
    qtbot.keyClick(shown, "\x1b")
    assert not made.busy
    assert said == ["Stopped: film.png is not made."]


def progress() -> QProgressDialog | None:
    found = (each for each in QApplication.topLevelWidgets() if isinstance(each, QProgressDialog) and each.isVisible())
    return next(found, None)


def test_the_epoch_in_the_words_is_that_of_the_picture(trained: Laboratory) -> None:
    def words(sheet: Sheet, extent: Extent, provenance: Provenance) -> Steps[str]:
        yield 0.0
        return provenance.words

    assert "epoch 2," in finished(pictured(trained, PictureChoice(FOUR), words))
    assert moment_of(trained.exhibition).epoch == 2
    assert replace(moment_of(trained.exhibition), snapshot=None).epoch == 0


LEAVES_A_PICTURE = """
import sys, time
from PySide6.QtCore import QSettings
from regsim.app.process import make_application
from tests.app.laboratory import make_laboratory
application = make_application([])
laboratory = make_laboratory(QSettings(sys.argv[1], QSettings.Format.IniFormat))
laboratory.controls.files.copy_picture(None)
while laboratory.controls.making.busy:
    application.processEvents()
assert application.clipboard().mimeData().hasFormat("image/png")
laboratory.close()
"""


def test_a_copied_picture_does_not_end_the_process_badly(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LEAVES_A_PICTURE, str(tmp_path / "settings.ini")]
    ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 0, ended.stderr
