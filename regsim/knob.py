"""One adjustable number or choice, declared once: control, command-line path, file key and tooltip all derive from it.

A knob knows which values it allows and says so in one sentence. It refuses to know where its value is
stored, how it is drawn, or what the engine does with it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

type_names = {
    bool: "true or false",
    int: "a whole number",
    float: "a number",
    str: "a text",
    tuple: "a list of whole numbers",
}

Value = bool | int | float | str | tuple[int, ...]
Effect = Literal["live", "structural", "cosmetic"]
Scale = Literal["linear", "log"]
Needs = Literal["", "points", "images", "classes"]


LONGEST_SENTENCE = 300


class Refusal(ValueError):
    """A value that was turned away at the door; its text is the one sentence the user reads, or one sentence a line.

    Parameters
    ----------
    *sentences : str
        Each becomes one line of at most `LONGEST_SENTENCE` characters, however long the name of a file or a key is.
    """

    def __init__(self, *sentences: str) -> None:
        super().__init__("\n".join(map(_one_line, sentences)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Knob:
    """An adjustable value and everything that is known about it.

    Parameters
    ----------
    key : str
        Last part of its path, e.g. ``"strength"`` of ``run.2.l2.strength``.
    title : str
        Name on screen, sentence case, e.g. ``"L2 λ"``.
    default : Value
        Its type is the type of the knob: bool, int, float, str or tuple of int.
    effect : {"live", "structural", "cosmetic"}
        What a change does: the network keeps its weights and responds; it starts again; nothing.
    help : str
        One sentence for the tooltip.
    low, high : float, optional
        Allowed range, inclusive; checked at the door. For a tuple: of each entry.
    below : float, optional
        Exclusive upper bound, where `high` does not say it (dropout: below 1).
    span : (float, float), optional
        The narrower range of its slider.
    off : Value, optional
        The value at which it does nothing.
    typical : Value, optional
        A value at which its effect is plainly visible; used when it is switched on.
    usual : (float, float), optional
        The range commonly used in practice, marked under the slider.
    scale : {"linear", "log"}
        Scale of the slider.
    step : float, optional
        One step of the slider (linear scale); log scales step by a tenth of a decade.
    unit : str
        Unit on screen, e.g. ``"px"``, ``"°"``, ``"%"`` (the value itself is stored as a fraction).
    choices : tuple of str
        Allowed texts; empty for free text.
    max_length : int
        Longest allowed text or list.
    needs : {"", "points", "images", "classes"}
        Data it applies to; empty for all.
    formula : str
        LaTeX of what it does, for tooltip and explanation.
    """

    key: str
    title: str
    default: Value
    effect: Effect
    help: str
    low: float | None = None
    high: float | None = None
    below: float | None = None
    span: tuple[float, float] | None = None
    off: Value | None = None
    typical: Value | None = None
    usual: tuple[float, float] | None = None
    scale: Scale = "linear"
    step: float | None = None
    unit: str = ""
    choices: tuple[str, ...] = ()
    max_length: int = 80
    needs: Needs = ""
    formula: str = ""

    def is_off(self, value: Value) -> bool:
        """Whether `value` is the one at which this knob does nothing."""
        return self.off is not None and value == self.off

    def words(self, value: Value) -> str:
        """`value` as it stands on screen, e.g. ``"off"``, ``"0.005"``, ``"10 %"``, ``"64, 64"``."""
        if self.is_off(value):
            return "off"
        if isinstance(value, bool):
            return "on" if value else "off"
        if isinstance(value, tuple):
            return ", ".join(map(str, value)) or "none"
        if isinstance(value, str):
            return value
        if self.unit == "%":
            return f"{100 * value:.4g} %"
        text = f"{value:.4g}" if isinstance(value, float) else str(value)
        return f"{text} {self.unit}".rstrip() if self.unit != "°" else f"{text}°"

    def check(self, path: str, value: object) -> Value:
        """Return `value` in this knob's own type.

        Parameters
        ----------
        path : str
            Where the value was found, named in the refusal.
        value : object
            Anything, as read from a file, a command line or a field.

        Raises
        ------
        Refusal
            If the type is wrong or the value is out of range, not finite or not a choice.
        """
        typed = self._typed(path, value)
        if isinstance(typed, str):
            return self._checked_text(path, typed)
        if isinstance(typed, tuple):
            if len(typed) > self.max_length:
                raise Refusal(f"{path} has {len(typed)} entries: at most {self.max_length} are allowed")
            for entry in typed:
                self._check_range(path, entry)
        elif not isinstance(typed, bool):
            self._check_range(path, typed)
        return typed

    def allowed(self) -> str:
        """The allowed values in words, e.g. ``"in [0, 10]"`` or ``"one of adam, sgd"``."""
        if self.choices:
            return "one of " + ", ".join(self.choices)
        if isinstance(self.default, bool):
            return type_names[bool]
        if self.below is not None:
            return f"in [{_number(self.low)}, {_number(self.below)})"
        if self.low is None and self.high is None:
            return type_names[type(self.default)]
        if self.high is None:
            return f"at least {_number(self.low)}"
        return f"in [{_number(self.low)}, {_number(self.high)}]"

    def _typed(self, path: str, value: object) -> Value:
        kind = type(self.default)
        if kind is float and isinstance(value, (int, float)) and not isinstance(value, bool):
            try:
                return float(value)
            except OverflowError:
                raise Refusal(f"{path} = {str(value)[:12]}…: must be {self.allowed()}") from None
        if kind is int and isinstance(value, float) and value.is_integer():
            return int(value)
        if kind is tuple and isinstance(value, (list, tuple)):
            if all(isinstance(entry, int) and not isinstance(entry, bool) for entry in value):
                return tuple(value)
        elif type(value) is kind:
            return value
        raise Refusal(f"{path} = {shown(value)}: must be {self._wanted()}")

    def _wanted(self) -> str:
        if self.choices:
            return self.allowed()
        words = type_names[type(self.default)]
        return words if self.allowed() == words else f"{words} {self.allowed()}"

    def _checked_text(self, path: str, value: str) -> str:
        if self.choices and value not in self.choices:
            raise Refusal(f"{path} = {shown(value)}: must be {self.allowed()}")
        if len(value) > self.max_length:
            raise Refusal(f"{path} has {len(value)} characters: at most {self.max_length} are allowed")
        if not value.isprintable():
            raise Refusal(f"{path} = {shown(value)}: must be one line of printable text")
        return value

    def _check_range(self, path: str, value: float) -> None:
        inside = (
            (isinstance(value, int) or math.isfinite(value))
            and (self.low is None or value >= self.low)
            and (self.high is None or value <= self.high)
            and (self.below is None or value < self.below)
        )
        if not inside:
            raise Refusal(f"{path} = {shown(value)}: must be {self.allowed()}")


def shown(value: object) -> str:
    """A value as the user wrote it, shortened to fit a sentence."""
    if isinstance(value, bool):
        text = str(value).lower()
    elif isinstance(value, str):
        text = f'"{value}"'
    elif isinstance(value, (list, tuple)):
        text = "[" + ", ".join(shown(entry) for entry in value[:8]) + (", …]" if len(value) > 8 else "]")
    elif isinstance(value, int) and value.bit_length() > 200:
        text = "a whole number of more than 60 digits"
    elif isinstance(value, Mapping):
        text = "a table"
    else:
        text = _number(value) if isinstance(value, (int, float)) else str(value)
    return text if len(text) <= 60 else text[:59] + "…"


def _one_line(text: str) -> str:
    if len(text) > LONGEST_SENTENCE:  # what is wrong stands at the end, where it was found at the beginning
        text = f"{text[: LONGEST_SENTENCE // 2]}…{text[1 - LONGEST_SENTENCE // 2 :]}"
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else " " if sign.isspace() else "\ufffd" for sign in text)


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)
