"""Reads the large table of an experiment file beside the window before the file is opened; refuses to open it.

What was read is held, so that opening finds it at once; without it the window would stand still for seconds.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtWidgets import QProgressDialog

from regsim import experiment_file
from regsim.app.main_window import MainWindow
from regsim.app.session import Session
from regsim.app.work import Work
from regsim.experiment import Experiment
from regsim.experiment_file.reading import MAX_BYTES, tables_in
from regsim.tables.held import held_table, is_held

LARGE = 2_000_000
"""Bytes: smaller tables are read within the tenth of a second in which an answer counts as immediate."""
LOOK_MS = 30
STEPS = 1000


class ReadingAhead(QObject):
    """See the module."""

    def __init__(self, window: MainWindow, session: Session) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._work: Work[Experiment | None] | None = None
        self._then: Callable[[], object] = lambda: None
        self.paper: QProgressDialog | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(LOOK_MS)
        self._timer.timeout.connect(self._look)

    def before(self, path: Path, then: Callable[[], object]) -> None:
        """Call `then` once the table that the experiment file `path` names is there: at once, unless it is large.

        A table that cannot be read is refused in words, and `then` is not called; nor is it when the person cancels.
        Whoever opens a file whose table has changed asks what to do about it.
        """
        self._end()
        found = large_table(path)
        if found is None:
            then()
            return
        table, header = found

        def read(note: Callable[[float], None]) -> Experiment | None:
            held_table(table, header, progress=note)
            return None if experiment_file.changed_table(path) else experiment_file.read(path)

        self._then, self._work = then, Work(read)
        paper = self.paper = QProgressDialog(f"Reading {Path(table).name} …", "Cancel", 0, STEPS, self._window)
        paper.setWindowTitle("Own data")
        paper.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        paper.setAutoReset(False)
        paper.setMinimumDuration(0)
        paper.canceled.connect(self._end)
        paper.open()
        self._work.start()
        self._timer.start()

    def _look(self) -> None:
        work, then = self._work, self._then
        if work is None:
            return
        if self.paper is not None:
            self.paper.setValue(round((STEPS - 1) * work.share))
        if work.is_alive():
            return
        self._end()
        if work.refusal:
            self._session.said.emit(work.refusal, False)
        else:
            then()

    def _end(self) -> None:
        work, paper, self._work, self.paper = self._work, self.paper, None, None
        self._timer.stop()
        if work is not None:
            work.cancel()
        if paper is not None:
            paper.canceled.disconnect(self._end)
            paper.close()


def large_table(path: Path) -> tuple[str, str] | None:
    """Path and header of the table that an experiment file names, if it is large and not read yet."""
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        text = path.read_text(encoding="utf-8-sig")
        if "file" not in text:
            return None
        data = tables_in(text).get("data")
        if not isinstance(data, Mapping) or data.get("kind") != "file" or not isinstance(data.get("path"), str):
            return None
        table, header = path.parent / str(data["path"]), str(data.get("header", "auto"))
        is_large = table.stat().st_size > LARGE
    except (OSError, ValueError):  # whoever opens it says what is wrong with it
        return None
    return (str(table), header) if is_large and not is_held(str(table), header) else None
