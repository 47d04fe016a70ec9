"""How much of each trained network is left when a random share of its hidden units is silenced; refuses to retrain."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry, swatch_sample
from regsim.app.dropout_chart.chart import Line, apart
from regsim.app.dropout_chart.lines_card import LinesCard
from regsim.app.plotting.axes import Axis
from regsim.app.plotting.numbers import number, percent
from regsim.app.theme import mixed
from regsim.app.views.base import Showing, ViewKind
from regsim.observed import KnockOut
from regsim.snapshot import RunSnapshot, Snapshot

_HALF = 0.5


class KnockOutView(LinesCard):
    """One line a run over the share of silenced units."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Redundancy", parent)

    def find_lines(self, snapshot: Snapshot, showing: Showing) -> tuple[Line, ...]:
        """Mean over the draws, and a band from the worst of them to the best."""
        is_regression = snapshot.examples.task == "regression"
        lines = []
        for asked, pale, run in self.runs(snapshot, showing):
            told = _told(run)
            if told is None or run.state == "diverged":
                continue
            values = told.loss if is_regression else told.accuracy
            at_half = float(np.interp(_HALF, told.shares, values.mean(axis=1)))
            words = number(at_half) if is_regression else percent(at_half)
            lines.append(
                Line(
                    slot=asked.colour,
                    label=asked.label if self.look.presenter else f"{asked.label} {words} at half",
                    x=told.shares,
                    y=values.mean(axis=1),
                    low=values.min(axis=1),
                    high=values.max(axis=1),
                    pale=pale,
                )
            )
        highest = max((float(np.nanmax(line.y)) for line in lines), default=0.0)
        self.cover(highest if is_regression else 1.0, showing)
        track = mixed(self.look.theme.text2, self.look.theme.surface, 0.25)
        self.set_legend([LegendEntry("worst to best draw", swatch_sample(track), 14)])
        return tuple(lines)

    def axes(self) -> tuple[Axis, Axis, str]:
        """Share silenced; accuracy in per cent, or loss."""
        is_regression = self.snapshot is not None and self.snapshot.examples.task == "regression"
        share = Axis(-0.02, 0.92, unit="hidden units silenced", text=_percent, spacing=apart(self.look, 5.4))
        if is_regression:
            return share, Axis(0.0, self.high, spacing=apart(self.look, 3.0)), "validation loss, nothing rescaled"
        return (
            share,
            Axis(0.0, 1.0, text=_percent, spacing=apart(self.look, 3.0)),
            "validation accuracy, nothing rescaled",
        )

    def waiting(self, snapshot: Snapshot) -> str:
        """Why there is no line."""
        if any("knock_out" not in run.observed for run in snapshot.runs):
            return "silencing units …"
        return "no hidden units to silence"

    def reading(self) -> str:
        """What is left of all runs with half of the units silenced."""
        if self.snapshot is None or not self.lines:
            return "Redundancy: nothing to show yet."
        words = (f"{line.label} (none silenced: {number(float(line.y[0]))})" for line in self.lines)
        return f"Redundancy: {'; '.join(words)}"


def _told(run: RunSnapshot) -> KnockOut | None:
    told = run.observed.get("knock_out")
    return told if isinstance(told, KnockOut) else None


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %"


VIEW = ViewKind(
    key="knock_out",
    title="Redundancy",
    make=KnockOutView,
    rank=None,
    rate=5.0,
    observables=frozenset({"knock_out"}),
    table="knock_out",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
