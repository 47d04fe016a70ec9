"""The fit view: what the selected run predicts, as a field, curve, gallery or scatter; refuses to predict by itself.

The picture, its title and its axes follow from the examples; the other runs stand beside it as thumbnails.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QStackedWidget, QWidget

from regsim.app.card import Card
from regsim.app.fields.axes_chip import AxesChip
from regsim.app.fields.base import Ink, Picture
from regsim.app.fields.choice import has_weights_to_compare, picture_kind
from regsim.app.fields.corner import paint_in_corner
from regsim.app.fields.crossfade import Crossfade, Drawn
from regsim.app.fields.reader import Reader
from regsim.app.multiples import Multiples
from regsim.app.plotting.axes import paint_grid
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import tick_text
from regsim.app.plotting.plot import Plot
from regsim.app.plotting.readout import Readout
from regsim.app.plotting.ticks import linear_ticks
from regsim.app.stills import Stills, is_vector
from regsim.app.theme import Look
from regsim.app.thumbnails import ThumbnailRun
from regsim.app.views.base import Showing, ViewKind
from regsim.examples import Examples
from regsim.snapshot import Snapshot

PALED = 0.35
"""Opacity of runs that stand back while another one's card is pointed at."""
_MULTIPLE_WIDTH = 240.0
"""A small multiple of at least this width has points and words like the large picture."""


