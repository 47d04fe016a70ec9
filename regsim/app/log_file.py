"""Keeps a log in the platform's place, the last megabyte or so; refuses to disturb anybody if it cannot be written."""

from __future__ import annotations

import logging
import platform
import sys
from contextlib import suppress
from logging.handlers import RotatingFileHandler
from pathlib import Path

from PySide6.QtCore import QStandardPaths, qVersion

from regsim import __version__

NAME = "regsim.log"
MOST_BYTES = 300_000
OLDER_FILES = 3


class LogFile(RotatingFileHandler):
    """Takes what the program's own modules log, once it is opened."""

    def __init__(self, folder: Path) -> None:
        super().__init__(
            folder / NAME, maxBytes=MOST_BYTES, backupCount=OLDER_FILES, encoding="utf-8", delay=True, errors="replace"
        )
        self.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))

    def open(self) -> None:
        """Begin to take, with a line that says which program this is."""
        own = logging.getLogger("regsim")
        own.addHandler(self)
        own.setLevel(logging.INFO)
        own.info("begins: %s", versions())

    def end(self) -> None:
        """Take no more."""
        own = logging.getLogger("regsim")
        own.removeHandler(self)
        own.setLevel(logging.NOTSET)
        self.close()

    def close(self) -> None:
        """Let the file go, with or without the last lines: a full disk must not end in a trace."""
        with suppress(OSError):
            super().close()

    def handleError(self, record: logging.LogRecord) -> None:
        """A disk that is full or read-only must not end what goes on; once it is not, the log does."""
        if self.stream is not None and self.stream.closed:  # a rotation that failed half way
            self.stream = None


def folder() -> Path:
    """Where the log lies on this platform; made if it is not there and can be."""
    place = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppLocalDataLocation)) / "log"
    try:
        place.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        print(f"{place} cannot be made: {error}", file=sys.stderr)
    return place


def versions() -> str:
    """This program and what it stands on."""
    return f"RegSim {__version__}, Python {platform.python_version()}, Qt {qVersion()}, {platform.platform()}"
