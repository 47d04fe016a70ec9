"""Batch normalization: standardizes each hidden unit over the mini-batch; refuses to use batch statistics when evaluating."""

from __future__ import annotations

from regsim.engine.regularizers.base import Regularizer
from regsim.knob import Knob


class BatchNorm(Regularizer):
    """Batch normalization before the activation (Ioffe & Szegedy 2015)."""

    key = "batch_norm"
    title = "Batch normalization"
    row = "Batch norm"
    rank = 80
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
