"""Weight decay: shrinks the weights before each step, apart from the loss; refuses to touch biases and gains."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regsim.engine.regularizers.base import Part, Pull, Regularizer, Settings
from regsim.engine.tape import Step, call
from regsim.examples import Array
from regsim.knob import Knob


class Decay(Part):
    """w ← (1 − α·wd) w, after the gradient was taken and before the step, as in the paper's algorithm 2."""

    def begin(self) -> None:
        """wd and α of each run, and 1 − α·wd of each weight."""
        self._strength = self.site.per_run([0.0] * self.site.runs, 1)
        self._rate = np.zeros_like(self._strength)
        self._factor = np.ones_like(self.site.weights)

    def tune(self, settings: Sequence[Settings]) -> None:
        """New strengths."""
        self._strength[:] = self.site.per_run((float(s["strength"]) for s in settings), 1)
        self._refresh()

    def set_rate(self, rate: Array) -> None:
        """New learning rates."""
        self._rate[:, 0] = rate
        self._refresh()

    def _refresh(self) -> None:
        np.multiply(self._rate * self._strength, self.site.is_weight, out=self._factor)
        np.subtract(1, self._factor, out=self._factor)

    def before_step(self) -> list[Step]:
        """One call."""
        return [call(np.multiply, self.site.weights, self._factor, self.site.weights)]


class WeightDecay(Regularizer):
    """Decoupled weight decay (Loshchilov & Hutter 2019, AdamW)."""

    key = "weight_decay"
    title = "Weight decay"
    row = "Weight decay"
    rank = 60
    part = Decay
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

    def pull(self, settings: Settings, optimizer: str, rate: float) -> Pull | None:
        """α·wd, under every optimizer."""
        strength = float(settings["strength"])
        return Pull("α·wd", rate * strength) if strength else None


REGULARIZER = WeightDecay()
