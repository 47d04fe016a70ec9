"""The frame of every view: header, room for the picture and for thumbnails, and the one place where failures end.

A card refuses to draw data: its view does, through `Card.guarded`, so that an exception never leaves a paint event.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPalette, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from regsim.app.card_header import CardHeader, Chip, LegendEntry
from regsim.app.theme import Look
from regsim.app.thumbnails import Thumbnails
from regsim.app.views.base import Showing, View
from regsim.snapshot import Snapshot

log = logging.getLogger(__name__)


class Card(View):
    """A view in a frame: subclasses call `set_body` once and say how to `draw` and `dress`.

    Parameters
    ----------
    title : str
        Stands in the header; also the accessible name.
    """

    bottom_margin = 10.0
    """Space below the picture before zoom; less where the picture has an axis there."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self.snapshot: Snapshot | None = None
        self.showing: Showing | None = None
        self._failure = ""
        self.bare = False
        self.setAccessibleName(title)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self.header = CardHeader(title, self.guarded, self)
        self.header.maximise_requested.connect(self.maximise_requested)
        self.thumbnails = Thumbnails(self.guarded, self)
        self.thumbnails.run_chosen.connect(self.run_selected)
        self._pages = QStackedWidget(self)
        self._pages.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._failed = _Failure(self)
        self._failed.button.clicked.connect(self.try_again)
        self._row = QHBoxLayout()
        self._row.addWidget(self._pages, 1)
        self._row.addWidget(self.thumbnails)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addLayout(self._row, 1)
        self._pages.addWidget(self._failed)

    # ---- for the views

    def set_body(self, body: QWidget) -> None:
        """Put the picture below the header."""
        body.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
        self._pages.addWidget(body)
        self._pages.setCurrentWidget(body)

    def draw(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Draw idempotently; what it raises becomes the view's failure."""
        raise NotImplementedError

    def dress(self, look: Look) -> None:
        """Follow theme, zoom and size class in the picture."""
        raise NotImplementedError

    def set_run(self, run: tuple[int, str] | None) -> None:
        """Name the run that is drawn large by colour slot and label; None where all are."""
        if self.header.run != run:
            self.header.run = run
            self.header.update()

    def set_note(self, text: str) -> None:
        """A few words after the title."""
        if self.header.note != text:
            self.header.note = text
            self.header.update()

    def set_legend(self, entries: Sequence[LegendEntry]) -> None:
        """Samples and words at the right of the header; what does not fit is left out from the end."""
        if self.header.legend != tuple(entries):
            self.header.legend = tuple(entries)
            self.header.update()

    def add_chip(self, text: str, tip: str, checkable: bool = True) -> Chip:
        """Add a toggle (or a plain button) to the header."""
        return self.header.add_chip(Chip(text, tip, self.header, checkable))

    def show_chip(self, chip: Chip, shown: bool) -> None:
        """Show or hide a chip; the others close up."""
        self.header.show_chip(chip, shown)

    def guarded(self, work: Callable[[], None]) -> None:
        """Run painting or drawing; an exception switches this view off and is shown in its place, nowhere else."""
        if self._failure:
            return
        try:
            work()
        except Exception as error:
            log.exception("the view %s failed", self.accessibleName())
            self._failure = f"This view failed: {str(error) or type(error).__name__}; training goes on."
            QTimer.singleShot(0, self, self._show_failure)

    @property
    def failure(self) -> str:
        """The sentence shown instead of the picture; empty while all is well."""
        return self._failure

    def try_again(self) -> None:
        """Forget the failure and draw the last snapshot once more."""
        self._failure = ""
        self._pages.setCurrentIndex(self._pages.count() - 1)
        if self.showing is not None:
            self.show_snapshot(self.snapshot, self.showing)

    # ---- the View

    def show_snapshot(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Draw, unless this view has failed."""
        self.snapshot, self.showing = snapshot, showing
        self.guarded(lambda: self.draw(snapshot, showing))

    def restyle(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.look = look
        self.header.restyle(look)
        self.thumbnails.restyle(look)
        self._failed.restyle(look)
        edge = 2 if self.bare else 1  # enlarged by a fraction the picture would cover a part of the border
        self._column.setContentsMargins(edge, 1, edge, 1)
        self._column.setSpacing(0)
        self._row.setContentsMargins(0, 0, round(look.px(9)), round(look.px(self.bottom_margin)))
        self._row.setSpacing(round(look.px(12)))
        self.guarded(lambda: self.dress(look))
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A wide card leaves more room for the labels of thumbnails."""
        super().resizeEvent(event)
        self.thumbnails.make_room()

    def leave_out_buttons(self) -> None:
        """Keep chips and buttons away."""
        self.bare = True
        self.header.leave_out_buttons()
        self.restyle(self.look)

    def assume(self, other: View) -> None:
        """Set the chips as they are there."""
        if isinstance(other, Card):
            for chip, theirs in zip(self.header.chips, other.header.chips, strict=True):
                if chip.isCheckable():
                    chip.setChecked(theirs.isChecked())

    def show_notice(self, text: str) -> None:
        """A few words in the header; empty to remove them."""
        if self.header.notice != text:
            self.header.notice = text
            self.header.update()

    # ---- Qt

    def paintEvent(self, event: QPaintEvent) -> None:
        """A surface with a border of 1 px and a radius of 8; on the projector without."""
        painter = QPainter(self)
        if self.look.presenter:
            painter.fillRect(self.rect(), QColor(self.look.theme.surface))
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(self.look.theme.line), 1.0))
        painter.setBrush(QColor(self.look.theme.surface))
        radius = self.look.px(8)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Fill the area."""
        self.maximise_requested.emit()
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter fills the area; Esc, which leads back, is the window's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.maximise_requested.emit()
            event.accept()
        else:
            event.ignore()

    def _show_failure(self) -> None:
        self._failed.label.setText(self._failure)
        self._pages.setCurrentWidget(self._failed)
        self.thumbnails.hide()


class _Failure(QWidget):
    """The sentence of a failed view, and a button."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.button = QPushButton("Try again", self)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addWidget(self.label)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)

    def restyle(self, look: Look) -> None:
        self.label.setFont(look.font("body"))
        self.button.setFont(look.font("body"))
        palette = self.label.palette()
        palette.setColor(QPalette.ColorRole.WindowText, QColor(look.theme.error))
        self.label.setPalette(palette)
