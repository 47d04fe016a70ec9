"""Sentences with blanks that are filled from a snapshot: ``{L2} ended at {L2.validation_loss}``; refuses to draw them.

What stands in braces is a run, shown with its marker, or an expression, shown in the format of its unit or in the one
named behind a colon: ``{1 - 0.2:share}``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from regsim.experiment import Experiment
from regsim.knob import Refusal, shown
from regsim.lesson.grammar import WORDS
from regsim.lesson.language import Expression, expression, run_name
from regsim.lesson.measures import Facts, Need
from regsim.lesson.wording import FORMATS
from regsim.spelling import NOTHING

BLANK = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a sentence.

    Parameters
    ----------
    text : str
    role : {"words", "number", "run"}
        Plain words, a number of this very run (bold), or a run's name (with its marker).
    run : int or None
        Place of that run in the snapshot's experiment; None for the others, and for a run that was removed.
    """

    text: str
    role: Literal["words", "number", "run"] = "words"
    run: int | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank of a template: an expression and the format of its number."""

    expression: Expression
    format: str


@dataclass(frozen=True, slots=True)
class Template:
    """A checked sentence with blanks.

    Parameters
    ----------
    text : str
        As it was written, spaces made single.
    parts : tuple of str or Blank
    labels : tuple of str
        Labels of the runs it speaks about, as its scene has them.
    """

    text: str
    parts: tuple[str | Blank, ...]
    labels: tuple[str, ...]

    @property
    def needs(self) -> frozenset[Need]:
        """What a snapshot must hold for it."""
        return frozenset().union(*(part.expression.needs for part in self.parts if isinstance(part, Blank)))

    def filled(self, facts: Facts) -> tuple[Span, ...]:
        """The sentence about this snapshot."""
        return tuple(Span(part) if isinstance(part, str) else self._span(part, facts) for part in self.parts)

    def unfilled(self) -> tuple[Span, ...]:
        """The sentence while nothing is known yet: runs by their names, … for everything that is read off a run."""
        return tuple(Span(part) if isinstance(part, str) else self._open(part) for part in self.parts)

    def words(self, facts: Facts) -> str:
        """The sentence about this snapshot as plain text."""
        return plain(self.filled(facts))

    def _open(self, blank: Blank) -> Span:
        if blank.expression.kind != "run":
            return Span("…", "number")
        index = blank.expression.run()
        return Span(self.labels[index], "run", index)

    def _span(self, blank: Blank, facts: Facts) -> Span:
        found = blank.expression
        if found.kind == "run":
            index = found.run()
            place = facts.places[index]
            label = self.labels[index] if place is None else facts.snapshot.experiment.runs[place].label
            return Span(label, "run", place)
        if found.kind == "text":
            return Span(found.words(facts) or NOTHING)
        return Span(FORMATS[blank.format](found.number(facts)), "number")


def plain(spans: tuple[Span, ...]) -> str:
    """A filled sentence as plain text."""
    return "".join(span.text for span in spans)


def template(text: str, experiment: Experiment) -> Template:
    """The template `text` about the runs of `experiment`.

    Raises
    ------
    Refusal
        If a brace is left open, or a blank is not allowed.
    """
    text = " ".join(text.split())
    parts: list[str | Blank] = []
    end = 0
    for match in BLANK.finditer(text):
        parts += [text[end : match.start()], _blank(match[1], experiment)]
        end = match.end()
    parts.append(text[end:])
    if any(isinstance(part, str) and ("{" in part or "}" in part) for part in parts):
        raise Refusal(f"{shown(text)}: a brace is left open")
    return Template(text, tuple(part for part in parts if part), tuple(run.label for run in experiment.runs))


def _blank(text: str, experiment: Experiment) -> Blank:
    if text in (run.label for run in experiment.runs):
        return Blank(expression(run_name(text), experiment), "")
    body, colon, name = text.rpartition(":")
    if not colon:
        found = expression(text, experiment)
    elif name.strip() in FORMATS:
        found = expression(body, experiment)
    else:
        raise Refusal(f"{shown(text)}: there is no format {shown(name.strip())}, only {', '.join(FORMATS)}")
    if found.kind == "truth" or (colon and found.kind != "number"):
        raise Refusal(
            f"{shown(text)}: {WORDS[found.kind]} cannot stand {'in this format' if colon else 'in a sentence'}"
        )
    return Blank(found, name.strip() if colon else found.unit)
