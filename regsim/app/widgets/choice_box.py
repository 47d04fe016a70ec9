"""A combo box for choices and for layer sizes; refuses to change by itself and ignores the wheel without focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QComboBox, QSizePolicy, QWidget

from regsim.app.theme import Look
from regsim.app.widgets.keyed import would_be_shortcut


class ChoiceBox(QComboBox):
    """Shows one of some choices, or free text where `free`.

    Parameters
    ----------
    choices : sequence of (value, words)
        What is emitted and what is read on screen.
    free : bool
        Whether other text may be typed; it is emitted as typed.
    """

    chosen = Signal(str)

    def __init__(self, choices: list[tuple[str, str]], free: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._shown = ""
        self.setEditable(free)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMaxVisibleItems(20)
        # A click does not take the keyboard from where Space is Play, unless there is text to type.
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if free else Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for value, words in choices:
            self.addItem(words, value)
        self.activated.connect(self._wish_index)
        editor = self.lineEdit()
        if editor is not None:
            self.setCompleter(None)  # type: ignore[arg-type]  # Qt takes null
            editor.editingFinished.connect(self._wish_text)

    def show_value(self, value: str, words: str) -> None:
        """Show `value`, in words that are not among the choices if need be."""
        self._shown = words
        index = self.findData(value)
        blocked = self.blockSignals(True)
        self.setCurrentIndex(index)
        editor = self.lineEdit()
        if editor is not None and not (editor.hasFocus() and editor.isModified()):
            editor.setText(words)
            editor.setModified(False)
        self.blockSignals(blocked)

    def show_refusal(self, sentence: str) -> None:
        """Restore what was shown and say why."""
        self.setAccessibleDescription(sentence)
        editor = self.lineEdit()
        if editor is not None:
            editor.setText(self._shown)
            editor.setModified(False)

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        self._look = look
        self.setFont(look.font("body"))
        self.setFixedHeight(round(look.px(24)))

    def minimumSizeHint(self) -> QSize:
        """As narrow as the layout wants it."""
        return QSize(round(self._look.px(60)), round(self._look.px(24)))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Only with the keyboard on it: otherwise the panel scrolls."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()

    def event(self, event: QEvent) -> bool:
        """Claim Space, which opens the list, and Esc, which restores what was typed over."""
        editor = self.lineEdit()
        restores = editor is not None and editor.isModified()
        if would_be_shortcut(event, Qt.Key.Key_Space, *[Qt.Key.Key_Escape] * restores):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc restores typed text."""
        editor = self.lineEdit()
        if event.key() == Qt.Key.Key_Escape and editor is not None and editor.isModified():
            editor.setText(self._shown)
            editor.setModified(False)
        else:
            super().keyPressEvent(event)

    def _wish_index(self, index: int) -> None:
        value = str(self.itemData(index))
        shown = self.findText(self._shown)
        if index != shown:
            self.setCurrentIndex(shown)  # it shows what it is told, not what was clicked
            self.chosen.emit(value)

    def _wish_text(self) -> None:
        editor = self.lineEdit()
        if editor is not None and editor.isModified() and editor.text() != self._shown:
            editor.setModified(False)
            self.chosen.emit(editor.text())
