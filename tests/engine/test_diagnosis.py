"""The diagnosis of curves whose story is known."""

from __future__ import annotations

import numpy as np
import pytest

from regsim.engine.diagnosis import diagnose, diagnose_stopped
from regsim.snapshot import Verdict

EPOCHS = np.arange(200)
FALL = 0.6 * np.exp(-EPOCHS / 15)
RISE = 0.004 * np.maximum(EPOCHS - 40, 0)
CURVES: dict[str, tuple[np.ndarray, np.ndarray, Verdict]] = {
    "memorises": (FALL, 0.45 + FALL / 3 + RISE, "overfitting"),
    "gap without a rise": (FALL, 0.5 + FALL / 3, "overfitting"),
    "rises a little": (0.3 + FALL / 2, 0.45 + FALL / 3 + RISE / 5, "starting to overfit"),
    "both settle low": (0.4 + FALL / 2, 0.45 + FALL / 3, "good fit"),
    "both stay high": (0.65 + FALL / 20, 0.66 + FALL / 20, "underfitting"),
    "penalty pulls both up": (0.4 + FALL / 2 + RISE / 4, 0.45 + FALL / 3 + RISE / 4, "underfitting"),
    "both still fall": (0.69 - 0.0012 * EPOCHS, 0.69 - 0.001 * EPOCHS, "still training"),
    "blows up": (0.6 + 0.05 * EPOCHS, 0.6 + 0.05 * EPOCHS, "diverged"),
}


@pytest.mark.parametrize("name", CURVES)
def test_known_stories(name: str) -> None:
    train, validation, expected = CURVES[name]
    assert diagnose(train, validation, 0.69, 0.39) == expected


def test_few_points_and_broken_numbers() -> None:
    train, validation, _ = CURVES["memorises"]
    assert diagnose(train[:4], validation[:4], 0.69, 0.39) == "no verdict"
    assert diagnose_stopped(train[:4], validation[:4], 1, 0.69, 0.39) == "no verdict"
    assert diagnose(np.append(train, np.nan), np.append(validation, 1), 0.69, None) == "diverged"


def test_without_a_floor_the_guess_decides() -> None:
    assert diagnose(0.65 + FALL / 20, 0.66 + FALL / 20, 0.69, None) == "underfitting"
    assert diagnose(0.4 + FALL / 2, 0.45 + FALL / 3, 0.69, None) == "good fit"


def test_stopped_early() -> None:
    train, validation = 0.42 + FALL / 2, 0.45 + FALL / 3 + RISE
    best = int(validation.argmin())
    assert (
        diagnose_stopped(train[: best + 10], validation[: best + 10], best, 0.69, 0.39) == "stopped before overfitting"
    )
    high = np.full(20, 0.68)
    assert diagnose_stopped(high, high, 3, 0.69, 0.39) == "underfitting"
    train, validation, _ = CURVES["memorises"]
    assert diagnose_stopped(train, validation, 199, 0.69, 0.39) == "overfitting"
