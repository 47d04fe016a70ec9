"""The learned weights of a linear model beside the weights that made the data; refuses networks with hidden layers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from regsim.app.card_header import LegendEntry, line_sample, swatch_sample
from regsim.app.diagram.strokes import nice_above
from regsim.app.fields.base import Axes, Ink, Picture
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import number
from regsim.app.plotting.strokes import line_pen, stroke
from regsim.app.theme import Look, mixed
from regsim.examples import Array, Examples
from regsim.snapshot import RunSnapshot


def fits(examples: Examples, run: RunSnapshot) -> bool:
    """Whether a run is one layer of weights from inputs to one output, and the true weights are known."""
    return examples.true_weights is not None and len(run.weights) == 1 and len(run.weights[0]) == 1


class Bars(Picture):
    """`Learned weights`, one bar an input."""

    title: ClassVar[str] = "Learned weights"

    @property
    def truth(self) -> Array:
        """The true weights, shape (D,)."""
        assert self.examples.true_weights is not None
        return self.examples.true_weights

    def measure(self) -> Axes:
        """All inputs; a third more than the largest true weight."""
        reach = nice_above(1.3 * float(np.abs(self.truth).max()))
        return Axes((0.0, len(self.truth) + 1.0), (-reach, reach), "input", "weight")

    def digest(self, run: RunSnapshot, look: Look) -> Array | None:
        """The learned weights, shape (D,)."""
        if not fits(self.examples, run) or not np.isfinite(run.weights[0]).all():
            return None
        return run.weights[0][0]

    def paint(self, painter: QPainter, frame: Frame, digest: Array, ink: Ink, n_train: int) -> None:
        """Bars from zero; exact zeros have none."""
        self._paint_counting_inputs(painter, frame, ink)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        zero, half = frame.y.pixels(0.0), self._half_width(frame)
        tops = frame.y.pixels(np.clip(digest, *self.axes.y))
        middles = frame.x.pixels(np.arange(1.0, len(digest) + 1))
        for x, y, weight in zip(middles, tops, digest, strict=True):
            if weight != 0:
                # A weight too small to see still has a pixel: only exact zeros have none.
                height = y - zero if abs(y - zero) >= 1 else (-1.0 if weight > 0 else 1.0)
                painter.fillRect(QRectF(x - half, zero, 2 * half, height).normalized(), QColor(ink.colour))
        self._paint_truth(painter, frame, ink)

    def paint_empty(self, painter: QPainter, frame: Frame, ink: Ink) -> None:
        """The true weights."""
        self._paint_counting_inputs(painter, frame, ink)
        self._paint_truth(painter, frame, ink)

    def _half_width(self, frame: Frame) -> float:
        return max(0.5, 0.34 * frame.x.length / (len(self.truth) + 1))

    def _paint_counting_inputs(self, painter: QPainter, frame: Frame, ink: Ink) -> None:
        """A column of `field` behind each input that counts."""
        half = 1.35 * self._half_width(frame)
        band = mixed(ink.look.theme.track, ink.ground, 1.0)
        for index in np.flatnonzero(self.truth):
            x = frame.x.pixels(float(index + 1))
            painter.fillRect(QRectF(x - half, frame.rect.top(), 2 * half, frame.rect.height()), band)
        painter.setPen(line_pen(QColor(ink.look.theme.control), 1.0))
        zero = round(frame.y.pixels(0.0)) + 0.5
        painter.drawLine(QPointF(frame.x.start, zero), QPointF(frame.x.end, zero))

    def _paint_truth(self, painter: QPainter, frame: Frame, ink: Ink) -> None:
        """A line where the weight of an input that counts should end."""
        look, half = ink.look, 1.35 * self._half_width(frame)
        counting = np.flatnonzero(self.truth)
        x, y = frame.x.pixels(counting + 1.0), frame.y.pixels(self.truth[counting])
        lines = np.stack([x - half, y, x + half, y], axis=1)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke(painter, lines, line_pen(QColor(look.theme.text), look.width(2.0 if ink.large else 1.4)))

    def legend(self, look: Look) -> Sequence[LegendEntry]:
        """True weights, and the columns of the inputs that count."""
        theme = look.theme
        return [
            LegendEntry("true weight", line_sample(QColor(theme.text), look.px(2)), width=14),
            LegendEntry("input that counts", swatch_sample(QColor(theme.track)), width=14),
        ]

    def note(self, digest: Array) -> str:
        """How many are exactly zero."""
        return f"{int(np.count_nonzero(digest == 0))} of {len(digest)} exactly 0"

    def crowd(self) -> tuple[Array, Array]:
        """The true weights."""
        return np.arange(1.0, len(self.truth) + 1), self.truth

    def heading(self, x: float, y: float) -> str:
        """The input, and its true weight."""
        index = self._index(x)
        return f"{self.examples.feature_names[index]}, true {number(float(self.truth[index]))}"

    def columns(self) -> tuple[str, ...]:
        """One: the learned weight."""
        return ("learned",)

    def values(self, digest: Array, x: float, y: float) -> tuple[str, ...]:
        """The learned weight; exact zeros have no decimals."""
        weight = float(digest[self._index(x)])
        return (number(weight) if weight else "0",)

    def _index(self, x: float) -> int:
        return int(np.clip(round(x), 1, len(self.truth))) - 1

    def sentence(self, digest: Array, run: RunSnapshot) -> str:
        """What was found."""
        counting = self.truth != 0
        found = int(np.count_nonzero(digest[counting]))
        extra = int(np.count_nonzero(digest[~counting]))
        others = int((~counting).sum())
        return f"{found} of {int(counting.sum())} inputs that count have a weight, and {extra} of {others} others"
