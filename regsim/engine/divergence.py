"""Names what a step does to a weight before the data have their say, and why a run diverged; refuses to stop it."""

from __future__ import annotations

from regsim.engine.company import REGULARIZERS, Member


def number(value: float) -> str:
    """A number in a sentence, with a true minus sign."""
    return f"{value:.4g}".replace("-", "−")


def shrinkage(member: Member, rate: float) -> tuple[float | None, str]:
    """The factor by which each step multiplies a weight, and its formula; or None and why there is none.

    Parameters
    ----------
    member : Member
    rate : float
        Learning rate in force.
    """
    pairs = zip(REGULARIZERS, member.settings, strict=True)
    pulls = [p for r, settings in pairs if (p := r.pull(settings, member.training.optimizer, rate)) is not None]
    if not pulls:
        return None, "no penalty shrinks the weights by a common factor"
    factor = 1.0
    for pull in pulls:
        if pull.fraction is None:
            return None, pull.reason
        factor -= pull.fraction
    return factor, "1 − " + " − ".join(pull.term for pull in pulls)


def likely_cause(member: Member, rate: float) -> str:
    """Why a run diverged, with the number."""
    factor, formula = shrinkage(member, rate)
    if factor is not None and abs(factor) > 1:
        return f"{formula} = {number(factor)}: each step flips and grows the weights"
    return f"learning rate {number(rate)} is too high: each step overshoots and grows the weights"
