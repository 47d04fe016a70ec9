"""Max-norm: caps the length of each hidden unit's incoming weights; refuses to touch biases and the output layer."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regsim.engine.regularizers.base import Part, Regularizer, Settings, Site
from regsim.engine.tape import Step, call
from regsim.knob import Knob


class Projection(Part):
    """w ← w · min(1, c/‖w‖₂) per hidden unit: the nearest point of the ball of radius c."""

    def __init__(self, site: Site, on: frozenset[str]) -> None:
        super().__init__(site, on)
        self._limit = site.per_run([np.inf] * site.runs, 1, 1)

    def tune(self, settings: Sequence[Settings]) -> None:
        """No limit where it is off."""
        self._limit[:] = self.site.per_run((float(s["limit"]) or np.inf for s in settings), 1, 1)

    def after_step(self) -> list[Step]:
        """Six calls a hidden layer."""
        room, steps = self.site.room, list[Step]()
        for w in self.site.incoming:
            square, norm = room.scratch("square", w.shape), room.scratch("norm", (*w.shape[:2], 1))
            one = room.constant(1.0, norm.shape)
            steps += [
                call(np.multiply, w, w, square), call(np.add.reduce, square, axis=2, keepdims=True, out=norm),
                call(np.sqrt, norm, norm), call(np.divide, self._limit, norm, norm),
                call(np.minimum, norm, one, out=norm), call(np.multiply, w, norm, w),
            ]  # fmt: skip
        return steps


class MaxNorm(Regularizer):
    """Projection onto ‖w‖₂ ≤ c per hidden unit (Srebro & Shraibman 2005; Srivastava et al. 2014)."""

    key = "max_norm"
    title = "Max-norm"
    row = "Max-norm"
    rank = 70
    part = Projection
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
