"""The command line: what may be asked, and who answers; imports neither Qt nor numpy until a command needs it.

It refuses in one sentence on standard error and with exit code 2, never with a traceback.
"""

from __future__ import annotations

import argparse
import importlib
import sys
from typing import NoReturn

from regsim import __version__
from regsim.knob import Refusal

REFUSED = 2
PRESENT = "--present"
EXPORTS = (
    "numpy", "pytorch", "words", "results", "history", "weights", "masks", "histogram", "prediction", "data", "report",
)  # fmt: skip
CATALOGUES = ("datasets", "regularizers", "optimizers", "presets", "views", "scenes", "questions")

DESCRIPTION = """\
RegSim makes regularization visible: up to four networks train side by side and differ in how they are regularized."""
EPILOG = """\
Without a command the window opens: `regsim` with the preset overfitting, `regsim FILE.toml` with that experiment,
`regsim --present [SCENE]` full screen for a class (F11).
EXPERIMENT is an experiment file, a picture that RegSim has saved, or the name of a preset (`regsim list presets`);
`run` and `render` also take a scene of the lesson (`regsim list scenes`)."""


def run_command(arguments: list[str]) -> int:
    """Parse and run one command; returns the exit code."""
    try:
        chosen = _parser().parse_args(_with_command(arguments))
        module, function = chosen.answer.split(":")
        code: int = getattr(importlib.import_module(f"regsim.cli.{module}"), function)(chosen)
    except Refusal as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    return code


class _Parser(argparse.ArgumentParser):
    """A parser that refuses in one sentence."""

    def error(self, message: str) -> NoReturn:
        raise Refusal(f"{message} (see {self.prog} --help)")


def _with_command(arguments: list[str]) -> list[str]:
    if not arguments:
        return ["open"]
    first = arguments[0]
    is_option = first.startswith("-") and first.partition("=")[0] != PRESENT
    return arguments if is_option or first in COMMANDS else ["open", *arguments]


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="regsim", description=DESCRIPTION, epilog=EPILOG, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--version", action="version", version=f"regsim {__version__}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    for name, (summary, answer, add_arguments) in COMMANDS.items():
        command = commands.add_parser(name, help=summary, description=f"{summary[0].upper()}{summary[1:]}.")
        command.set_defaults(answer=answer)
        add_arguments(command)
    return parser


def _open_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("experiment", nargs="?", metavar="EXPERIMENT", help="experiment file or preset")
    command.add_argument(
        PRESENT, nargs="?", const="", metavar="SCENE",
        help="fill the screen for a class, with this scene (default: EXPERIMENT, or the scene that was open last)",
    )  # fmt: skip


def _run_arguments(command: argparse.ArgumentParser) -> None:
    _experiment_argument(command)
    _change_arguments(command)
    command.add_argument("--seeds", metavar="N", help="the same comparison on the seeds 1 to N: medians and wins")
    command.add_argument("--json", action="store_true", help="print one JSON object and nothing else")
    command.add_argument("-o", "--output", metavar="FILE", help="write the whole history to FILE.csv or FILE.json")


