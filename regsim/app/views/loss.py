"""The loss view: training and validation loss (or accuracy) of all runs over epochs or updates, in one plot.

It refuses to compute a loss: every number on it stands in a history.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from copy import copy
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QVBoxLayout, QWidget

from regsim.app.card import Card
from regsim.app.loss_chart import painting
from regsim.app.loss_chart.bands import Bands
from regsim.app.loss_chart.clock import in_time, last_time, time_unit
from regsim.app.loss_chart.edge import EDGE_PX, edge_marks, paint_edge
from regsim.app.loss_chart.ends import EndLabels, label_margin, paint_labels
from regsim.app.loss_chart.hairline import Hairline
from regsim.app.loss_chart.heights import Heights
from regsim.app.loss_chart.legend import legend_entries
from regsim.app.loss_chart.lines import Lines, Measure, RunLines
from regsim.app.loss_chart.strip import SeedStrip
from regsim.app.loss_chart.window import EpochWindow
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import number, percent
from regsim.app.plotting.plot import Plot
from regsim.app.theme import Look
from regsim.app.views.base import Showing, View, ViewKind
from regsim.snapshot import Snapshot

if TYPE_CHECKING:
    from regsim.luck import Luck


class LossView(Card):
    """Loss curves with log y, accuracy, zoom, and a hairline that reads the values.

    Parameters
    ----------
    clock : callable
        Seconds; decides when ranges may grow and labels may change.
    """

    bottom_margin = 4.0

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__("Loss", parent)
        self._clock = clock
        self._lines = Lines()
        self._labels = EndLabels()
        self.heights = Heights()
        self._geometry: tuple[Frame, list[RunLines]] | None = None
        self._live: Snapshot | None = None
        self._bands: Bands | None = None
        self.plot = Plot(self.guarded, self)
        self.plot.setAccessibleName("Loss over time")
        self.window_of_epochs = EpochWindow()
        self.hairline = Hairline()
        self.measure_chip = self.add_chip("loss / accuracy", "Show the share of correct predictions")
        self.log_chip = self.add_chip("log", "Logarithmic y axis (L)")
        self.all_chip = self.add_chip("all", "Show all of the training again", checkable=False)
        self.log_chip.setChecked(True)
        self.show_chip(self.all_chip, False)
        self.measure_chip.toggled.connect(self._start_over)
        self.log_chip.toggled.connect(self._redo)
        self.all_chip.clicked.connect(self._show_all)
        self.plot.pointed.connect(self._point)
        self.plot.stepped.connect(self._step)
        self.plot.wheeled.connect(self._zoom)
        self.plot.dragged.connect(self._drag)
        self.plot.frame_changed.connect(self._forget_geometry)
        self.plot.resized.connect(self._fit_margins)
        self.plot.add_layer(self._paint_curves, 0.0, clip=True)
        self.plot.add_layer(self._paint_marks, 1.0)
        self.plot.add_layer(self._paint_hover, 2.0)
        self.strip = SeedStrip(self.guarded)
        body = QWidget(self)
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self.plot, 1)
        self.set_body(body)

    # ---- what the person chooses

    @property
    def measure(self) -> Measure:
        """What the lines show."""
        return "accuracy" if self.measure_chip.isChecked() and self.measure_chip.wanted else "loss"

    @property
    def log(self) -> bool:
        """Whether y is logarithmic."""
        return self.measure == "loss" and self.log_chip.isChecked()

    def toggle_log(self) -> None:
        """The key L."""
        self.log_chip.toggle()

    # ---- the View

    def assume(self, other: View) -> None:
        """Show the same stretch of epochs, too."""
        super().assume(other)
        if isinstance(other, LossView):
            self.window_of_epochs = copy(other.window_of_epochs)
            self._redo()

    def freeze_axes(self, frozen: bool) -> None:
        """Let the loss axes neither grow nor start anew."""
        self.heights.freeze(frozen)

    def show_snapshot(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Draw the snapshot; while the seeds are shown, their medians in its place."""
        self._live = snapshot
        if self._bands is not None and snapshot is not None:
            snapshot = self._bands.medians(snapshot)
        self.plot.x_axis.unit = time_unit(showing.experiment if snapshot is None else snapshot.experiment)
        super().show_snapshot(None if snapshot is None else in_time(snapshot), showing)

    def show_luck(self, luck: Luck | None) -> None:
        """Bands and marks of many seeds instead of the lines of one."""
        self._bands = None if luck is None else Bands(luck)
        if self.isVisible():  # otherwise it may still hold a training before this one, of other runs
            self._redo()

    # ---- the Card

    def dress(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.plot.restyle(look)
        self.plot.x_axis.spacing = 64.0 if look.compact else 96.0
        self._redo()

    def draw(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Draw all runs."""
        if snapshot is None:
            self._draw_empty(showing)
            return
        if self.heights.is_new(snapshot):
            self._forget_ranges()
        self.show_chip(self.measure_chip, snapshot.examples.task == "classification")
        self.show_chip(self.log_chip, self.measure == "loss")
        self._lines.read(snapshot, showing, self.measure)
        if self._bands is not None:
            self._bands.read(snapshot, showing, self.measure)
        self.strip.show_luck(None if self._bands is None else self._bands.luck, showing)
        self._set_ranges(snapshot, showing)
        self._set_margins(showing)
        self.set_legend(legend_entries(showing, 0 if self._bands is None else len(self._bands.luck.seeds)))
        self._forget_geometry()
        self.plot.redraw()

    def reading(self) -> str:
        """The validation values of all runs, or those under the hairline."""
        if self.snapshot is None or self.showing is None:
            return "Nothing trained yet. Press Play."
        table = self.hairline.table(self.snapshot, self.showing, self.measure)
        if table is not None:
            read = "; ".join(f"{row.label} {row.values[0]}, training {row.values[1]}" for row in table.rows)
            return f"{table.title}: {read}"
        words = number if self.measure == "loss" else percent
        parts = []
        for index, run in enumerate(self.snapshot.runs):
            value = run.validation_loss if self.measure == "loss" else run.validation_accuracy
            parts.append(f"{self._label(index)} {'diverged' if run.state == 'diverged' else words(value)}")
        if self._bands is not None:
            return f"Median validation {self.measure} of {len(self._bands.luck.seeds)} seeds: {', '.join(parts)}"
        unit = time_unit(self.snapshot.experiment)
        time = self.snapshot.epoch if unit == "epoch" else self.snapshot.update
        return f"Validation {self.measure} at {unit} {time}: {', '.join(parts)}"

    # ---- ranges, margins, legend

    def _draw_empty(self, showing: Showing) -> None:
        self._lines.forget()
        self._forget_ranges()
        self.plot.set_x_range(0, max(last_time(showing.experiment), 1.0))
        self.heights.show_none(self.plot, self.log)
        self._set_margins(showing)
        self.set_legend(legend_entries(showing, 0 if self._bands is None else len(self._bands.luck.seeds)))
        self._forget_geometry()
        self.plot.redraw()

    def _forget_ranges(self) -> None:
        self.heights.forget()
        self._labels.forget()
        self.hairline.forget_corner()

    def _set_ranges(self, snapshot: Snapshot, showing: Showing) -> None:
        whole = max(last_time(showing.experiment), self._lines.last_epoch, 1.0)
        self.window_of_epochs.set_whole(whole, self._lines.last_epoch)
        self.plot.set_x_range(*self.window_of_epochs.range)
        self.show_chip(self.all_chip, self.window_of_epochs.zoomed)
        guess = snapshot.examples.guess_loss
        low, high = self._lines.extremes(guess)
        if self._bands is not None:
            lowest, highest = self._bands.extremes(guess)
            low, high = min(low, lowest), max(high, highest)
        if self.measure == "accuracy":
            self.heights.show_accuracy(self.plot, low)
        else:
            self.heights.show_loss(self.plot, (low, high), snapshot, self.log, self._clock(), showing.moving)

    def _set_margins(self, showing: Showing) -> None:
        px = showing.look.px
        labels = [run.label for run in showing.experiment.runs]
        right = min(label_margin([*labels, "training"], showing.look, self.measure), 0.32 * max(self.plot.width(), 1))
        big = showing.look.presenter
        left, bottom = (px(158), px(72)) if big else (px(85), px(36))
        self.plot.set_margins(left, px(EDGE_PX * (1.6 if big else 1.0)), right, bottom)

    # ---- painting

    def _visible_lines(self, frame: Frame) -> list[RunLines]:
        if self._geometry is None or self._geometry[0] != frame:
            assert self.showing is not None
            self._geometry = (frame, self._lines.on(frame, self.showing))
        return self._geometry[1]

    def _paint_curves(self, painter: QPainter, frame: Frame) -> None:
        if self.snapshot is None or self.showing is None:
            return
        lines, look = self._visible_lines(frame), self.look
        if self._bands is not None:
            self._bands.paint(painter, frame, self.showing)
        for line in lines:
            if line.index == self.showing.selected and self._bands is None:
                painting.paint_gap(painter, line, look)
        painting.paint_references(painter, [ref.value for ref in self.plot.y_axis.references], frame, look)
        painting.paint_lines(painter, lines, look)

    def _paint_marks(self, painter: QPainter, frame: Frame) -> None:
        if self.showing is None:
            return
        if self.snapshot is None:
            painter.setFont(self.look.font("body"))
            painter.setPen(QColor(self.look.theme.text2))
            painter.drawText(frame.rect, Qt.AlignmentFlag.AlignCenter, "Press Play")
            return
        lines, look, selected = self._visible_lines(frame), self.look, self.showing.selected
        marks = edge_marks(self.snapshot, lines, selected if self._bands is None else None, frame, look)
        for mark in marks:
            if mark.kind == "best":
                line = next(line for line in lines if line.index == selected)
                painting.paint_best(painter, line, mark.top(frame), frame, look)
        painting.paint_markers(painter, lines, frame, look)
        paint_edge(painter, marks, frame, look)
        right = self.plot.width() - look.px(8)
        labels = self._labels.place(lines, frame, self.showing, self.measure, self._clock(), right)
        paint_labels(painter, labels, look)

    def _paint_hover(self, painter: QPainter, frame: Frame) -> None:
        if self.snapshot is None or self.showing is None:
            return
        if self.window_of_epochs.band is not None:
            painting.paint_band(painter, *self.window_of_epochs.band, frame, self.look)
        self.hairline.paint(painter, frame, self.snapshot, self.showing, self.measure, self._visible_lines(frame))

    # ---- what the mouse and the keys did

    def _point(self, position: QPointF | None) -> None:
        epoch = None if position is None else self.plot.frame().x.value(position.x())
        if self.hairline.point(epoch, self.snapshot):
            self.plot.redraw()

    def _step(self, steps: int) -> None:
        if self.hairline.step(steps, self.snapshot):
            self.plot.setAccessibleDescription(self.reading())
            self.plot.redraw()

    def _zoom(self, position: QPointF, notches: float) -> None:
        self.window_of_epochs.zoom(self.plot.frame().x.value(position.x()), notches)
        self._redo()

    def _drag(self, start: QPointF, end: QPointF, released: bool) -> None:
        x = self.plot.frame().x
        low, high = sorted(min(max(point.x(), x.start), x.end) for point in (start, end))
        self.window_of_epochs.band = None if released else (low, high)
        if released and self.snapshot is not None:
            self.window_of_epochs.show(x.value(low), x.value(high))
            self._redo()
        self.plot.redraw()

    def _show_all(self) -> None:
        self.window_of_epochs.show_all()
        self._redo()

    def _start_over(self) -> None:
        self._forget_ranges()
        self._redo()

    def _redo(self) -> None:
        if self.showing is not None:
            self.show_snapshot(self._live, self.showing)

    def _fit_margins(self) -> None:
        """The margin for labels is a share of the width at most."""
        if self.showing is not None:
            self._set_margins(self.showing)

    def _forget_geometry(self) -> None:
        self._geometry = None

    def _label(self, index: int) -> str:
        assert self.snapshot is not None
        assert self.showing is not None
        runs = self.showing.experiment.runs
        return (runs if index < len(runs) else self.snapshot.experiment.runs)[index].label


VIEW = ViewKind(key="loss", title="Loss", make=LossView, rank=0, rate=30.0, table="history")

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
