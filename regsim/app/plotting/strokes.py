"""Draws polylines as line segments straight from an array; refuses to build paths, which wide pens make slow.

A polyline of 1,000 noisy points, 2 px wide and antialiased, takes 30 ms as a path and 0.9 ms as segments.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import shiboken6
from numpy.typing import NDArray
from PySide6.QtCore import QLineF, QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPaintEngine, QPainter, QPen, QPolygonF

FINER_THAN_SCREENS = 2.5
"""Device pixels for a logical one."""
MOST_ROUND = 700
"""Segments of a curve up to which its joins are seen; denser ones are steep strokes side by side."""


def segments(x: NDArray[Any], y: NDArray[Any]) -> NDArray[np.float64]:
    """The N − 1 segments that join N points.

    Parameters
    ----------
    x, y : ndarray, shape (N,)
        Pixels.

    Returns
    -------
    ndarray of float64, shape (max(N − 1, 0), 4)
        ``x1, y1, x2, y2``, contiguous: the memory of as many QLineF.
    """
    points = np.stack([x, y], axis=1).astype(np.float64, copy=False)
    return np.ascontiguousarray(np.concatenate([points[:-1], points[1:]], axis=1))


def dashed(x: NDArray[Any], y: NDArray[Any], dash: float, gap: float) -> NDArray[np.float64]:
    """Segments of dashes along a curve, cut by length: a dashed pen would begin anew at every segment.

    Parameters
    ----------
    x, y : ndarray, shape (N,)
        Pixels.
    dash, gap : float
        Lengths in pixels.

    Returns
    -------
    ndarray of float64, shape (M, 4)
    """
    along = np.concatenate([[0.0], np.cumsum(np.hypot(np.diff(x), np.diff(y)))])
    at = np.arange(0.0, along[-1], dash + gap)[:, None] + np.linspace(0, dash, 4)
    px, py = np.interp(at, along, x), np.interp(at, along, y)
    pieces = np.stack([px[:, :-1], py[:, :-1], px[:, 1:], py[:, 1:]], axis=-1).reshape(-1, 4)
    return np.ascontiguousarray(pieces)


class _Desk:
    """Memory of many QLineF, wrapped once: to wrap every array takes eight times as long as to copy it here."""

    def __init__(self) -> None:
        self._make_room(1024)

    def lay(self, lines: NDArray[np.float64]) -> Any:
        """The first of these lines, good until the next are laid."""
        if len(lines) > len(self._lines):
            self._make_room(2 * len(lines))
        self._lines[: len(lines)] = lines
        return self._first

    def _make_room(self, number: int) -> None:
        self._lines = np.empty((number, 4))
        self._first: Any = shiboken6.wrapInstance(self._lines.ctypes.data, QLineF)


_desk = _Desk()


def stroke(painter: QPainter, lines: NDArray[np.float64], pen: QPen) -> None:
    """Draw segments of shape (N, 4) with one pen in one call; from the one thread that paints."""
    if len(lines):
        if pen.capStyle() == Qt.PenCapStyle.SquareCap and len(lines) <= MOST_ROUND and _is_magnified(painter):
            pen = QPen(pen)
            pen.setCapStyle(Qt.PenCapStyle.RoundCap)
            lines = _within(painter, lines, pen.widthF())
        painter.setPen(pen)
        painter.drawLines(_desk.lay(lines), len(lines))


def _is_magnified(painter: QPainter) -> bool:
    """Whether the corners of square caps would be seen: in a file of shapes, or in an image much finer than screens."""
    engine = painter.paintEngine()
    is_image = engine is not None and engine.type() == QPaintEngine.Type.Raster
    return not is_image or painter.deviceTransform().m11() >= FINER_THAN_SCREENS


def _within(painter: QPainter, lines: NDArray[np.float64], width: float) -> NDArray[np.float64]:
    """Those that reach the rows that are painted: a large picture is painted in bands, a page of shapes at once."""
    engine = painter.paintEngine()
    clip = engine.systemClip().boundingRect() if engine is not None else QRect()
    if clip.isEmpty():
        return lines
    onto = painter.deviceTransform()
    top, bottom = ((row - onto.dy()) / onto.m22() for row in (clip.top(), clip.bottom() + 1))
    y = lines[:, 1::2]
    return np.ascontiguousarray(lines[(y.max(axis=1) >= top - width) & (y.min(axis=1) <= bottom + width)])


def curve_pen(colour: QColor, width: float) -> QPen:
    """The pen of a curve drawn as segments: square caps hide the joins; round ones cost six times as much."""
    return QPen(QBrush(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap)


def line_pen(colour: QColor, width: float, dashes: tuple[float, ...] = ()) -> QPen:
    """The pen of a straight line; `dashes` are lengths in pixels, not in pen widths."""
    pen = QPen(QBrush(colour), width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.FlatCap)
    if dashes:
        pen.setDashPattern([dash / width for dash in dashes])
    return pen


def polygon(x: NDArray[Any], y: NDArray[Any]) -> QPolygonF:
    """The closed polygon through N points, for filling; copied at once, not point by point."""
    shape = QPolygonF()
    shape.resize(len(x))
    pointer: Any = shiboken6.VoidPtr
    points = np.frombuffer(pointer(shape.data(), 16 * len(x), True), dtype=np.float64).reshape(-1, 2)
    points[:, 0], points[:, 1] = x, y
    return shape
