"""Flat icon buttons and the headers that fold a section; refuse to fold anything themselves."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolButton, QWidget

from regsim.app import icons
from regsim.app.theme import Look
from regsim.app.widgets.keyed import Keyed


class IconButton(Keyed, QToolButton):
    """An icon of 16 px in a hit area of at least 24."""

    def __init__(self, name: str, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(words)
        self.setToolTip(words)

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        side = round(look.px(16))
        self.setIcon(icons.icon(self._name, look, look.theme.text))
        self.setIconSize(QSize(side, side))
        self.setFixedSize(round(look.px(26)), round(look.px(26)))


class SectionHeader(Keyed, QAbstractButton):
    """A title with a chevron that folds; at the right what the folded section holds, and ↻ if changes start again."""

    folded = Signal(bool)
    """A person wants the section folded (True) or unfolded."""

    def __init__(
        self, title: str, starts_again: bool = False, role: str = "title", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = Look()
        self._role = role
        self._starts_again = starts_again
        self._summary = ""
        self.setText(title)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.clicked.connect(self._wish)

    def show_state(self, is_folded: bool, summary: str) -> None:
        """Show whether it is folded, and what it holds in words."""
        self._summary = summary
        self.setChecked(not is_folded)
        self.setAccessibleName(self.text())
        self.setAccessibleDescription(f"folded: {summary}" if is_folded else "unfolded")
        self.update()

    def shown_at_right(self) -> str:
        """The words at the right."""
        if not self.isChecked():
            return self._summary
        return "changes start again" if self._starts_again else ""

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        self._look = look
        height = 24 if self._role != "title" else 32 if look.compact else 34
        self.setFixedHeight(round(look.px(height)))
        self.update()

    def sizeHint(self) -> QSize:
        """As high as a header; any width."""
        return QSize(round(self._look.px(160)), round(self._look.px(32)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Chevron, title, words, ↻."""
        theme, px = self._look.theme, self._look.px
        painter = QPainter(self)
        side, middle = round(px(16)), self.height() // 2
        chevron = "chevron-down" if self.isChecked() else "chevron-right"
        icons.icon(chevron, self._look, theme.text2).paint(painter, QRect(0, middle - side // 2, side, side))
        left, right = round(px(20)), self.width()
        if self._starts_again:
            small = round(px(12))
            right -= small
            icons.icon("refresh-cw", self._look, theme.text2, 12).paint(
                painter, QRect(right, middle - small // 2, small, small)
            )
            right -= round(px(6))
        painter.setFont(self._look.font(self._role))
        painter.setPen(QColor(theme.text if self._role == "title" else theme.text2))
        title = QRect(left, 0, right - left, self.height())
        painter.drawText(title, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        title_end = left + painter.fontMetrics().horizontalAdvance(self.text()) + round(px(12))
        painter.setFont(self._look.font("caption"))
        painter.setPen(QColor(theme.text2))
        room = max(0, right - title_end)
        words = painter.fontMetrics().elidedText(self.shown_at_right(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(
            QRect(title_end, 0, room, self.height()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, words
        )

    def _wish(self, unfolded: bool) -> None:
        self.setChecked(not unfolded)
        self.folded.emit(not unfolded)
