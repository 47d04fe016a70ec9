"""Where ticks stand and how far a range reaches, linear and logarithmic; refuses to know any pixel or colour."""

from __future__ import annotations

import math

_RUNGS = (1.0, 2.0, 3.0, 5.0)
_LOG_SETS = ((1.0, 2.0, 3.0, 5.0, 7.0), (1.0, 2.0, 3.0, 5.0), (1.0, 2.0, 5.0), (1.0, 3.0), (1.0,))


def nice_step(span: float, most: float) -> float:
    """The smallest of 1, 2, 5 × 10ⁿ that divides `span` into at most `most` parts."""
    raw = span / max(most, 1.0)
    power: float = 10.0 ** math.floor(math.log10(raw))
    for factor in (1.0, 2.0, 5.0):
        if factor * power >= raw * (1 - 1e-9):
            return factor * power
    return 10.0 * power


def linear_ticks(low: float, high: float, most: float) -> list[float]:
    """Multiples of a nice step in [low, high], about `most` of them at most."""
    if not high > low:
        return []
    step = nice_step(high - low, most)
    first, last = math.ceil(low / step - 1e-6), math.floor(high / step + 1e-6)
    digits = max(0, 1 - math.floor(math.log10(step)))
    return [round(index * step, digits) for index in range(first, last + 1)]


def log_ticks(low: float, high: float, most: float) -> list[float]:
    """The finest of 1-2-3-5-7, 1-2-3-5, 1-2-5, 1-3, 1 (or every n-th power of ten) of which `most` fit side by side.

    Parameters
    ----------
    low, high : float
        Above 0.
    most : float
        How many ticks the axis has room for.
    """
    if not high > low > 0:
        return []
    decades = math.log10(high / low)
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for factors in _LOG_SETS:
        closest = min(math.log10(b / a) for a, b in zip(factors, (*factors[1:], 10.0), strict=True))
        if decades / closest <= most:
            ticks = [factor * 10.0**power for power in range(first, last + 1) for factor in factors]
            break
    else:
        stride = math.ceil(decades / max(most, 1.0))
        ticks = [10.0**power for power in range(first, last + 1) if power % stride == 0]
    return [float(f"{tick:.3g}") for tick in ticks if low * (1 - 1e-9) <= tick <= high * (1 + 1e-9)]


def rung_below(value: float) -> float:
    """The largest of 1, 2, 3, 5 × 10ⁿ that is at most `value` (above 0)."""
    power = math.floor(math.log10(value))
    rungs = [factor * 10.0**exponent for exponent in (power - 1, power) for factor in _RUNGS]
    return float(f"{max(rung for rung in rungs if rung <= value * (1 + 1e-9)):.3g}")


def rung_above(value: float) -> float:
    """The smallest of 1, 2, 3, 5 × 10ⁿ that is at least `value` (above 0)."""
    power = math.floor(math.log10(value))
    rungs = [factor * 10.0**exponent for exponent in (power, power + 1) for factor in _RUNGS]
    return float(f"{min(rung for rung in rungs if rung >= value * (1 - 1e-9)):.3g}")
