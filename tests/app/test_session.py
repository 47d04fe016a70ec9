"""An edit is checked, announced once and undone in one step; live knobs keep the training, others restart it."""

from __future__ import annotations

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from regsim import schema
from regsim.app.pace import story_rate
from regsim.app.session import Session
from regsim.app.trainer import InlineTrainer, TrainingLoop
from regsim.engine.training import Training
from tests.app.laboratory import small_experiment


@pytest.fixture
def session(qtbot: QtBot) -> Session:
    trainer = InlineTrainer()
    session = Session(trainer)
    trainer.setParent(session)
    session.open(small_experiment(2, epochs=60), play=False)
    pull(session)
    return session


def pull(session: Session) -> None:
    while not session.pull():
        pass


def test_the_session_announces_an_edit_once(session: Session) -> None:
    told = []
    session.experiment_changed.connect(lambda new, old: told.append((new, old)))
    before = session.experiment
    session.edit("run.2.l2.strength", 0.03)
    session.edit("run.2.l2.strength", 0.03)
    assert told == [(session.experiment, before)]
    assert schema.get(session.experiment, "run.2.l2.strength") == 0.03


def test_a_drag_is_one_undo_step_and_two_drags_are_two(session: Session) -> None:
    before = session.experiment
    for value in (0.01, 0.02, 0.03):
        session.edit("run.1.l2.strength", value, "drag")
    session.edit("run.1.l2.strength", 0.04, "done")
    between = session.experiment
    session.edit("run.1.l2.strength", 0.05, "drag")
    session.edit("run.1.l2.strength", 0.06, "done")
    session.undo()
    assert session.experiment == between
    session.undo()
    assert session.experiment == before
    assert not session.can_undo
    session.redo()
    assert session.experiment == between


def test_a_live_knob_keeps_update_and_history(session: Session) -> None:
    for _ in range(5):
        session.step(whole_epoch=True)
        pull(session)
    session.edit("run.1.l2.strength", 0.05)
    pull(session)
    assert session.snapshot is not None
    assert session.snapshot.update == 5
    assert len(session.snapshot.runs[0].history) == 6
    assert session.snapshot.edits[0].update == 5


def test_a_structural_knob_starts_again_and_says_so(session: Session) -> None:
    said = []
    session.said.connect(lambda text, undo: said.append((text, undo)))
    session.step(whole_epoch=True)
    pull(session)
    session.edit("data.n_train", 50)
    pull(session)
    assert session.snapshot is not None
    assert session.snapshot.update == 0
    assert said == [("Started again: training points 40 → 50.", True)]


def test_a_refused_edit_changes_nothing_and_is_said(session: Session) -> None:
    said = []
    session.said.connect(lambda text, undo: said.append(text))
    before = session.experiment
    session.edit("run.1.dropout.rate", 1.0)
    assert session.experiment is before
    assert len(said) == 1
    assert "run.1.dropout.rate" in said[0]


def test_an_added_run_joins_the_others_at_their_update(session: Session) -> None:
    for _ in range(4):
        session.step(whole_epoch=True)
    pull(session)
    session.edit("run.2.l2.strength", 0.05)
    session.step(whole_epoch=True)
    pull(session)
    before = session.snapshot
    session.change(schema.add_run(session.experiment, 1), "Added")
    pull(session)
    after = session.snapshot
    assert before is not None
    assert after is not None
    assert after.update == before.update
    for old, new in zip(before.runs, after.runs, strict=False):
        assert np.array_equal(old.weights[0], new.weights[0])
    assert after.edits == before.edits


def test_removing_a_run_keeps_the_others_and_their_edits(session: Session) -> None:
    session.step(whole_epoch=True)
    session.edit("run.2.l2.strength", 0.05)
    session.step(whole_epoch=True)
    pull(session)
    before = session.snapshot
    session.change(schema.remove_run(session.experiment, 0), "Removed")
    pull(session)
    after = session.snapshot
    assert before is not None
    assert after is not None
    assert np.array_equal(before.runs[1].weights[0], after.runs[0].weights[0])
    assert [edit.path for edit in after.edits] == ["run.1.l2.strength"]


def test_what_was_played_live_replays_to_the_same_bits(session: Session) -> None:
    session.step(whole_epoch=True)
    session.edit("run.2.l2.strength", 0.05)
    session.edit("run.1.dropout.rate", 0.3)
    for _ in range(10):
        session.step(whole_epoch=True)
    pull(session)
    live = session.snapshot
    assert live is not None
    replay = Training(session.recorded())
    replay.advance(live.update)
    again = replay.snapshot()
    for old, new in zip(live.runs, again.runs, strict=True):
        assert np.array_equal(old.weights[0], new.weights[0])
        assert np.array_equal(old.history.validation_loss, new.history.validation_loss)


def test_reset_goes_back_to_the_same_weights_and_reroll_to_others(session: Session) -> None:
    assert session.snapshot is not None
    first = session.snapshot.runs[0].weights[0]
    session.step(whole_epoch=True)
    session.reset()
    pull(session)
    assert session.snapshot.update == 0
    assert np.array_equal(session.snapshot.runs[0].weights[0], first)
    session.reroll()
    assert session.experiment.data.seed == session.experiment.training.seed
    pull(session)
    assert not np.array_equal(session.snapshot.runs[0].weights[0], first)


def test_the_default_speed_tells_the_story_in_sixteen_seconds() -> None:
    experiment = small_experiment(epochs=400)
    assert story_rate(experiment) == 25.0


def test_playing_to_the_end_pauses_and_plays_again_from_the_start(session: Session) -> None:
    session.set_rate(float("inf"))
    session.play()
    while session.playing:
        session.pull()
    assert session.finished
    assert session.snapshot is not None
    assert session.snapshot.epoch == 60
    session.edit("training.epochs", 70)
    session.play()
    while session.playing:
        session.pull()
    assert session.snapshot.epoch == 70


def test_a_failure_of_the_trainer_is_told_and_keeps_the_experiment(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = []
    session.trainer_failed.connect(told.append)

    def fail(loop: TrainingLoop) -> None:
        raise MemoryError("no room")

    monkeypatch.setattr(TrainingLoop, "_work", fail)
    session.play()
    session.pull()
    assert told
    assert told[0].startswith("MemoryError: no room")
    assert not session.playing
    assert session.experiment.title == "Small"
