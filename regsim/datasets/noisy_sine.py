"""A sine of one and a half waves, seen through noise; it refuses to be anything but the simplest curve to overfit."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from regsim.datasets.curves import CurveDataset
from regsim.examples import Array
from regsim.knob import Value


class NoisySine(CurveDataset):
    """y = sin(1.5πx) + N(0, σ²)."""

    key: ClassVar[str] = "noisy_sine"
    title: ClassVar[str] = "noisy sine"
    defaults: ClassVar[Mapping[str, Value]] = {"n_train": 20, "n_validation": 200, "noise": 0.3, "label_flip": 0.0}
    help: ClassVar[str] = "A smooth curve seen through noise; the true curve is known and drawn beside the fit."
    source: ClassVar[str] = "Generated: y = sin(1.5πx) + noise, x spread evenly over [−1, 1]."

    def function(self, x: Array) -> Array:
        """sin(1.5πx)."""
        y: Array = np.sin(1.5 * np.pi * x)
        return y


DATASET = NoisySine()
