"""Asks what a table is to be used for: target, inputs, types, missing values, split; refuses to read or train itself.

The table is read, and every choice checked, beside the window's thread; what is wrong stands below in one sentence.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSignalBlocker, Qt, QTimer
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QSizePolicy,
    QSpinBox,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from regsim.app.own_data import proposal
from regsim.app.own_data.column_table import ColumnTable
from regsim.app.own_data.proposal import Outlook
from regsim.app.work import Work
from regsim.experiment import Experiment, Values
from regsim.tables.columns import Table
from regsim.tables.held import held_table
from regsim.tables.wishes import names_text, types_text

LOOK_MS = 30
PREVIEW_ROWS = 8
PREVIEW_COLUMNS = 50
HEADERS = (("auto", "automatic"), ("yes", "are names"), ("no", "are values"))
TASKS = (("auto", "automatic"), ("regression", "regression (numbers)"), ("classification", "classification"))
SHOWN_WORDS = {
    'set data.missing = "drop" or "fill"': "choose under “Missing values” what becomes of such rows",
    'set data.task = "regression"': "choose “regression” under “Task”",
    "leave it out with data.features": "take its tick away under “Input”",
    "leave it out of data.features": "take its tick away under “Input”",
    "data.training_share and data.validation_share": "training and validation rows",
    "data.target: ": "",
    "data.features: ": "",
    "data.features give": "the ticked columns give",
    "data.plane: ": "axes of the picture: ",
}
"""What refusals say to the author of a file, and what they say to somebody before this dialog."""
POLICIES = (("refuse", "are not allowed"), ("drop", "leave the row out"), ("fill", "fill in the training median"))


class DataDialog(QDialog):
    """See the module.

    Parameters
    ----------
    path : Path
        The table.
    experiment : Experiment
        What is trained now: its runs, network and training stay.
    """

    def __init__(self, path: Path, experiment: Experiment, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"Own data: {path.name}")
        self.outlook: Outlook | None = None
        self.table: Table | None = None
        self._path, self._experiment = path, experiment
        self._reading: Work[Table] | None = None
        self._checking: Work[Outlook] | None = None
        self._checks_again = False
        self._build()
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)
        self.finished.connect(self._stop)
        self._read()

    def options(self) -> Values:
        """What was chosen, as options of ``[data]``."""
        found = {
            "path": str(self._path.absolute()),
            "target": self.target.currentText(),
            "features": names_text(self.columns.features()),
            "types": types_text(self.columns.types()),
            "task": self.task.currentData(),
            "header": self.header.currentData(),
            "missing": self.missing.currentData(),
            "training_share": self.training.value() / 100,
            "validation_share": self.validation.value() / 100,
            "plane": names_text([box.currentText() for box in self.plane if box.currentIndex() > 0]),
        }
        checksum = {} if self.table is None else {"sha256": self.table.sha256}
        return Values({**found, **checksum})

    # ---- its parts

    def _build(self) -> None:
        self.progress = QProgressBar()
        self.progress.setRange(0, 1000)
        self.progress.setAccessibleName("Reading")
        waiting = QWidget()
        column = QVBoxLayout(waiting)
        column.addStretch(1)
        column.addWidget(QLabel(f"Reading {self._path.name} …"))
        column.addWidget(self.progress)
        column.addStretch(1)
        self.pages = QStackedWidget()
        self.pages.addWidget(waiting)
        self.pages.addWidget(self._choices())
        self.words = QLabel()
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setMinimumHeight(3 * self.fontMetrics().height())
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.words.setAccessibleName("What it comes to")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        self.accept_button = buttons.button(QDialogButtonBox.StandardButton.Ok)
        self.accept_button.setText("Use it")
        self.accept_button.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        outer = QVBoxLayout(self)
        outer.addWidget(self.pages, 1)
        outer.addWidget(self.words)
        last = _beside(self._limits(), buttons)
        last.setStretch(0, 1)
        outer.addLayout(last)
        self.resize(820, 640)

    def _limits(self) -> QLabel:
        limits = QLabel(proposal.LIMITS)
        limits.setWordWrap(True)
        limits.setForegroundRole(QPalette.ColorRole.PlaceholderText)
        limits.setAccessibleName("Limits")
        limits.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        return limits

    def _choices(self) -> QWidget:
        self.target, self.columns = _box("Target"), ColumnTable()
        self.task, self.header, self.missing = _box("Task", TASKS), _box("First row", HEADERS), _box("Gaps", POLICIES)
        self.plane = (_box("First axis"), _box("Second axis"))
        self.training, self.validation = _percent("Training share", 60), _percent("Validation share", 20)
        left, right = QFormLayout(), QFormLayout()
        left.addRow("Predict", self.target)
        left.addRow("Task", self.task)
        left.addRow("The first row's cells", self.header)
        left.addRow("Missing values", self.missing)
        right.addRow("Training rows", self.training)
        right.addRow("Validation rows", self.validation)
        right.addRow("Axes of the picture", _beside(*self.plane))
        self.preview = QTableWidget()
        self.preview.setAccessibleName("First rows")
        self.preview.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(_side_by_side(left, right))
        column.addWidget(QLabel("Columns: what to predict from, and which are categories"))
        column.addWidget(self.columns, 3)
        column.addWidget(QLabel("The first rows as they are written"))
        column.addWidget(self.preview, 2)
        self.header.activated.connect(self._read)
        self.target.activated.connect(self._on_target)
        for box in (self.task, self.missing, *self.plane):
            box.activated.connect(self._check)
        for share in (self.training, self.validation):
            share.valueChanged.connect(self._check)
        self.columns.chosen.connect(self._check)
        return page

    # ---- reading

    def _read(self) -> None:
        self._stop()
        self.outlook = self.table = None
        self.accept_button.setEnabled(False)
        self.pages.setCurrentIndex(0)
        self.progress.setValue(0)
        self.words.clear()
        path, header = str(self._path), str(self.header.currentData())
        self._reading = Work(lambda note: held_table(path, header, progress=note))
        self._reading.start()
        self._timer.start()

    def _show_table(self, table: Table) -> None:
        self.table = table
        target = proposal.proposed_target(table)
        self.columns.show_table(table, target)
        with QSignalBlocker(self.target):
            self.target.clear()
            self.target.addItems(list(table.names))
            self.target.setCurrentText(target)
        for box in self.plane:
            with QSignalBlocker(box):
                box.clear()
                box.addItems(["automatic", *(name for name in table.names if name != target)])
        self._show_preview(table)
        self.pages.setCurrentIndex(1)
        self.target.setFocus()  # not Cancel, which took it while there was nothing else
        self.accept_button.setDefault(True)
        self._check()

    def _show_preview(self, table: Table) -> None:
        names, rows = table.names[:PREVIEW_COLUMNS], table.preview[:PREVIEW_ROWS]
        self.preview.setColumnCount(len(names))
        self.preview.setRowCount(len(rows))
        self.preview.setHorizontalHeaderLabels(list(names))
        self.preview.setVerticalHeaderLabels([str(row) for row in table.rows[: len(rows)]])
        for index, row in enumerate(rows):
            for place, cell in enumerate(row[:PREVIEW_COLUMNS]):
                self.preview.setItem(index, place, QTableWidgetItem(cell))

    def _on_target(self) -> None:
        self.columns.set_target(self.target.currentText())
        self._check()

    # ---- checking

    def _check(self) -> None:
        """Find out what the choices come to; the latest ones count."""
        self.accept_button.setEnabled(False)
        self.outlook = None
        if self._checking is not None:
            self._checks_again = True
            return
        options, experiment, title = self.options(), self._experiment, self._path.stem
        self._checking = Work(lambda _note: proposal.outlook(proposal.experiment_on(experiment, options, title)))
        self._checking.start()
        self._timer.start()

    def _look(self) -> None:
        reading, checking = self._reading, self._checking
        if reading is not None:
            self.progress.setValue(round(1000 * reading.share))
            if not reading.is_alive():
                self._reading = None
                self._end_reading(reading)
        if checking is not None and not checking.is_alive():
            self._checking = None
            self._end_checking(checking)
        if self._reading is None and self._checking is None:
            self._timer.stop()

    def _end_reading(self, reading: Work[Table]) -> None:
        if reading.made is not None:
            self._show_table(reading.made)
        else:
            self.words.setText(reading.refusal)

    def _end_checking(self, checking: Work[Outlook]) -> None:
        if self._checks_again:
            self._checks_again = False
            self._check()
            return
        self.outlook = checking.made
        self.words.setText(_in_dialog(checking.refusal) if checking.made is None else checking.made.words)
        self.columns.show_scales({} if checking.made is None else checking.made.scales)
        self.accept_button.setEnabled(checking.made is not None)

    def _stop(self) -> None:
        for work in (self._reading, self._checking):
            if work is not None:
                work.cancel()
        self._reading = self._checking = None
        self._checks_again = False
        self._timer.stop()


def _in_dialog(refusal: str) -> str:
    """A refusal in the words of the dialog, which has no settings of a file to name."""
    for written, shown in SHOWN_WORDS.items():
        refusal = refusal.replace(written, shown)
    return f"{refusal[:1].upper()}{refusal[1:]}."


def _box(name: str, choices: tuple[tuple[str, str], ...] = ()) -> QComboBox:
    box = QComboBox()
    box.setAccessibleName(name)
    box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
    box.setMinimumContentsLength(16)
    for value, words in choices:
        box.addItem(words, value)
    return box


def _percent(name: str, value: int) -> QSpinBox:
    box = QSpinBox()
    box.setAccessibleName(name)
    box.setRange(5, 90)
    box.setSingleStep(5)
    box.setSuffix(" %")
    box.setValue(value)
    return box


def _beside(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    return row


def _side_by_side(*forms: QFormLayout) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(24)
    for form in forms:
        row.addLayout(form)
    return row
