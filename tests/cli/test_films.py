"""Films on the command line: made with pictures from one training, run again, and refused in one sentence."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from regsim import experiment_file
from regsim.cli import run_command

SMALL = ["--set", "network.hidden=[4]", "--set", "data.n_train=30", "--set", "training.epochs=9"]


def test_one_training_gives_films_and_pictures_that_are_run_again(
    qapp: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [str(tmp_path / f"film.{ending}") for ending in ("gif", "apng", "webp", "png", "svg")]
    outputs = [part for name in names for part in ("-o", name)]
    film = ["--view", "loss", "--size", "480x300", "--from-epoch", "2", "--epochs", "6", "--fps", "10"]
    shown = ["--select", "L2", "--linear", "--progress"]
    assert run_command(["render", "overfitting", *SMALL, *film, *shown, *outputs]) == 0
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("film ")
    assert told[-1] == "film 100 %"
    for name in names[:3]:
        with Image.open(name) as made:
            assert made.n_frames == 5  # type: ignore[attr-defined]
    with Image.open(names[3]) as still:
        assert getattr(still, "n_frames", 1) == 1
    experiments = [experiment_file.read(name) for name in names]
    assert len(set(map(experiment_file.text, experiments))) == 1
    assert run_command(["run", names[0], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["experiment"]["data"]["n_train"] == 30


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--fps", "60"], "--fps 60: must be a number in [1, 50]"),
        (["--fps", "nan"], "--fps nan: must be a number in [1, 50]"),
        (["--frames", "1"], "--frames 1: must be a whole number in [2, 1000]"),
        (["--frames", "9.5"], "--frames 9.5: must be a whole number in [2, 1000]"),
        (["--from-epoch", "9"], "--from-epoch 9: must be a whole number in [0, 8]"),
        (["--from-epoch", "5", "--epochs", "5"], "--from-epoch 5: must be below 5"),
        (["--size", "8192x8192", "--set", "training.epochs=90"], "91 frames of 8192x8192 are too large: at most 22"),
        (["--select", "L3"], "--select L3: must be one of None, L2, L1, Dropout"),
        (["-o", "film.avi"], "must end in"),
    ],
)
def test_what_is_not_allowed_is_said_before_anything_is_trained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    output = tmp_path / "film.gif"
    assert run_command(["render", "overfitting", *SMALL, "-o", str(output), *arguments]) == 2
    printed = capsys.readouterr().err
    assert sentence in printed
    assert len(printed.splitlines()) == 1
    assert not output.exists()


@pytest.mark.parametrize("option", ["--fps", "--frames", "--from-epoch"])
def test_options_of_films_need_one(option: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["render", "overfitting", "-o", str(tmp_path / "still.png"), option, "5"]) == 2
    assert capsys.readouterr().err == f"{option}: only films have it; name one with -o FILE.gif\n"


def test_pillow_is_not_imported_where_no_film_is_made() -> None:
    code = "import regsim.app.controls, regsim.film, regsim.cli.rendering, sys; print('PIL' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout == "False\n"
