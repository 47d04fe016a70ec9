"""What each run writes by itself, words that the language does not have underlined; refuses to correct any."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry
from regsim.app.panes import Pane, PanesCard
from regsim.app.plotting.numbers import percent
from regsim.app.views.base import Showing, ViewKind
from regsim.observed import OwnText
from regsim.snapshot import RunSnapshot, Snapshot

_LINE_PX, _LARGEST = 1.6, 1.25
"""Height of a line, and the largest type, in units of the body's type."""


class OwnTextView(PanesCard):
    """One pane a run."""

    aspect = 2.2

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What it writes", parent)

    def prepare(self, snapshot: Snapshot, showing: Showing) -> None:
        """The legend, where anything is underlined."""
        told = [own_text(run) for run in snapshot.runs]
        has_unknown = any(text is not None and text.known_share < 1 for text in told)
        self.set_legend([LegendEntry("underlined: no word of the language")] if has_unknown else [])

    def missing(self, pane: Pane) -> str:
        """Diverged, not told yet, or no text at all."""
        found = super().missing(pane)
        if found or own_text(pane.run) is not None:
            return found
        return "writing …" if "own_text" not in pane.run.observed else "these data are no text"

    def paint_pane(self, painter: QPainter, rect: QRectF, pane: Pane) -> None:
        """Its lines, and how much of it is language."""
        told = own_text(pane.run)
        assert told is not None
        look, theme = self.look, self.look.theme
        font = self._font(told, rect)
        metrics = QFontMetricsF(font)
        height = min(metrics.height() * _LINE_PX, rect.height() / (len(told.lines) + 1))
        underlined = QFont(font)
        underlined.setUnderline(True)
        blank = metrics.horizontalAdvance(" ")
        for place, line in enumerate(told.lines):
            x, baseline = rect.left(), rect.top() + (place + 0.5) * height + metrics.capHeight() / 2
            for word in line:
                painter.setFont(font if word.known else underlined)
                painter.setPen(QColor(theme.text if word.known else theme.runs_text[pane.slot]))
                painter.drawText(QPointF(x, baseline), word.text)
                x += metrics.horizontalAdvance(word.text) + blank
        painter.setFont(look.font("legend"))
        painter.setPen(QColor(theme.text2))
        baseline = rect.top() + (len(told.lines) + 0.5) * height + metrics.capHeight() / 2
        painter.drawText(QPointF(rect.left(), baseline), f"{percent(told.known_share)} words of the language")

    def _font(self, told: OwnText, rect: QRectF) -> QFont:
        """As large as the pane allows, at most a quarter above the body's type."""
        font = self.look.font("body")
        usual = font.pixelSize()
        metrics = QFontMetricsF(font)
        widest = max(metrics.horizontalAdvance(" ".join(word.text for word in line)) for line in told.lines)
        fits = min(rect.width() / widest, rect.height() / ((len(told.lines) + 1) * metrics.height()), _LARGEST)
        font.setPixelSize(max(int(fits * usual), 5))
        return font

    def reading(self) -> str:
        """The first line of every run, and its share of words."""
        if not self.panes:
            return "What it writes: nothing trained yet. Press Play."
        return "What it writes: " + "; ".join(_spoken(pane) for pane in self.panes) + "."


def own_text(run: RunSnapshot) -> OwnText | None:
    """What was told of a run, if anything."""
    told = run.observed.get("own_text")
    return told if isinstance(told, OwnText) else None


def _spoken(pane: Pane) -> str:
    told = own_text(pane.run)
    if told is None:
        return f"{pane.label} nothing yet"
    first = " ".join(word.text for word in told.lines[0])
    return f"{pane.label} “{first}”, {percent(told.known_share)} words of the language"


VIEW = ViewKind(
    key="own_text",
    title="What it writes",
    make=OwnTextView,
    rank=None,
    rate=4.0,
    observables=frozenset({"own_text"}),
    table="own_text",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
