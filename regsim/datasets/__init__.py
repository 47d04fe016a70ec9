"""The worlds that examples are drawn from: one file a data set, found by `catalogue()`."""

from __future__ import annotations

import sys

from regsim.catalog import discover
from regsim.datasets.base import Dataset


def catalogue() -> dict[str, Dataset]:
    """All data sets, by key."""
    return discover(sys.modules[__name__], "DATASET", Dataset)
