"""Writes code, data and reports from the window: asks for a file, makes it beside the window, and says how it ended.

It refuses to overwrite anything silently, and to wait for a file to be written.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from regsim import atomic
from regsim.app.making import Making, Rest
from regsim.app.picture import encoded
from regsim.app.report_pictures import painted_views
from regsim.app.steps import HALF, Steps
from regsim.experiment import Experiment
from regsim.knob import Refusal
from regsim.snapshot import Snapshot

if TYPE_CHECKING:
    from regsim.app.laboratory import Laboratory

TITLES = {"code": "Export code", "data": "Export data", "report": "Export a report"}


class Exports(QObject):
    """See the module."""

    def __init__(self, laboratory: Laboratory, making: Making) -> None:
        super().__init__(laboratory)
        self._laboratory = laboratory
        self._making = making

    def handlers(self) -> dict[str, Callable[[], object]]:
        """What its entries of the menu do."""
        return {f"export_{group}": partial(self.choose, group) for group in TITLES}

    @property
    def busy(self) -> bool:
        """Whether a file is being made."""
        return self._making.busy

    def choose(self, group: str) -> None:
        """Ask for the file; its kind is that of the chosen entry of the list of kinds."""
        from regsim.export.catalogue import EXPORTS

        kinds = {
            f"{entry.title[0].upper()}{entry.title[1:]} (*{suffix})": (entry, suffix)
            for entry in EXPORTS.values()
            if entry.group == group
            for suffix in entry.suffixes
        }
        dialog = QFileDialog(self._laboratory.window, TITLES[group])
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilters(list(kinds))
        dialog.filterSelected.connect(lambda kind: dialog.setDefaultSuffix(kinds[kind][1]))
        dialog.setDefaultSuffix(next(iter(kinds.values()))[1])
        dialog.selectFile(self._laboratory.session.experiment.title.replace("/", "-"))
        if dialog.exec():
            self.write(kinds[dialog.selectedNameFilter()][0].key, Path(dialog.selectedFiles()[0]))
        dialog.deleteLater()

    def write(self, key: str, path: Path) -> None:
        """Begin to write one export of what is on the screen; what cannot be written is said in one sentence."""
        from regsim.export.catalogue import EXPORTS, Source

        wanted, session = EXPORTS[key], self._laboratory.session
        try:
            atomic.check_output(path, wanted.suffixes)
        except Refusal as refusal:
            self._say(str(refusal))
            return

        def painted() -> Steps[Rest]:
            recorded = session.recorded()
            snapshot = None if session.snapshot is None else _named_as(recorded, session.snapshot)
            images = painted_views(self._laboratory.exhibition) if wanted.group == "report" else {}
            yield HALF

            def make(note: Callable[[float], None]) -> Path:
                pictures = {caption: encoded(image) for caption, image in images.items()}
                atomic.write_bytes(path, wanted.encoded(Source(recorded, snapshot, pictures), path.suffix.lower()))
                return path

            return make

        self._making.begin(path.name, painted(), lambda made: f"Saved {made.name}.")

    def _say(self, sentence: str) -> None:
        self._laboratory.session.said.emit(sentence, False)


def _named_as(experiment: Experiment, snapshot: Snapshot) -> Snapshot:
    """The snapshot with the names of now: a renamed run goes on training as it is."""
    pairs = zip(snapshot.experiment.runs, experiment.runs, strict=True)
    runs = tuple(replace(run, label=now.label) for run, now in pairs)
    return replace(snapshot, experiment=replace(snapshot.experiment, title=experiment.title, runs=runs))
