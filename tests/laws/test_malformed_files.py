"""Whatever is in a file, it is read or refused in a sentence: no other error, no hang, no more memory than its size.

A longer search is a command: ``REGSIM_EXAMPLES=20000 python -m pytest -n 0 tests/laws/test_malformed_files.py``.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regsim import experiment_file, presets
from regsim.app.own_data import proposal
from regsim.app.own_data.reading_ahead import large_table
from regsim.engine.training import Training
from regsim.experiment import Experiment, Values
from regsim.experiment_file.writing import pinned
from regsim.knob import LONGEST_SENTENCE, Refusal
from regsim.schema import Problems
from regsim.tables.reading import read_table
from tests.laws import bombs
from tests.laws.malformed import CARRIERS, ENDINGS, NAMES, archives, good_experiments, good_tables, mutated, pictures
from tests.schema.test_picture_file import bare_png

EXAMPLES = os.environ.get("REGSIM_EXAMPLES")
PATIENCE = 5.0
"""Seconds of the processor for one file."""
ROOM = 250_000_000
"""Bytes that reading one file may take at once: a hundred times less than what a bomb would be."""
SOUND_TABLES = ("same names", "wide letters")

Result = TypeVar("Result")


def searching(examples: int) -> settings:
    return settings(
        max_examples=int(EXAMPLES) if EXAMPLES else examples,
        derandomize=EXAMPLES is None,
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def read_or_refused(path: Path, read: Callable[[], Result]) -> Result | None:
    """What was read, or None after a refusal as a person may see it."""
    began = time.process_time()
    try:
        return read()
    except Problems as problems:
        assert_sentences(str(problems).split("\n"))
    except Refusal as refusal:
        assert_sentences([str(refusal)], names=path.name)
    finally:
        assert time.process_time() - began < PATIENCE
    return None


def assert_sentences(sentences: list[str], names: str = "") -> None:
    assert names in sentences[0]
    assert 1 <= len(sentences) <= 101
    for sentence in sentences:
        assert sentence.isprintable(), sentence
        assert 10 < len(sentence) <= LONGEST_SENTENCE, sentence


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("malformed")
    (made / "own.csv").write_bytes(good_tables()[0])
    return made


def open_and_save(path: Path) -> None:
    """What `regsim run FILE`, `regsim check FILE` and a drop on the window read; what is read can be saved over it."""
    large_table(path)
    experiment = read_or_refused(path, lambda: presets.load(str(path)))
    if experiment is not None:
        saved = path.with_name("saved.toml")
        saved.write_bytes(path.read_bytes())
        experiment_file.write(experiment, saved)
        assert experiment_file.read(saved) == pinned(experiment)


@pytest.mark.parametrize("carry", CARRIERS)
def test_what_is_damaged_here_is_sound_before(folder: Path, carry: Callable[[str], bytes]) -> None:
    path = folder / NAMES.get(carry, "whole.md")
    path.write_bytes(carry(experiment_file.text(Experiment())))
    assert presets.load(str(path)) == Experiment()
    path = folder / "whole.toml"
    for content in good_experiments():
        path.write_bytes(content)
        assert presets.load(str(path)) != Experiment()


@searching(250)
@given(content=mutated(good_experiments()))
def test_an_experiment_file(folder: Path, content: bytes) -> None:
    path = folder / "broken.regsim.toml"
    path.write_bytes(content)
    open_and_save(path)


@searching(200)
@given(content=pictures(), ending=st.sampled_from(ENDINGS))
def test_a_picture(folder: Path, content: bytes, ending: str) -> None:
    path = folder / f"broken{ending}"
    path.write_bytes(content)
    open_and_save(path)


@searching(200)
@given(content=archives())
def test_an_archive(folder: Path, content: bytes) -> None:
    path = folder / "broken.npz"
    path.write_bytes(content)
    open_and_save(path)


@searching(200)
@given(content=mutated(good_tables()))
def test_a_table(folder: Path, content: bytes) -> None:
    path = folder / "broken.csv"
    path.write_bytes(content)
    table = read_or_refused(path, lambda: read_table(path))
    if table is None:
        return
    for target in dict.fromkeys((proposal.proposed_target(table), table.names[0])):
        for missing in ("refuse", "fill"):
            try_to_train(path, Values({"path": str(path), "target": target, "missing": missing}))


def try_to_train(path: Path, options: Values) -> None:
    began = time.process_time()
    try:
        proposed = proposal.experiment_on(Experiment(), options, path.stem)
        experiment = proposal.outlook(proposed).experiment
    except Refusal as refusal:
        assert_sentences(str(refusal).split("\n"))
    else:
        Training(experiment).advance_epoch()
    assert time.process_time() - began < PATIENCE


@pytest.mark.parametrize("name", bombs.EXPERIMENTS)
def test_an_experiment_that_would_explode(folder: Path, name: str) -> None:
    path = folder / f"bomb.{bombs.ENDINGS.get(name, 'svg')}"
    bombs.EXPERIMENTS[name](path)
    with little_memory():
        large_table(path)
        assert read_or_refused(path, lambda: presets.load(str(path))) is None


@pytest.mark.parametrize("name", bombs.TABLES)
def test_a_table_that_would_explode(folder: Path, name: str) -> None:
    path = folder / "bomb.csv"
    bombs.TABLES[name](path)
    with little_memory():
        table = read_or_refused(path, lambda: read_table(path))
        assert (table is None) == (name not in SOUND_TABLES)


@contextmanager
def little_memory() -> Iterator[None]:
    """The system gives this process at most `ROOM` more; where it cannot be asked for that, there is no bound."""
    status = Path("/proc/self/statm")
    if not status.exists():
        yield
        return
    import resource

    limits = resource.getrlimit(resource.RLIMIT_AS)
    taken = int(status.read_text().split()[0]) * resource.getpagesize()
    resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, limits[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_AS, limits)


BROKEN = {
    "cut.toml": b"[data\nkind = 1",
    "dots.toml": b"a." * 400_000 + b"a = 1",
    "foreign.toml": "title = 'ä'".encode("utf-16"),
    "table.toml": b'[data]\nkind = "file"\npath = "cut.csv"\ntarget = "b"\n',
    "bare.png": bare_png(),
    "laughs.svg": b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg>&a;</svg>",
}


def test_the_command_line_says_one_line_and_ends(tmp_path: Path) -> None:
    (tmp_path / "cut.csv").write_bytes(b'a,b\n1,"2')
    for name, content in BROKEN.items():
        (tmp_path / name).write_bytes(content)
    asked = [[sys.executable, "-m", "regsim", command, name] for name in BROKEN for command in ("check", "run")]
    began = [
        subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for command in asked
    ]
    for process, command in zip(began, asked, strict=True):
        out, err = process.communicate(timeout=60)
        assert (process.returncode, out, len(err.splitlines())) == (2, "", 1), (command, err)
        assert command[-1] in err or "cut.csv" in err
