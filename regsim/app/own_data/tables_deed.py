"""Brings tables into the window: by the menu and from the clipboard; refuses to decide what they are used for.

A table from the clipboard is written to the program's own folder, so that the experiment can find it again.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QStandardPaths, Qt
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog

from regsim import atomic
from regsim.app.main_window import MainWindow
from regsim.app.session import Session
from regsim.knob import Refusal
from regsim.tables.dialect import ENDINGS

if TYPE_CHECKING:
    from regsim.app.own_data.data_dialog import DataDialog

TABLES = f"Tables ({' '.join(f'*{ending}' for ending in ENDINGS)});;All files (*)"
FEWEST_PASTED_ROWS = 2


class TablesDeed(QObject):
    """See the module."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self.dialog: DataDialog | None = None

    def open(self) -> None:
        """Choose a table."""
        dialog = QFileDialog(self._window, "Open data", self._window.settings.folder, TABLES)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda name: self.open_path(Path(name)))
        dialog.open()  # not exec: training is drawn meanwhile

    def open_path(self, path: Path) -> None:
        """Ask what the table is to be used for; it is read meanwhile."""
        from regsim.app.own_data.data_dialog import DataDialog

        if self.dialog is not None:
            self.dialog.reject()
        dialog = self.dialog = DataDialog(path, self._session.experiment, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.finished.connect(self._end)
        dialog.open()

    def paste(self) -> None:
        """Take the table that was copied in a spreadsheet."""
        text = QApplication.clipboard().text()
        if not is_table(text):
            self._session.said.emit(
                "The clipboard holds no table: copy rows and columns in a spreadsheet first.", False
            )
            return
        content = text.replace("\r\n", "\n").encode("utf-8", "replace")
        folder = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation)) / "tables"
        path = folder / f"pasted-{sha256(content).hexdigest()[:8]}.tsv"
        try:
            folder.mkdir(parents=True, exist_ok=True)
            atomic.write_text(path, content.decode())
        except (OSError, Refusal) as error:
            self._session.said.emit(f"The table could not be kept: {error}", False)
            return
        self.open_path(path)

    def _end(self, result: int) -> None:
        dialog, self.dialog = self.dialog, None
        if dialog is None or result != QDialog.DialogCode.Accepted or dialog.outlook is None:
            return
        new = dialog.outlook.experiment
        self._session.change(new, f"Started again on {new.title}.")


def is_table(text: str) -> bool:
    """Whether a text has at least two rows of the same number of at least two cells, as a spreadsheet copies them."""
    rows = [line.split("\t") for line in text.splitlines() if line.strip()]
    widths = {len(row) for row in rows}
    return len(rows) >= FEWEST_PASTED_ROWS and len(widths) == 1 and widths != {1}
