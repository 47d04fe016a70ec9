"""The line at the window's foot that says what is held constant, or what just happened; refuses to stack messages."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from regsim.app import icons
from regsim.app.theme import Look
from regsim.app.widgets.keyed import Keyed
from regsim.app.widgets.labels import ElidedLabel


class StatusLine(QWidget):
    """A sentence at the left, with `Undo` where it can be undone, and few words at the right."""

    undo_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._text = ElidedLabel("caption", secondary=True)
        self._right = ElidedLabel("caption", secondary=True, alignment=Qt.AlignmentFlag.AlignRight)
        self._right.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.undo = UndoButton()
        self.undo.clicked.connect(self.undo_requested)
        self.undo.hide()
        self._row = QHBoxLayout(self)
        self._row.addWidget(self._text)
        self._row.addWidget(self.undo)
        self._row.addStretch(1)
        self._row.addWidget(self._right)
        self.setAccessibleName("Status")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, right: str, look: Look, undo: bool = False) -> None:
        """Show a sentence, with `Undo` after it if it can be undone, and few words at the right."""
        self.restyle(look)
        self._text.show_text(text)
        self._right.show_text(right)
        self.undo.setVisible(undo)
        self.setAccessibleDescription(text)

    def place(self, widget: QWidget) -> None:
        """Put a small widget before the words at the right; it is shown and hidden by whoever made it."""
        self._row.insertWidget(self._row.indexOf(self._right), widget)

    def texts(self) -> tuple[str, str]:
        """The sentence, and the words at the right."""
        return self._text.text(), self._right.text()

    def sizeHint(self) -> QSize:
        """24 high, any width."""
        return QSize(round(self._look.px(400)), round(self._look.px(24)))

    def minimumSizeHint(self) -> QSize:
        """It asks for no width."""
        return QSize(0, round(self._look.px(24)))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The sign of equality: what is the same in all runs."""
        side = round(self._look.px(13))
        place = QRect(round(self._look.px(14)), (self.height() - side) // 2, side, side)
        icons.icon("equal", self._look, self._look.theme.text2, 13).paint(QPainter(self), place)

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        if look == self._look and self.minimumHeight() == round(look.px(24)):
            return
        self._look = look
        self.setFixedHeight(round(look.px(24)))
        self._row.setContentsMargins(round(look.px(34)), 0, round(look.px(14)), 0)
        self._row.setSpacing(round(look.px(8)))
        for part in (self._text, self._right, self.undo):
            part.restyle(look)
        self.update()


class UndoButton(Keyed, QToolButton):
    """The word `Undo`, underlined."""

    def __init__(self) -> None:
        super().__init__()
        self.setText("Undo")
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName("Undo")

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        font = look.font("caption")
        font.setUnderline(True)
        self.setFont(font)
        self.setFixedHeight(round(look.px(24)))
