"""Labels that elide instead of asking for room, and the name of a knob; refuse to wrap."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from regsim.app.theme import Look


class ElidedLabel(QWidget):
    """One line of text in a role of the type table, elided with … where there is no room.

    Parameters
    ----------
    role : str
        Role of the type table.
    secondary : bool
        In the paler text colour.
    """

    double_clicked = Signal()

    def __init__(
        self,
        role: str = "body",
        secondary: bool = False,
        alignment: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._role, self._secondary, self._alignment = role, secondary, alignment
        self._text = ""
        self._error = False
        self._look = Look()
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_text(self, text: str, role: str | None = None, secondary: bool | None = None, error: bool = False) -> None:
        """Show `text`, in another role or colour if one is given."""
        self._role = role or self._role
        self._secondary = self._secondary if secondary is None else secondary
        if text != self._text:
            self._text = text
            self.setAccessibleName(text)
            self.updateGeometry()
        self._error = error
        self.setFont(self._look.font(self._role))
        self.update()

    def text(self) -> str:
        """The whole text, elided or not."""
        return self._text

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        self._look = look
        self.setFont(look.font(self._role))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self._text) + 2, metrics.height() + 2)

    def minimumSizeHint(self) -> QSize:
        """No width of its own."""
        return QSize(0, self.fontMetrics().height() + 2)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Tell it."""
        self.double_clicked.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text, elided."""
        theme = self._look.theme
        painter = QPainter(self)
        colour = theme.error if self._error else theme.text2 if self._secondary else theme.text
        painter.setPen(QColor(colour if self.isEnabled() else theme.dropped))
        painter.setFont(self.font())
        text = self.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), self._alignment | Qt.AlignmentFlag.AlignVCenter, text)
