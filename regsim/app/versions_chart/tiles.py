"""Paints images beside the versions of them that were trained, one row a class; refuses to choose the images."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QImage, QPainter, QPen, QPolygonF

from regsim.app.diagram.sprites import device_ratio
from regsim.app.fields.gallery import greys
from regsim.app.image_part import draw_part
from regsim.app.theme import Look
from regsim.examples import Array, Examples
from regsim.observed import VirtualExamples

_FEWEST = 3
"""Versions that must have room beside an original."""
_SHRINKS = 0.75
"""Least share of the largest side that images keep so that all versions can be seen."""
_AIR = 4.0


class Grid(NamedTuple):
    """How rows of images fill a rectangle.

    Parameters
    ----------
    columns, rows : int
        Originals stand in so many columns and rows.
    side : float
        Of an image, in px.
    versions : int
        Images beside each original.
    """

    columns: int
    rows: int
    side: float
    versions: int


def fitted(rect: QRectF, images: int, versions: int, label: float, step: float, look: Look) -> Grid:
    """The grid with the largest images.

    Parameters
    ----------
    images, versions : int
        Originals, and how many of each there are to show.
    label : float
        Width of the word before an original.
    step : float
        Sides are multiples of it, so that a pixel of an image is whole device pixels wide.
    """
    air, arrow = look.px(_AIR), look.px(18)

    def grid(columns: int) -> Grid:
        rows = -(-images // columns)
        width, height = rect.width() / columns - look.px(14), rect.height() / rows
        fewest = min(_FEWEST, versions)
        side = min(height - air, (width - label - arrow) / (1 + fewest) - air)
        all_fit = (width - label - arrow) / (1 + versions) - air
        side = min(side, max(all_fit, _SHRINKS * side))
        side = max(1.0, np.floor(side / step)) * step
        fit = int((width - label - arrow) / (side + air)) - 1
        return Grid(columns, rows, side, max(0, min(versions, fit)))

    return max((grid(columns) for columns in range(1, images + 1)), key=lambda found: found.side)


def paint_tiles(painter: QPainter, rect: QRectF, told: VirtualExamples, examples: Examples, look: Look) -> None:
    """Each original with its label, an arrow, and its latest versions."""
    assert examples.image_shape is not None
    font = look.font("strong")
    label = QFontMetricsF(font).horizontalAdvance("8") + look.px(8)
    ratio = device_ratio(painter)
    rows, _ = examples.image_shape
    grid = fitted(rect, len(told.examples), len(told.versions), label, rows / ratio, look)
    side = grid.side
    air, arrow = look.px(_AIR), look.px(18)
    atlas = _images(np.concatenate([told.original[None], told.versions[: grid.versions]]), examples.image_shape, look)
    painter.setFont(font)
    for place, index in enumerate(told.examples):
        column, row = divmod(place, grid.rows)
        left = rect.left() + column * rect.width() / grid.columns
        top = rect.top() + row * rect.height() / grid.rows
        painter.setPen(QColor(look.theme.text))
        name = examples.class_names[int(examples.train.y[index])]
        painter.drawText(QRectF(left, top, label, side), Qt.AlignmentFlag.AlignVCenter, name)
        for version in range(grid.versions + 1):
            x = left + label + version * (side + air) + (arrow if version else 0.0)
            square = QRectF(round(x * ratio) / ratio, round(top * ratio) / ratio, side, side)
            source = QRectF(place * examples.image_shape[1], version * rows, examples.image_shape[1], rows)
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
            draw_part(painter, square, atlas, source)
        _paint_arrow(painter, QPointF(left + label + side, top + side / 2), arrow + air, look)


def _images(values: Array, shape: tuple[int, int], look: Look) -> QImage:
    """Images (K, M, D) as one picture, K rows of M."""
    versions, count, _ = values.shape
    height, width = shape
    sheet = values.reshape(versions, count, height, width).transpose(0, 2, 1, 3).reshape(versions * height, -1)
    index = np.clip(sheet * 255 + 0.5, 0, 255).astype(np.uint8)
    colours = np.ascontiguousarray(greys(look.theme)[index])
    rows, columns = colours.shape
    return QImage(colours.data, columns, rows, 4 * columns, QImage.Format.Format_RGB32).copy()


def _paint_arrow(painter: QPainter, start: QPointF, length: float, look: Look) -> None:
    head, air = look.px(4), look.px(5)
    tip = start + QPointF(length - air, 0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(look.theme.control), look.px(1.4)))
    painter.drawLine(start + QPointF(air, 0), tip)
    painter.drawPolyline(QPolygonF([tip + QPointF(-head, -head), tip, tip + QPointF(-head, head)]))
