"""Gradient clipping: shortens gradients that are too long; refuses to change their direction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regsim.engine.regularizers.base import Part, Regularizer, Settings, Site
from regsim.engine.tape import Step, call
from regsim.knob import Knob


class Clip(Part):
    """g ← g · min(1, c/‖g‖₂), penalties' gradients included."""

    def __init__(self, site: Site, on: frozenset[str]) -> None:
        super().__init__(site, on)
        self._limit = site.per_run([np.inf] * site.runs, 1)

    def tune(self, settings: Sequence[Settings]) -> None:
        """No limit where it is off."""
        self._limit[:] = self.site.per_run((float(s["limit"]) or np.inf for s in settings), 1)

    def on_gradient(self) -> list[Step]:
        """Five calls."""
        g, room = self.site.gradient, self.site.room
        norm = room.scratch("norm", (self.site.runs, 1))
        one = room.constant(1.0, norm.shape)
        return [
            call(np.vecdot, g, g, norm[:, 0]), call(np.sqrt, norm, norm), call(np.divide, self._limit, norm, norm),
            call(np.minimum, norm, one, out=norm), call(np.multiply, g, norm, g),
        ]  # fmt: skip


class GradientClipping(Regularizer):
    """Clipping by the global norm of a run's gradient (Pascanu, Mikolov & Bengio 2013)."""

    key = "gradient_clipping"
    title = "Gradient clipping"
    row = "Clip gradient"
    rank = 100
    part = Clip
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
