"""Says what a change of an experiment does, and adds and removes runs; refuses to apply anything to a training."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, replace

from regsim.experiment import MAX_RUNS, Data, Experiment, Network, Run, Training, Values
from regsim.knob import Effect, Refusal
from regsim.schema.address import knob
from regsim.schema.knobs import SECTIONS, data_sets

STRENGTH: tuple[Effect, ...] = ("cosmetic", "live", "structural")


def differences(old: Experiment, new: Experiment) -> list[str]:
    """Paths at which two experiments differ; ``"runs"`` for their number or order, ``"edits"`` for recorded edits."""
    if old == new:
        return []
    return list(_differences(old, new))


def effect(old: Experiment, new: Experiment) -> Effect | None:
    """The strongest effect of the difference between two experiments; None if they are equal."""
    found = {_effect_of(path, new) for path in differences(old, new)}
    return next((strength for strength in reversed(STRENGTH) if strength in found), None)


def add_run(experiment: Experiment, copy_of: int | None = None) -> Experiment:
    """The experiment with one more run at the end: a copy of run `copy_of` (from 0), or a plain one.

    Raises
    ------
    Refusal
        If there are four runs already.
    """
    if len(experiment.runs) >= MAX_RUNS:
        raise Refusal(f"there are {MAX_RUNS} runs already: remove one first")
    original = Run() if copy_of is None else experiment.runs[copy_of]
    run = replace(original, label=_free_label(original.label, experiment), colour=_free_colour(experiment), expect=())
    return replace(experiment, runs=(*experiment.runs, run))


def remove_run(experiment: Experiment, index: int) -> Experiment:
    """The experiment without run `index` (from 0); recorded edits of that run go with it, those of later runs move up.

    Raises
    ------
    Refusal
        If it is the only run.
    """
    if len(experiment.runs) == 1:
        raise Refusal("the only run cannot be removed: an experiment has at least one")
    runs = (*experiment.runs[:index], *experiment.runs[index + 1 :])
    edits = []
    for edit in experiment.edits:
        number = _run_number(edit.path)
        if number == index + 1:
            continue
        moved = number is not None and number > index + 1
        edits.append(replace(edit, path=_renumbered(edit.path, number - 1)) if moved and number else edit)
    return replace(experiment, runs=runs, edits=tuple(edits))


def _differences(old: Experiment, new: Experiment) -> Iterator[str]:
    if old.title != new.title:
        yield "title"
    for section in SECTIONS:
        yield from _section_differences(section, getattr(old, section), getattr(new, section))
    before, after = [run.label for run in old.runs], [run.label for run in new.runs]
    if len(before) != len(after) or (before != after and sorted(before) == sorted(after)):
        yield "runs"
    else:
        for index, (run, other) in enumerate(zip(old.runs, new.runs, strict=True)):
            yield from (f"run.{index + 1}.{name}" for name in _run_differences(run, other))
    if old.edits != new.edits:
        yield "edits"


def _section_differences(section: str, old: Data | Network | Training, new: Data | Network | Training) -> Iterator[str]:
    for entry in fields(old):
        before, after = getattr(old, entry.name), getattr(new, entry.name)
        if isinstance(before, Values):
            yield from (f"{section}.{key}" for key in _value_differences(before, after))
        elif before != after:
            yield f"{section}.{entry.name}"


def _run_differences(old: Run, new: Run) -> Iterator[str]:
    for entry in fields(old):
        if entry.name == "values":
            yield from _value_differences(old.values, new.values)
        elif getattr(old, entry.name) != getattr(new, entry.name):
            yield entry.name


def _value_differences(old: Values, new: Values) -> list[str]:
    return [path for path in sorted({*old, *new}) if old.get(path) != new.get(path)]


def _effect_of(path: str, new: Experiment) -> Effect:
    if path in ("runs", "edits"):
        return "structural"
    if path.endswith(".expect"):
        return "cosmetic"
    section, _, key = path.partition(".")
    if section == "data":
        return _effect_of_data(key, new)
    return knob(path, new).effect


def _effect_of_data(key: str, new: Experiment) -> Effect:
    """As the knob says, if the data of `new` have one: others are left over from another kind of data."""
    own = data_sets()[new.data.kind].knobs
    return next((knob.effect for knob in own if knob.key == key), "structural")


def _free_label(label: str, experiment: Experiment) -> str:
    taken = {run.label for run in experiment.runs}
    numbered = (f"{label[:36]} {number}" for number in range(2, MAX_RUNS + 2))
    return label if label not in taken else next(name for name in numbered if name not in taken)


def _free_colour(experiment: Experiment) -> int:
    taken = {run.colour for run in experiment.runs}
    return next(colour for colour in range(MAX_RUNS) if colour not in taken)


def _run_number(path: str) -> int | None:
    parts = path.split(".")
    return int(parts[1]) if parts[0] == "run" and len(parts) > 1 and parts[1].isdigit() else None


def _renumbered(path: str, number: int) -> str:
    return ".".join(["run", str(number), *path.split(".")[2:]])
