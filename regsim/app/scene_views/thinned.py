"""The thinned networks a run was trained as: how many different ones, and each unit's drop frequency against p.

It refuses to show a mask: the network view does. Runs that drop nothing have no pane.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry, line_sample, swatch_sample
from regsim.app.dropout_chart.chart import elided
from regsim.app.dropout_chart.masks import paint_frequencies, paint_growth, possible, spread, within
from regsim.app.panes import Pane, PanesCard
from regsim.app.plotting.numbers import count
from regsim.app.plotting.strokes import line_pen, stroke
from regsim.app.views.base import Showing, ViewKind
from regsim.observed import MaskCounts
from regsim.snapshot import Snapshot

_LEAST_CHART = 60
"""Height of a chart's data area below which words give way, in px at zoom 1."""


class ThinnedView(PanesCard):
    """Counts and frequencies, run by run."""

    aspect = 2.6

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Thinned networks seen", parent)
        self._planned: dict[int, int] = {}

    # ---- the Card

    def prepare(self, snapshot: Snapshot, showing: Showing) -> None:
        """Leave out runs that drop nothing, and fix the axes by how many masks there will be."""
        self.panes = tuple(pane for pane in self.panes if _told(pane) or _is_awaited(pane)) or self.panes
        asked = snapshot.experiment
        sizes = [asked.settings(run)[0].n_train for run in asked.runs]
        self._planned = {index: size * asked.training.epochs for index, size in enumerate(sizes)}
        theme, thin = self.look.theme, self.look.width(1.3)

        def dashes(painter: QPainter, box: QRectF) -> None:
            line = np.array([[box.left(), box.center().y(), box.right(), box.center().y()]])
            pen = line_pen(QColor(theme.text2), thin, (self.look.px(6), self.look.px(4)))
            stroke(painter, line, pen)

        self.set_legend(
            [
                LegendEntry("if every mask were new", dashes),
                LegendEntry("p", line_sample(QColor(theme.text), thin)),
                LegendEntry("p ± 2√(p(1 − p)/n)", swatch_sample(QColor(theme.track)), 14),
            ]
        )

    def missing(self, pane: Pane) -> str:
        """Nothing is dropped, or nothing has been yet."""
        if _told(pane) is not None:
            return ""
        return "watching the masks …" if _is_awaited(pane) else "drops no hidden unit"

    def reading(self) -> str:
        """The counts of all runs."""
        if not self.panes:
            return "Thinned networks seen: nothing trained yet. Press Play."
        return "; ".join(f"{pane.label}: {' '.join(self._words(pane)) or self.missing(pane)}" for pane in self.panes)

    def _words(self, pane: Pane) -> tuple[str, ...]:
        told = _told(pane)
        if told is None:
            return ()
        first = f"{count(told.counted)} masks trained, {count(told.distinct)} different networks"
        if told.counted < told.drawn:
            first = f"{first} (of {count(told.drawn)} masks; counting ended there)"
        n = f"{within(told)} of {told.units} units within ±{spread(told):.3f} of p = {told.rate:g}"
        return f"{first} of {possible(told.units)} possible.", f"{n} (n = {count(told.sample)})."

    # ---- painting

    def paint_pane(self, painter: QPainter, rect: QRectF, pane: Pane) -> None:
        """Words above, growth at the left, frequencies at the right."""
        told = _told(pane)
        assert told is not None
        look = self.look
        font = look.font("body" if look.presenter else "strong")
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(QColor(look.theme.text))
        step, words = metrics.height() * 1.25, self._words(pane)
        least = 4 * QFontMetricsF(look.font("tick")).height() + look.px(_LEAST_CHART)
        # without room for both the curves tell more than the words; without room for curves the words stay
        kept = next((n for n in (2, 1, 0) if rect.height() - n * step >= least), len(words))
        for row, line in enumerate(words[:kept]):
            box = QRectF(rect.left(), rect.top() + row * step, rect.width(), metrics.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, elided(line, metrics, rect.width()))
        charts = rect.adjusted(0, kept * step + look.px(8), 0, 0)
        gap = look.px(22)
        left = QRectF(charts.left(), charts.top(), (charts.width() - gap) * 0.45, charts.height())
        right = QRectF(left.right() + gap, charts.top(), charts.width() - gap - left.width(), charts.height())
        paint_growth(painter, left, told, self._planned.get(pane.index, 0), pane.slot, look)
        paint_frequencies(painter, right, told, self._planned.get(pane.index, 0), pane.slot, look)


def _told(pane: Pane) -> MaskCounts | None:
    told = pane.run.observed.get("mask_counts")
    return told if isinstance(told, MaskCounts) else None


def _is_awaited(pane: Pane) -> bool:
    return "mask_counts" not in pane.run.observed


VIEW = ViewKind(
    key="thinned",
    title="Thinned networks seen",
    make=ThinnedView,
    rank=None,
    rate=5.0,
    observables=frozenset({"mask_counts"}),
    table="mask_counts",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
