"""Turns the columns of a table into inputs and targets, as far as no split is needed for it; refuses to guess.

What depends on the training set (means, deviations, medians) is left to `regsim.tables.splitting`.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regsim.examples import Array, Task, frozen
from regsim.knob import Refusal, shown
from regsim.tables.columns import Cell, Column, Table
from regsim.tables.growing import MOST_DIFFERENT
from regsim.tables.wishes import Wishes, known

MOST_CLASSES = 20
MOST_CATEGORIES = 50
MOST_INPUTS = 1_000
FEWEST_ROWS = 10
FEW_VALUES = 10
"""Whole numbers of at most so many different values are taken for classes."""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Material:
    """Inputs and targets of the rows in use.

    Parameters
    ----------
    x : ndarray of float64, shape (N, D)
        Not standardised; NaN where a value is to be filled in.
    y : ndarray, shape (N,)
        Numbers (float64) or class indices (int64).
    is_number : ndarray of bool, shape (D,)
        Which inputs are numbers; the others are 0 or 1.
    feature_names, class_names : tuple of str
    task : {"regression", "classification"}
    n_left_out : int
        Rows without a value that is needed.
    """

    x: Array
    y: Array
    is_number: Array
    feature_names: tuple[str, ...]
    class_names: tuple[str, ...]
    task: Task
    n_left_out: int


def task_of(column: Column, wishes: Wishes) -> Task:
    """What a target is there for: its words are classes, and so are a few whole numbers; other numbers are not."""
    if wishes.task is not None:
        return wishes.task
    if type_of(column, wishes) != "number":
        return "classification"
    values = np.unique(column.numbers[np.isfinite(column.numbers)])
    is_few = len(values) <= FEW_VALUES and bool((values == np.round(values)).all())
    return "classification" if is_few else "regression"


def type_of(column: Column, wishes: Wishes) -> str:
    """The type a column has: the one asked for, or the one it seems to have."""
    return str(wishes.types.get(column.name, column.kind))


def prepared(table: Table, wishes: Wishes) -> Material:
    """Inputs and targets.

    Raises
    ------
    Refusal
        If a column is not there or not usable, a value is missing or a stray word, or there are too few rows, or too
        many inputs or classes.
    """
    target, features = _columns(table, wishes)
    task = task_of(target, wishes)
    wanted = "number" if task == "regression" else "category"
    use = np.ones(len(table), bool)
    for column, kind in [(target, wanted), *((each, type_of(each, wishes)) for each in features)]:
        valued = _valued(column, kind)
        if wishes.missing == "refuse":
            _refuse_unvalued(table, column, kind, valued)
        elif wishes.missing == "drop" or column is target:
            use &= valued
    if use.sum() < FEWEST_ROWS:
        raise Refusal(f"the table has {_rows(use.sum())} to use: at least {FEWEST_ROWS} are needed")
    y, class_names = _targets(target, task, use)
    blocks = [_inputs(column, type_of(column, wishes), use) for column in features]
    names = tuple(name for block in blocks for name in block[1])
    if not names:
        raise Refusal("data.features: no column has two different values to learn from")
    if len(names) > MOST_INPUTS:
        raise Refusal(f"data.features give {len(names):,} inputs: at most {MOST_INPUTS:,} are allowed")
    is_number = np.repeat([block[2] for block in blocks], [len(block[1]) for block in blocks])
    return Material(
        x=frozen(np.concatenate([block[0] for block in blocks], axis=1)),
        y=frozen(y),
        is_number=frozen(is_number),
        feature_names=names,
        class_names=class_names,
        task=task,
        n_left_out=int(len(table) - use.sum()),
    )


def _columns(table: Table, wishes: Wishes) -> tuple[Column, list[Column]]:
    known(table.names, [wishes.target], "data.target")
    known(table.names, wishes.features, "data.features")
    known(table.names, wishes.types, "data.types")
    if wishes.target in wishes.features:
        raise Refusal(f"data.features: {shown(wishes.target)} is the target and cannot be an input as well")
    found = {column.name: column for column in table.columns}
    usable = [column.name for column in table.columns if column.kind != "empty" and column.name != wishes.target]
    features = [found[name] for name in wishes.features or usable]
    if not features:
        raise Refusal("the table has no column beside the target: at least one input is needed")
    return found[wishes.target], features


def _valued(column: Column, kind: str) -> Array:
    """Which rows have a value that can be used; shape (N,)."""
    if kind == "number":
        return np.isfinite(column.numbers)
    if kind == "empty":
        raise Refusal(f"column {shown(column.name)} has no values: it can be neither target nor input")
    if column.codes is None:
        raise Refusal(
            f"column {shown(column.name)} has more than {MOST_DIFFERENT} different values: too many for classes or "
            "one-hot inputs; leave it out with data.features"
        )
    return np.asarray(column.codes >= 0)


def _refuse_unvalued(table: Table, column: Column, kind: str, valued: Array) -> None:
    if valued.all():
        return
    row = int(table.rows[int(np.argmin(valued))])
    if kind == "number" and column.first_word is not None and _comes_first(column.first_word, column.first_missing):
        word = column.first_word
        others = f", and {column.n_words - 1:,} more like it" if column.n_words > 1 else ""
        raise Refusal(
            f"row {word.row}, column {shown(column.name)}: {shown(word.text)} is no number{others}; correct it, or set "
            'data.missing = "drop" or "fill"'
        )
    count = int(len(valued) - valued.sum())
    others = f", and {count - 1:,} more of this column" if count > 1 else ""
    raise Refusal(
        f'row {row}, column {shown(column.name)}: the value is missing{others}; set data.missing = "drop" or "fill"'
    )


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def _comes_first(word: Cell, missing: Cell | None) -> bool:
    return missing is None or word.row <= missing.row


def _targets(column: Column, task: Task, use: Array) -> tuple[Array, tuple[str, ...]]:
    if task == "regression":
        y = column.numbers[use]
        if np.ptp(y) == 0.0:
            raise Refusal(f"data.target: every value of {shown(column.name)} is {y[0]:g}; there is nothing to learn")
        return y, ()
    codes, words = _sorted_codes(column, use)
    if len(words) < 2:
        raise Refusal(f"data.target: {shown(column.name)} has only the class {shown(words[0])}; two are needed")
    if len(words) > MOST_CLASSES:
        raise Refusal(
            f"data.target: {shown(column.name)} has {len(words)} classes: at most {MOST_CLASSES} are allowed; "
            'for numbers set data.task = "regression"'
        )
    counts = np.bincount(codes)
    if counts.min() < 3:
        rare = words[int(counts.argmin())]
        raise Refusal(f"data.target: class {shown(rare)} has {_rows(counts.min())}: each class needs 3, one a split")
    return codes.astype(np.int64), words


def _inputs(column: Column, kind: str, use: Array) -> tuple[Array, tuple[str, ...], bool]:
    """Inputs (N, K), their names, and whether they are numbers."""
    if kind == "number":
        return column.numbers[use, None], (column.name,), True
    codes, words = _sorted_codes(column, use)
    if len(words) > MOST_CATEGORIES:
        raise Refusal(
            f"column {shown(column.name)} has {len(words)} different words: at most {MOST_CATEGORIES} can be one-hot "
            "inputs; leave it out of data.features"
        )
    if len(words) <= 2:  # one number tells two apart
        words, codes = words[1:], codes - 1
    one_hot = (codes[:, None] == np.arange(len(words))).astype(np.float64)
    return one_hot, tuple(f"{column.name} = {word}" for word in words), False


def _sorted_codes(column: Column, use: Array) -> tuple[Array, tuple[str, ...]]:
    """Codes (N,) of the rows in use into their words in order: by number where all are numbers; −1 where missing."""
    assert column.codes is not None
    assert column.words is not None
    used = np.unique(column.codes[use])
    words = [(column.words[code], int(code)) for code in used if code >= 0]
    try:
        words.sort(key=lambda pair: (float(pair[0]), pair[0]))
    except ValueError:
        words.sort()
    place = np.full(len(column.words) + 1, -1)
    for index, (_, code) in enumerate(words):
        place[code] = index
    return place[column.codes[use]], tuple(word for word, _ in words)
