"""One table, spelled for files and for spreadsheets: a header and rows; refuses to know what it is of."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Row = Sequence[object]


@dataclass(frozen=True, slots=True, eq=False)
class Table:
    """See the module.

    Parameters
    ----------
    header : tuple of str
        Names of the columns.
    rows : iterable of sequences
        As long as the header; None is an empty cell. Gone through once.
    """

    header: tuple[str, ...]
    rows: Iterable[Row]

    def csv(self) -> str:
        """With commas, for a file; numbers are spelled so that they are read back the same.

        Words with a ``#`` are quoted, which elsewhere begins a comment.
        """
        return self._text(",")

    def tsv(self) -> str:
        """With tabs, which every spreadsheet parts when it is pasted; spelled as in `csv`."""
        return self._text("\t")

    def _text(self, delimiter: str) -> str:
        text = io.StringIO()
        plain = csv.writer(text, delimiter=delimiter, lineterminator="\n")
        quoted = csv.writer(text, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_NONNUMERIC)
        plain.writerow(self.header)
        for row in self.rows:  # not writerows, which would let no other thread have its turn before the last row
            writer = quoted if any(type(cell) is str and "#" in cell for cell in row) else plain
            writer.writerow(row)
        return text.getvalue()
