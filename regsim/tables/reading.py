"""Reads a CSV or TSV file within fixed bounds, block by block; refuses what is no table in one sentence.

The standard library's reader and numpy are enough: 100 MB of numbers take seconds, and memory is 8 bytes a cell.
"""

from __future__ import annotations

import csv
import hashlib
import io
import os
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from regsim.examples import Array, frozen
from regsim.knob import Refusal
from regsim.tables.columns import Cell, Column, Table, holds_numbers
from regsim.tables.dialect import WESTERN, Dialect, dialect_of, encoding_of, rows_of
from regsim.tables.numerals import LARGEST, is_doubtful, is_missing, numeral

MOST_BYTES = 200_000_000
MOST_ROWS = 150_000
MOST_LINES = 10 * MOST_ROWS
"""Empty ones included: a file of nothing else would be read for minutes."""
MOST_COLUMNS = 1_000
MOST_CELLS = 20_000_000
MOST_DIFFERENT = 200
"""So many different words are remembered of a column; with more it can be neither classes nor one-hot inputs."""
LONGEST_NAME = 60
LONGEST_LINE = 2_000_000
PREVIEW_ROWS = 50
SAMPLE_BYTES = 65_536
BLOCK_ROWS = 1_000

Progress = Callable[[float], None]
"""Told the share that was read, in [0, 1]; raises to cancel."""


def read_table(path: str | Path, header: str = "auto", progress: Progress | None = None) -> Table:
    """Read a table.

    Parameters
    ----------
    path : str or Path
    header : {"auto", "yes", "no"}
        Whether the first row names the columns.
    progress : callable, optional
        Called every few thousand rows; what it raises ends the reading.

    Raises
    ------
    Refusal
        If there is no such file, it is no text, it is larger than the bounds, a row has too many or too few cells,
        or a quoted cell does not end.
    """
    file, name = Path(path), Path(path).name
    check_file(file)
    try:
        with file.open("rb") as raw:
            return _read(raw, name, os.fstat(raw.fileno()).st_size, header, progress)
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None


def check_file(path: Path) -> None:
    """Turn away what is no file of a size that can be read.

    Raises
    ------
    Refusal
        If it is none.
    """
    try:
        if path.is_dir():
            raise Refusal(f"{path} is a folder, not a table")
        if not path.exists():
            raise Refusal(f"{path}: there is no such file")
        if not path.is_file():
            raise Refusal(f"{path} is not an ordinary file")
        size = path.stat().st_size
    except Refusal:  # it is a ValueError, too
        raise
    except (OSError, ValueError) as error:
        raise Refusal(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if size > MOST_BYTES:
        raise Refusal(f"{path.name} has {size / 1e6:,.0f} MB: tables of at most {MOST_BYTES / 1e6:,.0f} MB are read")


def table_of_text(text: str, name: str = "the table", header: str = "auto") -> Table:
    """The table in a text, as `read_table` reads a file.

    Raises
    ------
    Refusal
        As there.
    """
    content = text.encode("utf-8", "surrogatepass")
    return _read(io.BytesIO(content), name, len(content), header, None)


class _Hashed(io.RawIOBase):
    """A stream that hashes what is read through it and tells how far it is."""

    def __init__(self, raw: io.BufferedIOBase | io.BytesIO, size: int, progress: Progress | None) -> None:
        self._raw, self._size, self._progress, self._done = raw, max(size, 1), progress, 0
        self.digest = hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]  # what io hands over
        content = self._raw.read(len(view))
        view[: len(content)] = content
        self.digest.update(content)
        self._done += len(content)
        if self._progress is not None:
            self._progress(min(1.0, self._done / self._size))
        return len(content)


def _read(raw: io.BufferedIOBase | io.BytesIO, name: str, size: int, header: str, progress: Progress | None) -> Table:
    start = raw.read(SAMPLE_BYTES)
    encoding = encoding_of(start, name)
    try:
        return _read_as(encoding, start, raw, name, size, header, progress)
    except UnicodeError:
        pass
    try:
        return _read_as(WESTERN, start, raw, name, size, header, progress)
    except UnicodeError:
        raise Refusal(f"{name} is neither UTF-8 text nor that of a Western Windows: save it as “CSV UTF-8”") from None


def _read_as(
    encoding: str,
    start: bytes,
    raw: io.BufferedIOBase | io.BytesIO,
    name: str,
    size: int,
    header: str,
    progress: Progress | None,
) -> Table:
    raw.seek(0)
    dialect = dialect_of(_sample(start, encoding), header)
    hashed = _Hashed(raw, size, progress)
    text = io.TextIOWrapper(io.BufferedReader(hashed, SAMPLE_BYTES), encoding, newline="")
    lines = _lines(text, name)
    for _ in range(dialect.comments + dialect.tells):
        next(lines)
    rows = _numbered(rows_of(lines, dialect.delimiter), name, dialect.comments)
    return _Reading(name, dialect).table(rows, hashed.digest.hexdigest)


def _lines(text: io.TextIOWrapper, name: str) -> Iterator[str]:
    """Line by line, none of which may be longer than any row is: a file without line ends would fill the memory."""
    while line := text.readline(LONGEST_LINE):
        if len(line) == LONGEST_LINE and not line.endswith(("\n", "\r")):
            raise Refusal(f"{name} has a line of more than {LONGEST_LINE:,} characters: no row of a table is that long")
        yield line


