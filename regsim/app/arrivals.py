"""Takes files that come from outside: dropped on the window, or opened in the platform's own folders; guesses nothing.

What is neither an experiment, a picture nor a table is refused in a sentence; so are several files at once.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QApplication

from regsim.app.document import Document, carries_experiment
from regsim.app.own_data.tables_deed import TablesDeed
from regsim.app.process import Application
from regsim.tables.dialect import ENDINGS

ALLOWED = "an experiment (.toml), a picture or archive that RegSim has saved, or a table (.csv, .tsv)"


class Arrivals(QObject):
    """See the module.

    Parameters
    ----------
    document : Document
    tables : TablesDeed
    """

    def __init__(self, document: Document, tables: TablesDeed) -> None:
        super().__init__(document)
        self._document = document
        self._tables = tables
        document.window.setAcceptDrops(True)
        document.window.installEventFilter(self)
        application = QApplication.instance()
        if isinstance(application, Application):
            self._application = application
            application.file_opened.connect(self._take_waiting)
            QTimer.singleShot(0, self, self._take_waiting)

    def take(self, paths: list[Path]) -> None:
        """Open the one file there is, or say why not."""
        if len(paths) != 1:
            self._refuse(f"There are {len(paths)} files: open one at a time.")
            return
        (path,) = paths
        if path.is_dir():
            self._refuse(f"{path.name} is a folder: open {ALLOWED}.")
        elif carries_experiment(path):  # before the tables: one that was exported has an experiment in it
            self._document.leave(partial(self._document.open_path, path))
        elif path.name.lower().endswith(ENDINGS):
            self._tables.open_path(path)
        else:
            self._refuse(f"{path.name} cannot be opened: take {ALLOWED}.")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Files of any kind may be dropped on the window."""
        if event.type() not in (QEvent.Type.DragEnter, QEvent.Type.Drop) or not isinstance(event, QDropEvent):
            return False
        paths = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if not paths:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self.take(paths)
        return True

    def _take_waiting(self) -> None:
        paths, self._application.waiting = self._application.waiting, []
        if paths:
            self.take([Path(path) for path in paths])

    def _refuse(self, text: str) -> None:
        self._document.session.said.emit(text, False)
