"""A table as it was read: columns of numbers and words, with what is missing; refuses to choose inputs or targets."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

import numpy as np

from regsim.examples import Array

Kind = Literal["number", "category", "text", "empty"]
"""Numbers; a few words that come again; words of which most come once; nothing."""

STRAY_SHARE = 0.1
"""Up to this share of words, a column of numbers is one of numbers with stray words in it."""


def holds_numbers(n_numbers: int, n_words: int) -> bool:
    """Whether a column of so many numbers and words is one of numbers."""
    return n_numbers > 0 and n_words <= STRAY_SHARE * (n_numbers + n_words)


Habit = Literal["constant", "numbering", "dates", ""]
"""The same in every row; one more in each row than in the row before; days; none of these."""

_DATE = re.compile(r"\d{1,2}[./-]\d{1,2}[./-]\d{2,4}(?!\d)|\d{4}[./-]\d{1,2}[./-]\d{1,2}(?!\d)")


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell that is worth a word: its row, counted from 1 as a spreadsheet does, and what it holds."""

    row: int
    text: str


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Column:
    """One column of N rows.

    Parameters
    ----------
    name : str
        From the header, made unique; or ``"column 3"``.
    numbers : ndarray of float64, shape (N,)
        NaN where a cell is missing or holds a word.
    words : tuple of str or None
        The different cells, in the order of their first appearance; None where there are too many to be classes.
    codes : ndarray of int32, shape (N,), or None
        Which of `words` each cell holds, −1 where it is missing.
    n_numbers, n_words, n_missing : int
        How many cells hold a number, a word, nothing.
    first_word, first_missing : Cell or None
        Where they were met first.
    """

    name: str
    numbers: Array
    words: tuple[str, ...] | None
    codes: Array | None
    n_numbers: int
    n_words: int
    n_missing: int
    first_word: Cell | None
    first_missing: Cell | None

    @property
    def kind(self) -> Kind:
        """What it seems to be."""
        if not self.n_numbers and not self.n_words:
            return "empty"
        if holds_numbers(self.n_numbers, self.n_words):
            return "number"
        is_repeated = self.words is not None and 2 * len(self.words) <= self.n_numbers + self.n_words
        return "category" if is_repeated else "text"

    @property
    def habit(self) -> Habit:
        """What makes it a poor input."""
        if self.words is not None and len(self.words) == 1 and not self.n_missing:
            return "constant"
        if self.kind == "number" and not self.n_words and bool((np.diff(self.numbers) == 1.0).all()):
            return "numbering"
        if self.kind != "number" and self.words and all(map(_DATE.match, self.words)):
            return "dates"
        return ""


@dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Table:
    """A table that was read.

    Parameters
    ----------
    columns : tuple of Column
    rows : ndarray of int64, shape (N,)
        The number that a spreadsheet shows beside each row.
    preview : tuple of tuple of str
        The first rows as they are written, without the header.
    has_header : bool
    delimiter, decimal : str
    sha256 : str
        Of the file's bytes, in hexadecimal.
    """

    columns: tuple[Column, ...]
    rows: Array
    preview: tuple[tuple[str, ...], ...]
    has_header: bool
    delimiter: str
    decimal: str
    sha256: str

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def names(self) -> tuple[str, ...]:
        """Of all columns."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column | None:
        """The column of that name."""
        return next((column for column in self.columns if column.name == name), None)
