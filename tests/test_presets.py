"""Every preset file: readable, well formed, a controlled comparison, and trained for a moment."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from regsim import presets
from regsim.engine.training import Training
from regsim.experiment import Experiment
from regsim.schema import problems
from regsim.sweep import train_seeds
from tests.verify.claims import CLAIMS

PRESETS = sorted(presets.catalogue())
SCALE = ("underfitting", "good fit", "starting to overfit", "overfitting")
ONE_WORD_ONLY = ("stopped before overfitting", "diverged")
DECLARED_OVERRIDES = {
    "batch_norm": {"training.learning_rate"},
    "batch_norm_noise": {"training.batch_size"},
    "underfitting_good_overfitting": {"network.hidden"},
}
"""Which presets compare more than regularizers, and what."""


def short(preset: str, epochs: int = 3) -> Experiment:
    experiment = presets.load(preset)
    return replace(experiment, training=replace(experiment.training, epochs=epochs))


def test_the_window_starts_with_four_runs_on_moons() -> None:
    experiment = presets.load(presets.DEFAULT_PRESET)
    assert next(iter(presets.catalogue())) == presets.DEFAULT_PRESET
    assert experiment.data.kind == "moons"
    assert [run.label for run in experiment.runs] == ["None", "L2", "L1", "Dropout"]


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_valid_and_says_what_to_notice(preset: str) -> None:
    described = presets.catalogue()[preset]
    assert not problems(presets.load(preset))
    assert 0 < len(described.title) <= 30
    assert described.detail.endswith(".")


@pytest.mark.parametrize("preset", PRESETS)
def test_each_run_says_how_it_is_meant_to_end_in_one_word_or_two_adjacent_ones(preset: str) -> None:
    for run in presets.load(preset).runs:
        assert run.expect
        if run.expect[0] in ONE_WORD_ONLY:
            assert len(run.expect) == 1
        else:
            places = sorted(SCALE.index(word) for word in run.expect)
            assert places == list(range(places[0], places[0] + len(places)))
            assert len(places) <= 2


@pytest.mark.parametrize("preset", PRESETS)
def test_runs_differ_in_their_regularizers_and_in_what_the_preset_declares(preset: str) -> None:
    runs = presets.load(preset).runs
    overrides = {path for run in runs for path in run.values if path.startswith(("data.", "network.", "training."))}
    assert overrides == DECLARED_OVERRIDES.get(preset, set())
    assert len({run.values for run in runs}) == len(runs)
    assert len({run.label for run in runs}) == len(runs)


def test_what_each_preset_shows_is_verified_by_a_command() -> None:
    assert set(CLAIMS) == set(PRESETS)


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_begins_to_learn(preset: str) -> None:
    # thirty full-batch epochs: Adam's first steps are of full length and may overshoot
    training = Training(short(preset, epochs=30 if presets.load(preset).training.batch_size == 0 else 3))
    while not training.finished:
        training.advance_epoch()
    for run in training.snapshot().runs:
        assert len(run.history) > 1
        assert np.isfinite(run.history.validation_loss).all()
        assert run.history.train_loss[1:].min() < run.history.train_loss[0]


def test_a_sweep_has_the_numbers_of_each_seed_alone() -> None:
    experiment = short("overfitting")
    told: list[float] = []
    sweep = train_seeds(experiment, (5, 6), progress=told.append)
    alone = replace(experiment, data=replace(experiment.data, seed=6), training=replace(experiment.training, seed=6))
    training = Training(alone)
    training.advance(training.last_update)
    assert sweep.numbers("validation_loss")[:, 1].tolist() == [run.validation_loss for run in training.snapshot().runs]
    assert told == sorted(told)
    assert told[-1] == 1


def test_companies_of_a_sweep_do_not_change_its_numbers(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = short("overfitting")
    whole = train_seeds(experiment, range(3))
    monkeypatch.setattr("regsim.sweep.ROOM", 1)
    assert train_seeds(experiment, range(3)).numbers("train_loss").tolist() == whole.numbers("train_loss").tolist()


def test_wins_count_seeds_and_a_diverged_run_never_wins() -> None:
    sweep = train_seeds(short("overfitting"), range(3))
    nan = tuple(replace(end, validation_loss=np.nan, validation_accuracy=np.nan) for end in sweep.runs[1])
    better = tuple(replace(end, validation_loss=end.validation_loss / 2) for end in sweep.runs[0])
    sweep = replace(sweep, runs=(sweep.runs[0], nan, better, nan))
    assert sweep.wins().tolist() == [0, 0, 3, 0]
    assert sweep.wins("validation_accuracy").tolist() == [0, 0, 0, 0]
    assert np.isnan(sweep.quartiles("validation_loss")[1]).all()
    assert replace(sweep, runs=(nan, better)).wins().tolist() == [0, 3]


def test_agreement_counts_the_verdicts_that_were_meant() -> None:
    sweep = train_seeds(short("overfitting", epochs=4), range(3))
    assert sweep.verdicts(0) == tuple(end.verdict for end in sweep.runs[0])
    meant = tuple(replace(end, verdict="overfitting") for end in sweep.runs[0][:2])
    assert replace(sweep, runs=((*meant, replace(meant[0], verdict="diverged")),)).agreement(0) == 2


def test_whoever_is_told_of_progress_may_end_a_sweep() -> None:
    class Enough(Exception):
        pass

    told: list[float] = []

    def listen(share: float) -> None:
        told.append(share)
        raise Enough

    with pytest.raises(Enough):
        train_seeds(short("overfitting", epochs=200), range(20), progress=listen)
    assert len(told) == 1
    assert told[0] < 1
