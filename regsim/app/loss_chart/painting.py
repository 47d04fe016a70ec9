"""Paints the lines of the loss view and what is marked on them; refuses to choose where anything stands."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from regsim.app.loss_chart.lines import RunLines, scale
from regsim.app.markers import paint_marker
from regsim.app.plotting.curve import Trace
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.strokes import curve_pen, line_pen, polygon, segments, stroke
from regsim.app.theme import Look, mixed

GAP, TRAIN, RAW, BAND = 0.13, 0.78, 0.35, 0.5
TRAIN_MARKER = 6.0
"""Size of the markers on training lines, where these are not told apart by their hue."""


def gap_colour(slot: int, look: Look) -> QColor:
    """The fill between training and validation loss."""
    return mixed(look.theme.runs[slot], look.theme.surface, GAP)


def paint_gap(painter: QPainter, line: RunLines, look: Look) -> None:
    """Fill between the training and the validation line of one run."""
    if len(line.train.x) < 2 or line.run.state == "diverged":
        return
    x = np.concatenate([line.validation.x, line.train.x[::-1]])
    y = np.concatenate([line.validation.y, line.train.y[::-1]])
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    colour = QColor(look.theme.runs[line.slot])
    colour.setAlphaF(GAP * (0.35 if line.pale else 1.0))
    painter.setBrush(colour)
    painter.drawPolygon(polygon(x, y))


def paint_references(painter: QPainter, values: Sequence[float], frame: Frame, look: Look) -> None:
    """Dotted lines across the plot."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(line_pen(QColor(look.theme.control), max(1.0, look.width(1.2)), (1.6, 3.4)))
    for value in values:
        y = round(frame.y.pixels(value)) + 0.5
        if frame.y.end <= y <= frame.y.start:
            painter.drawLine(QPointF(frame.x.start, y), QPointF(frame.x.end, y))


def paint_lines(painter: QPainter, lines: Sequence[RunLines], look: Look) -> None:
    """Training thin, validation bold; under a smoothed line its measurements, pale."""
    for line in lines:
        band = line.colour(look, TRAIN * BAND)
        _paint_measurements(painter, line.train, line.colour(look, TRAIN), band, look.width(1.3))
    for line in lines:
        if line.validation.noisy:
            pale = line.colour(look, RAW)
            raw = look.width(1.3 if look.presenter else 1.0)
            _paint_measurements(painter, line.validation, pale, pale, raw)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line in lines:
        trace = line.validation
        stroke(painter, segments(trace.x, trace.y), curve_pen(line.colour(look), look.width(2.6)))


def paint_markers(painter: QPainter, lines: Sequence[RunLines], frame: Frame, look: Look) -> None:
    """Each run's marker on its lines and at its end, early stops and restored epochs included."""
    rim = QColor(look.theme.surface)
    for line in lines if look.is_grey else ():
        _paint_marks(painter, line, line.train, TRAIN_MARKER, frame, look)
    for line in lines:
        _paint_marks(painter, line, line.validation, 9.0, frame, look)
        end = line.end(frame, line.validation)
        if end is None or line.run.state == "diverged":
            continue
        if line.run.state == "stopped early":
            _paint_stop(painter, line, frame, end, look)
        elif line.validation.x[-1] <= frame.x.end + 1:
            paint_marker(painter, line.slot, line.colour(look), QPointF(*end), look.px(10 * scale(look)), rim)


def _paint_marks(painter: QPainter, line: RunLines, trace: Trace, size: float, frame: Frame, look: Look) -> None:
    rim = QColor(look.theme.surface)
    for x, y in line.marks(frame, trace):
        if frame.y.end <= y <= frame.y.start:
            paint_marker(painter, line.slot, line.colour(look), QPointF(x, y), look.px(size * scale(look)), rim)


def paint_best(painter: QPainter, line: RunLines, top: float, frame: Frame, look: Look) -> None:
    """A dashed line from pixel `top` at the epoch of the smallest validation loss, and a ring on the run's line."""
    x = frame.x.pixels(line.run.best_epoch)
    if not frame.x.start <= x <= frame.x.end or not len(line.validation.x):
        return
    colour = line.text_colour(look)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(line_pen(colour, round(max(1.0, look.px(1.6 if not look.presenter else 2.6))), (4, 3)))
    at = round(x) + 0.5
    painter.drawLine(QPointF(at, top), QPointF(at, frame.y.start))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, look.px(1.8 * scale(look))))
    painter.setBrush(QColor(look.theme.surface))
    painter.drawEllipse(
        QPointF(x, line.validation.height_at(x)), look.px(4.6 * scale(look)), look.px(4.6 * scale(look))
    )


def paint_hairline(painter: QPainter, x: float, frame: Frame, look: Look) -> None:
    """A thin upright line."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(line_pen(QColor(look.theme.control), max(1.0, round(look.width(1.4)))))
    at = round(x) + 0.5
    painter.drawLine(QPointF(at, frame.y.end), QPointF(at, frame.y.start))


def paint_band(painter: QPainter, start: float, end: float, frame: Frame, look: Look) -> None:
    """The stretch of the x axis that a drag has marked."""
    box = QRectF(min(start, end), frame.y.end, abs(end - start), frame.y.start - frame.y.end)
    colour = QColor(look.theme.control)
    colour.setAlphaF(0.14)
    painter.fillRect(box & frame.rect, colour)


def _paint_measurements(painter: QPainter, trace: Trace, colour: QColor, band: QColor, width: float) -> None:
    """A thin line; where columns hold several measurements, upon a band from the lowest to the highest."""
    if trace.top is not None and trace.bottom is not None:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(band)
        outline = np.concatenate([trace.top - width / 2, (trace.bottom + width / 2)[::-1]])
        painter.drawPolygon(polygon(np.concatenate([trace.x, trace.x[::-1]]), outline))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stroke(painter, segments(trace.x, trace.raw), curve_pen(colour, width))


def _paint_stop(painter: QPainter, line: RunLines, frame: Frame, end: tuple[float, float], look: Look) -> None:
    x, y = end
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    width, half = look.width(3), look.px(9)
    painter.fillRect(QRectF(round(x) - width / 2, round(y - half), width, 2 * half), line.colour(look))
    if line.run.restored_epoch is None:
        return
    back = frame.x.pixels(line.run.restored_epoch)
    if frame.x.start <= back <= frame.x.end:
        rim = QColor(look.theme.surface)
        at = QPointF(back, line.validation.height_at(back))
        paint_marker(painter, line.slot, line.colour(look), at, look.px(13 * scale(look)), rim)
