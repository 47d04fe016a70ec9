"""The markers of the runs, ● ■ ▲ ◆, as paths; refuses to know which run has which."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPolygonF

from regsim.app.theme import MARKERS


def marker_path(slot: int, size: float, centre: QPointF | None = None) -> QPainterPath:
    """The marker of colour slot `slot` (0 to 3), about `size` px wide, with equal visual weight.

    Parameters
    ----------
    slot : int
        Run colour, 0 to 3.
    size : float
        Diameter of the disc in px; the other shapes are scaled to the same area.
    centre : QPointF, optional
        Where it stands; the origin by default.
    """
    path = _path(slot, size)
    return QPainterPath(path) if centre is None else path.translated(centre)


@lru_cache(maxsize=64)
def _path(slot: int, size: float) -> QPainterPath:
    path = QPainterPath()
    name = MARKERS[slot]
    if name == "disc":
        path.addEllipse(QPointF(0, 0), size / 2, size / 2)
    elif name == "square":
        side = size * 0.886
        path.addRect(QRectF(-side / 2, -side / 2, side, side))
    elif name == "triangle":
        half, height = size * 0.6, size * 1.1
        corners = [QPointF(-half, height / 2), QPointF(half, height / 2), QPointF(0, -height / 2)]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    else:
        half = size * 0.63
        corners = [QPointF(0, -half), QPointF(half, 0), QPointF(0, half), QPointF(-half, 0)]
        path.addPolygon(QPolygonF(corners))
        path.closeSubpath()
    return path


def paint_marker(
    painter: QPainter, slot: int, colour: QColor, centre: QPointF, size: float, rim: QColor | None
) -> None:
    """Paint one marker, with a rim of 1.2 px where it stands on a line of its own colour."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(rim, 1.2) if rim is not None else Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPath(marker_path(slot, size, centre))
