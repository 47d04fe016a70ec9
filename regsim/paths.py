"""Knows where the resources are: in a wheel inside the package, in a checkout or an editable install beside it.

It refuses to read or write anything.
"""

from __future__ import annotations

from pathlib import Path


def resources() -> Path:
    """The folder of presets, fonts, icons and data sets.

    Raises
    ------
    FileNotFoundError
        If the installation is incomplete.
    """
    package = Path(__file__).resolve().parent
    for folder in (package / "resources", package.parent / "resources"):
        if folder.is_dir():
            return folder
    raise FileNotFoundError(f"no resources folder in {package} or beside it: install RegSim again")
