"""Labels at the ends of the lines: which text, and where; refuses to move them more than it must."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from regsim.app.loss_chart.clock import time_unit
from regsim.app.loss_chart.lines import Measure, RunLines, points_of, scale
from regsim.app.markers import paint_marker
from regsim.app.plotting.calm import LabelOrder, dodged
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import percent, short_number, tick_text
from regsim.app.plotting.strokes import line_pen
from regsim.app.theme import Look, mixed
from regsim.app.views.base import Showing

SPACING = 1.42
"""Distance of two labels in units of their type size."""
_SIDES = 8
_VEIL = 0.8
"""Opacity of the surface behind a label among the lines."""
TEXT_INTERVAL = 0.2
"""Seconds between two changes of a label's text or place in the order, while training runs."""


@dataclass(frozen=True, slots=True, eq=False)
class EndLabel:
    """One label.

    Parameters
    ----------
    key : hashable
        Run and line.
    value : float
        Orders the labels.
    text : str
    lines : RunLines
        Whose it is.
    bold : bool
        Validation; training is plain and has no marker.
    end : (float, float)
        Where the line ends, in pixels.
    box : QRectF
        Where marker and text stand.
    free : bool
        Ended early: the label stands beside its own line within the picture.
    """

    key: Hashable
    value: float
    text: str
    lines: RunLines
    bold: bool
    end: tuple[float, float]
    box: QRectF
    free: bool = False


def value_text(value: float, measure: Measure) -> str:
    """A loss with two decimals, an accuracy in per cent."""
    return short_number(value) if measure == "loss" else percent(value)


def label_margin(labels: Sequence[str], look: Look, measure: Measure) -> float:
    """Room for the labels at the right of the axis, the same for every value they may show."""
    metrics = QFontMetricsF(_font(look, bold=True))
    widest = max((metrics.horizontalAdvance(label) for label in labels), default=0.0)
    value = "" if look.presenter else " 88.8 %" if measure == "accuracy" else " 0.888"
    return min(widest, look.px(130 * scale(look))) + metrics.horizontalAdvance(value) + look.px(40 * scale(look))


class EndLabels:
    """The labels, with the memory that keeps them still."""

    def __init__(self) -> None:
        self.forget()

    def forget(self) -> None:
        """Another start."""
        self._order = LabelOrder()
        self._keys: list[Hashable] = []
        self._texts: dict[Hashable, str] = {}
        self._written = -np.inf
        self._sides: dict[Hashable, int] = {}

    def place(
        self, lines: Sequence[RunLines], frame: Frame, showing: Showing, measure: Measure, now: float, right: float
    ) -> list[EndLabel]:
        """Where all labels stand at time `now` (seconds); they may reach to pixel `right`."""
        look, moving = showing.look, showing.moving
        labels = _wanted(lines, frame, measure, showing)
        values = {label.key: label.value for label in labels if np.isfinite(label.value)}
        if not moving or now - self._written >= TEXT_INTERVAL or values.keys() != set(self._keys):
            self._written = now
            self._keys = self._order.arrange(values)
            self._texts = {label.key: label.text for label in labels}
        known = {label.key: replace(label, text=self._texts[label.key]) for label in labels if label.key in values}
        ordered = [known[key] for key in self._keys]
        return [*_in_margin(ordered, frame, look, right), *self._beside(ordered, lines, frame, look)]

    def _beside(
        self, labels: Sequence[EndLabel], lines: Sequence[RunLines], frame: Frame, look: Look
    ) -> list[EndLabel]:
        """Labels of runs that ended early: where they cover least of any line, and there they stay."""
        free = [label for label in labels if label.free]
        if not free:
            return []
        placed: list[EndLabel] = []
        points = points_of(lines)
        metrics = QFontMetricsF(_font(look, bold=True))
        for label in free:
            size = (metrics.horizontalAdvance(label.text) + look.px(4), metrics.height())
            boxes = [_side_box(label.end, size, side, look) for side in range(_SIDES)]
            costs = [_covered(box, points, [other.box for other in placed], frame) for box in boxes]
            best = costs.index(min(costs))
            kept = self._sides.get(label.key, best)
            if costs[kept] > 2 * costs[best] + 10:
                kept = best
            self._sides[label.key] = kept
            placed.append(replace(label, box=boxes[kept]))
        return placed


