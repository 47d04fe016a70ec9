"""Takes the cells of a column block by block and tells numbers, words and gaps apart; refuses to read a file."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

import numpy as np

from regsim.examples import Array, frozen
from regsim.tables.columns import Cell, Column, holds_numbers
from regsim.tables.numerals import LARGEST, is_doubtful, is_missing, numeral

MOST_DIFFERENT = 200
"""So many different words are remembered of a column; with more it can be neither classes nor one-hot inputs."""
LONGEST_NAME = 60


class GrowingColumn:
    """One column on its way.

    Parameters
    ----------
    decimal : str
        The decimal mark of its numbers.
    """

    def __init__(self, decimal: str) -> None:
        self._decimal = decimal
        self._unit: str | None = None
        self._numbers: list[Array] = []
        self._codes: list[Array] = []
        self._words: dict[str, int] | None = {}
        self._n_words = self._n_missing = 0
        self._first_word: Cell | None = None
        self._first_missing: Cell | None = None
        self._n_doubtful = 0
        self._first_doubtful: Cell | None = None

    def take(self, cells: Sequence[str], rows: Sequence[int]) -> None:
        """Add the cells of a block, which stand in these rows."""
        numbers = self._parsed(cells)
        if numbers is None:
            numbers = self._parsed_one_by_one(cells, rows)
        self._numbers.append(numbers)
        if self._words is not None:
            self._count(cells, self._words)

    def column(self, name: str) -> Column:
        """All of it."""
        numbers = np.concatenate(self._numbers)
        self._settle_doubt(len(numbers))
        codes = None if self._words is None else frozen(np.concatenate(self._codes))
        n_words, n_missing = self._n_words, self._n_missing
        return Column(
            name=name,
            numbers=frozen(numbers),
            words=None if self._words is None else tuple(self._words),
            codes=codes,
            n_numbers=len(numbers) - n_words - n_missing,
            n_words=n_words,
            n_missing=n_missing,
            first_word=self._first_word,
            first_missing=self._first_missing,
        )

    def _settle_doubt(self, n_rows: int) -> None:
        """Among numbers, cells that may stand for no value do; among words they are words."""
        n_numbers = n_rows - self._n_words - self._n_missing - self._n_doubtful
        if not holds_numbers(n_numbers, self._n_words):
            self._n_words += self._n_doubtful
            self._first_word = _earlier(self._first_word, self._first_doubtful)
            return
        self._n_missing += self._n_doubtful
        self._first_missing = _earlier(self._first_missing, self._first_doubtful)
        if self._words is not None and self._n_doubtful:
            kept = [word for word in self._words if not is_doubtful(word)]
            place = {word: index for index, word in enumerate(kept)}
            renewed = np.array([*(place.get(word, -1) for word in self._words), -1], np.int32)
            self._words, self._codes = place, [renewed[codes] for codes in self._codes]

    def _parsed(self, cells: Sequence[str]) -> Array | None:
        """All cells at once, if all are numbers."""
        if self._unit:
            return None
        joined = "".join(cells)
        if self._decimal == ",":
            if "." in joined:
                return None
            cells = [cell.replace(",", ".") for cell in cells]
        try:
            numbers = np.array(cells, dtype=np.float64)
        except ValueError:
            return None
        if "_" in joined or not (np.abs(numbers) <= LARGEST).all():
            return None
        self._unit = ""
        return numbers

    def _parsed_one_by_one(self, cells: Sequence[str], rows: Sequence[int]) -> Array:
        numbers = np.full(len(cells), np.nan)
        for index, cell in enumerate(cells):
            if is_missing(cell):
                self._n_missing += 1
                self._first_missing = self._first_missing or Cell(rows[index], cell.strip())
                continue
            if is_doubtful(cell):
                self._n_doubtful += 1
                self._first_doubtful = self._first_doubtful or Cell(rows[index], cell.strip())
                continue
            found = numeral(cell, self._decimal)
            if found is not None and self._unit in (None, found.unit):
                numbers[index], self._unit = found
            else:
                self._n_words += 1
                if self._first_word is None:
                    self._first_word = Cell(rows[index], printable(cell))
        return numbers

    def _count(self, cells: Sequence[str], words: dict[str, int]) -> None:
        codes = np.empty(len(cells), np.int32)
        for index, cell in enumerate(cells):
            word = cell.strip()
            codes[index] = -1 if is_missing(word) else words.setdefault(_told_apart(word), len(words))
            if len(words) > MOST_DIFFERENT:
                self._words, self._codes = None, []
                return
        self._codes.append(codes)


def printable(cell: str) -> str:
    """A cell on one line, of a length that fits on screen."""
    if cell.isprintable() and len(cell) <= LONGEST_NAME:
        return cell.strip()
    text = "".join(letter if letter.isprintable() else " " for letter in cell[: 4 * LONGEST_NAME])
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def _told_apart(cell: str) -> str:
    """A cell as `printable`; two long ones that begin alike stay different words."""
    text = printable(cell)
    if len(cell) <= LONGEST_NAME:
        return text
    mark = hashlib.sha256(cell.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{text[: LONGEST_NAME - 9].rstrip()}… #{mark}"


def _earlier(first: Cell | None, second: Cell | None) -> Cell | None:
    return min((cell for cell in (first, second) if cell is not None), key=lambda cell: cell.row, default=None)
