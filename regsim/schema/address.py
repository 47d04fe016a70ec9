"""Reads and sets any value of an experiment by its path, in the words of the experiment file.

It checks one value at a time; whether the values fit together is said by `regsim.schema.problems`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import NamedTuple

from regsim.experiment import Data, Experiment, Run, Values
from regsim.knob import Knob, Refusal, Value, shown
from regsim.schema.knobs import (
    COLOUR_KNOB,
    LABEL_KNOB,
    OVERRIDES,
    SECTIONS,
    TITLE_KNOB,
    applies,
    common_fields,
    data_knobs,
    data_sets,
    regularizer_knobs,
    regularizers,
)


class Address(NamedTuple):
    """A path taken apart: the run it belongs to (None for none or for every run) and what it names there."""

    run: int | None
    name: str

    def __str__(self) -> str:
        return self.name if self.run is None else f"run.{self.run + 1}.{self.name}"


def locate(path: str, experiment: Experiment) -> Address:
    """Take a path apart; a run may be given by its number (from 1) or its label.

    Raises
    ------
    Refusal
        If there is no such run.
    """
    if not path.startswith("run."):
        return Address(None, path)
    rest = path.removeprefix("run.")
    number, _, name = rest.partition(".")
    if number.isascii() and number.isdigit():
        if not 1 <= int(number[:9]) <= len(experiment.runs):
            count = len(experiment.runs)
            raise Refusal(f"{path}: there is no run {number[:9]}, only {f'1 to {count}' if count > 1 else 'run 1'}")
        return Address(int(number) - 1, name)
    labels = sorted(((run.label, index) for index, run in enumerate(experiment.runs)), key=lambda pair: -len(pair[0]))
    for label, index in labels:
        if rest.startswith(f"{label}."):
            return Address(index, rest.removeprefix(f"{label}."))
    raise Refusal(
        f"{path}: there is no run {shown(number)}{did_you_mean(number, [run.label for run in experiment.runs])}"
    )


def single_paths(path: str, experiment: Experiment) -> list[str]:
    """The paths, with runs by number, that `path` stands for: one a run if it names a regularizer and no run."""
    run, name = locate(path, experiment)
    if run is None and name in regularizer_knobs():
        return [str(Address(index, name)) for index in range(len(experiment.runs))]
    return [str(Address(run, name))]


def paths(experiment: Experiment) -> list[str]:
    """Every path that can be set, in the order of the file, without those that mean nothing for these data."""
    data = experiment.data
    shared = [f"{section}.{knob.key}" for section in SECTIONS for knob in section_knobs(section, experiment).values()]
    own = ["label", "colour", *regularizer_knobs(), *OVERRIDES]
    runs = [
        f"run.{index + 1}.{name}" for index in range(len(experiment.runs)) for name in own if applicable(name, data)
    ]
    return ["title", *(name for name in shared if applicable(name, data)), *runs]


def knob(path: str, experiment: Experiment) -> Knob:
    """The knob at `path`, with the default that it has in this experiment.

    A run's override has the experiment's own value as its default.

    Raises
    ------
    Refusal
        If there is no such knob; the sentence names the nearest known one.
    """
    run, name = locate(path, experiment)
    if run is None:
        found = _shared_knob(name, experiment)
    elif name == "label":
        found = replace(LABEL_KNOB, default=f"Run {run + 1}")
    elif name == "colour":
        found = replace(COLOUR_KNOB, default=run + 1)
    elif name in OVERRIDES:
        section, _, key = name.partition(".")
        found = replace(section_knobs(section, experiment)[key], default=get(experiment, name))
    else:
        found = regularizer_knobs().get(name)
    if found is None and run is not None and name in _shared_names(experiment):
        raise Refusal(f"{path}: all runs share {name}; a run may have its own {', '.join(OVERRIDES)}")
    if found is None:
        raise Refusal(f"{path}: there is no such setting{did_you_mean(name, _names(run, experiment))}")
    return found


def get(experiment: Experiment, path: str) -> Value:
    """The value in force at `path`: a run's own, else the experiment's, else the default.

    A regularizer's path without a run has the value of the first run.

    Raises
    ------
    Refusal
        If there is no such path.
    """
    run, name = locate(path, experiment)
    if run is None and name in regularizer_knobs():
        run = 0
    if run is not None:
        return _run_value(experiment, run, name)
    found = knob(path, experiment)
    if name == "title":
        return experiment.title
    section, _, key = name.partition(".")
    if section == "data" and key not in common_fields():
        return experiment.data.options.get(key, found.default)
    value: Value = getattr(getattr(experiment, section), key)
    return value


def check(experiment: Experiment, path: str, value: object) -> Value:
    """`value` in the type of the knob at `path`.

    Raises
    ------
    Refusal
        If there is no such path, the value is not allowed, or the knob means nothing for the data and is not at its
        default.
    """
    found = knob(path, experiment)
    typed = found.check(path, value)
    reason = inapplicable(locate(path, experiment).name, experiment.data)
    if reason and typed != found.default:
        raise Refusal(f"{path} = {shown(value)}: {reason}")
    return typed


def put(experiment: Experiment, path: str, value: object) -> Experiment:
    """The experiment with `value` at `path`; a regularizer's path without a run sets it in every run.

    Parameters
    ----------
    value : object
        Anything; checked and turned into the knob's own type. A value that equals the default is not stored, so
        that equal settings make equal experiments.

    Raises
    ------
    Refusal
        If there is no such path, the value is not allowed, or the knob does not apply to the data.
    """
    run, name = locate(path, experiment)
    found = knob(path, experiment)
    typed = check(experiment, path, value)
    if run is not None:
        return _with_run(experiment, run, _put_in_run(experiment.runs[run], name, typed, found))
    if name in regularizer_knobs():
        return replace(experiment, runs=tuple(_put_in_run(each, name, typed, found) for each in experiment.runs))
    if name == "title":
        return replace(experiment, title=str(typed))
    if name == "data.kind":
        return with_dataset(experiment, str(typed))
    return _put_in_section(experiment, name, typed, found)


def with_dataset(experiment: Experiment, kind: str) -> Experiment:
    """The experiment on another kind of data, with that kind's defaults; only the seed stays.

    What the runs set and does not apply to the new data is dropped.

    Raises
    ------
    Refusal
        If there is no such kind.
    """
    if kind == experiment.data.kind:
        return experiment
    checked = knob("data.kind", experiment).check("data.kind", kind)
    values = {key: found.default for key, found in data_knobs(str(checked)).items() if key in common_fields()}
    data = Data(**{**values, "kind": kind, "seed": experiment.data.seed})  # type: ignore[arg-type]  # its knobs' types
    return with_fitting_runs(replace(experiment, data=data))


def with_fitting_runs(experiment: Experiment) -> Experiment:
    """The experiment without what its runs set and does not apply to the data, or is more than the data have."""
    return replace(experiment, runs=tuple(replace(run, values=_kept(run, experiment)) for run in experiment.runs))


def applicable(name: str, data: Data) -> bool:
    """Whether a path (without its run) means anything for these data."""
    return not inapplicable(name, data)


def inapplicable(name: str, data: Data) -> str:
    """Why a path (without its run) means nothing for these data, in one clause; empty if it does."""
    dataset = data_sets().get(data.kind)
    if dataset is None:
        return ""
    found = regularizer_knobs().get(name) or data_knobs(data.kind, data.options).get(name.removeprefix("data."))
    plug = regularizers().get(name.partition(".")[0])
    if plug is not None and not applies(plug, data):
        return plug.refusal.rstrip(".")
    if name == "data.noise" and not dataset.uses_noise:
        return f'"{dataset.title}" has no noise to set'
    if found is not None and not applies(found, data):
        wanted = {"points": "points, not images", "images": "images", "classes": "class labels"}[found.needs]
        return f'"{dataset.title}" does not have what it needs: {wanted}'
    return ""


def section_knobs(section: str, experiment: Experiment) -> dict[str, Knob]:
    """The knobs of ``data``, ``network`` or ``training`` by last key."""
    if section == "data":
        return data_knobs(experiment.data.kind, experiment.data.options)
    return {found.key: found for found in SECTIONS[section]}


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """The end of a refusal that offers the nearest known name, if any is near."""
    import difflib  # a window that opens has nothing to refuse

    candidates = list(known)
    inside = [candidate for candidate in candidates if candidate.startswith(f"{name}.")]
    by_last = {candidate.rpartition(".")[2]: candidate for candidate in reversed(candidates)}
    last = name.rpartition(".")[2]
    near = inside or difflib.get_close_matches(name, candidates, 1, 0.6)
    near = near or [by_last[key] for key in difflib.get_close_matches(last, list(by_last), 1, 0.75)]
    return f"; did you mean {near[0]}?" if near else ""


def _names(run: int | None, experiment: Experiment) -> list[str]:
    own = ["label", "colour", *OVERRIDES] if run is not None else ["title", *_shared_names(experiment)]
    return [*own, *regularizer_knobs()]


def _shared_names(experiment: Experiment) -> list[str]:
    return [f"{section}.{key}" for section in SECTIONS for key in section_knobs(section, experiment)]


def _shared_knob(name: str, experiment: Experiment) -> Knob | None:
    if name == "title":
        return TITLE_KNOB
    section, _, key = name.partition(".")
    if section in SECTIONS:
        return section_knobs(section, experiment).get(key)
    return regularizer_knobs().get(name)


def _run_value(experiment: Experiment, index: int, name: str) -> Value:
    run = experiment.runs[index]
    if name == "label":
        return run.label
    if name == "colour":
        return run.colour + 1
    return run.values.get(name, knob(str(Address(index, name)), experiment).default)


def _put_in_run(run: Run, name: str, value: Value, found: Knob) -> Run:
    if name == "label":
        return replace(run, label=str(value))
    if name == "colour":
        return replace(run, colour=int(value) - 1)  # type: ignore[arg-type]  # checked by its knob
    values = run.values.without(name) if value == found.default else run.values.having(name, value)
    return replace(run, values=values)


def _put_in_section(experiment: Experiment, name: str, value: Value, found: Knob) -> Experiment:
    section, _, key = name.partition(".")
    if section == "data" and key not in common_fields():
        changed = replace(experiment, data=_with_option(experiment.data, key, value, found))
    else:
        changed = replace(experiment, **{section: replace(getattr(experiment, section), **{key: value})})
    if name not in OVERRIDES:
        return changed
    runs = tuple(
        replace(run, values=run.values.without(name)) if run.values.get(name) == value else run for run in changed.runs
    )
    return replace(changed, runs=runs)


def _with_option(data: Data, key: str, value: Value, found: Knob) -> Data:
    """With one of the data set's own knobs set; sizes that stood at their default stay there when it moves."""
    if value == data.options.get(key, found.default):
        return data
    options = data.options.without(key) if value == found.default else data.options.having(key, value)
    options = data_sets()[data.kind].settled(options, key)
    before, after = data_knobs(data.kind, data.options), data_knobs(data.kind, options)
    moved = {
        each: after[each].default
        for each in common_fields() - {"kind"}
        if after[each].default != before[each].default and getattr(data, each) == before[each].default
    }
    return replace(data, options=options, **moved)  # type: ignore[arg-type]  # its knobs' types


def _with_run(experiment: Experiment, index: int, run: Run) -> Experiment:
    return replace(experiment, runs=(*experiment.runs[:index], run, *experiment.runs[index + 1 :]))


def _kept(run: Run, experiment: Experiment) -> Values:
    data = experiment.data
    kept = {name: value for name, value in run.values.items() if applicable(name, data)}
    points = kept.get("data.n_train")
    most = data_knobs(data.kind, data.options)["n_train"].high
    if points == experiment.data.n_train or (most is not None and isinstance(points, int) and points > most):
        del kept["data.n_train"]
    return Values(kept)
