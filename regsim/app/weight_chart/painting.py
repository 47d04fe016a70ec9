"""Paints histograms, zero columns, labels and the axis of the weights view; refuses to count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from regsim.app.markers import paint_marker
from regsim.app.plotting.numbers import MINUS, percent, tick_text
from regsim.app.plotting.strokes import curve_pen, line_pen, polygon, stroke
from regsim.app.plotting.ticks import linear_ticks
from regsim.app.theme import PRINT, PROJECTOR, Look, mixed
from regsim.app.weight_chart.layout import BESIDE_LABEL, ZERO, Layout, scale
from regsim.counting import SIDE_BINS, Counts

PALE = 0.35
ROW_FILL, ROW_OUTLINE = 0.28, 1.6
OVERLAY_FILL, OVERLAY_OUTLINE = 0.22, 2.4


@dataclass(frozen=True, slots=True, eq=False)
class RunCounts:
    """One run in the picture.

    Parameters
    ----------
    slot : int
    label : str
    counts : Counts or None
        None if it diverged.
    words : str
        Stands in place of the counts.
    pale : bool
        Another run is lifted.
    """

    slot: int
    label: str
    counts: Counts | None
    words: str = ""
    pale: bool = False

    def colour(self, look: Look, amount: float = 1.0) -> QColor:
        """The run's colour at `amount` over the surface."""
        return mixed(look.theme.runs[self.slot], look.theme.surface, amount * (PALE if self.pale else 1.0))

    def text_colour(self, look: Look) -> QColor:
        """The run's colour for text."""
        return mixed(look.theme.runs_text[self.slot], look.theme.surface, PALE if self.pale else 1.0)


def powers(total: float) -> list[int]:
    """Counts at which lines stand: 10, 100, 1,000 and so on, below `total`."""
    return [10**power for power in range(1, 7) if 10**power < total]


def paint_row(painter: QPainter, run: RunCounts, row: int, layout: Layout, look: Look) -> None:
    """Histogram and zero column of one run upon the grid, and its share of zeros at the left."""
    _paint_share(painter, run, row, layout, look)
    base = layout.rows[row][1]
    if run.counts is None:
        painter.setFont(look.font("tick"))
        painter.setPen(QColor(look.theme.text2))
        top = layout.rows[row][0]
        box = QRectF(layout.left, top, layout.right - layout.left, base - top)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, run.words)
        return
    fill, pen = run.colour(look, ROW_FILL), curve_pen(run.colour(look), look.width(ROW_OUTLINE))
    paint_bars(painter, run.counts, row, layout, fill, pen)
    track = QRectF(layout.zero_left, layout.rows[row][0], layout.zero_right - layout.zero_left, 0)
    track.setBottom(base)
    paint_track(painter, track, run, look)


def paint_grid(painter: QPainter, row: int, layout: Layout, look: Look) -> None:
    """Lines at the powers of ten, on both sides."""
    base = layout.rows[row][1]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    lines = []
    for power in powers(layout.full):
        y = round(base - layout.height(power, row)) + 0.5
        lines.append((layout.left, y, layout.edge(0, above=False), y))
        lines.append((layout.edge(0, above=True), y, layout.right, y))
    stroke(painter, np.array(lines, dtype=np.float64).reshape(-1, 4), line_pen(QColor(look.theme.grid), 1.0))


def paint_bases(painter: QPainter, bases: Sequence[float], layout: Layout, look: Look) -> None:
    """The axes under rows, broken at the zero column."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    sides = ((layout.left, layout.edge(0, above=False)), (layout.edge(0, above=True), layout.right))
    lines = [(start, base + 0.5, end, base + 0.5) for base in bases for start, end in sides]
    stroke(painter, np.array(lines, dtype=np.float64), line_pen(QColor(look.theme.control), 1.0))


def paint_bars(painter: QPainter, counts: Counts, row: int, layout: Layout, fill: QColor, outline: QPen) -> None:
    """Both sides of a histogram: filled steps, outlined except over empty bins."""
    bars = _bars(counts)
    levels = _levels(bars, row, layout)
    edges = layout.edges
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fill)
    painter.drawPolygon(polygon(np.repeat(edges, 2), np.repeat(levels, 2)[1:-1]))
    tops = levels[1:-1]
    flat = np.stack([edges[:-1], tops, edges[1:], tops], axis=1)[bars[1:-1] > 0]
    walls = np.stack([edges, levels[:-1], edges, levels[1:]], axis=1)[levels[:-1] != levels[1:]]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    stroke(painter, np.concatenate([flat, walls]), outline)


def _bars(counts: Counts) -> NDArray[np.intp]:
    """Counts of all bins from the left; nothing stands outside, nor at zero, which has its own column."""
    bars = np.zeros(2 * SIDE_BINS + 3, dtype=np.intp)
    bars[SIDE_BINS:0:-1] = counts.below
    bars[SIDE_BINS + 2 : -1] = counts.above
    return bars


def _levels(bars: NDArray[np.intp], row: int, layout: Layout) -> NDArray[np.float64]:
    """Whole pixels of the tops of bars."""
    return float(layout.rows[row][1]) - np.round(layout.heights(bars, row))


def paint_peaks(painter: QPainter, run: RunCounts, row: int, layout: Layout, look: Look) -> None:
    """The run's marker on the highest bar of each group of bars that touch."""
    if run.counts is None:
        return
    bars = _bars(run.counts)
    levels = _levels(bars, row, layout)[1:-1]
    rim, size, edges = QColor(look.theme.surface), 8 * scale(look), layout.edges
    for start, end in np.flatnonzero(np.diff(bars > 0)).reshape(-1, 2).tolist():
        peak = start + int(levels[start:end].argmin())
        centre = QPointF((edges[peak] + edges[peak + 1]) / 2, levels[peak])
        paint_marker(painter, run.slot, run.colour(look), centre, size, rim)


