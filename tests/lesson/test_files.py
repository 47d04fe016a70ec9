"""Files of the lesson that are wrong: every mistake is said in a sentence that names file and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from regsim.knob import Refusal
from regsim.lesson import parse_question, parse_scene, read_scene, scenes
from regsim.paths import resources
from regsim.schema import Problems
from tests.lesson.worlds import SCENE

QUESTION = (resources() / "questions" / "when_to_stop.toml").read_text(encoding="utf-8")


def sentences(text: str) -> list[str]:
    with pytest.raises(Problems) as refusal:
        parse_scene(text, "mine")
    return refusal.value.sentences


def question_sentences(text: str) -> list[str]:
    with pytest.raises(Problems) as refusal:
        parse_question(text, "mine", scenes())
    return refusal.value.sentences


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("chapter = 4", "chapter = 11", "mine.toml: chapter = 11: must be a whole number in [1, 10]"),
        ("chapter = 4", "", "mine.toml: chapter is missing"),
        ("place = 1", "plaice = 1", "mine.toml: plaice is no known key; did you mean place?"),
        ('title = "A small scene"', "title = 3", "mine.toml: title = 3: must be a text"),
        ('views = ["weights", "loss"]', "views = []", "mine.toml: views has 0 entries: at least 1 are needed"),
        ('"data.noise"]', '"data.nose"]', "did you mean data.noise?"),
        ("usual = 2", "usual = 3", "mine.toml: predict.usual = 3: must be a whole number in [1, 2]"),
        ('text = "Both"', 'txt = "Both"', "mine.toml: predict.choice.1.text is missing"),
        ("L1_strong.zero_share > 0.5", "L1.zero_share > 0.5", "there is no run called L1, only Plain, L1_strong"),
        ("L1_strong.zero_share > 0.5", "L1_strong.zero_share", "must be a condition, not a number"),
        ('"update > 0"', "3", "mine.toml: observe.1.when = 3: must be a text"),
        ("{Plain.validation_loss}", "{Plain.loss}", "mine.toml: explain = "),
        ('run = "L1 strong"', 'run = "L3"', 'mine.toml: formula.1.run = "L3": must be one of Plain, L1 strong'),
        ("l1.strength = 0.2", "l1.strength = -1.0", "mine.toml: experiment is not allowed: run.2.l1.strength = -1"),
        ("hidden = [6]", "hiden = [6]", "experiment is not allowed: network.hiden: there is no such setting"),
        ("[[observe]]\ntext = \"It is early.\"\nwhen = \"0 < epoch < 3\"\n", "", "mine.toml: observe is there 1 times"),
        ('label = "Plain"', 'label = "epoch"', "expressions cannot name this run"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_scene_is_named(old: str, new: str, sentence: str) -> None:
    assert old in SCENE
    assert any(sentence in found for found in sentences(SCENE.replace(old, new, 1)))


def test_all_mistakes_are_said_at_once() -> None:
    wrong = (
        SCENE.replace("chapter = 4", "chapter = 0").replace("usual = 2", "usual = 9").replace("update > 0", "updat > 0")
    )
    assert len(sentences(wrong)) == 3


def test_an_explanation_that_is_too_long_is_refused() -> None:
    assert "at most 80 are allowed" in sentences(SCENE.replace("It has", "word " * 80 + "It has"))[0]


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ("right = 2", "right = 5", "mine.toml: right = 5: must be a whole number in [1, 4]"),
        ('scene = "stop_and_restore"', 'scene = "stop_and_restor"', "did you mean stop_and_restore?"),
        ("Restored.state ==", "Restored.stat ==", "mine.toml: show.holds = "),
        ("[show]", "[show]\nset = { \"dropout.rate\" = 2 }", "mine.toml: show.set is not allowed: dropout.rate = 2"),
        ("[show]", "[show]\npreset = \"overfitting\"", "mine.toml: show.scene is one too many beside preset"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_question_is_named(old: str, new: str, sentence: str) -> None:
    assert old in QUESTION
    assert any(sentence in found for found in question_sentences(QUESTION.replace(old, new)))


def test_a_question_with_three_choices_is_refused() -> None:
    first = QUESTION.index("[[choice]]")
    second = QUESTION.index("[[choice]]", first + 1)
    assert "mine.toml: choice is there 3 times: must be 4 to 4" in question_sentences(
        QUESTION[:first] + QUESTION[second:]
    )


@pytest.mark.parametrize("text", ["title = ", "[[[", "a = 1\na = 2", "\x00"])
def test_what_is_no_toml_is_refused(text: str) -> None:
    with pytest.raises(Refusal, match=r"mine.toml is not valid TOML"):
        parse_scene(text, "mine")


def test_what_is_no_readable_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        read_scene(tmp_path / "none.toml")
    (tmp_path / "bytes.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refusal, match="is not UTF-8 text"):
        read_scene(tmp_path / "bytes.toml")


def test_an_empty_file_names_everything_it_lacks() -> None:
    missing = {"experiment", "title", "explain", "chapter", "place", "views", "knobs", "predict", "observe", "claim"}
    assert missing <= {found.removeprefix("mine.toml: ").removesuffix(" is missing") for found in sentences("")}
