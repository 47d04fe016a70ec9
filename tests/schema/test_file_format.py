"""Files of an older version open, those of a newer one say so and are never overwritten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from regsim import experiment_file
from regsim.cli import run_command
from regsim.experiment import Experiment
from regsim.experiment_file.reading import FORMAT
from regsim.knob import Refusal
from tests.laws.malformed import CARRIERS, NAMES


@pytest.mark.parametrize("line", ["", "format = 1\n"])
def test_a_file_of_an_older_version_opens(line: str) -> None:
    assert experiment_file.parse(f'{line}title = "A"\n') == Experiment(title="A")


def test_a_file_of_a_newer_version_says_so_and_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    content = f'format = {FORMAT + 1}\ntitle = "A"\nhologram = true\n'
    path.write_text(content)
    with pytest.raises(Refusal, match=r"new.toml was written by a newer RegSim: it has format 2, this version reads 1"):
        experiment_file.read(path)
    with pytest.raises(Refusal, match=r"written by a newer RegSim and is kept: choose another name"):
        experiment_file.write(Experiment(), path)
    assert path.read_text() == content


def test_the_format_stays_in_a_file_that_names_it(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_text('# mine\nformat = 1\ntitle = "A"\n')
    experiment_file.write(Experiment(title="B"), path)
    assert path.read_text().startswith('# mine\nformat = 1\ntitle = "B"\n')


@pytest.mark.parametrize("value", ["0", "true", '"2"', "1.5"])
def test_what_is_no_format_is_refused(value: str) -> None:
    with pytest.raises(Refusal, match=r"format = .*: must be a whole number of at least 1"):
        experiment_file.parse(f"format = {value}\n")


def test_a_newer_file_in_a_newer_toml_is_kept_as_well(tmp_path: Path) -> None:
    path = tmp_path / "new.toml"
    content = 'title = "A"\nformat = 7  # of 2031\n[data] = { kind: moons }\n'
    path.write_text(content)
    with pytest.raises(Refusal, match="newer RegSim: it has format 7"):
        experiment_file.read(path)
    with pytest.raises(Refusal, match="is kept: choose another name"):
        experiment_file.write(Experiment(), path)
    assert path.read_text() == content


@pytest.mark.parametrize("command", ["check", "run", "open", "new"])
def test_no_command_takes_a_newer_file_for_one_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str
) -> None:
    path = tmp_path / "new.toml"
    path.write_text("format = 2\n")
    assert run_command([command, *(["-o"] if command == "new" else []), str(path)]) == 2
    printed = capsys.readouterr()
    assert (printed.out, len(printed.err.splitlines())) == ("", 1)
    assert ("exists already" if command == "new" else "was written by a newer RegSim") in printed.err
    assert path.read_text() == "format = 2\n"


@pytest.mark.parametrize("carry", CARRIERS)
def test_a_picture_of_a_newer_version_says_so(tmp_path: Path, carry: Callable[[str], bytes]) -> None:
    path = tmp_path / NAMES.get(carry, "whole.png")
    path.write_bytes(carry("format = 2\n"))
    with pytest.raises(Refusal, match=rf"{path.name} was written by a newer RegSim"):
        experiment_file.read(path)
