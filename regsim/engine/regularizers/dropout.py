"""Dropout: silences random units while training; refuses to drop outputs, or anything when evaluating."""

from __future__ import annotations

from regsim.engine.regularizers.base import Regularizer
from regsim.knob import Knob


class Dropout(Regularizer):
    """Random masks on hidden units and inputs (Srivastava et al. 2014); p is the probability of being dropped."""

    key = "dropout"
    title = "Dropout"
    row = "Dropout p"
    rank = 30
    formula = r"\tilde a = \frac{r \odot a}{1 - p}, \quad r \sim \mathrm{Bernoulli}(1 - p)"
    explains = (
        "In every step each hidden unit is silenced with probability p, separately for each example, so no unit can "
        "rely on a particular partner. When evaluating, all units work."
    )
    knobs = (
        Knob(
            key="rate",
            title="Dropout p",
            default=0.0,
            off=0.0,
            typical=0.5,
            effect="live",
            low=0.0,
            below=1.0,
            span=(0.0, 0.9),
            usual=(0.2, 0.5),
            step=0.05,
            formula=r"P(\mathrm{dropped}) = p",
            help="Probability that a hidden unit is dropped in a training step.",
        ),
        Knob(
            key="input_rate",
            title="Input p",
            default=0.0,
            off=0.0,
            typical=0.2,
            effect="live",
            low=0.0,
            below=1.0,
            span=(0.0, 0.9),
            usual=(0.0, 0.2),
            step=0.05,
            formula=r"P(\mathrm{dropped}) = p_{\mathrm{in}}",
            help="Probability that an input is dropped in a training step.",
        ),
        Knob(
            key="scaling",
            title="Scaling",
            default="inverted",
            effect="live",
            choices=("inverted", "classic", "none"),
            formula=r"\frac{1}{1 - p} \;\mathrm{training}, \quad 1 - p \;\mathrm{evaluating}",
            help="Inverted: survivors × 1/(1 − p) in training. Classic: all × (1 − p) when evaluating. None: wrong.",
        ),
    )


REGULARIZER = Dropout()
