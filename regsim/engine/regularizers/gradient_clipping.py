"""Gradient clipping: shortens gradients that are too long; refuses to change their direction."""

from __future__ import annotations

from regsim.engine.regularizers.base import Regularizer
from regsim.knob import Knob


class GradientClipping(Regularizer):
    """Clipping by the global norm of a run's gradient (Pascanu, Mikolov & Bengio 2013)."""

    key = "gradient_clipping"
    title = "Gradient clipping"
    row = "Clip gradient"
    rank = 100
    formula = r"g \leftarrow g \cdot \min\left(1, \frac{c}{\|g\|_2}\right)"
    explains = (
        "A gradient longer than c is scaled back to length c, over all parameters at once. "
        "One surprising batch can then no longer throw the weights far away."
    )
    knobs = (
        Knob(
            key="limit",
            title="Gradient limit c",
            default=0.0,
            off=0.0,
            typical=0.1,
            effect="live",
            low=0.0,
            high=1000.0,
            span=(1e-2, 10.0),
            usual=(0.5, 5.0),
            scale="log",
            formula=r"g \leftarrow g \cdot \min\left(1, \frac{c}{\|g\|_2}\right)",
            help="Greatest length of the gradient of all parameters together.",
        ),
    )


REGULARIZER = GradientClipping()
