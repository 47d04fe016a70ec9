"""Two to four spiral arms around one another; it refuses networks that cannot bend their boundary often."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from regsim.datasets.planes import PlaneDataset
from regsim.examples import Array
from regsim.experiment import Values
from regsim.knob import Knob, Value

TURNS = 1.25
INNER, OUTER = 0.2, 1.7


class Spirals(PlaneDataset):
    """Archimedean spirals r = 0.2 … 1.7 of one and a quarter turns, evenly rotated."""

    key: ClassVar[str] = "spirals"
    title: ClassVar[str] = "spirals"
    defaults: ClassVar[Mapping[str, Value]] = {"n_train": 180, "noise": 0.1}
    knobs: ClassVar[tuple[Knob, ...]] = (
        Knob(
            key="arms",
            title="Arms",
            default=2,
            low=2,
            high=4,
            span=(2, 4),
            step=1,
            effect="structural",
            help="How many spiral arms, each a class of its own.",
        ),
    )
    help: ClassVar[str] = "Spiral arms around one another: the boundary must bend often, or the network underfits."
    source: ClassVar[str] = "Generated: Archimedean spirals, with normal noise on both inputs."
    reach: ClassVar[tuple[float, float]] = (OUTER, OUTER)

    def n_classes(self, options: Values) -> int:
        """One class an arm."""
        return self.whole(options, "arms")

    def places(self, label: Array, uniform: Array, options: Values) -> Array:
        """Along each arm, about evenly: the radius grows with the root of the uniform number."""
        along = np.sqrt(uniform[:, 0])
        radius = INNER + (OUTER - INNER) * along
        angle = 2.0 * np.pi * (TURNS * along + label / self.n_classes(options))
        x: Array = radius[:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return x


DATASET = Spirals()
