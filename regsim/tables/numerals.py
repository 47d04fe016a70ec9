"""Reads the number that a cell holds, with decimal mark, thousands, percent and currency signs; refuses to mix units.

A mark before exactly three digits may be either: the file's other numbers decide which one it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

MISSING = frozenset({"", "na", "n/a", "#n/a", "nan", "null", "?", "-", "–", "—", "."})
"""What stands for no value, in lower case."""
DOUBTFUL = "none"
"""No value among numbers, as programs write it, and a word like any other among words; in lower case."""
LARGEST = 1e100
"""No column of measurements reaches it, and squares of it are still finite."""

_GAPS = "'’\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}"
"""What stands between thousands whatever the decimal mark is."""
_GROUPED = {
    ".": re.compile(rf"[+-]?\d{{1,3}}([,{_GAPS}])\d{{3}}(?:\1\d{{3}})*(?:\.\d+)?"),
    ",": re.compile(rf"[+-]?\d{{1,3}}([.{_GAPS}])\d{{3}}(?:\1\d{{3}})*(?:,\d+)?"),
}
_SURE = {
    mark: re.compile(
        rf"[+-]?(\d*{own}(?!\d{{3}}$)\d+(e[+-]?\d+)?|0?{own}\d+|\d{{4,}}{own}\d+|.*{other}.*{own}\d+)", re.I
    )
    for mark, own, other in ((".", r"\.", ","), (",", ",", r"\."))
}
"""Not three digits behind the mark; or nothing, a zero or more than three digits before it; or the other mark."""
_MAYBE = {".": re.compile(r"[+-]?\d{1,3}\.\d{3}"), ",": re.compile(r"[+-]?\d{1,3},\d{3}")}
_MARKS = re.compile(r"[+-]?[\d.,]+(?:e[+-]?\d+)?", re.IGNORECASE)
_UNIT = re.compile(r"(?P<before>[€$£¥])\s*(?P<rest>[^€$£¥%]*)|(?P<other>[^€$£¥%]*?)\s*(?P<after>[€$£¥%])")


class Numeral(NamedTuple):
    """A number and the sign beside it, ``"%"`` or that of a currency; empty if there is none."""

    value: float
    unit: str


def is_missing(cell: str) -> bool:
    """Whether a cell stands for no value."""
    return cell.strip().lower() in MISSING


def is_doubtful(cell: str) -> bool:
    """Whether the other cells of a column say what a cell stands for."""
    return cell.strip().lower() == DOUBTFUL


def numeral(cell: str, decimal: str) -> Numeral | None:
    """The number that a cell holds, or None."""
    text, unit = cell.strip(), ""
    if text and (text[0] in "€$£¥" or text[-1] in "€$£¥%"):
        text, unit = _without_unit(text)
    value = _value(text, decimal)
    return None if value is None else Numeral(value, unit)


def decimal_mark(cells: Iterable[str], is_delimiter: bool) -> str:
    """The decimal mark of a file: a comma where some number needs one and none needs a point.

    Parameters
    ----------
    cells : iterable of str
    is_delimiter : bool
        Whether commas separate the cells: then one before three digits separates thousands.
    """
    sure, maybe = {".": False, ",": False}, {".": False, ",": False}
    for cell in cells:
        text = _without_unit(cell.strip())[0]
        if _MARKS.fullmatch(text):
            for mark in sure:
                sure[mark] |= _SURE[mark].fullmatch(text) is not None
                maybe[mark] |= _MAYBE[mark].fullmatch(text) is not None
    if sure["."] or sure[","]:
        return "." if sure["."] else ","
    return "," if maybe[","] and not maybe["."] and not is_delimiter else "."


def _value(text: str, decimal: str) -> float | None:
    if "_" in text:
        return None
    plain = text
    if decimal == ",":
        plain = text.replace(",", ".") if "." not in text else "no"
    try:
        number = float(plain)
    except ValueError:
        if not _GROUPED[decimal].fullmatch(text):
            return None
        number = float("".join(sign for sign in text if sign.isdigit() or sign in f"+-{decimal}").replace(",", "."))
    return number if abs(number) <= LARGEST else None


def _without_unit(text: str) -> tuple[str, str]:
    found = _UNIT.fullmatch(text)
    if found is None:
        return text, ""
    return (found["rest"], found["before"]) if found["before"] else (found["other"], found["after"])
