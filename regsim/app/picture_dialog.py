"""Asks what to picture, how large, in which theme and words, and where; shows it small; refuses to write it.

Bad input is answered in one sentence below, and nothing that was typed is lost.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from regsim import atomic
from regsim.app.figure import moment_of
from regsim.app.file_questions import chosen_file, may_replace
from regsim.app.picture_choice import LARGEST, PRINT_DPI, SIZES, SMALLEST, PictureChoice, PictureSize
from regsim.app.picture_preview import PicturePreview
from regsim.app.provenance import provenance_of
from regsim.app.views.base import ViewKind
from regsim.knob import Refusal
from regsim.picture_file import ENDINGS

if TYPE_CHECKING:
    from regsim.app.laboratory import Laboratory

PICTURES = f"Pictures ({' '.join(f'*{ending}' for ending in ENDINGS)})"
THEMES = {"": "as on the screen", "light": "light", "dark": "dark", "projector": "projector",
          "print": "print: white, told apart in grey"}  # fmt: skip
OTHER_SIZE = "another size"
WINDOW, VIEW, FIGURE = "the window", "this view", "a figure of several views"


def _in_reading_order(entry: tuple[str, ViewKind]) -> tuple[int, int]:
    """The places of the grid are counted down its columns."""
    rank = entry[1].rank
    return (2, 0) if rank is None else (rank % 2, rank // 2)


class PictureDialog(QDialog):
    """See the module.

    Parameters
    ----------
    laboratory : Laboratory
        What is to be pictured; it stands still meanwhile.
    last : PictureChoice or None
        What was chosen before.
    view : str, optional
        Key of the view that has the focus.
    folder : Path
        Where pictures go.
    """

    def __init__(self, laboratory: Laboratory, last: PictureChoice | None, view: str | None, folder: Path) -> None:
        super().__init__(laboratory.window)
        self.setWindowTitle("Save picture")
        self._laboratory = laboratory
        self._view = view
        exhibition = laboratory.exhibition
        seen = {key: kind for key, (kind, view) in moment_of(exhibition).views.items()}
        self._titles = {key: kind.title for key, kind in sorted(seen.items(), key=_in_reading_order)}
        self._experiment = laboratory.session.experiment
        self._build()
        if last is not None:
            self.what.setCurrentText(FIGURE if len(last.keys) > 1 else VIEW if last.keys else WINDOW)
        self._show_choice(last or PictureChoice(), folder)
        self._connect()
        self._follow()

    # ---- what was chosen

    def choice(self) -> PictureChoice:
        """All of it but the file."""
        title, caption = self.title.text().strip(), self.caption.text().strip()
        return PictureChoice(
            keys=self._keys(),
            size=self._size(),
            theme=list(THEMES)[self.theme.currentIndex()],
            title=None if title == self._experiment.title else title,
            has_legend=self.legend.isChecked(),
            caption="" if not self.has_caption.isChecked() else caption or None,
        )

    def path(self) -> Path:
        """Where to; a PNG unless the ending says otherwise."""
        name = self.file.text().strip() or "regsim.png"
        return Path(name if name.lower().endswith(ENDINGS) else f"{name}.png")

    def _keys(self) -> tuple[str, ...]:
        what = self.what.currentText()
        if what == WINDOW:
            return ()
        if what == VIEW and self._view is not None:
            return (self._view,)
        return tuple(key for key, box in self.views.items() if box.isChecked())

    def _size(self) -> PictureSize:
        chosen = SIZES.get(self.size_box.currentText())
        return chosen or PictureSize(width=self.width_box.value(), height=self.height_box.value(), dpi=self.dpi.value())

    # ---- its parts

    def _build(self) -> None:
        self.what, self.size_box, self.theme = QComboBox(), QComboBox(), QComboBox()
        self.what.addItems([WINDOW, FIGURE] if self._view is None else [VIEW, WINDOW, FIGURE])
        self.size_box.addItems([*SIZES, OTHER_SIZE])
        self.theme.addItems(list(THEMES.values()))
        self.views = {key: QCheckBox(title) for key, title in self._titles.items()}
        self.title, self.caption = QLineEdit(), QLineEdit()
        self.caption.setPlaceholderText(provenance_of(self._laboratory.session).words)
        self.legend = QCheckBox("all runs named once, above")
        self.has_caption = QCheckBox("below, what made it, or in your words:")
        self.width_box, self.height_box, self.dpi = QSpinBox(), QSpinBox(), QSpinBox()
        for box, words, low, high, value in (
            (self.width_box, "Width in pixels", SMALLEST, LARGEST, 1920),
            (self.height_box, "Height in pixels", SMALLEST, LARGEST, 1080),
            (self.dpi, "Dots to the inch", 36, 1200, 96),
        ):
            box.setRange(low, high)
            box.setValue(value)
            box.setAccessibleName(words)
            box.setToolTip(words)
        self.dpi.setSuffix(" dpi")
        self.dpi.setToolTip(f"96 for a screen; with {PRINT_DPI:g} type has the size of print")
        self.file = QLineEdit()
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAccessibleName("What it comes to")
        self.words.setMinimumHeight(2 * self.fontMetrics().height())
        self.preview = PicturePreview(self._laboratory, self._say)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.save_button = buttons.button(QDialogButtonBox.StandardButton.Save)
        row = QHBoxLayout()
        row.addLayout(self._form())
        row.addWidget(self.preview, 1)
        outer = QVBoxLayout(self)
        outer.addLayout(row, 1)
        outer.addWidget(self.words)
        outer.addWidget(buttons)

    def _form(self) -> QFormLayout:
        form = QFormLayout()
        boxes, size, file = QGridLayout(), QHBoxLayout(), QHBoxLayout()
        for index, box in enumerate(self.views.values()):
            boxes.addWidget(box, index // 2, index % 2)
        self.own_size = QWidget()
        size.setContentsMargins(0, 0, 0, 0)
        for piece in (self.width_box, QLabel("×"), self.height_box, self.dpi):
            size.addWidget(piece)
        self.own_size.setLayout(size)
        choose = QPushButton("Choose…")
        choose.clicked.connect(self._choose)
        file.addWidget(self.file, 1)
        file.addWidget(choose)
        form.addRow("What", self.what)
        form.addRow("Views", boxes)
        for words, field in (("Title", self.title), ("Legend", self.legend), ("Size", self.size_box)):
            form.addRow(words, field)
        form.addRow("", self.own_size)
        for words, field in (("Theme", self.theme), ("Caption", self.has_caption), ("", self.caption)):
            form.addRow(words, field)
        form.addRow("File", file)
        named: dict[str, QWidget] = {"What": self.what, "Title": self.title, "Size": self.size_box, "Theme": self.theme,
                 "Words of the caption": self.caption, "File": self.file}  # fmt: skip
        for words, part in named.items():
            part.setAccessibleName(words)
        return form

    def _show_choice(self, last: PictureChoice, folder: Path) -> None:
        known = [key for key in last.keys if key in self.views]
        for key, box in self.views.items():
            box.setChecked(len(known) < 2 or key in known)
        sizes = list(SIZES.values())
        self.size_box.setCurrentIndex(sizes.index(last.size) if last.size in sizes else len(sizes))
        if last.size not in sizes:
            self.width_box.setValue(last.size.width)
            self.height_box.setValue(last.size.height)
            self.dpi.setValue(round(last.size.dpi))
        self.theme.setCurrentIndex(list(THEMES).index(last.theme))
        self.title.setText(self._experiment.title if last.title is None else last.title)
        self.legend.setChecked(last.has_legend)
        self.has_caption.setChecked(last.caption != "")
        self.caption.setText(last.caption or "")
        name = self._experiment.title.replace("/", "-") or "regsim"
        self.file.setText(str(folder / f"{name}.png"))

    def _connect(self) -> None:
        for box in (self.what, self.size_box, self.theme):
            box.currentIndexChanged.connect(self._follow)
        for check in (*self.views.values(), self.legend, self.has_caption):
            check.toggled.connect(self._follow)
        for field in (self.title, self.caption):
            field.textChanged.connect(self._follow)
        for spin in (self.width_box, self.height_box, self.dpi):
            spin.valueChanged.connect(self._follow)

    # ---- what a person does

    def _follow(self) -> None:
        """Offer what belongs to the choice, and show it small."""
        is_figure = self.what.currentText() == FIGURE
        for box in (*self.views.values(), self.title):
            box.setEnabled(is_figure)
        self.legend.setEnabled(is_figure and len(self._experiment.runs) > 1)
        self.own_size.setEnabled(self.size_box.currentText() == OTHER_SIZE)
        self.caption.setEnabled(self.has_caption.isChecked())
        if is_figure and not self._keys():
            self._say("Check at least one view.")
            self.preview.show_nothing()
        else:
            self.preview.show_choice(self.choice())

    def accept(self) -> None:
        """Close, if this can be written there; ask before a file is replaced."""
        path = self.path()
        if self.what.currentText() == FIGURE and not self._keys():
            self._say("Check at least one view.")
            return
        if self.preview.refusal:
            self._say(self.preview.refusal)
            return
        try:
            atomic.check_output(path, ENDINGS)
        except Refusal as refusal:
            self._say(str(refusal))
            self.file.setFocus()
            return
        if not may_replace(self, "Save picture", path):
            self.file.setFocus()
            return
        super().accept()

    def done(self, result: int) -> None:
        """Paint no further preview."""
        self.preview.show_nothing()
        super().done(result)

    def _choose(self) -> None:
        name = chosen_file(self, "Save picture", self.path(), PICTURES)
        if name:
            self.file.setText(name)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.words.setAccessibleDescription(words)
