"""What is told apart where every hue is lost: runs that swap their numbers must change the picture's data area."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QRectF
from PySide6.QtGui import QImage, QPainter

from regsim.app.dropout_chart.chart import Line, charted, paint_lines
from regsim.app.plotting.axes import Axis
from regsim.app.theme import LIGHT, PRINT, Look
from regsim.app.weight_chart.layout import overlay_layout
from regsim.app.weight_chart.painting import RunCounts, paint_overlay
from regsim.counting import SIDE_BINS, Counts

WIDTH, HEIGHT = 600, 300
ONE_HUE = ("#555555",) * 4
GREY = Look(replace(PRINT, runs=ONE_HUE, runs_text=ONE_HUE))

X = np.linspace(-1.0, 1.0, 60)
CURVES = [np.sin(3 * X), 0.5 * X]


def counted(*bins: int) -> Counts:
    below = np.zeros(SIDE_BINS, np.intp)
    below[list(bins)] = 5
    return Counts(below, below[::-1].copy(), 10, 100)


def curves(painter: QPainter, order: tuple[int, int], look: Look) -> QRectF:
    rect = QRectF(0, 0, WIDTH, HEIGHT)
    frame = charted(rect, Axis(-1.0, 1.0), Axis(-1.5, 1.5), look, right=100.0)
    lines = [Line(slot, "", X, CURVES[which], marked=False) for slot, which in enumerate(order)]
    paint_lines(painter, frame, lines, rect.right(), look)
    return frame.rect.adjusted(12, 0, -12, 0)  # without the markers at their ends


def histograms(painter: QPainter, order: tuple[int, int], look: Look) -> QRectF:
    layout = overlay_layout(WIDTH, HEIGHT, 100, look)
    both = [counted(2, 3, 4, 9), counted(3, 12)]
    paint_overlay(painter, [RunCounts(slot, "run", both[which]) for slot, which in enumerate(order)], layout, look)
    return QRectF(layout.left, 40, layout.zero_left - 10 - layout.left, HEIGHT - 40)


@pytest.mark.parametrize("paint", [curves, histograms])
def test_runs_are_told_apart_without_a_hue(
    qapp: object, paint: Callable[[QPainter, tuple[int, int], Look], QRectF]
) -> None:
    drawn = []
    for order in ((0, 1), (1, 0)):
        image = QImage(WIDTH, HEIGHT, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFF)
        painter = QPainter(image)
        area = paint(painter, order, GREY)
        painter.end()
        drawn.append(image.copy(area.toRect()))
    assert drawn[0] != drawn[1]


def test_only_on_paper_hues_may_be_lost() -> None:
    assert GREY.is_grey
    assert not Look(LIGHT).is_grey
