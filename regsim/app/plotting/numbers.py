"""Writes numbers as the screen shows them: fixed decimals that do not jump about; refuses to measure any text."""

from __future__ import annotations

import math

from regsim.spelling import MINUS, NOTHING, number, scientific

__all__ = [
    "MINUS", "NOTHING", "count", "figures", "number", "percent", "short_number", "tick_text", "whole_percent",
]  # fmt: skip


def short_number(value: float) -> str:
    """A loss beside its line: two decimals, or two significant digits below 0.1."""
    if not math.isfinite(value):
        return NOTHING
    size = abs(value)
    if size >= 999.5:
        text = scientific(value, 1)
    elif size >= 99.5:
        text = f"{value:.0f}"
    elif size >= 0.095:
        text = f"{value:.2f}"
    elif size >= 0.00095:
        text = f"{value:.{1 - math.floor(math.log10(size))}f}"
    else:
        text = "0.00" if value == 0 else scientific(value, 0)
    return text.replace("-", MINUS, 1) if value < 0 else text


def percent(share: float) -> str:
    """A share in [0, 1] with one decimal: ``79.4 %``; never rounded to a full 0 % or 100 % that it is not."""
    if not math.isfinite(share):
        return NOTHING
    if share in (0.0, 1.0):
        return f"{share * 100:.0f} %"
    return f"{min(max(share * 100, 0.1), 99.9):.1f} %"


def whole_percent(share: float) -> str:
    """The same without decimals, where there is little room: ``79 %``."""
    if not math.isfinite(share) or share in (0.0, 1.0):
        return percent(share)
    return f"{min(max(round(share * 100), 1), 99)} %"


def count(value: int) -> str:
    """A whole number with commas: ``4,352``."""
    return f"{value:,}"


def figures(value: float) -> str:
    """A measurement in its own unit, with four significant digits: ``34.25``, ``1,985``, ``0.0012``, ``3.1e7``."""
    size = abs(value)
    if size >= 1e7 or 0.0 < size < 1e-4:
        text = scientific(value, 1)
    else:
        text = f"{value:,.0f}" if size >= 1000 else f"{value:.4g}"
    return text.replace("-", MINUS) if value < 0 else text


def tick_text(value: float) -> str:
    """A tick: no more digits than the value needs, ``1,000``, ``−0.5``, ``1e−5``."""
    if value == 0:
        return "0"
    size = abs(value)
    if size >= 1e6 or size < 0.9e-3:
        text = scientific(value, 0)
    elif size >= 1000:
        text = f"{value:,.0f}" if value == round(value) else f"{value:,.1f}"
    else:
        text = f"{value:.6g}"
    return text.replace("-", MINUS)
