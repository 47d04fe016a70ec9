"""Splits of a finite supply: one permutation by seed, with a part for each split; refuses more than there is.

It refuses to know what the rows are.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from regsim.datasets.base import Dataset
from regsim.datasets.draws import SplitName, stream
from regsim.examples import Array, frozen
from regsim.experiment import Data
from regsim.knob import Refusal
from regsim.paths import resources


@lru_cache(maxsize=8)
def stored(name: str) -> dict[str, Array]:
    """The read-only arrays of ``resources/datasets/<name>.npz``, by their names."""
    with np.load(resources() / "datasets" / f"{name}.npz", allow_pickle=False) as archive:
        return {key: frozen(archive[key]) for key in archive.files}


def split_rows(dataset: Dataset, data: Data, supply: int) -> dict[SplitName, Array]:
    """Which rows each split has, without overlap.

    The permutation has a training part of ``limits["n_train"]`` rows and a validation part of
    ``limits["n_validation"]``, each used from its front, so that neither size moves the other's rows. The test set
    takes what is left: first the remaining part, then unused training rows from the far end. It is smaller than
    ``n_test`` where less is left.

    Parameters
    ----------
    dataset : Dataset
        Gives the limits.
    data : Data
    supply : int
        Rows there are.

    Raises
    ------
    Refusal
        If a size is beyond its limit.
    """
    sizes = {"n_train": data.n_train, "n_validation": data.n_validation, "n_test": data.n_test}
    for name, size in sizes.items():
        if size > dataset.limits[name]:
            raise Refusal(f"data.{name} = {size}: must be at most {dataset.limits[name]} for {dataset.title}")
    order = stream(data, "order").permutation(supply)
    training = dataset.limits["n_train"]
    remaining = training + dataset.limits["n_validation"]
    test = np.concatenate([order[remaining:], order[data.n_train : training][::-1]])
    return {
        "train": order[: data.n_train],
        "validation": order[training : training + data.n_validation],
        "test": test[: data.n_test],
    }
