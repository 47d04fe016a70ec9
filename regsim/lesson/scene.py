"""One step of the lesson: what is predicted, trained, observed, explained and claimed; refuses to train and to draw.

A scene is absolute: it holds a whole experiment, and is the same whatever was played before it.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from regsim.experiment import Experiment
from regsim.knob import Refusal
from regsim.lesson.chapters import CHAPTERS
from regsim.lesson.language import Expression
from regsim.lesson.measures import Need
from regsim.lesson.tables import NOWHERE, Table, open_file, open_text, turn_away
from regsim.lesson.template import Template
from regsim.schema import knob, put

MOST_WORDS = 80
"""Of an explanation; more is not read beside a moving picture."""
TITLE_LENGTH, QUESTION_LENGTH, CHOICE_LENGTH, LINE_LENGTH = 48, 160, 80, 110
NOTES_WORDS = 140


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer of a prediction.

    Parameters
    ----------
    text : str
    happened : Expression
        Condition on the finished snapshot: this is what happened.
    """

    text: str
    happened: Expression


@dataclass(frozen=True, slots=True)
class Predict:
    """The question before play.

    Parameters
    ----------
    question : str
    choices : tuple of Choice
        Two to four, of which at most one happens.
    usual : int
        Index of the one that usually happens.
    """

    question: str
    choices: tuple[Choice, ...]
    usual: int


@dataclass(frozen=True, slots=True)
class Observation:
    """A line that is ticked when it happens: `when` is true of some snapshot."""

    text: str
    when: Expression


@dataclass(frozen=True, slots=True)
class Formula:
    """LaTeX without dollar signs, and the run (place in the experiment) it is about; None for all."""

    latex: str
    run: int | None


@dataclass(frozen=True, slots=True)
class Claim:
    """The effect that a scene promises.

    Parameters
    ----------
    text : str
        The effect in words, for "Is it luck?" and the documentation, e.g. ``"L1 has more exact zeros than L2"``.
    holds : Expression
        Condition on the finished snapshot: the effect appeared.
    otherwise : Template
        What happened instead, in numbers.
    """

    text: str
    holds: Expression
    otherwise: Template


@dataclass(frozen=True, slots=True)
class Scene:
    """One step of the lesson.

    Parameters
    ----------
    key : str
        Name of its file, without the ending.
    chapter, place : int
        Chapter and place in it, from 1.
    title : str
    experiment : Experiment
    views : tuple of str
        Keys of the views to show, the first one large.
    knobs : tuple of str
        Paths of the knobs that are unlocked.
    predict : Predict
    observe : tuple of Observation
        Two or three.
    explain : tuple of Template
        Paragraphs of at most `MOST_WORDS` words together.
    formulas : tuple of Formula
    claim : Claim
    notes : str
        For the speaker.
    sources : tuple of str
    """

    key: str
    chapter: int
    place: int
    title: str
    experiment: Experiment
    views: tuple[str, ...]
    knobs: tuple[str, ...]
    predict: Predict
    observe: tuple[Observation, ...]
    explain: tuple[Template, ...]
    formulas: tuple[Formula, ...]
    claim: Claim
    notes: str
    sources: tuple[str, ...]

    @property
    def needs(self) -> frozenset[Need]:
        """What its snapshots must hold, whatever views are open."""
        conditions = [self.claim.holds, *(c.happened for c in self.predict.choices), *(o.when for o in self.observe)]
        sentences = [self.claim.otherwise, *self.explain]
        return frozenset().union(*(c.needs for c in conditions), *(s.needs for s in sentences))


def read_scene(path: Path) -> Scene:
    """The scene in a file.

    Raises
    ------
    Refusal
        If it cannot be read or is no TOML.
    Problems
        With one sentence for all that is wrong, naming file and key.
    """
    return _scene(open_file(path), path.stem)


def parse_scene(text: str, key: str) -> Scene:
    """The scene in a TOML text.

    Raises
    ------
    Refusal
        If it is no TOML.
    Problems
        With one sentence for all that is wrong.
    """
    return _scene(open_text(text, f"{key}.toml"), key)


def _scene(file: Table, key: str) -> Scene:
    experiment = file.experiment("experiment")
    title = file.text("title", TITLE_LENGTH)
    if experiment is not None and title:
        experiment = put(experiment, "title", title)
    explain = file.paragraphs("explain", MOST_WORDS)
    scene = Scene(
        key=key,
        chapter=file.whole("chapter", 1, len(CHAPTERS)),
        place=file.whole("place", 1, 99),
        title=title,
        experiment=experiment or NOWHERE,
        views=file.texts("views", 1, 40),
        knobs=_knobs(file, experiment),
        predict=_predict(file.table("predict"), experiment),
        observe=tuple(_observation(table, experiment) for table in file.tables("observe", 2, 3)),
        explain=tuple(file.filled_in("explain", paragraph, experiment) for paragraph in explain),
        formulas=tuple(_formula(table, experiment) for table in file.tables("formula", 0, 3)),
        claim=_claim(file.table("claim"), experiment),
        notes=" ".join(file.paragraphs("notes", NOTES_WORDS)),
        sources=file.texts("sources", 0, 300, optional=True),
    )
    file.close()
    turn_away(file.notes)
    return scene


def _knobs(file: Table, experiment: Experiment | None) -> tuple[str, ...]:
    paths = file.texts("knobs", 1, 80)
    for path in paths:
        try:
            knob(path, experiment or NOWHERE)
        except Refusal as refusal:
            if experiment is not None:
                file.note("knobs", f"has an unknown entry: {refusal}")
    return paths


def _predict(table: Table, experiment: Experiment | None) -> Predict:
    choices = table.tables("choice", 2, 4)
    found = Predict(
        question=table.text("question", QUESTION_LENGTH),
        choices=tuple(_choice(choice, experiment) for choice in choices),
        usual=table.whole("usual", 1, max(len(choices), 1)) - 1,
    )
    table.close()
    return found


def _choice(table: Table, experiment: Experiment | None) -> Choice:
    found = Choice(table.text("text", CHOICE_LENGTH), table.condition("happened", experiment))
    table.close()
    return found


def _observation(table: Table, experiment: Experiment | None) -> Observation:
    found = Observation(table.text("text", LINE_LENGTH), table.condition("when", experiment))
    table.close()
    return found


def _formula(table: Table, experiment: Experiment | None) -> Formula:
    label = table.text("run", 40, optional=True)
    labels = [run.label for run in experiment.runs] if experiment is not None else []
    if label and experiment is not None and label not in labels:
        table.note("run", f'= "{label}": must be one of {", ".join(labels)}')
    found = Formula(table.text("latex", 200), labels.index(label) if label in labels else None)
    table.close()
    return found


def _claim(table: Table, experiment: Experiment | None) -> Claim:
    found = Claim(
        text=table.text("text", LINE_LENGTH),
        holds=table.condition("holds", experiment),
        otherwise=table.template("otherwise", 240, experiment),
    )
    table.close()
    return found
