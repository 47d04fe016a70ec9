"""A small language of conditions and numbers over a snapshot: ``L2.validation_loss < 0.5 * Plain.validation_loss``.

Python's own parser reads it, a white list checks it, and each allowed piece becomes one function; nothing is ever
handed to ``eval``. It refuses, when a file is read, every name, number, setting and construction it does not know, so
that a checked expression cannot fail on any snapshot.

A run is named by its label, with underscores for what a name cannot hold (``L1_subgradient``). ``RUN.gap`` is a
number of it, ``RUN.l2.strength`` a setting as it is now, ``training.epochs`` one that all runs share. Allowed besides
are numbers, texts in quotes, ``+ - * / **``, comparisons, ``and or not``, ``a if c else b``, ``in ("a", "b")`` and the
functions of `regsim.lesson.measures`.
"""

from __future__ import annotations

import ast
import re
import warnings
from dataclasses import dataclass, field

from regsim.experiment import Experiment
from regsim.knob import Refusal, shown
from regsim.lesson.grammar import SECTIONS, WORDS, Evaluator, Grammar, Kind
from regsim.lesson.measures import FUNCTIONS, WORLD, Facts, Need, Unit

LONGEST = 400
MOST_PIECES = 120
RESERVED = frozenset((*WORLD, *FUNCTIONS, *SECTIONS, "finished", "and", "or", "not", "if", "else", "in"))


@dataclass(frozen=True, slots=True)
class Expression:
    """A checked expression.

    Parameters
    ----------
    text : str
    kind : {"number", "text", "truth", "run"}
    unit : Unit
        What a number is counted in.
    needs : frozenset of {"weights", "prediction", "mask"}
        What a snapshot must hold for it; without, its numbers are nan.
    """

    text: str
    kind: Kind
    unit: Unit
    needs: frozenset[Need]
    _evaluate: Evaluator = field(repr=False, compare=False)

    def holds(self, facts: Facts) -> bool:
        """Whether a condition is true of a snapshot; false where one of its numbers does not exist."""
        return bool(self._evaluate(facts))

    def number(self, facts: Facts) -> float:
        """The value of a number; nan where it does not exist."""
        return float(self._evaluate(facts))

    def words(self, facts: Facts) -> str:
        """The value of a text; empty where it does not exist."""
        return str(self._evaluate(facts))

    def run(self) -> int:
        """Which run of the scene's experiment a run's name means."""
        return int(self._evaluate(None))  # type: ignore[arg-type]  # a name needs no facts


def run_names(experiment: Experiment) -> dict[str, int]:
    """The runs of an experiment by the names they have in expressions.

    Raises
    ------
    Refusal
        If two runs, or a run and a word of the language, would have the same name.
    """
    names: dict[str, int] = {}
    for index, run in enumerate(experiment.runs):
        name = run_name(run.label)
        if name in RESERVED or name in names or not name.isidentifier():
            raise Refusal(f"run.{index + 1}.label = {shown(run.label)}: expressions cannot name this run; rename it")
        names[name] = index
    return names


def run_name(label: str) -> str:
    """The name in expressions of the run with this label."""
    return re.sub(r"\W+", "_", label).strip("_")


def condition(text: str, experiment: Experiment) -> Expression:
    """The condition `text` about the runs of `experiment`.

    Raises
    ------
    Refusal
        If it is not allowed, or is no condition.
    """
    found = expression(text, experiment)
    if found.kind != "truth":
        raise Refusal(f"{shown(text)}: must be a condition, not {WORDS[found.kind]}")
    return found


def expression(text: str, experiment: Experiment) -> Expression:
    """The expression `text` about the runs of `experiment`.

    Raises
    ------
    Refusal
        With the first thing in it that is unknown or not allowed.
    """
    if len(text) > LONGEST:
        raise Refusal(f"{shown(text)}: an expression has at most {LONGEST} characters")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", SyntaxWarning)
            tree = ast.parse(" ".join(text.split()), mode="eval")
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        raise Refusal(f"{shown(text)}: is no expression") from None
    if sum(1 for _ in ast.walk(tree)) > MOST_PIECES:
        raise Refusal(f"{shown(text)}: an expression has at most {MOST_PIECES} pieces")
    grammar = Grammar(text, experiment, run_names(experiment))
    piece = grammar.piece(tree.body)
    return Expression(text, piece.kind, piece.unit, frozenset(grammar.needs), piece.evaluate)
