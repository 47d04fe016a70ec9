"""Many inputs of which a few count; it refuses any relation but a linear one, so that the true weights are known."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from regsim.datasets.base import Dataset
from regsim.datasets.draws import SplitName, frozen_split, stream, three_splits
from regsim.examples import Array, Examples, Split, Task, frozen
from regsim.experiment import Data
from regsim.knob import Knob, Refusal, Value

SUBSCRIPTS = str.maketrans("0123456789", "₀₁₂₃₄₅₆₇₈₉")


class SparseLinear(Dataset):
    """y = Σ w_j x_j + N(0, σ²) with x_j ~ N(0, 1) and |w_j| ~ U(0.7, 1.5) for the few inputs that count, else 0."""

    key: ClassVar[str] = "sparse_linear"
    title: ClassVar[str] = "sparse linear"
    task: ClassVar[Task] = "regression"
    defaults: ClassVar[Mapping[str, Value]] = {"n_train": 60, "noise": 1.0, "label_flip": 0.0}
    knobs: ClassVar[tuple[Knob, ...]] = (
        Knob(
            key="features",
            title="Inputs",
            default=60,
            low=1,
            high=200,
            span=(5, 100),
            step=1,
            effect="structural",
            help="How many inputs there are; most of them have nothing to do with the target.",
        ),
        Knob(
            key="informative",
            title="Inputs that count",
            default=5,
            low=1,
            high=200,
            span=(1, 30),
            step=1,
            effect="structural",
            help="How many inputs the target depends on; which ones is drawn by the seed.",
        ),
    )
    help: ClassVar[str] = "Many inputs of which few count: L1 finds the right ones, L2 keeps them all."
    source: ClassVar[str] = "Generated: a linear function of a few of many normal inputs, plus noise."

    def examples(self, data: Data) -> Examples:
        """Draw training, validation and test set.

        Raises
        ------
        Refusal
            If more inputs should count than there are.
        """
        features, informative = self.whole(data.options, "features"), self.whole(data.options, "informative")
        if informative > features:
            raise Refusal(f"data.informative = {informative}: must be at most data.features = {features}")
        weights = _weights(data, features, informative)
        train, validation, test = three_splits(data, lambda split, n: _draw(data, split, n, weights))
        return Examples(
            task=self.task,
            train=train,
            validation=validation,
            test=test,
            feature_names=tuple(f"x{number}".translate(SUBSCRIPTS) for number in range(1, features + 1)),
            guess_loss=float(weights @ weights) + data.noise**2,
            floor_loss=data.noise**2,
            frame=frozen(np.tile([-3.0, 3.0], (features, 1))),
            true_weights=frozen(weights),
        )


def _weights(data: Data, features: int, informative: int) -> Array:
    """True weights (D,): an input keeps its weight as long as it counts, and one more that counts only adds one."""
    order = np.argsort(stream(data, "weights", "order").random(features), kind="stable")
    size = 0.7 + 0.8 * stream(data, "weights", "size").random(features)
    sign = np.where(stream(data, "weights", "sign").random(features) < 0.5, -1.0, 1.0)
    counts = np.zeros(features)
    counts[order[:informative]] = 1.0
    weights: Array = counts * size * sign
    return weights


def _draw(data: Data, split: SplitName, n: int, weights: Array) -> Split:
    """A stream an input, so that more inputs only add columns."""
    x = np.empty((n, len(weights)))
    for column in range(len(weights)):
        x[:, column] = stream(data, split, f"input {column}").standard_normal(n)
    y = x @ weights + data.noise * stream(data, split, "noise").standard_normal(n)
    return frozen_split(x, y)


DATASET = SparseLinear()
