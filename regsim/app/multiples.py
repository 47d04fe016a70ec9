"""Equal small multiples: one picture a run, each with its marker and label; refuses to know what they show."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.markers import paint_marker
from regsim.app.plotting.canvas import Canvas, Guard
from regsim.app.theme import Look
from regsim.app.thumbnails import ThumbnailRun


class Multiples(Canvas):
    """A grid of equal pictures.

    Parameters
    ----------
    guard : callable
        Runs the painting and catches what it raises: `Card.guarded`.
    paint_picture : callable
        ``paint_picture(painter, rect, run)``.
    """

    run_chosen = Signal(int)

    def __init__(
        self, guard: Guard, paint_picture: Callable[[QPainter, QRectF, int], None], parent: QWidget | None = None
    ) -> None:
        super().__init__(guard, self._paint_all, parent)
        self.look = Look()
        self._paint_picture = paint_picture
        self._runs: tuple[ThumbnailRun, ...] = ()
        self._selected = 0

    def restyle(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.look = look
        self.set_ground(QColor(look.theme.surface))

    def show_runs(self, runs: Sequence[ThumbnailRun], selected: int) -> None:
        """Show these runs, in this order."""
        self._runs, self._selected = tuple(runs), selected
        self.update()

    def cells(self, rect: QRectF) -> list[QRectF]:
        """Where each run stands: two side by side, three or four in two rows."""
        n = max(1, len(self._runs))
        columns = 1 if n == 1 else 2
        rows = math.ceil(n / columns)
        gap = self.look.px(10)
        width, height = (rect.width() - gap * (columns - 1)) / columns, (rect.height() - gap * (rows - 1)) / rows
        return [
            QRectF(
                rect.left() + (index % columns) * (width + gap),
                rect.top() + (index // columns) * (height + gap),
                width,
                height,
            )
            for index in range(len(self._runs))
        ]

    def _area(self) -> QRectF:
        px = self.look.px
        return QRectF(self.rect()).adjusted(px(14), px(4), -px(5), 0)

    def _paint_all(self, painter: QPainter, rect: QRectF) -> None:
        px, theme = self.look.px, self.look.theme
        for run, cell in zip(self._runs, self.cells(self._area()), strict=True):
            head = QRectF(cell.left(), cell.top(), cell.width(), px(22))
            paint_marker(
                painter,
                run.slot,
                QColor(theme.runs[run.slot]),
                QPointF(head.left() + px(6), head.center().y()),
                px(9),
                None,
            )
            painter.setFont(self.look.font("strong" if run.run == self._selected else "body"))
            painter.setPen(QColor(theme.text))
            words = head.adjusted(px(16), 0, 0, 0)
            label = QFontMetricsF(painter.font()).elidedText(run.label, Qt.TextElideMode.ElideRight, words.width())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter, label)
            picture = cell.adjusted(0, px(24), 0, 0)
            if run.diverged:
                painter.setFont(self.look.font("body"))
                painter.setPen(QColor(theme.text2))
                painter.drawText(picture, Qt.AlignmentFlag.AlignCenter, "✕ diverged")
                continue
            painter.save()
            try:
                painter.setClipRect(picture)
                self._paint_picture(painter, picture, run.run)
            finally:
                painter.restore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Select the run that was clicked."""
        for run, cell in zip(self._runs, self.cells(self._area()), strict=True):
            if cell.contains(event.position()):
                self.run_chosen.emit(run.run)
                return
