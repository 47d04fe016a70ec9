"""Trains an experiment without a window and says how each run ended; refuses to start what could not be written."""

from __future__ import annotations

import argparse
import sys
import time
import tomllib
from collections.abc import Callable, Iterable
from pathlib import Path

from regsim import atomic
from regsim.cli import results
from regsim.engine.training import Training
from regsim.experiment import Experiment
from regsim.knob import Refusal
from regsim.presets import load
from regsim.schema import Problems, put, validate
from regsim.snapshot import Snapshot, Wishes

HISTORY_WRITERS: dict[str, Callable[[Snapshot], str]] = {".csv": results.history_csv, ".json": results.history_json}
PROGRESS_INTERVAL = 0.1


def run(chosen: argparse.Namespace) -> int:
    """Train, show progress on a terminal, and print a table or one JSON object.

    Raises
    ------
    Refusal
        If the experiment, a setting or the output is not allowed; nothing was trained or written then.
    """
    output = Path(chosen.output) if chosen.output else None
    if output is not None:
        atomic.check_output(output, HISTORY_WRITERS)
    snapshot = train(prepared(chosen.experiment, settings(chosen)))
    if output is not None:
        atomic.write_text(output, HISTORY_WRITERS[output.suffix.lower()](snapshot))
    print(results.report_json(snapshot) if chosen.json else results.table(snapshot))
    return 0


def settings(chosen: argparse.Namespace) -> list[str]:
    """The ``PATH=VALUE`` settings that the options of a command amount to."""
    extra = [] if chosen.epochs is None else [f"training.epochs={chosen.epochs}"]
    if chosen.seed is not None:
        extra += [f"data.seed={chosen.seed}", f"training.seed={chosen.seed}"]
    return [*chosen.settings, *extra]


def prepared(name: str, changes: Iterable[str]) -> Experiment:
    """The experiment of a preset or file with changes like ``l2.strength=0.01``, checked.

    Raises
    ------
    Refusal
        With all that is wrong.
    """
    experiment = load(name)
    sentences = []
    for change in changes:
        path, equals, text = change.partition("=")
        try:
            if not equals:
                sentences.append(f"--set {change}: must be PATH=VALUE")
            else:
                experiment = put(experiment, path.strip(), literal(text.strip()))
        except Refusal as refusal:
            sentences.append(str(refusal))
    if sentences:
        raise Problems(sentences)
    validate(experiment)
    return experiment


def literal(text: str) -> object:
    """A TOML value, or the text itself where it is none (a bare word)."""
    try:
        tables = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return tables["value"] if list(tables) == ["value"] else text


def train(experiment: Experiment) -> Snapshot:
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
    return training.snapshot(Wishes(weights=False, prediction=False, mask=False))
