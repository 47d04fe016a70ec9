"""Paints points with the versions of them that were trained around them; refuses to leave the frame of the data."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen

from regsim.app.fields.base import Ink, padded
from regsim.app.fields.points import (
    DISC,
    paint_plain_discs,
    paint_plain_squares,
    paint_training_classes,
    paint_validation_classes,
    sized,
)
from regsim.app.plotting.frame import Frame, Span
from regsim.app.plotting.strokes import line_pen, stroke
from regsim.app.theme import mixed
from regsim.examples import Examples, Split
from regsim.observed import VirtualExamples

_LINE = 0.25
"""Opacity of the line from a point to its versions."""


def point_frame(rect: QRectF, examples: Examples) -> Frame:
    """Of two inputs both; of one, the input and the target."""
    low, high = examples.frame[:, 0], examples.frame[:, 1]
    y = (float(low[1]), float(high[1])) if examples.n_inputs == 2 else padded(examples.train.y)
    return Frame(
        x=Span(float(low[0]), float(high[0]), False, rect.left(), rect.right()),
        y=Span(*y, False, rect.bottom(), rect.top()),
    )


def paint_points(painter: QPainter, rect: QRectF, told: VirtualExamples, examples: Examples, ink: Ink) -> None:
    """Lines to the versions, the versions small, the points themselves on top."""
    theme = ink.look.theme
    frame = point_frame(rect, examples)
    painter.setClipRect(rect)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if examples.task == "classification":
        painter.fillRect(rect, QColor(theme.class_fields[1]))
    painter.setPen(QPen(QColor(theme.line), 1.0))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(rect.adjusted(0.5, 0.5, -0.5, -0.5))
    split = Split(*(part[told.examples] for part in (examples.train.x, examples.train.y, examples.train.wrong)))
    count, places, _ = told.versions.shape
    heights = (
        (told.original[:, 1], told.versions[:, :, 1])
        if examples.n_inputs == 2
        else (split.y, np.broadcast_to(split.y, (count, places)))
    )
    x, y = frame.x.pixels(told.original[:, 0]), frame.y.pixels(heights[0])
    version_x, version_y = frame.x.pixels(told.versions[:, :, 0]), frame.y.pixels(heights[1])
    lines = np.stack([*np.broadcast_arrays(x, y, version_x, version_y)], axis=-1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = line_pen(mixed(theme.text2, theme.surface, _LINE), ink.look.px(1.0))
    stroke(painter, np.ascontiguousarray(lines.reshape(-1, 4)), pen)
    if examples.task == "regression":
        paint_plain_squares(painter, version_x.ravel(), version_y.ravel(), theme.text2, ink)
        paint_plain_discs(painter, x, y, theme.class_discs[0], theme.surface, sized(DISC, ink.look), ink)
        return
    wrong = np.zeros(count * places, bool)
    paint_validation_classes(
        painter, frame, Split(told.versions.reshape(-1, told.versions.shape[2]), np.tile(split.y, count), wrong), ink
    )
    paint_training_classes(painter, frame, split, ink)
