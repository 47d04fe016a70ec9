"""Sixteen alternating squares; it refuses to be easy for a small network."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from regsim.datasets.boards import BoardDataset
from regsim.knob import Value


class Checkerboard(BoardDataset):
    """Four by four unit squares of alternating classes."""

    key: ClassVar[str] = "checkerboard"
    title: ClassVar[str] = "checkerboard"
    defaults: ClassVar[Mapping[str, Value]] = {"n_train": 320, "noise": 0.1}
    help: ClassVar[str] = "Sixteen alternating squares: a small network underfits, a large one learns wrong labels too."
    source: ClassVar[str] = "Generated: points even over 4 × 4 squares, with normal noise on both inputs."
    reach: ClassVar[tuple[float, float]] = (2.0, 2.0)
    squares: ClassVar[int] = 4


DATASET = Checkerboard()
