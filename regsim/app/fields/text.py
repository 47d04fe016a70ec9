"""A validation text in rows, each character as dark as it surprised a run; refuses to show a text of its own."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from regsim.app.card_header import LegendEntry
from regsim.app.fields.base import Axes, Ink, Picture
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import number
from regsim.app.theme import Look, mixed
from regsim.examples import BLANK, TEXT_SIZE, Array
from regsim.snapshot import RunSnapshot

COLUMNS, ROWS = 36, 7
MOST_SURPRISE = 6.0
"""Nats from which on a cell grows no darker: the character was given less than 0.25 %."""
_DARKEST = 0.8
_CONTRAST, _CONTRAST_IN_A_ROOM = 4.5, 7.0
"""Letters keep this contrast with the darkest cell (WCAG 2.2, 1.4.3 and 1.4.6); the shades end before."""
_LEAST_LETTER, _LEAST_SMALL_LETTER = 7.0, 11.0
"""Beside a large picture the same text need not be read twice."""
_SHADES = 25


class Text(Picture):
    """`What surprises it`: −ln p of every character, given the ones before it."""

    title: ClassVar[str] = "What surprises it"
    has_ticks: ClassVar[bool] = False
    hairs: ClassVar[str] = ""

    def measure(self) -> Axes:
        """Columns and rows, counted from the top left; words are not broken."""
        self.labels = self.examples.validation.y[:TEXT_SIZE]
        self.letters = [self.examples.class_names[label] for label in self.labels]
        self.column, self.row = _wrapped(self.letters)
        self.shown = int(np.count_nonzero(self.row < ROWS))
        return Axes((0.0, float(COLUMNS)), (float(ROWS), 0.0))

    def digest(self, run: RunSnapshot, look: Look) -> Array | None:
        """The probabilities, shape (N, C)."""
        if run.prediction is None or not np.isfinite(run.prediction).all():
            return None
        return run.prediction

    def surprise(self, digest: Array) -> Array:
        """Nats of every character, shape (N,)."""
        chosen = digest[np.arange(len(self.labels)), self.labels]
        nats: Array = -np.log(np.maximum(chosen, np.finfo(np.float32).tiny))
        return nats

    def paint(self, painter: QPainter, frame: Frame, digest: Array, ink: Ink, n_train: int) -> None:
        """The text on its surprise."""
        shares = np.minimum(self.surprise(digest) / MOST_SURPRISE, 1.0)
        self._paint_cells(painter, frame, np.rint(shares * _SHADES).astype(int), ink)

    def paint_empty(self, painter: QPainter, frame: Frame, ink: Ink) -> None:
        """The text alone."""
        self._paint_cells(painter, frame, np.zeros(len(self.labels), int), ink)

    def _paint_cells(self, painter: QPainter, frame: Frame, shades: Array, ink: Ink) -> None:
        theme = ink.look.theme
        cells = [self.cell(frame, index) for index in range(self.shown)]
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        colours = [_shade(ink.colour, ink.look, step / _SHADES) for step in range(_SHADES + 1)]
        for cell, shade in zip(cells, shades.tolist(), strict=False):
            painter.fillRect(cell, colours[shade])
        size = min(1.45 * cells[0].width(), 0.62 * cells[0].height())
        if size < ink.look.px(_LEAST_LETTER if ink.large else _LEAST_SMALL_LETTER):
            return
        font = ink.look.font("body")
        font.setPixelSize(max(int(size), 1))
        painter.setFont(font)
        painter.setPen(QColor(theme.text))
        for cell, letter in zip(cells, self.letters, strict=False):
            if letter != BLANK:
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, letter)

    def cell(self, frame: Frame, index: int) -> QRectF:
        """Where character `index` is: whole pixels, without gaps between neighbours."""
        column, row = int(self.column[index]), int(self.row[index])
        left, right = (round(frame.x.pixels(place)) for place in (column, column + 1))
        top, bottom = (round(frame.y.pixels(place)) for place in (row, row + 1))
        return QRectF(left, top, right - left, bottom - top - max(1.0, 0.08 * (bottom - top)))

    def legend(self, look: Look) -> Sequence[LegendEntry]:
        """From none to the most surprise."""

        def shades(painter: QPainter, box: QRectF) -> None:
            steps = 6
            height = min(box.height(), look.px(10))
            for step in range(steps):
                cell = QRectF(
                    box.left() + step * box.width() / steps, box.center().y() - height / 2, box.width() / steps, height
                )
                painter.fillRect(cell, _shade(look.theme.text2, look, step / (steps - 1)))

        return [LegendEntry(f"surprise, 0 to {MOST_SURPRISE:.0f} nats", shades, width=36)]

    def note(self, digest: Array) -> str:
        """What the text costs."""
        return f"{number(self._mean(digest))} nats a character"

    def _mean(self, digest: Array) -> float:
        return float(self.surprise(digest).mean())

    def heading(self, x: float, y: float) -> str:
        """What comes, and after what."""
        index = self._index(x, y)
        if index is None:
            return ""
        before = "".join(self.letters[max(0, index - (self.examples.window or 1)) : index])
        return f"{before} → {self.letters[index]}"

    def columns(self) -> tuple[str, ...]:
        """What a run expects, and how likely it held what came."""
        return ("expects", "p of what comes")

    def values(self, digest: Array, x: float, y: float) -> tuple[str, ...]:
        """The likeliest character, and the probability of the one that comes."""
        index = self._index(x, y)
        if index is None:
            return "", ""
        best = self.examples.class_names[int(digest[index].argmax())]
        return best, f"{digest[index, self.labels[index]]:.3f}"

    def _index(self, x: float, y: float) -> int | None:
        found = np.flatnonzero((self.column == int(x)) & (self.row == int(y)))
        return int(found[0]) if len(found) and x >= 0 and y >= 0 and found[0] < self.shown else None

    def sentence(self, digest: Array, run: RunSnapshot) -> str:
        """The mean surprise, and that of who knows the language."""
        floor = self.examples.floor_loss
        known = "" if floor is None else f"; who knows the language pays {number(floor)} on average"
        return f"{self.note(digest)} of this text{known}"


def _shade(colour: str, look: Look, share: float) -> QColor:
    """The run's colour on the field, at a share of the darkest on which letters can be read."""
    theme = look.theme
    wanted = _CONTRAST_IN_A_ROOM if look.presenter else _CONTRAST
    return mixed(colour, theme.field, share * _darkest(colour, theme.field, theme.text, wanted))


