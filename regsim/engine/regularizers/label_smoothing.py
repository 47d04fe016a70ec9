"""Label smoothing: trains towards less than certainty; refuses regression, where there are no classes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regsim.engine.regularizers.base import Part, Regularizer, Settings, Site
from regsim.examples import Array
from regsim.knob import Knob


class Smooth(Part):
    """t ← (1 − ε) t + ε u, with u the encoded target of a uniform guess."""

    alters_targets = True

    def __init__(self, site: Site, on: frozenset[str]) -> None:
        super().__init__(site, on)
        self._amount = np.zeros(site.runs, site.dtype)

    def tune(self, settings: Sequence[Settings]) -> None:
        """Used when the epoch's examples are gathered (again)."""
        self._amount[:] = [float(s["amount"]) for s in settings]

    def on_examples(self, run: int, x: Array, y: Array, epoch: int) -> None:
        """Exactly the targets themselves where the amount is 0."""
        y *= 1 - self._amount[run]
        y += self._amount[run] * self.site.dtype.type(self.site.uniform_target)


class LabelSmoothing(Regularizer):
    """Targets (1 − ε)·onehot + ε/K (Szegedy et al. 2016, section 7)."""

    key = "label_smoothing"
    title = "Label smoothing"
    row = "Label smoothing"
    rank = 90
    part = Smooth
    formula = r"t = (1 - \varepsilon)\,\mathrm{onehot} + \frac{\varepsilon}{K}"
    explains = (
        "Moves a share ε of every target evenly to all classes, so that the network is never pushed to be certain. "
        "The losses shown are measured against the true labels."
    )
    needs = "classes"
    refusal = "Label smoothing needs classes; these targets are numbers."
    knobs = (
        Knob(
            key="amount",
            title="Label smoothing ε",
            default=0.0,
            off=0.0,
            typical=0.1,
            effect="live",
            low=0.0,
            high=1.0,
            span=(0.0, 0.5),
            usual=(0.05, 0.2),
            step=0.01,
            needs="classes",
            formula=r"t = (1 - \varepsilon)\,\mathrm{onehot} + \frac{\varepsilon}{K}",
            help="Share of each target that is spread evenly over all classes.",
        ),
    )


REGULARIZER = LabelSmoothing()
