"""Turns an experiment into a short TOML file; refuses to lose the comments of a file that is written again."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from regsim import atomic
from regsim.experiment import Edit, Experiment, Run
from regsim.experiment_file.reading import FORMAT, Newer, leaves, parse, read
from regsim.knob import Refusal, Value
from regsim.picture_file import CARRIERS, is_picture
from regsim.schema import OVERRIDES, data_sets, get
from regsim.schema.address import section_knobs
from regsim.schema.knobs import SECTIONS, regularizer_knobs

ALWAYS_WRITTEN = ("data.kind", "data.seed", "training.seed")

FileValue = Value | list[str]
Lines = dict[str, FileValue]


def write(experiment: Experiment, path: str | Path) -> None:
    """Write `experiment` to a file, whole or not at all.

    If there is an experiment file already, its comments, order and explicit defaults stay where the value did.

    Raises
    ------
    Refusal
        If the file cannot be written, holds what a newer program wrote, or has the name of a picture.
    """
    target = Path(path)
    if target.suffix.lower() in CARRIERS:
        raise Refusal(f"{target} is the name of a picture: save the experiment as {target.stem}.regsim.toml")
    experiment = pinned(experiment)
    try:
        content = _rewritten(experiment, target) or text(experiment, folder=target.parent)
    except OSError as error:
        raise Refusal(f"{target} cannot be written: {(error.strerror or str(error)).lower()}") from error
    atomic.write_text(target, content)


def text(experiment: Experiment, explicit: Collection[str] = (), folder: Path | None = None) -> str:
    """The file of `experiment`: kind, seeds and labels always, everything else only where it is not the default.

    A file of a person's own data is named with its checksum, so that a changed one is not taken for it.

    Parameters
    ----------
    explicit : collection of str
        Paths that are written even at their default.
    folder : Path, optional
        Where the text will lie: a data file in it or below it is named as seen from there.

    Raises
    ------
    Refusal
        If a file of a person's own data cannot be read.
    """
    experiment = pinned(experiment)
    sections = _sections(experiment, explicit)
    if folder is not None and isinstance(path := sections["data"].get("path"), str):
        sections["data"]["path"] = _seen_from(folder, path)
    blocks = [_block(section, lines) for section, lines in sections.items()]
    blocks += [_block("[run]", _run_lines(experiment, index, explicit)) for index in range(len(experiment.runs))]
    blocks += [_block("[edit]", _edit_lines(edit)) for edit in experiment.edits]
    return "\n".join(block for block in blocks if block)


def contents(experiment: Experiment) -> dict[str, Any]:
    """The experiment as nested plain values, defaults of data, network and training included, for JSON."""
    named = {path: get(experiment, path) for path in _shared_paths(experiment)}
    runs = [_nested(_run_lines(experiment, index)) for index in range(len(experiment.runs))]
    edits = [_edit_lines(edit) for edit in experiment.edits]
    return {"title": experiment.title, **_nested(named), "runs": runs, "edits": edits}


def pinned(experiment: Experiment) -> Experiment:
    """The experiment as it will find the same data again: with the checksum of the person's own file.

    Raises
    ------
    Refusal
        If that file cannot be read.
    """
    data = experiment.data
    options = data_sets()[data.kind].pinned(data.options)
    return experiment if options == data.options else replace(experiment, data=replace(data, options=options))


def literal(value: object) -> str:
    """A value as TOML spells it."""
    import json  # a window that opens writes nothing

    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(literal(entry) for entry in value) + "]"
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _seen_from(folder: Path, path: str) -> str:
    here, there = Path(os.path.abspath(folder)), Path(os.path.abspath(path))
    return there.relative_to(here).as_posix() if there.is_relative_to(here) else str(there)


def _sections(experiment: Experiment, explicit: Collection[str]) -> dict[str, Lines]:
    named = experiment.title != Experiment().title or "title" in explicit
    sections: dict[str, Lines] = {"": {"title": experiment.title}} if named else {}
    if "format" in explicit:
        sections.setdefault("", {})["format"] = FORMAT
    for path in _shared_paths(experiment):
        section, _, key = path.partition(".")
        value = get(experiment, path)
        default = section_knobs(section, experiment)[key].default
        if value != default or path in ALWAYS_WRITTEN or path in explicit:
            sections.setdefault(section, {})[key] = value
    return sections


def _run_lines(experiment: Experiment, index: int, explicit: Collection[str] = ()) -> Lines:
    run: Run = experiment.runs[index]
    prefix = f"run.{index + 1}"
    lines: Lines = {"label": run.label}
    if run.colour != index or f"{prefix}.colour" in explicit:
        lines["colour"] = run.colour + 1
    for name in (*regularizer_knobs(), *OVERRIDES):
        if name in run.values or f"{prefix}.{name}" in explicit:
            lines[name] = get(experiment, f"{prefix}.{name}")
    if run.expect:
        lines["expect"] = run.expect[0] if len(run.expect) == 1 else list(run.expect)
    return lines


def _shared_paths(experiment: Experiment) -> list[str]:
    return [f"{section}.{key}" for section in SECTIONS for key in section_knobs(section, experiment)]


def _edit_lines(edit: Edit) -> Lines:
    return {"update": edit.update, "path": edit.path, "value": edit.value}


def _block(header: str, lines: Mapping[str, FileValue]) -> str:
    body = "".join(f"{key} = {literal(value)}\n" for key, value in lines.items())
    return f"[{header}]\n{body}" if header else body


def _nested(lines: Mapping[str, FileValue]) -> dict[str, Any]:
    nested: dict[str, Any] = {}
    for path, value in lines.items():
        *tables, key = path.split(".")
        place = nested
        for table in tables:
            place = place.setdefault(table, {})
        place[key] = list(value) if isinstance(value, tuple) else value
    return nested


def _rewritten(experiment: Experiment, path: Path) -> str | None:
    """The file at `path` with its values changed to those of `experiment`; None if it is no experiment file."""
    from regsim.experiment_file.merging import merged  # needs tomlkit, which is slow to import

    if not path.is_file():
        return None
    try:
        read(path)
    except Newer:
        raise Refusal(f"{path} was written by a newer RegSim and is kept: choose another name") from None
    except Refusal:
        return None
    if is_picture(path):  # which carries an experiment, but is no file of one
        return None
    old = path.read_text(encoding="utf-8-sig")
    changed = merged(old, text(experiment, _explicit(old, experiment), path.parent))
    return changed if parse(changed, str(path), path.parent) == experiment else None


def _explicit(old: str, experiment: Experiment) -> set[str]:
    tables = tomllib.loads(old)
    numbers = {run.label: index + 1 for index, run in enumerate(experiment.runs)}
    runs = [(numbers.get(table.get("label", "")), table) for table in tables.pop("run", [])]
    own = {f"run.{number}.{name}" for number, table in runs if number for name, _ in leaves(table)}
    return own | {path for path, _ in leaves(tables)}
