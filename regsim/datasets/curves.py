"""What all one-dimensional regressions share: even inputs, a known function, normal noise.

It refuses to choose the function.
"""

from __future__ import annotations

from abc import abstractmethod
from typing import ClassVar

import numpy as np

from regsim.datasets.base import Dataset
from regsim.datasets.draws import SplitName, even_sequence, frozen_split, stream, three_splits
from regsim.examples import Array, Examples, Split, Task, frozen
from regsim.experiment import Data

GRID_POINTS = 400


class CurveDataset(Dataset):
    """y = f(x) + noise on [−1, 1], with f known."""

    task: ClassVar[Task] = "regression"

    @abstractmethod
    def function(self, x: Array) -> Array:
        """The noise-free targets of inputs in [−1, 1]; same shape as `x`."""

    def examples(self, data: Data) -> Examples:
        """Draw training, validation and test set; `label_flip` has no meaning here and does nothing."""
        train, validation, test = three_splits(data, lambda split, n: self._draw(data, split, n))
        grid = np.linspace(-1.0, 1.0, GRID_POINTS)
        return Examples(
            task=self.task,
            train=train,
            validation=validation,
            test=test,
            feature_names=("x",),
            guess_loss=self._variance() + data.noise**2,
            floor_loss=data.noise**2,
            frame=frozen(np.array([[-1.0, 1.0]])),
            truth=(frozen(grid), frozen(self.function(grid))),
        )

    def _draw(self, data: Data, split: SplitName, n: int) -> Split:
        x = even_sequence(data, split, n)
        y = self.function(x) + data.noise * stream(data, split, "noise").standard_normal(n)
        return frozen_split(x[:, None], y)

    def _variance(self) -> float:
        """Variance of f over inputs spread evenly on [−1, 1], by the midpoint rule."""
        cells = 4000
        return float(np.var(self.function((2.0 * np.arange(cells) + 1.0) / cells - 1.0)))
