"""What is wanted of a table: target, features, types, task and what to do where a value is missing; refuses to read it.

Names of columns stand in one text, separated by commas, quoted as in a CSV file where they hold a comma themselves.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from regsim.examples import Task
from regsim.experiment import Values
from regsim.knob import Refusal, Value, shown

Missing = Literal["refuse", "drop", "fill"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """See the module.

    Parameters
    ----------
    target : str
        The column to predict.
    features : tuple of str
        The columns to predict it from; empty for all others.
    types : Values
        ``"number"`` or ``"category"`` by column, where it is not what the column seems to be.
    task : {"regression", "classification"} or None
        None for what the target seems to be.
    missing : {"refuse", "drop", "fill"}
        Where a feature has no value or a stray word: refuse, leave the row out, or put the training set's median
        (numbers) or nothing (categories). A row without a target is left out unless refused.
    """

    target: str
    features: tuple[str, ...] = ()
    types: Values = field(default_factory=Values)
    task: Task | None = None
    missing: Missing = "refuse"


def names_in(text: str, path: str) -> tuple[str, ...]:
    """The names in a text like ``age, "height, cm"``.

    Raises
    ------
    Refusal
        If a quotation mark is not closed, or a name stands twice.
    """
    try:
        rows = list(csv.reader([text], skipinitialspace=True, strict=True))
    except csv.Error:
        raise Refusal(f"{path} = {shown(text)}: the quotation marks do not match") from None
    names = [name.strip() for row in rows for name in row if name.strip()]
    counts = Counter(names)
    twice = next((name for name in names if counts[name] > 1), None)
    if twice is not None:
        raise Refusal(f"{path} = {shown(text)}: {shown(twice)} stands twice")
    return tuple(names)


def names_text(names: Iterable[str]) -> str:
    """The text in which `names_in` finds these names."""
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(list(names))
    return line.getvalue().replace(",", ", ") if '"' not in line.getvalue() else line.getvalue()


def types_in(text: str, path: str) -> Values:
    """The types in a text like ``class: category, age: number``.

    Raises
    ------
    Refusal
        If an entry has no type, or another one.
    """
    types: dict[str, Value] = {}
    for entry in names_in(text, path):
        name, _, kind = entry.rpartition(":")
        if kind.strip() not in ("number", "category") or not name.strip():
            raise Refusal(f'{path}: {shown(entry)} must be written as "column: number" or "column: category"')
        types[name.strip()] = kind.strip()
    return Values(types)


def types_text(types: Mapping[str, object]) -> str:
    """The text in which `types_in` finds these types."""
    return names_text([f"{name}: {kind}" for name, kind in types.items()])


def known(names: Sequence[str], wanted: Iterable[str], path: str) -> None:
    """Turn away names that are no columns.

    Raises
    ------
    Refusal
        Naming the first one, and the columns there are.
    """
    for name in wanted:
        if name not in names:
            listed = ", ".join(names[:12]) + (", …" if len(names) > 12 else "")
            told = f"there is no column {shown(name)}; there are" if name else "it is empty; name one of"
            raise Refusal(f"{path}: {told} {listed}")
