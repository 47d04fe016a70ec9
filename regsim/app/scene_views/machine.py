"""Early stopping as a machine: best loss, counter, checkpoint, stop and restore of every run; refuses to count itself.

Below the parts stands the counter after each of the latest evaluations, as it was really counted.
"""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card_header import LegendEntry
from regsim.app.panes import Pane, PanesCard
from regsim.app.plotting.numbers import number
from regsim.app.stopping_chart.machine import counted, epoch_text, is_on, parts, sentence
from regsim.app.stopping_chart.painting import (
    boxes_height,
    cell_side,
    cells_height,
    paint_boxes,
    paint_cells,
    paint_way_back,
    smallest_cell,
)
from regsim.app.views.base import Showing, ViewKind
from regsim.snapshot import Snapshot


class MachineView(PanesCard):
    """One row a run."""

    aspect = 6.0

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Early stopping", parent)

    # ---- the Card

    def prepare(self, snapshot: Snapshot, showing: Showing) -> None:
        """Only the words in the header follow from it."""
        self.set_note("counted at every evaluation")
        self.set_legend([LegendEntry("new record", self._star, width=14), LegendEntry("evaluations waited", self._one)])

    def reading(self) -> str:
        """The state of every machine."""
        if not self.panes:
            return "Early stopping: nothing trained yet. Press Play."
        return "; ".join(f"{p.label}: {self.missing(p) or sentence(p.run, self._restores(p))}" for p in self.panes)

    def _restores(self, pane: Pane) -> bool:
        assert self.snapshot is not None
        values = self.snapshot.experiment.runs[pane.index].values
        return bool(values.get("early_stopping.restore_best", True))

    def cells(self) -> list[QRectF]:
        """A row for each run: without patience as high as two lines, the others share what is left."""
        area, gap = self.area(), self.look.px(12)
        short = self.head_height() + 2.2 * QFontMetricsF(self.look.font("body")).height()
        n, idle = len(self.panes), sum(not is_on(pane.run) for pane in self.panes)
        room = area.height() - gap * (n - 1)
        low = min(short, room / max(n, 1)) if idle < n else room / max(n, 1)
        high = (room - idle * low) / max(n - idle, 1)
        rows, top = [], area.top()
        for pane in self.panes:
            height = high if is_on(pane.run) else low
            rows.append(QRectF(area.left(), top, area.width(), height))
            top += height + gap
        return rows

    # ---- painting

    def paint_pane(self, painter: QPainter, rect: QRectF, pane: Pane) -> None:
        """The parts, and the counter below them."""
        look, run = self.look, pane.run
        if not is_on(run):
            self._paint_off(painter, rect, pane)
            return
        boxes = boxes_height(look)
        paint_boxes(
            painter, QRectF(rect.left(), rect.top(), rect.width(), boxes), parts(run, self._restores(pane)), look
        )
        left = rect.height() - boxes - look.px(14)
        side = cell_side(rect.width(), run.patience, look)
        height = min(side, left - cells_height(0.0, look))
        if height < smallest_cell(0, look):
            return
        if run.patience < 100:  # three figures need a wide cell, all others a square one
            side = height
        top = rect.top() + boxes + look.px(14)
        cells = QRectF(rect.left(), top, rect.width(), cells_height(height, look))
        counts, epochs = counted(run, int(cells.width() // side))
        paint_cells(painter, cells, counts, epochs, run.patience, side, look)
        if run.restored_epoch is not None and epoch_text(run.restored_epoch) in epochs:
            back = epochs.index(epoch_text(run.restored_epoch))
            paint_way_back(painter, cells, len(counts) - 1, back, side, look)

    def _paint_off(self, painter: QPainter, rect: QRectF, pane: Pane) -> None:
        run, look = pane.run, self.look
        lines = (
            "No patience set: it trains to the last epoch.",
            f"Validation loss {number(run.validation_loss)} at epoch {epoch_text(run.epoch)}; "
            f"its best was {number(run.best_validation_loss)} at epoch {epoch_text(run.best_epoch)}.",
        )
        metrics = QFontMetricsF(look.font("body"))
        painter.setFont(look.font("body"))
        for place, line in enumerate(lines):
            painter.setPen(QColor(look.theme.text if place else look.theme.text2))
            row = QRectF(rect.left(), rect.top() + place * metrics.height() * 1.3, rect.width(), metrics.height() * 1.3)
            words = metrics.elidedText(line, Qt.TextElideMode.ElideRight, row.width())
            painter.drawText(row, Qt.AlignmentFlag.AlignVCenter, words)

    def _star(self, painter: QPainter, box: QRectF) -> None:
        self._paint_sample(painter, box, "★")

    def _one(self, painter: QPainter, box: QRectF) -> None:
        self._paint_sample(painter, box, "3")

    def _paint_sample(self, painter: QPainter, box: QRectF, text: str) -> None:
        painter.setFont(self.look.font("legend"))
        painter.setPen(QColor(self.look.theme.text))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, text)


VIEW = ViewKind(key="machine", title="Early stopping", make=MachineView, rank=None, rate=8.0, table="stopping")

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
