"""The same run on thirty draws of its points, as curves, with the parts its error is made of; refuses to draw points.

Where the curves agree and miss the truth there is bias; where they surround it and disagree, variance.
"""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry, line_sample, swatch_sample
from regsim.app.fields.base import padded
from regsim.app.panes import Pane, PanesCard
from regsim.app.plotting.strokes import curve_pen, dashed, line_pen, stroke
from regsim.app.resamples_chart.columns import Column, paint_columns, part_colours, sums
from regsim.app.resamples_chart.curves import THIN, paint_curves
from regsim.app.theme import Look, mixed
from regsim.app.views.base import Showing, ViewKind
from regsim.observed import Resamples
from regsim.snapshot import Snapshot

_HEADROOM = 1.08
"""Top of the scale of the columns, in squared errors of the best constant guess: fixed, so that it keeps still."""


class SpaghettiView(PanesCard):
    """Curves of resampled companions, run by run, and a column for each."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Resampled fits", parent)
        self._y = (-1.0, 1.0)
        self._top = 1.0
        self._moving = False

    # ---- the Card

    def prepare(self, snapshot: Snapshot, showing: Showing) -> None:
        """Fix the axes by the examples."""
        examples = snapshot.examples
        self._moving = showing.moving
        self._top = _HEADROOM * examples.guess_loss
        if examples.truth is not None and examples.picture == "curve":
            self._y = padded(np.concatenate([examples.train.y, examples.validation.y, examples.truth[1]]))
        told = self._told()
        has_room = bool(told) and not self.look.presenter
        self.set_note(f"{len(told[0].told.curves)} draws of the points each" if has_room else "")
        self.set_legend(self._legend(self.look))

    def reading(self) -> str:
        """The sums of all runs."""
        if not self.panes:
            return "Resampled fits: nothing trained yet. Press Play."
        return "; ".join(f"{pane.label}: {self._words(pane)}" for pane in self.panes)

    def missing(self, pane: Pane) -> str:
        """Other data have no curve to draw."""
        if pane.run.state == "diverged":
            return super().missing(pane)
        if "resamples" not in pane.run.observed:
            return "drawing other points …"
        told = pane.run.observed["resamples"]
        return "" if isinstance(told, Resamples) else "Resampled fits need one input and a known true curve."

    def _words(self, pane: Pane) -> str:
        told = pane.run.observed.get("resamples")
        return self.missing(pane) or (", ".join(sums(told)[1]) if isinstance(told, Resamples) else "")

    def _told(self) -> list[Column]:
        shown = [pane for pane in self.panes if not self.missing(pane)]
        pairs = ((pane.slot, pane.run.observed.get("resamples")) for pane in shown)
        return [Column(slot, told) for slot, told in pairs if isinstance(told, Resamples)]

    def _legend(self, look: Look) -> list[LegendEntry]:
        theme = look.theme
        grey = QColor(theme.text2)

        def dashes(painter: QPainter, box: QRectF) -> None:
            y = np.full(2, box.center().y())
            ends = np.array([box.left(), box.right()])
            stroke(painter, dashed(ends, y, look.px(5), look.px(3)), line_pen(QColor(theme.text), look.px(2)))

        def thin(painter: QPainter, box: QRectF) -> None:
            pen = curve_pen(mixed(theme.text2, theme.surface, THIN), look.px(1.0))
            heights = box.center().y() + look.px(1.0) * np.array([-4.0, -1.0, 1.0, 4.0])
            stroke(painter, np.array([[box.left(), y, box.right(), y] for y in heights]), pen)

        def bar(painter: QPainter, box: QRectF) -> None:
            line = np.array([[box.left(), box.center().y(), box.right(), box.center().y()]])
            stroke(painter, line, line_pen(QColor(theme.text), look.width(2.0)))

        names = ("bias²", "variance", "noise")
        parts = zip(names, part_colours(None, look), strict=True)
        return [
            *(LegendEntry(name, swatch_sample(colour), width=14) for name, colour in parts),
            LegendEntry("measured", bar, width=16),
            LegendEntry("truth", dashes),
            LegendEntry("mean", line_sample(grey, look.width(3.0))),
            LegendEntry("one draw", thin),
        ]

    # ---- painting

    def beside(self, rect: QRectF) -> QRectF:
        """A quarter for the columns, once there is anything to compare."""
        px = self.look.px
        if len(self._told()) < 2 or rect.width() < px(420):
            return QRectF()
        widest = px(64) * len(self.panes) + px(60)
        width = min(max(rect.width() * 0.24, px(130)), widest)
        return QRectF(rect.right() - width, rect.top(), width, rect.height())

    def paint_beside(self, painter: QPainter, rect: QRectF) -> None:
        """A column for each run."""
        paint_columns(painter, rect, self._told(), self._top, self.look)

    def paint_pane(self, painter: QPainter, rect: QRectF, pane: Pane) -> None:
        """Curves, and their sums below."""
        told = pane.run.observed["resamples"]
        assert isinstance(told, Resamples)
        look = self.look
        font = look.font("body" if look.presenter else "strong")
        metrics = QFontMetricsF(font)
        fitting = (
            lines for lines in sums(told) if max(map(metrics.horizontalAdvance, lines)) <= rect.width() - look.px(2)
        )
        lines = next(fitting, sums(told)[-1])
        below = metrics.height() * len(lines) + look.px(4)
        if rect.height() - below > look.px(40):
            coarse = self._moving and len(self.panes) > 2
            paint_curves(painter, rect.adjusted(0, 0, 0, -below), told, self._y, pane.slot, look, coarse)
        painter.setFont(font)
        painter.setPen(QColor(look.theme.text if math.isfinite(told.expected_error) else look.theme.text2))
        top = rect.bottom() - metrics.height() * len(lines)
        for number, line in enumerate(lines):
            row = QRectF(rect.left(), top + number * metrics.height(), rect.width(), metrics.height())
            words = metrics.elidedText(line, Qt.TextElideMode.ElideRight, row.width())
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, words)


VIEW = ViewKind(
    key="spaghetti",
    title="Resampled fits",
    make=SpaghettiView,
    rank=None,
    rate=8.0,
    observables=frozenset({"resamples"}),
    table="resamples",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
