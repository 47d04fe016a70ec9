"""Turns a TOML file into an experiment and says all that is wrong with it; refuses to guess what was meant."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from regsim import archive, commented
from regsim.experiment import MAX_RUNS, Edit, Experiment, Run
from regsim.knob import Refusal, shown
from regsim.picture_file import carried_text, is_picture
from regsim.schema import Problems, data_sets, did_you_mean, knob, problems, put, regularizers
from regsim.schema.address import single_paths
from regsim.schema.knobs import SECTIONS

MAX_BYTES = 1_000_000
MARKDOWN = ".md"
"""Ending of an exported table for people, which carries an experiment as a picture does."""
MOST_RUN_TABLES = 100
MOST_SETTINGS = 500
EDIT_KEYS = ("update", "path", "value")
DEEPEST_KEY = 8
"""Dots in one key: what a thousand of them stand for takes more memory than the square of their number."""
MOST_TABLES = 30_000
"""Headers of tables: a file of the longest length that is full of edits has fewer."""
FORMAT = 1
"""What an experiment file means; raised only when an older program would take a file for something else."""

Table = Mapping[str, object]
Own = Mapping[str, str]

_TEXTS_AND_COMMENTS = re.compile(
    r'''"""(?:\\.|[^\\])*?"""|\'{3}.*?\'{3}|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|#[^\n]*''', re.DOTALL
)
_FORMAT = re.compile(r"^format *= *(\d{1,9}) *(?:#.*)?$", re.MULTILINE)
_ENDS_OF_KEYS = re.compile(r"[\n,={}\[\]]")


class Newer(Refusal):
    """A file of a newer version, which this one can neither read nor write again without a loss."""


def read(path: str | Path, own: Own | None = None) -> Experiment:
    """The experiment in a file, or in a picture that was made from it.

    Parameters
    ----------
    own : mapping, optional
        ``path`` and ``sha256`` of a table of one's own, in place of what the file says of it; other data have none.

    Raises
    ------
    Refusal
        If it cannot be read, is larger than a megabyte, is no TOML text in UTF-8, or is a picture that carries none.
    Problems
        With one sentence for each path, type, range or combination that is wrong.
    """
    text, name, folder = file_text(Path(path)), str(path), Path(path).parent
    tables = tables_in(text, name)
    data = tables.get("data")
    if own and isinstance(data, Mapping) and data.get("kind") == "file":
        tables = {**tables, "data": {**data, **own}}
    experiment = parse_tables(tables, name, folder)
    data_sets()[experiment.data.kind].verify(experiment.data.options)
    return experiment


def parse(text: str, name: str = "the text", folder: Path | None = None) -> Experiment:
    """The experiment in a TOML text; `name` is what its refusals call it.

    Parameters
    ----------
    folder : Path, optional
        Where a relative ``data.path`` begins; without it, where the program was started.

    Raises
    ------
    Refusal
        If it is no TOML.
    Problems
        With one sentence for each path, type, range or combination that is wrong.
    """
    return parse_tables(tables_in(text, name), name, folder)


def tables_in(text: str, name: str = "the text") -> Table:
    """The tables of a TOML text, whatever they say.

    Raises
    ------
    Newer
        If it is no TOML of today, and a newer program wrote it.
    Refusal
        If it is no TOML, or of a kind that would take minutes or gigabytes to read.
    """
    bare = _TEXTS_AND_COMMENTS.sub("_", text)
    if any(key.count(".") > DEEPEST_KEY for key in _ENDS_OF_KEYS.split(bare)):
        raise Refusal(f"{name} is no experiment: a key in it has more than {DEEPEST_KEY} dots")
    if bare.count("\n[") > MOST_TABLES:
        raise Refusal(f"{name} is no experiment: it has more than {MOST_TABLES:,} tables")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        if claimed := _FORMAT.search(text):  # TOML itself may be newer in a newer file
            _check_format({"format": int(claimed[1])}, name)
        raise Refusal(f"{name} is not valid TOML: {error}") from None
    except (ValueError, RecursionError):  # a number of thousands of digits; thousands of brackets
        raise Refusal(f"{name} is not valid TOML: a number is too long or brackets are nested too deeply") from None


def parse_tables(tables: Table, name: str, folder: Path | None = None) -> Experiment:
    """The experiment in the tables of a TOML text; `name` and `folder` are those of `parse`.

    Raises
    ------
    Refusal
        If there are far too many settings.
    Newer
        If a newer program wrote them.
    Problems
        With one sentence for each path, type, range or combination that is wrong.
    """
    _check_format(tables, name)
    most = max((_count(table) for table in (tables, *_tables(tables.get("run")))), default=0)
    if most > MOST_SETTINGS:
        raise Refusal(f"{name} has {most} settings in one place: no experiment has more than {MOST_SETTINGS}")
    return _Reader(tables, folder).experiment()


def leaves(table: Table, prefix: str = "") -> Iterator[tuple[str, object]]:
    """Dotted paths and values of a table, however its keys were written."""
    for key, value in table.items():
        path = f"{prefix}{key}"
        if isinstance(value, Mapping) and (value or path in SECTIONS or key in regularizers()):
            yield from leaves(value, f"{path}.")
        else:
            yield path, value


def _check_format(tables: Table, name: str) -> None:
    found = tables.get("format", FORMAT)
    if isinstance(found, bool) or not isinstance(found, int) or found < 1:
        raise Refusal(f"{name}: format = {shown(found)}: must be a whole number of at least 1")
    if found > FORMAT:
        raise Newer(
            f"{name} was written by a newer RegSim: it has format {found}, this version reads {FORMAT}; "
            "update RegSim to open it"
        )


def _tables(found: object) -> list[Table]:
    return [table for table in found if isinstance(table, Mapping)] if isinstance(found, list) else []


def _count(table: Table) -> int:
    return sum(1 for _ in leaves(table))


class _Reader:
    """Applies a file's values one by one to the default experiment, and keeps each refusal."""

    def __init__(self, tables: Table, folder: Path | None) -> None:
        self._tables = tables
        self._folder = folder
        self._sentences: list[str] = []

    def experiment(self) -> Experiment:
        runs = self._run_tables()
        experiment = Experiment()
        if runs:
            blank = tuple(Run(f"Run {index + 1}", index % MAX_RUNS) for index in range(len(runs)))
            experiment = replace(experiment, runs=blank)
        experiment = self._with_shared(experiment)
        for index, table in enumerate(runs):
            experiment = self._with_run(experiment, index, table)
        experiment = replace(experiment, edits=tuple(self._edits(experiment)))
        sentences = list(dict.fromkeys([*self._sentences, *problems(experiment)]))
        if sentences:
            raise Problems(sentences)
        return experiment

    def _with_shared(self, experiment: Experiment) -> Experiment:
        shared = {key: value for key, value in self._tables.items() if key not in ("run", "edit", "format")}
        values = dict(leaves(shared))
        kind = values.pop("data.kind", experiment.data.kind)
        refused = len(self._sentences)
        experiment = self._put(experiment, "data.kind", kind)
        kind_is_known = len(self._sentences) == refused
        common = {f"data.{each.key}" for each in SECTIONS["data"]}
        own = [f"data.{each.key}" for each in data_sets()[experiment.data.kind].knobs]
        # a person's own data decide how many points there may be: what finds them comes first
        ordered = {path: values[path] for path in own if path in values} | values
        for path, value in ordered.items():
            if path.partition(".")[0] in regularizers():
                self._sentences.append(f"{path}: belongs to a run; write it below [[run]]")
            elif kind_is_known or path in common or not path.startswith("data."):
                experiment = self._put(experiment, path, self._found(path, value))
        return experiment

    def _found(self, path: str, value: object) -> object:
        """`value`, or the whole path of a file that is named as seen from the experiment's folder."""
        if path != "data.path" or self._folder is None or not isinstance(value, str) or not value:
            return value
        return os.path.abspath(self._folder / value)

    def _with_run(self, experiment: Experiment, index: int, table: Table) -> Experiment:
        for path, value in leaves(table):
            if path == "expect":
                run = replace(experiment.runs[index], expect=self._expectation(index, value))
                runs = (*experiment.runs[:index], run, *experiment.runs[index + 1 :])
                experiment = replace(experiment, runs=runs)
            else:
                experiment = self._put(experiment, f"run.{index + 1}.{path}", value)
        return experiment

    def _expectation(self, index: int, value: object) -> tuple[str, ...]:
        words = [value] if isinstance(value, str) else value
        if isinstance(words, list) and all(isinstance(word, str) for word in words):
            return tuple(words)
        self._sentences.append(f"run.{index + 1}.expect = {shown(value)}: must be a text or a list of texts")
        return ()

    def _edits(self, experiment: Experiment) -> Iterator[Edit]:
        for index, table in enumerate(self._list_of_tables("edit")):
            prefix = f"edit.{index + 1}"
            unknown = [f"{prefix}.{key}: there is no such setting" for key in table if key not in EDIT_KEYS]
            missing = [f"{prefix} has no {key}" for key in EDIT_KEYS if key not in table]
            self._sentences += [*unknown, *missing]
            if not missing:
                try:
                    yield from _edits_of(prefix, table, experiment)
                except Refusal as refusal:
                    self._sentences.append(str(refusal))

    def _run_tables(self) -> list[Table]:
        runs = self._list_of_tables("run")
        if len(runs) > MOST_RUN_TABLES:
            raise Problems([f"there are {len(runs)} runs: must be 1 to {MAX_RUNS}"])
        return runs

    def _list_of_tables(self, key: str) -> list[Table]:
        found = self._tables.get(key, [])
        if isinstance(found, list) and all(isinstance(table, Mapping) for table in found):
            return found
        self._sentences.append(f"{key}: must be written as [[{key}]], once for each {key}")
        return []

    def _put(self, experiment: Experiment, path: str, value: object) -> Experiment:
        try:
            return put(experiment, path, value)
        except Refusal as refusal:
            self._sentences.append(str(refusal))
            return experiment


