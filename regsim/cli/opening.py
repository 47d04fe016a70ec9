"""Opens the window, after a look at whether this machine can show one; refuses in one sentence if it cannot."""

from __future__ import annotations

import argparse
import os
from pathlib import Path

from regsim.cli.doctor import require_window
from regsim.knob import Refusal


def open_window(chosen: argparse.Namespace) -> int:
    """Open the window with a preset or a file; it asks what a table is to be used for, and about one that has changed.

    Raises
    ------
    Refusal
        If the experiment is not allowed, or something the window needs is missing.
    """
    table = chosen.experiment if chosen.present is None and _is_asked_about(chosen.experiment) else None
    if table is not None:
        chosen.experiment = None
    if chosen.experiment is not None:  # the default preset is read behind the first painted frame
        _check(chosen.experiment)
    if chosen.present:
        _check_scene(chosen.present, chosen.experiment)
    require_window()
    from regsim.app.application import main

    return main(chosen.experiment, chosen.present, table)


def _is_asked_about(name: str | None) -> bool:
    """Whether it is a table, or an experiment whose table is gone or another one now."""
    if name is None or not Path(name).is_file():
        return False
    from regsim.commented import is_exported_table
    from regsim.experiment_file import changed_table, missing_table
    from regsim.tables.dialect import ENDINGS

    path = Path(name)
    if name.lower().endswith(ENDINGS) and not is_exported_table(path):
        return True
    return missing_table(path) is not None or changed_table(path) is not None


def _check(name: str) -> None:
    import difflib  # the window that opens without a name needs no guess

    from regsim.cli import COMMANDS
    from regsim.presets import catalogue, load

    near = difflib.get_close_matches(name, COMMANDS, 1, 0.6)
    if near and name not in catalogue() and not os.path.exists(name):
        raise Refusal(f'there is no command "{name}"; did you mean {near[0]}?')
    load(name)


def _check_scene(key: str, experiment: str | None) -> None:
    from regsim.lesson import scene_keys

    keys = sorted(scene_keys())
    if experiment is not None and key in keys:
        raise Refusal(f"--present {key}: a scene brings its own experiment; leave {experiment} out")
    if key not in keys:
        import difflib

        near = difflib.get_close_matches(key, keys, 1, 0.6)
        hint = f"; did you mean {near[0]}?" if near else " (see regsim list scenes)"
        raise Refusal(f'--present {key}: there is no scene "{key}"{hint}')
