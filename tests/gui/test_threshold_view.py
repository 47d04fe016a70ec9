"""What L1 does after the step: dots stand on the function that theory says, counts are those of the step."""

from __future__ import annotations

from functools import partial

import hanging
import numpy as np
import pytest
from hanging import hung, show

from regsim.app.scene_views.threshold import ThresholdView
from regsim.app.theme import DARK, PROJECTOR, Look
from regsim.app.threshold_chart.landing import GRAIN, landing, soft_threshold
from regsim.experiment import Data, Experiment, Network, Run, Values
from regsim.experiment import Training as Asked
from regsim.snapshot import Wishes

SEEN = Wishes(weights=False, prediction=False, mask=False, observables=frozenset({"last_step"}))
SOFT = {"l1.strength": 0.2}
SIGN = {"l1.strength": 0.2, "l1.method": "subgradient"}


def asked(optimizer: str = "sgd", rate: float = 0.02, runs: int = 4) -> Experiment:
    values = (SOFT, SIGN, {}, {"l1.strength": 0.2, "l2.strength": 10.0, "training.learning_rate": 5.0})
    return Experiment(
        data=Data("sparse_linear", 40, 20, 20, noise=0.5, label_flip=0.0),
        network=Network(()),
        training=Asked(optimizer=optimizer, learning_rate=rate, epochs=200),
        runs=tuple(Run(f"run {place}", place, Values(each)) for place, each in enumerate(values[:runs])),
    )


after = partial(hanging.after, wishes=SEEN)


@pytest.fixture
def view(qtbot):
    return hung(qtbot, ThresholdView(), 860, 400)


@pytest.mark.parametrize("optimizer", ["sgd", "adam", "momentum"])
def test_the_dots_of_the_soft_threshold_stand_on_its_function(optimizer):
    run = after(asked(optimizer), 120).runs[0]
    step = run.observed["last_step"]
    found = landing(step)
    np.testing.assert_allclose(found.y, soft_threshold(found.x), atol=1.5 * GRAIN)
    stepped, after_it = step.stepped[0].ravel(), step.after[0].ravel()
    assert found.caught == found.landed == np.count_nonzero(after_it == 0) > 20
    assert found.many.sum() + found.beyond == found.total == len(stepped)
    assert (found.low == pytest.approx(found.high)) == (optimizer != "adam")
    assert "landed on 0" in found.words


def test_the_dots_of_the_subgradient_stand_on_two_lines_and_never_land():
    step = after(asked(), 120).runs[1].observed["last_step"]
    found = landing(step)
    np.testing.assert_allclose(np.abs(found.y - found.x), 1.0, atol=1.5 * GRAIN)
    assert found.landed == 0
    assert found.hopped == np.count_nonzero(step.before[0] * step.after[0] < 0) > 0
    assert found.threshold == "0.004"
    assert "0 landed" in found.words


def test_without_l1_there_is_nothing_to_show():
    assert landing(after(asked(), 5).runs[2].observed["last_step"]) is None


@pytest.mark.parametrize("look", [Look(), Look(DARK, compact=True), Look(PROJECTOR, presenter=True)])
@pytest.mark.parametrize("runs", [1, 4])
def test_draws_anything_twice_alike(view, look, runs):
    experiment = asked(runs=runs)
    view.restyle(look)

    show(view, None, experiment)
    assert "Press Play" in view.reading()
    for updates in (0, 1, 200):
        shown = after(experiment, updates)
        assert show(view, shown, experiment) == show(view, shown, experiment)
    assert ("diverged" in view.reading()) == (runs == 4)
    assert ("no L1" in view.reading()) == (runs == 4)
