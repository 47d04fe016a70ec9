"""The networks that are timed, each as an experiment that the engine and all others are given; refuses to time them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from regsim import datasets
from regsim.examples import Examples
from regsim.experiment import Data, Experiment, Network, Run, Training, Values

NEVER = 1_000_000
"""An evaluation interval that is never reached: training steps and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One network, its data and how it is trained.

    Parameters
    ----------
    name, title : str
    data : Data
    hidden : tuple of int
    activation, optimizer, precision : str
    learning_rate : float
    batch_size : int
    dropout, l2 : float
        0 means off.
    batch_norm : bool
    goals : dict
        How many times faster than a peer the engine's training steps are to be.
    """

    name: str
    title: str
    data: Data
    hidden: tuple[int, ...]
    activation: str
    optimizer: str
    learning_rate: float
    batch_size: int
    dropout: float = 0.0
    l2: float = 0.0
    batch_norm: bool = False
    precision: str = "float32"
    goals: dict[str, float]

    @property
    def is_regression(self) -> bool:
        """Whether targets are numbers."""
        return datasets.catalogue()[self.data.kind].task == "regression"

    @property
    def steps(self) -> int:
        """Updates in an epoch; every data set below fills its batches."""
        return -(-self.data.n_train // self.batch_size)

    @property
    def epochs(self) -> int:
        """Epochs that are timed as one, so that the call itself does not count."""
        return max(1, 20 // self.steps)

    def examples(self) -> Examples:
        """What is trained on."""
        return datasets.catalogue()[self.data.kind].examples(self.data)

    def arrays(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Training inputs and targets, validation inputs and targets, in the work's precision."""
        examples = self.examples()
        kind = np.dtype(self.precision) if self.is_regression else np.dtype(np.int64)
        train, validation = examples.train, examples.validation
        return (
            train.x.astype(self.precision),
            train.y.astype(kind),
            validation.x.astype(self.precision),
            validation.y.astype(kind),
        )

    def experiment(self, runs: int = 1, evaluate: bool = False) -> Experiment:
        """The same for the engine.

        Parameters
        ----------
        runs : int
            How many equal networks train at once.
        evaluate : bool
            Whether both losses are measured after every epoch.
        """
        values = {}
        if self.dropout:
            values["dropout.rate"] = self.dropout
        if self.l2:
            values["l2.strength"] = self.l2
        if self.batch_norm:
            values["batch_norm.enabled"] = True
        return Experiment(
            data=self.data,
            network=Network(self.hidden, self.activation),
            training=Training(
                optimizer=self.optimizer,
                learning_rate=self.learning_rate,
                batch_size=self.batch_size,
                epochs=NEVER,
                evaluate_every=0 if evaluate else NEVER,
                precision=self.precision,
            ),
            runs=tuple(Run(f"{number}", number % 4, Values(values)) for number in range(runs)),
        )


SMALL = Work(
    name="W1",
    title="2→8→8→1 tanh, batch 10, SGD",
    data=Data("sparse_linear", 200, 200, 10, 0.5, options=Values({"features": 2, "informative": 2})),
    hidden=(8, 8),
    activation="tanh",
    optimizer="sgd",
    learning_rate=0.01,
    batch_size=10,
    goals={"numpy twin": 3.5, "PyTorch": 18.0},
)
TWO_CLASSES = Work(
    name="W1c",
    title="2→8→8→2 tanh, two-way softmax, batch 10, SGD",
    data=Data("moons", 200, 200, 10),
    hidden=(8, 8),
    activation="tanh",
    optimizer="sgd",
    learning_rate=0.05,
    batch_size=10,
    goals={},
)
CURVE = Work(
    name="W2",
    title="1→64→64→1 tanh, full batch of 32, Adam",
    data=Data("noisy_sine", 32, 32, 10, 0.3),
    hidden=(64, 64),
    activation="tanh",
    optimizer="adam",
    learning_rate=0.003,
    batch_size=32,
    goals={"numpy twin": 3.0, "PyTorch": 10.0},
)
DIGITS = Work(
    name="W3",
    title="64→128→64→10 ReLU, batch 32, Adam, dropout, batch norm, L2",
    data=Data("digits", 320, 320, 10),
    hidden=(128, 64),
    activation="relu",
    optimizer="adam",
    learning_rate=0.003,
    batch_size=32,
    dropout=0.3,
    l2=1e-4,
    batch_norm=True,
    goals={"numpy twin": 2.2, "PyTorch": 5.0},
)
WORKS = (SMALL, TWO_CLASSES, CURVE, DIGITS)
COMPANY = {4: None, 64: None, 256: 6.0}
"""Networks at once, and how many times faster than a loop each is to be."""
COMPANY_EVALUATED = {4: None, 64: None, 256: 4.0}


def four_runs(epochs: int) -> Experiment:
    """None, L2, L1 and dropout on two moons, 64-32 units."""
    return Experiment(
        title="Benchmark",
        data=Data("moons"),
        network=Network((64, 32)),
        training=Training(epochs=epochs),
        runs=(
            Run("None", 0),
            Run("L2", 1, Values({"l2.strength": 0.01})),
            Run("L1", 2, Values({"l1.strength": 0.005})),
            Run("Dropout", 3, Values({"dropout.rate": 0.5})),
        ),
    )
