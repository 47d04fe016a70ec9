"""Reads a picture at a place: hairlines and a table of all runs' values in the emptiest corner, never at the pointer.

It refuses to choose the place: mouse and keys do.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from regsim.app.fields.base import Picture
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.readout import Readout, Row, empty_corner, measured, paint_readout, placed
from regsim.app.plotting.strokes import line_pen, stroke
from regsim.app.theme import Look, mixed
from regsim.experiment import Run

_AIR = 8.0


class Reader:
    """Where a picture is read.

    Attributes
    ----------
    place : (float, float) or None
        In values of the axes.
    """

    def __init__(self) -> None:
        self.place: tuple[float, float] | None = None
        self._corner: int | None = None

    def forget(self) -> None:
        """Another picture has come."""
        self.place = self._corner = None

    def table(self, picture: Picture, runs: Sequence[Run], digests: Sequence[Any]) -> Readout | None:
        """The values of all runs; None where there is nothing to read."""
        heading = picture.heading(*self.place) if self.place is not None else ""
        if self.place is None or not heading:
            return None
        columns = picture.columns()
        rows = []
        for run, digest in zip(runs, digests, strict=True):
            values = ("—",) * len(columns) if digest is None else picture.values(digest, *self.place)
            rows.append(Row(run.colour, run.label, values))
        return Readout(heading, columns, tuple(rows))

    def paint(self, painter: QPainter, picture: Picture, table: Readout, area: QRectF, look: Look) -> None:
        """Paint hairlines and table."""
        assert self.place is not None
        frame = picture.frame(area)
        x, y = round(frame.x.pixels(self.place[0])) + 0.5, round(frame.y.pixels(self.place[1])) + 0.5
        lines = {"x": [[x, area.top(), x, area.bottom()]], "y": [[area.left(), y, area.right(), y]]}
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for hair in picture.hairs:
            stroke(painter, np.array(lines[hair]), line_pen(mixed(look.theme.control, look.theme.surface, 0.9), 1.0))
        paint_readout(painter, table, self.box(picture, table, frame, QPointF(x, y), look), look)

    def box(self, picture: Picture, table: Readout, frame: Frame, pointer: QPointF, look: Look) -> QRectF:
        """The emptiest corner; the one beside it while the pointer is in it."""
        size = measured(table, look)
        if self._corner is None:
            x, y = picture.crowd()
            self._corner = empty_corner(frame.rect, size, frame.x.pixels(x), frame.y.pixels(y))
        box = placed(frame.rect, size, self._corner)
        if box.adjusted(-_AIR, -_AIR, _AIR, _AIR).contains(pointer):
            box = placed(frame.rect, size, self._corner ^ 1)
        return box
