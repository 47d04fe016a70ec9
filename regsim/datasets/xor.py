"""Four squares, the diagonal ones of one class; it refuses to be solved by a straight line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from regsim.datasets.boards import BoardDataset
from regsim.knob import Value


class Xor(BoardDataset):
    """A where both inputs have the same sign, B where they differ."""

    key: ClassVar[str] = "xor"
    title: ClassVar[str] = "exclusive or"
    defaults: ClassVar[Mapping[str, Value]] = {"noise": 0.15}
    help: ClassVar[str] = "Four squares, opposite ones of the same class: no straight line can separate them."
    source: ClassVar[str] = "Generated: points even over four squares, with normal noise on both inputs."
    reach: ClassVar[tuple[float, float]] = (1.5, 1.5)
    squares: ClassVar[int] = 2


DATASET = Xor()
