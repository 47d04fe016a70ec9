"""`regsim run --seeds`: one row a run, every seed in the JSON, and refusals in one sentence."""

from __future__ import annotations

import json
import statistics

import pytest

from regsim.cli import run_command
from tests.cli.test_command_line import refused, small

__all__ = ["small"]


def answered(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run_command(arguments) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    return printed.out


def test_the_table_has_one_row_a_run_with_its_wins(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    head, first, second = answered(["run", small, "--seeds", "3"], capsys).splitlines()
    assert head.split()[:3] == ["run", "validation", "quartiles"]
    assert "below None" in head
    assert first.startswith("None")
    assert second.startswith("L1 .5")
    assert " of 3" in second
    assert " of 3" not in first


def test_twenty_seeds_answer_the_question(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    *_, last = answered(["run", small, "--seeds", "20"], capsys).splitlines()
    assert last.startswith("Is it luck? ")
    assert "of 20 seeds." in last


def test_json_has_every_run_of_every_seed(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(answered(["run", small, "--seeds", "3", "--json"], capsys))
    assert [seed["seed"] for seed in report["seeds"]] == [1, 2, 3]
    for place, run in enumerate(report["runs"]):
        losses = [seed["runs"][place]["validation_loss"] for seed in report["seeds"]]
        first = [seed["runs"][0]["validation_loss"] for seed in report["seeds"]]
        assert run["validation_loss"] == pytest.approx(statistics.median(losses))
        assert (
            min(losses) <= run["quartiles"]["low"] <= run["validation_loss"] <= run["quartiles"]["high"] <= max(losses)
        )
        assert run["wins"] == sum(loss < other for loss, other in zip(losses, first, strict=True))
        assert set(report["seeds"][0]["runs"][place]) == set(run) - {"quartiles", "wins"}


def test_each_seed_is_the_training_of_that_seed(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    report = json.loads(answered(["run", small, "--seeds", "2", "--json"], capsys))
    alone = json.loads(answered(["run", small, "--seed", "2", "--json"], capsys))
    assert report["seeds"][1]["runs"] == alone["runs"]


def test_one_run_has_nothing_to_win_against(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    out = answered(["run", small, "--seeds", "1"], capsys)
    assert "Is it luck?" not in out


@pytest.mark.parametrize("count", ["0", "101", "-3", "2.5", "many", "true"])
def test_other_counts_are_refused(count: str, small: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert (
        refused(["run", small, f"--seeds={count}"], capsys).strip()
        == f"--seeds {count}: must be a whole number in [1, 100]"
    )


@pytest.mark.parametrize("option", ["--seed=4", "-o=history.csv"])
def test_what_means_one_training_is_refused(option: str, small: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert "exclude each other" in refused(["run", small, "--seeds", "3", option], capsys)
