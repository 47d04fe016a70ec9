"""Weight decay: shrinks the weights before each step, apart from the loss; refuses to touch biases and gains."""

from __future__ import annotations

from regsim.engine.regularizers.base import Regularizer
from regsim.knob import Knob


class WeightDecay(Regularizer):
    """Decoupled weight decay (Loshchilov & Hutter 2019, AdamW)."""

    key = "weight_decay"
    title = "Weight decay"
    row = "Weight decay"
    rank = 60
    formula = r"w \leftarrow (1 - \alpha \cdot \mathrm{wd})\, w"
    explains = (
        "Before each step every weight is multiplied by 1 − α·wd, outside the loss. With SGD this is L2 in other "
        "words; with Adam it is not, because Adam rescales L2's gradient but not this."
    )
    knobs = (
        Knob(
            key="strength",
            title="Weight decay",
            default=0.0,
            off=0.0,
            typical=1.0,
            effect="live",
            low=0.0,
            high=1000.0,
            span=(1e-3, 3.0),
            usual=(1e-2, 1.0),
            scale="log",
            formula=r"w \leftarrow (1 - \alpha \cdot \mathrm{wd})\, w",
            help="wd: each step takes the fraction α·wd off every weight. Short trainings need more than long ones.",
        ),
    )


REGULARIZER = WeightDecay()
