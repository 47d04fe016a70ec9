"""A person's own table as a data set: split by ratio, standardised by its training part; it refuses a changed file.

Real data have no known truth and no known floor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import ClassVar, get_args

from regsim.datasets.base import Conditions, Dataset
from regsim.datasets.own_table import DEFAULTS, SHARES
from regsim.examples import Examples, Task
from regsim.experiment import Data, Values
from regsim.knob import Knob, Refusal, Value
from regsim.tables.wishes import Missing, known, names_in

LONGEST_PATH = 4_000
LONGEST_LIST = 20_000


def _text(key: str, title: str, help: str, max_length: int = LONGEST_LIST) -> Knob:
    return Knob(key=key, title=title, default="", effect="structural", help=help, max_length=max_length)


def _choice(key: str, title: str, choices: tuple[str, ...], help: str) -> Knob:
    return Knob(key=key, title=title, default=choices[0], effect="structural", help=help, choices=choices)


def _share(key: str, title: str, split: str) -> Knob:
    return Knob(
        key=key, title=title, default=SHARES[key], effect="structural", low=0.05, high=0.9, span=(0.1, 0.8), step=0.05,
        unit="%", help=f"Which share of the rows is the {split} set; what both shares leave is the test set.",
    )  # fmt: skip


class FileTable(Dataset):
    """Rows of a CSV or TSV file; what reads them is imported once there is one."""

    key: ClassVar[str] = "file"
    title: ClassVar[str] = "own table"
    task: ClassVar[Task] = "classification"
    uses_noise: ClassVar[bool] = False
    inputs_repeat: ClassVar[bool] = True
    defaults: ClassVar[Mapping[str, Value]] = DEFAULTS
    knobs: ClassVar[tuple[Knob, ...]] = (
        _text("path", "File", "The CSV or TSV file; a relative path begins at the experiment file.", LONGEST_PATH),
        _text("target", "Target", "The column to predict.", 80),
        _text("features", "Features", "The columns to predict it from, separated by commas; empty for all others."),
        _text("types", "Types", "Types that are not what they seem to be, as class: category, age: number."),
        _choice("task", "Task", ("auto", *get_args(Task)), "Whether numbers or classes are predicted."),
        _choice("header", "Header", ("auto", "yes", "no"), "Whether the first row names the columns."),
        _choice(
            "missing",
            "Missing values",
            get_args(Missing),
            "Where a value is missing or no number: refuse the table, drop the row, or fill in the training median.",
        ),
        _share("training_share", "Training share", "training"),
        _share("validation_share", "Validation share", "validation"),
        Knob(
            key="plane",
            title="Axes",
            default="",
            effect="cosmetic",
            max_length=LONGEST_LIST,
            help="One or two inputs that the picture shows, separated by commas; the others stand at their median.",
        ),
        _text("sha256", "Checksum", "SHA-256 of the file when it was stored; a changed file is refused.", 64),
    )
    help: ClassVar[str] = "A table of your own, as CSV or TSV: any column can be the target."
    source: ClassVar[str] = "A file of your own."

    def conditions(self, options: Values) -> Conditions:
        """Task and sizes are those of the table; nothing is known of one that cannot be read."""
        from regsim.datasets.own_table.material import conditions_of

        try:
            return conditions_of(options)
        except Refusal:
            return _UNKNOWN

    def pinned(self, options: Values) -> Values:
        """With the checksum of the file as it is, unless one is known.

        Raises
        ------
        Refusal
            If it cannot be read.
        """
        from regsim.datasets.own_table.material import table_of

        return options if "sha256" in options else options.having("sha256", table_of(options).sha256)

    def verify(self, options: Values) -> None:
        """Look whether the file is still the one whose checksum was stored.

        Raises
        ------
        Refusal
            If it is not.
        """
        from regsim.datasets.own_table.material import table_of

        table_of(options)

    def settled(self, options: Values, key: str) -> Values:
        """Another file has another checksum, not known yet."""
        return options.without("sha256") if key == "path" else options

    def examples(self, data: Data) -> Examples:
        """Take training, validation and test rows.

        Raises
        ------
        Refusal
            If the file cannot be read as a table or is not the one that was stored; if a value is missing, a column is
            not there or not usable; if a size is beyond the rows.
        """
        from regsim.datasets.own_table.examples import examples_of

        return self.viewed(examples_of(data, self.title), data)

    def viewed(self, examples: Examples, data: Data) -> Examples:
        """With ``data.plane`` as the axes of the picture.

        Raises
        ------
        Refusal
            If it names more than two inputs, or one that there is not.
        """
        plane = _plane(data.options, examples.feature_names)
        return examples if plane == examples.plane else replace(examples, plane=plane)


def _plane(options: Values, names: tuple[str, ...]) -> tuple[int, ...]:
    wanted = names_in(str(options.get("plane", "")), "data.plane")
    if len(wanted) > 2:
        raise Refusal(f"data.plane has {len(wanted)} names: a picture has at most two axes")
    known(names, wanted, "data.plane")
    chosen = [names.index(name) for name in wanted]
    rest = [index for index in range(len(names)) if index not in chosen]
    return tuple((chosen + rest)[:2])


_UNKNOWN = Conditions(None, DEFAULTS, {})

DATASET = FileTable()
