"""The view of virtual examples: it draws points and images, and tells what was altered."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import canned
import pytest
from hanging import colours, hung, show
from PySide6.QtCore import QRectF

from regsim.app.scene_views.virtual_examples import VIEW, VirtualExamplesView
from regsim.app.theme import DARK, LIGHT, PROJECTOR, Look
from regsim.app.versions_chart.tiles import fitted
from regsim.engine.training import Training
from regsim.experiment import Values
from regsim.snapshot import Snapshot, Wishes

ALTERED = {
    "moons": {"augmentation.jitter": 0.3},
    "noisy_sine": {"augmentation.jitter": 0.1},
    "digits": {"augmentation.rotation": 180.0},
    "diabetes": {},
}


@pytest.fixture
def view(qtbot):
    return hung(qtbot, VirtualExamplesView(), 900, 420)


@cache
def seen(kind: str = "moons", runs: int = 2, epochs: int = 4) -> Snapshot:
    asked = canned.experiment(runs, epochs, (6,), kind)
    plain, *others = asked.runs
    asked = replace(asked, runs=(plain, *(replace(run, values=Values(ALTERED[kind])) for run in others)))
    training = Training(asked)
    training.watch(VIEW.observables)
    training.advance(10**6 if epochs else 0)
    return training.snapshot(Wishes(observables=VIEW.observables))


@pytest.mark.parametrize("kind", ALTERED)
@pytest.mark.parametrize("look", [Look(), Look(DARK, compact=True), Look(PROJECTOR, presenter=True)])
def test_draws_any_data_twice_alike(view, kind, look):
    view.restyle(look)
    for runs in (1, 2, 4):
        for size in ((150, 100), (640, 300), (1300, 700)):
            view.resize(*size)
            first = show(view, seen(kind, runs))
            assert colours(first) > 5
            assert show(view, seen(kind, runs)) == first


def test_before_the_first_epoch(view):
    show(view, None)
    assert "Press Play" in view.reading()
    training = Training(canned.experiment(1))
    show(view, training.snapshot(Wishes(observables=VIEW.observables)))
    assert "None yet" in view.reading()


def test_tells_who_sees_altered_examples(view):
    show(view, seen("digits"))
    plain, turned = view.reading().split("; ")
    assert "as they are" in plain
    assert "10 examples, each number altered by" in turned


def test_tables_have_no_picture(view):
    show(view, seen("diabetes"))
    assert "points and images" in view.reading()


def test_images_are_as_large_as_they_can_be():
    tall, wide = (fitted(QRectF(0, 0, *size), 10, 8, 12.0, 8.0, Look()) for size in ((260, 420), (900, 260)))
    assert (tall.columns, tall.rows) == (1, 10)
    assert wide.columns > 1
    for grid in (tall, wide):
        assert grid.side % 8 == 0
        assert grid.versions >= 3


def test_as_many_versions_are_seen_however_fine_the_pixels_are():
    for height in (350, 400, 450):
        grids = [fitted(QRectF(0, 0, 380, height), 10, 8, 16.0, 8 / ratio, Look()) for ratio in (1.0, 2.0, 4.0)]
        assert {grid.versions for grid in grids} == {8}


def test_follows_the_theme(view):
    light = show(view, seen("digits"))
    view.restyle(Look(DARK))
    assert show(view, seen("digits")) != light
    view.restyle(Look(LIGHT))
    assert show(view, seen("digits")) == light
