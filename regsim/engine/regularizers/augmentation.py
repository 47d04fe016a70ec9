"""Augmentation: trains on randomly altered copies of the examples; refuses to alter validation or test examples."""

from __future__ import annotations

from regsim.engine.regularizers.base import Regularizer
from regsim.knob import Knob


class Augmentation(Regularizer):
    """Fresh random transformations of the training inputs in every epoch (Bishop 1995; Simard et al. 2003)."""

    key = "augmentation"
    title = "Augmentation"
    row = "Augmentation"
    rank = 50
    formula = r"\mathrm{E}_{\tau}\left[ L(f(\tau x), y) \right]"
    explains = (
        "Every epoch trains on freshly altered copies of the examples, with the labels unchanged. "
        "It tells the network which changes do not matter, and is wrong where they do."
    )
    knobs = (
        Knob(
            key="jitter",
            title="Jitter",
            default=0.0,
            off=0.0,
            typical=0.3,
            effect="live",
            low=0.0,
            high=10.0,
            span=(0.0, 1.0),
            usual=(0.1, 0.4),
            step=0.05,
            needs="points",
            formula=r"x + \sigma\,\varepsilon, \quad \varepsilon \sim N(0, 1)",
            help="Standard deviation of the noise added to every input.",
        ),
        Knob(
            key="shift",
            title="Shift",
            default=0.0,
            off=0.0,
            typical=1.0,
            effect="live",
            low=0.0,
            high=100.0,
            span=(0.0, 3.0),
            usual=(0.5, 1.5),
            step=0.25,
            unit="px",
            needs="images",
            help="Images move by up to so many pixels, in both directions.",
        ),
        Knob(
            key="rotation",
            title="Rotation",
            default=0.0,
            off=0.0,
            typical=15.0,
            effect="live",
            low=0.0,
            high=180.0,
            span=(0.0, 180.0),
            usual=(5.0, 20.0),
            step=5.0,
            unit="°",
            needs="images",
            help="Images turn by up to so many degrees; at 180° a 6 becomes a 9 and keeps its label.",
        ),
        Knob(
            key="noise",
            title="Noise",
            default=0.0,
            off=0.0,
            typical=0.1,
            effect="live",
            low=0.0,
            high=10.0,
            span=(0.0, 0.3),
            usual=(0.05, 0.15),
            step=0.01,
            needs="images",
            formula=r"x + \sigma\,\varepsilon, \quad \varepsilon \sim N(0, 1)",
            help="Standard deviation of the noise added to every pixel.",
        ),
        Knob(
            key="scale",
            title="Scale",
            default=0.0,
            off=0.0,
            typical=0.1,
            effect="live",
            low=0.0,
            high=2.0,
            span=(0.0, 0.5),
            usual=(0.05, 0.15),
            step=0.05,
            needs="images",
            formula=r"e^{u}, \quad u \sim U(-s, s)",
            help="Images grow or shrink by a factor of up to e to this power.",
        ),
        Knob(
            key="flip",
            title="Flip",
            default=False,
            off=False,
            typical=True,
            effect="live",
            needs="images",
            help="Mirrors images at random, in both directions: a trap for digits, whose labels it makes wrong.",
        ),
    )


REGULARIZER = Augmentation()