def paint_labels(painter: QPainter, labels: Sequence[EndLabel], look: Look) -> None:
    """Hairlines, markers and texts."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    px, theme = look.px, look.theme
    for label in labels:
        colour = label.lines.text_colour(look)
        if label.free:
            # it stands among the lines: they are seen through it, but do not strike it out
            behind = QColor(theme.surface)
            behind.setAlphaF(_VEIL)
            painter.fillRect(label.box, behind)
        else:
            painter.fillRect(_written(label, look), QColor(theme.surface))
            _paint_leader(painter, label, look)
            if label.bold:
                centre = QPointF(label.box.left() + px(5 * scale(look)), label.box.center().y())
                paint_marker(painter, label.lines.slot, label.lines.colour(look), centre, px(9 * scale(look)), None)
        font = _font(look, label.bold)
        painter.setFont(font)
        painter.setPen(colour if label.bold else mixed(colour.name(), theme.surface, 0.9))
        room = label.box.adjusted(0 if label.free else px(14 * scale(look)), 0, 0, 0)
        shown = QFontMetricsF(font).elidedText(label.text, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, shown)


def _written(label: EndLabel, look: Look) -> QRectF:
    """The text's own area: no dotted line may cross it."""
    metrics = QFontMetricsF(_font(look, label.bold))
    left = label.box.left() + look.px(13 * scale(look))
    width = min(metrics.horizontalAdvance(label.text) + look.px(2), label.box.right() - left)
    height = metrics.capHeight() + look.px(5)
    return QRectF(left, label.box.center().y() - height / 2, width, height)


def _paint_leader(painter: QPainter, label: EndLabel, look: Look) -> None:
    x, y = label.end
    start = QPointF(x + look.px(6 * scale(look)), y)
    end = QPointF(label.box.left() - look.px(2), label.box.center().y())
    if end.x() > start.x():
        painter.setPen(line_pen(label.lines.colour(look), 1.0))
        painter.drawLine(start, end)


def _wanted(lines: Sequence[RunLines], frame: Frame, measure: Measure, showing: Showing) -> list[EndLabel]:
    labels = []
    wordy = not showing.look.presenter  # there the numbers stand in the read-outs, four times as large
    for line in sorted(lines, key=lambda line: line.index):
        if line.run.state == "diverged" or not len(line.run.history):
            continue
        early = line.run.state == "stopped early"
        loss = measure == "loss"
        value = line.run.validation_loss if loss else line.run.validation_accuracy
        end = _on_scale(line.end(frame, line.validation), frame)
        text = f"{line.label} {value_text(value, measure)}" if wordy else line.label
        if early and wordy and line.run.restored_epoch is not None:
            text = f"{text} ({time_unit(showing.experiment)} {tick_text(line.run.restored_epoch)})"
        if end is not None:
            labels.append(EndLabel((line.index, "validation"), value, text, line, True, end, QRectF(), early))
        value = line.run.train_loss if loss else line.run.train_accuracy
        end = _on_scale(line.end(frame, line.train), frame)
        if line.index == showing.selected and not early and wordy and end is not None:
            text = f"training {value_text(value, measure)}"
            labels.append(EndLabel((line.index, "train"), value, text, line, False, end, QRectF()))
    return labels


def _on_scale(end: tuple[float, float] | None, frame: Frame) -> tuple[float, float] | None:
    """The end of a line that has left the scale is on its edge: what stands beyond must not be crossed."""
    return None if end is None else (end[0], min(max(end[1], frame.y.end), frame.y.start))


def _in_margin(labels: Sequence[EndLabel], frame: Frame, look: Look, right: float) -> list[EndLabel]:
    shown = [label for label in labels if not label.free]
    if not shown:
        return []
    spacing = SPACING * _font(look, True).pixelSize()
    heights = [min(max(label.end[1], frame.y.end), frame.y.start) for label in shown]
    centres = dodged(heights, spacing, frame.y.end + spacing / 2, frame.y.start - spacing / 2)
    left = max(label.end[0] for label in shown) + look.px(10 * scale(look))
    return [
        replace(label, box=QRectF(left, centre - spacing / 2, right - left, spacing))
        for label, centre in zip(shown, centres, strict=True)
    ]


def _covered(box: QRectF, points: tuple[np.ndarray, np.ndarray], others: Sequence[QRectF], frame: Frame) -> float:
    """How much a label at `box` would hide: points of lines; other labels and the edge count as many."""
    x, y = points
    hidden = np.count_nonzero((x > box.left()) & (x < box.right()) & (y > box.top()) & (y < box.bottom()))
    return float(hidden) + 1e3 * sum(box.intersects(other) for other in others) + 1e4 * (not frame.rect.contains(box))


def _side_box(end: tuple[float, float], size: tuple[float, float], side: int, look: Look) -> QRectF:
    """Places beside a line's end: below right, above right, right, further and further away, below left."""
    (x, y), (width, height) = end, size
    gap = look.px(9)
    left = x - width - gap if side == 7 else x + gap
    shift = (1.0, -1.0, 0.0, 2.2, -2.2, 3.6, -3.6, 1.0)[side] * (height / 2 + gap)
    return QRectF(left, y + shift - height / 2, width, height)


@cache
def _font(look: Look, bold: bool) -> QFont:
    font = look.font("legend")
    font.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Normal)
    return font
