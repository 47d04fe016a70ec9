"""Makes films of what is on the screen while the window goes on: a process beside it trains and paints once more.

It is the command `regsim render`, given the experiment as it was recorded. It refuses to train or paint here.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QProcess, Qt, QTimer
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QToolButton, QWidget

from regsim import experiment_file
from regsim.app.figure import moment_of
from regsim.app.theme import Look
from regsim.app.views.loss import LossView
from regsim.experiment import Experiment
from regsim.knob import Refusal

if TYPE_CHECKING:
    from regsim.app.film_choice import FilmChoice
    from regsim.app.laboratory import Laboratory

GRACE_MS = 1500
"""How long the process may take to clear up before it is ended."""
_PROGRESS = "film "


class FilmDeed(QObject):
    """See the module."""

    def __init__(self, laboratory: Laboratory) -> None:
        super().__init__(laboratory)
        self._laboratory = laboratory
        self._process: QProcess | None = None
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._path = Path()
        self._said = ""
        self._stopped = False
        self._last: FilmChoice | None = None
        self._strip: FilmStrip | None = None
        laboratory.window.closing.connect(self.close)

    @property
    def busy(self) -> bool:
        """Whether a film is being made."""
        return self._process is not None

    def choose(self) -> None:
        """Ask what and where, and begin."""
        from regsim.app.film_dialog import FilmDialog

        if self._is_busy():
            return
        session, window = self._laboratory.session, self._laboratory.window
        experiment = session.recorded()
        beside = self._path if self._path.name else session.origin.path
        folder = beside.parent if beside else Path(window.settings.folder)
        path = folder / f"{experiment.title.replace('/', '-') or 'regsim'}.gif"
        offered = (self._last or self._first_choice(experiment)).within(experiment)
        dialog = FilmDialog(window, experiment, self._subjects(), offered, path)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self._last = dialog.choice()
            self.begin(self._last, dialog.path())
        dialog.deleteLater()

    def begin(self, choice: FilmChoice, path: Path) -> None:
        """Start the process that makes a film of this training; what goes wrong is said in one sentence."""
        if self._is_busy():
            return
        session = self._laboratory.session
        recorded = session.recorded()
        folder = None
        try:
            folder = tempfile.TemporaryDirectory(prefix="regsim-film-", ignore_cleanup_errors=True)
            source = Path(folder.name, "film.regsim.toml")
            experiment_file.write(recorded, source)
        except (Refusal, OSError) as error:
            if folder is not None:
                folder.cleanup()
            self._say(f"The film cannot be made: {error}")
            return
        label = recorded.runs[session.selected].label
        self._folder, self._path, self._said, self._stopped = folder, path, "", False
        process = self._process = QProcess(self)
        process.setStandardOutputFile(QProcess.nullDevice())
        process.setReadChannel(QProcess.ProcessChannel.StandardError)
        process.readyReadStandardError.connect(self._read)
        process.errorOccurred.connect(self._fail)
        process.finished.connect(self._end)
        self._show(f"Film {path.name}: beginning")
        arguments = choice.arguments(recorded, source, path, label, self._is_linear())
        process.start(sys.executable, ["-m", "regsim", *arguments])

    def cancel(self) -> None:
        """Stop making it; nothing is written."""
        process = self._process
        if process is None:
            return
        self._stopped = True
        process.terminate()
        QTimer.singleShot(GRACE_MS, process, process.kill)  # where a console program cannot be asked

    def close(self) -> None:
        """Stop, and wait until nothing is left of it; the window is hidden by then."""
        process = self._process
        if process is not None:
            self._stopped = True
            process.terminate()
            if not process.waitForFinished(GRACE_MS):
                process.kill()
                process.waitForFinished(GRACE_MS)

    # ---- what the process says

    def _read(self) -> None:
        process = self._process
        if process is None:
            return
        while process.canReadLine():
            self._hear(bytes(process.readLine().data()).decode("utf-8", "replace").strip())

    def _hear(self, line: str) -> None:
        if line.startswith(_PROGRESS) and line.endswith(" %"):
            self._show(f"Film {self._path.name}: {line.removeprefix(_PROGRESS)}")
        elif line:
            self._said = line

    def _fail(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart and self._process is not None:
            self._said = f"The film cannot be made: {self._process.errorString()}"
            self._end(-1)

    def _end(self, code: int) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        for line in bytes(process.readAllStandardError().data()).decode("utf-8", "replace").splitlines():
            self._hear(line.strip())
        process.deleteLater()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None
        if self._strip is not None:
            self._strip.hide()
        if self._stopped:
            self._say(f"Stopped: {self._path.name} is not made.")
        elif code or not self._path.is_file():
            self._say(self._said or f"{self._path.name} is not made: its process ended with code {code}")
        else:
            self._say(f"Saved {self._path.name}: {size_words(self._path.stat().st_size)}.")

    # ---- what is on the screen

    def _subjects(self) -> dict[str, tuple[str, ...]]:
        exhibition = self._laboratory.exhibition
        seen = tuple(moment_of(exhibition).views)
        focused = exhibition.focused()
        subjects: dict[str, tuple[str, ...]] = {"the window": ()}
        for key in seen:
            kind, view = exhibition.views[key]
            if view is focused:
                subjects = {f"this view: {kind.title}": (key,), **subjects}
        subjects["the views on the screen"] = seen
        for key in seen:
            subjects.setdefault(exhibition.views[key][0].title, (key,))
        return subjects

    def _first_choice(self, experiment: Experiment) -> FilmChoice:
        """From the beginning to where it stands, as it looks."""
        from regsim.app.film_choice import RATES, SIZES, FilmChoice

        snapshot, theme = self._laboratory.session.snapshot, self._laboratory.window.look.theme.key
        last = experiment.training.epochs if snapshot is None or snapshot.epoch < 1 else snapshot.epoch
        return FilmChoice((), 0, last, 8.0, RATES[0], SIZES[0], theme)

    def _is_linear(self) -> bool:
        _, view = self._laboratory.exhibition.views.get("loss", (None, None))
        return isinstance(view, LossView) and not view.log_chip.isChecked()

    def _is_busy(self) -> bool:
        if self.busy:
            self._say(f"{self._path.name} is still being made.")
        return self.busy

    def _show(self, words: str) -> None:
        if self._strip is None:
            self._strip = FilmStrip()
            self._strip.stop.clicked.connect(self.cancel)
            self._laboratory.window.status.place(self._strip)
        self._strip.restyle(self._laboratory.window.look)
        self._strip.words.setText(words)
        self._strip.words.setAccessibleDescription(words)
        self._strip.show()

    def _say(self, sentence: str) -> None:
        self._laboratory.session.said.emit(sentence, False)


def size_words(size: float) -> str:
    """Bytes in two figures, e.g. ``"2.4 MB"``."""
    for unit, bytes_each in (("MB", 1e6), ("kB", 1e3)):
        if size >= bytes_each:
            return f"{size / bytes_each:.{0 if size >= 10 * bytes_each else 1}f} {unit}"
    return f"{size:.0f} bytes"


class FilmStrip(QWidget):
    """How far a film is, and what stops it, at the foot of the window."""

    def __init__(self) -> None:
        super().__init__()
        self.words = QLabel()
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setAccessibleName("Film")
        self.stop = QToolButton()
        self.stop.setText("Stop")
        self.stop.setAutoRaise(True)
        self.stop.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.stop.setAccessibleName("Stop making the film")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.words)
        row.addWidget(self.stop)

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        font = look.font("caption")
        self.words.setFont(font)
        font.setUnderline(True)
        self.stop.setFont(font)
        self.stop.setFixedHeight(round(look.px(24)))
