"""Turns the pieces of an expression into functions of a snapshot, each allowed one by name; refuses all others.

What one piece may be made of is said here; what an expression is, and how it is read, in `regsim.lesson.language`.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from regsim.experiment import Experiment
from regsim.knob import Refusal, shown
from regsim.lesson.measures import CURVES, FUNCTIONS, MEASURES, TEXTS, WORLD, Curve, Facts, Need, Subject, Unit
from regsim.schema import did_you_mean, get, knob

SECTIONS = ("data", "network", "training")

Kind = Literal["number", "text", "truth", "run"]
Evaluator = Callable[[Facts], Any]

ARITHMETIC: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: math.pow,
}
ORDER: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
}
EQUALITY: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {ast.Eq: operator.eq, ast.NotEq: operator.ne}
COMPARISONS = {"number": ORDER, "text": EQUALITY}
"""By kind; numbers lack ``!=``, which would be true of one that does not exist."""
WORDS = {"number": "a number", "text": "a text", "truth": "true or false", "run": "a run"}


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of an expression: of which kind it is, how it is computed, and what a number is counted in."""

    kind: Kind
    evaluate: Evaluator
    unit: Unit = "number"


class Grammar:
    """Reads the nodes of one expression.

    Parameters
    ----------
    text : str
        The whole expression, for its refusals.
    experiment : Experiment
        Whose settings it may name.
    runs : mapping
        Places of the runs by their names in expressions.

    Attributes
    ----------
    needs : set of {"weights", "prediction", "mask"}
        What a snapshot must hold for the pieces read so far.
    """

    def __init__(self, text: str, experiment: Experiment, runs: Mapping[str, int]) -> None:
        self._text = text
        self._experiment = experiment
        self._runs = runs
        self.needs: set[Need] = set()
        self._readers: dict[type[ast.expr], Callable[[Any], Piece]] = {
            ast.Constant: self._constant,
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.BinOp: self._arithmetic,
            ast.UnaryOp: self._unary,
            ast.BoolOp: self._combined,
            ast.Compare: self._comparison,
            ast.IfExp: self._choice,
            ast.Call: self._call,
        }

    def piece(self, node: ast.expr, kind: Kind | None = None) -> Piece:
        """The function of one node, of the wanted kind."""
        reader = self._readers.get(type(node))
        if reader is None:
            raise self._refusal(f"{_shown(node)} is not allowed")
        found = reader(node)
        if kind is not None and found.kind != kind:
            raise self._refusal(f"{_shown(node)} is {WORDS[found.kind]}, where {WORDS[kind]} is wanted")
        return found

    def _refusal(self, why: str) -> Refusal:
        return Refusal(f"{shown(self._text)}: {why}")

    def _constant(self, node: ast.Constant) -> Piece:
        value = node.value
        if value is None:  # Python's word, and a good label for a run
            return self._name(ast.Name("None"))
        if isinstance(value, str):
            return Piece("text", lambda _: value)
        if isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                number = float(value)
            except OverflowError:
                raise self._refusal("a number is too large") from None
            return Piece("number", lambda _: number)
        raise self._refusal(f"{_shown(node)} is not allowed")

    def _name(self, node: ast.Name) -> Piece:
        name = node.id
        if name in self._runs:
            index = self._runs[name]
            return Piece("run", lambda _: index)
        if name in WORLD:
            unit, read = WORLD[name]
            return Piece("number", lambda facts: _number(read(facts.snapshot)), unit)
        if name == "finished":
            return Piece("truth", lambda facts: facts.snapshot.finished)
        raise self._refusal(f"there is nothing called {name}{did_you_mean(name, [*self._runs, *WORLD, 'finished'])}")

    def _attribute(self, node: ast.Attribute) -> Piece:
        root, rest = self._chain(node)
        if root in SECTIONS and root not in self._runs:
            return self._setting(f"{root}.{rest}", None)
        index = self._run_index(root)
        if rest in MEASURES:
            measure = MEASURES[rest]
            return Piece("number", lambda facts: _of_run(facts, index, measure.read), measure.unit)
        if rest in TEXTS:
            read = TEXTS[rest]
            return Piece("text", lambda facts: "" if (run := facts.run(index)) is None else read(run))
        if "." in rest:
            return self._setting(rest, index)
        near = did_you_mean(rest, [*MEASURES, *TEXTS])
        raise self._refusal(f"a run has no number called {rest}{near}")

    def _chain(self, node: ast.Attribute) -> tuple[str, str]:
        names: list[str] = []
        inner: ast.expr = node
        while isinstance(inner, ast.Attribute):
            names.append(inner.attr)
            inner = inner.value
        if isinstance(inner, ast.Constant) and inner.value is None:
            return "None", ".".join(reversed(names))
        if not isinstance(inner, ast.Name):
            raise self._refusal(f"{_shown(inner)} is not allowed before a dot")
        return inner.id, ".".join(reversed(names))

    def _run_index(self, name: str) -> int:
        if name not in self._runs:
            raise self._refusal(f"there is no run called {name}, only {', '.join(self._runs)}")
        return self._runs[name]

    def _setting(self, name: str, index: int | None) -> Piece:
        path = name if index is None else f"run.{index + 1}.{name}"
        try:
            default = knob(path, self._experiment).default
        except Refusal as refusal:
            raise self._refusal(str(refusal)) from None
        if isinstance(default, tuple):
            raise self._refusal(f"{name} is a list, not a number")
        kind: Kind = "truth" if isinstance(default, bool) else "text" if isinstance(default, str) else "number"
        missing: object = math.nan if kind == "number" else "" if kind == "text" else False

        def evaluate(facts: Facts) -> object:
            place = None if index is None else facts.places[index]
            if index is not None and place is None:
                return missing
            value = get(facts.snapshot.experiment, name if place is None else f"run.{place + 1}.{name}")
            return float(value) if kind == "number" else value  # type: ignore[arg-type]  # as its knob says

        return Piece(kind, evaluate, "setting")

    def _arithmetic(self, node: ast.BinOp) -> Piece:
        combine = ARITHMETIC.get(type(node.op))
        if combine is None:
            raise self._refusal(f"{_shown(node)} is not allowed")
        left, right = self.piece(node.left, "number"), self.piece(node.right, "number")
        keeps = isinstance(node.op, (ast.Add, ast.Sub)) and left.unit == right.unit

        def evaluate(facts: Facts) -> float:
            try:
                return combine(left.evaluate(facts), right.evaluate(facts))
            except (ArithmeticError, ValueError):
                return math.nan

        return Piece("number", evaluate, left.unit if keeps else "number")

    def _unary(self, node: ast.UnaryOp) -> Piece:
        if isinstance(node.op, ast.Not):
            truth = self.piece(node.operand, "truth")
            return Piece("truth", lambda facts: not truth.evaluate(facts))
        if isinstance(node.op, ast.USub):
            number = self.piece(node.operand, "number")
            return Piece("number", lambda facts: -number.evaluate(facts), number.unit)
        raise self._refusal(f"{_shown(node)} is not allowed")

    def _combined(self, node: ast.BoolOp) -> Piece:
        parts = [self.piece(value, "truth").evaluate for value in node.values]
        combine = all if isinstance(node.op, ast.And) else any
        return Piece("truth", lambda facts: combine(part(facts) for part in parts))

    def _comparison(self, node: ast.Compare) -> Piece:
        terms = [node.left, *node.comparators]
        tests = [self._test(op, left, right) for op, left, right in zip(node.ops, terms[:-1], terms[1:], strict=True)]
        return Piece("truth", lambda facts: all(test(facts) for test in tests))

    def _test(self, op: ast.cmpop, left: ast.expr, right: ast.expr) -> Evaluator:
        first = self.piece(left)
        if isinstance(op, ast.In) and isinstance(right, ast.Tuple):
            options = [self.piece(element, "text").evaluate for element in right.elts]
            text = self.piece(left, "text").evaluate
            return lambda facts: text(facts) in [option(facts) for option in options]
        compare = COMPARISONS.get(first.kind, {}).get(type(op))
        if compare is None:
            raise self._refusal(f"{_shown(left)} cannot be compared in this way")
        second = self.piece(right, first.kind)
        return lambda facts: compare(first.evaluate(facts), second.evaluate(facts))

    def _choice(self, node: ast.IfExp) -> Piece:
        test, yes = self.piece(node.test, "truth"), self.piece(node.body)
        if yes.kind == "run":
            raise self._refusal("a run cannot be chosen by a condition")
        no = self.piece(node.orelse, yes.kind)
        return Piece(yes.kind, lambda facts: (yes if test.evaluate(facts) else no).evaluate(facts), yes.unit)

    def _call(self, node: ast.Call) -> Piece:
        name = node.func.id if isinstance(node.func, ast.Name) else ""
        function = FUNCTIONS.get(name)
        if function is None:
            raise self._refusal(f"there is no function {_shown(node.func)}{did_you_mean(name, FUNCTIONS)}")
        takes = list(function.takes)
        if function.many:
            takes += takes[-1:] * (len(node.args) - len(takes))
        if node.keywords or len(node.args) != len(takes):
            raise self._refusal(f"{name} takes {', '.join(function.takes)}{' and more' if function.many else ''}")
        self.needs.update(function.needs)
        given = [self._argument(node, kind) for node, kind in zip(node.args, takes, strict=True)]
        first_unit = given[0].unit
        unit: Unit = first_unit if function.unit == "curve" or name in ("min", "max", "abs") else function.unit
        return Piece("number", _calling(function.call, [piece.evaluate for piece in given]), unit)

    def _argument(self, node: ast.expr, kind: Literal["number", "run", "curve"]) -> Piece:
        if kind == "curve":
            return self._curve(node)
        piece = self.piece(node, kind)
        if kind == "number":
            return piece
        index = piece.evaluate(None)  # type: ignore[arg-type]  # a name needs no facts
        return Piece("run", lambda facts: _subject(facts, index))

    def _curve(self, node: ast.expr) -> Piece:
        root, rest = self._chain(node) if isinstance(node, ast.Attribute) else ("", "")
        if rest not in CURVES:
            raise self._refusal(f"{_shown(node)} is no curve: wanted is RUN.NAME with one of {', '.join(CURVES)}")
        index = self._run_index(root)

        def evaluate(facts: Facts) -> Curve | None:
            run = facts.run(index)
            return None if run is None or not len(run.history) else Curve(run.history.epoch, getattr(run.history, rest))

        return Piece("number", evaluate, CURVES[rest])


def _calling(call: Callable[..., float], arguments: Sequence[Evaluator]) -> Evaluator:
    def evaluate(facts: Facts) -> float:
        values = [argument(facts) for argument in arguments]
        return math.nan if None in values or _has_nan(values) else call(*values)

    return evaluate


def _has_nan(values: Sequence[object]) -> bool:
    return any(isinstance(value, float) and math.isnan(value) for value in values)


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)


def _of_run(facts: Facts, index: int, read: Callable[[Any], float | None]) -> float:
    run = facts.run(index)
    return math.nan if run is None else _number(read(run))


def _subject(facts: Facts, index: int) -> Subject | None:
    run = facts.run(index)
    return None if run is None else Subject(run, facts.snapshot.examples)


def _shown(node: ast.AST) -> str:
    return shown(ast.unparse(node))[1:-1]
