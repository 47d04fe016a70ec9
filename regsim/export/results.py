"""Says what a finished training came to, as a table, as JSON and as a history; refuses to compute anything new."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Sequence
from itertools import repeat
from typing import Any

import numpy as np

from regsim.examples import Array
from regsim.experiment_file import contents
from regsim.export.table import Row, Table
from regsim.snapshot import RunSnapshot, Snapshot

HISTORY_COLUMNS = (
    "update", "epoch", "train_loss", "validation_loss", "objective", "train_accuracy", "validation_accuracy",
    "weight_norm", "exact_zeros",
)  # fmt: skip
TABLE_COLUMNS = {
    "run": "label", "epochs": "epochs", "train": "train_loss", "validation": "validation_loss", "gap": "gap",
    "test": "test_loss", "accuracy": "accuracy", "best at": "best_epoch", "‖w‖": "weight_norm",
    "exact zeros": "exact_zeros", "diagnosis": "diagnosis",
}  # fmt: skip
DASH = "—"


def summary(label: str, run: RunSnapshot) -> dict[str, Any]:
    """What one run ended with; None where it does not apply or is not finite."""
    values = {
        "label": label,
        "epochs": run.epoch,
        "train_loss": run.train_loss,
        "validation_loss": run.validation_loss,
        "test_loss": run.test_loss,
        "accuracy": run.validation_accuracy,
        "gap": run.gap,
        "best_epoch": run.best_epoch,
        "best_validation_loss": run.best_validation_loss,
        "exact_zeros": run.exact_zeros,
        "weight_count": run.weight_count,
        "weight_norm": run.weight_norm,
        "diagnosis": run.verdict,
        "stop_reason": f"diverged: {run.cause}" if run.state == "diverged" else run.state,
    }
    return {key: plain(value) for key, value in values.items()}


def report_json(snapshot: Snapshot) -> str:
    """One JSON object with ``experiment`` and ``runs``."""
    report = {"experiment": contents(snapshot.experiment), "runs": summaries_of(snapshot)}
    return json.dumps(report, indent=2, allow_nan=False)


def table(snapshot: Snapshot) -> str:
    """A table with one line a run, numbers aligned at the right; why a run diverged or stopped is said below."""
    summaries = summaries_of(snapshot)
    rows = [list(TABLE_COLUMNS), *([cell(key, run) for key in TABLE_COLUMNS.values()] for run in summaries)]
    notes = [note_on(run) for run in snapshot.runs]
    return "\n".join(
        [*aligned(rows), *(f"{run['label']}: {note}" for run, note in zip(summaries, notes, strict=True) if note)]
    )


def results(snapshot: Snapshot) -> Table:
    """What each run ended with; empty where a number does not apply or is not finite."""
    summaries = summaries_of(snapshot)
    return Table(tuple(summaries[0]), (tuple(run.values()) for run in summaries))


def results_markdown(snapshot: Snapshot) -> str:
    """The table as Markdown has it."""
    summaries = summaries_of(snapshot)
    return markdown_table(
        list(TABLE_COLUMNS), [[cell(key, run) for key in TABLE_COLUMNS.values()] for run in summaries]
    )


def markdown_table(header: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table as Markdown has it; bars in a cell are escaped."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines) + "\n"


def history(snapshot: Snapshot) -> Table:
    """The loss history of all runs; empty where a number does not apply or is not finite."""
    return Table(("run", *HISTORY_COLUMNS), _history(snapshot))


def history_json(snapshot: Snapshot) -> str:
    """The loss history of all runs as a JSON list of one object a row."""
    table = history(snapshot)
    rows = (json.dumps(dict(zip(table.header, row, strict=True)), allow_nan=False) for row in table.rows)
    return "[\n" + ",\n".join(rows) + "\n]\n"


def summaries_of(snapshot: Snapshot) -> list[dict[str, Any]]:
    """What each run ended with."""
    labels = [run.label for run in snapshot.experiment.runs]
    return [summary(label, run) for label, run in zip(labels, snapshot.runs, strict=True)]


def _history(snapshot: Snapshot) -> Iterator[Row]:
    for label, run in zip((run.label for run in snapshot.experiment.runs), snapshot.runs, strict=True):
        columns = (getattr(run.history, name) for name in HISTORY_COLUMNS)
        yield from zip(repeat(label), *map(_plain_column, columns), strict=False)


def _plain_column(values: Array) -> list[Any]:
    """What `plain` makes of each number, whole columns at once where they allow it."""
    are_whole = bool(np.isfinite(values).all() and (values == np.floor(values)).all())
    numbers: list[Any] = (values.astype(np.int64) if are_whole else values).tolist()
    return numbers if are_whole else [plain(number) for number in numbers]


def plain(value: Any) -> Any:
    """A number as JSON has it: None if it is not finite, whole where it is whole."""
    if not isinstance(value, float):
        return value
    if not math.isfinite(value):
        return None
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def note_on(run: RunSnapshot) -> str:
    """Why a run diverged, or where it stopped and what it kept; empty for others."""
    if run.state == "diverged":
        return f"diverged: {run.cause}"
    if run.stopped_epoch is None:
        return ""
    kept = (
        "the last weights are kept"
        if run.restored_epoch is None
        else f"the weights of epoch {run.restored_epoch:g} are restored"
    )
    return f"stopped at epoch {run.stopped_epoch:g}, {kept}"


def cell(key: str, run: dict[str, Any]) -> str:
    """One number or word of a summary, as the table shows it."""
    value = run[key]
    if value is None:
        return DASH
    if key == "exact_zeros":
        return f"{value} of {run['weight_count']}"
    if key == "accuracy":
        return f"{100 * value:.1f} %"
    if key in ("epochs", "best_epoch"):
        return f"{value:g}"
    return value if isinstance(value, str) else f"{value:.4f}"


def aligned(rows: list[list[str]]) -> list[str]:
    """Rows of cells as lines, the first and the last column at the left, numbers at the right."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return ["  ".join(_padded(row, widths)).rstrip() for row in rows]


def _padded(row: list[str], widths: list[int]) -> list[str]:
    left = (0, len(row) - 1)
    return [
        cell.ljust(width) if column in left else cell.rjust(width)
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
