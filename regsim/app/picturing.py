"""Pictures what a window shows, in steps, while nothing on it is drawn by a clock; refuses to train, and to write.

The window is painted as it stands; views are built anew off the screen, from the very snapshot that is on it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication
from shiboken6 import isValid

from regsim.app.figure import Composition, figure_steps, moment_of
from regsim.app.frame_clock import FrameClock
from regsim.app.main_window import COMPACT_BELOW
from regsim.app.picture_choice import PictureChoice
from regsim.app.provenance import Provenance, provenance_of
from regsim.app.sheet import Extent, Sheet, strip_height
from regsim.app.steps import Steps, undisturbed
from regsim.app.theme import THEMES, Look, Theme
from regsim.app.widgets.paced import Paced

if TYPE_CHECKING:
    from regsim.app.laboratory import Laboratory

PATIENCE = 0.5
"""Seconds to wait for a snapshot that has everything."""
Made = TypeVar("Made")
Consume = Callable[[Sheet, Extent, Provenance], Steps[Made]]
"""Paints what is laid out, in steps."""


def pictured(laboratory: Laboratory, choice: PictureChoice, consume: Consume[Made]) -> Steps[Made]:
    """Lay out what was chosen and hand it on.

    Raises
    ------
    Refusal
        If the size is none that a file may have.
    """
    yield from whole_moment(laboratory)
    with standing_still(laboratory):
        if choice.keys:
            return (yield from _figure(laboratory, choice, consume))
        return (yield from _window(laboratory, choice, consume))


def whole_moment(laboratory: Laboratory) -> Steps[None]:
    """Wait, for a moment at most, until all views show the same update: in motion predictions come less often."""
    exhibition, session = laboratory.exhibition, laboratory.session
    end = time.monotonic() + PATIENCE
    while session.playing and exhibition.latest is not session.snapshot and not laboratory.clock.is_held:
        if time.monotonic() > end:
            return
        yield 0.0


@contextmanager
def standing_still(laboratory: Laboratory) -> Iterator[None]:
    """Let no clock of the window draw meanwhile; training goes on."""
    with ExitStack() as held:
        for clock in laboratory.findChildren(FrameClock):
            held.enter_context(clock.held())
        yield


def _figure(laboratory: Laboratory, choice: PictureChoice, consume: Consume[Made]) -> Steps[Made]:
    exhibition, window = laboratory.exhibition, laboratory.window
    moment = moment_of(exhibition)
    provenance = replace(provenance_of(laboratory.session), epoch=moment.epoch)
    caption = provenance.words if choice.caption is None else choice.caption
    is_one = len(choice.keys) == 1
    shown = moment.views[choice.keys[0]][1] if is_one else window.views
    theme = THEMES[choice.theme] if choice.theme else window.look.theme
    look = replace(window.look, theme=theme)
    strip = QSize(0, strip_height(caption, look, shown.width()))
    extent, ratio = choice.size.measured(shown.size() + strip, len(choice.keys))
    size = shown.size()
    if not choice.size.scale:
        look = Look(theme, compact=extent.pixels.height() / ratio < COMPACT_BELOW)
        width = round(extent.pixels.width() / ratio)
        size = QSize(width, round(extent.pixels.height() / ratio) - strip_height(caption, look, width))
    title = provenance.experiment.title if choice.title is None else choice.title
    composition = Composition(choice.keys) if is_one else Composition(choice.keys, title, choice.has_legend)
    figure = yield from figure_steps(composition, moment, look, size)
    try:
        return (yield from consume(Sheet(figure, look, caption), extent, provenance))
    finally:
        figure.deleteLater()


def _window(laboratory: Laboratory, choice: PictureChoice, consume: Consume[Made]) -> Steps[Made]:
    window = laboratory.window

    def begin() -> Steps[Made]:
        provenance = provenance_of(laboratory.session)
        sheet = Sheet(window, window.look, provenance.words if choice.caption is None else choice.caption)
        return consume(sheet, choice.size.measured(sheet.size, 0)[0], provenance)

    steps = undisturbed(window, lambda: _settled(laboratory), begin)
    if choice.theme in ("", window.look.theme.key):
        return (yield from steps)
    return (yield from _unseen(_dressed(laboratory, THEMES[choice.theme], steps)))


def _dressed(laboratory: Laboratory, theme: Theme, steps: Steps[Made]) -> Steps[Made]:
    """The steps while the whole window wears another theme."""
    window = laboratory.window
    original = window.look
    try:
        window.wear(replace(original, theme=theme))
        yield 0.0
        return (yield from steps)
    finally:
        steps.close()
        window.wear(original)


def _settled(laboratory: Laboratory) -> Steps[bool]:
    """Let everything draw itself as it is now: no number waits for its turn, and nothing is left out.

    Returns
    -------
    bool
        False if there is something new meanwhile.
    """
    clocks = laboratory.findChildren(FrameClock)
    for clock in clocks:
        clock.mark_stale()
        for _ in clock.drawing():
            yield 0.0
    for paced in laboratory.window.findChildren(Paced):
        paced.flush()
    yield 0.0  # this is painted on the screen now
    return not any(clock.has_news for clock in clocks)


def _unseen(steps: Steps[Made]) -> Steps[Made]:
    """The steps, between which what is on the screen stays there."""
    shown = [widget for widget in QApplication.topLevelWidgets() if widget.isVisible() and widget.updatesEnabled()]

    def allow(painting: bool) -> None:
        for widget in shown:
            if isValid(widget):
                widget.setUpdatesEnabled(painting)

    try:
        while True:
            allow(True)  # what may not be updated is not painted into a file either
            share = next(steps)
            allow(False)
            yield share
    except StopIteration as stop:
        made: Made = stop.value
        return made
    finally:
        steps.close()
        allow(True)
