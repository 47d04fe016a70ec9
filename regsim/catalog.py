"""Finds the plug-ins of a folder: every module of a package that declares the wanted name, sorted by key.

It is loud: an import error or a second plug-in of the same key stops the program with the file's name. It refuses to
know what the plug-ins do.
"""

from __future__ import annotations

import importlib
import pkgutil
from types import ModuleType
from typing import Protocol, TypeVar


class Keyed(Protocol):
    """Anything with a key and a place in the order."""

    @property
    def key(self) -> str:
        """Unique name."""


Plug = TypeVar("Plug", bound=Keyed)


def discover(package: ModuleType, name: str, kind: type[Plug]) -> dict[str, Plug]:
    """All plug-ins of `package`, by key.

    Parameters
    ----------
    package : module
        The folder; each of its modules that has an attribute `name` is a plug-in.
    name : str
        E.g. ``"DATASET"``.
    kind : type
        What that attribute must be an instance of.

    Raises
    ------
    TypeError
        If an attribute of that name is of another kind.
    ValueError
        If two plug-ins have the same key.
    """
    found: dict[str, Plug] = {}
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        plug = getattr(importlib.import_module(f"{package.__name__}.{info.name}"), name, None)
        if plug is None:
            continue
        if not isinstance(plug, kind):
            raise TypeError(f"{package.__name__}.{info.name}: {name} is no {kind.__name__}")
        if plug.key in found:
            raise ValueError(f"{package.__name__}.{info.name}: the key {plug.key!r} is taken by another file")
        found[plug.key] = plug
    return dict(sorted(found.items()))
