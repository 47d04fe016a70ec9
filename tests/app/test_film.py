"""Films of a training: the frames show the epochs they name, end like a picture, and are made beside the window."""

from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from PySide6.QtWidgets import QDialog

from regsim import experiment_file
from regsim.app import film, picture
from regsim.app.film_choice import FilmChoice
from regsim.app.film_deed import FilmDeed
from regsim.app.film_dialog import FilmDialog
from regsim.app.laboratory import Laboratory
from regsim.engine.training import Training
from regsim.experiment import Edit
from regsim.film.pace import Pace
from regsim.knob import Refusal
from tests.app.laboratory import small_experiment, tick_until

SMALL = (480, 300)
CHOICE = FilmChoice(("loss",), 0, 4, 1.0, 5.0, (640, 400), "light")


def frames(path: Path) -> list[Image.Image]:
    found = Image.open(io.BytesIO(path.read_bytes()))
    made = []
    for index in range(found.n_frames):  # type: ignore[attr-defined]
        found.seek(index)
        made.append(found.convert("RGB"))
    return made


def largest_difference(first: Image.Image, second: Image.Image) -> int:
    return max(high for _, high in ImageChops.difference(first, second.convert("RGB")).getextrema())


@pytest.mark.parametrize(
    ("cut", "stops", "rate"),
    [
        (film.Cut(0, 30), tuple(range(31)), 4.0),
        (film.Cut(10, 20, frames=6), (10, 12, 14, 16, 18, 20), 4.0),
        (film.Cut(0, None, frames=4, rate=25.0), (0, 10, 20, 30), 25.0),
        (film.Cut(28, 99), (28, 29, 30), 4.0),
    ],
)
def test_frames_are_evenly_apart_and_last_some_seconds(cut: film.Cut, stops: tuple[int, ...], rate: float) -> None:
    plan = film.planned(cut, small_experiment(), SMALL)
    assert plan.stops == stops
    assert plan.pace == Pace(rate)


def test_long_trainings_take_eight_seconds() -> None:
    plan = film.planned(film.Cut(), small_experiment(epochs=1000), SMALL)
    assert len(plan.stops) == 160
    assert plan.stops[0] == 0
    assert plan.stops[-1] == 1000
    assert plan.seconds == pytest.approx(8 + 2, abs=0.1)
    assert {later - earlier for earlier, later in zip(plan.stops, plan.stops[1:], strict=False)} <= {6, 7}


def test_too_much_is_refused_before_anything_is_trained() -> None:
    with pytest.raises(Refusal, match="200 frames of 8192x8192 are too large: at most 22"):
        film.planned(film.Cut(frames=200), small_experiment(epochs=500), (8192, 8192))


def test_frames_are_the_pictures_of_their_epochs(qapp: object, tmp_path: Path) -> None:
    experiment = replace(small_experiment(2, epochs=6), edits=(Edit(2, "run.2.l2.strength", 0.5),))
    moving, still = tmp_path / "film.webp", tmp_path / "still.png"
    shares: list[float] = []
    how = {"size": SMALL, "views": ("fit",), "theme": "dark", "selected": 1}
    film.render(experiment, [moving, still], film.Cut(0, 5), shares.append, **how)
    found = frames(moving)
    assert len(found) == 6
    assert largest_difference(found[-1], Image.open(still)) == 0
    for epoch in (1, 3, 5):
        alone = tmp_path / "alone.png"
        picture.render(experiment, [alone], epochs=epoch, **how)
        assert largest_difference(found[epoch], Image.open(alone)) == 0
        assert largest_difference(found[epoch], found[epoch - 1]) > 100
    assert shares == sorted(shares)
    assert shares[-1] == 1.0
    assert experiment_file.read(moving) == experiment_file.read(still) == experiment
    assert sorted(path.name for path in tmp_path.iterdir()) == ["alone.png", "film.webp", "still.png"]


def test_the_same_film_has_the_same_bytes_and_a_film_ends_where_training_does(qapp: object, tmp_path: Path) -> None:
    experiment = small_experiment(1, epochs=40)
    early = replace(experiment, runs=(replace(experiment.runs[0], values=type(experiment.runs[0].values)(
        {"early_stopping.patience": 1, "l2.strength": 5.0})),))  # fmt: skip
    for name in ("first.gif", "second.gif"):
        film.render(early, [tmp_path / name], film.Cut(), lambda share: None, size=SMALL, views=("loss",))
    assert (tmp_path / "first.gif").read_bytes() == (tmp_path / "second.gif").read_bytes()
    assert len(frames(tmp_path / "first.gif")) < 40


def test_an_interrupted_film_leaves_nothing(qapp: object, tmp_path: Path) -> None:
    def interrupt(share: float) -> None:
        if share > 0.7:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        film.render(small_experiment(1), [tmp_path / "film.gif"], film.Cut(0, 5), interrupt, size=SMALL)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(os.name == "nt", reason="there is no such signal")
