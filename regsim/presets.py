"""Finds experiments by name: the presets that come with the program, and files; refuses to train them."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path

from regsim.experiment import Experiment
from regsim.experiment_file import read
from regsim.knob import Refusal
from regsim.paths import resources
from regsim.schema import did_you_mean

DEFAULT_PRESET = "overfitting"


@dataclass(frozen=True, slots=True)
class Preset:
    """An experiment that comes with the program.

    Parameters
    ----------
    key : str
        Name of its file, without the ending.
    title : str
    detail : str
        What to notice: the comment that its file begins with.
    path : Path
    """

    key: str
    title: str
    detail: str
    path: Path


@cache
def catalogue() -> dict[str, Preset]:
    """All presets by key, the default one first."""
    paths = sorted((resources() / "presets").glob("*.toml"), key=lambda path: (path.stem != DEFAULT_PRESET, path.stem))
    return {path.stem: _described(path) for path in paths}


def find(name: str, others: Iterable[str] = ()) -> Path:
    """The file meant by `name`: a preset's key, or a path.

    Parameters
    ----------
    others : iterable of str
        What else could have been meant, for the refusal.

    Raises
    ------
    Refusal
        If there is neither; the sentence names the nearest preset.
    """
    known = catalogue()
    if name in known:
        return known[name].path
    path = Path(name)
    if path.suffix or os.sep in name or os.path.exists(path):
        return path
    near = did_you_mean(name, [*known, *others]) or "; see regsim list presets"
    raise Refusal(f'there is no preset or file "{name}"{near}')


def load(name: str, others: Iterable[str] = (), own: Mapping[str, str] | None = None) -> Experiment:
    """The experiment of a preset or a file; parameters as in `find` and `regsim.experiment_file.read`.

    Raises
    ------
    Refusal
        If there is none, or with all that is wrong with it.
    """
    return read(find(name, others), own)


def _described(path: Path) -> Preset:
    text = path.read_text(encoding="utf-8")
    comment = takewhile(lambda line: line.startswith("#"), text.splitlines())
    detail = " ".join(line.lstrip("# ").rstrip() for line in comment)
    return Preset(path.stem, str(tomllib.loads(text)["title"]), detail, path)
