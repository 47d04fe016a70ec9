"""The regularizers, one file each, found by `catalogue()`; none of them imports another."""

from __future__ import annotations

import sys

from regsim.catalog import discover
from regsim.engine.regularizers.base import Regularizer


def catalogue() -> dict[str, Regularizer]:
    """All regularizers, by key."""
    return discover(sys.modules[__name__], "REGULARIZER", Regularizer)
