"""What every picture of predictions can do: say its axes, digest a run, paint it at any size, and read a value.

A picture belongs to one set of examples and refuses to keep anything of a run: what it digests, the view keeps.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter

from regsim.app.card_header import LegendEntry
from regsim.app.plotting.frame import Frame, Span
from regsim.app.plotting.numbers import MINUS, figures
from regsim.app.theme import Look
from regsim.examples import Array, Examples, Split
from regsim.snapshot import RunSnapshot

MOST_POINTS = 3000
"""Painted of a split, always the first ones: more hide each other, and a frame of 100,000 takes as long as four."""
LONGEST_SIDE_NAME = 16
"""Letters of a name beside an axis that stands."""


SplitName = Literal["training", "validation"]


@dataclass(frozen=True, slots=True)
class Ink:
    """How a run is painted.

    Parameters
    ----------
    look : Look
    slot : int
        Run colour.
    ground : str
        Colour behind the picture.
    large : bool
        With points, labels and all; a small picture shows the run's own shape only.
    vector : bool
        For a file of shapes: no sprites, no pixmaps.
    """

    look: Look
    slot: int
    ground: str
    large: bool = True
    vector: bool = False

    @property
    def colour(self) -> str:
        """The run's colour."""
        return self.look.theme.runs[self.slot]


@dataclass(frozen=True, slots=True)
class Axes:
    """What the axes show, fixed by the examples so that they keep still."""

    x: tuple[float, float]
    y: tuple[float, float]
    x_name: str = ""
    y_name: str = ""


class Picture(ABC):
    """A way to show predictions.

    Parameters
    ----------
    examples : Examples
    """

    title: ClassVar[str]
    has_ticks: ClassVar[bool] = True
    """Whether numbers stand at the axes."""
    painted: ClassVar[tuple[SplitName, ...]] = ()
    """The splits of which every example is a point; in little room the first of them only."""
    hairs: ClassVar[str] = "x"
    """Hairlines at the pointer: ``"x"``, ``"xy"`` or none."""

    def __init__(self, examples: Examples) -> None:
        self.examples = examples
        self.axes = self.measure()

    @abstractmethod
    def measure(self) -> Axes:
        """The axes that show all the examples."""

    @abstractmethod
    def digest(self, run: RunSnapshot, look: Look) -> Any:
        """What painting needs of a run, computed once a snapshot; None where the run has nothing to show."""

    @abstractmethod
    def paint(self, painter: QPainter, frame: Frame, digest: Any, ink: Ink, n_train: int) -> None:
        """Paint a digested run; `n_train` is how many training examples it uses."""

    def paint_empty(self, painter: QPainter, frame: Frame, ink: Ink) -> None:  # noqa: B027 - most show nothing
        """Paint what is known before there is any prediction."""

    def legend(self, look: Look) -> Sequence[LegendEntry]:
        """Samples and words for the header."""
        return ()

    def note(self, digest: Any) -> str:
        """A few words after the title."""
        return ""

    def points(self, split: Split) -> Split:
        """The examples that are painted, with the two inputs that are shown."""
        return self.examples.seen(split.first(MOST_POINTS))

    def omission(self, n_train: int, look: Look) -> str:
        """How many points are painted, where not all are; `n_train` as in `paint`."""
        painted = self.painted[:1] if look.compact else self.painted
        sizes = {"training": n_train, "validation": len(self.examples.validation)}
        cut = [f"{sizes[name]:,} {name}" for name in painted if sizes[name] > MOST_POINTS]
        return f"{MOST_POINTS:,} of {' and of '.join(cut)} points shown" if cut else ""

    def crowd(self) -> tuple[Array, Array]:
        """Where data lie, in values of the axes: the read-out keeps away from them."""
        return np.empty(0), np.empty(0)

    @abstractmethod
    def heading(self, x: float, y: float) -> str:
        """Title of the read-out at a place; empty where there is nothing to read."""

    @abstractmethod
    def columns(self) -> tuple[str, ...]:
        """Heads of the columns that `values` fills."""

    @abstractmethod
    def values(self, digest: Any, x: float, y: float) -> tuple[str, ...]:
        """A run's values there, one a column."""

    @abstractmethod
    def sentence(self, digest: Any, run: RunSnapshot) -> str:
        """What the picture says."""

    def frame(self, rect: QRectF) -> Frame:
        """The way from values to pixels that fills `rect`."""
        x = Span(*self.axes.x, False, rect.left(), rect.right())
        return Frame(x=x, y=Span(*self.axes.y, False, rect.bottom(), rect.top()))


def axis_name(examples: Examples, axis: int) -> str:
    """What stands at the first (0) or second (1) axis: the input, and beside the first how it was standardised.

    Empty for bare axes; short at the second, beside which there is little room.
    """
    if not examples.plane:
        return ""
    if axis >= len(examples.axes):
        return "(spread)"
    index = examples.axes[axis]
    name, scale = examples.feature_names[index], examples.scales[index]
    if axis == 1:
        return shortened(name)
    return name if scale == (0.0, 1.0) else standardised(name, *scale)


def target_axis_name(examples: Examples) -> str:
    """What stands at an axis of targets."""
    if examples.target_scale is None:
        return "y"
    return shortened(examples.target_name)


def standardised(name: str, mean: float, deviation: float) -> str:
    """How a quantity was standardised: ``age, standardised: (age − 29.7) / 14.5``."""
    minus = MINUS if mean >= 0 else "+"
    return f"{name}, standardised: ({name} {minus} {figures(abs(mean))}) / {figures(deviation)}"


def shortened(name: str, most: int = LONGEST_SIDE_NAME) -> str:
    """A name where there is little room: at most so many letters."""
    return name if len(name) <= most else name[: most - 1] + "…"


def coordinate(examples: Examples, axis: int, value: float) -> str:
    """An input and its value, as it was before it was standardised: ``age 34.2``."""
    if axis >= len(examples.axes):
        return ""
    index = examples.axes[axis]
    name = examples.feature_names[index]
    if not examples.scales:
        return f"{name} {place(value)}"
    mean, deviation = examples.scales[index]
    return f"{name} {figures(mean + deviation * value)}"


def place(value: float) -> str:
    """A coordinate with two decimals, so that the read-out does not jump."""
    text = f"{value:.2f}"
    return text.replace("-0.00", "0.00").replace("-", MINUS)


def padded(values: Array, share: float = 0.06) -> tuple[float, float]:
    """Lowest and highest finite value, with some air."""
    finite = values[np.isfinite(values)]
    low, high = (float(finite.min()), float(finite.max())) if len(finite) else (0.0, 1.0)
    air = share * (high - low) or 0.5
    return low - air, high + air
