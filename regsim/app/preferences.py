"""What a person prefers: theme, size of type, frame rate, where dialogs begin; each change takes effect at once.

It refuses to hold anything itself: the settings do.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QSpinBox,
)

from regsim.app.frame_clock import FrameClock
from regsim.app.main_window import MainWindow
from regsim.app.settings import FRAME_RATES, HIGHEST_ZOOM, LOWEST_ZOOM, THEME_CHOICES
from regsim.knob import Refusal

THEME_WORDS = ("as the system", "light", "dark", "projector")


class Preferences(QDialog):
    """See the module; beside the window, so that what changes is seen."""

    theme_changed = Signal()
    refused = Signal(str)
    """What was preferred holds until the program ends, but could not be written."""

    def __init__(self, window: MainWindow, clock: FrameClock) -> None:
        super().__init__(window)
        self._window = window
        self._clock = clock
        self._settings = window.settings
        self.setWindowTitle("Preferences")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._build()
        self._show_settings()
        self.theme.activated.connect(self._set_theme)
        self.size_of_type.valueChanged.connect(lambda percent: window.set_zoom(percent / 100))
        self.frame_rate.activated.connect(self._set_frame_rate)
        self.folder.editingFinished.connect(self._set_folder)
        self.finished.connect(self._keep)

    def _build(self) -> None:
        form = QFormLayout(self)
        self.theme = QComboBox()
        self.theme.addItems(list(THEME_WORDS))
        self.size_of_type = QSpinBox()
        self.size_of_type.setRange(round(100 * LOWEST_ZOOM), round(100 * HIGHEST_ZOOM))
        self.size_of_type.setSingleStep(10)
        self.size_of_type.setSuffix(" %")
        self.frame_rate = QComboBox()
        self.frame_rate.addItems([f"{rate} a second" for rate in FRAME_RATES])
        self.folder = QLineEdit()
        self.folder.setPlaceholderText("where the platform begins")
        choose = QPushButton("Choose…")
        choose.setAutoDefault(False)  # else Enter in the line beside it asks again for what was typed
        choose.clicked.connect(self._choose)
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        row.addWidget(choose)
        rows = {"Theme": self.theme, "Size of type": self.size_of_type, "Most pictures": self.frame_rate}
        for words, widget in rows.items():
            widget.setAccessibleName(words)
            form.addRow(words, widget)
        self.folder.setAccessibleName("Default folder")
        form.addRow("Default folder", row)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        form.addRow(buttons)
        self.setMinimumWidth(round(self._window.look.px(420)))

    def _show_settings(self) -> None:
        settings = self._settings
        self.theme.setCurrentIndex(THEME_CHOICES.index(settings.theme))
        self.size_of_type.setValue(round(100 * self._window.look.zoom))
        self.frame_rate.setCurrentIndex(FRAME_RATES.index(settings.frame_rate))
        self.folder.setText(settings.folder)

    def _set_theme(self, index: int) -> None:
        self._window.set_theme(THEME_CHOICES[index])
        self.theme_changed.emit()

    def _set_frame_rate(self, index: int) -> None:
        self._settings.frame_rate = FRAME_RATES[index]
        self._clock.limit(FRAME_RATES[index])

    def _set_folder(self) -> None:
        self._settings.folder = self.folder.text().strip()

    def _choose(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "Default folder", self._settings.folder)
        if chosen:
            self.folder.setText(chosen)
            self._set_folder()

    def _keep(self) -> None:
        try:
            self._settings.keep()
        except Refusal as refusal:
            self.refused.emit(f"The preferences are not kept: {refusal}.")
