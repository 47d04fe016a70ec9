"""Cuts what only this thread may do into steps, between which events run; refuses to mix two moments in one picture.

Steps are a generator: it yields the share done, in [0, 1], wherever it may be interrupted, and returns what it made.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Generator
from typing import TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QWidget

Made = TypeVar("Made")
Steps = Generator[float, None, Made]

HALF = 0.5
"""Share of what is to be done that is told as painting; the other one is encoding and writing."""
TRIES = 3
"""How often a picture of a window that a person works in is begun again before it is made in one go."""
_BY_HAND = {
    QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonRelease, QEvent.Type.KeyPress, QEvent.Type.Wheel,
}  # fmt: skip
_CHANGES = _BY_HAND | {QEvent.Type.Paint, QEvent.Type.Resize}


def finished(steps: Steps[Made]) -> Made:
    """All steps at once, for where nobody waits."""
    try:
        while True:
            next(steps)
    except StopIteration as stop:
        made: Made = stop.value
        return made


def undisturbed(widget: QWidget, prepare: Callable[[], Steps[None]], begin: Callable[[], Steps[Made]]) -> Steps[Made]:
    """The steps that `begin` gives, begun again if `widget` has changed between two of them.

    Parameters
    ----------
    widget : QWidget
        Alive on the screen; what draws it by a clock is held by the caller.
    prepare : callable
        Lets it show what it is to show, each time before it is begun.
    begin : callable
    """
    for _ in range(TRIES):
        hand, watch = _Watch(widget, _BY_HAND), _Watch(widget, _CHANGES)
        for share in prepare():
            yield from hand.over(share)
        yield from hand.over(0.0)  # what was prepared is painted on the screen, which is no change
        steps = begin()
        try:
            while not (hand.disturbed or watch.disturbed):
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
    """Sees, between two steps, events of some kinds in the window of a widget."""

    def __init__(self, widget: QWidget, kinds: Collection[QEvent.Type]) -> None:
        super().__init__()
        self.disturbed = False
        self._widget = widget
        self._kinds = kinds

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
        if event.type() in self._kinds and isinstance(watched, QWidget) and watched.window() is self._widget.window():
            self.disturbed = True
        return False
