"""Says all that is wrong with an experiment, one sentence each; refuses to repair anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import lru_cache
from itertools import pairwise
from typing import get_args

from regsim.datasets.base import Conditions
from regsim.experiment import MAX_RUNS, Edit, Experiment, Run, Values
from regsim.knob import Refusal, shown
from regsim.schema.address import check, did_you_mean, knob, section_knobs, single_paths
from regsim.schema.knobs import SECTIONS, common_fields, data_knobs, data_sets
from regsim.snapshot import Verdict

MOST_NUMBERS = 20_000_000
"""Inputs and parameters together: 160 MB in float64, so that copies of them still fit a small machine."""
MOST_EVALUATIONS = 2_000_000
"""Points of one run's loss history: 144 MB."""
MOST_SENTENCES = 100
"""More than these nobody reads: a file that has them is no experiment."""
VERDICTS: tuple[str, ...] = get_args(Verdict)


class Problems(Refusal):
    """Several values that were turned away at once.

    Attributes
    ----------
    sentences : list of str
        One for each.
    """

    def __init__(self, sentences: list[str]) -> None:
        rest = len(sentences) - MOST_SENTENCES
        super().__init__(*sentences[:MOST_SENTENCES], *([f"and {rest:,} more"] if rest > 0 else []))
        self.sentences = sentences


def validate(experiment: Experiment) -> None:
    """Turn away an experiment that cannot be trained as it stands.

    Raises
    ------
    Problems
        With one sentence for all that is wrong.
    """
    found = problems(experiment)
    if found:
        raise Problems(found)


def problems(experiment: Experiment) -> list[str]:
    """One sentence for all that is wrong, in the order of the file; empty for a sound experiment."""
    found = [*_value_problems(experiment), *_run_problems(experiment), *_edit_problems(experiment)]
    if not found:
        found = list(_size_problems(experiment))
    return list(dict.fromkeys(found))


def _value_problems(experiment: Experiment) -> Iterator[str]:
    yield from _refusals(check, experiment, "title", experiment.title)
    for section in SECTIONS:
        part = getattr(experiment, section)
        options = part.options if section == "data" else Values()
        keys = [key for key in section_knobs(section, experiment) if hasattr(part, key)]
        for key, value in {**{key: getattr(part, key) for key in keys}, **options}.items():
            yield from _refusals(check, experiment, f"{section}.{key}", value)


def _run_problems(experiment: Experiment) -> Iterator[str]:
    count = len(experiment.runs)
    if not 1 <= count <= MAX_RUNS:
        yield f"there are {count} runs: must be 1 to {MAX_RUNS}"
    labels = [run.label for run in experiment.runs]
    for index, run in enumerate(experiment.runs):
        prefix = f"run.{index + 1}"
        if not run.label.strip():
            yield f"{prefix}.label is empty: each run needs a name"
        elif run.label in labels[:index]:
            yield f"{prefix}.label = {shown(run.label)}: run {labels.index(run.label) + 1} has this name already"
        for name, value in {"label": run.label, "colour": run.colour + 1, **run.values}.items():
            yield from _refusals(check, experiment, f"{prefix}.{name}", value)
        yield from _expectation_problems(f"{prefix}.expect", run)


def _expectation_problems(path: str, run: Run) -> Iterator[str]:
    for word in run.expect:
        if word not in VERDICTS:
            yield f"{path} = {shown(word)}: must be one of {', '.join(VERDICTS)}{did_you_mean(word, VERDICTS)}"
    if len(run.expect) > 2:
        yield f"{path} has {len(run.expect)} verdicts: one, or two adjacent ones"


def _edit_problems(experiment: Experiment) -> Iterator[str]:
    for index, edit in enumerate(experiment.edits):
        yield from (f"edit.{index + 1}: {sentence}" for sentence in _edit_sentences(edit, experiment))
    for index, (edit, following) in enumerate(pairwise(experiment.edits)):
        if following.update < edit.update:
            yield f"edit.{index + 2}.update = {following.update}: must not be before edit {index + 1} at {edit.update}"


def _edit_sentences(edit: Edit, experiment: Experiment) -> Iterator[str]:
    if edit.update < 0:
        yield f"update = {edit.update}: must be at least 0"
    unfit = list(_refusals(check, experiment, edit.path, edit.value))
    yield from unfit
    if not unfit and knob(edit.path, experiment).effect != "live":
        yield f"{edit.path}: only live settings can be changed while it trains"
    elif not unfit and single_paths(edit.path, experiment) != [edit.path]:
        yield f"{edit.path}: must name one run by its number"


def _size_problems(experiment: Experiment) -> Iterator[str]:
    data = experiment.data
    try:
        inputs, outputs = _dimensions(data.kind, data.options, data_sets()[data.kind].conditions(data.options))
    except Refusal as refusal:
        yield str(refusal)
        return
    rows = data.n_validation + data.n_test + max(experiment.settings(run)[0].n_train for run in experiment.runs)
    hidden = [experiment.settings(run)[1].hidden for run in experiment.runs]
    parameters = sum(sum((a + 1) * b for a, b in pairwise((inputs, *layers, outputs))) for layers in hidden)
    if rows * inputs + parameters > MOST_NUMBERS:
        yield (
            f"{rows:,} points of {inputs} inputs and {parameters:,} parameters are {rows * inputs + parameters:,} "
            f"numbers: at most {MOST_NUMBERS:,} are allowed"
        )
    for index, run in enumerate(experiment.runs):
        evaluations = _evaluations(experiment, run)
        if evaluations > MOST_EVALUATIONS:
            yield (
                f"run {index + 1} would have {evaluations:,} points of the loss history: at most {MOST_EVALUATIONS:,} "
                "are allowed; set fewer training.epochs or a larger training.evaluate_every"
            )


def _evaluations(experiment: Experiment, run: Run) -> int:
    data, _, training = experiment.settings(run)
    size = min(training.batch_size or data.n_train, data.n_train)
    updates = training.epochs * -(-data.n_train // size)
    return updates // training.evaluate_every if training.evaluate_every else training.epochs


@lru_cache(maxsize=32)
def _dimensions(kind: str, options: Values, conditions: Conditions) -> tuple[int, int]:
    # A handful of examples tells the shape; the data set alone knows it, and it may depend on its options.
    knobs = data_knobs(kind, options)
    values = {key: found.default for key, found in knobs.items() if key in common_fields()}
    data = replace(Experiment().data, **values, options=options)  # type: ignore[arg-type]  # its knobs' types
    few = {key: min(10, conditions.limits.get(key, 10)) for key in ("n_train", "n_validation", "n_test")}
    drawn = data_sets()[kind].examples(replace(data, **few))  # type: ignore[arg-type]  # sizes only
    return drawn.n_inputs, drawn.n_outputs


def _refusals(call: Callable[..., object], *arguments: object) -> Iterator[str]:
    try:
        call(*arguments)
    except Refusal as refusal:
        yield str(refusal)
