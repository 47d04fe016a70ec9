"""The network view: the selected run's weights and units, and the mask that was really trained; refuses to roll a mask.

One scale of width and strength holds for all runs. The other runs stand beside it as thumbnails.
"""

from __future__ import annotations

import time
from dataclasses import replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, QTimer
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from regsim.app.card import Card
from regsim.app.card_header import LegendEntry, line_sample
from regsim.app.diagram.canvas import DiagramCanvas
from regsim.app.diagram.caption import Caption
from regsim.app.diagram.diagram import LARGE_DETAIL, THUMBNAIL_DETAIL, Detail, Diagram, Shown
from regsim.app.diagram.labels import Focus
from regsim.app.diagram.layout import LARGE, THUMBNAIL
from regsim.app.diagram.painting import Finish, Unit, negative_dashes, paint_unit
from regsim.app.diagram.strokes import WeightScale, flattened
from regsim.app.diagram.wording import (
    mask_sentence,
    reading_sentence,
    short_weights_sentence,
    unit_name,
    unit_sentence,
    weight_sentence,
    weights_sentence,
)
from regsim.app.multiples import Multiples
from regsim.app.plotting.numbers import tick_text
from regsim.app.stills import Stills, is_vector
from regsim.app.theme import Look
from regsim.app.thumbnails import ThumbnailRun
from regsim.app.views.base import Showing, View, ViewKind
from regsim.snapshot import Mask, RunSnapshot, Snapshot

MASK_SECONDS = 0.1
"""In motion the mask changes at most ten times a second: faster is flicker."""
IDLE_MS = 150
PALED = 0.35
"""Opacity of runs that stand back while another one's card is pointed at."""
_MULTIPLE_DETAIL = Detail(LARGE, full=180, pale=1500)


