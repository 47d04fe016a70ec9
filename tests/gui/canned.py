"""Snapshots to draw in tests, made by really training: small, and trained once a session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from regsim.engine.training import Training
from regsim.experiment import Edit, Experiment, Network, Run, Values
from regsim.experiment import Training as TrainingSettings
from regsim.schema import put, with_dataset
from regsim.snapshot import RunState, Snapshot

RUNS = (
    Run("None", 0),
    Run("L2", 1, Values({"l2.strength": 0.01})),
    Run("L1", 2, Values({"l1.strength": 0.005})),
    Run("Dropout", 3, Values({"dropout.rate": 0.5})),
)
ENDINGS: Mapping[RunState, Values] = {
    "stopped early": Values({"early_stopping.patience": 8}),
    "diverged": Values({"l2.strength": 10.0, "training.learning_rate": 1.0}),
}
"""What makes a run end like that: plain gradient descent that is told to stop, or that takes far too long steps."""


def experiment(
    runs: int = 4,
    epochs: int = 400,
    hidden: tuple[int, ...] = (64, 64),
    kind: str = "moons",
    states: tuple[RunState, ...] = (),
) -> Experiment:
    """Up to four runs: plain, L2, L1, dropout; `states` makes some of them stop early or diverge."""
    made = list(RUNS[:runs])
    for index, state in enumerate(states):
        made[index] = replace(made[index], values=ENDINGS.get(state, made[index].values))
    optimizer = "sgd" if "diverged" in states else "adam"
    settings = TrainingSettings(epochs=epochs, optimizer=optimizer, learning_rate=0.1 if optimizer == "sgd" else 0.01)
    plain = Experiment(network=Network(hidden=hidden), training=settings, runs=tuple(made))
    return with_dataset(plain, kind)


@cache
def snapshot(
    runs: int = 4,
    epochs: int = 400,
    hidden: tuple[int, ...] = (64, 64),
    kind: str = "moons",
    states: tuple[RunState, ...] = (),
    at: int | None = None,
    generation: int = 0,
    edits: tuple[Edit, ...] = (),
) -> Snapshot:
    """All runs at epoch `at`, the last one by default.

    Parameters
    ----------
    runs, epochs, hidden, kind
        Of the experiment.
    states : tuple of RunState
        "stopped early" or "diverged" makes the run of that place end so; the others train on.
    edits : tuple of Edit
        Live knobs moved on the way.
    """
    training = Training(experiment(runs, epochs, hidden, kind, states), generation=generation)
    waiting = sorted(edits, key=lambda edit: edit.update)
    while not training.finished and (at is None or training.epoch < at):
        while waiting and waiting[0].update <= training.update:
            edit = waiting.pop(0)
            training.retune(put(training.experiment, edit.path, edit.value))
        training.advance_epoch()
    return training.snapshot()
