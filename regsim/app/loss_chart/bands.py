"""The quartiles of many seeds as bands in the loss view, with the medians as its lines; refuses to order numbers."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QPainter

from regsim.app.loss_chart.clock import in_time
from regsim.app.loss_chart.lines import PALE, Lines, Measure
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.strokes import polygon
from regsim.app.theme import Look, mixed
from regsim.app.views.base import Showing
from regsim.snapshot import RunSnapshot, Snapshot

if TYPE_CHECKING:
    from regsim.luck import Luck

BAND = 0.20
OF_SEEDS = -1
"""The generation of what is no training of its own."""


class Bands:
    """Low and high quartiles, drawn like lines that are not seen.

    Parameters
    ----------
    luck : Luck
    """

    def __init__(self, luck: Luck) -> None:
        self.luck = luck
        self._low, self._high = Lines(), Lines()

    def medians(self, live: Snapshot) -> Snapshot:
        """The medians in place of the runs of the live training."""
        return self._with_runs(live, self.luck.median)

    def read(self, live: Snapshot, showing: Showing, measure: Measure) -> None:
        """Take over what is to be drawn."""
        self._low.read(self._with_runs(live, self.luck.low), showing, measure)
        self._high.read(self._with_runs(live, self.luck.high), showing, measure)

    def extremes(self, usual: float) -> tuple[float, float]:
        """The range that they need, as `Lines.extremes`."""
        return self._low.extremes(usual, ("validation",))[0], self._high.extremes(usual, ("validation",))[1]

    def paint(self, painter: QPainter, frame: Frame, showing: Showing) -> None:
        """Fill between the quartiles of each run's validation values."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        for low, high in zip(self._low.on(frame, showing), self._high.on(frame, showing), strict=True):
            colour = QColor(showing.look.theme.runs[low.slot])
            colour.setAlphaF(BAND * (PALE if low.pale else 1.0))
            painter.setBrush(colour)
            x = np.concatenate([low.validation.x, high.validation.x[::-1]])
            painter.drawPolygon(polygon(x, np.concatenate([low.validation.raw, high.validation.raw[::-1]])))

    def _with_runs(self, live: Snapshot, runs: tuple[RunSnapshot, ...]) -> Snapshot:
        return in_time(replace(live, generation=OF_SEEDS, runs=runs, edits=(), finished=True))


def band_sample(look: Look) -> QColor:
    """The fill between the quartiles, for no run in particular."""
    return mixed(look.theme.text2, look.theme.surface, BAND)
