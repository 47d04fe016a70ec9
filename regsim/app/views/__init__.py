"""The views, one file each, found by `catalogue()`; none imports another, the engine or the trainer."""

from __future__ import annotations

import sys

from regsim.app.views.base import ViewKind
from regsim.catalog import discover


def catalogue() -> dict[str, ViewKind]:
    """All views, by key."""
    return discover(sys.modules[__name__], "VIEW", ViewKind)
