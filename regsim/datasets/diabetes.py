"""A real table of 442 patients; it refuses to know its true function or its floor, as real data do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import numpy as np

from regsim.datasets.base import Dataset
from regsim.datasets.draws import frozen_split
from regsim.datasets.finite import split_rows, stored
from regsim.examples import Array, Examples, Task, frozen
from regsim.experiment import Data
from regsim.knob import Value

FEATURES = (
    "age",
    "sex",
    "body mass index",
    "blood pressure",
    "total cholesterol",
    "LDL",
    "HDL",
    "cholesterol/HDL",
    "log triglycerides",
    "blood sugar",
)


class Diabetes(Dataset):
    """Progression of diabetes after one year from ten measurements; inputs and target have mean 0 and variance 1.

    Means and variances are those of all 442 rows, so that a split's size does not move its points.
    """

    key: ClassVar[str] = "diabetes"
    title: ClassVar[str] = "diabetes table"
    task: ClassVar[Task] = "regression"
    uses_noise: ClassVar[bool] = False
    defaults: ClassVar[Mapping[str, Value]] = {
        "n_train": 60,
        "n_validation": 142,
        "n_test": 200,
        "noise": 0.0,
        "label_flip": 0.0,
    }
    limits: ClassVar[Mapping[str, int]] = {"n_train": 200, "n_validation": 142, "n_test": 300}
    help: ClassVar[str] = "A real table: progression of diabetes after a year from ten measurements, all standardised."
    source: ClassVar[str] = (
        "Efron, Hastie, Johnstone and Tibshirani 2004, Least Angle Regression, by way of scikit-learn."
    )

    def examples(self, data: Data) -> Examples:
        """Draw training, validation and test set; the guess is the mean of the training targets.

        Raises
        ------
        Refusal
            If a size is beyond the supply.
        """
        table = stored("diabetes")
        x, y = _standardised(table["inputs"]), _standardised(table["target"])
        splits = {name: frozen_split(x[rows], y[rows]) for name, rows in split_rows(self, data, len(y)).items()}
        return Examples(
            task=self.task,
            train=splits["train"],
            validation=splits["validation"],
            test=splits["test"],
            feature_names=FEATURES,
            guess_loss=float(np.mean((splits["validation"].y - splits["train"].y.mean()) ** 2)),
            frame=frozen(np.tile([-4.0, 4.0], (len(FEATURES), 1))),
        )


def _standardised(columns: Array) -> Array:
    """Each column with mean 0 and variance 1 over its rows."""
    scaled: Array = (columns - columns.mean(axis=0)) / columns.std(axis=0)
    return scaled


DATASET = Diabetes()
