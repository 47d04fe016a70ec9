"""Tells sweeps as Markdown: runs, verdicts, losses, wins and claims; refuses to train and to judge."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from regsim.sweep import SeedSweep
from tests.verify.claims import CLAIMS

RUN_COLUMNS = (
    "run", "meant to end", "agrees", "training", "validation", "gap", "accuracy", "exact zeros", "wins", "at most half",
)  # fmt: skip
DASH = "—"


def preset_section(key: str, sweep: SeedSweep) -> str:
    """A heading, one line a run and one line a claim."""
    rows = [_run_row(sweep, run) for run in range(len(sweep.runs))]
    claims = [f"- {claim.words}: **{int(claim.holds(sweep).sum())} of {len(sweep.seeds)}**" for claim in CLAIMS[key]]
    return "\n".join([f"### {key}", "", table(RUN_COLUMNS, rows), "", *claims])


def scenario_rows(sweep: SeedSweep) -> list[tuple[str, ...]]:
    """Data, run, intent, agreement, and what else was said."""
    return [
        (sweep.experiment.title, run.label, " or ".join(run.expect), _agreement(sweep, place), _others(sweep, place))
        for place, run in enumerate(sweep.experiment.runs)
    ]


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table with aligned columns."""
    widths = [max(len(line[column]) for line in (head, *rows)) for column in range(len(head))]
    lines = [head, ["-" * width for width in widths], *rows]
    return "\n".join(
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) + " |" for line in lines
    )


def agreement(sweeps: Sequence[SeedSweep]) -> tuple[int, int]:
    """Verdicts that agree with what was meant, and all of which something was meant."""
    counts = [sweep.agreement(run) for sweep in sweeps for run in range(len(sweep.runs))]
    sizes = [len(sweep.seeds) for sweep in sweeps for _ in sweep.runs]
    claimed = [(count, size) for count, size in zip(counts, sizes, strict=True) if count is not None]
    return sum(count for count, _ in claimed), sum(size for _, size in claimed)


def _run_row(sweep: SeedSweep, run: int) -> tuple[str, ...]:
    asked = sweep.experiment.runs[run]
    medians = {
        name: sweep.quartiles(name)[run, 1] for name in ("train_loss", "validation_loss", "gap", "validation_accuracy")
    }
    share = np.median(sweep.numbers("exact_zeros")[run] / sweep.numbers("weight_count")[run])
    loss = sweep.numbers("validation_loss")
    others = _others(sweep, run)
    return (
        asked.label,
        " or ".join(asked.expect),
        _agreement(sweep, run) + (f" ({others})" if others else ""),
        _number(medians["train_loss"]),
        _with_quartiles(sweep, run),
        _number(medians["gap"]),
        DASH if np.isnan(medians["validation_accuracy"]) else f"{100 * medians['validation_accuracy']:.1f} %",
        f"{100 * share:.1f} %",
        DASH if run == 0 else str(int(sweep.wins()[run])),
        DASH if run == 0 else str(int((loss[run] <= loss[0] / 2).sum())),
    )


def _with_quartiles(sweep: SeedSweep, run: int) -> str:
    first, median, third = sweep.quartiles("validation_loss")[run]
    return f"{_number(median)} ({_number(first)}–{_number(third)})" if np.isfinite(median) else DASH


def _agreement(sweep: SeedSweep, run: int) -> str:
    count = sweep.agreement(run)
    return DASH if count is None else f"{count} of {len(sweep.seeds)}"


def _others(sweep: SeedSweep, run: int) -> str:
    """Verdicts that were not meant, with their counts."""
    expected = sweep.experiment.runs[run].expect
    found = Counter(verdict for verdict in sweep.verdicts(run) if verdict not in expected)
    return ", ".join(f"{count} {verdict}" for verdict, count in found.most_common())


def _number(value: float) -> str:
    return f"{value:.3f}".replace("-", "−") if np.isfinite(value) else DASH
