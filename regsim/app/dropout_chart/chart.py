"""A small chart in a rectangle: its data area with axes and a caption, and lines that are labelled at their ends.

It refuses to choose a range.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from regsim.app.fields.clip import cut_to_band
from regsim.app.markers import paint_marker
from regsim.app.plotting.axes import Axis, paint_grid, paint_x_axis, paint_y_axis
from regsim.app.plotting.calm import dodged
from regsim.app.plotting.frame import Frame, Span
from regsim.app.plotting.strokes import curve_pen, line_pen, polygon, segments, stroke
from regsim.app.theme import Look, mixed
from regsim.examples import Array

PALE = 0.35
"""Opacity of runs that stand back while another one's card is pointed at."""
_MARKED_AT, _MARKED_SHIFT = (0.08, 0.36, 0.64), 0.07
"""Markers stand on a line at these shares of its length along x, shifted for each run lest they cover one another."""
_SPACING = 1.42
"""Of labels, in sizes of their type."""


@dataclass(frozen=True, slots=True, eq=False)
class Line:
    """One run's line.

    Parameters
    ----------
    slot : int
        Run colour and marker.
    label : str
        Stands at its end.
    x, y : ndarray, shape (K,)
    low, high : ndarray, shape (K,), or None
        A band around it.
    marked : bool
        With a marker at every point; else at a few places and at its end.
    pale : bool
        Another run is pointed at.
    """

    slot: int
    label: str
    x: Array
    y: Array
    low: Array | None = None
    high: Array | None = None
    marked: bool = True
    pale: bool = False

    def colour(self, look: Look, amount: float = 1.0) -> QColor:
        """The run's colour over the surface."""
        return mixed(look.theme.runs[self.slot], look.theme.surface, amount * (PALE if self.pale else 1.0))


def charted(rect: QRectF, x_axis: Axis, y_axis: Axis, look: Look, caption: str = "", right: float = 0.0) -> Frame:
    """The data area within `rect` that leaves room for the axes, the caption, and `right` px for labels."""
    metrics = QFontMetricsF(look.font("tick"))
    texts = map(y_axis.text, y_axis.ticks(rect.height(), look.zoom))
    widest = max(map(metrics.horizontalAdvance, texts), default=0.0)
    rows = 1 + bool(x_axis.unit)
    head = metrics.height() * (1.7 if caption else 0.5)
    return Frame(
        x=Span(x_axis.low, x_axis.high, x_axis.log, rect.left() + widest + look.px(10), rect.right() - right - 1),
        y=Span(
            y_axis.low, y_axis.high, y_axis.log, rect.bottom() - look.px(8) - rows * metrics.height(), rect.top() + head
        ),
    )


def paint_axes(
    painter: QPainter, rect: QRectF, frame: Frame, x_axis: Axis, y_axis: Axis, look: Look, caption: str = ""
) -> None:
    """Grid, both axes, and what y is in a caption above."""
    paint_grid(painter, frame, y_axis, look)
    paint_x_axis(painter, frame, x_axis, look)
    paint_y_axis(painter, frame, y_axis, look)
    if caption:
        font = look.font("tick")
        metrics = QFontMetricsF(font)
        row = QRectF(rect.left(), rect.top(), rect.width(), metrics.height())
        painter.setFont(font)
        painter.setPen(QColor(look.theme.text2))
        painter.drawText(row, Qt.AlignmentFlag.AlignLeft, elided(caption, metrics, row.width()))


def apart(look: Look, letters: float) -> float:
    """Least distance of two ticks, in px before zoom: so many times the size of their type."""
    return letters * look.font("tick").pixelSize() / look.zoom


def is_legible(frame: Frame) -> bool:
    """Whether there is any room to draw in."""
    return frame.x.end - frame.x.start > 24 and frame.y.start - frame.y.end > 24


def label_room(labels: Sequence[str], look: Look) -> float:
    """Width that labels at the ends of lines need, in logical px; at most 190 before zoom (presenter: 400)."""
    metrics = QFontMetricsF(_label_font(look))
    widest = max((metrics.horizontalAdvance(label) for label in labels), default=0.0)
    return min(widest + look.px(30), look.px(400 if look.presenter else 190))


