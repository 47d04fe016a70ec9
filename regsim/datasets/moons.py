"""Two interleaved half circles; it refuses to separate them: at the default noise they overlap."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from regsim.datasets.planes import PlaneDataset
from regsim.examples import Array
from regsim.experiment import Values


class Moons(PlaneDataset):
    """Half circles of radius 1 around (−½, −¼) and (½, ¼), the first open below, the second above."""

    key: ClassVar[str] = "moons"
    title: ClassVar[str] = "two moons"
    help: ClassVar[str] = "Two interleaved half circles, a tenth of the labels wrong: the clearest overfitting."
    source: ClassVar[str] = "Generated: two half circles, centred, with normal noise on both inputs."
    reach: ClassVar[tuple[float, float]] = (1.5, 0.75)

    def places(self, label: Array, uniform: Array, options: Values) -> Array:
        """Even along each arc."""
        side = 1.0 - 2.0 * label
        angle = np.pi * uniform[:, 0]
        return np.stack([side * (np.cos(angle) - 0.5), side * (np.sin(angle) - 0.25)], axis=1)


DATASET = Moons()
