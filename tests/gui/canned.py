"""Snapshots to draw in tests: real examples with made-up histories and weights of the right shapes."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np

from regsim import datasets
from regsim.catalog import discover
from regsim.datasets.base import Dataset
from regsim.examples import Array, Examples, frozen
from regsim.experiment import Edit, Experiment, Network, Run, Training, Values
from regsim.schema import with_dataset
from regsim.snapshot import History, Mask, RunSnapshot, RunState, Snapshot

RUNS = (
    Run("None", 0),
    Run("L2", 1, Values({"l2.strength": 0.01})),
    Run("L1", 2, Values({"l1.strength": 0.005})),
    Run("Dropout", 3, Values({"dropout.rate": 0.5})),
)
_ENDS = ((3.2, 0.015), (0.5, 0.43), (0.485, 0.41), (0.58, 0.32))


def experiment(runs: int = 4, epochs: int = 400, hidden: tuple[int, ...] = (64, 64), kind: str = "moons") -> Experiment:
    """Up to four runs: plain, L2, L1, dropout."""
    plain = Experiment(network=Network(hidden=hidden), training=Training(epochs=epochs), runs=RUNS[:runs])
    return with_dataset(plain, kind)


def examples(asked: Experiment) -> Examples:
    """The real examples of an experiment."""
    return discover(datasets, "DATASET", Dataset)[asked.data.kind].examples(asked.data)


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
    """All runs at epoch `at` (the last by default); `states`: one a run, "training" or "finished" by default."""
    asked = experiment(runs, epochs, hidden, kind)
    drawn = examples(asked)
    now = epochs if at is None else at
    usual: RunState = "finished" if now == epochs else "training"
    shown = tuple(
        _run(index, now, epochs, hidden, drawn, states[index] if index < len(states) else usual)
        for index in range(runs)
    )
    return Snapshot(
        generation=generation,
        experiment=asked,
        examples=drawn,
        update=now,
        epoch=now,
        batch=0,
        batches=1,
        finished=all(run.state != "training" for run in shown),
        runs=shown,
        edits=edits,
    )


def _run(index: int, now: int, epochs: int, hidden: tuple[int, ...], drawn: Examples, state: RunState) -> RunSnapshot:
    rng = np.random.default_rng(index)
    last = {"diverged": min(now, 3), "stopped early": now * 2 // 3}.get(state, now)
    history = _history(index, last, epochs, drawn, state == "diverged")
    best = int(np.nanargmin(history.validation_loss))
    sizes = (drawn.n_inputs, *hidden, drawn.n_outputs)
    weights = [rng.laplace(0, 0.3, (b, a)).astype(np.float32) for a, b in pairwise(sizes)]
    if index == 2:
        weights = [np.where(np.abs(weight) < 1, 0, weight).astype(np.float32) for weight in weights]
    if state == "diverged":
        weights = [np.full_like(weight, np.nan) for weight in weights]
    kept = (np.ones(sizes[0], bool), *(rng.random(size) > 0.5 for size in hidden))
    shown = best if state == "stopped early" else last
    return RunSnapshot(
        state=state,
        history=history,
        epoch=float(last),
        train_loss=float(history.train_loss[shown]) if state != "diverged" else float("nan"),
        validation_loss=float(history.validation_loss[shown]) if state != "diverged" else float("nan"),
        train_accuracy=float(history.train_accuracy[shown]),
        validation_accuracy=float(history.validation_accuracy[shown]),
        weight_norm=1.0,
        exact_zeros=int(sum((weight == 0).sum() for weight in weights)),
        weight_count=int(sum(weight.size for weight in weights)),
        best_epoch=float(best),
        best_validation_loss=float(history.validation_loss[best]),
        cause="1 − 2αλ = −1.4: each step flips and grows the weights" if state == "diverged" else "",
        stopped_epoch=float(last) if state == "stopped early" else None,
        restored_epoch=float(best) if state == "stopped early" else None,
        n_train=len(drawn.train),
        weights=tuple(frozen(weight) for weight in weights),
        biases=tuple(frozen(np.zeros(size, np.float32)) for size in sizes[1:]),
        mask=Mask(last, 35, tuple(frozen(units) for units in kept)) if index == 3 and last else None,
        prediction=_prediction(index, drawn),
    )


def _history(index: int, last: int, epochs: int, drawn: Examples, diverged: bool) -> History:
    rng = np.random.default_rng(100 + index)
    epoch = np.arange(last + 1.0)
    validation_end, train_end = _ENDS[index]
    start = drawn.guess_loss
    fall = np.exp(-epoch / (epochs * 0.03))
    t = epoch / epochs
    train = start * fall + (1 - fall) * (0.45 + (train_end - 0.45) * t**0.3)
    validation = start * fall + (1 - fall) * (0.46 + (validation_end - 0.46) * t)
    train, validation = (curve * np.exp(0.02 * rng.standard_normal(last + 1)) for curve in (train, validation))
    if diverged:
        validation, train = validation * 10.0 ** (3 * epoch), train * 10.0 ** (3 * epoch)
    classes = drawn.task == "classification"
    accuracy = np.clip(1 - 0.3 * validation, 0, 1) if classes else np.full(last + 1, np.nan)
    rows: dict[str, Array] = {
        "update": epoch,
        "epoch": epoch,
        "train_loss": train,
        "validation_loss": validation,
        "objective": train,
        "train_accuracy": np.clip(1 - 0.3 * train, 0, 1) if classes else accuracy,
        "validation_accuracy": accuracy,
        "weight_norm": epoch,
        "exact_zeros": epoch * 0,
    }
    return History(**{name: frozen(row) for name, row in rows.items()})


def _prediction(index: int, drawn: Examples) -> Array:
    picture = drawn.picture
    classes = max(drawn.n_outputs, 1)
    if picture == "curve":
        return frozen(np.sin(3 * drawn.grid(128)[:, 0] + 0.3 * index))
    if picture == "field":
        x, y = drawn.grid(96).T
        p = 1 / (1 + np.exp(-4 * (y - np.sin(2 * x + 0.4 * index))))
        rest = [(1 - p) / (classes - 1)] * (classes - 1)
        return frozen(np.stack([p, *rest], axis=1).reshape(96, 96, classes))
    rng = np.random.default_rng(index)
    rows = 40 if picture == "gallery" else len(drawn.validation)
    if classes == 1:
        return frozen(rng.standard_normal(rows))
    scores = rng.random((rows, classes))
    return frozen(scores / scores.sum(axis=1, keepdims=True))


def at_generation(shown: Snapshot, generation: int) -> Snapshot:
    """The same, but of another start."""
    return replace(shown, generation=generation)
