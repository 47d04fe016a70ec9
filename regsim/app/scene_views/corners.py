"""Why corners: two weights over their computed loss, with the penalty's shape; refuses larger networks."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry
from regsim.app.corner_chart.levels import even_heights, level_lines, objective
from regsim.app.diagram.strokes import nice_above
from regsim.app.panes import Pane, PanesCard
from regsim.app.plotting.axes import Axis, paint_x_axis, paint_y_axis
from regsim.app.plotting.frame import Frame, Span
from regsim.app.plotting.numbers import number
from regsim.app.plotting.strokes import curve_pen, line_pen, polygon, segments, stroke
from regsim.app.theme import mixed
from regsim.app.views.base import Showing, ViewKind
from regsim.examples import Array
from regsim.observed import WeightPath
from regsim.snapshot import Snapshot


class CornersView(PanesCard):
    """A pane a run, all on one scale, a unit as long to the right as upwards."""

    aspect = 1.15
    bottom_margin = 2.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Two weights", parent)
        self._reach = 0.0
        self._generation: int | None = None
        self._frozen = False
        self.form_chip = self.add_chip(
            "constraint / penalty",
            "The same problem in two forms: least loss within a shape, or least loss plus penalty",
        )
        self.form_chip.toggled.connect(self._redo)

    @property
    def is_penalty(self) -> bool:
        """Whether the penalty form is shown."""
        return self.form_chip.isChecked()

    def told(self, pane: Pane) -> WeightPath | None:
        """What is known of a run's two weights."""
        found = pane.run.observed.get("weight_path")
        return found if isinstance(found, WeightPath) else None

    def prepare(self, snapshot: Snapshot, showing: Showing) -> None:
        """Choose the scale: wide enough for all paths and the whole of every shape, and never narrower again."""
        if snapshot.generation != self._generation and not self._frozen:
            self._generation, self._reach = snapshot.generation, 0.0
        places = [
            part
            for pane in self.panes
            if (told := self.told(pane)) is not None
            for part in (told.path, told.centre[None])
        ]
        values = np.concatenate(places).ravel() if places else np.ones(1)
        furthest = float(np.abs(values[np.isfinite(values)]).max(initial=0.1))
        if not (self._frozen and self._reach):
            self._reach = max(self._reach, nice_above(1.1 * min(furthest, 1e6)))
        self.set_note("least loss plus penalty" if self.is_penalty else "least loss within the shape")
        self.set_legend([
            LegendEntry("○ computed, without training"),
            LegendEntry("✕ least loss"),
            LegendEntry("lines: equal loss" + " plus penalty" * self.is_penalty),
        ])  # fmt: skip

    def freeze_axes(self, frozen: bool) -> None:
        """Keep the scale."""
        self._frozen = frozen

    def missing(self, pane: Pane) -> str:
        """Why a run has no picture."""
        if pane.run.state == "diverged":
            return "✕ diverged"
        return "" if self.told(pane) is not None else "only for a linear model of two inputs"

    def reading(self) -> str:
        """Learned and computed weights of all runs."""
        if not self.panes:
            return "Two weights: nothing trained yet. Press Play."
        return "; ".join(f"{pane.label}: {self.missing(pane) or self.words(pane)}" for pane in self.panes) + "."

    def words(self, pane: Pane) -> str:
        """``(0, 0.701), computed (0, 0.701)``: the learned weights first."""
        told = self.told(pane)
        assert told is not None
        wanted = self.optimum(told)
        return f"{_pair(told.now)}, computed {_pair(wanted)}"

    def optimum(self, told: WeightPath) -> Array:
        """What was computed for the form that is shown."""
        if self.is_penalty:
            return told.penalized
        return told.centre if told.constrained is None else told.constrained

    # ---- painting

    def frame(self, rect: QRectF) -> Frame:
        """The data area below the line of words, zero in its middle."""
        look = self.look
        tick = QFontMetricsF(look.font("tick"))
        left = tick.horizontalAdvance("−0.5") + look.px(12)
        top = QFontMetricsF(look.font("body")).height() + 1.6 * tick.height() + look.px(4)
        right = tick.horizontalAdvance("0.5") / 2  # of a tick at the very end
        area = rect.adjusted(left, top, -right, -2 * tick.height() - look.px(8))
        across, up = max(area.width(), 2.0), max(area.height(), 2.0)
        unit = min(across, up) / 2 / (self._reach or 1.0)
        x, y = across / 2 / unit, up / 2 / unit
        return Frame(
            x=Span(-x, x, False, area.left(), area.left() + across), y=Span(-y, y, False, area.top() + up, area.top())
        )

    def paint_pane(self, painter: QPainter, rect: QRectF, pane: Pane) -> None:
        """Words, level lines, shape, path, and the computed optimum."""
        told, frame = self.told(pane), self.frame(rect)
        assert told is not None
        look = self.look
        painter.setFont(look.font("body"))
        painter.setPen(QColor(look.theme.text))
        metrics = QFontMetricsF(painter.font())
        words = self.words(pane)
        if metrics.horizontalAdvance(words) > rect.width():
            words = _pair(told.now)  # the circle shows the other
        painter.drawText(QRectF(rect.left(), rect.top(), rect.width(), metrics.height()), words)
        if min(frame.rect.width(), frame.rect.height()) < 40:
            return
        colour = QColor(look.theme.runs[pane.slot])
        painter.save()
        painter.setClipRect(frame.rect)
        self._paint_shape(painter, frame, told, colour)
        self._paint_levels(painter, frame, told)
        self._paint_cross(painter, frame)
        self._paint_path(painter, frame, told, colour)
        painter.restore()
        self._paint_axes(painter, frame)

    def _paint_shape(self, painter: QPainter, frame: Frame, told: WeightPath, colour: QColor) -> None:
        """All weights that cost no more penalty than those of now."""
        if told.shape is None or self.is_penalty:
            return
        look = self.look
        x, y = frame.x.pixels(told.shape[:, 0]), frame.y.pixels(told.shape[:, 1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(mixed(colour.name(), look.theme.surface, 0.16))
        painter.drawPolygon(polygon(x, y))
        stroke(painter, segments(x, y), curve_pen(mixed(colour.name(), look.theme.surface, 0.7), look.width(1.6)))

    def _paint_levels(self, painter: QPainter, frame: Frame, told: WeightPath) -> None:
        look = self.look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(mixed(look.theme.control, look.theme.surface, 0.65), look.px(1.1)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        heights = even_heights(told, self.is_penalty, self._reach)
        for line in level_lines(told, self.is_penalty, self._reach, heights):
            # a thin line through the points: separate segments would look dotted
            painter.drawPolyline(polygon(frame.x.pixels(line[:, 0]), frame.y.pixels(line[:, 1])))
        if told.constrained is not None and not self.is_penalty:
            touching = np.array([float(objective(told, told.constrained, with_penalty=False))])
            (line,) = level_lines(told, False, self._reach, touching)
            touch = curve_pen(QColor(look.theme.text2), look.width(1.6))
            stroke(painter, segments(frame.x.pixels(line[:, 0]), frame.y.pixels(line[:, 1])), touch)

    def _paint_cross(self, painter: QPainter, frame: Frame) -> None:
        """The lines on which a weight is zero."""
        x, y = round(frame.x.pixels(0.0)) + 0.5, round(frame.y.pixels(0.0)) + 0.5
        lines = np.array([[frame.x.start, y, frame.x.end, y], [x, frame.y.start, x, frame.y.end]])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        stroke(painter, lines, line_pen(QColor(self.look.theme.control), self.look.width(1.2)))

    def _paint_path(self, painter: QPainter, frame: Frame, told: WeightPath, colour: QColor) -> None:
        look = self.look
        finite = told.path[np.isfinite(told.path).all(axis=1)]
        x, y = frame.x.pixels(finite[:, 0]), frame.y.pixels(finite[:, 1])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stroke(painter, segments(x, y), curve_pen(colour, look.width(2.4)))
        self._paint_least(painter, QPointF(frame.x.pixels(told.centre[0]), frame.y.pixels(told.centre[1])))
        if len(x):
            painter.setPen(QPen(QColor(look.theme.surface), look.px(1.2)))
            painter.setBrush(colour)
            size = look.width(4.2)
            painter.drawEllipse(QPointF(x[-1], y[-1]), size, size)
        wanted = self.optimum(told)
        painter.setPen(QPen(QColor(look.theme.text), look.width(1.6)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        ring = look.width(7.0)
        painter.drawEllipse(QPointF(frame.x.pixels(wanted[0]), frame.y.pixels(wanted[1])), ring, ring)

    def _paint_least(self, painter: QPainter, at: QPointF) -> None:
        """✕ where the loss is least."""
        arm = self.look.width(4.5)
        painter.setPen(QPen(QColor(self.look.theme.text2), self.look.width(2.0)))
        painter.drawLine(at + QPointF(-arm, -arm), at + QPointF(arm, arm))
        painter.drawLine(at + QPointF(-arm, arm), at + QPointF(arm, -arm))

    def _paint_axes(self, painter: QPainter, frame: Frame) -> None:
        look = self.look
        names = self.snapshot.examples.feature_names if self.snapshot is not None else ("", "")
        x = Axis(frame.x.low, frame.x.high, unit=f"weight of {names[0]}", spacing=56.0)
        y = Axis(frame.y.low, frame.y.high, spacing=40.0)
        paint_x_axis(painter, frame, x, look)
        paint_y_axis(painter, frame, y, look)
        painter.setFont(look.font("tick"))
        painter.setPen(QColor(look.theme.text2))
        height = QFontMetricsF(painter.font()).height()
        box = QRectF(frame.rect.left() - look.px(20), frame.rect.top() - 1.5 * height, frame.rect.width(), height)
        painter.drawText(box, Qt.AlignmentFlag.AlignLeft, f"weight of {names[1]}")

    def _redo(self) -> None:
        if self.showing is not None:
            self.show_snapshot(self.snapshot, self.showing)


def _pair(weights: Array) -> str:
    texts = ["0" if value == 0 else number(value) if math.isfinite(value) else "—" for value in weights.tolist()]
    return f"({', '.join(texts)})"


VIEW = ViewKind(
    key="corners",
    title="Two weights",
    make=CornersView,
    rank=None,
    rate=10.0,
    observables=frozenset({"weight_path"}),
    table="weight_path",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
