"""What enters each hidden layer of every run, over time: bands of the middle nine tenths and of one deviation.

It refuses to squeeze what leaves its scale, which only grows: a layer that has blown up is cut.
"""

from __future__ import annotations

import time
from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry, line_sample, swatch_sample
from regsim.app.layers_chart.painting import DEVIATION, TAILS, paint_layers
from regsim.app.panes import Pane, PanesCard
from regsim.app.plotting.calm import GrowingRange
from regsim.app.plotting.numbers import short_number
from regsim.app.plotting.strokes import dashed, line_pen, stroke
from regsim.app.theme import mixed
from regsim.app.views.base import Showing, ViewKind
from regsim.experiment import batch_count
from regsim.observed import LayerInputs
from regsim.snapshot import Snapshot

NARROWEST, WIDEST = 2.0, 10.0
"""Between these the scale ends, so that unit width is always to be seen."""


class LayerInputsView(PanesCard):
    """One pane a run.

    Parameters
    ----------
    clock : callable
        Seconds; decides when the scale may grow.
    """

    aspect = 2.0

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__("Layer inputs", parent)
        self._clock = clock
        self._reach = GrowingRange(from_zero=True)
        self._generation: int | None = None

    # ---- the Card

    def prepare(self, snapshot: Snapshot, showing: Showing) -> None:
        """Let the scale follow the runs."""
        if snapshot.generation != self._generation:
            self._generation = snapshot.generation
            self._reach.reset()
        ends = [np.abs([told.low, told.high]).max() for told in map(_told, self.panes) if told is not None]
        reach = float(np.clip(max(ends, default=NARROWEST), NARROWEST, WIDEST))
        self._reach.cover(0.0, reach, self._clock(), showing.moving)
        self.set_note(
            "" if self.look.presenter else "before the activation, all units and training examples of a layer"
        )
        self.set_legend(self._legend())

    def freeze_axes(self, frozen: bool) -> None:
        """Keep the scale."""
        self._reach.frozen = frozen

    def reading(self) -> str:
        """The standard deviations of the first and the last layer."""
        if not self.panes:
            return "Layer inputs: nothing trained yet. Press Play."
        return "; ".join(f"{pane.label}: {self.missing(pane) or _words(pane)}" for pane in self.panes)

    def missing(self, pane: Pane) -> str:
        """A linear model has no layers in between; a diverged one shows how it went."""
        if _told(pane) is not None:
            return ""
        if "layer_inputs" in pane.run.observed:
            return "No hidden layers."
        return super().missing(pane) or "looking into the layers …"

    def _legend(self) -> list[LegendEntry]:
        look = self.look
        theme = look.theme

        def unit(painter: QPainter, box: QRectF) -> None:
            y = np.full(2, box.center().y())
            ends = np.array([box.left(), box.right()])
            stroke(painter, dashed(ends, y, look.px(4), look.px(4)), line_pen(QColor(theme.control), look.px(1.0)))

        return [
            LegendEntry("mean", line_sample(QColor(theme.text2), look.width(1.6))),
            LegendEntry("± sd", swatch_sample(mixed(theme.text2, theme.surface, DEVIATION))),
            LegendEntry("middle 90 %", swatch_sample(mixed(theme.text2, theme.surface, TAILS))),
            LegendEntry("±1", unit),
        ]

    # ---- painting

    def paint_pane(self, painter: QPainter, rect: QRectF, pane: Pane) -> None:
        """Layer beside layer."""
        told = _told(pane)
        assert told is not None
        reach = self._reach.high or NARROWEST
        paint_layers(painter, rect, told, reach, self._last_epoch(pane), pane.slot, self.look)

    def _last_epoch(self, pane: Pane) -> float:
        """Where a run's training ends, in its own epochs: the updates of all runs are counted in the first one's."""
        assert self.snapshot is not None
        asked = self.snapshot.experiment
        updates = asked.training.epochs * self.snapshot.batches
        data, _, training = asked.settings(asked.runs[pane.index])
        return max(updates / batch_count(data.n_train, training.batch_size), 1.0)


def _told(pane: Pane) -> LayerInputs | None:
    told = pane.run.observed.get("layer_inputs")
    return told if isinstance(told, LayerInputs) else None


def _words(pane: Pane) -> str:
    told = _told(pane)
    assert told is not None
    first, last = short_number(float(told.deviation[0, -1])), short_number(float(told.deviation[-1, -1]))
    return f"standard deviation {first} before layer 1, {last} before layer {len(told.deviation)}"


VIEW = ViewKind(
    key="layer_inputs",
    title="Layer inputs",
    make=LayerInputsView,
    rank=None,
    rate=8.0,
    observables=frozenset({"layer_inputs"}),
    table="layer_inputs",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
