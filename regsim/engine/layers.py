"""The stages of a network and their derivatives, recorded as calls; refuses to know data, losses or optimizers.

Activations are feature-major, shape (R, H + 1, n), and their last row is 1: a layer's bias is the last column of its
weights, so that ``z = W a`` needs no broadcasting and ``dW = dz aᵀ`` holds the bias gradient too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from regsim.engine.tape import Operand, Room, Step, call, product, transposed
from regsim.examples import Array


class Recording(Room):
    """What is recorded now: tapes for `count` batches of `size` examples.

    Parameters
    ----------
    runs, size, count : int
    dtype : numpy.dtype
    """

    def __init__(self, runs: int, size: int, count: int, dtype: np.dtype[Any]) -> None:
        super().__init__(dtype)
        self.runs = runs
        self.size = size
        self.count = count

    def rows(self, width: int, tail: float | None) -> Array:
        """A new array of `width` rows, with one more that is full of `tail` unless that is None."""
        array = self.empty(self.runs, width + (tail is not None), self.size)
        if tail is not None:
            array[:, -1] = tail
        return array


Backward = Callable[[Array, bool], tuple[Array | None, list[Step]]]
"""From the gradient of a stage's output (which it may overwrite) to that of its input, if that is wanted."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A recorded stage: its output and the calls that fill it, and how to come back."""

    out: Array
    forward: list[Step]
    backward: Backward


class Stage:
    """One step of the way from inputs to outputs.

    Attributes
    ----------
    n_parameters, n_state : int
        How many numbers a run trains here, and how many it keeps beside them.
    """

    n_parameters: int = 0
    n_state: int = 0

    def bind(self, weights: Array, gradient: Array, state: Array) -> None:
        """Receive its part of the flat vectors, shapes (R, n_parameters) twice and (R, n_state)."""

    def initialize(self) -> None:
        """Fill its parameters and state, where that takes no random numbers."""

    def train(self, x: Operand, tail: float | None, recording: Recording) -> Passage:
        """Record it in training mode.

        Parameters
        ----------
        x : array or window, shape (R or 1, D + 1, n)
        tail : float or None
            What the output's last row must hold; None for no such row.
        """
        raise NotImplementedError

    def evaluate(self, x: Operand, tail: float | None, recording: Recording) -> tuple[Array, list[Step]]:
        """Record it in evaluation mode: the output and its calls."""
        passage = self.train(x, tail, recording)
        return passage.out, passage.forward


class Dense(Stage):
    """z = W a, the last column of W being the bias.

    From z_ij = Σ_k W_ik a_kj follow ∂L/∂W_ik = Σ_j ∂L/∂z_ij a_kj and ∂L/∂a_kj = Σ_i W_ik ∂L/∂z_ij::

        dW = dz aᵀ        da = Wᵀ dz

    The last row of da belongs to the row of ones; nothing reads it, and leaving it out would be slower.
    """

    def __init__(self, fan_in: int, fan_out: int) -> None:
        self.fan_in = fan_in
        self.fan_out = fan_out
        self.n_parameters = fan_out * (fan_in + 1)

    def bind(self, weights: Array, gradient: Array, state: Array) -> None:
        """Shape its parameters as matrices (R, H, D + 1)."""
        shape = (len(weights), self.fan_out, self.fan_in + 1)
        self.weights = weights.reshape(shape)
        self.gradient = gradient.reshape(shape)

    def train(self, x: Operand, tail: float | None, recording: Recording) -> Passage:
        """One product forward, one or two back."""
        out = recording.rows(self.fan_out, tail)
        forward = product(self.weights, x, out[:, : self.fan_out])

        def backward(d_out: Array, wanted: bool) -> tuple[Array | None, list[Step]]:
            dz = d_out[:, : self.fan_out]
            steps = product(dz, transposed(x), self.gradient)
            if not wanted:
                return None, steps
            dx = recording.empty(recording.runs, self.fan_in + 1, recording.size)
            return dx, steps + product(self.weights.transpose(0, 2, 1), dz, dx)

        return Passage(out, forward, backward)


class Activation:
    """An elementwise function a = f(z) and its derivative.

    Attributes
    ----------
    gain : float
        Variance of the initial weights before it, times fan-in.
    one : float or None
        The input that it maps to exactly 1 in both precisions: with it the row of ones rides along, which is faster
        than calls on all other rows. None if there is none.
    """

    gain: ClassVar[float] = 1.0
    one: ClassVar[float | None]

    def forward(self, z: Array, a: Array, room: Room) -> list[Step]:
        """Calls for a = f(z)."""
        raise NotImplementedError

    def backward(self, z: Array, a: Array, d: Array, room: Room) -> list[Step]:
        """Calls that turn `d` from ∂L/∂a into ∂L/∂z = ∂L/∂a · f′(z)."""
        raise NotImplementedError


class Tanh(Activation):
    """a = tanh z;  f′ = 1 − a²."""

    one = 20.0

    def forward(self, z: Array, a: Array, room: Room) -> list[Step]:
        """One call."""
        return [call(np.tanh, z, a)]

    def backward(self, z: Array, a: Array, d: Array, room: Room) -> list[Step]:
        """dz = da − a² da."""
        t = room.scratch("activation", z.shape)
        return [call(np.multiply, a, a, t), call(np.multiply, t, d, t), call(np.subtract, d, t, d)]


