"""Training examples beside the versions of them that each run was trained on; refuses to alter an example itself."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry
from regsim.app.fields.base import Ink
from regsim.app.fields.points import class_legend, square_sample
from regsim.app.panes import Pane, PanesCard
from regsim.app.plotting.numbers import short_number
from regsim.app.stills import is_vector
from regsim.app.versions_chart.points import paint_points
from regsim.app.versions_chart.tiles import paint_tiles
from regsim.app.views.base import Showing, ViewKind
from regsim.observed import VirtualExamples
from regsim.snapshot import Snapshot

_TALL, _WIDE = 0.8, 1.9
"""Width over height of a pane with rows of images, and of one with points."""


class VirtualExamplesView(PanesCard):
    """One pane a run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Virtual examples", parent)

    # ---- the Card

    def prepare(self, snapshot: Snapshot, showing: Showing) -> None:
        """Say what is seen."""
        counts = [len(told.versions) for told in map(_told, self.panes) if told is not None]
        epochs = "the last epoch" if counts == [1] * len(counts) else f"the last {max(counts, default=0)} epochs"
        self.set_note(f"as trained in {epochs}" if counts else "")
        entries: list[LegendEntry] = []
        examples = snapshot.examples
        self.aspect = _TALL if examples.image_shape is not None else _WIDE
        if examples.image_shape is None and examples.task == "classification" and examples.n_inputs <= 2:
            entries += class_legend(examples.class_names, self.look, bool(examples.train.wrong.any()), False)
            entries.append(LegendEntry("version", square_sample(self.look.theme.text2, self.look), width=4))
        self.set_legend(entries)

    def reading(self) -> str:
        """How far the versions are from their originals."""
        if not self.panes:
            return "Virtual examples: nothing trained yet. Press Play."
        return "; ".join(f"{pane.label}: {self.missing(pane) or self._words(pane)}" for pane in self.panes)

    def missing(self, pane: Pane) -> str:
        """There are none before the first epoch, and no picture of tables."""
        told = _told(pane)
        if told is not None:
            return ""
        if self.snapshot is not None and self.snapshot.examples.picture not in ("field", "curve", "gallery"):
            return "Altered examples can be shown of points and images."
        return "None yet: the first epoch makes them."

    def _words(self, pane: Pane) -> str:
        told = _told(pane)
        assert told is not None
        change = float(np.sqrt(np.mean(np.square(told.versions - told.original))))
        if change == 0:
            return "trained on the examples as they are, in every epoch"
        return f"{len(told.examples)} examples, each number altered by {short_number(change)} (root mean square)"

    # ---- painting

    def paint_pane(self, painter: QPainter, rect: QRectF, pane: Pane) -> None:
        """Images in rows, or points with their versions around them."""
        told = _told(pane)
        assert told is not None
        assert self.snapshot is not None
        examples = self.snapshot.examples
        if examples.image_shape is not None:
            paint_tiles(painter, rect, told, examples, self.look)
        else:
            ink = Ink(self.look, pane.slot, self.look.theme.surface, vector=is_vector(painter))
            paint_points(painter, rect, told, examples, ink)


def _told(pane: Pane) -> VirtualExamples | None:
    told = pane.run.observed.get("virtual_examples")
    return told if isinstance(told, VirtualExamples) and len(told.examples) else None


VIEW = ViewKind(
    key="virtual_examples",
    title="Virtual examples",
    make=VirtualExamplesView,
    rank=None,
    rate=5.0,
    observables=frozenset({"virtual_examples"}),
    table="virtual_examples",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
