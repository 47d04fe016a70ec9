"""Finds the experiment file in an archive of numpy arrays; refuses to unpack anything else of it."""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path

import numpy as np

from regsim.knob import Refusal

ENDINGS = (".npz",)
KEY = "experiment"
"""Of the array that is the text."""
LONGEST_TEXT = 1_000_000
_BYTES = 4 * LONGEST_TEXT + 1_000
"""Of an array of text with a header: numpy takes four for a character."""


def archived_text(path: Path) -> str:
    """The experiment file in the archive at `path`.

    Raises
    ------
    Refusal
        If there is none, or the archive is damaged.
    OSError
        If it cannot be read.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            entry = archive.getinfo(f"{KEY}.npy")
            is_too_long = entry.file_size > _BYTES
            with archive.open(entry) as file:
                array = None if is_too_long else np.lib.format.read_array(file, allow_pickle=False)
    except KeyError:
        raise Refusal(f"{path} carries no experiment: it was not exported by RegSim, or lost it on the way") from None
    except (zipfile.BadZipFile, zlib.error, ValueError, EOFError, RuntimeError, MemoryError):
        raise Refusal(f"{path} is damaged, or no archive of arrays") from None
    if array is None:
        raise Refusal(f"{path} is damaged: the experiment in it is longer than 1 MB")
    if array.shape != () or array.dtype.kind != "U":
        raise Refusal(f"{path} carries no experiment: what is called {KEY} in it is no text")
    return str(array)