def _render_arguments(command: argparse.ArgumentParser) -> None:
    _experiment_argument(command)
    command.add_argument("--epochs", metavar="N", help="draw it after N epochs, end a film there (default: at the end)")
    command.add_argument("--from-epoch", metavar="N", help="begin a film there (default: 0)")
    command.add_argument("--frames", metavar="N", help="at most so many, evenly apart (default: about 8 s of film)")
    command.add_argument("--fps", dest="rate", metavar="F", help="frames a second, 1 to 50 (default: 20, fewer if few)")
    command.add_argument(
        "--progress", action="store_true", help="say how far a film is in lines on standard error, on no terminal too"
    )
    command.add_argument("--select", metavar="LABEL", help="the run that is shown large (default: the first)")
    command.add_argument("--linear", action="store_true", help="a linear axis for the loss (default: logarithmic)")
    command.add_argument(
        "--set",
        action="append",
        default=[],
        dest="settings",
        metavar="PATH=VALUE",
        help="change one value, as in run; repeatable",
    )
    subject = command.add_mutually_exclusive_group()
    subject.add_argument("--window", action="store_true", help="the whole window (the default)")
    subject.add_argument(
        "--view",
        action="append",
        metavar="KEY",
        help="one view (regsim list views); repeatable, then they form a figure with one legend",
    )
    command.add_argument(
        "--title", metavar="TEXT", help="above the views (default: the experiment's over several, none over one)"
    )
    command.add_argument("--size", default="1920x1080", metavar="WxH", help="pixels of the file (default: %(default)s)")
    command.add_argument("--scale", metavar="S", help="size of type and lines (default: 1, larger beyond full HD)")
    command.add_argument(
        "--dpi", metavar="N", help="dots to the inch: type then has the size of print (default: a screen's 96)"
    )
    command.add_argument(
        "--theme", choices=("light", "dark", "projector", "print"), default="light", help="default: %(default)s"
    )
    command.add_argument("--caption", default=True, metavar="TEXT", help="below it (default: what made it)")
    command.add_argument("--no-caption", action="store_false", dest="caption", help="nothing below it")
    command.add_argument(
        "-o", "--output", action="append", required=True, metavar="FILE",
        help="FILE.png, .svg, .pdf, or a film: .gif, .apng, .webp, .mp4; repeatable, from one training",
    )  # fmt: skip


def _export_arguments(command: argparse.ArgumentParser) -> None:
    _experiment_argument(command)
    _change_arguments(command)
    command.add_argument(
        "--to", choices=EXPORTS, metavar="WHAT",
        help=f"one of {', '.join(EXPORTS)} (default: by the ending; .py is numpy, .csv history, .md results)",
    )  # fmt: skip
    command.add_argument("-o", "--output", required=True, metavar="FILE", help="FILE.py, .csv, .npz, .md or .html")


def _gallery_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", required=True, metavar="DIR", help="made if it is not there")
    command.add_argument("--only", choices=("scenes", "questions", "views", "presets"), help="one part of it")
    command.add_argument("--size", default="1280x720", metavar="WxH", help="pixels of a window (default: %(default)s)")
    command.add_argument(
        "--theme", choices=("light", "dark", "projector", "print"), default="light", help="default: %(default)s"
    )
    command.add_argument("--resume", action="store_true", help="keep the pictures that an interrupted run has left")


def _list_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("what", metavar="CATALOGUE", choices=CATALOGUES, help=f"one of {', '.join(CATALOGUES)}")


def _check_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", metavar="FILE")


def _new_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("-o", "--output", required=True, metavar="FILE.toml")
    command.add_argument("--force", action="store_true", help="replace the file if it exists")


def _no_arguments(command: argparse.ArgumentParser) -> None:
    """Take none."""


def _change_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument(
        "--set", action="append", default=[], dest="settings", metavar="PATH=VALUE",
        help="change one value, e.g. l2.strength=0.01 in every run, run.2.dropout.rate=0.5 in one; repeatable",
    )  # fmt: skip
    command.add_argument("--epochs", metavar="N", help="stop after N epochs")
    command.add_argument("--seed", metavar="S", help="seed of the data and of the training")


def _experiment_argument(command: argparse.ArgumentParser) -> None:
    command.add_argument("experiment", metavar="EXPERIMENT", help="experiment file, preset or scene")


COMMANDS = {
    "open": ("open the window", "opening:open_window", _open_arguments),
    "run": ("train without a window and print a table", "running:run", _run_arguments),
    "render": ("draw the window or views as picture or film, without a display", "rendering:render", _render_arguments),
    "export": ("write code, data or a report that can be taken along", "exporting:export", _export_arguments),
    "gallery": ("draw every scene, question, preset and view into a folder", "gallery:draw", _gallery_arguments),
    "list": ("list what there is, one a line, its key first", "listing:list_catalogue", _list_arguments),
    "check": ("say all that is wrong with an experiment file", "files:check", _check_arguments),
    "new": ("write a commented experiment file to start from", "files:new", _new_arguments),
    "doctor": ("say what this machine lacks, and how to get it", "doctor:report", _no_arguments),
}
