"""Prints what was measured as plain text: aligned columns, a ratio beside its goal; refuses to measure."""

from __future__ import annotations

from collections.abc import Sequence


def heading(text: str) -> None:
    """A line with another below it."""
    print(f"\n{text}\n{'-' * len(text)}")


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Aligned columns; the first one to the left, numbers to the right."""
    widths = [max(len(line[column]) for line in (head, *rows)) for column in range(len(head))]
    for line in (head, ["-" * width for width in widths], *rows):
        first, *rest = (cell.ljust(width) if n == 0 else cell.rjust(width) for n, (cell, width) in
                        enumerate(zip(line, widths, strict=True)))  # fmt: skip
        print("  ".join([first, *rest]).rstrip(), flush=True)


def at_least(value: float, goal: float | None) -> str:
    """A ratio that is to be large, e.g. ``"4.1× (≥ 3.5: yes)"``."""
    return f"{value:.2f}×" if goal is None else f"{value:.2f}× (≥ {goal:g}: {_met(value >= goal)})"


def at_most(value: float, goal: float, unit: str) -> str:
    """A cost that is to be small, e.g. ``"9.6 ms (≤ 12: yes)"``."""
    return f"{value:.3g} {unit} (≤ {goal:g}: {_met(value <= goal)})"


def _met(met: bool) -> str:
    return "yes" if met else "NO"
