"""What the dialog proposes for a table, and what an experiment on it would be like, in words; refuses to know Qt."""

from __future__ import annotations

from dataclasses import dataclass, replace

from regsim import schema
from regsim.datasets.own_table.material import material_of
from regsim.examples import Examples
from regsim.experiment import Experiment, Values
from regsim.tables.columns import Column, Table
from regsim.tables.preparing import MOST_CATEGORIES, MOST_CLASSES
from regsim.tables.reading import MOST_BYTES, MOST_CELLS, MOST_COLUMNS, MOST_ROWS

LIMITS = (
    f"At most {MOST_BYTES / 1e6:,.0f} MB, {MOST_ROWS:,} rows, {MOST_COLUMNS:,} columns and "
    f"{MOST_CELLS / 1e6:,.0f} million cells; {MOST_CLASSES} classes; {MOST_CATEGORIES} categories an input."
)
"""What a table may be like, said before one is met."""


@dataclass(frozen=True, slots=True, eq=False)
class Outlook:
    """An experiment that can be trained on the table.

    Parameters
    ----------
    experiment : Experiment
    words : str
        Rows, inputs and task in a sentence.
    scales : mapping
        Mean and standard deviation of the training rows, by the name of each input that is a number.
    """

    experiment: Experiment
    words: str
    scales: dict[str, tuple[float, float]]


def can_be_categories(column: Column) -> bool:
    """Whether the column has few enough different values for one-hot inputs or classes."""
    return column.words is not None and len(column.words) > 0


def can_be_numbers(column: Column) -> bool:
    """Whether the column has any numbers."""
    return column.n_numbers > 0


def proposed_target(table: Table) -> str:
    """The last column that can be one: where most tables have it."""
    names = _promising(table)
    return names[-1] if names else table.names[-1]


def proposed_inputs(table: Table, target: str) -> list[str]:
    """All columns that promise something but `target`; a mere numbering only where there is nothing else."""
    names = [name for name in _promising(table) if name != target]
    return names or [column.name for column in table.columns if column.habit == "numbering" and column.name != target]


def _promising(table: Table) -> list[str]:
    """Names of usable columns that are not constant, no dates, and not the numbers of the rows before all others."""
    poor = [column for column in table.columns if column.habit in ("constant", "dates")]
    poor += [column for column in table.columns[:1] if column.habit == "numbering"]
    return [column.name for column in table.columns if _is_usable(column) and column not in poor]


def _is_usable(column: Column) -> bool:
    """Whether it holds numbers or a few categories."""
    if column.kind == "category":
        return column.words is not None and len(column.words) <= MOST_CATEGORIES
    return column.kind == "number"


def experiment_on(experiment: Experiment, options: Values, title: str) -> Experiment:
    """`experiment` on the table that `options` describe; the same runs, network and training.

    Raises
    ------
    Refusal
        If an option is not allowed.
    """
    runs = tuple(replace(run, expect=()) for run in experiment.runs)
    bare = replace(experiment, runs=runs, edits=(), title=title[:80])
    new = schema.with_dataset(schema.with_dataset(bare, "moons"), "file")
    for knob in schema.data_sets()["file"].knobs:
        if knob.key in options:
            new = schema.put(new, f"data.{knob.key}", options[knob.key])
    return schema.with_fitting_runs(new)


def outlook(experiment: Experiment) -> Outlook:
    """What the experiment would be like.

    Raises
    ------
    Refusal
        If it cannot be trained as it stands.
    """
    schema.validate(experiment)
    data = experiment.data
    examples = schema.data_sets()[data.kind].examples(data)
    names = dict(zip(examples.feature_names, examples.scales, strict=True))
    words = _words(examples, material_of(data.options).n_left_out)
    return Outlook(experiment, words, {name: scale for name, scale in names.items() if scale != (0.0, 1.0)})


def _words(examples: Examples, n_left_out: int) -> str:
    rows = f"{len(examples.train):,} training, {len(examples.validation):,} validation and {len(examples.test):,} test"
    inputs = f"{examples.n_inputs:,} input{'s' * (examples.n_inputs > 1)}"
    left_out = f" Left out for want of a value: {n_left_out:,} row{'s' * (n_left_out > 1)}." if n_left_out else ""
    return f"{rows} rows; {inputs}; {_task_words(examples)}.{left_out}"


def _task_words(examples: Examples) -> str:
    if examples.task == "regression":
        return f"regression of {examples.target_name}"
    names = ", ".join(examples.class_names[:6]) + (", …" if len(examples.class_names) > 6 else "")
    kind = "binary classification" if len(examples.class_names) == 2 else f"{len(examples.class_names)} classes"
    return f"{kind}: {names}"
