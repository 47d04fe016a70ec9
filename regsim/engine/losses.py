"""Data losses, the mean over examples, and their gradients; refuses penalties, which are the regularizers' business."""

from __future__ import annotations

from typing import ClassVar

import numpy as np

from regsim.engine.tape import Operand, Room, Step, call, view
from regsim.examples import Array, Task


class Loss:
    """What a network minimizes, and how targets are encoded for it.

    Attributes
    ----------
    uniform_target : float
        An encoded target's entries if all classes are equally likely; nan for regression.
    """

    uniform_target: float = np.nan
    accuracy_exists: ClassVar[bool] = True

    def __init__(self, n_outputs: int) -> None:
        self.n_outputs = n_outputs

    def encoded(self, y: Array) -> Array:
        """Targets (N,) as float64 rows (N, K)."""
        raise NotImplementedError

    def per_example(self, z: Array, y: Array) -> Array:
        """Losses (R, n) of outputs `z` (R, C, n) for encoded targets `y` (R or 1, K, n)."""
        raise NotImplementedError

    def right(self, z: Array, y: Array) -> Array:
        """Whether each example is classified correctly, (R, n)."""
        raise NotImplementedError

    def predicted(self, z: Array) -> Array:
        """Outputs (R, C, n) as predictions: numbers, or probabilities of the classes."""
        raise NotImplementedError

    def backward(self, z: Array, y: Operand, dz: Array, room: Room) -> list[Step]:
        """Calls that fill `dz` (R, C, n) with the gradient of the mean loss over n examples."""
        raise NotImplementedError


class SquaredError(Loss):
    """L = mean (z − y)², without ½;  ∂L/∂z = 2(z − y)/n."""

    accuracy_exists = False

    def encoded(self, y: Array) -> Array:
        """As they are."""
        return np.asarray(y, np.float64)[:, None]

    def per_example(self, z: Array, y: Array) -> Array:
        """(z − y)²."""
        return np.asarray(np.square(z[:, 0] - y[:, 0]))

    def right(self, z: Array, y: Array) -> Array:
        """Numbers are not right or wrong."""
        raise NotImplementedError

    def predicted(self, z: Array) -> Array:
        """As they are."""
        return z

    def backward(self, z: Array, y: Operand, dz: Array, room: Room) -> list[Step]:
        """Two calls."""
        return [call(np.subtract, z, y, dz), call(np.multiply, dz, room.constant(2 / z.shape[2], dz.shape), dz)]


class TwoClasses(Loss):
    """Cross-entropy of a two-way softmax, from the difference m = z₁ − z₀ alone; targets are t = 2y₁ − 1.

    With p₁ = σ(m) = ½(1 + tanh(m/2)) and y₁ = ½(1 + t)::

        L = −y₁ ln p₁ − y₀ ln p₀ = ln(1 + e^−|m|) + ½(|m| − t m)
        ∂L/∂z₁ = p₁ − y₁ = ½(tanh(m/2) − t) = −∂L/∂z₀
    """

    uniform_target = 0.0

    def encoded(self, y: Array) -> Array:
        """−1 or 1."""
        return (2.0 * y - 1.0)[:, None]

    def per_example(self, z: Array, y: Array) -> Array:
        """Never overflows: the exponent is not positive."""
        m = z[:, 1] - z[:, 0]
        size = np.abs(m)
        doubt = np.log1p(np.exp(-size))
        size -= y[:, 0] * m
        size *= z.dtype.type(0.5)
        return np.asarray(size + doubt)

    def right(self, z: Array, y: Array) -> Array:
        """A tie counts as the first class."""
        hits: Array = (z[:, 1] > z[:, 0]) == (y[:, 0] > 0)
        return hits

    def predicted(self, z: Array) -> Array:
        """Both probabilities."""
        d = np.tanh((z[:, 1] - z[:, 0]) / 2)
        return np.stack([(1 - d) / 2, (1 + d) / 2], axis=1)

    def backward(self, z: Array, y: Operand, dz: Array, room: Room) -> list[Step]:
        """Six calls on (R, n), a third of the general softmax."""
        m = room.scratch("difference", (z.shape[0], z.shape[2]))
        half, share = room.constant(0.5, m.shape), room.constant(0.5 / z.shape[2], m.shape)
        return [
            call(np.subtract, z[:, 1], z[:, 0], m), call(np.multiply, m, half, m), call(np.tanh, m, m),
            call(np.subtract, m, view(y, lambda rows: rows[:, 0]), m),
            call(np.multiply, m, share, dz[:, 1]), call(np.negative, dz[:, 1], dz[:, 0]),
        ]  # fmt: skip


class ManyClasses(Loss):
    """Cross-entropy of a softmax over C classes, in nats.

    With u = z − max z and targets that sum to 1::

        L = ln Σ e^u − Σ y u        ∂L/∂z = softmax(z) − y
    """

    def __init__(self, n_outputs: int) -> None:
        super().__init__(n_outputs)
        self.uniform_target = 1 / n_outputs

    def encoded(self, y: Array) -> Array:
        """One-hot."""
        return np.eye(self.n_outputs)[y]

    def per_example(self, z: Array, y: Array) -> Array:
        """Never overflows: no exponent is positive."""
        u = z - z.max(axis=1, keepdims=True)
        told = (y * u).sum(axis=1)
        np.exp(u, out=u)
        return np.asarray(np.log(u.sum(axis=1)) - told)

    def right(self, z: Array, y: Array) -> Array:
        """The first of the largest outputs is the answer."""
        hits: Array = z.argmax(axis=1) == y.argmax(axis=1)
        return hits

    def predicted(self, z: Array) -> Array:
        """Softmax."""
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return np.asarray(e / e.sum(axis=1, keepdims=True))

    def backward(self, z: Array, y: Operand, dz: Array, room: Room) -> list[Step]:
        """(e^u / Σ e^u − y)/n."""
        runs, _, n = z.shape
        top = room.scratch("top", (runs, 1, n))
        share = room.constant(1 / n, dz.shape)
        return [
            call(np.maximum.reduce, z, axis=1, keepdims=True, out=top), call(np.subtract, z, top, dz),
            call(np.exp, dz, dz), call(np.add.reduce, dz, axis=1, keepdims=True, out=top), call(np.divide, dz, top, dz),
            call(np.subtract, dz, y, dz), call(np.multiply, dz, share, dz),
        ]  # fmt: skip


def loss_for(task: Task, n_outputs: int) -> Loss:
    """The loss of a task: squared error, or cross-entropy of a softmax."""
    if task == "regression":
        return SquaredError(n_outputs)
    return TwoClasses(n_outputs) if n_outputs == 2 else ManyClasses(n_outputs)
