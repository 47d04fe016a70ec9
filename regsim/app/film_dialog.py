"""Asks what to film, from which epoch to which, how long, how large, and where; refuses to make it.

Bad input is answered in one sentence below, and nothing that was typed is lost.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from regsim import atomic
from regsim.app.file_questions import chosen_file, may_replace
from regsim.app.film_choice import RATES, SIZES, FilmChoice
from regsim.app.theme import THEMES
from regsim.experiment import Experiment
from regsim.film import find_ffmpeg
from regsim.knob import Refusal
from regsim.picture_file import FILM_ENDINGS

LONGEST = 60.0
"""Seconds."""
FILMS = f"Films ({' '.join(f'*{ending}' for ending in FILM_ENDINGS)})"


class FilmDialog(QDialog):
    """See the module.

    Parameters
    ----------
    window : QWidget
    experiment : Experiment
        What is filmed.
    subjects : dict of str to tuple of str
        What can be filmed, and the keys of its views.
    last : FilmChoice
        What is offered first.
    path : Path
        Where it goes, unless another file is chosen.
    """

    def __init__(
        self,
        window: QWidget,
        experiment: Experiment,
        subjects: dict[str, tuple[str, ...]],
        last: FilmChoice,
        path: Path,
    ) -> None:
        super().__init__(window)
        self.setWindowTitle("Film")
        self._experiment = experiment
        self._subjects = subjects
        self.what, self.size_box, self.theme, self.rate = QComboBox(), QComboBox(), QComboBox(), QComboBox()
        self.first, self.last, self.seconds = QSpinBox(), QSpinBox(), QDoubleSpinBox()
        self.file = QLineEdit(str(path))
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setMinimumHeight(2 * self.fontMetrics().height())
        self.words.setMinimumWidth(self.fontMetrics().averageCharWidth() * 60)
        self._offer(last)
        self._build()
        for box in (self.what, self.size_box, self.theme, self.rate):
            box.currentIndexChanged.connect(self._follow)
        for spin in (self.first, self.last, self.seconds):
            spin.valueChanged.connect(self._follow)
        self.file.textChanged.connect(self._follow)
        self._follow()

    def choice(self) -> FilmChoice:
        """All of it but the file."""
        return FilmChoice(
            views=self._subjects[self.what.currentText()],
            first=self.first.value(),
            last=self.last.value(),
            seconds=self.seconds.value(),
            rate=RATES[self.rate.currentIndex()],
            size=SIZES[self.size_box.currentIndex()],
            theme=self.theme.currentText(),
        )

    def path(self) -> Path:
        """Where to; a GIF unless the ending says otherwise."""
        name = self.file.text().strip() or "regsim.gif"
        return Path(name if name.lower().endswith(FILM_ENDINGS) else f"{name}.gif")

    def accept(self) -> None:
        """Close, if this can be made and written there; ask before a file is replaced."""
        path = self.path()
        try:
            self.choice().plan(self._experiment)
            atomic.check_output(path, FILM_ENDINGS)
            if path.suffix.lower() == ".mp4":
                find_ffmpeg()
        except Refusal as refusal:
            self._say(str(refusal))
            return
        if may_replace(self, "Film", path):
            super().accept()

    def _offer(self, last: FilmChoice) -> None:
        whole = self._experiment.training.epochs
        self.what.addItems(list(self._subjects))
        if last.views in self._subjects.values() and last.views:
            self.what.setCurrentIndex(list(self._subjects.values()).index(last.views))
        self.size_box.addItems([f"{width} × {height}" for width, height in SIZES])
        self.size_box.setCurrentIndex(SIZES.index(last.size))
        self.theme.addItems(list(THEMES))
        self.theme.setCurrentText(last.theme)
        self.rate.addItems([f"{rate:g} frames a second" for rate in RATES])
        self.rate.setCurrentIndex(RATES.index(last.rate))
        self.first.setRange(0, whole - 1)
        self.first.setValue(last.first)
        self.last.setRange(1, whole)
        self.last.setValue(last.last)
        self.seconds.setRange(1.0, LONGEST)
        self.seconds.setDecimals(1)
        self.seconds.setSuffix(" s")
        self.seconds.setValue(last.seconds)

    def _build(self) -> None:
        form = QFormLayout(self)
        choose = QPushButton("Choose…")
        choose.clicked.connect(self._choose)
        file = QHBoxLayout()
        file.addWidget(self.file, 1)
        file.addWidget(choose)
        named: dict[str, QWidget] = {
            "What": self.what,
            "From epoch": self.first,
            "To epoch": self.last,
            "Length": self.seconds,
            "Motion": self.rate,
            "Size": self.size_box,
            "Theme": self.theme,
        }
        for words, field in named.items():
            form.addRow(words, field)
            field.setAccessibleName(words)
        form.addRow("File", file)
        self.file.setAccessibleName("File")
        form.addRow(self.words)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)

    def _follow(self) -> None:
        """Keep the ends in order, and say what it comes to."""
        self.first.setMaximum(self.last.value() - 1)
        self.last.setMinimum(self.first.value() + 1)
        try:
            self._say(self.choice().words(self._experiment, self.path().suffix.lower()))
        except Refusal as refusal:
            self._say(str(refusal))

    def _choose(self) -> None:
        name = chosen_file(self, "Film", self.path(), FILMS)
        if name:
            self.file.setText(name)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.words.setAccessibleDescription(words)
