"""L1: a penalty λΣ|w| that makes weights exactly zero; refuses to touch biases and batch-norm gains."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regsim.engine.regularizers.base import Part, Regularizer, Settings
from regsim.engine.tape import Step, call
from regsim.examples import Array
from regsim.knob import Knob


class Penalty(Part):
    """λΣ|w|: the soft threshold after the step, or its subgradient λ sign w in the gradient.

    The proximal operator of κ|w| is S(w) = sign(w)·max(|w| − κ, 0) = w − clip(w, −κ, κ) (Parikh & Boyd 2014, section
    6.5.2), with κ = λ·step in the metric of the optimizer: then λ has one meaning under all optimizers, and what lands
    within κ of zero is zero exactly.
    """

    def begin(self) -> None:
        """λ of each run, and of each weight by method."""
        self._strength = self.site.per_run([0.0] * self.site.runs, 1)
        self._proximal = np.zeros_like(self.site.weights)
        self._subgradient = np.zeros_like(self.site.weights)

    def tune(self, settings: Sequence[Settings]) -> None:
        """Write λ where there are weights, into the array of the method that a run uses."""
        self._strength[:] = self.site.per_run((float(s["strength"]) for s in settings), 1)
        for method, array in (("proximal", self._proximal), ("subgradient", self._subgradient)):
            chosen = self.site.per_run((s["method"] == method for s in settings), 1)
            np.multiply(self._strength * chosen, self.site.is_weight, out=array)

    def penalty(self) -> Array:
        """λΣ|w|."""
        return np.asarray(self._strength[:, 0] * np.abs(self.site.weights * self.site.is_weight).sum(axis=1))

    def penalty_gradient(self) -> list[Step]:
        """g ← g + λ sign w, for runs that take subgradients."""
        w, g = self.site.weights, self.site.gradient
        t = self.site.room.scratch("step", w.shape)
        return [call(np.sign, w, t), call(np.multiply, t, self._subgradient, t), call(np.add, g, t, g)]

    def after_step(self) -> list[Step]:
        """w ← w − clip(w, −κ, κ), for proximal runs; κ = 0 takes nothing off."""
        w = self.site.weights
        k, t = (self.site.room.scratch(name, w.shape) for name in ("threshold", "step"))
        return [
            call(np.multiply, self.site.step_size(), self._proximal, k),
            call(np.minimum, w, k, out=t), call(np.negative, k, k), call(np.maximum, t, k, out=t),
            call(np.subtract, w, t, w),
        ]  # fmt: skip


class L1(Regularizer):
    """The sum of absolute weights (Tibshirani 1996), by proximal steps or, to compare, by subgradients."""

    key = "l1"
    title = "L1"
    row = "L1 λ"
    rank = 20
    part = Penalty
    formula = r"L + \lambda \sum |w|"
    explains = (
        "Adds λ times the sum of all absolute weights: after each step every weight moves by the same amount towards "
        "zero and stops there. Weights that the data do not defend become exactly zero."
    )
    knobs = (
        Knob(
            key="strength",
            title="L1 λ",
            default=0.0,
            off=0.0,
            typical=0.005,
            effect="live",
            low=0.0,
            high=10.0,
            span=(1e-5, 1.0),
            usual=(1e-4, 1e-2),
            scale="log",
            formula=r"L + \lambda \sum |w|",
            help="How much each absolute weight costs; every step takes λ times the step size off each weight.",
        ),
        Knob(
            key="method",
            title="Method",
            default="proximal",
            effect="live",
            choices=("proximal", "subgradient"),
            formula=r"w \leftarrow \mathrm{sign}(w)\,\max(|w| - \lambda\,\mathrm{step}, 0)",
            help="Proximal steps land on zero exactly; subgradient steps hop across it and never do.",
        ),
    )


REGULARIZER = L1()
