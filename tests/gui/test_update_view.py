"""The update in numbers: both ways to write a step give the one taken; the weight is kept, or another chosen."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import hanging
import numpy as np
import pytest
from hanging import hung, show
from PySide6.QtCore import Qt

from regsim.app.scene_views.update import UpdateView
from regsim.app.theme import DARK, PROJECTOR, Look
from regsim.app.update_chart.account import Account, Address, exact, figure
from regsim.app.update_chart.lines import window
from regsim.app.update_chart.painting import columns
from regsim.experiment import Data, Experiment, Network, Run, Values
from regsim.experiment import Training as Asked
from regsim.snapshot import Wishes

SEEN = Wishes(weights=False, prediction=False, mask=False, observables=frozenset({"last_step"}))
PLAIN, L2, HUGE, DECAY, L1, SIGN = (
    {}, {"l2.strength": 0.3}, {"l2.strength": 10.0}, {"weight_decay.strength": 0.5}, {"l1.strength": 0.1},
    {"l1.strength": 0.1, "l1.method": "subgradient"},
)  # fmt: skip


def asked(*values: dict[str, float | str], optimizer: str = "sgd", kind: str = "moons") -> Experiment:
    return Experiment(
        data=Data(kind, n_train=24, n_validation=20, n_test=20, label_flip=0.0),
        network=Network((6, 4), "tanh"),
        training=Asked(optimizer=optimizer, learning_rate=0.2, epochs=40),
        runs=tuple(Run(f"run {place}", place, Values(each)) for place, each in enumerate(values)),
    )


after = partial(hanging.after, wishes=SEEN)


@pytest.fixture
def view(qtbot):
    return hung(qtbot, UpdateView(), 860, 440)


@pytest.mark.parametrize("values", [PLAIN, L2, DECAY, L1, SIGN, {**L2, **DECAY, **SIGN}])
def test_every_way_to_write_a_plain_step_gives_the_one_that_was_taken(values):
    step = after(asked(values), 5).runs[0].observed["last_step"]
    account = Account.of(step, Address(0, 2, 1), "sgd")
    assert account.is_plain
    assert len(account.lines()) == (3 if values == L1 else 2)
    for line in account.lines()[-1 if values == L1 else 0 :]:
        assert line.result == pytest.approx(account.after, rel=1e-5, abs=1e-7)


@pytest.mark.parametrize("optimizer", ["adam", "rmsprop", "momentum", "nesterov"])
@pytest.mark.parametrize("values", [L2, DECAY])
def test_other_optimizers_take_the_step_that_was_taken_and_say_why(optimizer, values):
    step = after(asked(values, optimizer=optimizer), 5).runs[0].observed["last_step"]
    account = Account.of(step, Address(1, 2, 3), optimizer)
    (line,) = account.lines()
    assert line.result == pytest.approx(account.after, rel=1e-5, abs=1e-7)
    assert account.factor == (None if values == L2 else pytest.approx(0.9))
    assert any(word in account.words() for word in ("Adam", "RMSProp", "Momentum"))


def test_the_words_follow_the_factor():
    def words(strength: float) -> str:
        step = after(asked({"l2.strength": strength}), 1).runs[0].observed["last_step"]
        return Account.of(step, Address(0, 0, 0), "sgd").words()

    found = [words(strength) for strength in (0.0, 0.1, 2.5, 4.0, 6.0)]
    assert [
        next(key for key in ("is 1", "between 0 and 1", "Factor 0", "below 0", "below −1") if key in each)
        for each in found
    ] == ["is 1", "between 0 and 1", "Factor 0", "below 0", "below −1"]


def test_an_adaptive_optimizer_begins_with_a_weight_that_no_data_move(view):
    experiment = replace(asked(L2, optimizer="adam", kind="digits"), data=Data("digits", 40, 20, 20, noise=0.0))
    snapshot = after(experiment, 3)
    show(view, snapshot, experiment)
    assert view.address is not None
    assert not snapshot.examples.train.x[:, view.address.source].any()
    assert "no data move the weight" in view.reading()


def test_the_default_weight_is_the_largest_that_moves_and_it_stays(view):
    experiment = asked(L2, HUGE)
    first = after(experiment, 3)
    show(view, first, experiment)
    step = first.runs[0].observed["last_step"]
    chosen = view.address
    assert abs(step.before[chosen.layer][chosen.to, chosen.source]) == max(np.abs(w).max() for w in step.before)
    show(view, after(experiment, 9), experiment)
    assert view.address == chosen


def test_keys_and_clicks_choose_another_weight_which_is_kept(view, qtbot):
    experiment = asked(L2)
    show(view, after(experiment, 3), experiment)
    before = view.address
    qtbot.keyClick(view.canvas, Qt.Key.Key_Down)
    assert view.address == replace(before, to=(before.to + 1) % 6 if before.layer == 0 else view.address.to)
    qtbot.keyClick(view.canvas, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert view.address.layer == (before.layer + 1) % 3
    view.grab()
    place = view.address
    button = view._steppers[2].further.center().toPoint()
    qtbot.mouseClick(view.canvas, Qt.MouseButton.LeftButton, pos=button)
    assert view.address != place
    kept = view.address
    show(view, replace(after(experiment, 9), generation=5), experiment)
    assert view.address == kept
    assert not view.telling_chip.isHidden()
    view.telling_chip.click()
    assert view.address == before


def test_columns_give_room_to_those_that_need_it():
    assert columns([30.0, 40.0], 200.0, 8.0) == [100.0, 100.0]
    narrow = columns([60.0, 10.0, 20.0], 120.0, 8.0)
    assert sum(narrow) == pytest.approx(120.0)
    assert all(width > need for width, need in zip(narrow, [60.0, 10.0, 20.0], strict=True))


def test_a_picture_names_the_weight_and_offers_no_other(view):
    experiment = asked(L2)
    with_buttons = show(view, after(experiment, 3), experiment)
    view.leave_out_buttons()
    assert show(view, after(experiment, 3), experiment) != with_buttons
    assert not view._steppers


@pytest.mark.parametrize("look", [Look(), Look(DARK, compact=True), Look(PROJECTOR, presenter=True)])
def test_draws_anything_twice_alike(view, look):
    experiment = asked(PLAIN, L2, HUGE, SIGN)
    view.restyle(look)
    assert "Press Play" in view.reading() or not show(view, None, experiment).isNull()
    assert not show(view, after(experiment, 0), experiment).isNull()
    assert "no step seen" in view.reading()
    for updates in (1, 40):
        for selected in range(4):
            snapshot = after(experiment, updates)
            first = show(view, snapshot, experiment, selected=selected)
            assert first == show(view, snapshot, experiment, selected=selected)
    assert after(experiment, 40).runs[2].state == "diverged"


def test_a_window_shows_all_stops_between_round_ends():
    for stops in ([0.5, 0.49, 0.48], [-3.0, 2.0], [0.0, 0.0], [1e-7, -2e-7], [3e5, 3e5]):
        span = window(stops, 0.0, 100.0)
        assert span.low < span.high
        assert span.low <= min(stops)
        assert max(stops) <= span.high


def test_numbers_are_short_and_exact_results_long():
    assert figure(0.48291) == "0.4829"
    assert figure(-0.00001234) == "−1.23e−5"
    assert figure(float("nan")) == "—"
    assert exact(-0.48291234) == "−0.482912"
    assert exact(0.0) == "0"
