"""Remembers the window and the learner: geometry, looks, folders, scene, progress; in the platform's place.

Of experiments it remembers where their files lie; it refuses to remember what is in them.
"""

from __future__ import annotations

import math
import os
import time
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

from regsim.knob import Refusal

THEME_CHOICES = ("system", "light", "dark", "projector")
THEME_OF_PAPER = "print"
"""Of pictures only, not of a window that somebody works in."""
LOWEST_ZOOM, HIGHEST_ZOOM = 0.8, 2.0
FRAME_RATES = (60, 30, 15)
MOST_RECENT = 6
LONGEST_WRITE = 3.0
"""Seconds for which the file of the settings is ever locked."""


class Settings:
    """Typed access to what is remembered; unreadable values are as if never written."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store if store is not None else QSettings("RegSim", "RegSim")

    @property
    def theme(self) -> str:
        """One of `THEME_CHOICES`."""
        choice = str(self._store.value("theme", "system"))
        return choice if choice in (*THEME_CHOICES, THEME_OF_PAPER) else "system"

    @theme.setter
    def theme(self, choice: str) -> None:
        self._store.setValue("theme", choice)

    @property
    def zoom(self) -> float:
        """0.8 to 2."""
        try:
            zoom = float(str(self._store.value("zoom", 1.0)))
        except ValueError:
            return 1.0
        if math.isnan(zoom):
            return 1.0
        return min(max(zoom, LOWEST_ZOOM), HIGHEST_ZOOM)

    @zoom.setter
    def zoom(self, zoom: float) -> None:
        self._store.setValue("zoom", zoom)

    @property
    def frame_rate(self) -> int:
        """Most pictures a second: one of `FRAME_RATES`."""
        found = str(self._store.value("frame_rate", FRAME_RATES[0]))
        return next((rate for rate in FRAME_RATES if str(rate) == found), FRAME_RATES[0])

    @frame_rate.setter
    def frame_rate(self, rate: int) -> None:
        self._store.setValue("frame_rate", rate)

    @property
    def folder(self) -> str:
        """Where dialogs begin; empty for wherever the platform begins."""
        return str(self._store.value("folder", ""))

    @folder.setter
    def folder(self, folder: str) -> None:
        self._store.setValue("folder", folder)

    @property
    def recent(self) -> tuple[str, ...]:
        """Paths of the files that were opened or saved last, the latest first; at most `MOST_RECENT`."""
        import json  # not for the first frame

        try:
            found = json.loads(str(self._store.value("recent", "[]")))
        except ValueError:
            return ()
        paths = found if isinstance(found, list) else []
        return tuple(path for path in paths if isinstance(path, str))[:MOST_RECENT]

    @recent.setter
    def recent(self, paths: tuple[str, ...]) -> None:
        import json

        self._store.setValue("recent", json.dumps(paths[:MOST_RECENT]))

    @property
    def greeted(self) -> bool:
        """Whether a person has clicked once: the two hints of the first seconds go for good."""
        return str(self._store.value("greeted", "false")) == "true"

    @greeted.setter
    def greeted(self, greeted: bool) -> None:
        self._store.setValue("greeted", "true" if greeted else "false")

    @property
    def geometry(self) -> QByteArray:
        """As `QWidget.saveGeometry` gave it; empty at first."""
        value = self._store.value("geometry")
        return value if isinstance(value, QByteArray) else QByteArray()

    @geometry.setter
    def geometry(self, geometry: QByteArray) -> None:
        self._store.setValue("geometry", geometry)

    @property
    def maximised_view(self) -> str:
        """Key of the view shown alone; empty for all four."""
        return str(self._store.value("maximised_view", ""))

    @maximised_view.setter
    def maximised_view(self, key: str) -> None:
        self._store.setValue("maximised_view", key)

    @property
    def last_scene(self) -> str:
        """Key of the scene of the lesson that was open last; empty before the first."""
        return str(self._store.value("last_scene", ""))

    @last_scene.setter
    def last_scene(self, key: str) -> None:
        self._store.setValue("last_scene", key)

    @property
    def progress(self) -> str:
        """What was answered and finished in the lesson, as text; empty before."""
        return str(self._store.value("progress", ""))

    def keep_progress(self, text: str) -> None:
        """Remember the progress, written at once.

        Raises
        ------
        Refusal
            If it cannot be written.
        """
        self._store.setValue("progress", text)
        self.keep()

    def keep(self) -> None:
        """Write all that is remembered, now.

        Raises
        ------
        Refusal
            If it cannot be written; what was remembered in the file is untouched.
        """
        self._store.sync()
        if self._store.status() != QSettings.Status.AccessError:
            return
        again = QSettings(self._store.fileName(), self._store.format())  # an object never forgets a refusal
        again.sync()
        if again.status() == QSettings.Status.AccessError:
            raise Refusal(f"the settings in {self._store.fileName()} cannot be written")

    def set_progress_aside(self, text: str) -> None:
        """Keep a progress that this version cannot read."""
        self._store.setValue("unreadable_progress", text)


def readable_store(store: QSettings | None = None) -> tuple[QSettings, str]:
    """The store of the settings, and what became of a file that could not be read; empty if it could.

    Such a file is set aside under another name, so that nothing in it is lost, and all settings are as at first.
    """
    store = store if store is not None else QSettings("RegSim", "RegSim")
    path = Path(store.fileName())
    _remove_abandoned_lock(path)
    if store.status() == QSettings.Status.NoError and (store.allKeys() or not _holds_anything(path)):
        return store, ""
    aside = path.with_name(f"{path.name}.unreadable")
    try:
        os.replace(path, aside)
    except OSError as error:
        return store, f"The settings in {path} cannot be read: {(error.strerror or str(error)).lower()}."
    told = f"The settings could not be read; they were set aside as {aside}."
    return QSettings(str(path), store.format()), told


def _holds_anything(path: Path) -> bool:
    """Whether the file is there and not empty: zeros, as a power cut leaves them, are an empty store to Qt."""
    try:
        return path.stat().st_size > 0
    except (OSError, ValueError):  # none yet; or a registry, whose name is no path
        return False


def _remove_abandoned_lock(path: Path) -> None:
    """A program that was killed just before its lock said whose it is would hold up the next write for 30 seconds."""
    lock = path.with_name(f"{path.name}.lock")
    with suppress(OSError):  # there is none, nearly always; or nobody may remove it, and Qt waits
        if time.time() - lock.stat().st_mtime > LONGEST_WRITE:
            lock.unlink()
