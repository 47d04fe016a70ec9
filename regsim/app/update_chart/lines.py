"""Paints the last step of one weight as arrows on a line of numbers, one line a run; refuses to compute it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen, QPolygonF

from regsim.app.markers import paint_marker
from regsim.app.plotting.frame import Span
from regsim.app.plotting.strokes import line_pen, stroke
from regsim.app.plotting.ticks import linear_ticks, nice_step
from regsim.app.theme import Look, mixed
from regsim.app.update_chart.account import Account, figure

PALE = 0.35


@dataclass(frozen=True, slots=True)
class RunLine:
    """One run's line.

    Parameters
    ----------
    slot : int
    label : str
    account : Account or None
        None where there is no such weight, or no step yet.
    words : str
        Stands in place of the line.
    pale : bool
        Another run is lifted.
    """

    slot: int
    label: str
    account: Account | None
    words: str = ""
    pale: bool = False


def unit(look: Look) -> float:
    """The scale of lengths that go with text: 1 at 13 px of body text."""
    return look.font("body").pixelSize() / 13


def least_height(look: Look) -> float:
    """Of one line."""
    return 46.0 * unit(look)


def paint_line(painter: QPainter, rect: QRectF, run: RunLine, look: Look) -> None:
    """Marker and label, the arrows over their axis, and the numbers from and to."""
    scale, theme = unit(look), look.theme
    colour = mixed(theme.runs[run.slot], theme.surface, PALE if run.pale else 1.0)
    text = mixed(theme.text, theme.surface, PALE if run.pale else 1.0)
    left, right = 118 * scale, 176 * scale
    middle = rect.top() + 15 * scale
    paint_marker(painter, run.slot, colour, QPointF(rect.left() + 7 * scale, middle), 10 * scale, None)
    painter.setFont(look.font("strong"))
    painter.setPen(text)
    room = QRectF(rect.left() + 18 * scale, middle - 12 * scale, left - 24 * scale, 24 * scale)
    label = QFontMetricsF(painter.font()).elidedText(run.label, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, label)
    area = rect.adjusted(left, 0, -right, 0)
    painter.setFont(look.font("body"))
    if run.account is None or not math.isfinite(run.account.after):
        painter.setPen(QColor(theme.text2))
        painter.drawText(area.adjusted(0, 0, right, 0), Qt.AlignmentFlag.AlignVCenter, run.words or "no step yet")
        return
    ends = QRectF(area.right() + 12 * scale, middle - 12 * scale, right - 12 * scale, 24 * scale)
    flags = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
    painter.drawText(ends, flags, f"{figure(run.account.weight)} → {figure(run.account.after)}")
    if area.width() > 40 * scale:
        _paint_arrows(painter, area, run.account, colour, look)


def _paint_arrows(painter: QPainter, area: QRectF, account: Account, colour: QColor, look: Look) -> None:
    scale, theme = unit(look), look.theme
    base = area.top() + 27 * scale
    stops = [account.weight, account.shrunk, account.stepped, account.after]
    span = window(stops, area.left(), area.right())
    _paint_axis(painter, span, base, area, look)
    upper, lower = base - 19 * scale, base - 9 * scale
    ground = QColor(theme.surface)
    data = mixed(theme.text2, theme.surface, 1.0)
    start, shrunk, stepped, after = (span.pixels(stop) for stop in stops)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    dashes = penalty_dashes(look)
    _arrow(painter, start, shrunk, upper, line_pen(colour, look.width(2.6), dashes), look)
    _arrow(painter, shrunk, stepped, lower, line_pen(data, look.width(2.6)), look)
    if account.after != account.stepped:
        _arrow(painter, stepped, after, upper, line_pen(colour, look.width(2.6), dashes), look)
    ring = 4.0 * scale
    painter.setPen(QPen(QColor(theme.text), look.width(1.4)))
    painter.setBrush(ground)
    painter.drawEllipse(QPointF(start, base), ring, ring)
    painter.setBrush(QColor(theme.text))
    painter.drawEllipse(QPointF(after, base), ring, ring)


def penalty_dashes(look: Look) -> tuple[float, ...]:
    """Of the arrow that is the penalty's part; none where its hue tells it."""
    return (look.px(5), look.px(3)) if look.is_grey else ()


def window(stops: list[float], left: float, right: float) -> Span:
    """The part of the line that shows all stops, and zero if it is not far; its ends are round numbers."""
    low, high = min(stops), max(stops)
    reach = max(high - low, 1e-3 * max(abs(low), abs(high)), 1e-30)
    if min(abs(low), abs(high)) < 2 * reach or low < 0 < high:
        low, high = min(low, 0.0), max(high, 0.0)
    step = nice_step(max(high - low, reach), 6)
    low = (math.floor(low / step + 1e-9) - (low % step < 0.2 * step)) * step
    high = (math.ceil(high / step - 1e-9) + (-high % step < 0.2 * step)) * step
    return Span(low, high, False, left, right)


def _paint_axis(painter: QPainter, span: Span, base: float, area: QRectF, look: Look) -> None:
    scale, theme = unit(look), look.theme
    y = round(base) + 0.5
    painter.setFont(look.font("tick"))
    metrics = QFontMetricsF(painter.font())
    widest = max(metrics.horizontalAdvance(_tick(end)) for end in (span.low, span.high))
    ticks = linear_ticks(span.low, span.high, min(max(area.width() / (widest + 24 * scale), 1.0), 6.0))
    x = np.round(span.pixels(np.array(ticks, dtype=np.float64))) + 0.5
    marks = np.stack([x, np.full_like(x, y - 3 * scale), x, np.full_like(x, y + 3 * scale)], axis=1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    line = np.array([[area.left(), y, area.right(), y]])
    stroke(painter, np.concatenate([line, marks]), line_pen(QColor(theme.control), 1.0))
    if span.low <= 0 <= span.high:
        zero = round(span.pixels(0.0)) + 0.5
        wall = np.array([[zero, base - 24 * scale, zero, base + 4 * scale]])
        stroke(painter, wall, line_pen(QColor(theme.control), look.width(1.2)))
    for value, at in zip(ticks, x.tolist(), strict=True):
        painter.setPen(QColor(theme.text if value == 0 else theme.text2))
        box = QRectF(at - 60 * scale, base + 5 * scale, 120 * scale, metrics.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignHCenter, _tick(value))


def _tick(value: float) -> str:
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        return f"{value:.6g}".replace("-", "−")
    mantissa, exponent = f"{value:.2e}".split("e")
    return f"{float(mantissa):g}e{int(exponent)}".replace("-", "−")


def _arrow(painter: QPainter, start: float, end: float, y: float, shaft: QPen, look: Look) -> None:
    """A shaft with a head as long as there is room for; nothing if it is shorter than a pixel."""
    scale = unit(look)
    length = abs(end - start)
    if length < 1.0:
        return
    painter.setPen(shaft)
    head = min(8.0 * scale, length)
    inwards = math.copysign(head, start - end)
    painter.drawLine(QPointF(start, y), QPointF(end + inwards * 0.7, y))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(shaft.color())
    half = 0.55 * head
    corners = [QPointF(end, y), QPointF(end + inwards, y - half), QPointF(end + inwards, y + half)]
    painter.drawPolygon(QPolygonF(corners))