def _edits_of(prefix: str, table: Table, experiment: Experiment) -> list[Edit]:
    update, path = table["update"], table["path"]
    if not isinstance(update, int) or isinstance(update, bool):
        raise Refusal(f"{prefix}.update = {shown(update)}: must be a whole number of at least 0")
    if not isinstance(path, str):
        raise Refusal(f"{prefix}.path = {shown(path)}: must be a text")
    try:
        value = knob(path, experiment).check(path, table["value"])
        return [Edit(update, each, value) for each in single_paths(path, experiment)]
    except Refusal as refusal:
        raise Refusal(f"{prefix}: {refusal}") from None


def file_text(path: Path) -> str:
    """The TOML text of an experiment file, or the one that a picture carries.

    Raises
    ------
    Refusal
        If there is none.
    """
    _check_file(path)
    try:
        if is_picture(path) or path.suffix.lower() == MARKDOWN:
            return carried_text(path)
        if path.suffix.lower() in archive.ENDINGS:
            return archive.archived_text(path)
        if path.suffix.lower() in commented.ENDINGS:
            return commented.commented_text(path)
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise _unreadable(path, error) from None
    if len(content) > MAX_BYTES:
        raise Refusal(f"{path} is larger than 1 MB: no experiment file is")
    try:
        return content.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Refusal(f"{path} is not UTF-8 text (byte {error.start + 1})") from None


def _check_file(path: Path) -> None:
    try:
        if path.is_dir():
            raise Refusal(f"{path} is a folder, not an experiment file")
        if path.is_file():
            return
        if path.exists():
            raise Refusal(f"{path} is not an ordinary file")
        near = did_you_mean(path.name, [other.name for other in path.parent.glob("*.toml")])
    except OSError as error:
        raise _unreadable(path, error) from None
    raise Refusal(f"{path}: there is no such file{near}")


def _unreadable(path: Path, error: OSError) -> Refusal:
    return Refusal(f"{path} cannot be read: {(error.strerror or str(error)).lower()}")
