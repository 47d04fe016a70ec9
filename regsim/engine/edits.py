"""Live changes of an experiment as recorded edits, and back; refuses changes that need a new start."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

from regsim.datasets import catalogue
from regsim.engine.company import REGULARIZERS
from regsim.experiment import Edit, Experiment, Run
from regsim.knob import Value

LIVE_TRAINING = ("learning_rate", "epochs")
"""Fields of `Training` that may change while it trains; of these a run may override the first."""


def edited(experiment: Experiment, edit: Edit) -> Experiment:
    """The experiment after an edit.

    Raises
    ------
    ValueError
        If the path is neither ``training.learning_rate``, ``training.epochs`` nor ``run.N.…`` of an existing run.
    """
    section, _, rest = edit.path.partition(".")
    if section == "training" and rest in LIVE_TRAINING:
        changes: dict[str, Any] = {rest: edit.value}
        return replace(experiment, training=replace(experiment.training, **changes))
    name, _, path = rest.partition(".")
    if section != "run" or not name.isdigit() or not 1 <= int(name) <= len(experiment.runs):
        raise ValueError(f"{edit.path} cannot be changed while training")
    runs = list(experiment.runs)
    run = runs[int(name) - 1]
    runs[int(name) - 1] = replace(run, values=run.values.having(path, edit.value))
    return replace(experiment, runs=tuple(runs))


def live_changes(old: Experiment, new: Experiment) -> list[tuple[str, Value]]:
    """Paths and new values of all live knobs that differ.

    Raises
    ------
    ValueError
        If anything else than live and cosmetic values differs.
    """
    data, kind = old.data, catalogue()[old.data.kind]
    if new.data.kind == data.kind and kind.bare(new.data) == kind.bare(data):
        data = new.data
    same = replace(new.training, **{name: getattr(old.training, name) for name in LIVE_TRAINING})
    if (data, old.network, old.training, len(old.runs)) != (new.data, new.network, same, len(new.runs)):
        raise ValueError("data, network, training and the number of runs can only change with a new start")
    changes = [
        (f"training.{name}", getattr(new.training, name))
        for name in LIVE_TRAINING
        if getattr(new.training, name) != getattr(old.training, name)
    ]
    for number, (before, after) in enumerate(zip(old.runs, new.runs, strict=True), start=1):
        changes += [(f"run.{number}.{path}", value) for path, value in _run_changes(old, before, new, after)]
    return changes


def _run_changes(old: Experiment, before: Run, new: Experiment, after: Run) -> Iterator[tuple[str, Value]]:
    for path in sorted({*before.values, *after.values}):
        value = _value(new, after, path)
        if value == _value(old, before, path) and (path in before.values) == (path in after.values):
            continue
        if not _is_live(path):
            raise ValueError(f"{path} can only change with a new start")
        yield path, value


def _value(experiment: Experiment, run: Run, path: str) -> Value:
    """A run's value: its own, or else the experiment's, or else the knob's default."""
    if path in run.values:
        return run.values[path]
    section, _, key = path.partition(".")
    if section in {field.name for field in fields(experiment)}:
        value: Value = getattr(getattr(experiment, section), key)
        return value
    return next(knob.default for r in REGULARIZERS if r.key == section for knob in r.knobs if knob.key == key)


def _is_live(path: str) -> bool:
    live = {f"{r.key}.{knob.key}" for r in REGULARIZERS for knob in r.knobs if knob.effect == "live"}
    return path in live or path == "training.learning_rate"
