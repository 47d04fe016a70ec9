"""Draws the window or views into files without a display; refuses to start what could not be written."""

from __future__ import annotations

import argparse
import math
import os
import re
from pathlib import Path

from regsim import atomic
from regsim.cli.doctor import require_pictures
from regsim.cli.filming import cut_of, films_of, progress
from regsim.cli.settings import literal, prepared
from regsim.experiment import Experiment
from regsim.knob import Refusal
from regsim.picture_file import CARRIERS
from regsim.schema import did_you_mean, knob

SMALLEST, LARGEST = 64, 8192
SMALLEST_SCALE, LARGEST_SCALE = 0.5, 8.0
SMALLEST_DPI, LARGEST_DPI = 36.0, 1200.0


def render(chosen: argparse.Namespace) -> int:
    """Train as far as asked and draw.

    Raises
    ------
    Refusal
        If anything asked for is not allowed; nothing was trained or written then.
    """
    outputs = [Path(output) for output in chosen.output]
    for output in outputs:
        atomic.check_output(output, CARRIERS)
    size = picture_size(chosen.size)
    dpi = None if chosen.dpi is None else picture_dpi(chosen.dpi)
    scale = None if chosen.scale is None else picture_scale(chosen.scale, size)
    experiment = prepared(chosen.experiment, chosen.settings)
    epochs = None if chosen.epochs is None else _epochs(chosen.epochs)
    views = tuple(chosen.view or ())
    films = films_of(outputs)
    if chosen.title is not None and not views:
        raise Refusal("--title: only views have one; name them with --view")
    require_pictures()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    _check_views(views)
    selected = 0 if chosen.select is None else _selected(chosen.select, experiment)
    cut = cut_of(chosen, films, experiment, epochs, size)
    from regsim.app import film, picture

    if scale is None and min(size) / picture.ratio_for(size, dpi) < SMALLEST:
        raise Refusal(f"--dpi {chosen.dpi}: too large for {chosen.size}; give more pixels, or a --scale")
    how = {
        "size": size,
        "views": views,
        "scale": scale,
        "dpi": dpi,
        "theme": chosen.theme,
        "title": chosen.title,
        "caption": chosen.caption,
        "selected": selected,
        "linear": chosen.linear,
    }
    if cut is None:
        picture.render(experiment, outputs, epochs=epochs, **how)
        return 0
    with progress(chosen.progress) as note:
        film.render(experiment, outputs, cut, note, **how)
    return 0


def picture_size(text: str) -> tuple[int, int]:
    """Width and height in pixels from a text like ``1920x1080``.

    Raises
    ------
    Refusal
        If it is no such text, or a side is not in [64, 8192].
    """
    sides = re.fullmatch(r"([0-9]{1,9})[xX×]([0-9]{1,9})", text)
    if sides is None or not all(SMALLEST <= int(side) <= LARGEST for side in sides.groups()):
        raise Refusal(f"--size {text}: must be WIDTHxHEIGHT, each in [{SMALLEST}, {LARGEST}]")
    return int(sides[1]), int(sides[2])


def picture_scale(text: str, size: tuple[int, int]) -> float:
    """Pixels of the file for one of the window, from a text like ``2``.

    Raises
    ------
    Refusal
        If it is no number in [0.5, 8], or leaves less than 64 logical pixels of a side.
    """
    scale = _number("--scale", text, SMALLEST_SCALE, LARGEST_SCALE)
    if min(size) / scale < SMALLEST:
        raise Refusal(f"--scale {text}: too large for {size[0]}x{size[1]}; at most {min(size) / SMALLEST:g}")
    return scale


def picture_dpi(text: str) -> float:
    """Dots to the inch, from a text like ``300``.

    Raises
    ------
    Refusal
        If it is no number in [36, 1200].
    """
    return _number("--dpi", text, SMALLEST_DPI, LARGEST_DPI)


def _number(option: str, text: str, low: float, high: float) -> float:
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not low <= number <= high:
        raise Refusal(f"{option} {text}: must be a number in [{low:g}, {high:g}]")
    return number


def _selected(label: str, experiment: Experiment) -> int:
    labels = [run.label for run in experiment.runs]
    if label not in labels:
        raise Refusal(f"--select {label}: must be one of {', '.join(labels)}")
    return labels.index(label)


def _epochs(text: str) -> int:
    checked = knob("training.epochs", Experiment()).check("--epochs", literal(text))
    return int(checked)  # type: ignore[arg-type]  # its knob's type


def _check_views(views: tuple[str, ...]) -> None:
    from regsim.app.views import all_views

    known = all_views() if views else {}
    for view in views:
        if view not in known:
            raise Refusal(f'there is no view "{view}"{did_you_mean(view, known) or "; see regsim list views"}')
