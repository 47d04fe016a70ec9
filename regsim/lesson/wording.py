"""Writes the numbers of a lesson in fixed forms, so that they do not jump about; refuses to compute them."""

from __future__ import annotations

import math
from collections.abc import Callable

from regsim.spelling import MINUS, NOTHING, number

NEVER = "never"


def percent(share: float) -> str:
    """A share in per cent with one decimal; none of it is ``0 %``; — if it is not finite."""
    if share == 0:
        return "0 %"
    return f"{share * 100:.1f} %" if math.isfinite(share) else NOTHING


def count(value: float) -> str:
    """A whole number with its thousands set apart; — if it is not finite."""
    return f"{value:,.0f}" if math.isfinite(value) else NOTHING


def epoch(value: float) -> str:
    """An epoch; *never* for one that was not reached."""
    if value == math.inf:
        return NEVER
    return f"{value:.4g}" if math.isfinite(value) else NOTHING


def factor(value: float) -> str:
    """How many times, with two figures below a hundred; — if it is not finite."""
    if not math.isfinite(value):
        return NOTHING
    return f"{value:.2g}" if abs(value) < 99.5 else f"{value:,.0f}"


def setting(value: float) -> str:
    """A knob's value, as short as it can be written; — if it is not finite."""
    if not math.isfinite(value):
        return NOTHING
    mantissa, _, exponent = f"{value:.6g}".partition("e")
    return (f"{mantissa}e{int(exponent)}" if exponent else mantissa).replace("-", MINUS)


FORMATS: dict[str, Callable[[float], str]] = {
    "number": number,
    "loss": number,
    "share": percent,
    "count": count,
    "epoch": epoch,
    "factor": factor,
    "setting": setting,
}
"""By the name that stands behind the colon of a template's braces; a unit is the name of its usual format."""
