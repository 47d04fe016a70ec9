"""Max-norm: caps the length of each hidden unit's incoming weights; refuses to touch biases and the output layer."""

from __future__ import annotations

from regsim.engine.regularizers.base import Regularizer
from regsim.knob import Knob


class MaxNorm(Regularizer):
    """Projection onto ‖w‖₂ ≤ c per hidden unit (Srebro & Shraibman 2005; Srivastava et al. 2014)."""

    key = "max_norm"
    title = "Max-norm"
    row = "Max-norm"
    rank = 70
    formula = r"\|w_{\mathrm{unit}}\|_2 \leq c"
    explains = (
        "After each step the incoming weights of a hidden unit that are longer than c are scaled back to length c. "
        "Shorter ones are left alone."
    )
    knobs = (
        Knob(
            key="limit",
            title="Max-norm c",
            default=0.0,
            off=0.0,
            typical=1.0,
            effect="live",
            low=0.0,
            high=1000.0,
            span=(0.1, 10.0),
            usual=(1.0, 4.0),
            scale="log",
            formula=r"\|w_{\mathrm{unit}}\|_2 \leq c",
            help="Greatest length of a hidden unit's incoming weights.",
        ),
    )


REGULARIZER = MaxNorm()