@lru_cache(maxsize=64)
def _darkest(colour: str, field: str, text: str, wanted: float) -> float:
    """How much of `colour` may be mixed into the field so that text on it keeps the contrast."""
    amounts = np.linspace(_DARKEST, 0.0, 41).tolist()
    return next((each for each in amounts if contrast(QColor(text), mixed(colour, field, each)) >= wanted), 0.0)


def contrast(first: QColor, second: QColor) -> float:
    """Contrast ratio of two colours, from 1 to 21 (WCAG 2.2, relative luminance)."""
    low, high = sorted(_luminance(colour) for colour in (first, second))
    return (high + 0.05) / (low + 0.05)


def _luminance(colour: QColor) -> float:
    channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def _wrapped(letters: Sequence[str]) -> tuple[Array, Array]:
    """Column and row of each character; a word that does not fit begins the next row."""
    column, row = 0, 0
    columns, rows = [], []
    for index in range(len(letters)):
        if index == 0 or not letters[index - 1].isalnum():
            rest = next((end for end in range(index, len(letters)) if not letters[end].isalnum()), len(letters)) - index
            if column + rest + 1 > COLUMNS:
                column, row = 0, row + 1
        columns.append(column)
        rows.append(row)
        column += 1
    return np.array(columns), np.array(rows)
