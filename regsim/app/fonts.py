"""Loads the bundled fonts, so that the program looks the same everywhere; refuses to ask the system for one."""

from __future__ import annotations

from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtGui import QFontDatabase

from regsim.paths import resources

_WEIGHTS = ("400Regular", "500Medium", "600SemiBold", "700Bold")


@cache
def load() -> None:
    """Make Inter and STIX Two Math (which has ∇ ∈ ⊙ ∥, absent from Inter) known to Qt; needs a QGuiApplication.

    Raises
    ------
    FileNotFoundError
        If a font file is missing or unreadable.
    """
    files = [resources() / "fonts" / f"Inter_{weight}.ttf" for weight in _WEIGHTS]
    for file in (*files, *_math_font()):
        if QFontDatabase.addApplicationFont(str(file)) < 0:
            raise FileNotFoundError(f"{file} is not a readable font: install RegSim again")


def _math_font() -> list[Path]:
    """The font inside ziamath, found without importing it (150 ms)."""
    found = find_spec("ziamath")
    if found is None or found.origin is None:
        return []
    return [Path(found.origin).parent / "fonts" / "STIXTwoMath-Regular.ttf"]
