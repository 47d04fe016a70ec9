"""Trains an experiment without a window and says how each run ended; refuses to start what could not be written."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from pathlib import Path

from regsim import atomic
from regsim.cli.printing import say
from regsim.cli.settings import prepared, settings
from regsim.engine.training import Training
from regsim.experiment import Experiment
from regsim.export import results
from regsim.snapshot import Snapshot, Wishes

HISTORY_WRITERS: dict[str, Callable[[Snapshot], str]] = {
    ".csv": lambda snapshot: results.history(snapshot).csv(),
    ".json": results.history_json,
}
PROGRESS_INTERVAL = 0.1
NUMBERS = Wishes(weights=False, prediction=False, mask=False)


def run(chosen: argparse.Namespace) -> int:
    """Train, show progress on a terminal, and print a table or one JSON object.

    Raises
    ------
    Refusal
        If the experiment, a setting or the output is not allowed; nothing was trained or written then.
    """
    if chosen.seeds is not None:
        from regsim.cli import seeds

        say(seeds.answer(chosen))
        return 0
    output = Path(chosen.output) if chosen.output else None
    if output is not None:
        atomic.check_output(output, HISTORY_WRITERS)
    snapshot = train(prepared(chosen.experiment, settings(chosen)))
    if output is not None:
        atomic.write_text(output, HISTORY_WRITERS[output.suffix.lower()](snapshot))
    say(results.report_json(snapshot) if chosen.json else results.table(snapshot))
    return 0


def train(experiment: Experiment, wishes: Wishes = NUMBERS) -> Snapshot:
    """Train to the end; progress goes to standard error if that is a terminal."""
    training = Training(experiment)
    shown_at = time.monotonic()
    visible = sys.stderr.isatty()
    while not training.finished:
        training.advance_epoch()
        if visible and time.monotonic() - shown_at > PROGRESS_INTERVAL:
            shown_at = time.monotonic()
            print(f"\repoch {training.epoch} of {experiment.training.epochs}", end="", file=sys.stderr, flush=True)
    if visible:
        print("\r\033[K", end="", file=sys.stderr, flush=True)
    return training.snapshot(wishes)
