"""Writes code, data and reports from the window, and copies data: makes them beside the window, says how it ended.

It refuses to overwrite anything silently, and to wait for a file to be written.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication, QFileDialog

from regsim import atomic
from regsim.app.making import Making, Rest
from regsim.app.report_pictures import Encoders, picture_steps
from regsim.app.steps import HALF, Steps
from regsim.app.views.base import View
from regsim.experiment import Experiment
from regsim.knob import Refusal
from regsim.provenance import Provenance
from regsim.snapshot import Snapshot

if TYPE_CHECKING:
    from regsim.app.laboratory import Laboratory

TITLES = {"code": "Export code", "data": "Export data", "report": "Export a report"}
PATIENCE = 2.0
"""Seconds that an export waits for what no view shows; without it, it says what is missing."""


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
        window, origin = self._laboratory.window, self._laboratory.session.origin.path
        dialog = QFileDialog(window, TITLES[group], str(origin.parent if origin else window.settings.folder))
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
            snapshot = (yield from self._whole_steps()) if wanted.group == "data" else self._snapshot()
            recorded = session.recorded()
            encoders: Encoders = {}
            if wanted.group == "report":
                made_from = Provenance(recorded, 0 if snapshot is None else snapshot.epoch)
                encoders = yield from picture_steps(self._laboratory.exhibition, made_from)
            yield HALF

            def make(note: Callable[[float], None]) -> Path:
                pictures = {caption: encode() for caption, encode in encoders.items()}
                atomic.write_bytes(path, wanted.encoded(Source(recorded, snapshot, pictures), path.suffix.lower()))
                return path

            return make

        self._making.begin(path.name, painted(), lambda made: f"Saved {made.name}.")

    def copy(self, view: View | None) -> None:
        """Put the numbers that a view shows on the clipboard, as a spreadsheet takes them; of no view the results."""
        from regsim.export.catalogue import Source
        from regsim.export.tables import TABLES

        kinds = (kind for kind, each in self._laboratory.exhibition.views.values() if each is view)
        kind = next(kinds, None)
        make_table = TABLES["results" if kind is None else kind.table]
        what = "results" if kind is None else f"data of {kind.title}"

        def taken() -> Steps[Rest]:
            source = Source(self._laboratory.session.experiment, self._snapshot())
            yield HALF
            # beside the window: 20,000 epochs of four runs are 80,000 rows, which take a third of a second
            return lambda note: make_table(source.trained).tsv()

        self._making.begin(f"the table ({what})", taken(), partial(_put, what))

    def _whole_steps(self) -> Steps[Snapshot | None]:
        """`_snapshot` with weights, masks and predictions: what no view shows is asked for, and waited for a while."""
        before, exhibition = self._snapshot(), self._laboratory.exhibition
        if before is None or _is_whole(before):
            return before
        exhibition.wish_everything(True)
        begun = time.monotonic()
        try:
            found = before
            while not _is_whole(found) and time.monotonic() - begun < PATIENCE:
                yield 0.0
                now = self._laboratory.session.snapshot
                if now is None or now.generation != before.generation:
                    raise Refusal("The training has begun again in the meantime: nothing was exported")
                found = now
        finally:
            exhibition.wish_everything(False)
        return _named_as(self._laboratory.session.recorded(), found)

    def _snapshot(self) -> Snapshot | None:
        """How the runs stand that are on the screen, with all that the shown views draw, by their names of now."""
        session, latest = self._laboratory.session, self._laboratory.exhibition.latest
        now = session.snapshot
        if now is None:
            return None
        whole = now if latest is None or latest.generation != now.generation else latest
        return _named_as(session.recorded(), whole)

    def _say(self, sentence: str) -> None:
        self._laboratory.session.said.emit(sentence, False)


def _put(what: str, text: str) -> str:
    # not a QMimeData of our own: it would outlive the interpreter on the clipboard and end the process badly
    QApplication.clipboard().setText(text)
    rows = text.count("\n") - 1
    return f"Copied {what}: {rows:,} {'row' if rows == 1 else 'rows'}."


def _is_whole(snapshot: Snapshot) -> bool:
    """Whether there is a prediction of some run, and with it everything else; of what diverged there is none."""
    return all(run.weights and (run.prediction is not None or run.state == "diverged") for run in snapshot.runs)


def _named_as(experiment: Experiment, snapshot: Snapshot) -> Snapshot:
    """The snapshot with the names of now: a renamed run goes on training as it is."""
    pairs = zip(snapshot.experiment.runs, experiment.runs, strict=True)
    runs = tuple(replace(run, label=now.label) for run, now in pairs)
    return replace(snapshot, experiment=replace(snapshot.experiment, title=experiment.title, runs=runs))
