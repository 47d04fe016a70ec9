"""The soft threshold as a function, and the last step's weights on it; refuses to draw imagined ones."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry, line_sample, swatch_sample
from regsim.app.panes import Pane, PanesCard
from regsim.app.plotting.axes import Axis, paint_grid, paint_x_axis, paint_y_axis
from regsim.app.plotting.frame import Frame, Span
from regsim.app.plotting.strokes import curve_pen, dashed, line_pen, segments, stroke
from regsim.app.theme import mixed
from regsim.app.threshold_chart.landing import REACH, Landing, landing, soft_threshold
from regsim.app.views.base import Showing, ViewKind
from regsim.observed import LastStep
from regsim.snapshot import Snapshot

_LOW, _HIGH = -REACH, REACH
_AIR = 0.4
"""Thresholds around the picture: dots at its edge are not cut."""


class ThresholdView(PanesCard):
    """A pane a run: the function, and the weights of its last step."""

    aspect = 1.4
    bottom_margin = 2.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What L1 does after the step", parent)
        self.landings: dict[int, Landing] = {}

    def draw(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Draw all runs."""
        self.landings = {}
        super().draw(snapshot, showing)

    def prepare(self, snapshot: Snapshot, showing: Showing) -> None:
        """Count the weights of the last step."""
        for pane in self.panes:
            step = pane.run.observed.get("last_step")
            found = landing(step) if isinstance(step, LastStep) else None
            if found is not None:
                self.landings[pane.index] = found
        theme, look = self.look.theme, self.look
        self.set_note(f"step {snapshot.update:,}")
        self.set_legend([
            LegendEntry("dead zone", swatch_sample(QColor(theme.track)), width=14),
            LegendEntry("as it was", line_sample(QColor(theme.control), look.px(1.2))),
            LegendEntry("dots: weights of the last step, larger for more"),
        ])  # fmt: skip

    def missing(self, pane: Pane) -> str:
        """Why a run has no picture."""
        if pane.run.state == "diverged":
            return "✕ diverged"
        if pane.index in self.landings:
            return ""
        if pane.run.observed.get("last_step") is not None:
            return "no L1 in this run"
        return "waiting for the next step …" if pane.run.epoch else "Press Play"

    def reading(self) -> str:
        """What L1 did in each run's last step."""
        if not self.panes:
            return "What L1 does after the step: nothing trained yet. Press Play."
        said = [f"{pane.label}: {self.missing(pane) or self.landings[pane.index].words}" for pane in self.panes]
        return "; ".join(said) + "."

    # ---- painting

    def frame(self, rect: QRectF) -> Frame:
        """The data area below the line of words."""
        look = self.look
        tick = QFontMetricsF(look.font("tick"))
        top = QFontMetricsF(look.font("body")).height() + tick.height() + look.px(10)
        left = tick.horizontalAdvance("−4") + look.px(12)
        area = rect.adjusted(left, top, -look.px(4), -2 * tick.height() - look.px(8))
        reach = REACH + _AIR
        return Frame(
            x=Span(-reach, reach, False, area.left(), area.right()),
            y=Span(-reach, reach, False, area.bottom(), max(area.top(), rect.top())),
        )

    def paint_pane(self, painter: QPainter, rect: QRectF, pane: Pane) -> None:
        """Words, axes, dead zone, function, dots."""
        found, frame = self.landings[pane.index], self.frame(rect)
        self._paint_line(painter, rect, found)
        if frame.y.length < 30 or frame.x.length < 30:
            return
        self._paint_dead_zone(painter, frame, found)
        self._paint_axes(painter, frame, found)
        colour = QColor(self.look.theme.runs[pane.slot])
        self._paint_function(painter, frame, found, colour)
        self._paint_dots(painter, frame, found, colour)

    def _paint_line(self, painter: QPainter, rect: QRectF, found: Landing) -> None:
        painter.setFont(self.look.font("body"))
        painter.setPen(QColor(self.look.theme.text))
        metrics = QFontMetricsF(painter.font())
        line = QRectF(rect.left(), rect.top(), rect.width(), metrics.height())
        painter.drawText(line, metrics.elidedText(found.words, Qt.TextElideMode.ElideRight, rect.width()))

    def _paint_dead_zone(self, painter: QPainter, frame: Frame, found: Landing) -> None:
        """The band in which everything becomes zero; the subgradient has none, its band is only named."""
        look = self.look
        left, right = frame.x.pixels(-1.0), frame.x.pixels(1.0)
        band = QRectF(left, frame.rect.top(), right - left, frame.rect.height())
        ground = look.theme.track if found.method == "soft" else look.theme.field
        painter.fillRect(band, QColor(ground))
        painter.setFont(look.font("tick"))
        painter.setPen(QColor(look.theme.text2))
        height = QFontMetricsF(painter.font()).height()
        name = f"dead zone: {found.caught:,}" if found.method == "soft" else "no dead zone"
        box = QRectF(frame.rect.left(), band.top() - height - look.px(3), frame.rect.width(), height)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, name)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, "after L1")

    def _paint_axes(self, painter: QPainter, frame: Frame, found: Landing) -> None:
        look = self.look
        x = Axis(_LOW - _AIR, _HIGH + _AIR, unit=f"before L1, in thresholds of {found.threshold}", spacing=44.0)
        y = Axis(_LOW - _AIR, _HIGH + _AIR, unit="", spacing=34.0)
        paint_grid(painter, frame, y, look)
        paint_x_axis(painter, frame, x, look)
        paint_y_axis(painter, frame, y, look)
        zero_x, zero_y = round(frame.x.pixels(0.0)) + 0.5, round(frame.y.pixels(0.0)) + 0.5
        lines = np.array([
            [frame.x.start, zero_y, frame.x.end, zero_y],
            [zero_x, frame.y.start, zero_x, frame.y.end],
        ])  # fmt: skip
        stroke(painter, lines, line_pen(QColor(look.theme.control), 1.0))
        ends = np.array([_LOW, _HIGH])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pieces = dashed(frame.x.pixels(ends), frame.y.pixels(ends), look.px(5), look.px(4))
        stroke(painter, pieces, line_pen(QColor(look.theme.control), look.width(1.2)))

    def _paint_function(self, painter: QPainter, frame: Frame, found: Landing, colour: QColor) -> None:
        """The theory: the soft threshold, or the two lines of the subgradient that cross zero without a stop."""
        look = self.look
        x = np.array([_LOW, -1.0, 1.0, _HIGH])
        if found.method == "soft":
            lines = segments(frame.x.pixels(x), frame.y.pixels(soft_threshold(x)))
        else:
            ends = np.array([[-3.0, _HIGH], [_LOW, 3.0]])
            shift = np.array([[-1.0], [1.0]])
            lines = np.concatenate([
                segments(frame.x.pixels(x), frame.y.pixels(y)) for x, y in zip(ends, ends + shift, strict=True)
            ])  # fmt: skip
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pale = mixed(colour.name(), look.theme.surface, 0.55)
        stroke(painter, np.ascontiguousarray(lines), curve_pen(pale, look.width(2.6)))

    def _paint_dots(self, painter: QPainter, frame: Frame, found: Landing, colour: QColor) -> None:
        """One dot a place, its area by how many weights are there."""
        look = self.look
        unit = look.width(1.0) if look.presenter else look.px(1.0)
        radii = np.minimum(2.6 * np.sqrt(found.many), 11.0) * unit
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(line_pen(QColor(look.theme.surface), 1.0))
        painter.setBrush(colour)
        order = np.argsort(-found.many, kind="stable")
        for x, y, radius in zip(
            frame.x.pixels(found.x)[order], frame.y.pixels(found.y)[order], radii[order].tolist(), strict=True
        ):
            painter.drawEllipse(QPointF(x, y), radius, radius)


VIEW = ViewKind(
    key="threshold",
    title="What L1 does after the step",
    make=ThresholdView,
    rank=None,
    rate=8.0,
    observables=frozenset({"last_step"}),
    table="last_step",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
