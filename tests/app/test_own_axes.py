"""Which inputs of one's own data the fit shows: chosen while it trains, kept, undone, and no concern of the weights."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from regsim import experiment_file, schema
from regsim.app.laboratory import Laboratory
from regsim.app.views.fit import FitView
from regsim.engine.training import Training
from regsim.experiment import Experiment
from tests.app.laboratory import small_experiment, tick_until
from tests.datasets.own import plants


@pytest.fixture
def experiment(tmp_path: Path) -> Experiment:
    found = schema.put(small_experiment(epochs=200), "data.kind", "file")
    for key, value in {"path": str(plants(tmp_path / "plants.csv", 120)), "target": "species"}.items():
        found = schema.put(found, f"data.{key}", value)
    return found


def fit_of(laboratory: Laboratory) -> FitView:
    view = laboratory.exhibition.views["fit"][1]
    assert isinstance(view, FitView)
    return view


def axes_shown(view: FitView) -> list[str]:
    assert view.snapshot is not None
    examples = view.snapshot.examples
    return [examples.feature_names[index] for index in examples.axes]


def choose(menu: QMenu, place: int, name: str) -> None:
    submenu = menu.actions()[place].menu()
    assert isinstance(submenu, QMenu)
    next(action for action in submenu.actions() if action.text() == name).trigger()


def test_axes_change_while_it_trains_and_no_weight_with_them(
    qtbot: QtBot, laboratory: Laboratory, experiment: Experiment
):
    session = laboratory.session
    laboratory.open(experiment)
    session.set_rate(float("inf"))
    tick_until(laboratory, lambda: session.snapshot is not None and session.snapshot.update > 2)
    session.pause()
    tick_until(laboratory, lambda: fit_of(laboratory).snapshot is session.snapshot)
    view, before = fit_of(laboratory), session.snapshot
    assert axes_shown(view) == ["height", "width"]
    assert view.axes_chip.isVisible()
    assert view.axes_chip.accessibleName() == "Axes of the picture: height across, width up"
    view.axes_chip.setFocus()
    qtbot.keyClick(view.axes_chip, Qt.Key.Key_Space)
    choose(view.axes_chip.findChildren(QMenu)[0], 1, "colour = red")
    tick_until(laboratory, lambda: axes_shown(view) == ["height", "colour = red"])
    after = session.snapshot
    assert (after.generation, after.update, after.edits) == (before.generation, before.update, ())
    assert after.runs[0].prediction.tobytes() != before.runs[0].prediction.tobytes()
    for old, new in zip(before.runs, after.runs, strict=True):
        assert all(a.tobytes() == b.tobytes() for a, b in zip(old.weights, new.weights, strict=True))
    assert schema.get(session.recorded(), "data.plane") == "height, colour = red"
    choose(view.axes_chip.menu(), 0, "colour = red")
    tick_until(laboratory, lambda: axes_shown(view) == ["colour = red", "height"])
    session.undo()
    session.undo()
    tick_until(laboratory, lambda: axes_shown(view) == ["height", "width"])
    assert session.snapshot.update == before.update


def test_what_is_kept_shows_the_same_picture_and_trains_the_same_bits(laboratory: Laboratory, experiment: Experiment):
    session = laboratory.session
    laboratory.open(experiment)
    session.step(whole_epoch=False)
    tick_until(laboratory, lambda: session.snapshot is not None and session.snapshot.update == 1)
    session.edit("data.plane", "width, colour = blue")
    session.edit("training.learning_rate", 0.02)
    session.step(whole_epoch=False)
    tick_until(laboratory, lambda: session.snapshot.update == 2)
    live = session.snapshot
    replayed = Training(experiment_file.parse(experiment_file.text(session.recorded())))
    replayed.advance(2)
    found = replayed.snapshot()
    assert found.examples.plane == live.examples.plane
    assert np.array_equal(found.runs[0].prediction, live.runs[0].prediction)
    assert [edit.path for edit in found.edits] == ["training.learning_rate"]


def test_axes_that_there_are_not_change_nothing(qtbot: QtBot, laboratory: Laboratory, experiment: Experiment):
    laboratory.open(experiment, play=False)
    with qtbot.waitSignal(laboratory.session.said) as said:
        laboratory.session.edit("data.plane", "depth")
    assert said.args[0].startswith('data.plane: there is no column "depth"')
    assert laboratory.session.experiment == experiment


def test_data_that_are_shown_whole_offer_no_axes(laboratory: Laboratory):
    tick_until(laboratory, lambda: fit_of(laboratory).snapshot is not None)
    assert not fit_of(laboratory).axes_chip.isVisible()
