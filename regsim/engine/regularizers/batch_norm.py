"""Batch normalization: standardizes hidden units over the mini-batch; refuses to look at the batch when evaluating."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regsim.engine.layers import Passage, Recording, Stage
from regsim.engine.regularizers.base import Part, Place, Regularizer, Settings, Site
from regsim.engine.tape import Operand, Step, Window, call, product
from regsim.examples import Array
from regsim.knob import Knob


class Normalization(Stage):
    """y = γ x̂ + β with x̂ = c/σ, c = z − μ, σ² = ⟨c²⟩ + ε, ⟨·⟩ being the mean over the mini-batch of n.

    Both μ and σ depend on every z of the batch (Ioffe & Szegedy 2015, section 3). With d for ∂L/∂y::

        dβ = Σ d        dγ = Σ d x̂ = Σ d c / σ
        dz = γ/σ (d − ⟨d⟩ − x̂ ⟨d x̂⟩) = γ/σ (d − dβ/n − c dγ/(σ n))

    When evaluating, running means of μ and of the unbiased variance take the place of the batch's. Means over the
    batch are products with a column of 1/n. Calls that broadcast are slow, so x̂ itself is never formed.
    """

    def __init__(self, width: int) -> None:
        self.width = width
        self.n_parameters = self.n_state = 2 * width
        self._followers: list[tuple[Array, float]] = []

    def bind(self, weights: Array, gradient: Array, state: Array) -> None:
        """γ and β (R, H, 1), and running mean and variance (R, 2, H, 1)."""
        runs, h = len(weights), self.width
        self.gamma, self.beta = weights[:, :h].reshape(runs, h, 1), weights[:, h:].reshape(runs, h, 1)
        self.d_gamma, self.d_beta = gradient[:, :h].reshape(runs, h, 1), gradient[:, h:].reshape(runs, h, 1)
        self.running = state.reshape(runs, 2, h, 1)
        self._keep = np.zeros_like(self.running)
        self._epsilon = np.zeros_like(self.gamma)

    def initialize(self) -> None:
        """γ = 1, β = 0; mean 0, variance 1."""
        self.gamma[:] = 1
        self.running[:, 1] = 1

    def tune(self, momentum: Array, epsilon: Array) -> None:
        """Momentum and ε of each run, (R, 1, 1)."""
        self._keep[:] = momentum[:, None]
        self._epsilon[:] = epsilon
        for share, unbiased in self._followers:
            share[:] = 1 - momentum[:, None]
            share[:, 1] *= unbiased

    def train(self, x: Operand, tail: float | None, recording: Recording) -> Passage:
        """With the statistics of the batch, which the running ones follow."""
        assert isinstance(x, np.ndarray)
        h, n = self.width, recording.size
        z, out = x[:, :h], recording.rows(h, tail)
        y = out[:, :h]
        c, t = recording.empty(*z.shape), recording.scratch("normalization", z.shape)
        statistics = recording.empty(recording.runs, 2, h, 1)
        mean, variance = statistics[:, 0], statistics[:, 1]
        sigma, gain = (recording.empty(recording.runs, h, 1) for _ in range(2))
        column, share = recording.constant(1 / n, (1, n, 1)), recording.constant(1 / n, sigma.shape)
        forward = [
            *product(z, column, mean), call(np.subtract, z, mean, c),
            call(np.multiply, c, c, t), *product(t, column, variance),
            call(np.add, variance, self._epsilon, sigma), call(np.sqrt, sigma, sigma),
            call(np.divide, self.gamma, sigma, gain), call(np.multiply, c, gain, y), call(np.add, y, self.beta, y),
            *self._follow(statistics, recording),
        ]  # fmt: skip

        def backward(d_out: Array, wanted: bool) -> tuple[Array | None, list[Step]]:
            d, k = d_out[:, :h], recording.scratch("share", sigma.shape)
            ones = recording.constant(1.0, (1, n, 1))
            return d_out, [
                *product(d, ones, self.d_beta), call(np.multiply, d, c, t), *product(t, ones, self.d_gamma),
                call(np.divide, self.d_gamma, sigma, self.d_gamma),
                call(np.divide, self.d_gamma, sigma, k), call(np.multiply, k, share, k),
                call(np.multiply, c, k, t), call(np.subtract, d, t, d),
                call(np.multiply, self.d_beta, share, k), call(np.subtract, d, k, d), call(np.multiply, d, gain, d),
            ]  # fmt: skip

        return Passage(out, forward, backward)

    def _follow(self, statistics: Array, recording: Recording) -> list[Step]:
        """running ← m · running + (1 − m) · batch, the batch's variance times n/(n − 1): unbiased."""
        share, t = np.zeros_like(statistics), recording.scratch("running", statistics.shape)
        self._followers.append((share, recording.size / max(recording.size - 1, 1)))
        return [
            call(np.multiply, self.running, self._keep, self.running),
            call(np.multiply, statistics, share, t), call(np.add, self.running, t, self.running),
        ]  # fmt: skip

    def evaluate(self, x: Operand, tail: float | None, recording: Recording) -> tuple[Array, list[Step]]:
        """y = (z − mean) · γ/√(variance + ε) + β with the running statistics."""
        assert not isinstance(x, Window)
        out = recording.rows(self.width, tail)
        z, y = x[:, : self.width], out[:, : self.width]
        k = recording.scratch("share", self.gamma.shape)
        return out, [
            call(np.add, self.running[:, 1], self._epsilon, k), call(np.sqrt, k, k), call(np.divide, self.gamma, k, k),
            call(np.subtract, z, self.running[:, 0], y), call(np.multiply, y, k, y), call(np.add, y, self.beta, y),
        ]  # fmt: skip


