"""Says what became of the table of one's own that an experiment file names; refuses to look for it or to take another.

What is taken instead is for a person to say: `regsim.experiment_file.read` is told so by settings that go first.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from regsim.experiment_file.reading import Own, Table, file_text, tables_in
from regsim.knob import Refusal


def missing_table(path: Path, own: Own | None = None) -> Path | None:
    """The table that an experiment file or a picture names and that is not there; None if none is missing.

    Parameters
    ----------
    own : mapping, optional
        As `regsim.experiment_file.read` takes it.
    """
    data = _own_data(path, own)
    if data is None or not isinstance(data.get("path"), str):
        return None
    table = path.parent / str(data["path"])
    return None if os.path.exists(table) else table  # a folder or device is no table, which reading says


def changed_table(path: Path, own: Own | None = None) -> tuple[Path, str] | None:
    """The table that is not the one that was stored, and its SHA-256 now; None if it is that one, or cannot be read.

    Parameters
    ----------
    own : mapping, optional
        As `regsim.experiment_file.read` takes it.
    """
    from regsim.tables.held import held_table

    data = _own_data(path, own)
    if data is None or not data.get("sha256") or not isinstance(data.get("path"), str):
        return None
    table = path.parent / str(data["path"])
    try:
        now = held_table(str(table), str(data.get("header", "auto"))).sha256
    except Refusal:
        return None
    return None if now == str(data["sha256"]).lower() else (table, now)


def _own_data(path: Path, own: Own | None) -> Table | None:
    try:
        data = tables_in(file_text(path), str(path)).get("data")
    except Refusal:
        return None
    return {**data, **(own or {})} if isinstance(data, Mapping) and data.get("kind") == "file" else None
