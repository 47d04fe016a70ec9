"""The experiment as a file: new, open, open recent, save, revert; refuses to lose a change without asking.

What is saved replays this very training: knobs moved while it trained are in it as edits.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QFileDialog, QMessageBox

from regsim import experiment_file
from regsim.app.frame_clock import TEXT_RATE
from regsim.app.kept import Origin
from regsim.app.laboratory import Laboratory
from regsim.app.own_data.reading_ahead import ReadingAhead
from regsim.app.settings import MOST_RECENT
from regsim.commented import is_exported_table
from regsim.experiment import Experiment
from regsim.knob import Refusal
from regsim.picture_file import CARRIERS

EXPERIMENTS = "Experiments (*.regsim.toml *.toml)"
CARRYING = (*CARRIERS, ".html", ".md", ".npz", ".py")
"""Endings of what carries an experiment without being a file of one: pictures, films and whatever is exported."""
OPENABLE = (
    f"Experiments, pictures and such (*.regsim.toml *.toml {' '.join(f'*{ending}' for ending in (*CARRYING, '.csv'))})"
)
ENDING = ".regsim.toml"
PATIENCE = 1.0
"""Seconds that saving waits for the trainer to say at which update it obeyed the last edit."""

Answer = QMessageBox.StandardButton


class Document(QObject):
    """See the module.

    Parameters
    ----------
    laboratory : Laboratory
    is_elsewhere : callable
        Whether what is open belongs to a lesson, so that nobody's own work is on the screen.
    """

    discarded = Signal()
    """A person chose to lose the changes."""
    saved = Signal()
    """All that was changed is in a file."""

    def __init__(self, laboratory: Laboratory, is_elsewhere: Callable[[], bool]) -> None:
        super().__init__(laboratory)
        self._laboratory = laboratory
        self.window = laboratory.window
        self.session = laboratory.session
        self._settings = laboratory.window.settings
        self.is_elsewhere = is_elsewhere
        self.question: QMessageBox | None = None
        self._ahead = ReadingAhead(laboratory.window, laboratory.session)
        self._asks = False
        self._is_leaving = False
        self.session.experiment_changed.connect(self._hold)
        laboratory.clock.add(self._show_name, self.window.isVisible, TEXT_RATE)

    @property
    def path(self) -> Path | None:
        """The file of what is open; None if it has none."""
        return self.session.origin.path

    @property
    def is_modified(self) -> bool:
        """Whether something would be lost that a person did."""
        return not self.session.is_heard or self.session.recorded() != self.session.origin.saved

    def guard(self) -> None:
        """From now on ask before the window closes on changes."""
        self._asks = True
        self.window.may_close = self._may_close

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What the file menu does with experiments."""
        return {
            "new": self.begin,
            "open": self.choose,
            **{f"recent_{n + 1}": partial(self._open_recent, n) for n in range(MOST_RECENT)},
            "save": self.save,
            "save_as": self.save_as,
            "revert": self.revert,
        }

    # ---- open

    def begin(self) -> None:
        """A new experiment, from defaults."""
        self.leave(lambda: self.session.open(Experiment(), play=False))

    def choose(self) -> None:
        """Choose a file and begin with it."""
        self.leave(self._choose)

    def open_path(self, path: Path) -> None:
        """Begin with the experiment of this file or picture; a bad one is refused in words and changes nothing."""
        self._ahead.before(path, partial(self._open, path))

    def _open(self, path: Path, own: Mapping[str, str] | None = None) -> None:
        try:
            experiment = experiment_file.read(path, own)
        except Refusal as refusal:
            if self._asks_about_table(path, own):
                return
            named = str(refusal) if path.name in str(refusal) else f"{path.name}: {refusal}"
            self.session.said.emit(named, False)
            if not path.exists():
                self._remember(path, still=False)
            return
        origin = Origin.of(path, experiment)
        self.session.open(experiment, play=False, origin=origin if own is None else Origin(origin.path))
        self._remember(path)
        self._show_name()

    def _asks_about_table(self, path: Path, own: Mapping[str, str] | None) -> bool:
        """Ask what to do about a table of one's own that is somewhere else or another one; False if it is neither."""
        missing, changed = experiment_file.missing_table(path, own), experiment_file.changed_table(path, own)
        if missing is not None:
            text = f"{path.name} needs the table “{missing.name}”, which is not in {missing.parent}."
            self._offer(text, {"Locate…": lambda: self._locate(missing, path)})
        elif changed is not None:
            table, now = changed
            text = f"{path.name} needs the table “{table.name}”, which has changed since it was stored."
            taken = {**(own or {}), "sha256": now}
            offers = {
                "Use it as it is now": partial(self._open, path, taken),
                "Locate…": partial(self._locate, table, path),
            }
            self._offer(text, offers)
        return missing is not None or changed is not None

    def _offer(self, text: str, offers: Mapping[str, Callable[[], None]]) -> None:
        box = self.question = QMessageBox(self.window)
        box.setWindowTitle("Own data")
        box.setText(text)
        buttons = [(box.addButton(words, QMessageBox.ButtonRole.AcceptRole), then) for words, then in offers.items()]
        box.addButton(Answer.Cancel)

        def take_up() -> None:
            if self.question is box:
                self.question = None
            box.deleteLater()
            for button, then in buttons:
                if box.clickedButton() is button:
                    then()

        box.finished.connect(take_up)
        box.open()

    def _locate(self, table: Path, path: Path) -> None:
        name, _ = QFileDialog.getOpenFileName(self.window, f"Where is {table.name}?", str(path.parent))
        if name:
            self._open(path, {"path": str(Path(name).absolute())})

    def revert(self) -> None:
        """Back to what is in the file, or to how it began."""
        origin = self.session.origin
        if origin.path is not None:
            self.leave(partial(self.open_path, origin.path), "Revert")
        elif origin.saved is not None:
            self.leave(partial(self.session.open, origin.saved, play=False), "Revert")

    def _choose(self) -> None:
        name, _ = QFileDialog.getOpenFileName(self.window, "Open an experiment", str(self._folder()), OPENABLE)
        if name:
            self.open_path(Path(name))

    def _open_recent(self, index: int) -> None:
        paths = self._settings.recent
        if index < len(paths):
            self.leave(partial(self.open_path, Path(paths[index])))

    # ---- save

    def save(self) -> bool:
        """Write to the file it came from, or choose one; whether it was written."""
        return self.save_as() if self.path is None else self.save_path(self.path)

    def save_as(self) -> bool:
        """Choose a file and write to it; whether it was written."""
        title = "".join("-" if sign in '/\\:*?"<>|' else sign for sign in self.session.experiment.title)
        proposal = str(self._folder() / (self.path.name if self.path else f"{title.strip('. ') or 'Untitled'}{ENDING}"))
        name, _ = QFileDialog.getSaveFileName(self.window, "Save the experiment", proposal, EXPERIMENTS)
        if not name:
            return False
        path = Path(name)
        if path.suffix.lower() != ".toml":
            path = path.with_name(path.name + ENDING)
            if path.exists():  # the dialog asked about another name
                self.session.said.emit(f"{path.name} is there already: choose it to replace it.", False)
                return False
        return self.save_path(path)

    def save_path(self, path: Path) -> bool:
        """Write what replays this training, knobs moved included; whether it was written."""
        self.hear()
        recorded = self.session.recorded()
        try:
            experiment_file.write(recorded, path)
        except Refusal as refusal:
            self.session.said.emit(str(refusal), False)
            return False
        self.session.origin = Origin(path.absolute(), recorded)
        self.saved.emit()
        self._remember(path)
        self._show_name()
        self.session.said.emit(f"Saved {path.name}.", False)
        return True

    def hear(self) -> None:
        """Wait until the trainer has said at which update it obeyed the last edit."""
        latest = time.monotonic() + PATIENCE
        while not self.session.is_heard and time.monotonic() < latest:
            self._laboratory.clock.tick()
            time.sleep(0.001)

    # ---- leave

    def leave(self, then: Callable[[], object], verb: str = "") -> None:
        """Do `then`, which loses what is open; with changes only after a person said what is to become of them."""
        if not self._asks or self.is_elsewhere() or not self.is_modified:
            then()
            return
        if self.question is not None:
            self.question.reject()
        box = self.question = QMessageBox(self.window)
        box.setWindowTitle("Unsaved changes")
        name = self.path.name if self.path else self.session.experiment.title
        if verb:
            box.setText(f"Lose the changes to “{name}”?")
            box.setStandardButtons(Answer.Discard | Answer.Cancel)
        else:
            box.setText(f"Save the changes to “{name}”?")
            box.setStandardButtons(Answer.Save | Answer.Discard | Answer.Cancel)
        box.setDefaultButton(Answer.Cancel if verb else Answer.Save)
        box.finished.connect(lambda result: self._answered(box, Answer(result), then))
        box.open()

    def _answered(self, box: QMessageBox, answer: QMessageBox.StandardButton, then: Callable[[], object]) -> None:
        if self.question is box:
            self.question = None
        box.deleteLater()
        if answer == Answer.Save and self.save():
            then()
        elif answer == Answer.Discard:
            self.discarded.emit()
            then()

    def _may_close(self) -> bool:
        if not self._is_leaving:
            self.leave(self._close)
        return self._is_leaving

    def _close(self) -> None:
        self.let_go()
        self.window.close()

    def let_go(self) -> None:
        """Close without a question until something changes again: what is not saved is kept for the next start."""
        self._is_leaving = True

    def _hold(self) -> None:
        self._is_leaving = False

    # ---- what is shown

    def _show_name(self) -> None:
        path = self.path
        modified = self.is_modified and not self.is_elsewhere()
        self.window.set_file("" if path is None else path.name, modified)
        self._action("revert").setEnabled(modified)

    def show_recent(self) -> None:
        """Fill the menu of recent files."""
        paths = self._settings.recent
        names = told_apart([Path(path) for path in paths])
        for index in range(MOST_RECENT):
            action = self._action(f"recent_{index + 1}")
            action.setVisible(index < len(paths))
            if index < len(paths):
                action.setText(names[index].replace("&", "&&"))
                action.setToolTip(paths[index])
        menu = self.window.menus["Open recent"]
        menu.setToolTipsVisible(True)
        menu.menuAction().setEnabled(bool(paths))

    def _remember(self, path: Path, still: bool = True) -> None:
        name = str(path.absolute())
        others = tuple(other for other in self._settings.recent if other != name)
        self._settings.recent = (name, *others) if still else others
        self.show_recent()

    def _folder(self) -> Path:
        return self.path.parent if self.path else Path(self._settings.folder)

    def _action(self, key: str) -> QAction:
        return self._laboratory.actions[key]


def carries_experiment(path: Path) -> bool:
    """Whether a file may be opened: an experiment, or what carries one."""
    return path.suffix.lower() in (".toml", *CARRYING) or is_exported_table(path)


def told_apart(paths: Sequence[Path]) -> list[str]:
    """The name of each file; with as much of the folder's end as tells it from others of that name."""
    names = []
    for path in paths:
        others = [other.parent.parts for other in paths if other.name == path.name and other != path]
        parts = path.parent.parts
        n_parts = next((n for n in range(1, len(parts)) if all(each[-n:] != parts[-n:] for each in others)), len(parts))
        names.append(f"{path.name} — {Path(*parts[-n_parts:])}" if others else path.name)
    return names
