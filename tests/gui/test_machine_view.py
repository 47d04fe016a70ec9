"""Early stopping as a machine: it draws whatever comes, and tells what really was counted."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import canned
import pytest
from hanging import colours, hung, show

from regsim.app.scene_views.machine import MachineView
from regsim.app.stopping_chart.machine import counted, parts
from regsim.app.theme import DARK, LIGHT, PROJECTOR, Look
from regsim.engine.training import Training
from regsim.experiment import Run, Values
from regsim.snapshot import Snapshot


@pytest.fixture
def view(qtbot):
    return hung(qtbot, MachineView(), 900, 460)


@cache
def stopped(at: int | None = None) -> Snapshot:
    patient = {"early_stopping.patience": 6}
    asked = replace(
        canned.experiment(epochs=200, hidden=(16,)),
        runs=(
            Run("free", 0),
            Run("restored", 1, Values(patient)),
            Run("kept", 2, Values({**patient, "early_stopping.restore_best": False})),
            Run("endless", 3, Values({"early_stopping.patience": 500})),
        ),
    )
    training = Training(asked)
    training.advance(10**6 if at is None else at * training.batches)
    return training.snapshot()


@pytest.mark.parametrize("look", [Look(), Look(DARK, compact=True), Look(PROJECTOR, presenter=True)])
def test_draws_any_state_twice_alike(view, look):
    view.restyle(look)
    for snapshot in (stopped(0), stopped(3), stopped(), canned.snapshot(states=("diverged",) * 4)):
        for size in ((150, 100), (640, 300), (1300, 700)):
            view.resize(*size)
            first = show(view, snapshot)
            assert colours(first) > 5
            assert show(view, snapshot) == first


def test_nothing_trained_yet(view):
    show(view, None)
    assert "Press Play" in view.reading()


def test_what_is_told_is_what_happened(view):
    snapshot = stopped()
    show(view, snapshot)
    free, restored, kept, endless = view.reading().split("; ")
    run = snapshot.runs[1]
    assert "no patience set" in free
    assert f"waited 6 of 6 · checkpoint: weights of epoch {run.restored_epoch:.0f}" in restored
    assert f"stopped at epoch {run.stopped_epoch:.0f} · back to epoch {run.restored_epoch:.0f}" in restored
    assert "checkpoint: none kept" in kept
    assert f"keeps {run.stopped_epoch:.0f}" in kept
    assert "stopped" not in endless


def test_parts_that_have_not_had_their_turn_are_pale():
    waiting = parts(stopped(3).runs[1], restores=True)
    assert [part.is_done for part in waiting] == [True, True, True, False, False]
    assert all(part.is_done for part in parts(stopped().runs[1], restores=True))


def test_the_latest_counts_end_with_the_stop():
    run = stopped().runs[1]
    counts, epochs = counted(run, 8)
    assert counts[-7:] == [0, 1, 2, 3, 4, 5, 6]
    assert epochs[-1] == f"{run.stopped_epoch:.0f}"
    assert epochs[-7] == f"{run.restored_epoch:.0f}"
    assert counted(run, 0) == ([], [])


def test_a_row_without_patience_is_short(view):
    show(view, stopped())
    free, restored, *_ = view.cells()
    assert free.height() < 0.7 * restored.height()
    assert view.cells()[-1].bottom() == pytest.approx(view.area().bottom())


def test_follows_the_theme(view):
    light = show(view, stopped())
    view.restyle(Look(DARK))
    assert show(view, stopped()) != light
    view.restyle(Look(LIGHT))
    assert show(view, stopped()) == light
