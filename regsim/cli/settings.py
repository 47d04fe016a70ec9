"""Turns the options of a command into an experiment, and says all that is wrong; refuses to train it."""

from __future__ import annotations

import argparse
import os
import tomllib
from collections.abc import Iterable, Mapping

from regsim.experiment import Experiment
from regsim.knob import Refusal
from regsim.lesson import read_scene, scene_file, scene_keys
from regsim.presets import load
from regsim.schema import Problems, put, validate


def settings(chosen: argparse.Namespace) -> list[str]:
    """The ``PATH=VALUE`` settings that the options of a command amount to."""
    extra = [] if chosen.epochs is None else [f"training.epochs={chosen.epochs}"]
    if chosen.seed is not None:
        extra += [f"data.seed={chosen.seed}", f"training.seed={chosen.seed}"]
    return [*chosen.settings, *extra]


def prepared(name: str, changes: Iterable[str]) -> Experiment:
    """The experiment of a preset, scene or file with changes like ``l2.strength=0.01``, checked.

    Raises
    ------
    Refusal
        With all that is wrong.
    """
    scene, changes = scene_file(name), list(changes)
    experiment = load(name, scene_keys(), _own(changes)) if scene is None else read_scene(scene).experiment
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


def _own(changes: Iterable[str]) -> Mapping[str, str]:
    """What the changes say of a table that is no longer where, or what, a file says: without it none can be read."""
    own: dict[str, str] = {}
    for change in changes:
        path, _, text = change.partition("=")
        value = literal(text.strip())
        if isinstance(value, str) and path.strip() == "data.path":
            own = {"path": os.path.abspath(value), "sha256": ""}
        elif isinstance(value, str) and path.strip() == "data.sha256":
            own["sha256"] = value
    return own


def literal(text: str) -> object:
    """A TOML value, or the text itself where it is none (a bare word)."""
    try:
        tables = tomllib.loads(f"value = {text}")
    except (ValueError, RecursionError):
        return text
    return tables["value"] if list(tables) == ["value"] else text
