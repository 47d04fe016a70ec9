"""Spells a measured number as screens and sentences show it; refuses to measure any text."""

from __future__ import annotations

import math

MINUS = "−"
NOTHING = "—"


def number(value: float) -> str:
    """A loss or norm at fixed width: ``8.888``, from 10 on two decimals, from 1000 on ``1.2e3``; else a dash."""
    if not math.isfinite(value):
        return NOTHING
    size = abs(value)
    if size < 9.9995:
        text = f"{value:.3f}"
    elif size < 999.995:
        text = f"{value:.2f}"
    else:
        text = scientific(value, 1)
    return text.replace("-", MINUS)


def scientific(value: float, decimals: int) -> str:
    """Mantissa and exponent, without the exponent's sign and zeros where it is positive: ``1.2e3``."""
    mantissa, exponent = f"{value:.{decimals}e}".split("e")
    return f"{mantissa}e{int(exponent)}"
