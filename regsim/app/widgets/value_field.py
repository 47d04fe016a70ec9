"""A field for one value, typed exactly; refuses to accept or reject what is typed: it emits the text."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QIcon,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QWheelEvent,
)
from PySide6.QtWidgets import QLineEdit, QWidget

from regsim.app import icons
from regsim.app.theme import Look
from regsim.app.widgets.keyed import would_be_shortcut

_RESET = 16


class ValueField(QLineEdit):
    """Right-aligned text with ↺ inside where the value is not the default; Up and Down step, Esc restores.

    Parameters
    ----------
    plain : bool
        Whether its frame is seen only under the pointer or with the keyboard on it.
    """

    typed = Signal(str)
    """Enter was pressed or the field was left, and the text is another one."""
    stepped = Signal(int)
    """Up, Down or the wheel: this many steps of the slider."""
    reset_requested = Signal()
    """↺ was clicked."""

    def __init__(self, plain: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._plain = plain
        self._look = Look()
        self._shown = ""
        self._resettable = False
        self._quiet = False
        self._wrong = False
        self._wheel = 0
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setMouseTracking(True)
        self.setFrame(False)
        self.editingFinished.connect(self._finish)

    def show_value(self, text: str, resettable: bool = False, quiet: bool = False) -> None:
        """Show `text`, unless a person is typing; `quiet` is the look of *off*."""
        if self.isModified() and self.hasFocus() and text == self._shown:
            return
        self._shown, self._resettable, self._quiet = text, resettable, quiet
        self._wrong = False
        if self.text() != text:
            self.setText(text)
        self.setModified(False)
        self._colour_text()

    def show_refusal(self, sentence: str) -> None:
        """Restore the value shown before and say why, for the tooltip and for screen readers."""
        self.setText(self._shown)
        self.setModified(False)
        self._wrong = True
        self.setAccessibleDescription(sentence)
        self._colour_text()

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        self._look = look
        self.setFont(look.font("body"))
        self.setFixedHeight(round(look.px(24)))
        margin = round(look.px(5))
        self.setTextMargins(margin, 0, margin, 0)
        self._colour_text()

    def sizeHint(self) -> QSize:
        """As narrow as the layout wants it."""
        return QSize(round(self._look.px(58)), round(self._look.px(24)))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the layout wants it."""
        return QSize(round(self._look.px(40)), round(self._look.px(24)))

    def event(self, event: QEvent) -> bool:
        """Claim Esc while there is something to restore."""
        if would_be_shortcut(event, Qt.Key.Key_Escape) and self.isModified():
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and Down step; Esc restores and hands the key on if nothing was typed."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}.get(Qt.Key(event.key()))
        if steps is not None:
            self.stepped.emit(steps)
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.setText(self._shown)
            self.setModified(False)
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel, only while it has the keyboard."""
        if not self.hasFocus():
            event.ignore()
            return
        self._wheel += event.angleDelta().y()
        steps, self._wheel = int(self._wheel / 120), self._wheel - int(self._wheel / 120) * 120
        if steps:
            self.stepped.emit(steps)
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Select everything, ready to be typed over."""
        super().focusInEvent(event)
        self.selectAll()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """↺ resets; elsewhere the cursor is set."""
        if self._offers_reset() and event.position().x() < self._look.px(24):
            self.reset_requested.emit()
        else:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """A hand over ↺."""
        over = self._offers_reset() and event.position().x() < self._look.px(24)
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)
        super().mouseMoveEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Frame, text, and ↺ beside it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = self._look.theme
        quiet = self._quiet or not self.isEnabled()
        edge = theme.error if self._wrong else theme.line if quiet else theme.control
        width = 2 if self._wrong else 1
        painter.setPen(QPen(QColor(edge), width))
        painter.setBrush(QColor(theme.surface))
        frame = self.rect().toRectF().adjusted(width / 2, width / 2, -width / 2, -width / 2)
        if not self._plain or self._wrong or self.underMouse() or self.hasFocus():
            painter.drawRoundedRect(frame, self._look.px(4), self._look.px(4))
        if self._offers_reset():
            side = round(self._look.px(12))
            place = QRect(round(self._look.px(5)), (self.height() - side) // 2, side, side)
            icons.icon("rotate-ccw", self._look, theme.text2, 12).paint(painter, place, mode=QIcon.Mode.Normal)
        painter.end()
        super().paintEvent(event)

    def _offers_reset(self) -> bool:
        if not self._resettable or self.isReadOnly() or not self.isEnabled():
            return False
        room = self.width() - self._look.px(_RESET + 10)
        return self.fontMetrics().horizontalAdvance(self.text()) <= room

    def _finish(self) -> None:
        if self.isModified() and self.text() != self._shown:
            self.setModified(False)
            self.typed.emit(self.text())
        if self.hasFocus():
            self.selectAll()

    def _colour_text(self) -> None:
        theme = self._look.theme
        colours = self.palette()
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            colours.setColor(group, QPalette.ColorRole.Text, QColor(theme.text2 if self._quiet else theme.text))
        self.setPalette(colours)
        self.update()
