"""Keeps the tables read last, so that an edit does not read a file again; refuses a file that is not the stored one."""

from __future__ import annotations

import os
import threading
from collections import OrderedDict
from pathlib import Path

from regsim.knob import Refusal
from regsim.tables.columns import Table
from regsim.tables.reading import Progress, check_file, read_table

MOST_TABLES = 4
Stamp = tuple[int, int, int]

_lock = threading.Lock()  # the window's thread and the trainer's both ask
_tables: OrderedDict[tuple[str, str], tuple[Stamp, Table]] = OrderedDict()


def held_table(path: str, header: str = "auto", sha256: str = "", progress: Progress | None = None) -> Table:
    """The table of a file, read again only if the file has changed.

    A file that is gone while its table is held is not missed if `sha256` says that the table is the right one.

    Parameters
    ----------
    sha256 : str
        What the file must hash to; empty for anything.

    Raises
    ------
    Refusal
        If the file cannot be read as a table, or is another one than was stored.
    """
    key = (os.path.abspath(path), header)
    stamp = _stamp(path)
    with _lock:
        found = _tables.get(key)
    if found is not None and (found[0] == stamp or (stamp is None and found[1].sha256 == sha256)):
        table = found[1]
    elif stamp is None:
        check_file(Path(path))
        raise Refusal(f"{path} cannot be read")
    else:
        table = read_table(path, header, progress)
        with _lock:
            _tables[key] = stamp, table
            _tables.move_to_end(key)
            while len(_tables) > MOST_TABLES:
                _tables.popitem(last=False)
    if sha256 and table.sha256 != sha256.lower():
        raise Refusal(
            f"{path} has changed since it was stored (SHA-256 {table.sha256[:8]}… where {sha256[:8]}… is expected); "
            'open it in the window to take it as it is, or set data.sha256 = ""'
        )
    return table


def is_held(path: str, header: str = "auto") -> bool:
    """Whether the table can be had without reading the file."""
    with _lock:
        found = _tables.get((os.path.abspath(path), header))
    return found is not None and found[0] == _stamp(path)


def _stamp(path: str) -> Stamp | None:
    try:
        found = os.stat(path)
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino
