"""The language of conditions: what it computes, and that it refuses everything else, whatever is written."""

from __future__ import annotations

import ast
import math
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regsim.experiment import Experiment, Run
from regsim.knob import Refusal
from regsim.lesson import Facts
from regsim.lesson.language import condition, expression, run_names
from regsim.lesson.measures import CURVES, FUNCTIONS, MEASURES, WORLD
from regsim.schema import put
from tests.lesson.worlds import after, finished, small_scene

EXPERIMENT = small_scene().experiment


def value(text: str, experiment: Experiment = EXPERIMENT) -> float:
    return expression(text, EXPERIMENT).number(Facts.of(EXPERIMENT, finished(experiment)))


def true(text: str) -> bool:
    return condition(text, EXPERIMENT).holds(Facts.of(EXPERIMENT, finished(EXPERIMENT)))


def refused(text: str) -> str:
    with pytest.raises(Refusal) as refusal:
        expression(text, EXPERIMENT)
    return str(refusal.value)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1 + 2 * 3", 7.0),
        ("-(2 - 5) / 2", 1.5),
        ("0.999 ** 100", 0.999**100),
        ("min(3, 1, 2)", 1.0),
        ("max(3, 1) - abs(-1)", 2.0),
        ("1 if 2 > 1 else 0", 1.0),
        ("training.epochs", 20.0),
        ("L1_strong.l1.strength", 0.2),
        ("Plain.l1.strength", 0.0),
        ("epoch", 20.0),
    ],
)
def test_it_computes(text: str, expected: float) -> None:
    assert value(text) == pytest.approx(expected)


def test_numbers_of_a_run_are_those_of_the_snapshot() -> None:
    run = finished(EXPERIMENT).runs[1]
    assert value("L1_strong.validation_loss") == run.validation_loss
    assert value("L1_strong.gap") == run.gap
    assert value("L1_strong.zero_share") == run.exact_zeros / run.weight_count
    assert value("lowest(L1_strong.validation_loss)") == run.best_validation_loss
    assert value("at(L1_strong.train_loss, 0)") == run.history.train_loss[0]
    assert value("rise(L1_strong.train_loss)") == run.history.train_loss[-1] / run.history.train_loss.min()
    assert value("largest_weight(L1_strong)") == max(np.abs(matrix).max() for matrix in run.weights)
    assert value("inputs_kept(Plain)") == 2


def test_truths() -> None:
    assert true("finished and not epoch < 20")
    assert true("Plain.state in ('finished', 'diverged')")
    assert true("Plain.state == 'finished' or 1 > 2")
    assert true("0 < Plain.train_accuracy <= 1")
    assert not true("Plain.verdict == 'diverged'")


def test_a_number_that_does_not_exist_is_nan_and_makes_no_condition_true() -> None:
    missing = ("Plain.stopped_epoch", "floor / 0", "roughness(Plain)", "dropped(Plain)", "inputs_found(Plain)")
    for text in missing:
        assert math.isnan(value(text))
        assert not true(f"{text} > 0")
        assert not true(f"{text} <= 0")
    assert value("epoch_below(Plain.train_loss, -1)") == math.inf


def test_a_run_keeps_its_name_when_it_is_renamed_or_moved_and_is_nan_when_it_is_removed() -> None:
    renamed = put(EXPERIMENT, "run.2.label", "Lasso")
    swapped = replace(EXPERIMENT, runs=EXPERIMENT.runs[::-1])
    alone = replace(EXPERIMENT, runs=EXPERIMENT.runs[:1])
    expected = value("L1_strong.validation_loss")
    assert value("L1_strong.validation_loss", renamed) == expected
    assert value("L1_strong.validation_loss", swapped) == expected
    for text in ("L1_strong.validation_loss", "L1_strong.l1.strength", "largest_weight(L1_strong)",
                 "lowest(L1_strong.train_loss)"):  # fmt: skip
        assert math.isnan(value(text, alone))


def test_a_setting_is_what_is_in_force_now() -> None:
    assert value("L1_strong.l1.strength", put(EXPERIMENT, "run.2.l1.strength", 0.1)) == 0.1


def test_a_run_called_none_can_be_named() -> None:
    experiment = replace(EXPERIMENT, runs=(Run("None"),))
    found = expression("None.train_loss", experiment)
    assert found.number(Facts.of(experiment, finished(experiment))) == finished(experiment).runs[0].train_loss


def test_every_name_of_the_language_answers_on_a_real_snapshot() -> None:
    facts = Facts.of(EXPERIMENT, after(EXPERIMENT, 3))
    arguments = {"run": "Plain", "number": "0.5", "curve": "Plain.train_loss"}
    calls = [f"{name}({', '.join(arguments[kind] for kind in each.takes)})" for name, each in FUNCTIONS.items()]
    for text in (*WORLD, *(f"Plain.{name}" for name in MEASURES), *calls):
        assert isinstance(expression(text, EXPERIMENT).number(facts), float)
    for name in CURVES:
        assert isinstance(expression(f"highest(Plain.{name})", EXPERIMENT).number(facts), float)


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Plian.train_loss", "there is no run called Plian, only Plain, L1_strong"),
        ("Plain.train_los", "did you mean train_loss?"),
        ("Plain.l1.strenght", "did you mean l1.strength?"),
        ("epoc > 3", "did you mean epoch?"),
        ("lowst(Plain.train_loss)", "did you mean lowest?"),
        ("lowest(3)", "is no curve"),
        ("lowest(Plain.best_epoch)", "is no curve"),
        ("rise(Plain.train_loss, 3)", "rise takes curve"),
        ("abs(number=3)", "abs takes number"),
        ("Plain + 1", "Plain is a run, where a number is wanted"),
        ("'a' < 'b'", "cannot be compared in this way"),
        ("Plain.state > 3", "cannot be compared in this way"),
        ("Plain.state == 3", "3 is a number, where a text is wanted"),
        ("epoch != 3", "cannot be compared in this way"),
        ("not epoch", "epoch is a number, where true or false is wanted"),
        ("Plain.network.hidden", "is a list, not a number"),
        ("1 if epoch else 2", "where true or false is wanted"),
        ("epoch >", "is no expression"),
        ("", "is no expression"),
        ("1e999999 + " * 60 + "1", "at most 400 characters"),
    ],
)
def test_a_refusal_names_what_is_wrong(text: str, named: str) -> None:
    assert named in refused(text)


@pytest.mark.parametrize(
    "text",
    [
        "__import__('os').system('true')", "().__class__", "Plain.__class__", "Plain.train_loss.real", "(lambda: 1)()",
        "[1, 2]", "[x for x in (1, 2)]", "{1: 2}", "f'{epoch}'", "(epoch := 3)", "Plain['x']", "*epoch", "1 @ 2",
        "1 // 2", "1 % 2", "1 << 9", "~1", "True", "b'x'", "1j", "...", "min(*(1, 2))", "open('x')", "eval('1')",
        "print(1)", "epoch is 3", "Plain.history", "yield", "await epoch", "a = 3", "import os", "1; 2",
    ],
)  # fmt: skip
def test_everything_else_is_refused(text: str) -> None:
    refused(text)


PIECES = st.sampled_from([
    "Plain", "L1_strong", "None", "epoch", ".gap", ".train_loss", ".l1.strength", ".__class__", "(", ")", ",", " + ",
    " ** ", " / ", "-", " < ", " == ", " and ", " or ", "not ", " if ", " else ", "min", "rise", "roughness", "0",
    "1e308", "9", "'a'", "lambda: ", "[", "]", "\x00", "{", "}", "é", "\n", " in ", "finished",
])  # fmt: skip


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.lists(PIECES, max_size=14).map("".join), st.text(max_size=30)))
def test_whatever_is_written_is_refused_in_a_sentence_or_computes_without_an_exception(text: str) -> None:
    try:
        found = expression(text, EXPERIMENT)
    except Refusal:
        return
    facts = Facts.of(EXPERIMENT, finished(EXPERIMENT))
    result = found._evaluate(facts)
    assert isinstance(result, (float, int, str, bool))
    allowed = (
        ast.Name,
        ast.Constant,
        ast.Attribute,
        ast.Call,
        ast.BinOp,
        ast.UnaryOp,
        ast.BoolOp,
        ast.Compare,
        ast.IfExp,
    )
    nodes = [node for node in ast.walk(ast.parse(" ".join(text.split()), mode="eval")) if isinstance(node, ast.expr)]
    assert all(isinstance(node, (*allowed, ast.Tuple)) for node in nodes)


def test_deep_and_large_expressions_are_refused_or_computed() -> None:
    assert "at most 120 pieces" in refused("-" * 350 + "1")
    assert "is no expression" in refused("(" * 390)
    assert math.isnan(value("9 ** 9 ** 9 ** 9"))


def test_labels_that_cannot_be_named_are_refused() -> None:
    for labels in (("epoch",), ("L1 a", "L1.a"), ("2 layers",), ("λ = 3", "λ 3")):
        with pytest.raises(Refusal, match="cannot name this run"):
            run_names(replace(EXPERIMENT, runs=tuple(Run(label) for label in labels)))
