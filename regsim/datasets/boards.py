"""What boards of squares share: places within the squares of a class, and their density after jitter.

It refuses to fix the number of squares or their size.
"""

from __future__ import annotations

import math
from typing import ClassVar

import numpy as np

from regsim.datasets.planes import PlaneDataset
from regsim.examples import Array
from regsim.experiment import Values


class BoardDataset(PlaneDataset):
    """Two classes on the alternating squares of a board around the origin; the lower left one belongs to the first.

    Attributes
    ----------
    squares : int
        Along one side; even.
    """

    squares: ClassVar[int]

    def places(self, label: Array, uniform: Array, options: Values) -> Array:
        """Even over the squares of a class: the column is free, and so is every second row."""
        column = uniform[:, 0] * self.squares
        pair = uniform[:, 1] * (self.squares // 2)
        first_row = (np.floor(column) + label) % 2
        row = 2.0 * np.floor(pair) + first_row + pair % 1.0
        return np.stack([self._place(column, 0), self._place(row, 1)], axis=1)

    def densities(self, x: Array, sigma: float, options: Values) -> Array:
        """Squares blurred by the jitter: sums of products of normal probabilities, by the error function."""
        share = [self._shares(x[:, axis], axis, sigma) for axis in (0, 1)]
        even = [part[:, 0::2].sum(axis=1) for part in share]
        odd = [part[:, 1::2].sum(axis=1) for part in share]
        return np.stack([even[0] * even[1] + odd[0] * odd[1], even[0] * odd[1] + odd[0] * even[1]], axis=1)

    def _place(self, along: Array, axis: int) -> Array:
        """Coordinates on `axis` of positions counted in squares from the lower left corner."""
        half = self.reach[axis]
        return along * (2.0 * half / self.squares) - half

    def _shares(self, x: Array, axis: int, sigma: float) -> Array:
        """Probability that each coordinate came from each column (or row), up to a factor; shape (N, squares)."""
        edges = self._place(np.arange(self.squares + 1.0), axis)
        scaled = (edges - x[:, None]) / (sigma * math.sqrt(2.0))
        return np.diff(_error_function(scaled), axis=1)


def _error_function(values: Array) -> Array:
    return np.array([math.erf(value) for value in values.ravel().tolist()]).reshape(values.shape)
