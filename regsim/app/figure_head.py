"""The head of a figure: its title, and every run once, by line, marker and label; refuses to take width from anybody.

What does not fit beside the title stands below it, in as many rows as it takes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from regsim.app.markers import paint_marker
from regsim.app.plotting.strokes import line_pen
from regsim.app.theme import Look
from regsim.experiment import Run

_SAMPLE, _WORD_GAP, _ENTRY_GAP, _INSET = 30.0, 7.0, 22.0, 4.0


@dataclass(frozen=True, slots=True)
class _Entry:
    run: Run
    left: float
    row: int
    room: float


class FigureHead(QWidget):
    """See the module."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._title = ""
        self._runs: tuple[Run, ...] = ()
        self._entries: list[_Entry] = []
        self._title_height = self._row_height = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_words(self, title: str, runs: Sequence[Run]) -> None:
        """A title, empty for none, and the runs to be named."""
        self._title, self._runs = title, tuple(runs)
        self.fit(self.width())
        self.update()

    def fit(self, width: float) -> None:
        """Take the height that everything needs in this width."""
        px = self._look.px
        title, label = (QFontMetricsF(self._look.font(role)) for role in ("heading", "body"))
        self._title_height = title.height() if self._title else 0.0
        self._row_height = label.height() + px(4)
        inset = px(_INSET)
        widths = [px(_SAMPLE + _WORD_GAP) + label.horizontalAdvance(run.label) for run in self._runs]
        total = sum(widths) + px(_ENTRY_GAP) * max(len(widths) - 1, 0)
        beside = inset + title.horizontalAdvance(self._title) + 2 * px(_ENTRY_GAP) if self._title else inset
        is_beside = bool(widths) and beside + total <= width - inset
        left, row = (width - inset - total, 0) if is_beside else (inset, 0)
        self._entries = []
        for run, needed in zip(self._runs, widths, strict=True):
            if not is_beside and left > inset and left + needed > width - inset:
                left, row = inset, row + 1
            self._entries.append(_Entry(run, left, row, min(needed, width - inset - left)))
            left += needed + px(_ENTRY_GAP)
        rows = 0 if is_beside or not widths else row + 1
        first = max(self._title_height, self._row_height if is_beside else 0.0)
        self._rows_top = 0.0 if is_beside else self._title_height + (px(4) if self._title else 0.0)
        height = max(first, self._rows_top + rows * self._row_height)
        if is_beside:
            self._rows_top = (height - self._row_height) / 2
        self.setFixedHeight(round(height))
        self.setVisible(bool(self._title or self._runs))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The title, then line, marker and label of each run."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, px = self._look.theme, self._look.px
        inset = px(_INSET)
        if self._title:
            painter.setFont(self._look.font("heading"))
            painter.setPen(QColor(theme.text))
            room = QRectF(inset, 0, self.width() - 2 * inset, self._title_height)
            self._draw(painter, room, self._title)
        painter.setFont(self._look.font("body"))
        for entry in self._entries:
            self._paint_entry(painter, entry)
        painter.end()

    def _paint_entry(self, painter: QPainter, entry: _Entry) -> None:
        theme, px = self._look.theme, self._look.px
        slot = entry.run.colour
        top = self._rows_top + entry.row * self._row_height
        middle = top + self._row_height / 2
        painter.setPen(line_pen(QColor(theme.runs[slot]), self._look.width(2.6)))
        painter.drawLine(QPointF(entry.left, middle), QPointF(entry.left + px(_SAMPLE), middle))
        centre = QPointF(entry.left + px(_SAMPLE) / 2, middle)
        paint_marker(painter, slot, QColor(theme.runs[slot]), centre, px(9), QColor(theme.window))
        painter.setPen(QColor(theme.text))
        start = px(_SAMPLE + _WORD_GAP)
        self._draw(painter, QRectF(entry.left + start, top, entry.room - start, self._row_height), entry.run.label)

    @staticmethod
    def _draw(painter: QPainter, room: QRectF, words: str) -> None:
        shown = QFontMetricsF(painter.font()).elidedText(words, Qt.TextElideMode.ElideRight, room.width() + 1)
        painter.drawText(room.adjusted(0, 0, 2, 0), Qt.AlignmentFlag.AlignVCenter, shown)