class NetworkView(Card):
    """The network diagram in its card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Network", parent)
        self.canvas = DiagramCanvas(self.guarded, self)
        self.canvas.pointed.connect(self._caption)
        self.caption = Caption(self)
        self.caption.stepped.connect(self._step_position)
        self.multiples = Multiples(self.guarded, self._paint_small, self)
        self.multiples.run_chosen.connect(self.run_selected)
        self.thumbnails.paint_picture = self._paint_small
        large = QWidget(self)
        column = QVBoxLayout(large)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.canvas, 1)
        column.addWidget(self.caption)
        self.body = QStackedWidget(self)
        self.body.addWidget(large)
        self.body.addWidget(self.multiples)
        self.set_body(self.body)
        self.scale = WeightScale()
        self._small: dict[int, Diagram] = {}
        self._stills = Stills()
        self._mask: Mask | None = None
        self._mask_of: object = None
        self._mask_time = 0.0
        self._position = 0
        self._generation: int | None = None
        self._idle = QTimer(self)
        self._idle.setSingleShot(True)
        self._idle.setInterval(IDLE_MS)
        self._idle.timeout.connect(self._settle)

    # ---- the Card

    def dress(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.canvas.restyle(look)
        self.caption.restyle(look)
        self.multiples.restyle(look)
        self._small.clear()
        self._legend()
        if self.showing is not None:
            self.draw(self.snapshot, self.showing)

    def draw(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Draw the selected run large and the others small."""
        moving = showing.moving and snapshot is not None
        if moving:
            self._idle.start()
        else:
            self._idle.stop()
        self._redraw(snapshot, showing, moving)

    def assume(self, other: View) -> None:
        """Inspect the same unit or weight, too."""
        super().assume(other)
        if isinstance(other, NetworkView):
            self.canvas.focus = other.canvas.focus
            self._caption()

    def freeze_axes(self, frozen: bool) -> None:
        """Keep the scale of width and strength."""
        self.scale.frozen = frozen

    def reading(self) -> str:
        """What the picture says, in one sentence."""
        if self.snapshot is None or self.showing is None:
            return "Network: nothing trained yet."
        label = self.showing.experiment.runs[self._selected()].label
        return reading_sentence(label, self.canvas.diagram.shown, self.canvas.message or self._sentences()[0])

    # ---- from snapshot to pictures

    def _redraw(self, snapshot: Snapshot | None, showing: Showing, moving: bool) -> None:
        self.canvas.moving = moving
        if snapshot is None:
            self._show_nothing()
            return
        if snapshot.generation != self._generation:
            self._generation, self._position = snapshot.generation, 0
        runs = range(min(len(snapshot.runs), len(showing.experiment.runs)))
        drawable = {run: snapshot.runs[run] for run in runs if _is_drawable(snapshot.runs[run])}
        top = self.scale.follow(snapshot.generation, [flattened(run.weights) for run in drawable.values()])
        selected = self._selected()
        self._choose_mask(snapshot, moving)
        self._show_large(snapshot, showing, top)
        others = tuple(run for run in runs if showing.multiples or run != selected)
        detail = _MULTIPLE_DETAIL if showing.multiples else THUMBNAIL_DETAIL
        for run in others:
            diagram = self._small.setdefault(run, Diagram())
            grain = (LARGE if showing.multiples else THUMBNAIL).times(self.look.zoom)
            diagram.detail = Detail(grain, detail.full, detail.pale)
            diagram.show(self._shown(snapshot, run, top, snapshot.runs[run].mask) if run in drawable else None)
        for run in set(self._small) - set(others):
            del self._small[run]
        renewed = self._stills.begin(others, moving)
        entries = [self._thumbnail(showing, snapshot, run) for run in others]
        self.multiples.show_runs(entries if showing.multiples else (), selected)
        self.thumbnails.show_runs(() if showing.multiples else entries, renewed)
        self.body.setCurrentIndex(int(showing.multiples))
        self._caption()
        self.canvas.update()

    def _show_nothing(self) -> None:
        self.canvas.diagram.show(None)
        self.canvas.message = "Press Play"
        self._mask = self._mask_of = None
        self._small.clear()
        self.canvas.release()
        self.set_run(None)
        self.thumbnails.show_runs(())
        self.multiples.show_runs((), 0)
        self.body.setCurrentIndex(0)
        self._caption()
        self.canvas.update()

    def _show_large(self, snapshot: Snapshot, showing: Showing, top: float) -> None:
        selected = self._selected()
        run, asked = snapshot.runs[selected], showing.experiment.runs[selected]
        canvas = self.canvas
        before = canvas.diagram.shown
        canvas.examples = snapshot.examples
        canvas.faint = self._strength(showing, selected)
        canvas.message = ""
        if _is_drawable(run):
            canvas.diagram.show(self._shown(snapshot, selected, top, self._mask))
        else:
            canvas.diagram.show(None)
            canvas.message = f"✕ diverged\n{run.cause}" if run.state == "diverged" else "Press Play"
        after = canvas.diagram.shown
        if before is None or after is None or before.sizes != after.sizes:
            canvas.hovered = None
            canvas.release()
        self.set_run(None if showing.multiples else (asked.colour, asked.label))

    def _shown(self, snapshot: Snapshot, index: int, top: float, mask: Mask | None) -> Shown:
        weights = snapshot.runs[index].weights
        sizes = (weights[0].shape[1], *(len(matrix) for matrix in weights))
        kept = None
        if mask is not None and tuple(len(units) for units in mask.kept) == sizes[:-1]:
            kept = np.concatenate([*mask.kept, np.ones(sizes[-1], bool)])
        return Shown(sizes, weights, kept, top, snapshot.examples.image_shape)

    def _choose_mask(self, snapshot: Snapshot, moving: bool) -> None:
        """Take the selected run's mask, or in motion keep the one shown until its tenth of a second is over."""
        selected = self._selected()
        mask, owner, now = snapshot.runs[selected].mask, (snapshot.generation, selected), time.monotonic()
        is_early = moving and owner == self._mask_of and now - self._mask_time < MASK_SECONDS
        if is_early and self._mask is not None and mask is not None:
            return
        if mask is not self._mask:
            self._mask_time = now
        self._mask, self._mask_of = mask, owner

    def _settle(self) -> None:
        """Nothing has come for a while: paint what motion left out."""
        if self.showing is not None:
            showing, snapshot = self.showing, self.snapshot
            self.guarded(lambda: self._redraw(snapshot, showing, False))

    def _selected(self) -> int:
        assert self.snapshot is not None
        assert self.showing is not None
        return min(self.showing.selected, len(self.snapshot.runs) - 1)

    def _strength(self, showing: Showing, run: int) -> float:
        return 1.0 if showing.lifted in (None, run) else PALED

    def _thumbnail(self, showing: Showing, snapshot: Snapshot, run: int) -> ThumbnailRun:
        asked = showing.experiment.runs[run]
        return ThumbnailRun(run, asked.colour, asked.label, snapshot.runs[run].state == "diverged")

    def _paint_small(self, painter: QPainter, rect: QRectF, run: int) -> None:
        diagram, showing = self._small.get(run), self.showing
        if diagram is None or showing is None or diagram.shown is None:
            return
        theme, px = self.look.theme, self.look.px
        ground = theme.surface if showing.multiples else theme.field
        look = replace(self.look, presenter=False)
        finish = Finish(look, ground, vector=is_vector(painter), faint=self._strength(showing, run))
        inset = px(12)

        def paint(inner: QPainter, whole: QRectF) -> None:
            diagram.paint(inner, whole.adjusted(inset, px(3), -inset, -px(3)), finish)

        self._stills.paint(painter, rect, run, ground, finish, paint)

    # ---- words

    def _legend(self) -> None:
        theme, look = self.look.theme, self.look
        entries = [
            LegendEntry("positive", line_sample(QColor(theme.positive), look.px(3))),
            LegendEntry("negative", line_sample(QColor(theme.negative), look.px(3), negative_dashes(look))),
        ]
        small = (diagram.shown for diagram in self._small.values())
        if self._mask is not None or (
            self.showing is not None
            and self.showing.multiples
            and any(shown is not None and shown.kept is not None for shown in small)
        ):
            entries.append(LegendEntry("dropped", self._paint_dropped_sample, width=12))
        self.set_legend(entries)

    def _paint_dropped_sample(self, painter: QPainter, box: QRectF) -> None:
        finish = Finish(self.look, self.look.theme.surface)
        paint_unit(painter, QPointF(box.center()), self.look.px(9), Unit.DROPPED, False, finish)

    def _caption(self) -> None:
        mask = self._mask is not None and self.canvas.diagram.shown is not None
        top = self.canvas.diagram.shown.top if self.canvas.diagram.shown else 0.0
        scale = f"widest line: |w| ≥ {tick_text(top)}" if top else ""
        self.caption.show_words(tuple(self._sentences()), scale, mask and self.canvas.focus is None and not self.bare)
        self._legend()

    def _sentences(self) -> list[str]:
        """What the caption says, long to short."""
        canvas = self.canvas
        shown = canvas.diagram.shown
        if shown is None or canvas.examples is None:
            return [""]
        focus = canvas.focus or (Focus(unit=canvas.hovered) if canvas.hovered is not None else None)
        if focus is None and canvas.hasFocus() and canvas.cursor_unit is not None:
            focus = Focus(unit=canvas.cursor_unit)
        if focus is not None:
            return [self._focus_sentence(shown, focus)]
        nonzero = sum(int(np.count_nonzero(matrix)) for matrix in shown.weights)
        zeros = sum(matrix.size for matrix in shown.weights) - nonzero
        weights = weights_sentence(nonzero, zeros, LARGE_DETAIL.full, LARGE_DETAIL.pale)
        if self._mask is None:
            return [weights, weights.split("; ")[0], short_weights_sentence(nonzero, LARGE_DETAIL.full)]
        return [mask_sentence(self._mask), mask_sentence(self._mask, short=True)]

    def _focus_sentence(self, shown: Shown, focus: Focus) -> str:
        assert self.snapshot is not None
        assert self.canvas.examples is not None
        layout = self.canvas.diagram.layout(self.canvas.area())
        if focus.weight is not None:
            first, second = (
                unit_name(self.canvas.examples, shown.sizes, *layout.place(int(ends[focus.weight])))
                for ends in (layout.source, layout.target)
            )
            return weight_sentence(first, second, float(flattened(shown.weights)[focus.weight]))
        assert focus.unit is not None
        layer, place = layout.place(focus.unit)
        biases = self.snapshot.runs[self._selected()].biases
        return unit_sentence(
            unit_name(self.canvas.examples, shown.sizes, layer, place),
            shown.weights[layer - 1][place] if layer else np.empty(0),
            shown.weights[layer][:, place] if layer < len(shown.weights) else np.empty(0),
            float(biases[layer - 1][place]) if layer and len(biases) >= layer else None,
            shown.kept is not None and not shown.kept[focus.unit],
        )

    def _step_position(self, by: int) -> None:
        self._position = max(0, self._position + by)
        self.position_requested.emit(self._position)


def _is_drawable(run: RunSnapshot) -> bool:
    return run.state != "diverged" and bool(run.weights) and all(np.isfinite(matrix).all() for matrix in run.weights)


VIEW = ViewKind(
    key="network",
    title="Network",
    make=NetworkView,
    rank=3,
    rate=30.0,
    needs_weights=True,
    needs_mask=True,
    table="network",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
