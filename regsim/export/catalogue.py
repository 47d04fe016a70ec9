"""Lists everything that can be taken along, for the command line and the window alike; refuses to write files."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

from regsim import experiment_file
from regsim.commented import comment
from regsim.examples import Task
from regsim.experiment import Experiment
from regsim.export.arrays import npz
from regsim.export.report import report
from regsim.export.results import results_markdown
from regsim.export.scripts import script
from regsim.export.tables import TABLES
from regsim.export.words import markdown
from regsim.knob import Refusal
from regsim.picture_file import element
from regsim.provenance import Provenance
from regsim.snapshot import Snapshot

UNITS: dict[Task, str] = {
    "regression": "Losses are mean squared errors, accuracies do not apply, updates and epochs are counted from 0.",
    "classification": "Losses are mean cross-entropies in nats, accuracies shares, updates and epochs counted from 0.",
}
"""What the numbers of a table are, by what is learned."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """What an export is made from.

    Parameters
    ----------
    experiment : Experiment
        What replays the training, knobs moved meanwhile included.
    snapshot : Snapshot or None
        How its runs stand; None where only what was asked matters.
    pictures : mapping of str to bytes
        PNG files by their captions.
    """

    experiment: Experiment
    snapshot: Snapshot | None = None
    pictures: Mapping[str, bytes] | None = None

    @property
    def trained(self) -> Snapshot:
        """The snapshot.

        Raises
        ------
        Refusal
            If there is none yet.
        """
        if self.snapshot is None:
            raise Refusal("there is nothing to export yet: the training has not begun")
        return self.snapshot


@dataclass(frozen=True, slots=True)
class Export:
    """One thing that can be taken along.

    Parameters
    ----------
    key, title : str
        E.g. ``"numpy"`` and ``"NumPy script"``.
    group : {"code", "data", "report"}
    suffixes : tuple of str
        Allowed endings of its file; the first one is proposed.
    trains : bool
        Whether it needs a training, not only what is asked.
    content : callable
        From a source and the file's ending to the text, or the bytes.
    """

    key: str
    title: str
    group: str
    suffixes: tuple[str, ...]
    trains: bool
    content: Callable[[Source, str], str | bytes]

    def encoded(self, source: Source, suffix: str) -> bytes:
        """The bytes of its file.

        Raises
        ------
        Refusal
            If the source lacks what it needs, or it cannot be said.
        """
        content = self.content(source, suffix)
        return content.encode() if isinstance(content, str) else content


def _script(kind: str, source: Source, suffix: str) -> str:
    return script(kind, source.experiment, source.snapshot.examples if source.snapshot else None)


def _words(source: Source, suffix: str) -> str:
    return markdown(source.experiment, source.snapshot.examples if source.snapshot else None) + _unseen(source)


def _results(source: Source, suffix: str) -> str:
    if suffix == ".md":
        return results_markdown(source.trained) + _unseen(source)
    return _table("results", source, suffix)


def _unseen(source: Source) -> str:
    """The experiment as a comment of Markdown; what would end the comment is escaped in it."""
    epoch = 0 if source.snapshot is None else source.snapshot.epoch
    return f"\n<!-- {element(Provenance(source.experiment, epoch).text())} -->\n"


def _table(key: str, source: Source, suffix: str) -> str:
    made_from = Provenance(source.experiment, source.trained.epoch)
    head = f"# {made_from.words}\n# {UNITS[source.trained.examples.task]}\n"
    return head + comment(experiment_file.text(source.experiment)) + TABLES[key](source.trained).csv()


def _arrays(source: Source, suffix: str) -> bytes:
    return npz(source.trained, source.experiment)


def _report(source: Source, suffix: str) -> str:
    return report(source.trained, source.experiment, source.pictures or {})


EXPORTS: dict[str, Export] = {
    entry.key: entry
    for entry in (
        Export("numpy", "NumPy script", "code", (".py",), False, partial(_script, "numpy")),
        Export("pytorch", "PyTorch script", "code", (".py",), False, partial(_script, "pytorch")),
        Export("words", "settings in the words of other libraries", "code", (".md",), False, _words),
        Export("results", "results", "data", (".csv", ".md"), True, _results),
        Export("history", "loss history", "data", (".csv",), True, partial(_table, "history")),
        Export("weights", "weights", "data", (".csv",), True, partial(_table, "weights")),
        Export("masks", "dropout masks", "data", (".csv",), True, partial(_table, "masks")),
        Export("histogram", "histogram counts", "data", (".csv",), True, partial(_table, "histogram")),
        Export("prediction", "fit or decision field", "data", (".csv",), True, partial(_table, "prediction")),
        Export("data", "everything, as numpy arrays", "data", (".npz",), True, _arrays),
        Export("report", "report", "report", (".html",), True, _report),
    )
}
"""By key."""

USUAL = {".py": "numpy", ".md": "results", ".csv": "history", ".npz": "data", ".html": "report"}
"""What is meant by a file's ending alone."""
