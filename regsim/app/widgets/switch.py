"""A switch for what is on or off, with the word beside it; refuses to move by itself."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from regsim.app.theme import Look
from regsim.app.widgets.keyed import Keyed


class Switch(Keyed, QAbstractButton):
    """On or off; round for a live knob, square for one that starts training again."""

    switched = Signal(bool)
    """A person wants the other state."""

    def __init__(self, live: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.live = live
        self._look = Look()
        self._colour = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._wish)

    def show_value(self, on: bool, colour: str = "") -> None:
        """Show `on`, in `colour` (grey if empty)."""
        self._colour = colour
        self.setChecked(on)
        self.update()

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        self._look = look
        self.setFont(look.font("body"))
        self.setFixedHeight(round(look.px(24)))
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the track and the word."""
        return QSize(round(self._look.px(72)), round(self._look.px(24)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, handle, word."""
        theme, px = self._look.theme, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on, enabled = self.isChecked(), self.isEnabled()
        radius = 8.0 if self.live else 3.0
        middle = self.height() / 2
        track = QRectF(px(4), middle - px(8), px(30), px(16))
        edge = self._colour or theme.control if enabled else theme.line
        painter.setPen(QPen(QColor(edge), px(1.5)))
        painter.setBrush(QColor(edge if on else theme.track))
        painter.drawRoundedRect(track, px(radius), px(radius))
        handle = QPointF(track.right() - px(8) if on else track.left() + px(8), middle)
        painter.setBrush(QColor(theme.surface))
        box = QRectF(handle.x() - px(6), handle.y() - px(6), px(12), px(12))
        painter.drawRoundedRect(box, px(radius - 2), px(radius - 2))
        painter.setPen(QColor(theme.text if on and enabled else theme.text2 if enabled else theme.dropped))
        painter.setFont(self.font())
        painter.drawText(
            self.rect().adjusted(round(px(43)), 0, 0, 0),
            Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft,
            "on" if on else "off",
        )

    def _wish(self, on: bool) -> None:
        self.setChecked(not on)  # it shows what it is told, not what was clicked
        self.switched.emit(on)
