"""Everything that is exported carries its experiment, most of it in comments; others are refused in one sentence."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from regsim import commented, experiment_file
from regsim.engine.training import Training as Trained
from regsim.experiment import Data, Edit, Experiment, Run, Training, Values
from regsim.export.catalogue import EXPORTS, Source
from regsim.knob import Refusal

ASKED = Experiment(
    title='# The experiment file: λ, "quoted"',
    data=Data(n_train=20, n_validation=20, n_test=20),
    training=Training(epochs=3),
    runs=(Run("a,b"), Run("# two", 1, Values({"l1.strength": 0.1, "dropout.rate": 0.5}))),
    edits=(Edit(2, "run.2.l1.strength", 0.2),),
)


@pytest.fixture(scope="module")
def source() -> Source:
    training = Trained(ASKED)
    training.advance(3)
    return Source(ASKED, training.snapshot())


@pytest.mark.parametrize(("key", "suffix"), [(key, each) for key, kind in EXPORTS.items() for each in kind.suffixes])
def test_everything_exported_is_turned_back(key: str, suffix: str, source: Source, tmp_path: Path) -> None:
    path = tmp_path / f"mine{suffix}"
    content = EXPORTS[key].encoded(source, suffix)
    path.write_bytes(content)
    assert experiment_file.read(path) == ASKED
    assert commented.is_exported_table(path) == (suffix == ".csv")
    if suffix != ".npz":  # as it is written where lines end otherwise
        path.write_bytes(content.replace(b"\n", b"\r\n"))
        assert experiment_file.read(path) == ASKED


def test_what_stands_below_the_comments_is_the_table(source: Source) -> None:
    text = EXPORTS["history"].encoded(source, ".csv").decode()
    header, *rows = (line for line in text.splitlines() if not line.startswith("#"))
    assert header.startswith("run,update,epoch")
    assert len(rows) == 2 * (3 + 1)
    assert rows[-1].startswith('"# two",3,3,')


@pytest.mark.parametrize("content", [b"", b"x,y\n1,2\n", b"# mine\nx,y\n", b"# The experiment file:", b"\xff\n" * 9])
def test_other_tables_carry_nothing(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_bytes(content)
    assert not commented.is_exported_table(path)
    with pytest.raises(Refusal, match="carries no experiment"):
        experiment_file.read(path)


def test_what_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.py"
    path.write_bytes(b"\n# The experiment file:\n#\n# title = \xff\n")
    with pytest.raises(Refusal, match="is damaged"):
        experiment_file.read(path)
    assert not commented.is_exported_table(tmp_path / "none.csv")


@pytest.mark.parametrize("array", [np.array([1.0]), np.array(["a", "b"]), np.array("x" * 1_100_000)])
def test_other_arrays_carry_nothing(array: np.ndarray, tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    np.savez_compressed(path, experiment=array)
    with pytest.raises(Refusal, match=r"is no text|longer than 1 MB"):
        experiment_file.read(path)
    np.savez_compressed(path, other=array)
    with pytest.raises(Refusal, match="carries no experiment"):
        experiment_file.read(path)


@pytest.mark.parametrize("at", [0, 10, 40, 60, 100])
def test_a_damaged_archive_is_refused(at: int, source: Source, tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    content = EXPORTS["data"].encoded(source, ".npz")
    for damaged in (content[:at], content[:at] + b"\xff" * 20 + content[at + 20 :]):
        path.write_bytes(damaged)
        with pytest.raises(Refusal, match=r"damaged|carries no experiment"):
            experiment_file.read(path)
