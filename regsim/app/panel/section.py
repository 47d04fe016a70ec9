"""A section of the parameter panel that folds to its content in words; refuses to know which knobs it holds."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from regsim.app.panel.knob_row import KnobRow
from regsim.app.theme import Look
from regsim.app.widgets.buttons import SectionHeader
from regsim.app.widgets.labels import ElidedLabel


class Section(QWidget):
    """A header over rows; the rarer ones stay folded away below ``more``.

    Parameters
    ----------
    title : str
    """

    folding_changed = Signal()

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.header = SectionHeader(title, starts_again=True)
        self.more = SectionHeader("more", role="caption")
        self.note = ElidedLabel("caption", secondary=True)
        self._look = Look()
        self._rows: list[KnobRow] = []
        self._rare: list[KnobRow] = []
        self._folded: bool | None = None
        self._folded_by_default = False
        self._rare_folded = True
        self._right_inset = 0
        self._summary = ""
        self._column = QVBoxLayout(self)
        self._column.setSpacing(0)
        self._column.addWidget(self.header)
        self._column.addWidget(self.note)
        self._column.addWidget(self.more)
        self.more.setAccessibleName(f"More of {title}")
        self.header.folded.connect(self._fold)
        self.more.folded.connect(self._fold_rare)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def rows(self) -> list[KnobRow]:
        """All rows, the rarer ones last."""
        return [*self._rows, *self._rare]

    def controls(self) -> list[QWidget]:
        """Everything that takes the keyboard, from top to bottom."""
        rows = [control for row in self._rows for control in row.controls()]
        rare = [control for row in self._rare for control in row.controls()]
        return [self.header, *rows, self.more, *rare]

    def set_rows(self, rows: list[KnobRow], rare: list[KnobRow]) -> None:
        """Replace the rows."""
        for row in self.rows():
            row.hide()
            row.deleteLater()
        self._rows, self._rare = rows, rare
        for at, row in enumerate(rows):
            self._column.insertWidget(1 + at, row)
        for row in rare:
            self._column.addWidget(row)

    def show_state(self, summary: str, note: str, look: Look, folded_by_default: bool) -> None:
        """Show what it holds in words, and a note on runs that have their own values."""
        if look != self._look or not self._summary:
            self._look = look
            self.header.restyle(look)
            self.more.restyle(look)
            self.note.restyle(look)
        self.set_right_inset(self._right_inset)
        self._summary = summary
        self.note.show_text(note)
        self._folded_by_default = folded_by_default
        self._arrange()

    def set_right_inset(self, inset: int) -> None:
        """Keep this many px free at the right, less where a scroll bar stands in the inset."""
        self._right_inset = inset
        px = self._look.px
        self._column.setContentsMargins(round(px(14)), 0, inset, round(px(0 if self._look.compact else 2)))

    def is_folded(self) -> bool:
        """Whether only its header is seen."""
        return self._folded_by_default if self._folded is None else self._folded

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line above it."""
        QPainter(self).fillRect(0, 0, self.width(), 1, QColor(self._look.theme.line))

    def _arrange(self) -> None:
        folded = self.is_folded()
        self.header.show_state(folded, self._summary)
        self.more.show_state(self._rare_folded, "")
        self.more.setVisible(bool(self._rare) and not folded)
        self.note.setVisible(bool(self.note.text()) and not folded)
        for row in self._rows:
            row.setVisible(not folded)
        for row in self._rare:
            row.setVisible(not folded and not self._rare_folded)

    def _fold(self, folded: bool) -> None:
        self._folded = folded
        self._arrange()
        self.folding_changed.emit()

    def _fold_rare(self, folded: bool) -> None:
        self._rare_folded = folded
        self._arrange()
        self.folding_changed.emit()