class Relu(Activation):
    """a = max(z, 0);  f′ = 1 where z > 0, else 0 (also at 0)."""

    gain = 2.0
    one = 1.0

    def forward(self, z: Array, a: Array, room: Room) -> list[Step]:
        """One call."""
        return [call(np.maximum, z, room.constant(0.0, z.shape), out=a)]

    def backward(self, z: Array, a: Array, d: Array, room: Room) -> list[Step]:
        """dz = da · [a > 0]; comparing and then converting takes half the time of `sign`."""
        t, works = room.scratch("activation", z.shape), np.zeros(z.shape, bool)
        return [
            call(np.greater, a, room.constant(0.0, z.shape), works), call(np.copyto, t, works),
            call(np.multiply, d, t, d),
        ]  # fmt: skip


class Sigmoid(Activation):
    """a = 1/(1 + e^−z) = ½ + ½ tanh(z/2), which cannot overflow;  f′ = a(1 − a) = a − a²."""

    one = 40.0

    def forward(self, z: Array, a: Array, room: Room) -> list[Step]:
        """Four calls."""
        half = room.constant(0.5, z.shape)
        return [
            call(np.multiply, z, half, a), call(np.tanh, a, a), call(np.multiply, a, half, a), call(np.add, a, half, a)
        ]  # fmt: skip

    def backward(self, z: Array, a: Array, d: Array, room: Room) -> list[Step]:
        """dz = da (a − a²)."""
        t = room.scratch("activation", z.shape)
        return [call(np.multiply, a, a, t), call(np.subtract, a, t, t), call(np.multiply, d, t, d)]


class Gelu(Activation):
    """a = ½ z (1 + tanh u), u = k(z + c z³), k = √(2/π), c = 0.044715 (Hendrycks & Gimpel 2016, section 2).

    f′ = ½ (1 + t) + ½ z (1 − t²) u′ with t = tanh u and u′ = k(1 + 3c z²).
    """

    gain = 2.0
    one = None
    k = float(np.sqrt(2 / np.pi))
    c = 0.044715

    def forward(self, z: Array, a: Array, room: Room) -> list[Step]:
        """u = z(k + kc z²), then z/2 + z/2 · tanh u."""
        half, k, kc = (room.constant(value, z.shape) for value in (0.5, self.k, self.k * self.c))
        t = room.scratch("activation", z.shape)
        return [
            call(np.multiply, z, z, t), call(np.multiply, t, kc, t), call(np.add, t, k, t), call(np.multiply, t, z, t),
            call(np.tanh, t, t), call(np.multiply, z, half, a), call(np.multiply, t, a, t), call(np.add, a, t, a),
        ]  # fmt: skip

    def backward(self, z: Array, a: Array, d: Array, room: Room) -> list[Step]:
        """dz = da (½(1 + t) + ½ z (1 − t²) u′); t is computed anew, which saves keeping it."""
        half, one, k = (room.constant(value, z.shape) for value in (0.5, 1.0, self.k))
        kc, triple = room.constant(self.k * self.c, z.shape), room.constant(3 * self.k * self.c, z.shape)
        s, t, u = (room.scratch(name, z.shape) for name in ("square", "activation", "slope"))
        return [
            call(np.multiply, z, z, s),
            call(np.multiply, s, kc, t), call(np.add, t, k, t), call(np.multiply, t, z, t), call(np.tanh, t, t),
            call(np.multiply, s, triple, u), call(np.add, u, k, u), call(np.multiply, u, z, u),
            call(np.multiply, t, t, s), call(np.subtract, one, s, s), call(np.multiply, u, s, u),
            call(np.add, u, t, u), call(np.add, u, one, u), call(np.multiply, u, half, u), call(np.multiply, d, u, d),
        ]  # fmt: skip


class Identity(Activation):
    """a = z;  f′ = 1: a deep linear network."""

    one = 1.0

    def forward(self, z: Array, a: Array, room: Room) -> list[Step]:
        """A copy."""
        return [call(np.copyto, a, z)]

    def backward(self, z: Array, a: Array, d: Array, room: Room) -> list[Step]:
        """Nothing to do."""
        return []


ACTIVATIONS: dict[str, Activation] = {
    "tanh": Tanh(),
    "relu": Relu(),
    "sigmoid": Sigmoid(),
    "gelu": Gelu(),
    "identity": Identity(),
}


class Activate(Stage):
    """An activation as a stage."""

    def __init__(self, activation: Activation, width: int) -> None:
        self.activation = activation
        self.width = width

    def train(self, x: Operand, tail: float | None, recording: Recording) -> Passage:
        """Over all rows where the row of ones may ride along, otherwise over the units' rows."""
        assert isinstance(x, np.ndarray)
        out = recording.rows(self.width, tail)
        rows = slice(None) if self.activation.one is not None else slice(self.width)
        z, a = x[:, rows], out[:, rows]

        def backward(d_out: Array, wanted: bool) -> tuple[Array | None, list[Step]]:
            return d_out, self.activation.backward(z, a, d_out[:, rows], recording)

        return Passage(out, self.activation.forward(z, a, recording), backward)
