"""Two to four round clouds; it refuses to need more than straight boundaries."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from regsim.datasets.planes import PlaneDataset
from regsim.examples import Array
from regsim.experiment import Values
from regsim.knob import Knob, Value

RADIUS = 1.2


class Blobs(PlaneDataset):
    """Normal clouds around the corners of a regular polygon, the first one straight up."""

    key: ClassVar[str] = "blobs"
    title: ClassVar[str] = "blobs"
    defaults: ClassVar[Mapping[str, Value]] = {"n_train": 90, "noise": 0.6}
    knobs: ClassVar[tuple[Knob, ...]] = (
        Knob(
            key="classes",
            title="Classes",
            default=3,
            low=2,
            high=4,
            span=(2, 4),
            step=1,
            effect="structural",
            help="How many clouds, each a class of its own.",
        ),
    )
    help: ClassVar[str] = "Round clouds that overlap: straight boundaries are best, and every bend is overfitting."
    source: ClassVar[str] = "Generated: normal clouds around the corners of a regular polygon."
    reach: ClassVar[tuple[float, float]] = (RADIUS, RADIUS)
    places_per_class: ClassVar[int] = 1

    def n_classes(self, options: Values) -> int:
        """C, as its knob says."""
        return self.whole(options, "classes")

    def places(self, label: Array, uniform: Array, options: Values) -> Array:
        """The corner of each class."""
        angle = np.pi / 2.0 + 2.0 * np.pi * label / self.n_classes(options)
        return RADIUS * np.stack([np.cos(angle), np.sin(angle)], axis=1)


DATASET = Blobs()
