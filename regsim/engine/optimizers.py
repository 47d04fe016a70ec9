"""How a gradient becomes a step, for all runs at once; refuses to know any penalty.

Each optimizer says the size of its step per weight, so that a soft threshold of λ·step means one λ under all of them.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import ClassVar

import numpy as np

from regsim.engine.tape import Room, Step, call
from regsim.examples import Array

SCHEDULES: dict[str, Callable[[float], float]] = {
    "constant": lambda progress: 1.0,
    "cosine": lambda progress: 0.05 + 0.95 * (1 + math.cos(math.pi * progress)) / 2,
}
"""Factor of the learning rate at a progress in [0, 1]: 0 at the first update, 1 at the last."""


class Optimizer:
    """Updates the weights in place.

    Parameters
    ----------
    weights : ndarray, shape (R, P)
    gradients : ndarray, shape (2, R, P)
        The gradient, and room for its square.
    """

    title: ClassVar[str]
    decays_plainly: ClassVar[bool] = False
    """Whether a gradient of 2λw shrinks each weight by one common factor a step."""

    def __init__(self, weights: Array, gradients: Array) -> None:
        self.weights = weights
        self.gradients = gradients
        self.gradient = gradients[0]
        self.rate = np.zeros_like(weights)
        self.memory = self._fresh_memory()
        self._step_size: Array | None = None

    def _fresh_memory(self) -> Array:
        """What it remembers between steps, shape (K, R, P)."""
        return np.zeros((0, *self.weights.shape), self.weights.dtype)

    def set_rate(self, rate: Array) -> None:
        """Use the learning rates (R,) from the next step on."""
        np.copyto(self.rate, rate[:, None], casting="same_kind")
        if self._step_size is not None:
            self._fill_step_size(self._step_size)

    def step_size(self) -> Array:
        """The array (R, P) that will hold the factor between gradient and step; asked for while recording."""
        if self._step_size is None:
            self._step_size = np.zeros_like(self.weights)
            self._fill_step_size(self._step_size)
        return self._step_size

    def _fill_step_size(self, step_size: Array) -> None:
        """Fill it where it depends on the learning rate alone."""
        np.copyto(step_size, self.rate)

    def record(self, room: Room) -> list[Step]:
        """Calls of one step."""
        raise NotImplementedError


class SGD(Optimizer):
    """w ← w − α g."""

    title = "SGD"
    decays_plainly = True

    def record(self, room: Room) -> list[Step]:
        """Two calls."""
        t = room.scratch("step", self.weights.shape)
        return [call(np.multiply, self.gradient, self.rate, t), call(np.subtract, self.weights, t, self.weights)]


class Momentum(Optimizer):
    """v ← β v + g;  w ← w − α v, β = 0.9 (Polyak 1964). In the long run a step is α/(1 − β) times the gradient."""

    title = "momentum"
    beta = 0.9

    def _fresh_memory(self) -> Array:
        return np.zeros((1, *self.weights.shape), self.weights.dtype)

    def _fill_step_size(self, step_size: Array) -> None:
        np.divide(self.rate, 1 - self.beta, out=step_size)

    def record(self, room: Room) -> list[Step]:
        """Four calls."""
        w, g, v = self.weights, self.gradient, self.memory[0]
        beta, t = room.constant(self.beta, w.shape), room.scratch("step", w.shape)
        return [
            call(np.multiply, v, beta, v), call(np.add, v, g, v),
            call(np.multiply, v, self.rate, t), call(np.subtract, w, t, w),
        ]  # fmt: skip


class Nesterov(Momentum):
    """v ← β v + g;  w ← w − α(g + β v): looks one step of momentum ahead (Sutskever et al. 2013)."""

    title = "Nesterov momentum"

    def record(self, room: Room) -> list[Step]:
        """Six calls."""
        w, g, v = self.weights, self.gradient, self.memory[0]
        beta, t = room.constant(self.beta, w.shape), room.scratch("step", w.shape)
        return [
            call(np.multiply, v, beta, v), call(np.add, v, g, v), call(np.multiply, v, beta, t), call(np.add, t, g, t),
            call(np.multiply, t, self.rate, t), call(np.subtract, w, t, w),
        ]  # fmt: skip


class RMSProp(Optimizer):
    """v ← ρ v + (1 − ρ) g²;  w ← w − α g/(√v + ε), ρ = 0.9, ε = 10⁻⁸ (Tieleman & Hinton 2012)."""

    title = "RMSProp"
    rho = 0.9
    epsilon = 1e-8

    def _fresh_memory(self) -> Array:
        return np.zeros((1, *self.weights.shape), self.weights.dtype)

    def _fill_step_size(self, step_size: Array) -> None:
        """Filled in every step, from v."""

    def record(self, room: Room) -> list[Step]:
        """Eight calls; the step size is on the way."""
        w, g, v = self.weights, self.gradient, self.memory[0]
        t = room.scratch("step", w.shape) if self._step_size is None else self._step_size
        u = room.scratch("change", w.shape)
        rho, rest = room.constant(self.rho, w.shape), room.constant(1 - self.rho, w.shape)
        epsilon = room.constant(self.epsilon, w.shape)
        return [
            call(np.multiply, g, g, u), call(np.multiply, u, rest, u),
            call(np.multiply, v, rho, v), call(np.add, v, u, v),
            call(np.sqrt, v, t), call(np.add, t, epsilon, t), call(np.divide, self.rate, t, t),
            call(np.multiply, g, t, u), call(np.subtract, w, u, w),
        ]  # fmt: skip


class Adam(Optimizer):
    """m ← β₁m + (1−β₁)g;  v ← β₂v + (1−β₂)g²;  w ← w − α m̂/(√v̂ + ε) (Kingma & Ba 2015, algorithm 1).

    The memory holds the sums M = m/(1−β₁) and V = v/(1−β₂), so that both moments are one multiplication and one
    addition. With the bias corrections m̂ = m/(1−β₁ᵗ), v̂ = v/(1−β₂ᵗ) and k = √((1−β₂ᵗ)/(1−β₂))::

        α m̂/(√v̂ + ε) = α A M/(√V + E),    A = k (1−β₁)/(1−β₁ᵗ),    E = ε k

    A and E are refreshed by one small call a step. The step size is α/(√v̂ + ε) = α k/(√V + E).
    """

    title = "Adam"
    betas = (0.9, 0.999)
    epsilon = 1e-8

    def __init__(self, weights: Array, gradients: Array) -> None:
        super().__init__(weights, gradients)
        self.steps = 0
        # one run: arrays without axes, which numpy broadcasts faster
        shape = (len(weights), 1) if len(weights) > 1 else ()
        self._alpha = np.zeros(shape, weights.dtype)
        self._a, self._k = np.zeros_like(self._alpha), np.zeros_like(self._alpha)
        self._e = np.zeros((), weights.dtype)

    def _fresh_memory(self) -> Array:
        return np.zeros((2, *self.weights.shape), self.weights.dtype)

    def set_rate(self, rate: Array) -> None:
        """Use the learning rates (R,) from the next step on."""
        super().set_rate(rate)
        np.copyto(self._alpha, rate.reshape(self._alpha.shape), casting="same_kind")

    def _fill_step_size(self, step_size: Array) -> None:
        """Filled in every step, from V."""

    def _correct(self) -> None:
        self.steps += 1
        beta1, beta2 = self.betas
        k = math.sqrt((1 - beta2**self.steps) / (1 - beta2))
        np.multiply(self._alpha, k * (1 - beta1) / (1 - beta1**self.steps), self._a)
        self._e[()] = self.epsilon * k
        if self._step_size is not None:
            np.multiply(self._alpha, k, self._k)

    def record(self, room: Room) -> list[Step]:
        """Nine calls, and one more if the step size is asked for."""
        w, g = self.weights, self.gradient
        decay = np.array(self.betas, w.dtype)[:, None, None]
        t, u = room.scratch("step", w.shape), room.scratch("change", w.shape)
        steps: list[Step] = [
            self._correct, call(np.multiply, g, g, self.gradients[1]),
            call(np.multiply, self.memory, decay, self.memory), call(np.add, self.memory, self.gradients, self.memory),
            call(np.sqrt, self.memory[1], t), call(np.add, t, self._e, t), call(np.divide, self.memory[0], t, u),
            call(np.multiply, u, self._a, u), call(np.subtract, w, u, w),
        ]  # fmt: skip
        if self._step_size is not None:
            steps.append(call(np.divide, self._k, t, self._step_size))
        return steps


OPTIMIZERS: dict[str, type[Optimizer]] = {
    "sgd": SGD,
    "momentum": Momentum,
    "nesterov": Nesterov,
    "rmsprop": RMSProp,
    "adam": Adam,
}
