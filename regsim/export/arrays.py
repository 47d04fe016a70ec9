"""Gathers all that a snapshot holds as arrays of numpy, by name; refuses to compute anything new."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import fields

import numpy as np

from regsim import __version__
from regsim.examples import Array, Split
from regsim.experiment import Experiment
from regsim.experiment_file import text
from regsim.export.tables import bin_counts, bin_edges, in_own_units, inputs_in_own_units, places_of
from regsim.snapshot import History, RunSnapshot, Snapshot

SPLITS = ("train", "validation", "test")


def arrays(snapshot: Snapshot, experiment: Experiment | None = None) -> dict[str, Array]:
    """Everything a snapshot holds, by name: ``train/x``, ``run1/history/train_loss``, ``run1/weights/1``, ``grid``, …

    Parameters
    ----------
    snapshot : Snapshot
    experiment : Experiment, optional
        What replays the training, knobs moved meanwhile included; the snapshot's own if not given.
    """
    found: dict[str, Array] = {
        "experiment": np.array(text(experiment or snapshot.experiment)),
        "version": np.array(__version__),
        "update": np.array(snapshot.update),
        "epoch": np.array(snapshot.epoch),
        "labels": np.array([run.label for run in snapshot.experiment.runs]),
    }
    examples = snapshot.examples
    for name in SPLITS:
        split: Split = getattr(examples, name)
        found[f"{name}/x"] = inputs_in_own_units(examples, split.x)
        found[f"{name}/y"] = in_own_units(examples, split.y)
    pictured = [run.prediction for run in snapshot.runs if run.prediction is not None]
    if pictured:
        found["grid"] = places_of(snapshot, pictured[0])[1]
    edges = bin_edges(snapshot)
    if edges is not None:
        found["histogram/edges"] = edges
    for number, run in enumerate(snapshot.runs, start=1):
        found |= {f"run{number}/{name}": array for name, array in _arrays(run, edges)}
        if run.prediction is not None:
            found[f"run{number}/prediction"] = in_own_units(examples, run.prediction)
    return found


def npz(snapshot: Snapshot, experiment: Experiment | None = None) -> bytes:
    """`arrays` as a compressed file of numpy, the same bytes for the same snapshot."""
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays(snapshot, experiment))
    return file.getvalue()


def _arrays(run: RunSnapshot, edges: Array | None) -> Iterator[tuple[str, Array]]:
    for field in fields(History):
        yield f"history/{field.name}", getattr(run.history, field.name)
    for layer, (matrix, biases) in enumerate(zip(run.weights, run.biases, strict=True), start=1):
        yield f"weights/{layer}", matrix
        yield f"biases/{layer}", biases
    counts = None if edges is None else bin_counts(run, edges)
    if counts is not None:
        yield "histogram/weights", counts[0]
        yield "histogram/exact_zeros", np.array(counts[1])
    if run.mask is not None:
        yield "mask/update", np.array(run.mask.update)
        yield "mask/example", np.array(run.mask.example)
        for layer, kept in enumerate(run.mask.kept):
            yield f"mask/kept/{layer}", kept
