"""Tells how a table is written, from its first lines: encoding, delimiter, decimal mark, header; refuses binary files.

It is deliberately simpler than `csv.Sniffer`, which guesses letters as delimiters and is wrong about headers.
"""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import takewhile

from regsim.knob import Refusal
from regsim.tables.numerals import decimal_mark, is_missing, numeral

ENDINGS = (".csv", ".tsv", ".txt", ".dat")
"""What names of tables end with."""
DELIMITERS = ("\t", ";", "|", ",")
"""In the order in which they are believed: a comma may also stand inside numbers."""
BLANKS = " "
"""One or more between two cells, where nothing else separates them."""
SAMPLE_LINES = 60

_TOLD = re.compile(r"\s*sep=(.)\s*", re.IGNORECASE)
"""A first line that spreadsheets obey and do not show."""
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a table is written; `tells` if its first line does nothing but name the delimiter.

    `comments` are so many lines above it.
    """

    delimiter: str
    decimal: str
    has_header: bool
    tells: bool = False
    comments: int = 0


WESTERN = "cp1252"
"""What spreadsheets on Windows write without being asked; five of its bytes mean nothing."""


def encoding_of(start: bytes, name: str) -> str:
    """UTF-8, or UTF-16 where the file says so; `WESTERN` is tried where it is not UTF-8.

    Raises
    ------
    Refusal
        If the file is no text.
    """
    for mark, encoding in _BOMS:
        if start.startswith(mark):
            return encoding
    if b"\0" in start:
        raise Refusal(f"{name} is no text: save the table as CSV (a spreadsheet's own file cannot be read)")
    return "utf-8"


def dialect_of(sample: str, header: str = "auto") -> Dialect:
    """Delimiter, decimal mark and header, from the first lines.

    Parameters
    ----------
    sample : str
        The beginning of the file, cut at the end of a line.
    header : {"auto", "yes", "no"}
        With ``"auto"``, the first row is a header if it holds no number.
    """
    lines = sample.splitlines()
    comments = _comments(lines)
    lines = lines[comments : comments + SAMPLE_LINES]
    told = _TOLD.fullmatch(lines[0]) if lines else None
    if told is not None:
        delimiter, lines = told[1], lines[1:]
    else:
        delimiter = max(DELIMITERS, key=lambda each: (_evenness(lines, each), -DELIMITERS.index(each)))
        if not _evenness(lines, delimiter) and _evenness(lines, BLANKS) == 1.0:
            delimiter = BLANKS
    rows = _split(lines, delimiter)
    decimal = decimal_mark((cell for row in rows for cell in row), is_delimiter=delimiter == ",")
    has_header = header == "yes" or (header == "auto" and bool(rows) and _is_header(rows[0], decimal))
    return Dialect(delimiter, decimal, has_header, told is not None, comments)


def rows_of(lines: Iterable[str], delimiter: str, strict: bool = True) -> Iterator[list[str]]:
    """The cells of each row.

    Parameters
    ----------
    strict : bool
        Whether quotation marks must match.
    """
    if delimiter == BLANKS:
        return csv.reader((line.strip() for line in lines), delimiter=BLANKS, skipinitialspace=True, strict=strict)
    return csv.reader(lines, delimiter=delimiter, strict=strict)


def _comments(lines: Sequence[str]) -> int:
    """Lines at the beginning that a ``#`` makes comments; a single one may as well be a header."""
    count = sum(1 for _ in takewhile(lambda line: line.startswith("#"), lines))
    return count if count > 1 else 0


def _split(lines: Sequence[str], delimiter: str) -> list[list[str]]:
    try:
        return [row for row in rows_of(lines, delimiter, strict=False) if row]
    except csv.Error:
        return []


def _evenness(lines: Sequence[str], delimiter: str) -> float:
    """The share of rows that have the commonest number of cells; 0 if that is one."""
    widths = Counter(len(row) for row in _split(lines, delimiter))
    if not widths:
        return 0.0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count / widths.total() if width > 1 else 0.0


def _is_header(row: Sequence[str], decimal: str) -> bool:
    return all(numeral(cell, decimal) is None for cell in row) and any(not is_missing(cell) for cell in row)
