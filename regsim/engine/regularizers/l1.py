"""L1: a penalty λΣ|w| that makes weights exactly zero; refuses to touch biases and batch-norm gains."""

from __future__ import annotations

from regsim.engine.regularizers.base import Regularizer
from regsim.knob import Knob


class L1(Regularizer):
    """The sum of absolute weights (Tibshirani 1996), by proximal steps or, to compare, by subgradients."""

    key = "l1"
    title = "L1"
    row = "L1 λ"
    rank = 20
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
