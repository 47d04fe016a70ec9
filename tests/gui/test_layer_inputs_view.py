"""The view of layer inputs: it draws whatever comes, on a scale that only grows."""

from __future__ import annotations

from functools import cache

import canned
import pytest
from hanging import colours, hung, show

from regsim.app.scene_views.layer_inputs import NARROWEST, VIEW, WIDEST, LayerInputsView
from regsim.app.theme import DARK, LIGHT, PROJECTOR, Look
from regsim.engine.training import Training
from regsim.snapshot import Snapshot, Wishes


@pytest.fixture
def view(qtbot):
    return hung(qtbot, LayerInputsView(clock=lambda: 0.0), 900, 420)


@cache
def seen(runs: int = 2, hidden: tuple = (8, 8, 8), states: tuple = (), epochs: int = 6) -> Snapshot:
    training = Training(canned.experiment(runs, epochs, hidden, "moons", states), generation=runs)
    training.watch(VIEW.observables)
    training.advance(10**6 if epochs > 1 else 0)
    return training.snapshot(Wishes(observables=VIEW.observables))


@pytest.mark.parametrize("look", [Look(), Look(DARK, compact=True), Look(PROJECTOR, presenter=True)])
def test_draws_any_training_twice_alike(view, look):
    view.restyle(look)
    diverged = seen(2, (8, 8), ("diverged", "diverged"), 40)
    for snapshot in (seen(1), seen(4, (6, 6, 6, 6, 6, 6)), seen(epochs=1), diverged, seen(hidden=())):
        for size in ((150, 100), (640, 300), (1300, 700)):
            view.resize(*size)
            first = show(view, snapshot)
            assert colours(first) > 3
            assert show(view, snapshot) == first


def test_words(view):
    show(view, None)
    assert "Press Play" in view.reading()
    show(view, seen(hidden=()))
    assert "No hidden layers" in view.reading()
    show(view, seen())
    told = seen().runs[0].observed["layer_inputs"]
    assert f"{told.deviation[-1, -1]:.2f} before layer 3" in view.reading()


def test_the_scale_always_shows_unit_width_and_does_not_follow_what_blows_up(view):
    show(view, seen())
    assert view._reach.high >= NARROWEST
    show(view, seen(2, (8, 8), ("diverged", "diverged"), 40))
    assert view._reach.high <= WIDEST


def test_follows_the_theme(view):
    light = show(view, seen())
    view.restyle(Look(DARK))
    assert show(view, seen()) != light
    view.restyle(Look(LIGHT))
    assert show(view, seen()) == light
