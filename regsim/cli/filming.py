"""Turns the options of a film into what is to be made, and says how far it is; refuses to make it."""

from __future__ import annotations

import argparse
import math
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from regsim.experiment import Experiment
from regsim.knob import Refusal
from regsim.picture_file import FILM_ENDINGS

if TYPE_CHECKING:
    from regsim.app.film import Cut

OPTIONS = {"from_epoch": "--from-epoch", "frames": "--frames", "rate": "--fps"}


def films_of(outputs: Sequence[Path]) -> list[Path]:
    """Those of `outputs` that are films."""
    return [output for output in outputs if output.suffix.lower() in FILM_ENDINGS]


def cut_of(
    chosen: argparse.Namespace, films: Sequence[Path], experiment: Experiment, epochs: int | None, size: tuple[int, int]
) -> Cut | None:
    """What is to be filmed; None if no output is a film.

    Raises
    ------
    Refusal
        If an option is not allowed, all frames are too large together, or a program for a kind of film is missing.
    """
    if not films:
        for name, option in OPTIONS.items():
            if getattr(chosen, name) is not None:
                raise Refusal(f"{option}: only films have it; name one with -o FILE.gif")
        return None
    from regsim.app import film
    from regsim.film import find_ffmpeg
    from regsim.film.pace import FASTEST, SLOWEST

    whole = experiment.training.epochs
    cut = film.Cut(
        int(_number(chosen, "from_epoch", 0, whole - 1, int) or 0),
        epochs,
        _whole(_number(chosen, "frames", film.FEWEST_FRAMES, film.MOST_FRAMES, int)),
        _number(chosen, "rate", SLOWEST, FASTEST, float),
    )
    film.planned(cut, experiment, size)
    if any(output.suffix.lower() == ".mp4" for output in films):
        find_ffmpeg()
    return cut


@contextmanager
def progress(is_told: bool) -> Iterator[Callable[[float], None]]:
    """What is told the share done: it says the percentage on a terminal, or in a line each if `is_told`.

    Being asked to end is taken like an interruption from the keyboard, so that nothing half-made is left.
    """
    is_terminal = sys.stderr.isatty() and not is_told
    percent = -1

    def show(share: float) -> None:
        nonlocal percent
        if (is_told or is_terminal) and int(100 * share) != percent:
            percent = int(100 * share)
            begin, end = ("\r\033[K", "") if is_terminal else ("", "\n")
            print(f"{begin}film {percent} %", end=end, file=sys.stderr, flush=True)

    before = signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        yield show
    finally:
        signal.signal(signal.SIGTERM, before)
        if is_terminal:
            print("\r\033[K", end="", file=sys.stderr, flush=True)


def _number(
    chosen: argparse.Namespace, name: str, low: float, high: float, kind: type[int] | type[float]
) -> float | None:
    text = getattr(chosen, name)
    if text is None:
        return None
    try:
        number = float(kind(text))
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        what = "a whole number" if kind is int else "a number"
        raise Refusal(f"{OPTIONS[name]} {text}: must be {what} in [{low:g}, {high:g}]")
    return number


def _whole(number: float | None) -> int | None:
    return None if number is None else int(number)
