"""One network, ready to be painted again and again: what does not change between two paintings is not computed twice.

It refuses to keep more than the weights it was last shown, and to know which run they belong to.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QPixmap

from regsim.app.diagram.layout import LARGE, THUMBNAIL, Grain, Layout, lay_out
from regsim.app.diagram.painting import Finish, paint_edges, paint_pale_edges, paint_units, unit_kinds
from regsim.app.diagram.sprites import device_ratio
from regsim.app.diagram.strokes import (
    FULL_LARGE,
    FULL_THUMBNAIL,
    PALE_LARGE,
    PALE_THUMBNAIL,
    Strokes,
    flattened,
    pale_sheets,
    sorted_strokes,
    unused_units,
)
from regsim.examples import Array

WASH_SECONDS = 0.2
"""In motion the wash of weak lines, the dearest part, is painted anew five times a second, and with every new mask."""
SMOOTH_BUDGET_MS = 8.0
_MS_PER_SMOOTH_PIXEL = 1e-5


@dataclass(frozen=True, slots=True)
class Detail:
    """How much of a network is drawn: how finely set, how many lines in full strength, and how many weak ones."""

    grain: Grain
    full: int
    pale: int


LARGE_DETAIL = Detail(LARGE, FULL_LARGE, PALE_LARGE)
THUMBNAIL_DETAIL = Detail(THUMBNAIL, FULL_THUMBNAIL, PALE_THUMBNAIL)


@dataclass(frozen=True, slots=True, eq=False)
class Shown:
    """What a diagram draws.

    Parameters
    ----------
    sizes : tuple of int
        Units a layer, inputs and outputs included.
    weights : tuple of ndarray, shapes (H1, D), (H2, H1), …
        Finite.
    kept : ndarray of bool, shape (U,), or None
        False for dropped units.
    top : float
        The weight that has the greatest width.
    image_shape : (int, int) or None
        If the inputs are pixels.
    """

    sizes: tuple[int, ...]
    weights: tuple[Array, ...]
    kept: Array | None
    top: float
    image_shape: tuple[int, int] | None = None


@dataclass(frozen=True, slots=True, eq=False)
class _Wash:
    """The painted weak lines, and what they were painted for."""

    key: tuple[object, ...]
    version: int
    time: float
    kept: Array | None
    pixmap: QPixmap


class Diagram:
    """The picture of one network.

    Parameters
    ----------
    detail : Detail
    """

    def __init__(self, detail: Detail = LARGE_DETAIL) -> None:
        self.detail = detail
        self.shown: Shown | None = None
        self._layout: tuple[tuple[object, ...], Layout] | None = None
        self._strokes: Strokes | None = None
        self._wash: _Wash | None = None
        self._version = 0

    def show(self, shown: Shown | None) -> None:
        """Draw this from now on."""
        self.shown, self._strokes = shown, None
        self._version += 1
        if shown is None:
            self._layout = self._wash = None

    def layout(self, rect: QRectF) -> Layout:
        """Where the units stand in `rect`."""
        assert self.shown is not None
        key = (self.shown.sizes, rect.getRect(), self.detail, self.shown.image_shape)
        if self._layout is None or self._layout[0] != key:
            self._layout = (key, lay_out(self.shown.sizes, rect, self.detail.grain, self.shown.image_shape))
            self._strokes = None
        return self._layout[1]

    def strokes(self, rect: QRectF) -> Strokes:
        """The lines drawn in `rect`."""
        assert self.shown is not None
        layout = self.layout(rect)
        if self._strokes is None:
            shown = self.shown
            self._strokes = sorted_strokes(
                layout, flattened(shown.weights), shown.kept, shown.top, self.detail.full, self.detail.pale
            )
        return self._strokes

    def pale(self, rect: QRectF) -> list[tuple[Array, Array]]:
        """The weak lines drawn in `rect`, as `pale_sheets`."""
        assert self.shown is not None
        return pale_sheets(self.layout(rect), flattened(self.shown.weights), self.strokes(rect).rest)

    def kinds(self, rect: QRectF) -> Array:
        """What each unit looks like, shape (U,)."""
        assert self.shown is not None
        return unit_kinds(unused_units(self.layout(rect), self.shown.weights), self.shown.kept)

    def paint(
        self, painter: QPainter, rect: QRectF, finish: Finish, moving: bool = False, units: Finish | None = None
    ) -> None:
        """Paint into `rect`, in logical px.

        Parameters
        ----------
        painter : QPainter
        rect : QRectF
        finish : Finish
        moving : bool
            Allows what a still picture would show as roughness.
        units : Finish, optional
            For the units, if they are painted otherwise than the lines.
        """
        if self.shown is None or rect.width() < 1 or rect.height() < 1:
            return
        strokes = self.strokes(rect)
        ratio = device_ratio(painter)
        if finish.vector:
            paint_pale_edges(painter, self.pale(rect), finish)
        else:
            self._paint_wash(painter, rect, finish, ratio, moving)
        smooth = not moving or smooth_cost(strokes, finish, ratio) <= SMOOTH_BUDGET_MS
        paint_edges(painter, strokes, replace(finish, smooth=smooth))
        paint_units(painter, self.layout(rect), self.kinds(rect), units or finish)

    def _paint_wash(self, painter: QPainter, rect: QRectF, finish: Finish, ratio: float, moving: bool) -> None:
        """Blit the weak lines from a picture that is at most `WASH_SECONDS` behind, and up to date in a still view."""
        assert self.shown is not None
        if not len(self.strokes(rect).rest):
            return
        key = (rect.getRect(), finish, ratio, self.shown.sizes)
        now = time.monotonic()
        wash = self._wash if self._wash is not None and self._wash.key == key else None
        may_wait = moving and wash is not None and _same(wash.kept, self.shown.kept) and now - wash.time < WASH_SECONDS
        if wash is None or not (wash.version == self._version or may_wait):
            pixmap = QPixmap(max(1, round(rect.width() * ratio)), max(1, round(rect.height() * ratio)))
            pixmap.setDevicePixelRatio(ratio)
            pixmap.fill(QColor(finish.ground))
            inner = QPainter(pixmap)
            inner.translate(-rect.topLeft())
            paint_pale_edges(inner, self.pale(rect), finish)
            inner.end()
            self._wash = wash = _Wash(key, self._version, now, self.shown.kept, pixmap)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.drawPixmap(rect.topLeft(), wash.pixmap)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_SourceOver)


def _same(first: Array | None, second: Array | None) -> bool:
    return (first is None and second is None) or (
        first is not None and second is not None and np.array_equal(first, second)
    )


def smooth_cost(strokes: Strokes, finish: Finish, ratio: float) -> float:
    """About how long the strong lines take when antialiased, in ms: some 10 ns for each device pixel they cover."""
    lines = strokes.full
    length = np.hypot(lines[:, 2] - lines[:, 0], lines[:, 3] - lines[:, 1])
    widths = np.repeat([0.7 + 2 * (pen // 2) / 7 for pen, _ in strokes.strips], [n for _, n in strokes.strips])
    covered = float(length @ np.maximum(1.0, finish.look.width(1.0) * widths * ratio)) * ratio
    return covered * _MS_PER_SMOOTH_PIXEL
