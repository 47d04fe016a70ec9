"""L2: a penalty λΣw² in the loss; refuses to touch biases and batch-norm gains."""

from __future__ import annotations

from regsim.engine.regularizers.base import Regularizer
from regsim.knob import Knob


class L2(Regularizer):
    """The squared length of the weights, added to the loss (Krogh & Hertz 1992)."""

    key = "l2"
    title = "L2"
    row = "L2 λ"
    rank = 10
    formula = r"L + \lambda \sum w^2"
    explains = (
        "Adds λ times the sum of all squared weights to the loss, so each step also pulls every weight towards zero "
        "in proportion to its size. Large weights shrink most; hardly any becomes exactly zero."
    )
    knobs = (
        Knob(
            key="strength",
            title="L2 λ",
            default=0.0,
            off=0.0,
            typical=0.01,
            effect="live",
            low=0.0,
            high=10.0,
            span=(1e-5, 1e-1),
            usual=(1e-4, 1e-2),
            scale="log",
            formula=r"L + \lambda \sum w^2",
            help="How much each squared weight costs; the gradient gains 2λw.",
        ),
    )


REGULARIZER = L2()
