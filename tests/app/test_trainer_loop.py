"""The trainer's loop obeys, advances in slices, and never delivers more than one snapshot unread."""

from __future__ import annotations

import math

import numpy as np

from regsim import schema
from regsim.app.commands import Pause, Play, Quit, Retune, Start, Step, Wish
from regsim.app.trainer import TrainingLoop
from regsim.experiment import Data, Experiment
from regsim.snapshot import Snapshot, Wishes
from tests.app.laboratory import small_experiment


def make_loop() -> TrainingLoop:
    def fail(generation: int, text: str) -> None:
        raise AssertionError(text)

    return TrainingLoop(fail)


def run_to_end(loop: TrainingLoop) -> Snapshot:
    for _ in range(10_000):
        loop.turn()
        snapshot = loop.mailbox.take()
        if snapshot is not None and snapshot.finished:
            return snapshot
    raise AssertionError("it never finished")


def test_start_delivers_the_initial_network() -> None:
    loop = make_loop()
    loop.inbox.put(Start(3, small_experiment()))
    loop.turn()
    snapshot = loop.mailbox.take()
    assert snapshot is not None
    assert (snapshot.generation, snapshot.update, len(snapshot.runs)) == (3, 0, 2)


def test_nothing_is_delivered_while_the_last_one_is_unread() -> None:
    loop = make_loop()
    loop.inbox.put(Start(1, small_experiment()))
    loop.turn()
    loop.inbox.put(Step(whole_epoch=True))
    loop.turn()
    first = loop.mailbox.take()
    loop.turn()
    second = loop.mailbox.take()
    assert first is not None
    assert second is not None
    assert (first.update, second.update) == (0, 1)
    loop.turn()
    assert loop.mailbox.empty


def test_playing_as_fast_as_it_goes_ends_with_a_full_snapshot() -> None:
    loop = make_loop()
    loop.inbox.put(Start(1, small_experiment(epochs=50)))
    loop.inbox.put(Play(math.inf))
    snapshot = run_to_end(loop)
    assert snapshot.epoch == 50
    assert all(run.prediction is not None and run.weights for run in snapshot.runs)
    assert loop.idle


def test_a_rate_is_kept_by_the_clock_and_not_caught_up_with() -> None:
    now = [0.0]
    loop = TrainingLoop(lambda generation, text: None, clock=lambda: now[0])
    loop.inbox.put(Start(1, small_experiment(epochs=1000)))
    loop.inbox.put(Play(10.0))
    updates = []
    for _ in range(31):
        loop.turn()
        snapshot = loop.mailbox.take()
        if snapshot is not None:
            updates.append(snapshot.update)
        now[0] += 0.1
    assert 28 <= updates[-1] <= 30
    assert max(np.diff(updates)) <= 2


def test_paused_it_stands_still() -> None:
    loop = make_loop()
    loop.inbox.put(Start(1, small_experiment(epochs=10_000)))
    loop.inbox.put(Play(math.inf))
    loop.turn()
    loop.inbox.put(Pause())
    loop.turn()
    loop.mailbox.take()
    loop.turn()
    last = loop.mailbox.take()
    for _ in range(5):
        loop.turn()
    assert loop.mailbox.empty
    assert last is None or last.runs[0].prediction is not None


def test_a_run_that_joins_finds_the_others_where_they_were() -> None:
    loop = make_loop()
    two, three = small_experiment(2), small_experiment(3)
    loop.inbox.put(Start(1, two, update=12))
    before = None
    while before is None:
        loop.turn()
        before = loop.mailbox.take()
    loop.inbox.put(Start(2, three, update=before.update))
    after = None
    while after is None:
        loop.turn()
        after = loop.mailbox.take()
    assert after.update == before.update == 12
    for old, new in zip(before.runs, after.runs, strict=False):
        for a, b in zip(old.weights, new.weights, strict=True):
            assert np.array_equal(a, b)


def test_retuning_of_an_older_generation_is_ignored() -> None:
    loop = make_loop()
    experiment = small_experiment()
    loop.inbox.put(Start(2, experiment))
    loop.turn()
    loop.mailbox.take()
    loop.inbox.put(Retune(1, schema.put(experiment, "run.1.l2.strength", 0.1)))
    loop.turn()
    assert loop.mailbox.empty


def test_wishes_decide_what_a_snapshot_carries() -> None:
    loop = make_loop()
    loop.inbox.put(Start(1, small_experiment()))
    loop.inbox.put(Wish(Wishes(weights=False, prediction=False, mask=False)))
    loop.turn()
    snapshot = loop.mailbox.take()
    assert snapshot is not None
    assert all(run.prediction is None and run.weights == () for run in snapshot.runs)


def test_what_training_raises_is_told_and_the_loop_lives_on() -> None:
    told: list[str] = []
    loop = TrainingLoop(lambda generation, text: told.append(text))
    loop.inbox.put(Start(1, Experiment(data=Data(kind="nowhere"))))
    assert loop.turn()
    assert len(told) == 1
    loop.inbox.put(Start(2, small_experiment()))
    loop.turn()
    assert loop.mailbox.take() is not None


def test_quit_ends_it() -> None:
    loop = make_loop()
    loop.inbox.put(Quit())
    assert not loop.turn()
