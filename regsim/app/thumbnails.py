"""The column of small pictures beside the large one, a click swaps; refuses to know what is in the pictures."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from regsim.app.markers import paint_marker
from regsim.app.plotting.canvas import Guard
from regsim.app.theme import Look


def unit(look: Look) -> float:
    """Pixels of the layout's unit: the presenter's type is about twice as large."""
    return look.px(1.7 if look.presenter else 1.0)


@dataclass(frozen=True, slots=True)
class ThumbnailRun:
    """Which run a thumbnail shows.

    Parameters
    ----------
    run : int
        Index in the experiment.
    slot : int
        Run colour and marker.
    label : str
    diverged : bool
        Show ✕ and the word in place of the picture.
    """

    run: int
    slot: int
    label: str
    diverged: bool = False


_BESIDE_LABEL = 23
"""Units at both sides of a label: the marker and air."""
MOST_HEIGHT = 1.25
"""Of a picture, in widths: one alone in a high column would be drawn out of its shape."""

WIDEST, SHARE = 1.3, 0.22
"""Of the column, in its usual widths and of all that there is: so far it makes room for a long label."""

PaintThumbnail = Callable[[QPainter, QRectF, int], None]


class Thumbnail(QWidget):
    """One small picture with its run's marker and label below."""

    chosen = Signal(int)

    def __init__(self, column: Thumbnails) -> None:
        super().__init__(column)
        self._column = column
        self.shown: ThumbnailRun | None = None
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def picture(self) -> QRectF:
        """The part above the label."""
        return QRectF(self.rect()).adjusted(0, 0, 0, -22 * unit(self._column.look))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the picture in rounded corners, and the label."""
        if self.shown is None:
            return
        look, shown = self._column.look, self.shown
        theme, px = look.theme, look.px
        painter = QPainter(self)
        try:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), px(4), px(4))
            painter.fillPath(outline, QColor(theme.field))
            if shown.diverged:
                self._paint_diverged(painter)
            else:
                painter.save()
                painter.setClipPath(outline)
                self._column.guard(lambda: self._column.paint_picture(painter, self.picture(), shown.run))
                painter.restore()
            self._paint_label(painter, shown)
            if self.hasFocus():
                painter.setPen(QPen(QColor(theme.ink), px(2)))
                painter.setBrush(Qt.BrushStyle.NoBrush)
                painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), px(4), px(4))
        finally:
            painter.end()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Show this run large."""
        if self.shown is not None and event.button() == Qt.MouseButton.LeftButton:
            self.chosen.emit(self.shown.run)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Space shows this run large."""
        if self.shown is not None and event.key() == Qt.Key.Key_Space:
            self.chosen.emit(self.shown.run)
        else:
            event.ignore()

    def _paint_diverged(self, painter: QPainter) -> None:
        look = self._column.look
        painter.setFont(look.font("caption"))
        painter.setPen(QColor(look.theme.text2))
        painter.drawText(self.picture(), Qt.AlignmentFlag.AlignCenter, "✕ diverged")

    def _paint_label(self, painter: QPainter, shown: ThumbnailRun) -> None:
        look = self._column.look
        px = unit(look)
        strip = QRectF(0, self.height() - 22 * px, self.width(), 22 * px)
        colour = QColor(look.theme.runs_text[shown.slot])
        paint_marker(painter, shown.slot, colour, QPointF(10 * px, strip.center().y()), 8 * px, None)
        painter.setFont(look.font("caption"))
        painter.setPen(QColor(look.theme.text))
        room = strip.adjusted((_BESIDE_LABEL - 4) * px, 0, -4 * px, 0)
        label = QFontMetricsF(painter.font()).elidedText(shown.label, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter, label)


class Thumbnails(QWidget):
    """Up to three thumbnails from the top, equally high; hidden while there is nothing to choose.

    Parameters
    ----------
    guard : callable
        Runs the painting and catches what it raises: `Card.guarded`.
    """

    run_chosen = Signal(int)

    def __init__(self, guard: Guard, parent: QWidget) -> None:
        super().__init__(parent)
        self._card = parent
        self.guard = guard
        self.look = Look()
        self.paint_picture: PaintThumbnail = lambda painter, rect, run: None
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.addStretch(0)
        self.items: list[Thumbnail] = []
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Ignored)
        self.hide()

    def restyle(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.look = look
        self._layout.setSpacing(round(look.px(8)))
        self.make_room()
        self.update()

    def make_room(self) -> None:
        """Be as wide as usual, and wider for labels that are longer."""
        look = self.look
        usual = look.px(98 if look.compact else 190 if look.presenter else 150)
        metrics = QFontMetricsF(look.font("caption"))
        labels = (item.shown.label for item in self.items if item.shown is not None)
        widest = max(map(metrics.horizontalAdvance, labels), default=0.0) + _BESIDE_LABEL * unit(look) + 1
        most = max(WIDEST * usual, SHARE * self._card.width())
        self.setFixedWidth(round(max(usual, min(widest, most))))
        for item in self.items:
            self._limit(item)

    def _limit(self, item: Thumbnail) -> None:
        item.setMaximumHeight(round(MOST_HEIGHT * self.width() + 22 * unit(self.look)))

    def show_runs(self, runs: Sequence[ThumbnailRun], renewed: Collection[int] = ()) -> None:
        """Show these runs, in this order; none hides the column.

        Parameters
        ----------
        renewed : collection of int
            Runs whose pictures changed; the others are painted again only if their entry did.
        """
        while len(self.items) < len(runs):
            item = Thumbnail(self)
            item.chosen.connect(self.run_chosen)
            self._limit(item)
            self._layout.insertWidget(len(self.items), item, 1)
            self.items.append(item)
        is_new = False
        for index, item in enumerate(self.items):
            entry = runs[index] if index < len(runs) else None
            if entry is not None and entry != item.shown:
                item.setAccessibleName(f"Show {entry.label} large")
                item.update()
            elif entry is not None and entry.run in renewed:
                item.update()
            is_new = is_new or entry != item.shown
            item.shown = entry
            item.setVisible(entry is not None)
        if is_new:
            self.make_room()
        self.setVisible(bool(runs))
