"""`regsim export`: one file of what was asked for, or one sentence and no file."""

from __future__ import annotations

import base64
import io
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from regsim.cli import EXPORTS, run_command
from regsim.experiment_file import read
from regsim.export import catalogue
from regsim.knob import Refusal

SETTINGS = ["--set", "network.hidden=[4]", "--set", "data.n_test=20", "--epochs", "5", "--seed", "3"]

ONE_EXAMPLE = ["--set", "training.batch_size=1", "--set", "batch_norm.enabled=true"]


def test_the_list_of_the_command_is_the_catalogue() -> None:
    assert list(catalogue.EXPORTS) == list(EXPORTS)
    assert {suffix for entry in catalogue.EXPORTS.values() for suffix in entry.suffixes} == set(catalogue.USUAL)
    for suffix, key in catalogue.USUAL.items():
        assert suffix in catalogue.EXPORTS[key].suffixes


@pytest.mark.parametrize(
    ("key", "suffix"), [(key, suffix) for key, entry in catalogue.EXPORTS.items() for suffix in entry.suffixes]
)
def test_everything_is_written_the_same_twice(key: str, suffix: str, tmp_path: Path) -> None:
    if key == "report":
        pytest.skip("has a test of its own")
    path = tmp_path / f"mine{suffix}"
    contents = []
    for _ in range(2):
        assert run_command(["export", "overfitting", *SETTINGS, "--to", key, "-o", str(path)]) == 0
        contents.append(path.read_bytes())
    assert contents[0] == contents[1]
    assert [file.name for file in tmp_path.iterdir()] == [path.name]


def test_settings_change_what_is_exported(tmp_path: Path) -> None:
    path = tmp_path / "mine.npz"
    assert run_command(["export", "overfitting", *SETTINGS, "-o", str(path)]) == 0
    with np.load(io.BytesIO(path.read_bytes())) as archive:
        assert archive["run1/weights/1"].shape == (4, 2)
        assert archive["run2/history/epoch"].tolist() == [0, 1, 2, 3, 4, 5]


def test_a_report_has_pictures_where_they_can_be_drawn(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qapp: object
) -> None:
    path = tmp_path / "mine.html"
    arguments = ["export", "overfitting", *SETTINGS, "-o", str(path)]
    assert run_command(arguments) == 0
    pictures = re.findall('data:image/png;base64,([^"]*)', path.read_text(encoding="utf-8"))
    assert len(pictures) == 4
    for picture in pictures:
        (tmp_path / "torn_out.png").write_bytes(base64.b64decode(picture))
        assert read(tmp_path / "torn_out.png") == read(path)

    def refuse() -> None:
        raise Refusal("no Qt")

    monkeypatch.setattr("regsim.cli.exporting.require_pictures", refuse)
    assert run_command(arguments) == 0
    assert "There are no pictures" in path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["-o", "a.txt"], "the name must end in .csv or .html or .md or .npz or .py"),
        (["--to", "weights", "-o", "a.py"], "a.py: the name must end in .csv"),
        (["-o", "missing/a.py"], "there is no folder"),
        (["--set", "l2.strength=-1", "-o", "a.py"], "must be in [0, 10]"),
        (["--to", "pytorch", *ONE_EXAMPLE, "-o", "a.py"], "at least 2"),
        (["--to", "masks", "--set", "run.4.dropout.rate=0.0", "--epochs", "2", "-o", "a.csv"], "no dropout masks"),
    ],
)
def test_what_cannot_be_exported_is_refused_in_one_sentence(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    assert run_command(["export", "overfitting", *arguments]) == 2
    told = capsys.readouterr()
    assert sentence in told.err
    assert told.out == ""
    assert len(told.err.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []


def test_code_and_data_need_no_qt(tmp_path: Path) -> None:
    program = (
        "import sys; from regsim.cli import run_command; "
        f"run_command(['export', 'overfitting', '--epochs', '2', '-o', {str(tmp_path / 'a.npz')!r}]); "
        f"run_command(['export', 'overfitting', '-o', {str(tmp_path / 'a.py')!r}]); "
        "sys.exit('PySide6' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], timeout=60, check=False).returncode == 0