def paint_track(painter: QPainter, track: QRectF, run: RunCounts, look: Look) -> None:
    """The column of exact zeros: a track with its own linear scale from 0 to 100 %, hatched in print."""
    counts, theme = run.counts, look.theme
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(theme.control), 1.0))
    painter.setBrush(QColor(theme.field))
    outline = track.adjusted(0.5, 0.5, -0.5, 0.5)
    painter.drawRoundedRect(outline, 2, 2)
    if counts is None or not counts.zeros:
        return
    inside = outline.adjusted(2, 2, -2, -2)
    height = max(inside.height() * counts.zero_share, 1.5)
    inside.setTop(inside.bottom() - height)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.fillRect(inside, run.colour(look))
    if theme.key in (PROJECTOR.key, PRINT.key) and not look.presenter:
        _hatch(painter, inside, look)


def _hatch(painter: QPainter, box: QRectF, look: Look) -> None:
    """Lines at 45°; a brush's pattern has the same pixels in every file, and is too fine for a large one."""
    painter.save()
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    foot = np.arange(box.left(), box.right() + box.height(), look.px(6))
    ends = np.full_like(foot, box.top()), foot - box.height(), np.full_like(foot, box.bottom())
    stroke(painter, np.stack([foot, *ends], axis=1), line_pen(QColor(look.theme.surface), look.px(1.2)))
    painter.restore()


def paint_axis(painter: QPainter, w_max: float, layout: Layout, look: Look) -> None:
    """Ticks under the last row; the outermost ones hold everything beyond them."""
    unit, theme = scale(look), look.theme
    base = layout.rows[-1][1]
    font = look.font("tick")
    metrics = QFontMetricsF(font)
    height = metrics.height()
    side = layout.edge(0, above=False) - layout.left
    spacing = max(60 * unit, metrics.horizontalAdvance(f"{MINUS}{tick_text(w_max)}") + 16 * unit)
    ticks = [tick for tick in linear_ticks(0.0, w_max, side / spacing) if 0 < tick <= w_max * 1.0001]
    if not ticks or ticks[-1] < w_max * 0.999:
        ticks = [*[tick for tick in ticks if tick < w_max * 0.8], w_max]
    outermost = metrics.horizontalAdvance(f"≤ {MINUS}{tick_text(ticks[-1])}") + 8 * unit
    ticks = [
        tick
        for tick in ticks
        if tick == ticks[-1]
        or (ticks[-1] - tick) / w_max * side >= outermost + metrics.horizontalAdvance(tick_text(tick)) / 2
    ]
    lines = []
    painter.setFont(font)
    painter.setPen(QColor(theme.text2))
    for sign in (-1, 1):
        for tick in ticks:
            x = layout.edge(0, sign > 0) + sign * side * tick / w_max
            lines.append((round(x) + 0.5, base, round(x) + 0.5, base + 4 * unit))
            last = tick == ticks[-1]
            text = f"{'≥' if sign > 0 else '≤'} " * last + ("" if sign > 0 else MINUS) + tick_text(tick)
            width = metrics.horizontalAdvance(text)
            left = x - width / 2 if not last else (x - width if sign > 0 else x)
            painter.drawText(QRectF(left, base + 6 * unit, width + 2, height), Qt.AlignmentFlag.AlignVCenter, text)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    stroke(painter, np.array(lines, dtype=np.float64), line_pen(QColor(theme.control), 1.0))
    row = QRectF(layout.left, base + 6 * unit + height, layout.right - layout.left, height)
    painter.setFont(font)
    painter.setPen(QColor(theme.text2))
    painter.drawText(row, Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignVCenter, "share exactly zero")
    painter.drawText(row, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, "weight")


def paint_zero_tick(painter: QPainter, layout: Layout, look: Look) -> None:
    """``= 0`` under the zero column."""
    unit = scale(look)
    painter.setFont(_bold(look))
    painter.setPen(QColor(look.theme.text))
    height = QFontMetricsF(painter.font()).height()
    middle = (layout.zero_left + layout.zero_right) / 2
    box = QRectF(middle - 40 * unit, layout.rows[-1][1] + 6 * unit, 80 * unit, height)
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, "= 0")


