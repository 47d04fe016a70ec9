"""The lesson on the command line: scenes and questions are listed, scenes are trained."""

from __future__ import annotations

import json

import pytest

from regsim.cli import run_command
from regsim.lesson import questions, scenes


@pytest.mark.parametrize(("what", "keys"), [("scenes", list(scenes())), ("questions", list(questions()))])
def test_a_catalogue_is_listed_key_first(what: str, keys: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["list", what]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == keys
    assert all(len(line.split()) > 2 for line in lines)


def test_a_scene_is_trained_with_its_own_experiment(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["run", "shrink_factor", "--epochs", "3", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["experiment"]["title"] == scenes()["shrink_factor"].title
    assert [run["label"] for run in report["runs"]] == [run.label for run in scenes()["shrink_factor"].experiment.runs]


def test_a_scene_takes_settings(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["run", "shrink_factor", "--set", "run.Gentle.l2.strength=-1"]) == 2
    assert "run.Gentle.l2.strength = -1: must be" in capsys.readouterr().err
