"""A ring within a ring; it refuses any straight boundary, which makes it the clearest case of underfitting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from regsim.datasets.planes import PlaneDataset
from regsim.examples import Array
from regsim.experiment import Values
from regsim.knob import Value

RADII = np.array([1.2, 0.6])


class Circles(PlaneDataset):
    """Circles of radius 1.2 and half of it around the origin."""

    key: ClassVar[str] = "circles"
    title: ClassVar[str] = "two circles"
    defaults: ClassVar[Mapping[str, Value]] = {"n_train": 100, "noise": 0.2}
    help: ClassVar[str] = "A ring within a ring: a straight line is hopeless, a large network learns wrong labels too."
    source: ClassVar[str] = "Generated: circles of radius 1.2 and 0.6, with normal noise on both inputs."
    reach: ClassVar[tuple[float, float]] = (1.2, 1.2)

    def places(self, label: Array, uniform: Array, options: Values) -> Array:
        """Even along each circle."""
        angle = 2.0 * np.pi * uniform[:, 0]
        x: Array = RADII[label][:, None] * np.stack([np.cos(angle), np.sin(angle)], axis=1)
        return x


DATASET = Circles()
