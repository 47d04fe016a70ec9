"""What an autosave holds and where it lies, and those that programs which never ended left; refuses to open one.

An autosave is an experiment file with a few comments before it. Beside it lies a lock that the living program holds: a
lock that can be had belongs to a program that was killed.
"""

from __future__ import annotations

import json
import logging
import os
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QLockFile, QStandardPaths

from regsim import atomic, experiment_file
from regsim.experiment import Experiment
from regsim.experiment_file.reading import FORMAT
from regsim.knob import Refusal

ENDING = ".autosave.toml"
LOCK = ".lock"
LONGEST_HEAD = 100_000
"""Characters of a comment before the experiment: the path of a file, escaped, is shorter."""
MOST_UPDATES = 10**9
"""More than these nobody has trained: the number was damaged."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Autosave:
    """What is kept of an experiment that was not saved.

    Parameters
    ----------
    experiment : Experiment
        What replays the training, knobs moved included.
    update : int
        How far it was when it was kept.
    path : Path, optional
        The file that it belongs to.
    """

    experiment: Experiment
    update: int = 0
    path: Path | None = None


class _About(NamedTuple):
    """What the comment before an autosave's experiment says."""

    name: str
    update: int
    path: Path | None


class Slot:
    """The place of one program's autosave, locked for as long as the program lives.

    Parameters
    ----------
    file : Path
    """

    def __init__(self, file: Path) -> None:
        self.file = file
        self._lock = QLockFile(str(file) + LOCK)
        self._lock.setStaleLockTime(0)

    def take(self) -> bool:
        """Lock it; False if another living program holds it, or nothing can be written there."""
        return self._lock.tryLock(0)

    def write(self, autosave: Autosave) -> None:
        """Keep `autosave` in place of what was kept before.

        Raises
        ------
        Refusal
            If it cannot be written; what was kept before is untouched.
        """
        about = {
            "format": FORMAT,
            "name": autosave.path.name if autosave.path else autosave.experiment.title,
            "update": autosave.update,
            "path": None if autosave.path is None else str(autosave.path),
        }
        text = experiment_file.text(autosave.experiment)
        self.take()  # a disk that was full may have refused the lock before
        atomic.write_text(self.file, f"# Kept by RegSim, which had not ended.\n# {json.dumps(about)}\n{text}")

    def read(self) -> Autosave:
        """What is kept.

        Raises
        ------
        Refusal
            If it cannot be read, or is no autosave.
        """
        about = self._about()
        return Autosave(experiment_file.read(self.file), about.update, about.path)

    def name(self) -> str:
        """Of the file or experiment that is kept; the experiment itself, which may name a large table, is not read.

        Raises
        ------
        Refusal
            If it cannot be read, is no autosave, or is one of a newer version.
        """
        return self._about().name or Experiment().title

    def _about(self) -> _About:
        try:
            with self.file.open(encoding="utf-8") as lines:
                lines.readline(LONGEST_HEAD)
                about = json.loads(lines.readline(LONGEST_HEAD).removeprefix("# "))
            is_newer = int(about["format"]) > FORMAT
            path = None if about["path"] is None else Path(about["path"])
            kept = _About(str(about["name"]), min(max(int(about["update"]), 0), MOST_UPDATES), path)
        except (OSError, ValueError, LookupError, TypeError, OverflowError, RecursionError) as error:
            raise Refusal(f"{self.file} is no autosave") from error
        if is_newer:
            raise Refusal(f"{self.file} was written by a newer RegSim")
        return kept

    def clear(self) -> None:
        """Keep nothing."""
        try:
            self.file.unlink(missing_ok=True)
        except OSError:
            log.warning("the autosave %s could not be removed", self.file, exc_info=True)

    def leave(self) -> None:
        """Unlock it; what is kept stays."""
        self._lock.unlock()


def folder() -> Path:
    """Where autosaves lie on this platform."""
    return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)) / "autosave"


def own_slot(place: Path) -> Slot:
    """A place for this program's autosave; the folder is made if it is not there and can be."""
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError:
        log.warning("%s cannot be made", place, exc_info=True)
    slot = Slot(place / f"{os.getpid()}-{time.time_ns() // 1000}{ENDING}")
    slot.take()
    return slot


def left_behind(place: Path) -> list[Slot]:
    """Autosaves of programs that never ended, the latest first, each locked; what they half wrote is removed."""
    files = {*place.glob(f"*{ENDING}"), *(lock.with_suffix("") for lock in place.glob(f"*{ENDING}{LOCK}"))}
    found, living = [], []
    for file in sorted(files, key=_written, reverse=True):
        slot = Slot(file)
        if not slot.take():
            living.append(file.name)
        elif file.exists():
            found.append(slot)
        else:
            slot.leave()
    for part in place.glob(f".*{ENDING}.*"):
        if not part.name[1:].startswith(tuple(living)):
            with suppress(OSError):  # it is in nobody's way
                part.unlink()
    return found


def _written(file: Path) -> float:
    try:
        return file.stat().st_mtime
    except OSError:
        return 0.0
