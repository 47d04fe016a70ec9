"""What the loss chart counts along x: epochs, or updates where an epoch is not as long for every run.

Runs that differ in their amount of data or in their batch size make the same number of updates, but not of epochs; on
an axis of epochs the line of a run that sees much data once would end at once. It refuses to count tokens or seconds.
"""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Literal

import numpy as np

from regsim.experiment import Experiment, batch_count
from regsim.snapshot import RunSnapshot, Snapshot


def time_unit(experiment: Experiment) -> Literal["epoch", "update"]:
    """What is counted."""
    return "epoch" if len(set(_batches(experiment))) == 1 else "update"


def last_time(experiment: Experiment) -> float:
    """Where training ends: so many epochs of the first run."""
    epochs = experiment.training.epochs
    return float(epochs if time_unit(experiment) == "epoch" else epochs * _batches(experiment)[0])


def in_time(snapshot: Snapshot) -> Snapshot:
    """The same, with updates in place of epochs everywhere in its runs if that is what is counted; idempotent."""
    if time_unit(snapshot.experiment) == "epoch":
        return snapshot
    return replace(snapshot, runs=tuple(_in_updates(run) for run in snapshot.runs))


@lru_cache(maxsize=8)
def _batches(experiment: Experiment) -> list[int]:
    """Updates an epoch of each run; asked several times a frame."""
    settings = [experiment.settings(run) for run in experiment.runs]
    return [batch_count(data.n_train, training.batch_size) for data, _, training in settings]


def _in_updates(run: RunSnapshot) -> RunSnapshot:
    history = run.history

    def update(epoch: float) -> float:
        return float(np.interp(epoch, history.epoch, history.update)) if len(history) else epoch

    def update_if(epoch: float | None) -> float | None:
        return None if epoch is None else update(epoch)

    return replace(
        run,
        history=replace(history, epoch=history.update),
        epoch=update(run.epoch),
        best_epoch=update(run.best_epoch),
        stopped_epoch=update_if(run.stopped_epoch),
        restored_epoch=update_if(run.restored_epoch),
    )