class Normalize(Part):
    """Normalizes the sums of every hidden layer."""

    def __init__(self, site: Site, on: frozenset[str]) -> None:
        super().__init__(site, on)
        self._stages: dict[Place, Normalization] = {}

    def tune(self, settings: Sequence[Settings]) -> None:
        """Momentum and ε; whether it is on decides the shape of the network."""
        momentum = self.site.per_run((float(s["momentum"]) for s in settings), 1, 1)
        epsilon = self.site.per_run((float(s["epsilon"]) for s in settings), 1, 1)
        for stage in self._stages.values():
            stage.tune(momentum, epsilon)

    def stage(self, place: Place) -> Stage | None:
        """Before the activation."""
        if place.kind != "sums":
            return None
        self._stages[place] = Normalization(place.width)
        return self._stages[place]


class BatchNorm(Regularizer):
    """Batch normalization before the activation (Ioffe & Szegedy 2015)."""

    key = "batch_norm"
    title = "Batch normalization"
    row = "Batch norm"
    rank = 80
    part = Normalize
    formula = r"\gamma\,\frac{z - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}} + \beta"
    explains = (
        "Each hidden unit's input is brought to mean 0 and variance 1 over the mini-batch, then scaled and shifted by "
        "two learnt numbers. The batch's randomness regularizes a little; with full batches that vanishes."
    )
    knobs = (
        Knob(
            key="enabled",
            title="Batch norm",
            default=False,
            off=False,
            typical=True,
            effect="structural",
            formula=r"\hat z = \frac{z - \mu_B}{\sqrt{\sigma_B^2 + \epsilon}}",
            help="Normalize every hidden layer over the mini-batch, before the activation.",
        ),
        Knob(
            key="momentum",
            title="Running momentum",
            default=0.9,
            effect="live",
            low=0.0,
            below=1.0,
            span=(0.0, 0.99),
            usual=(0.9, 0.99),
            step=0.01,
            formula=r"\mathrm{running} \leftarrow m\,\mathrm{running} + (1 - m)\,\mathrm{batch}",
            help="How slowly the running mean and variance, used when evaluating, follow those of the batches.",
        ),
        Knob(
            key="epsilon",
            title="ε",
            default=1e-5,
            effect="live",
            low=1e-12,
            high=1.0,
            span=(1e-8, 1e-1),
            scale="log",
            formula=r"\sqrt{\sigma_B^2 + \epsilon}",
            help="Added to the variance, so that a constant unit does not divide by zero.",
        ),
    )


REGULARIZER = BatchNorm()
