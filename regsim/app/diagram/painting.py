"""Paints a network: edges by sign and strength, units used, dropped or without a way; refuses to choose them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache

import numpy as np
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap

from regsim.app.diagram.layout import Layout
from regsim.app.diagram.sprites import device_ratio, draw_sprites
from regsim.app.diagram.strokes import BUCKETS, Strokes
from regsim.app.plotting.strokes import line_pen, stroke
from regsim.app.theme import Look, mixed
from regsim.examples import Array

PALE = 0.14
CROSSED_FROM = 6.0
"""Below this diameter a cross is a blot: dropped units are solid grey instead."""


class Unit(IntEnum):
    """How a unit looks."""

    USED = 0
    DROPPED = 1
    UNUSED = 2


@dataclass(frozen=True, slots=True)
class Finish:
    """How a diagram is painted.

    Parameters
    ----------
    look : Look
    ground : str
        Colour behind it: weak lines are mixed with it, because translucent ones are slow.
    smooth : bool
        Antialias the strong lines.
    vector : bool
        For a file of shapes: ellipses instead of sprites.
    faint : float
        Opacity of everything, for what stands back.
    """

    look: Look
    ground: str
    smooth: bool = True
    vector: bool = False
    faint: float = 1.0


def negative_dashes(look: Look) -> tuple[float, ...]:
    """How lines of negative weights are dashed: not at all on a screen, where their hue tells them apart."""
    return (look.px(4), look.px(3)) if look.is_grey else ()


@lru_cache(maxsize=32)
def edge_pens(finish: Finish) -> list[QPen]:
    """The pens of the buckets: positive, negative, positive, …, weakest first."""
    theme, pens = finish.look.theme, []
    for bucket in range(BUCKETS):
        strength = finish.faint * (0.26 + 0.74 * min(1.0, bucket / 5))
        width = finish.look.width(0.7 + 2 * bucket / 7)
        pens += [
            line_pen(mixed(theme.positive, finish.ground, strength), width),
            line_pen(mixed(theme.negative, finish.ground, strength), width, negative_dashes(finish.look)),
        ]
    return pens


def paint_pale_edges(painter: QPainter, sheets: list[tuple[Array, Array]], finish: Finish) -> None:
    """Paint the weak lines, 1 px wide: the wash behind the strong ones."""
    theme = finish.look.theme
    pens = [
        line_pen(mixed(colour, finish.ground, finish.faint * PALE), 1.0) for colour in (theme.positive, theme.negative)
    ]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, finish.vector)
    for sheet in sheets:
        for pen, lines in zip(pens, sheet, strict=True):
            stroke(painter, lines, pen)


def paint_edges(painter: QPainter, strokes: Strokes, finish: Finish) -> None:
    """Paint the strong lines, the weakest first."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, finish.smooth or finish.vector)
    pens, start = edge_pens(finish), 0
    for pen, count in strokes.strips:
        stroke(painter, strokes.full[start : start + count], pens[pen])
        start += count


def paint_units(painter: QPainter, layout: Layout, kinds: Array, finish: Finish) -> None:
    """Paint all units.

    Parameters
    ----------
    painter : QPainter
    layout : Layout
    kinds : ndarray of int, shape (U,)
        As `Unit`.
    finish : Finish
    """
    bounds = [*layout.starts, len(layout.x)]
    for layer, diameter in enumerate(layout.diameters):
        part = slice(bounds[layer], bounds[layer + 1])
        is_end = layer in (0, len(layout.sizes) - 1)
        if finish.vector:
            for x, y, kind in zip(layout.x[part], layout.y[part], kinds[part], strict=True):
                paint_unit(painter, QPointF(x, y), diameter, Unit(kind), is_end, finish)
            continue
        sheet, side = _sprites(diameter, is_end, finish, device_ratio(painter))
        draw_sprites(painter, sheet, kinds[part], layout.x[part], layout.y[part], side)


@lru_cache(maxsize=32)
def _sprites(diameter: float, is_end: bool, finish: Finish, ratio: float) -> tuple[QPixmap, int]:
    """A row of unit pictures and the side of one, in device px; the side is odd, so that a centre is a pixel."""
    side = 2 * round(ratio * (diameter / 2 + 1.5)) + 3
    sheet = QPixmap(side * len(Unit), side)
    sheet.fill(Qt.GlobalColor.transparent)
    painter = QPainter(sheet)
    for kind in Unit:
        painter.resetTransform()
        painter.translate(side * (kind + 0.5), side / 2)
        painter.scale(ratio, ratio)
        paint_unit(painter, QPointF(0, 0), diameter, kind, is_end, finish)
    painter.end()
    return sheet, side


def paint_unit(painter: QPainter, at: QPointF, diameter: float, kind: Unit, is_end: bool, finish: Finish) -> None:
    """Paint one unit with its rim."""
    theme, radius = finish.look.theme, diameter / 2
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(finish.ground))
    rim = 1.0 if diameter >= CROSSED_FROM else 0.5
    grey = mixed(theme.dropped, finish.ground, finish.faint)
    if kind is Unit.UNUSED:
        dot = min(radius, max(1.0, 0.3 * radius))
        painter.setBrush(grey)
        painter.drawEllipse(at, dot, dot)
        return
    painter.drawEllipse(at, radius + rim, radius + rim)
    if kind is Unit.USED:
        painter.setBrush(mixed(theme.text if is_end else theme.text2, finish.ground, finish.faint))
        painter.drawEllipse(at, radius, radius)
    elif diameter < CROSSED_FROM:
        painter.setBrush(grey)
        painter.drawEllipse(at, radius, radius)
    else:
        width = max(1.0, diameter / 12)
        painter.setPen(QPen(grey, width))
        painter.drawEllipse(at, radius, radius)
        painter.setPen(QPen(mixed(theme.text2, finish.ground, finish.faint), width))
        arm = 0.62 * radius
        painter.drawLine(at + QPointF(-arm, -arm), at + QPointF(arm, arm))
        painter.drawLine(at + QPointF(-arm, arm), at + QPointF(arm, -arm))


def unit_kinds(unused: Array, kept: Array | None) -> Array:
    """What every unit looks like, from who has no way and who was dropped; shapes (U,)."""
    kinds = np.where(unused, Unit.UNUSED, Unit.USED)
    if kept is not None:
        kinds = np.where(kept, kinds, Unit.DROPPED)
    return kinds
