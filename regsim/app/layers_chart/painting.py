"""Paints what enters each layer of one run over time, layer beside layer on one scale; refuses to choose that scale."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from regsim.app.plotting.axes import Axis, paint_grid, paint_y_axis
from regsim.app.plotting.frame import Frame, Span
from regsim.app.plotting.numbers import short_number
from regsim.app.plotting.strokes import curve_pen, dashed, line_pen, polygon, segments, stroke
from regsim.app.theme import Look, mixed
from regsim.examples import Array
from regsim.observed import LayerInputs

TAILS, DEVIATION = 0.22, 0.5
"""Opacity of the two bands over the surface: the middle nine tenths, and one standard deviation around the mean."""
_GAP = 6.0


def paint_layers(
    painter: QPainter, rect: QRectF, told: LayerInputs, reach: float, epochs: float, slot: int, look: Look
) -> None:
    """A small plot for each layer, its number above and its present standard deviation below.

    Parameters
    ----------
    reach : float
        The scale shows values from −`reach` to `reach`; what is beyond is cut.
    epochs : float
        Where time ends.
    """
    metrics = QFontMetricsF(look.font("tick"))
    line = metrics.height()
    left = rect.left() + metrics.horizontalAdvance("−0.5") + look.px(10)
    middle = QRectF(left, rect.top() + line + look.px(2), rect.right() - left, rect.height() - 2 * line - look.px(8))
    if middle.height() < look.px(24) or middle.width() < look.px(30):
        return
    axis = Axis(-reach, reach, spacing=34.0)
    whole = Frame(
        x=Span(0.0, 1.0, False, middle.left(), middle.right()),
        y=Span(-reach, reach, False, middle.bottom(), middle.top()),
    )
    paint_grid(painter, whole, axis, look)
    paint_y_axis(painter, whole, axis, look)
    layers = len(told.mean)
    pitch = (middle.width() + look.px(_GAP)) / layers
    width = pitch - look.px(_GAP)
    for layer in range(layers):
        start = middle.left() + layer * pitch
        frame = Frame(x=Span(0.0, epochs, False, start, start + width), y=whole.y)
        _paint_layer(painter, frame, told, layer, slot, look)
        _paint_words(painter, QRectF(start, rect.top(), width, rect.height()), told, layer, look)
    _paint_deviations(painter, rect, [middle.left() + layer * pitch + width / 2 for layer in range(layers)], told, look)


def _paint_layer(painter: QPainter, frame: Frame, told: LayerInputs, layer: int, slot: int, look: Look) -> None:
    theme = look.theme
    colour = theme.runs[slot]
    x = frame.x.pixels(told.epoch)
    mean, deviation = told.mean[layer], told.deviation[layer]
    bands = (
        (told.low[layer], told.high[layer], TAILS),
        (mean - deviation, mean + deviation, DEVIATION),
    )
    painter.save()
    painter.setClipRect(frame.rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for low, high, share in bands:
        _paint_band(painter, x, frame.y.pixels(low), frame.y.pixels(high), mixed(colour, theme.surface, share))
    stroke(painter, segments(x, frame.y.pixels(mean)), curve_pen(QColor(colour), look.width(1.6)))
    for unit in (-1.0, 1.0):
        y = np.full(2, frame.y.pixels(unit))
        ends = np.array([frame.x.start, frame.x.end])
        stroke(painter, dashed(ends, y, look.px(4), look.px(4)), line_pen(QColor(theme.control), look.px(1.0)))
    painter.restore()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(line_pen(QColor(theme.control), 1.0))
    base = round(frame.y.start) + 0.5
    painter.drawLine(QPointF(frame.x.start, base), QPointF(frame.x.end, base))


def _paint_band(painter: QPainter, x: Array, low: Array, high: Array, colour: QColor) -> None:
    """Filled between two lines; at least a pixel high, and a stroke where there is one moment only."""
    if len(x) < 2:
        x, low, high = (np.concatenate([values, values]) for values in (x, low, high))
        x = x + np.array([0.0, 3.0])
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(polygon(np.concatenate([x, x[::-1]]), np.concatenate([high - 0.5, low[::-1] + 0.5])))


def _paint_words(painter: QPainter, rect: QRectF, told: LayerInputs, layer: int, look: Look) -> None:
    metrics = QFontMetricsF(look.font("tick"))
    painter.setFont(look.font("tick"))
    painter.setPen(QColor(look.theme.text2))
    top = QRectF(rect.left(), rect.top(), rect.width(), metrics.height())
    name = f"layer {layer + 1}" if metrics.horizontalAdvance("layer 8") <= rect.width() else f"{layer + 1}"
    painter.drawText(top, Qt.AlignmentFlag.AlignHCenter, name)


def _paint_deviations(painter: QPainter, rect: QRectF, middles: Sequence[float], told: LayerInputs, look: Look) -> None:
    """Each layer's standard deviation; where they are too wide for that, the last and every so many before it."""
    metrics, air = QFontMetricsF(look.font("tick")), look.px(6)
    painter.setFont(look.font("tick"))
    painter.setPen(QColor(look.theme.text))
    values = [short_number(float(deviation)) for deviation in told.deviation[:, -1]]
    named = [f"sd {value}" for value in values]
    pitch = middles[1] - middles[0] if len(middles) > 1 else rect.width()
    fits = max(map(metrics.horizontalAdvance, named)) <= pitch
    shown = named if fits else values
    width = max(map(metrics.horizontalAdvance, shown))
    stride = 1 if fits else max(1, math.ceil((width + air) / pitch))
    for layer in range(len(shown) - 1, -1, -stride):
        below = QRectF(middles[layer] - width / 2, rect.bottom() - metrics.height(), width + 1, metrics.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignHCenter | Qt.TextFlag.TextDontClip, shown[layer])
