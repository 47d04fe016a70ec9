"""A step, a plateau and a wave, seen through noise; it refuses to be equally smooth everywhere."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from regsim.datasets.curves import CurveDataset
from regsim.examples import Array
from regsim.knob import Value


class StepAndWave(CurveDataset):
    """y = (1 − s)·0.7·tanh(12(x + 0.6)) + s·0.8·cos(3π(x − 0.15)) + N(0, σ²), s = 1/(1 + exp(−16(x − 0.15)))."""

    key: ClassVar[str] = "step_and_wave"
    title: ClassVar[str] = "step and wave"
    defaults: ClassVar[Mapping[str, Value]] = {"n_train": 30, "n_validation": 200, "noise": 0.25, "label_flip": 0.0}
    help: ClassVar[str] = "A steep step, a level and a wave: overfitting shows on the level, underfitting at the step."
    source: ClassVar[str] = "Generated: a blend of tanh and cosine plus noise, x spread evenly over [−1, 1]."

    def function(self, x: Array) -> Array:
        """A step up at −0.6, level until 0.15, then a wave of period ⅔."""
        blend = 1.0 / (1.0 + np.exp(-16.0 * (x - 0.15)))
        step = 0.7 * np.tanh(12.0 * (x + 0.6))
        wave = 0.8 * np.cos(3.0 * np.pi * (x - 0.15))
        y: Array = (1.0 - blend) * step + blend * wave
        return y


DATASET = StepAndWave()
