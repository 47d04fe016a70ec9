"""Checks and starts experiment files; refuses to replace one without being told to."""

from __future__ import annotations

import argparse
from pathlib import Path

from regsim import atomic
from regsim.cli.printing import say
from regsim.experiment_file import read, template
from regsim.knob import Refusal


def check(chosen: argparse.Namespace) -> int:
    """Say that a file is an experiment.

    Raises
    ------
    Refusal
        With all that is wrong with it.
    """
    experiment = read(chosen.file)
    count = len(experiment.runs)
    say(f"{chosen.file} is fine: {experiment.title}, {count} {'run' if count == 1 else 'runs'}")
    return 0


def new(chosen: argparse.Namespace) -> int:
    """Write the commented template.

    Raises
    ------
    Refusal
        If the file exists and ``--force`` was not given, or it cannot be written.
    """
    output = Path(chosen.output)
    atomic.check_output(output, {".toml"})
    if output.exists() and not chosen.force:
        raise Refusal(f"{output} exists already: name another file, or add --force to replace it")
    atomic.write_text(output, template())
    return 0
