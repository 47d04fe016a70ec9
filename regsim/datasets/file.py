"""A person's own table as a data set: split by ratio, standardised by its training part; it refuses a changed file.

Real data have no known truth and no known floor.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from typing import ClassVar, get_args

import numpy as np

from regsim.datasets.base import Conditions, Dataset
from regsim.datasets.draws import SplitName, flip_fraction, flipped, frozen_split, stream
from regsim.datasets.floors import after_flips
from regsim.examples import Array, Examples, Task, frozen
from regsim.experiment import Data, Values
from regsim.knob import Knob, Refusal, Value, shown
from regsim.tables.columns import Table
from regsim.tables.held import held_table
from regsim.tables.preparing import Material, prepared
from regsim.tables.splitting import Scale, Sizes, order, sizes
from regsim.tables.wishes import Missing, Wishes, known, names_in, types_in

LONGEST_PATH = 4_000
LONGEST_LIST = 20_000
AIR = 0.06


def _text(key: str, title: str, help: str, max_length: int = LONGEST_LIST) -> Knob:
    return Knob(key=key, title=title, default="", effect="structural", help=help, max_length=max_length)


def _choice(key: str, title: str, choices: tuple[str, ...], help: str) -> Knob:
    return Knob(key=key, title=title, default=choices[0], effect="structural", help=help, choices=choices)


def _share(key: str, title: str, default: float, split: str) -> Knob:
    return Knob(
        key=key, title=title, default=default, effect="structural", low=0.05, high=0.9, span=(0.1, 0.8), step=0.05,
        unit="%", help=f"Which share of the rows is the {split} set; what both shares leave is the test set.",
    )  # fmt: skip


class FileTable(Dataset):
    """Rows of a CSV or TSV file.

    Numbers are standardised by the rows that may be training rows, whatever `n_train` takes of them, so that a
    smaller training set has the same points; so are the targets of a regression. Categories are one-hot.
    """

    key: ClassVar[str] = "file"
    title: ClassVar[str] = "own table"
    task: ClassVar[Task] = "classification"
    uses_noise: ClassVar[bool] = False
    inputs_repeat: ClassVar[bool] = True
    defaults: ClassVar[Mapping[str, Value]] = {"noise": 0.0, "label_flip": 0.0}
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
        _share("training_share", "Training share", 0.6, "training"),
        _share("validation_share", "Validation share", 0.2, "validation"),
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
        # every knob on the screen asks, at every edit: with a checksum the answer is always the same
        answer = _conditions_of_pinned if options.get("sha256") else _conditions_of
        try:
            return answer(options)
        except Refusal:
            return _UNKNOWN

    def pinned(self, options: Values) -> Values:
        """With the checksum of the file as it is, unless one is known.

        Raises
        ------
        Refusal
            If it cannot be read.
        """
        if "sha256" in options:
            return options
        return options.having("sha256", _table(options).sha256)

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
        material = material_of(data.options)
        most = _sizes(data.options, material)
        for name, limit in _limits(most).items():
            if getattr(data, name) > limit:
                raise Refusal(f"data.{name} = {getattr(data, name)}: must be at most {limit} for {self.title}")
        rows = order(material.y, material.task, stream(data, "order"))
        training = rows[: most.train]
        parts: dict[SplitName, Array] = {
            "train": training[: data.n_train],
            "validation": rows[most.train :][: most.validation][: data.n_validation],
            "test": rows[most.train + most.validation :][: data.n_test],
        }
        scale = Scale.of(material.x[training], material.is_number)
        x = scale.applied(material.x)
        made = self._regression if material.task == "regression" else self._classification
        return self.viewed(made(data, material, scale, x, training, parts), data)

    def viewed(self, examples: Examples, data: Data) -> Examples:
        """With ``data.plane`` as the axes of the picture.

        Raises
        ------
        Refusal
            If it names more than two inputs, or one that there is not.
        """
        plane = _plane(data.options, examples.feature_names)
        return examples if plane == examples.plane else replace(examples, plane=plane)

    def _regression(
        self, data: Data, material: Material, scale: Scale, x: Array, training: Array, parts: dict[SplitName, Array]
    ) -> Examples:
        mean, deviation = float(material.y[training].mean()), float(material.y[training].std()) or 1.0
        y = (material.y - mean) / deviation
        splits = {name: frozen_split(x[rows], y[rows]) for name, rows in parts.items()}
        guess = float(np.mean((splits["validation"].y - splits["train"].y.mean()) ** 2))
        return Examples(
            task="regression",
            train=splits["train"],
            validation=splits["validation"],
            test=splits["test"],
            feature_names=material.feature_names,
            guess_loss=guess,
            frame=_frame(x, material.is_number),
            centre=frozen(np.median(x[training], axis=0)),
            scales=_scales(scale),
            target_name=str(data.options["target"]),
            target_scale=(mean, deviation),
        )

    def _classification(
        self, data: Data, material: Material, scale: Scale, x: Array, training: Array, parts: dict[SplitName, Array]
    ) -> Examples:
        n_classes = len(material.class_names)
        splits = {
            name: frozen_split(x[rows], *flipped(data, name, material.y[rows], n_classes))
            for name, rows in parts.items()
        }
        clean = np.bincount(material.y, minlength=n_classes) / len(material.y)
        expected = after_flips(clean, flip_fraction(data, "validation"))
        return Examples(
            task="classification",
            train=splits["train"],
            validation=splits["validation"],
            test=splits["test"],
            feature_names=material.feature_names,
            class_names=material.class_names,
            guess_loss=float(-expected @ np.log(after_flips(clean, data.label_flip))),
            frame=_frame(x, material.is_number),
            centre=frozen(np.median(x[training], axis=0)),
            scales=_scales(scale),
            target_name=str(data.options["target"]),
        )


def _plane(options: Values, names: tuple[str, ...]) -> tuple[int, ...]:
    wanted = names_in(str(options.get("plane", "")), "data.plane")
    if len(wanted) > 2:
        raise Refusal(f"data.plane has {len(wanted)} names: a picture has at most two axes")
    known(names, wanted, "data.plane")
    chosen = [names.index(name) for name in wanted]
    rest = [index for index in range(len(names)) if index not in chosen]
    return tuple((chosen + rest)[:2])


@lru_cache(maxsize=64)
def wishes_of(options: Values) -> Wishes:
    """What the options of ``[data]`` want of the table.

    Raises
    ------
    Refusal
        If a list of names cannot be taken apart.
    """
    task = options.get("task", "auto")
    return Wishes(
        target=str(options.get("target", "")),
        features=names_in(str(options.get("features", "")), "data.features"),
        types=types_in(str(options.get("types", "")), "data.types"),
        task=None if task == "auto" else task,  # type: ignore[arg-type]  # checked by its knob
        missing=options.get("missing", "refuse"),  # type: ignore[arg-type]  # checked by its knob
    )


def _table(options: Values) -> Table:
    path = str(options.get("path", ""))
    if not path:
        raise Refusal("data.path is empty: name a CSV or TSV file")
    return held_table(path, str(options.get("header", "auto")), str(options.get("sha256", "")))


def material_of(options: Values) -> Material:
    """Inputs and targets of the table that these options of ``[data]`` name.

    Raises
    ------
    Refusal
        If it cannot be read or used.
    """
    return _prepared(_table(options), wishes_of(options))


_prepared = lru_cache(maxsize=4)(prepared)


def _sizes(options: Values, material: Material) -> Sizes:
    training, validation = _number(options, "training_share"), _number(options, "validation_share")
    if training + validation > 0.95 + 1e-9:
        raise Refusal(
            f"data.training_share and data.validation_share are {100 * (training + validation):.4g} % together: "
            "at most 95 %, so that a test set is left"
        )
    return sizes(len(material.y), training, validation)


def _number(options: Values, key: str) -> float:
    value = options.get(key, next(knob.default for knob in FileTable.knobs if knob.key == key))
    if not isinstance(value, (int, float)):
        raise Refusal(f"data.{key} = {shown(value)}: must be a number")
    return float(value)


def _limits(most: Sizes) -> dict[str, int]:
    return {"n_train": most.train, "n_validation": most.validation, "n_test": most.test}


def _conditions_of(options: Values) -> Conditions:
    material = material_of(options)
    return _conditions(material, _sizes(options, material))


_conditions_of_pinned = lru_cache(maxsize=64)(_conditions_of)


@lru_cache(maxsize=8)
def _conditions(material: Material, most: Sizes) -> Conditions:
    limits = _limits(most)
    return Conditions(material.task, {**FileTable.defaults, **limits}, limits)


_UNKNOWN = Conditions(None, FileTable.defaults, {})


def _frame(x: Array, is_number: Array) -> Array:
    """What all rows span, with some air; an input that is 0 or 1 has its own."""
    low, high = x.min(axis=0), x.max(axis=0)
    air = np.where(is_number, AIR * np.maximum(high - low, 1.0), 0.25)
    return frozen(np.stack([np.where(is_number, low, 0.0) - air, np.where(is_number, high, 1.0) + air], axis=1))


def _scales(scale: Scale) -> tuple[tuple[float, float], ...]:
    return tuple(zip(scale.mean.tolist(), scale.deviation.tolist(), strict=True))


DATASET = FileTable()