def paint_overlay(painter: QPainter, runs: list[RunCounts], layout: Layout, look: Look) -> None:
    """Two runs on one another, and their two tracks side by side."""
    unit, theme = scale(look), look.theme
    top, base = layout.rows[0]
    paint_grid(painter, 0, layout, look)
    painter.setFont(look.font("tick"))
    painter.setPen(QColor(theme.text2))
    for count in (1, *powers(layout.full)):
        box = QRectF(0, base - layout.height(count, 0) - 10 * unit, layout.left - 8 * unit, 20 * unit)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, tick_text(count))
    panel = QRectF(layout.zero_left - 6 * unit, top - 30 * unit, 0, 0)
    panel.setRight(layout.zero_right + 6 * unit)
    panel.setBottom(base + 1)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(theme.field))
    painter.drawRoundedRect(panel, 4, 4)
    for run in runs:
        if run.counts is None:
            continue
        fill = run.colour(look)
        fill.setAlphaF(OVERLAY_FILL)
        pen = curve_pen(run.colour(look), look.width(OVERLAY_OUTLINE))
        paint_bars(painter, run.counts, 0, layout, fill, pen)
    paint_bases(painter, [base], layout, look)
    for run in runs if look.is_grey else ():
        paint_peaks(painter, run, 0, layout, look)
    width = (layout.zero_right - layout.zero_left - 8 * unit * (len(runs) - 1)) / len(runs)
    for index, run in enumerate(runs):
        left = layout.zero_left + index * (width + 8 * unit)
        _paint_overlay_track(painter, run, QRectF(left, top, width, base - top), look)


def paint_column(painter: QPainter, place: int, layout: Layout, look: Look) -> None:
    """The stripe that the pointer or the arrow keys have chosen."""
    column = layout.column(place)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(line_pen(QColor(look.theme.control), 1.0))
    grow = 3.0 if place == ZERO else 0.0
    painter.drawRect(column.adjusted(0.5 - grow, 0.5 - grow, 0.5 + grow, 0.5 + grow))


def paint_name(painter: QPainter, run: RunCounts, row: int, layout: Layout, look: Look) -> None:
    """Marker and label at the left of a row."""
    unit = scale(look)
    room, _ = _label_rooms(run, row, layout, look)
    paint_marker(painter, run.slot, run.colour(look), QPointF(15 * unit, room.center().y()), 9 * unit, None)
    font = look.font("strong")
    painter.setFont(font)
    painter.setPen(mixed(look.theme.text, look.theme.surface, PALE if run.pale else 1.0))
    label = QFontMetricsF(font).elidedText(run.label, Qt.TextElideMode.ElideRight, room.width())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, label)


def _paint_share(painter: QPainter, run: RunCounts, row: int, layout: Layout, look: Look) -> None:
    """The share of exact zeros below the label, if there is room."""
    _, room = _label_rooms(run, row, layout, look)
    if room is None or run.counts is None:
        return
    some = run.counts.zeros > 0
    painter.setFont(_bold(look) if some else look.font("tick"))
    painter.setPen(
        run.text_colour(look) if some else mixed(look.theme.text2, look.theme.surface, PALE if run.pale else 1)
    )
    words = f"{percent(run.counts.zero_share)} zero" if some else "no zeros"
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, words)


def _label_rooms(run: RunCounts, row: int, layout: Layout, look: Look) -> tuple[QRectF, QRectF | None]:
    """Where label and share of a row stand; None for the share if the row is too low for two lines."""
    unit = scale(look)
    top, base = layout.rows[row]
    line = QFontMetricsF(look.font("strong")).height()
    two = base - top >= 2 * line - 2 and run.counts is not None
    room = QRectF(27 * unit, (top + base) / 2 - (line if two else line / 2), layout.left - BESIDE_LABEL * unit, line)
    return room, room.translated(0, line) if two else None


def _paint_overlay_track(painter: QPainter, run: RunCounts, track: QRectF, look: Look) -> None:
    unit = scale(look)
    paint_track(painter, track, run, look)
    painter.setFont(look.font("label"))
    painter.setPen(run.text_colour(look))
    above = QRectF(track.left() - 10 * unit, track.top() - 26 * unit, track.width() + 20 * unit, 22 * unit)
    share = "—" if run.counts is None else percent(run.counts.zero_share)
    painter.drawText(above, Qt.AlignmentFlag.AlignCenter, share)
    font = look.font("tick")
    metrics = QFontMetricsF(font)
    label = metrics.elidedText(run.label, Qt.TextElideMode.ElideRight, track.width() - 8 * unit)
    width = metrics.horizontalAdvance(label) + 14 * unit
    left = track.center().x() - width / 2
    y = track.bottom() + 6 * unit + metrics.height() / 2
    paint_marker(painter, run.slot, run.colour(look), QPointF(left + 5 * unit, y), 9 * unit, None)
    painter.setFont(font)
    painter.setPen(QColor(look.theme.text))
    room = QRectF(left + 14 * unit, y - metrics.height() / 2, width, metrics.height())
    painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, label)


@cache
def _bold(look: Look) -> QFont:
    font = look.font("tick")
    font.setWeight(QFont.Weight.DemiBold)
    return font
