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

from regsim.examples import frozen
from regsim.knob import Refusal
from regsim.tables.columns import Table
from regsim.tables.dialect import WESTERN, Dialect, dialect_of, encoding_of, rows_of
from regsim.tables.growing import LONGEST_NAME, GrowingColumn, printable

MOST_BYTES = 200_000_000
MOST_ROWS = 150_000
MOST_LINES = 10 * MOST_ROWS
"""Empty ones included: a file of nothing else would be read for minutes."""
MOST_COLUMNS = 1_000
MOST_CELLS = 20_000_000
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
        complaint = _complaint(path)
        size = 0 if complaint else path.stat().st_size
    except (OSError, ValueError) as error:
        raise Refusal(f"{path} cannot be read: {getattr(error, 'strerror', None) or error}") from None
    if complaint:
        raise Refusal(complaint)
    if size > MOST_BYTES:
        raise Refusal(f"{path.name} has {size / 1e6:,.0f} MB: tables of at most {MOST_BYTES / 1e6:,.0f} MB are read")


def _complaint(path: Path) -> str:
    if path.is_dir():
        return f"{path} is a folder, not a table"
    if not path.exists():
        return f"{path}: there is no such file"
    return "" if path.is_file() else f"{path} is not an ordinary file"


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
        self._growing: list[GrowingColumn] = []
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
        self._growing = [GrowingColumn(self._dialect.decimal) for _ in row]

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


def _unique_names(row: Sequence[str]) -> list[str]:
    taken: dict[str, int] = {}
    names = []
    for index, cell in enumerate(row):
        name = plain = printable(cell) or f"column {index + 1}"
        while name in taken:
            taken[plain] = taken.get(plain, 1) + 1
            name = f"{plain} ({taken[plain]})"
        taken[name] = 1
        names.append(name)
    return names


def _cells(count: int) -> str:
    return "1 cell" if count == 1 else f"{count:,} cells"