def paint_lines(painter: QPainter, frame: Frame, lines: Sequence[Line], right: float, look: Look) -> None:
    """Bands, lines with a marker at every point, and labels that reach to pixel `right`."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.save()
    painter.setClipRect(frame.rect.adjusted(-look.px(8), -look.px(8), look.px(8), look.px(8)))
    for line in lines:
        _paint_band(painter, frame, line, look)
    size = look.px(17 if look.presenter else 9)
    for line in lines:
        here = np.isfinite(line.y)
        x, y = frame.x.pixels(line.x[here]), frame.y.pixels(line.y[here])
        pieces = cut_to_band(segments(x, y), frame.rect.top() - size, frame.rect.bottom() + size)
        stroke(painter, pieces, curve_pen(line.colour(look), look.width(2.6)))
    for place, line in enumerate(lines):
        for at_x, at_y in _marks(frame, line, place):
            rim = QColor(look.theme.surface)
            paint_marker(painter, line.slot, line.colour(look), QPointF(at_x, at_y), size, rim)
    painter.restore()
    _paint_labels(painter, frame, lines, right, look)


def _marks(frame: Frame, line: Line, place: int) -> Iterator[tuple[float, float]]:
    """Where the markers of the line at `place` among all stand, in pixels."""
    here = np.isfinite(line.y)
    x, y = frame.x.pixels(line.x[here]), frame.y.pixels(line.y[here])
    if line.marked or len(x) < 2:
        yield from zip(x.tolist(), y.tolist(), strict=True)
        return
    at = x[0] + (np.array(_MARKED_AT) + _MARKED_SHIFT * place) * (frame.x.end - frame.x.start)
    at = np.append(at[at < x[-1]], x[-1])
    yield from zip(at.tolist(), np.interp(at, x, y).tolist(), strict=True)


def _paint_band(painter: QPainter, frame: Frame, line: Line, look: Look) -> None:
    if line.low is None or line.high is None or not np.isfinite([line.low, line.high]).all():
        return
    x = frame.x.pixels(line.x)
    shape = polygon(np.concatenate([x, x[::-1]]), frame.y.pixels(np.concatenate([line.high, line.low[::-1]])))
    colour = QColor(look.theme.runs[line.slot])
    colour.setAlphaF(0.2 * (PALE if line.pale else 1.0))
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(shape)


def _paint_labels(painter: QPainter, frame: Frame, lines: Sequence[Line], right: float, look: Look) -> None:
    ends = []
    for line in lines:
        here = np.flatnonzero(np.isfinite(line.y))
        if len(here) and line.label:
            y = min(max(frame.y.pixels(float(line.y[here[-1]])), frame.y.end), frame.y.start)
            ends.append((y, frame.x.pixels(float(line.x[here[-1]])), line))
    ends.sort(key=lambda end: end[0])
    font = _label_font(look)
    metrics = QFontMetricsF(font)
    spacing = _SPACING * font.pixelSize()
    centres = dodged([end[0] for end in ends], spacing, frame.y.end + spacing / 2, frame.y.start - spacing / 2)
    left = frame.x.end + look.px(12)
    for (y, x, line), centre in zip(ends, centres, strict=True):
        painter.setPen(line_pen(line.colour(look), 1.0))
        painter.drawLine(QPointF(x + look.px(7), y), QPointF(left, centre))
        painter.setFont(font)
        painter.setPen(mixed(look.theme.runs_text[line.slot], look.theme.surface, PALE if line.pale else 1.0))
        room = QRectF(left + look.px(3), centre - spacing / 2, right - left - look.px(3), spacing)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, elided(line.label, metrics, room.width()))


def level(painter: QPainter, frame: Frame, y: float, colour: QColor, width: float, look: Look, dash: float = 0) -> None:
    """A horizontal line across the data area at a value, if it is within."""
    if not math.isfinite(y) or not frame.y.low <= y <= frame.y.high:
        return
    at = frame.y.pixels(y)
    pen = line_pen(colour, width, (look.px(dash), look.px(dash * 0.6)) if dash else ())
    stroke(painter, np.array([[frame.x.start, at, frame.x.end, at]]), pen)


def elided(text: str, metrics: QFontMetricsF, width: float) -> str:
    """The text, cut to `width` px with … if it is longer."""
    return metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)


def _label_font(look: Look) -> QFont:
    font = look.font("legend")
    font.setWeight(QFont.Weight.DemiBold)
    return font
