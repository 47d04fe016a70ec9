"""The same networks in straightforward numpy, as a textbook writes them; refuses every trick of the engine.

Examples are rows, every layer has a matrix and a bias of its own, every step makes fresh arrays, and the optimizer
walks over the arrays one by one. What is off is not computed, so that it is not slow on purpose either.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from tests.bench.works import Work

EPSILON = 1e-5
MOMENTUM = 0.9


class Sgd:
    """w ← w − α g."""

    def __init__(self, parameters: list[np.ndarray], learning_rate: float) -> None:
        self.parameters = parameters
        self.learning_rate = learning_rate

    def step(self, gradients: list[np.ndarray]) -> None:
        for parameter, gradient in zip(self.parameters, gradients, strict=True):
            parameter -= self.learning_rate * gradient


class Adam:
    """Kingma & Ba 2015, algorithm 1."""

    def __init__(self, parameters: list[np.ndarray], learning_rate: float) -> None:
        self.parameters = parameters
        self.learning_rate = learning_rate
        self.first = [np.zeros_like(parameter) for parameter in parameters]
        self.second = [np.zeros_like(parameter) for parameter in parameters]
        self.time = 0

    def step(self, gradients: list[np.ndarray]) -> None:
        self.time += 1
        for i, gradient in enumerate(gradients):
            self.first[i] = 0.9 * self.first[i] + 0.1 * gradient
            self.second[i] = 0.999 * self.second[i] + 0.001 * gradient**2
            first = self.first[i] / (1 - 0.9**self.time)
            second = self.second[i] / (1 - 0.999**self.time)
            self.parameters[i] -= self.learning_rate * first / (np.sqrt(second) + 1e-8)


OPTIMIZERS = {"sgd": Sgd, "adam": Adam}


class Dense:
    """z = x W + b."""

    def __init__(self, weights: np.ndarray, biases: np.ndarray, l2: float) -> None:
        self.parameters = [weights, biases]
        self.l2 = l2

    def forward(self, x: np.ndarray, training: bool) -> np.ndarray:
        self.x = x
        return x @ self.parameters[0] + self.parameters[1]

    def backward(self, d: np.ndarray) -> np.ndarray:
        d_weights = self.x.T @ d
        if self.l2:
            d_weights = d_weights + 2 * self.l2 * self.parameters[0]
        self.gradients = [d_weights, d.sum(axis=0)]
        return d @ self.parameters[0].T


class Tanh:
    """a = tanh z."""

    parameters: tuple[np.ndarray, ...] = ()
    gradients: tuple[np.ndarray, ...] = ()

    def forward(self, z: np.ndarray, training: bool) -> np.ndarray:
        self.a = np.tanh(z)
        return self.a

    def backward(self, d: np.ndarray) -> np.ndarray:
        return d * (1 - self.a**2)


class Relu:
    """a = max(z, 0)."""

    parameters: tuple[np.ndarray, ...] = ()
    gradients: tuple[np.ndarray, ...] = ()

    def forward(self, z: np.ndarray, training: bool) -> np.ndarray:
        self.z = z
        return np.maximum(z, 0)

    def backward(self, d: np.ndarray) -> np.ndarray:
        return d * (self.z > 0)


class Dropout:
    """Inverted dropout with drop probability p."""

    parameters: tuple[np.ndarray, ...] = ()
    gradients: tuple[np.ndarray, ...] = ()

    def __init__(self, rate: float, dtype: np.dtype, random: np.random.Generator) -> None:
        self.rate = rate
        self.dtype = dtype
        self.random = random

    def forward(self, a: np.ndarray, training: bool) -> np.ndarray:
        if not training:
            return a
        self.mask = (self.random.random(a.shape, dtype=self.dtype) >= self.rate) / self.dtype.type(1 - self.rate)
        return a * self.mask

    def backward(self, d: np.ndarray) -> np.ndarray:
        return d * self.mask


class BatchNorm:
    """Ioffe & Szegedy 2015, algorithm 1, with running statistics for evaluation."""

    def __init__(self, width: int, dtype: np.dtype) -> None:
        self.parameters = [np.ones(width, dtype), np.zeros(width, dtype)]
        self.mean = np.zeros(width, dtype)
        self.variance = np.ones(width, dtype)

    def forward(self, z: np.ndarray, training: bool) -> np.ndarray:
        gain, shift = self.parameters
        if not training:
            return gain * (z - self.mean) / np.sqrt(self.variance + EPSILON) + shift
        mean, variance = z.mean(axis=0), z.var(axis=0)
        self.mean = MOMENTUM * self.mean + (1 - MOMENTUM) * mean
        self.variance = MOMENTUM * self.variance + (1 - MOMENTUM) * variance
        self.deviation = np.sqrt(variance + EPSILON)
        self.normal = (z - mean) / self.deviation
        return gain * self.normal + shift

    def backward(self, d: np.ndarray) -> np.ndarray:
        self.gradients = [(d * self.normal).sum(axis=0), d.sum(axis=0)]
        d_normal = d * self.parameters[0]
        return (d_normal - d_normal.mean(axis=0) - self.normal * (d_normal * self.normal).mean(axis=0)) / self.deviation


def softmax(z: np.ndarray) -> np.ndarray:
    """Probabilities of the classes, row by row."""
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


class Twin:
    """One network and its training.

    Parameters
    ----------
    work : Work
    weights, biases : sequence of ndarray, shapes (H1, D), … and (H1,), …
        Where it starts.
    """

    def __init__(self, work: Work, weights: tuple[np.ndarray, ...], biases: tuple[np.ndarray, ...]) -> None:
        self.is_regression = work.is_regression
        self.batch_size = work.batch_size
        self.dtype = np.dtype(work.precision)
        self.random = np.random.default_rng(1)
        self.layers = list(self._layers(work, weights, biases))
        self.trained = [layer for layer in self.layers if layer.parameters]
        parameters = [parameter for layer in self.trained for parameter in layer.parameters]
        self.optimizer = OPTIMIZERS[work.optimizer](parameters, work.learning_rate)

    def _layers(self, work: Work, weights: tuple[np.ndarray, ...], biases: tuple[np.ndarray, ...]) -> Iterator[object]:
        for number, (matrix, bias) in enumerate(zip(weights, biases, strict=True)):
            yield Dense(matrix.T.astype(self.dtype).copy(), bias.astype(self.dtype).copy(), work.l2)
            if number == len(weights) - 1:
                return
            if work.batch_norm:
                yield BatchNorm(len(matrix), self.dtype)
            yield Tanh() if work.activation == "tanh" else Relu()
            if work.dropout:
                yield Dropout(work.dropout, self.dtype, self.random)

    def forward(self, x: np.ndarray, training: bool) -> np.ndarray:
        """Outputs of the network, shape (n, C)."""
        for layer in self.layers:
            x = layer.forward(x, training)
        return x

    def loss(self, x: np.ndarray, y: np.ndarray) -> float:
        """Data loss in evaluation mode."""
        z = self.forward(x, training=False)
        if self.is_regression:
            return float(np.mean((z[:, 0] - y) ** 2))
        return float(-np.mean(np.log(softmax(z)[np.arange(len(y)), y])))

    def step(self, x: np.ndarray, y: np.ndarray) -> None:
        """One update on one mini-batch."""
        z = self.forward(x, training=True)
        if self.is_regression:
            d = 2 * (z - y[:, None]) / len(y)
        else:
            d = softmax(z)
            d[np.arange(len(y)), y] -= 1
            d = d / len(y)
        for layer in reversed(self.layers):
            d = layer.backward(d)
        self.optimizer.step([gradient for layer in self.trained for gradient in layer.gradients])

    def epoch(self, x: np.ndarray, y: np.ndarray) -> None:
        """All mini-batches of a reshuffled training set."""
        size = self.batch_size
        if size >= len(x):
            self.step(x, y)
            return
        order = self.random.permutation(len(x))
        for start in range(0, len(x), size):
            chosen = order[start : start + size]
            self.step(x[chosen], y[chosen])
