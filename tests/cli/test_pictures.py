"""Pictures on the command line: drawn from one training, opened again, and refused in one sentence."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from regsim import experiment_file
from regsim.cli import run_command

SMALL = ["--set", "network.hidden=[4]", "--set", "data.n_train=30", "--set", "l2.strength=0.02"]


def test_one_training_gives_several_pictures_that_are_run_again(
    qapp: object, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    names = [str(tmp_path / f"shot.{ending}") for ending in ("png", "svg", "pdf")]
    outputs = [part for name in names for part in ("-o", name)]
    arguments = ["--set", "training.epochs=3", *SMALL, "--view", "loss", "--view", "fit", "--size", "640x400"]
    assert run_command(["render", "overfitting", *arguments, "--scale", "0.5", *outputs]) == 0
    experiments = [experiment_file.read(name) for name in names]
    assert experiments[0].network.hidden == (4,)
    assert experiments[0] == experiments[1] == experiments[2]
    assert run_command(["check", names[1]]) == 0
    assert "is fine: Overfitting, 4 runs" in capsys.readouterr().out
    assert run_command(["run", names[2], "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["experiment"]["data"]["n_train"] == 30


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--scale", "9"], "--scale 9: must be a number in [0.5, 8]"),
        (["--scale", "big"], "--scale big: must be a number in [0.5, 8]"),
        (["--size", "200x200", "--scale", "4"], "--scale 4: too large for 200x200; at most 3.125"),
        (["--dpi", "5"], "--dpi 5: must be a number in [36, 1200]"),
        (["--size", "200x200", "--dpi", "600"], "--dpi 600: too large for 200x200; give more pixels, or a --scale"),
        (["--title", "Mine"], "--title: only views have one; name them with --view"),
        (["--view", "loss", "--window"], "not allowed with"),
        (["--view", "los"], "did you mean loss"),
        (["--set", "l2.strength=-1"], "l2.strength = -1: must be in [0, 10]"),
        (["-o", "shot.avi"], "must end in .apng or .gif or .mp4 or .pdf or .png or .svg or .webp"),
    ],
)
def test_what_is_not_allowed_is_said_before_anything_is_trained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], sentence: str
) -> None:
    output = tmp_path / "shot.svg"
    assert run_command(["render", "overfitting", "-o", str(output), *arguments]) == 2
    printed = capsys.readouterr().err
    assert sentence in printed
    assert len(printed.splitlines()) == 1
    assert not output.exists()


def test_a_figure_has_the_title_the_words_and_the_size_on_paper_that_are_asked_for(
    qapp: object, tmp_path: Path
) -> None:
    names = [str(tmp_path / f"figure.{ending}") for ending in ("png", "svg", "pdf")]
    figure = ["--view", "loss", "--view", "weights", "--size", "1200x900", "--dpi", "300", "--theme", "print"]
    words = ["--title", "Twelve centimetres", "--caption", "An author's own words"]
    outputs = [part for name in names for part in ("-o", name)]
    assert run_command(["render", "overfitting", "--set", "training.epochs=2", *SMALL, *figure, *words, *outputs]) == 0
    saved = QImage(names[0])
    assert (saved.width(), saved.height(), saved.dotsPerMeterX()) == (1200, 900, 11811)
    drawn = Path(names[1]).read_text(encoding="utf-8")
    assert 'width="4.0000in" height="3.0000in" viewBox="0 0 1200 900"' in drawn
    assert "<title>Twelve centimetres</title>" in drawn
    assert "<title>An author&#x27;s own words</title>" in drawn
    assert b"/MediaBox [0 0 288.000000 216.000000]" in Path(names[2]).read_bytes()


@pytest.mark.parametrize("command", [["run"], ["check"], []])
def test_a_picture_of_another_program_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    path = tmp_path / "shot.png"
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(99))
    assert run_command([*command, str(path)]) == 2
    assert capsys.readouterr().err == (
        f"{path} carries no experiment: it was not saved by RegSim, or lost it on the way\n"
    )