def test_a_process_that_is_asked_to_end_leaves_nothing(tmp_path: Path) -> None:
    output = tmp_path / "film.gif"
    command = [sys.executable, "-m", "regsim", "render", "overfitting", "--progress", "--size", "640x400"]
    with subprocess.Popen([*command, "-o", str(output)], stderr=subprocess.PIPE, text=True) as process:
        assert process.stderr is not None
        assert process.stderr.readline() == "film 0 %\n"
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 130
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("ending", ["gif", "png"])
def test_a_training_that_fails_is_said_and_leaves_nothing(
    ending: str, qapp: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(training: Training, updates: int = 1) -> int:
        raise MemoryError("no room for 9 weights")

    monkeypatch.setattr(Training, "advance", fail)
    make = {
        "png": lambda: picture.render(small_experiment(1), [tmp_path / "still.png"], size=SMALL),
        "gif": lambda: film.render(small_experiment(1), [tmp_path / "film.gif"], film.Cut(), print, size=SMALL),
    }
    with pytest.raises(Refusal, match="training stopped: MemoryError: no room for 9 weights"):
        make[ending]()
    assert list(tmp_path.iterdir()) == []


# ---- beside the window


@pytest.fixture
def deed(laboratory: Laboratory) -> FilmDeed:
    laboratory.open(small_experiment(2), play=False)
    laboratory.session.step(whole_epoch=True)
    tick_until(laboratory, lambda: laboratory.session.snapshot is not None)
    assert laboratory.controls is not None
    return laboratory.controls.film


@pytest.fixture
def said(laboratory: Laboratory) -> list[str]:
    found: list[str] = []
    laboratory.session.said.connect(lambda sentence, _undo: found.append(sentence))
    return found


def test_a_film_is_made_while_the_window_goes_on(
    laboratory: Laboratory,
    deed: FilmDeed,
    said: list[str],
    tmp_path: Path,
    qtbot: object,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    session = laboratory.session
    session.edit("run.2.l2.strength", 0.3)
    session.step(whole_epoch=True)
    tick_until(laboratory, lambda: session.snapshot is not None and bool(session.snapshot.edits))
    path = tmp_path / "mine.gif"

    def accept(dialog: FilmDialog) -> QDialog.DialogCode:
        assert dialog.what.itemText(1) == "the views on the screen"
        dialog.what.setCurrentText("Loss")
        dialog.size_box.setCurrentIndex(3)
        dialog.last.setValue(4)
        dialog.seconds.setValue(1.0)
        assert dialog.words.text().startswith("5 frames, 2.8 s with the rest at its end; some 13 kB to")
        dialog.file.setText(str(path.with_suffix("")))
        dialog.accept()
        return QDialog.DialogCode(dialog.result())

    monkeypatch.setattr(FilmDialog, "exec", accept)
    laboratory.actions["film"].trigger()
    assert deed.busy
    laboratory.actions["film"].trigger()
    assert said == ["mine.gif is still being made."]
    epoch = session.snapshot.epoch if session.snapshot else 0
    session.step(whole_epoch=True)
    tick_until(laboratory, lambda: session.snapshot is not None and session.snapshot.epoch > epoch)
    qtbot.waitUntil(lambda: not deed.busy, timeout=30_000)  # type: ignore[attr-defined]
    assert said[-1] == f"Saved mine.gif: {path.stat().st_size / 1e3:.0f} kB."
    assert experiment_file.read(path) == session.recorded()
    assert len(frames(path)) == 5


def test_a_film_can_be_stopped(deed: FilmDeed, said: list[str], tmp_path: Path, qtbot: object) -> None:
    deed.begin(replace(CHOICE, views=(), last=30, seconds=6.0), tmp_path / "mine.gif")
    assert deed._strip is not None
    qtbot.waitUntil(lambda: deed._strip.words.text().endswith("%"), timeout=30_000)  # type: ignore[attr-defined]
    began = time.monotonic()
    deed._strip.stop.click()
    qtbot.waitUntil(lambda: not deed.busy, timeout=10_000)  # type: ignore[attr-defined]
    assert time.monotonic() - began < 3
    assert said == ["Stopped: mine.gif is not made."]
    assert list(tmp_path.iterdir()) == []


def test_what_the_process_refuses_is_said(deed: FilmDeed, said: list[str], tmp_path: Path, qtbot: object) -> None:
    deed.begin(CHOICE, tmp_path / "nowhere" / "mine.gif")
    qtbot.waitUntil(lambda: not deed.busy, timeout=30_000)  # type: ignore[attr-defined]
    assert len(said) == 1
    assert "there is no folder" in said[0]


def test_closing_the_window_ends_it(laboratory: Laboratory, deed: FilmDeed, tmp_path: Path) -> None:
    deed.begin(CHOICE, tmp_path / "mine.gif")
    laboratory.window.closing.emit()
    assert not deed.busy
    assert list(tmp_path.iterdir()) == []
