"""What all two-dimensional classifications share: balanced classes, places, jitter, flips and the Bayes floor.

It refuses to choose the shape of the classes.
"""

from __future__ import annotations

import math
from abc import abstractmethod
from functools import lru_cache
from typing import ClassVar

import numpy as np

from regsim.datasets.base import Dataset
from regsim.datasets.draws import SplitName, flip_fraction, flipped, frozen_split, stream, three_splits
from regsim.datasets.floors import bayes_loss, even_points, mixture_density, plane_normals
from regsim.examples import Array, Examples, Split, Task, frozen
from regsim.experiment import Data, Values

FLOOR_POINTS = 3000
LEAST_SIGMA = 0.02
"""Below it the classes of every world here are as good as apart, and a mixture of points is no longer a curve."""


class PlaneDataset(Dataset):
    """Points of C equally frequent classes: a noise-free place, plus N(0, σ²) on both coordinates.

    Attributes
    ----------
    reach : (float, float)
        Largest |x₁| and |x₂| of the noise-free places.
    places_per_class : int
        How many evenly spread places stand for a class in its density.
    """

    task: ClassVar[Task] = "classification"
    reach: ClassVar[tuple[float, float]]
    places_per_class: ClassVar[int] = 200

    def n_classes(self, options: Values) -> int:
        """C; two unless a knob says otherwise."""
        return 2

    @abstractmethod
    def places(self, label: Array, uniform: Array, options: Values) -> Array:
        """Noise-free places.

        Parameters
        ----------
        label : ndarray of int64, shape (N,)
        uniform : ndarray, shape (N, 2)
            Uniform numbers in [0, 1); curves use the first of each pair only, and run through evenly with it.
        options : Values

        Returns
        -------
        ndarray of float64, shape (N, 2)
        """

    def densities(self, x: Array, sigma: float, options: Values) -> Array:
        """Density of each class at the points `x` (N, 2), up to a factor that all classes share; shape (N, C)."""
        along = (np.arange(self.places_per_class) + 0.5) / self.places_per_class
        uniform = np.stack([along, along], axis=1)
        return np.stack(
            [
                mixture_density(x, self.places(np.full(len(along), label), uniform, options), sigma)
                for label in range(self.n_classes(options))
            ],
            axis=1,
        )

    def examples(self, data: Data) -> Examples:
        """Draw training, validation and test set; class c has the points c, c + C, c + 2C, …"""
        n_classes = self.n_classes(data.options)
        train, validation, test = three_splits(data, lambda split, n: self._draw(data, split, n))
        return Examples(
            task=self.task,
            train=train,
            validation=validation,
            test=test,
            feature_names=("x₁", "x₂"),
            class_names=tuple("ABCDEFGH"[:n_classes]),
            guess_loss=math.log(n_classes),
            floor_loss=_floor(self, data.noise, flip_fraction(data, "validation"), data.options),
            frame=frozen(self._frame(data.noise)),
        )

    def _draw(self, data: Data, split: SplitName, n: int) -> Split:
        n_classes = self.n_classes(data.options)
        label = np.arange(n, dtype=np.int64) % n_classes
        x = self.places(label, stream(data, split, "position").random((n, 2)), data.options)
        x += data.noise * stream(data, split, "noise").standard_normal((n, 2))
        return frozen_split(x, *flipped(data, split, label, n_classes))

    def _frame(self, noise: float) -> Array:
        """The places and three standard deviations around them, rounded up to quarters."""
        half = np.ceil((np.array(self.reach) + max(3.0 * noise, 0.25)) * 4.0) / 4.0
        return np.stack([-half, half], axis=1)


@lru_cache(maxsize=256)
def _floor(dataset: PlaneDataset, noise: float, flip: float, options: Values) -> float:
    """Bayes loss of the world, averaged over even points of every class."""
    sigma = max(noise, LEAST_SIGMA)
    n_classes = dataset.n_classes(options)
    even = np.repeat(even_points(FLOOR_POINTS // n_classes, 4), n_classes, axis=0)
    label = np.arange(len(even), dtype=np.int64) % n_classes
    x = dataset.places(label, even[:, :2], options) + sigma * plane_normals(even[:, 2:])
    return bayes_loss(dataset.densities(x, sigma, options), flip)
