"""Two weights: level lines are level, pictures are those of the run, both forms, any snapshot drawn twice alike."""

from __future__ import annotations

from functools import partial

import hanging
import numpy as np
import pytest
from canned import snapshot as any_snapshot
from hanging import hung, show

from regsim.app.corner_chart.levels import even_heights, level_lines, objective
from regsim.app.scene_views.corners import CornersView
from regsim.app.theme import DARK, PROJECTOR, Look
from regsim.experiment import Data, Experiment, Network, Run, Values
from regsim.experiment import Training as Asked
from regsim.snapshot import Wishes

SEEN = Wishes(weights=True, prediction=False, mask=False, observables=frozenset({"weight_path"}))
RUNS = ({"l1.strength": 0.6}, {"l2.strength": 0.3}, {}, {"l2.strength": 10.0, "training.learning_rate": 5.0})


def asked(runs: int = 4) -> Experiment:
    options = Values({"groups": 1, "group_size": 2, "counting": 1, "correlation": 50})
    return Experiment(
        data=Data("correlated_linear", 100, 30, 30, noise=1.0, label_flip=0.0, options=options),
        network=Network(()),
        training=Asked(optimizer="sgd", learning_rate=0.05, epochs=200),
        runs=tuple(Run(f"run {place}", place, Values(each)) for place, each in enumerate(RUNS[:runs])),
    )


after = partial(hanging.after, wishes=SEEN)


@pytest.fixture
def view(qtbot):
    return hung(qtbot, CornersView(), 860, 420)


@pytest.mark.parametrize("with_penalty", [False, True])
@pytest.mark.parametrize("run", [0, 1, 2])
def test_level_lines_are_level(run, with_penalty):
    told = after(asked(), 200).runs[run].observed["weight_path"]
    heights = even_heights(told, with_penalty, 2.0)
    lines = level_lines(told, with_penalty, 2.0, heights)
    assert (np.diff(heights) > 0).all()
    for line, height in zip(lines, heights, strict=True):
        np.testing.assert_allclose(objective(told, line, with_penalty), height, rtol=1e-4)


def test_it_reads_what_was_learned_and_computed(view):
    experiment = asked(2)
    show(view, after(experiment, 200), experiment)
    first, second = view.reading().split("; ")
    assert first.count("0)") + first.count("(0,") == 2
    assert "(0," not in second
    assert "0)" not in second.replace("0.", "")
    view.form_chip.click()
    assert view.is_penalty
    assert view.reading().startswith(first)


def test_a_unit_is_as_long_to_the_right_as_upwards_and_the_scale_stays(view):
    experiment = asked(2)
    show(view, after(experiment, 3), experiment)
    frame = view.frame(view.cells()[0])
    assert frame.x.length / frame.x.high == pytest.approx(frame.y.length / frame.y.high)
    show(view, after(experiment, 200), experiment)
    assert view.frame(view.cells()[0]) == frame


@pytest.mark.parametrize("look", [Look(), Look(DARK, compact=True), Look(PROJECTOR, presenter=True)])
@pytest.mark.parametrize("runs", [1, 4])
def test_draws_anything_twice_alike(view, look, runs):
    experiment = asked(runs)
    view.restyle(look)
    show(view, None, experiment)
    assert "Press Play" in view.reading()
    for _ in range(2):
        for updates in (0, 200):
            assert show(view, after(experiment, updates), experiment) == show(
                view, after(experiment, updates), experiment
            )
        view.form_chip.click()
    assert ("diverged" in view.reading()) == (runs == 4)


def test_larger_networks_are_refused_in_words(view):
    shown = any_snapshot(2, 3, (8,))
    show(view, shown, shown.experiment)
    assert "only for a linear model of two inputs" in view.reading()
