"""The lines of all runs as the loss view draws them: history in, pixels out; refuses to paint."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from PySide6.QtGui import QColor

from regsim.app.plotting.curve import Columns, Curve, Trace, columns_of
from regsim.app.plotting.frame import Frame
from regsim.app.theme import Look, mixed
from regsim.app.views.base import Showing
from regsim.snapshot import History, RunSnapshot, Snapshot

Measure = Literal["loss", "accuracy"]
MARKED_AT = (0.14, 0.36, 0.58, 0.80)
MARKED_SHIFT = 0.045
"""Markers stand on a run's line at these shares of the axis, shifted for each run."""
PALE = 0.35
_OUTLIER = 20.0


def scale(look: Look) -> float:
    """How much larger markers are for a room."""
    return 1.8 if look.presenter else 1.0


@dataclass(frozen=True, slots=True, eq=False)
class RunLines:
    """One run's lines in pixels.

    Parameters
    ----------
    index, slot : int
        Place among the runs; colour and marker.
    label : str
    run : RunSnapshot
    validation, train : Trace
    pale : bool
        Another run is lifted.
    """

    index: int
    slot: int
    label: str
    run: RunSnapshot
    validation: Trace
    train: Trace
    pale: bool

    def colour(self, look: Look, amount: float = 1.0) -> QColor:
        """The run's colour at `amount`, mixed with the surface, paler while another run is lifted."""
        return mixed(look.theme.runs[self.slot], look.theme.surface, amount * (PALE if self.pale else 1.0))

    def text_colour(self, look: Look) -> QColor:
        """The run's colour for text."""
        return mixed(look.theme.runs_text[self.slot], look.theme.surface, PALE if self.pale else 1.0)

    def end(self, frame: Frame, line: Trace) -> tuple[float, float] | None:
        """Where `line` ends on the screen; None if it does not reach it."""
        if not len(line.x) or line.x[0] > frame.x.end + 1 or line.x[-1] < frame.x.start - 1:
            return None
        x = min(float(line.x[-1]), frame.x.end)
        return x, line.height_at(x)

    def marks(self, frame: Frame, trace: Trace) -> list[tuple[float, float]]:
        """Where markers stand on one of the two lines."""
        if not len(trace.x):
            return []
        shares = [share + MARKED_SHIFT * self.index for share in MARKED_AT]
        places = [frame.x.start + share * frame.x.length for share in shares]
        first, last = float(trace.x[0]), min(float(trace.x[-1]) - 8, frame.x.end)
        return [(x, trace.height_at(x)) for x in places if first <= x <= last]


def validation_values(history: History, measure: Measure) -> np.ndarray:
    """What is drawn bold."""
    return history.validation_loss if measure == "loss" else history.validation_accuracy


def train_values(history: History, measure: Measure) -> np.ndarray:
    """What is drawn thin."""
    return history.train_loss if measure == "loss" else history.train_accuracy


class Lines:
    """Keeps what has been read of the growing histories, so that a frame costs the same at any length."""

    def __init__(self) -> None:
        self._curves: dict[tuple[Measure, int, str], Curve] = {}
        self._runs: list[tuple[int, int, str, RunSnapshot]] = []
        self._measure: Measure = "loss"

    def read(self, snapshot: Snapshot, showing: Showing, measure: Measure) -> None:
        """Take over the histories of a snapshot."""
        self._measure = measure
        asked = showing.experiment.runs
        named = [asked[i] if i < len(asked) else snapshot.experiment.runs[i] for i in range(len(snapshot.runs))]
        self._runs = [
            (index, run.colour, run.label, shown)
            for index, (run, shown) in enumerate(zip(named, snapshot.runs, strict=True))
        ]
        for index, _, _, shown in self._runs:
            history = shown.history
            self._curve(index, "validation").extend(validation_values(history, measure))
            self._curve(index, "train").extend(train_values(history, measure))
        self._curves = {key: curve for key, curve in self._curves.items() if key[1] < len(self._runs)}

    def forget(self) -> None:
        """Nothing has been trained."""
        self._curves, self._runs = {}, []

    @property
    def last_epoch(self) -> float:
        """The latest evaluation of any run."""
        return max((float(run.history.epoch[-1]) for _, _, _, run in self._runs if len(run.history)), default=0.0)

    def extremes(self, usual: float, names: Sequence[str] = ("validation", "train")) -> tuple[float, float]:
        """The range that the values of all runs need.

        Parameters
        ----------
        usual : float
            A run runs off the scale, lest it flatten the others, beyond 20 times this value or the one it began
            with; a diverged run beyond these values themselves.
        names : sequence of {"validation", "train"}
            The lines that count.
        """
        low, high = math.inf, -math.inf
        for index, _, _, shown in self._runs:
            if not len(shown.history):
                continue
            first = float(validation_values(shown.history, self._measure)[0])
            most = max(usual, first if math.isfinite(first) else 0.0)
            most *= 1.0 if shown.state == "diverged" else _OUTLIER
            for name in names:
                curve = self._curve(index, name)
                low, high = min(low, curve.lowest), max(high, min(curve.highest, most))
        return low, high

    def on(self, frame: Frame, showing: Showing) -> list[RunLines]:
        """All runs' lines in pixels, the one on top last: the selected, or the lifted run."""
        top = showing.selected if showing.lifted is None else showing.lifted
        zoom = showing.look.zoom
        columns = self._columns(frame)
        lines = [
            RunLines(
                index=index,
                slot=slot,
                label=label,
                run=shown,
                validation=self._curve(index, "validation").trace(columns[index], frame.y, smooth=True, zoom=zoom),
                train=self._curve(index, "train").trace(columns[index], frame.y, smooth=False),
                pale=showing.lifted is not None and showing.lifted != index,
            )
            for index, slot, label, shown in self._runs
        ]
        return sorted(lines, key=lambda line: line.index == top)

    def _columns(self, frame: Frame) -> list[Columns]:
        """The columns of each run; runs in lock-step have the same ones."""
        found: dict[bytes, Columns] = {}
        columns = []
        for _, _, _, shown in self._runs:
            epoch = shown.history.epoch
            key = epoch[:: max(len(epoch) // 8, 1)].tobytes() + epoch[-1:].tobytes()
            if key not in found:
                found[key] = columns_of(epoch, frame.x)
            columns.append(found[key])
        return columns

    def _curve(self, index: int, name: str) -> Curve:
        key = (self._measure, index, name)
        if key not in self._curves:
            self._curves[key] = Curve()
        return self._curves[key]


def points_of(lines: Iterable[RunLines], every: float = 3.0) -> tuple[np.ndarray, np.ndarray]:
    """Points of all lines, `every` so many pixels along x, to find out where there are none."""
    x, y = [np.zeros(0)], [np.zeros(0)]
    for line in lines:
        for trace in (line.validation, line.train):
            if len(trace.x):
                x.append(np.arange(trace.x[0], trace.x[-1], every))
                y.append(np.interp(x[-1], trace.x, trace.y))
    return np.concatenate(x), np.concatenate(y)