class FitView(Card):
    """Predictions in their card.

    Parameters
    ----------
    clock : callable or None
        Seconds, by which the last picture before a restore fades; None to let it go at once.
    """

    def __init__(self, parent: QWidget | None = None, clock: Callable[[], float] | None = time.monotonic) -> None:
        super().__init__("Fit", parent)
        self.plot = Plot(self.guarded, self)
        self.plot.setAccessibleName("Predictions")
        self.plot.add_layer(self._paint_large, 0.0)
        self.plot.add_layer(self._paint_hover, 1.0)
        self.plot.pointed.connect(self._point)
        self.plot.stepped.connect(self._step)
        self.multiples = Multiples(self.guarded, self._paint_small, self)
        self.multiples.run_chosen.connect(self.run_selected)
        self.thumbnails.paint_picture = self._paint_small
        self.weights_chip = self.add_chip(
            "predictions / weights", "Show the learned weights beside the weights that made the data"
        )
        self.weights_chip.toggled.connect(self._redo)
        self.show_chip(self.weights_chip, False)
        self.axes_chip = AxesChip(self.header)
        self.header.add_chip(self.axes_chip)
        self.axes_chip.chosen.connect(self._wish_axes)
        self.show_chip(self.axes_chip, False)
        self.body = QStackedWidget(self)
        self.body.addWidget(self.plot)
        self.body.addWidget(self.multiples)
        self.set_body(self.body)
        self.picture: Picture | None = None
        self._examples: Examples | None = None
        self._digests: dict[int, Any] = {}
        self._drawn: Drawn | None = None
        self._fade = Crossfade(self.plot.redraw, clock, self)
        self._stills = Stills()
        self.reader = Reader()

    # ---- the Card

    def dress(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.plot.restyle(look)
        self.plot.x_axis.spacing, self.plot.y_axis.spacing = (60.0, 44.0) if look.compact else (80.0, 60.0)
        self.multiples.restyle(look)
        self._redo()

    def draw(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Draw the selected run large and the others small."""
        self._choose_picture(snapshot)
        if snapshot is None or self.picture is None:
            self._digests, self._drawn = {}, None
            self._draw_nothing()
            return
        selected = self._selected()
        self._fade_out(snapshot, showing, selected)
        self._digests = {}
        asked = showing.experiment.runs[selected]
        self.set_run(None if showing.multiples else (asked.colour, asked.label))
        runs = range(min(len(snapshot.runs), len(showing.experiment.runs)))
        others = tuple(run for run in runs if showing.multiples or run != selected)
        renewed = self._stills.begin(others, showing.moving)
        entries = [self._thumbnail(snapshot, showing, run) for run in others]
        self.multiples.show_runs(entries if showing.multiples else (), selected)
        self.thumbnails.show_runs(() if showing.multiples else entries, renewed)
        self.body.setCurrentIndex(int(showing.multiples))
        digest = self._digest(selected)
        has_room = not (self.look.compact and snapshot.examples.hides_inputs)  # beside the names of the axes
        self.set_note(self.picture.note(digest) if digest is not None and has_room and not showing.multiples else "")
        self.set_legend(self.picture.legend(self.look))
        self._set_axes(bool(entries) and not showing.multiples)
        self.plot.redraw()

    def reading(self) -> str:
        """What the picture says, in one sentence, or the values that are pointed at."""
        if self.snapshot is None or self.showing is None or self.picture is None:
            return "Predictions: nothing trained yet. Press Play."
        table = self._table()
        if table is not None:
            return f"{table.title}: " + "; ".join(f"{row.label} {' '.join(row.values)}" for row in table.rows)
        selected = self._selected()
        run, digest = self.snapshot.runs[selected], self._digest(selected)
        label = self.showing.experiment.runs[selected].label
        if run.state == "diverged":
            return f"{self.picture.title} of {label}: diverged. {run.cause}"
        words = "no predictions yet" if digest is None else self.picture.sentence(digest, run)
        omission = self.picture.omission(run.n_train, self.look)
        return f"{self.picture.title} of {label}: {words}{'; ' + omission if omission else ''}."

    # ---- from snapshot to pictures

    def _choose_picture(self, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            self.picture = self._examples = None
            self.show_chip(self.weights_chip, False)
            self.show_chip(self.axes_chip, False)
            return
        can_compare = has_weights_to_compare(snapshot)
        self.show_chip(self.weights_chip, can_compare)
        kind = picture_kind(snapshot.examples, can_compare and self.weights_chip.isChecked())
        if self._examples is not snapshot.examples or type(self.picture) is not kind:
            self._examples, self.picture = snapshot.examples, kind(snapshot.examples)
            self._digests = {}
            self.axes_chip.show_examples(snapshot.examples)
            self.show_chip(self.axes_chip, snapshot.examples.hides_inputs)
            self.header.arrange()
            self.reader.forget()
            self.header.title = self.picture.title
            self.setAccessibleName(self.picture.title)
            self.header.update()

    def _fade_out(self, snapshot: Snapshot, showing: Showing, selected: int) -> None:
        """Let the last picture of the large run fade, if this snapshot is the first with its restored weights."""
        drawn, picture, digest = self._drawn, self.picture, self._digests.get(selected)
        self._drawn = Drawn(snapshot.generation, selected, snapshot.runs[selected].state, showing.moving)
        if drawn is None or showing.multiples or not drawn.is_same_run(self._drawn):
            self._fade.end()
        elif drawn.is_left_by(snapshot) and picture is not None and digest is not None:
            rect, n_train = self.plot.frame().rect, snapshot.runs[selected].n_train
            ink = Ink(self.look, showing.experiment.runs[selected].colour, self.look.theme.surface)

            def paint(painter: QPainter) -> None:
                painter.fillRect(rect, QColor(self.look.theme.surface))
                if self.plot.axes_shown:
                    paint_grid(painter, self.plot.frame(), self.plot.y_axis, self.look)
                picture.paint(painter, picture.frame(rect), digest, ink, n_train)

            self._fade.begin(rect, self.devicePixelRatioF(), paint)

    def _draw_nothing(self) -> None:
        self.set_run(None)
        self.set_note("")
        self.set_legend(())
        self.multiples.show_runs((), 0)
        self.thumbnails.show_runs(())
        self.body.setCurrentIndex(0)
        self.plot.axes_shown = True
        self.plot.x_axis.unit = self.plot.y_axis.unit = ""
        self.plot.set_x_range(0.0, 1.0)
        self.plot.set_y_range(0.0, 1.0)
        self._set_margins(0.0, 1.0, has_neighbours=False)
        self.plot.redraw()

    def _set_axes(self, has_neighbours: bool) -> None:
        assert self.picture is not None
        axes, plot = self.picture.axes, self.plot
        plot.axes_shown = self.picture.has_ticks
        named = self.picture.has_ticks and not self.look.compact
        plot.x_axis.unit = axes.x_name if named else ""
        plot.y_axis.unit = axes.y_name if named else ""
        plot.set_x_range(min(axes.x), max(axes.x))
        plot.set_y_range(min(axes.y), max(axes.y))
        self._set_margins(min(axes.y), max(axes.y), has_neighbours)

    def _set_margins(self, low: float, high: float, has_neighbours: bool) -> None:
        px, plot = self.look.px, self.plot
        right = px(12 if has_neighbours else 5)
        if not plot.axes_shown:
            plot.set_margins(px(14), px(4), right, px(2))
            return
        metrics = QFontMetricsF(self.look.font("tick"))
        left = px(18) + _tick_width(low, high, plot.y_axis.unit, self.look)
        rows = 2 if plot.x_axis.unit else 1
        top = metrics.height() * 1.4 if plot.y_axis.unit else max(px(4), metrics.height() / 2 - px(2))
        plot.set_margins(left, top, right, px(8) + rows * metrics.height())

    def _digest(self, run: int) -> Any:
        """What painting needs of a run; computed once a snapshot, and only if it is painted."""
        if run not in self._digests:
            assert self.snapshot is not None
            assert self.picture is not None
            snapshot = self.snapshot.runs[run]
            is_shown = snapshot.state != "diverged"
            self._digests[run] = self.picture.digest(snapshot, self.look) if is_shown else None
        return self._digests[run]

    def _selected(self) -> int:
        assert self.snapshot is not None
        assert self.showing is not None
        return min(self.showing.selected, len(self.snapshot.runs) - 1)

    def _thumbnail(self, snapshot: Snapshot, showing: Showing, run: int) -> ThumbnailRun:
        asked = showing.experiment.runs[run]
        return ThumbnailRun(run, asked.colour, asked.label, snapshot.runs[run].state == "diverged")

    def _is_pale(self, run: int) -> bool:
        return self.showing is not None and self.showing.lifted not in (None, run)

    def _redo(self) -> None:
        if self.showing is not None:
            self.show_snapshot(self.snapshot, self.showing)

    # ---- painting

    def _paint_large(self, painter: QPainter, frame: Frame) -> None:
        look = self.look
        if self.snapshot is None or self.showing is None or self.picture is None:
            self._paint_words(painter, frame.rect, "Press Play")
            return
        selected = self._selected()
        slot = self.showing.experiment.runs[selected].colour
        ink = Ink(look, slot, look.theme.surface, vector=is_vector(painter))
        run = self.snapshot.runs[selected]
        self._paint_run(painter, frame.rect, selected, ink)
        if not ink.vector:
            self._fade.paint(painter, frame.rect)
        if run.state == "diverged":
            self._paint_words(painter, frame.rect, f"✕ diverged\n{run.cause}" if run.cause else "✕ diverged")

    def _paint_small(self, painter: QPainter, rect: QRectF, run: int) -> None:
        if self.snapshot is None or self.showing is None or self.picture is None:
            return
        theme = self.look.theme
        is_multiple = self.showing.multiples
        slot = self.showing.experiment.runs[run].colour
        ground = theme.surface if is_multiple else theme.field
        is_large = is_multiple and rect.width() >= self.look.px(_MULTIPLE_WIDTH)
        ink = Ink(replace(self.look, presenter=False), slot, ground, is_large, is_vector(painter))
        key = (ink, self._is_pale(run), id(self._examples), type(self.picture))
        self._stills.paint(painter, rect, run, ground, key, lambda p, whole: self._paint_run(p, whole, run, ink))

    def _paint_run(self, painter: QPainter, rect: QRectF, run: int, ink: Ink) -> None:
        """One run's picture filling `rect`."""
        assert self.snapshot is not None
        assert self.picture is not None
        frame, digest = self.picture.frame(rect), self._digest(run)
        painter.save()
        try:
            painter.setClipRect(rect)
            if digest is None:
                self.picture.paint_empty(painter, frame, ink)
            else:
                n_train = self.snapshot.runs[run].n_train
                self.picture.paint(painter, frame, digest, ink, n_train)
                if ink.large:
                    paint_in_corner(painter, rect, self.picture.omission(n_train, self.look), self.look)
            if self._is_pale(run):
                veil = QColor(ink.ground)
                veil.setAlphaF(1 - PALED)
                painter.fillRect(rect, veil)
        finally:
            painter.restore()

    def _paint_words(self, painter: QPainter, rect: QRectF, words: str) -> None:
        """Words on a piece of surface: never on the field itself."""
        look = self.look
        painter.setFont(look.font("body"))
        flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
        room = rect.adjusted(look.px(24), look.px(8), -look.px(24), -look.px(8))
        box = QFontMetricsF(painter.font()).boundingRect(room, flags, words)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(look.theme.surface))
        pad = look.px(8)
        painter.drawRoundedRect(box.adjusted(-pad, -pad, pad, pad), look.px(4), look.px(4))
        painter.setPen(QColor(look.theme.text2))
        painter.drawText(box, flags, words)

    def _wish_axes(self, names: tuple[str, ...]) -> None:
        from regsim.tables.wishes import names_text  # the window opens without it

        self.edit_requested.emit("data.plane", names_text(names))

    # ---- the read-out

    def _paint_hover(self, painter: QPainter, frame: Frame) -> None:
        table = self._table()
        if table is not None and self.picture is not None:
            self.reader.paint(painter, self.picture, table, frame.rect, self.look)

    def _table(self) -> Readout | None:
        if self.reader.place is None or self.snapshot is None or self.showing is None or self.picture is None:
            return None
        runs = self.showing.experiment.runs[: len(self.snapshot.runs)]
        return self.reader.table(self.picture, runs, [self._digest(index) for index in range(len(runs))])

    def _point(self, position: QPointF | None) -> None:
        place = None
        if position is not None and self.picture is not None:
            frame = self.picture.frame(self.plot.frame().rect)
            place = (frame.x.value(position.x()), frame.y.value(position.y()))
        if place != self.reader.place:
            self.reader.place = place
            self.plot.redraw()

    def _step(self, steps: int) -> None:
        """Move the hairline by a hundredth of the axis."""
        if self.picture is None or self.snapshot is None:
            return
        (low, high), (bottom, top) = self.picture.axes.x, self.picture.axes.y
        x, y = self.reader.place or ((low + high) / 2, (bottom + top) / 2)
        self.reader.place = (min(max(x + steps * (high - low) / 100, low), high), y)
        self.plot.setAccessibleDescription(self.reading())
        self.plot.redraw()


@lru_cache(maxsize=8)
def _tick_width(low: float, high: float, unit: str, look: Look) -> float:
    """Of the widest text that the y axis may need at any height."""
    metrics = QFontMetricsF(look.font("tick"))
    texts = [tick_text(value) for most in (3, 5, 8) for value in linear_ticks(low, high, most)]
    return max(metrics.horizontalAdvance(text) for text in (unit, *texts))


VIEW = ViewKind(
    key="fit",
    title="Fit",
    make=FitView,
    rank=2,
    rate=15.0,
    needs_weights=True,
    needs_prediction=True,
    table="prediction",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
