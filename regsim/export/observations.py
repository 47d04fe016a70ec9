"""Lays out what the observables of a scene say as tables; refuses to compute anything new or invent what is missing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import numpy as np

from regsim import observed
from regsim.export.results import plain
from regsim.export.table import Row, Table
from regsim.knob import Refusal
from regsim.lesson.practice import COLUMNS, real_models
from regsim.snapshot import RunSnapshot, Snapshot

RATE = "dropout.rate"
Told = Any
"""A value of `regsim.observed`."""


def _last_step(step: observed.LastStep, snapshot: Snapshot) -> Iterator[Row]:
    stages = (
        step.before, step.data_gradient, step.gradient, step.decayed, step.stepped, step.after, step.step_size,
    )  # fmt: skip
    for layer, matrices in enumerate(zip(*stages, strict=True), start=1):
        units, senders = matrices[0].shape
        names = snapshot.examples.feature_names if layer == 1 else range(1, senders + 1)
        columns = np.stack(matrices, axis=2).tolist()
        for unit in range(units):
            for name, numbers in zip(names, columns[unit], strict=True):
                yield step.update, layer, unit + 1, name, *numbers


def _resamples(told: observed.Resamples, snapshot: Snapshot) -> Iterator[Row]:
    columns = (told.x, told.truth, told.mean, *told.curves)
    names = ("truth", "mean", *range(1, len(told.curves) + 1))
    for name, column in zip(names, columns[1:], strict=True):
        for x, y in zip(columns[0].tolist(), column.tolist(), strict=True):
            yield name, x, y


def _mask_counts(told: observed.MaskCounts, snapshot: Snapshot) -> Iterator[Row]:
    for drawn, distinct in zip(told.drawn_then.tolist(), told.distinct_then.tolist(), strict=True):
        yield told.rate, told.units, drawn, distinct


def _committee(told: observed.Committee, snapshot: Snapshot) -> Iterator[Row]:
    averages = (told.sizes.tolist(), told.loss.tolist(), told.accuracy.tolist())
    for size, loss, accuracy in zip(*averages, strict=True):
        yield "average", size, loss, plain(accuracy)
    for loss, accuracy in zip(told.member_loss.tolist(), told.member_accuracy.tolist(), strict=True):
        yield "one alone", 1, loss, plain(accuracy)
    yield "activations scaled", None, told.scaled_loss, plain(told.scaled_accuracy)


def _knock_out(told: observed.KnockOut, snapshot: Snapshot) -> Iterator[Row]:
    for share, losses, accuracies in zip(told.shares.tolist(), told.loss, told.accuracy, strict=True):
        for draw, (loss, accuracy) in enumerate(zip(losses.tolist(), accuracies.tolist(), strict=True), start=1):
            yield share, draw, loss, plain(accuracy)


def _weight_path(told: observed.WeightPath, snapshot: Snapshot) -> Iterator[Row]:
    for first, second in told.path.tolist():
        yield "path", first, second
    yield "least loss", *told.centre.tolist()
    yield "least loss plus penalty", *told.penalized.tolist()


def _own_text(told: observed.OwnText, snapshot: Snapshot) -> Iterator[Row]:
    for number, line in enumerate(told.lines, start=1):
        yield number, " ".join(word.text for word in line)


def _roughness(told: observed.Roughness, snapshot: Snapshot) -> Iterator[Row]:
    for epoch, value in zip(told.epoch.tolist(), told.value.tolist(), strict=True):
        yield epoch, value, told.true


def _virtual_examples(told: observed.VirtualExamples, snapshot: Snapshot) -> Iterator[Row]:
    examples = (told.examples + 1).tolist()
    for version, inputs in enumerate((told.original, *told.versions)):
        for example, row in zip(examples, inputs.tolist(), strict=True):
            yield example, version, *row


def _layer_inputs(told: observed.LayerInputs, snapshot: Snapshot) -> Iterator[Row]:
    epochs = told.epoch.tolist()
    for layer in range(len(told.mean)):
        measured = (each[layer].tolist() for each in (told.mean, told.deviation, told.low, told.high))
        for row in zip(epochs, *measured, strict=True):
            yield layer + 1, *row


def _stopping(run: RunSnapshot) -> Iterator[Row]:
    history = run.history
    best = np.fmin.accumulate(history.validation_loss) if len(history) else history.validation_loss
    columns = (history.epoch, history.validation_loss, best, history.waited)
    for row in zip(*(column.tolist() for column in columns), strict=True):
        yield (*map(plain, row), run.patience)


def _inputs(snapshot: Snapshot) -> tuple[str, ...]:
    return snapshot.examples.feature_names


Columns = tuple[str, ...] | Callable[[Snapshot], tuple[str, ...]]

_STEP = ("data gradient", "gradient", "decayed", "stepped", "after", "step size")
_COLUMNS_AND_ROWS: dict[str, tuple[Columns, Callable[[Told, Snapshot], Iterator[Row]]]] = {
    "last_step": (("update", "layer", "unit", "from", "before", *_STEP), _last_step),
    "resamples": (("curve", "x", "y"), _resamples),
    "mask_counts": (("p", "hidden units", "masks drawn", "different masks"), _mask_counts),
    "committee": (("what", "networks", "validation loss", "validation accuracy"), _committee),
    "knock_out": (("share silenced", "draw", "validation loss", "validation accuracy"), _knock_out),
    "weight_path": (lambda snapshot: ("what", *_inputs(snapshot)), _weight_path),
    "own_text": (("line", "text"), _own_text),
    "roughness": (("epoch", "roughness", "roughness of the truth"), _roughness),
    "virtual_examples": (lambda snapshot: ("example", "version", *_inputs(snapshot)), _virtual_examples),
    "layer_inputs": (("layer", "epoch", "mean", "deviation", "5 % quantile", "95 % quantile"), _layer_inputs),
}


def _table(key: str, snapshot: Snapshot) -> Table:
    """What one observable says of every run that it says anything of.

    Raises
    ------
    Refusal
        If it says nothing.
    """
    columns, rows_of = _COLUMNS_AND_ROWS[key]
    told = [run.observed.get(key) for run in snapshot.runs]
    if all(each is None for each in told):
        raise Refusal("there is nothing to export yet: what this view shows begins with the training")
    rows = (
        (asked.label, *row)
        for asked, each in zip(snapshot.experiment.runs, told, strict=True)
        if each is not None
        for row in rows_of(each, snapshot)
    )
    return Table(("run", *(columns(snapshot) if callable(columns) else columns)), rows)


def stopping(snapshot: Snapshot) -> Table:
    """What early stopping counted: the raw validation loss, its lowest so far, and evaluations without a record."""
    rows = (
        (asked.label, *row)
        for asked, run in zip(snapshot.experiment.runs, snapshot.runs, strict=True)
        for row in _stopping(run)
    )
    return Table(("run", "epoch", "validation loss", "lowest so far", "waited", "patience"), rows)


def over_rate(snapshot: Snapshot) -> Table:
    """Losses of the runs by their drop probability, as it is in force."""
    runs = zip(snapshot.experiment.runs, snapshot.runs, strict=True)
    rows = (
        (asked.label, asked.values.get(RATE, 0.0), plain(run.train_loss), plain(run.validation_loss))
        for asked, run in runs
    )
    return Table(("run", "p", "train loss", "validation loss"), rows)


def practice(snapshot: Snapshot) -> Table:
    """What real models use, whatever was trained."""
    rows = ((row.stage, f"{row.model} {row.year}", *row.cells, row.source) for row in real_models())
    return Table(("stage", "model", *COLUMNS.values(), "source"), rows)


SCENE_TABLES: dict[str, Callable[[Snapshot], Table]] = {
    "stopping": stopping,
    "over_rate": over_rate,
    "real_models": practice,
    **{key: partial(_table, key) for key in _COLUMNS_AND_ROWS},
}
"""What the views of scenes show: of an observable, by its key."""
