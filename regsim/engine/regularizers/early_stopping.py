"""Early stopping: ends a run whose validation loss no longer improves; refuses to look at the test set."""

from __future__ import annotations

from regsim.engine.regularizers.base import Regularizer
from regsim.knob import Knob


class EarlyStopping(Regularizer):
    """Patience over validation losses, with the best weights taken back (Prechelt 1998)."""

    key = "early_stopping"
    title = "Early stopping"
    row = "Early stopping"
    rank = 40
    formula = r"\mathrm{stop\ when\ } L_{\mathrm{val}} \geq L_{\mathrm{best}} - \delta \mathrm{\ for\ } P \mathrm{\ evaluations}"
    explains = (
        "Counts the evaluations since the validation loss last improved and ends the run when the patience is used up. "
        "The weights of the best evaluation are then taken back."
    )
    knobs = (
        Knob(
            key="patience",
            title="Patience",
            default=0,
            off=0,
            typical=10,
            effect="live",
            low=0,
            high=100_000,
            span=(0, 50),
            usual=(5, 20),
            step=1,
            formula=r"P",
            help="Evaluations (normally epochs) without improvement before the run ends.",
        ),
        Knob(
            key="min_delta",
            title="Least improvement",
            default=0.0,
            effect="live",
            low=0.0,
            high=10.0,
            span=(1e-5, 1e-1),
            scale="log",
            formula=r"\delta",
            help="By how much the validation loss must fall below the best one to count as an improvement.",
        ),
        Knob(
            key="restore_best",
            title="Restore best",
            default=True,
            effect="live",
            help="Take back the weights of the lowest validation loss; otherwise the last ones are kept.",
        ),
    )


REGULARIZER = EarlyStopping()
