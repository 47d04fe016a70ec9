"""What a learner has answered: counted by chapter, kept as JSON without loss, exported as CSV, refused if broken."""

from __future__ import annotations

import csv
import io

import pytest

from regsim.knob import Refusal
from regsim.lesson import Progress, Score, parse_progress, questions

QUESTIONS = questions()
FIRST, SECOND = list(QUESTIONS.values())[:2]
WRONG = (FIRST.right + 1) % 4


def test_answers_are_counted_and_the_last_one_counts() -> None:
    progress = Progress().answering(FIRST, WRONG).answering(SECOND, SECOND.right)
    assert progress.score(QUESTIONS) == Score(1, 2, len(QUESTIONS))
    assert progress.to_review(QUESTIONS) == (FIRST,)
    better = progress.answering(FIRST, FIRST.right)
    assert better.score(QUESTIONS).right == 2
    assert better.to_review(QUESTIONS) == ()
    assert progress.is_right(FIRST) is False
    assert Progress().is_right(FIRST) is None


def test_chapters_add_up() -> None:
    progress = Progress()
    for number, question in enumerate(QUESTIONS.values()):
        progress = progress.answering(question, number % 4)
    chapters = progress.by_chapter(QUESTIONS)
    assert list(chapters) == list(range(1, 11))
    assert sum(score.right for score in chapters.values()) == progress.score(QUESTIONS).right
    assert sum(score.questions for score in chapters.values()) == len(QUESTIONS)


def test_writing_and_reading_gives_the_same() -> None:
    progress = Progress(seed=7).answering(FIRST, WRONG).finishing("memorizing")
    assert parse_progress(progress.to_json(), QUESTIONS) == progress
    assert parse_progress(Progress().to_json(), QUESTIONS) == Progress()


def test_answers_to_questions_that_no_longer_exist_are_left_out() -> None:
    text = Progress().answering(FIRST, 0).to_json().replace(FIRST.key, "gone")
    assert parse_progress(text, QUESTIONS) == Progress()


@pytest.mark.parametrize(
    "text",
    [
        "", "[]", "3", "null", "{", '{"version": 2}', '{"version": 1, "seed": "x", "answers": {}, "scenes": []}',
        '{"version": 1, "seed": 1, "answers": [], "scenes": []}',
        '{"version": 1, "seed": 1, "answers": {}, "scenes": [3]}',
        '{"version": 1, "seed": 1, "answers": {"when_to_stop": true}, "scenes": []}',
        '{"version": 1, "seed": 1, "answers": {"when_to_stop": 9}, "scenes": []}', "[" * 100_000,
    ],
)  # fmt: skip
def test_a_broken_record_is_refused_in_a_sentence(text: str) -> None:
    with pytest.raises(Refusal, match="the progress"):
        parse_progress(text, QUESTIONS)


def test_the_table_has_a_row_for_each_question() -> None:
    rows = list(csv.DictReader(io.StringIO(Progress().answering(FIRST, WRONG).to_csv(QUESTIONS))))
    assert len(rows) == len(QUESTIONS)
    assert rows[0]["question"] == FIRST.key
    assert rows[0]["right"] == "no"
    assert rows[0]["answer"] == FIRST.answers[WRONG].text
    assert rows[0]["right_answer"] == FIRST.answers[FIRST.right].text
    assert rows[1]["right"] == ""


def test_a_choice_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(ValueError, match="has no choice 4"):
        Progress().answering(FIRST, 4)
