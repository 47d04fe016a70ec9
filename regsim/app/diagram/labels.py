"""Words in the diagram: names of inputs and outputs, and the numbers of an inspected unit's weights; refuses to crowd.

Names are written only where they do not overlap; of the numbers, the largest weights come first.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from regsim.app.diagram.diagram import Diagram
from regsim.app.diagram.layout import Layout
from regsim.app.diagram.painting import Finish
from regsim.app.diagram.strokes import BUCKETS, flattened, sorted_strokes
from regsim.app.diagram.wording import signed
from regsim.app.plotting.strokes import line_pen, stroke
from regsim.app.theme import Look
from regsim.examples import Array, Examples

LONGEST_NAME = 112.0
MAX_DASHED = 400
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def output_names(examples: Examples) -> tuple[str, ...]:
    """One name an output: classes, or ``y``."""
    return examples.class_names or ("y",)


def name_margins(examples: Examples, look: Look) -> tuple[float, float]:
    """Room for names left of the inputs and right of the outputs, in logical px."""
    return _margins(() if examples.image_shape else tuple(examples.feature_names), output_names(examples), look)


@lru_cache(maxsize=8)
def _margins(inputs: tuple[str, ...], outputs: tuple[str, ...], look: Look) -> tuple[float, float]:
    metrics = QFontMetricsF(look.font("body"))
    sides = []
    for names in (inputs, outputs):
        widest = max((metrics.horizontalAdvance(name) for name in names), default=0.0)
        sides.append(min(look.px(LONGEST_NAME), widest) + (look.px(10) if names else 0.0))
    return sides[0], sides[1]


def paint_names(
    painter: QPainter, layout: Layout, examples: Examples, finish: Finish, margins: tuple[float, float]
) -> None:
    """Write names beside the inputs and outputs; where units stand too close, how many there are."""
    look = finish.look
    painter.setFont(look.font("body"))
    metrics = QFontMetricsF(painter.font())
    painter.setPen(QColor(look.theme.text2))
    starts = layout.starts
    last = len(layout.sizes) - 1
    sides = ((0, () if examples.image_shape else examples.feature_names), (last, output_names(examples)))
    for (layer, names), margin, align in zip(sides, margins, (_RIGHT, _LEFT), strict=True):
        if not names:
            continue
        units = slice(starts[layer], starts[layer] + layout.sizes[layer])
        x, y = layout.x[units], layout.y[units]
        room, gap = margin - look.px(8), layout.diameters[layer] / 2 + look.px(8)
        step = float(y[1] - y[0]) if len(y) > 1 else metrics.height()
        every = max(1, int(np.ceil(0.95 * metrics.height() / step)))
        for place in range(0, len(names), every):
            words = metrics.elidedText(names[place], Qt.TextElideMode.ElideRight, room)
            left = x.min() - gap - room if align == _RIGHT else x.max() + gap
            box = QRectF(left, y[place] - metrics.height() / 2, room, metrics.height())
            painter.drawText(box, align, words)


@dataclass(frozen=True, slots=True)
class Focus:
    """What is inspected: a unit, or one weight by its index into the raveled matrices."""

    unit: int | None = None
    weight: int | None = None

    def weights(self, layout: Layout) -> Array:
        """Which weights belong to it, shape (W,)."""
        if self.weight is not None:
            return np.arange(len(layout.source)) == self.weight
        chosen: Array = (layout.source == self.unit) | (layout.target == self.unit)
        return chosen


def paint_focus(painter: QPainter, diagram: Diagram, rect: QRectF, focus: Focus, finish: Finish) -> None:
    """Paint the inspected lines in full strength, negative ones dashed, with their numbers at the far ends."""
    shown = diagram.shown
    assert shown is not None
    layout, look = diagram.layout(rect), finish.look
    weights = flattened(shown.weights)
    mine = np.where(focus.weights(layout), weights, 0.0)
    strokes = sorted_strokes(layout, mine, shown.kept, shown.top, full=MAX_DASHED, pale=0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    start = 0
    for pen, count in strokes.strips:
        bucket, negative = divmod(pen, 2)
        colour = QColor(look.theme.negative if negative else look.theme.positive)
        width = look.width(max(1.2, 0.7 + 2 * bucket / (BUCKETS - 1)))
        dashes = (look.px(4), look.px(3)) if negative else ()
        stroke(painter, strokes.full[start : start + count], line_pen(colour, width, dashes))
        start += count
    if focus.unit is not None:
        layer, _ = layout.place(focus.unit)
        radius = layout.diameters[layer] / 2 + look.px(3)
        painter.setPen(QPen(QColor(look.theme.ink), look.px(2)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(QPointF(layout.x[focus.unit], layout.y[focus.unit]), radius, radius)
    _paint_numbers(painter, layout, weights, strokes.shown, focus, finish)


def _paint_numbers(
    painter: QPainter, layout: Layout, weights: Array, lines: Array, focus: Focus, finish: Finish
) -> None:
    look = finish.look
    painter.setFont(look.font("tick"))
    metrics = QFontMetricsF(painter.font())
    height = metrics.height()
    taken: dict[str, list[float]] = {}
    for line in lines[np.argsort(-np.abs(weights[lines]), kind="stable")]:
        source, target = int(layout.source[line]), int(layout.target[line])
        if focus.weight is not None:
            at = QPointF(layout.x[[source, target]].mean(), layout.y[[source, target]].mean() - look.px(12))
            side, align = "middle", Qt.AlignmentFlag.AlignCenter
        else:
            is_out = source == focus.unit
            far = target if is_out else source
            layer, _ = layout.place(far)
            column = layout.x[layout.starts[layer] : layout.starts[layer] + layout.sizes[layer]]
            gap = layout.diameters[layer] / 2 + look.px(6)
            at = QPointF(column.min() - gap if is_out else column.max() + gap, layout.y[far])
            side, align = ("out", _RIGHT) if is_out else ("in", _LEFT)
        if any(abs(at.y() - other) < height for other in taken.setdefault(side, [])):
            continue
        taken[side].append(at.y())
        words = signed(float(weights[line]))
        width = metrics.horizontalAdvance(words)
        left = {"out": at.x() - width, "in": at.x(), "middle": at.x() - width / 2}[side]
        box = QRectF(left, at.y() - height / 2, width, height)
        painter.fillRect(box.adjusted(-3, 1, 3, -1), QColor(finish.ground))
        painter.setPen(QColor(look.theme.text))
        painter.drawText(box, align, words)
