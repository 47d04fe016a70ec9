"""Says what the options of ``[data]`` make of a table: its columns, task and sizes; refuses to draw examples."""

from __future__ import annotations

from functools import lru_cache

from regsim.datasets.base import Conditions
from regsim.datasets.own_table import DEFAULTS, SHARES
from regsim.experiment import Values
from regsim.knob import Refusal, shown
from regsim.tables.columns import Table
from regsim.tables.held import held_table
from regsim.tables.preparing import Material, prepared
from regsim.tables.splitting import Sizes, sizes
from regsim.tables.wishes import Wishes, names_in, types_in


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


def table_of(options: Values) -> Table:
    """The table itself.

    Raises
    ------
    Refusal
        If none is named, or it cannot be read or is not the one that was stored.
    """
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
    return _prepared(table_of(options), wishes_of(options))


_prepared = lru_cache(maxsize=4)(prepared)


def sizes_of(options: Values, material: Material) -> Sizes:
    """How many rows each split has at most.

    Raises
    ------
    Refusal
        If no test set would be left.
    """
    training, validation = _number(options, "training_share"), _number(options, "validation_share")
    if training + validation > 0.95 + 1e-9:
        raise Refusal(
            f"data.training_share and data.validation_share are {100 * (training + validation):.4g} % together: "
            "at most 95 %, so that a test set is left"
        )
    return sizes(len(material.y), training, validation)


def _number(options: Values, key: str) -> float:
    value = options.get(key, SHARES[key])
    if not isinstance(value, (int, float)):
        raise Refusal(f"data.{key} = {shown(value)}: must be a number")
    return float(value)


def limits_of(most: Sizes) -> dict[str, int]:
    """The same by the names of ``[data]``."""
    return {"n_train": most.train, "n_validation": most.validation, "n_test": most.test}


def conditions_of(options: Values) -> Conditions:
    """What the table sets for the other knobs.

    Raises
    ------
    Refusal
        If it cannot be read or used.
    """
    # every knob on the screen asks, at every edit: with a checksum the answer is always the same
    return _conditions_of_pinned(options) if options.get("sha256") else _conditions_of(options)


def _conditions_of(options: Values) -> Conditions:
    material = material_of(options)
    return _conditions(material, sizes_of(options, material))


_conditions_of_pinned = lru_cache(maxsize=64)(_conditions_of)


@lru_cache(maxsize=8)
def _conditions(material: Material, most: Sizes) -> Conditions:
    limits = limits_of(most)
    return Conditions(material.task, {**DEFAULTS, **limits}, limits)
