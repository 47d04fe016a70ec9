"""What a learner has answered and seen: pure data that can be kept, counted and exported; refuses to touch a file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from regsim.experiment import Values
from regsim.knob import Refusal
from regsim.lesson.chapters import chapter_title
from regsim.lesson.question import Question

VERSION = 1
COLUMNS = ("chapter", "chapter_title", "question", "text", "answer", "right_answer", "right", "scene")


@dataclass(frozen=True, slots=True)
class Score:
    """How many of so many questions were answered, and how many of them rightly."""

    right: int
    answered: int
    questions: int


@dataclass(frozen=True, slots=True)
class Progress:
    """Answers given so far and scenes that were finished; starting over is ``Progress()``.

    Parameters
    ----------
    answers : Values
        The choice (index in the file's order, from 0) last taken for each question key.
    scenes : frozenset of str
        Keys of the scenes that were gone through.
    seed : int
        Of the order in which choices are shown.
    """

    answers: Values = field(default_factory=Values)
    scenes: frozenset[str] = frozenset()
    seed: int = 1

    def answering(self, question: Question, choice: int) -> Progress:
        """The progress after taking a choice."""
        if not 0 <= choice < len(question.answers):
            raise ValueError(f"{question.key} has no choice {choice}")
        return replace(self, answers=self.answers.having(question.key, choice))

    def finishing(self, scene: str) -> Progress:
        """The progress after going through a scene."""
        return replace(self, scenes=self.scenes | {scene})

    def is_right(self, question: Question) -> bool | None:
        """Whether the last answer was right; None if there was none."""
        choice = self.answers.get(question.key)
        return None if choice is None else choice == question.right

    def score(self, questions: Mapping[str, Question]) -> Score:
        """The score over some questions."""
        marks = [self.is_right(question) for question in questions.values()]
        return Score(marks.count(True), len(marks) - marks.count(None), len(marks))

    def by_chapter(self, questions: Mapping[str, Question]) -> dict[int, Score]:
        """The score of each chapter that has questions."""
        chapters = sorted({question.chapter for question in questions.values()})
        return {
            chapter: self.score({key: each for key, each in questions.items() if each.chapter == chapter})
            for chapter in chapters
        }

    def to_review(self, questions: Mapping[str, Question]) -> tuple[Question, ...]:
        """Questions that were answered wrongly, in their order."""
        return tuple(question for question in questions.values() if self.is_right(question) is False)

    def to_json(self) -> str:
        """All of it as one JSON object."""
        content = {
            "version": VERSION, "seed": self.seed, "answers": dict(self.answers), "scenes": sorted(self.scenes),
        }  # fmt: skip
        return json.dumps(content, indent=2)

    def to_csv(self, questions: Mapping[str, Question]) -> str:
        """One row a question, answered or not, under one header line."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(self._row(question) for question in questions.values())
        return text.getvalue()

    def _row(self, question: Question) -> tuple[object, ...]:
        choice = self.answers.get(question.key)
        taken = question.answers[choice].text if isinstance(choice, int) else ""
        mark = {None: "", True: "yes", False: "no"}[self.is_right(question)]
        return (
            question.chapter, chapter_title(question.chapter), question.key, question.text, taken,
            question.answers[question.right].text, mark, question.scene,
        )  # fmt: skip


def parse_progress(text: str, questions: Mapping[str, Question]) -> Progress:
    """The progress in a JSON text; questions that no longer exist are left out.

    Raises
    ------
    Refusal
        If it is no such text.
    """
    try:
        content = json.loads(text)
    except (ValueError, RecursionError):
        content = None
    if not _is_sound(content):
        raise Refusal("the progress is no JSON object with version, seed, answers and scenes")
    answers = {key: choice for key, choice in content["answers"].items() if key in questions}
    for key, choice in answers.items():
        if not 0 <= choice < len(questions[key].answers):
            raise Refusal(
                f"the progress has answer {choice} for {key}: must be in [0, {len(questions[key].answers) - 1}]"
            )
    return Progress(Values(answers), frozenset(content["scenes"]), content["seed"])


def _is_sound(content: Any) -> bool:
    return (
        isinstance(content, dict)
        and content.get("version") == VERSION
        and _is_whole(content.get("seed"))
        and isinstance(content.get("answers"), dict)
        and all(_is_whole(choice) for choice in content["answers"].values())
        and isinstance(content.get("scenes"), list)
        and all(isinstance(scene, str) for scene in content["scenes"])
    )


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)