def _sample(start: bytes, encoding: str) -> str:
    text = start.decode(encoding, "replace")
    return text if len(start) < SAMPLE_BYTES else text[: text.rfind("\n") + 1] or text


def _numbered(reader: Iterator[list[str]], name: str, number: int) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, with their numbers, which follow `number`."""
    while True:
        number += 1
        try:
            row = next(reader, None)
        except csv.Error as error:
            raise Refusal(f"{name}, row {number}: {_quoting(str(error))}") from None
        if row is None:
            return
        if number > MOST_LINES:
            raise Refusal(f"{name} has more than {MOST_LINES:,} lines, most of them empty: remove those")
        if any(cell and not cell.isspace() for cell in row):
            yield number, row


def _quoting(error: str) -> str:
    if "limit" in error:
        return "a cell is longer than any cell of a table; a quotation mark may be missing"
    if "NUL" in error:
        return "there is a zero byte, as no text has"
    return "the quotation marks do not match"


class _Reading:
    """Rows on their way into columns."""

    def __init__(self, name: str, dialect: Dialect) -> None:
        self._name, self._dialect = name, dialect
        self._names: list[str] = []
        self._growing: list[_Growing] = []
        self._rows: list[int] = []
        self._preview: list[tuple[str, ...]] = []

    def table(self, rows: Iterator[tuple[int, list[str]]], sha256: Callable[[], str]) -> Table:
        first = next(rows, None)
        if first is None:
            raise Refusal(f"{self._name} is empty: a table has a row of names and rows of values")
        self._begin(first[1])
        if not self._dialect.has_header:
            self._take([first])
        while block := list(islice(rows, BLOCK_ROWS)):
            self._take(block)
        if not self._rows:
            raise Refusal(f"{self._name} has a row of names, and no rows of values")
        columns = [growing.column(name) for name, growing in zip(self._names, self._growing, strict=True)]
        return Table(
            columns=tuple(columns),
            rows=frozen(np.array(self._rows, np.int64)),
            preview=tuple(self._preview),
            has_header=self._dialect.has_header,
            delimiter=self._dialect.delimiter,
            decimal=self._dialect.decimal,
            sha256=sha256(),
        )

    def _begin(self, row: Sequence[str]) -> None:
        if len(row) > MOST_COLUMNS:
            raise Refusal(f"{self._name} has {len(row):,} columns: at most {MOST_COLUMNS:,} are read")
        self._names = _unique_names(row if self._dialect.has_header else [""] * len(row))
        self._growing = [_Growing(self._dialect.decimal) for _ in row]

    def _take(self, block: list[tuple[int, list[str]]]) -> None:
        width = len(self._names)
        for number, row in block:
            if len(row) != width:
                raise Refusal(f"{self._name}, row {number} has {_cells(len(row))}: the rows before have {width}")
        self._rows += [number for number, _ in block]
        if len(self._rows) > MOST_ROWS:
            raise Refusal(f"{self._name} has more than {MOST_ROWS:,} rows: so many are read; leave some out")
        if len(self._rows) * width > MOST_CELLS:
            raise Refusal(f"{self._name} has more than {MOST_CELLS:,} cells: so many are read; leave columns out")
        for row in [row for _, row in block][: PREVIEW_ROWS - len(self._preview)]:
            self._preview.append(tuple(cell[:LONGEST_NAME] for cell in row))
        numbers = [number for number, _ in block]
        for growing, cells in zip(self._growing, zip(*(row for _, row in block), strict=True), strict=True):
            growing.take(cells, numbers)


class _Growing:
    """One column on its way."""

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
        """Add the cells of a block."""
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
                    self._first_word = Cell(rows[index], _printable(cell))
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


def _earlier(first: Cell | None, second: Cell | None) -> Cell | None:
    return min((cell for cell in (first, second) if cell is not None), key=lambda cell: cell.row, default=None)


def _unique_names(row: Sequence[str]) -> list[str]:
    taken: dict[str, int] = {}
    names = []
    for index, cell in enumerate(row):
        name = plain = _printable(cell) or f"column {index + 1}"
        while name in taken:
            taken[plain] = taken.get(plain, 1) + 1
            name = f"{plain} ({taken[plain]})"
        taken[name] = 1
        names.append(name)
    return names


def _printable(cell: str) -> str:
    """A cell on one line, of a length that fits on screen."""
    if cell.isprintable() and len(cell) <= LONGEST_NAME:
        return cell.strip()
    text = "".join(letter if letter.isprintable() else " " for letter in cell[: 4 * LONGEST_NAME])
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + "…"


def _told_apart(cell: str) -> str:
    """A cell as `_printable`; two long ones that begin alike stay different words."""
    text = _printable(cell)
    if len(cell) <= LONGEST_NAME:
        return text
    mark = hashlib.sha256(cell.encode("utf-8", "surrogatepass")).hexdigest()[:6]
    return f"{text[: LONGEST_NAME - 9].rstrip()}… #{mark}"


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"
