"""Cuts what only this thread may do into steps, between which events run; refuses to mix two moments in one picture.

Steps are a generator: it yields the share done, in [0, 1], wherever it may be interrupted, and returns what it made.
"""

from __future__ import annotations

from collections.abc import Callable, Generator
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

Made = TypeVar("Made")
Steps = Generator[float, None, Made]

HALF = 0.5
"""Share of what is to be done that is told as painting; the other one is encoding and writing."""
TRIES = 3
"""How often a picture of a window that a person works in is begun again before it is made in one go."""
_CHANGES = {
    QEvent.Type.Paint, QEvent.Type.Resize,
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.KeyPress, QEvent.Type.Wheel,
}  # fmt: skip


def finished(steps: Steps[Made]) -> Made:
    """All steps at once, for where nobody waits."""
    try:
        while True:
            next(steps)
    except StopIteration as stop:
        made: Made = stop.value
        return made


def undisturbed(widget: QWidget, prepare: Callable[[], Steps[bool]], begin: Callable[[], Steps[Made]]) -> Steps[Made]:
    """The steps that `begin` gives, begun again if `widget` has changed between two of them.

    Parameters
    ----------
    widget : QWidget
        Alive on the screen; what draws it by a clock is held by the caller.
    prepare : callable
        Lets it show what it is to show, each time before it is begun; returns whether it does, or something new came.
    begin : callable
    """
    for _ in range(TRIES):
        if not (yield from prepare()):
            continue
        steps, watch = begin(), _Watch(widget)
        try:
            while not watch.disturbed:
                yield from watch.over(next(steps))
        except StopIteration as stop:
            yield from watch.over(1.0)  # what the last step may have seen too early is painted now
            if not watch.disturbed:
                made: Made = stop.value
                return made
        finally:
            steps.close()
    finished(prepare())
    return finished(begin())


class _Watch(QObject):
    """Sees, between two steps, whether a widget or anything in its window changes."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__()
        self.disturbed = False
        self._widget = widget

    def over(self, share: float) -> Steps[None]:
        """Watch while events run; not during a step, which paints itself."""
        application = QCoreApplication.instance()
        assert application is not None
        application.installEventFilter(self)
        try:
            yield share
        finally:
            application.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Note it; stop nothing."""
        if event.type() in _CHANGES and isinstance(watched, QWidget) and watched.window() is self._widget.window():
            self.disturbed = True
        return False
