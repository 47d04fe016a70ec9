"""Pulls snapshots on a timer and lets the views that are due draw, one a tick, round robin.

Pictures are staggered by their own rates, text comes at most five times a second. Drawing and training share one
interpreter, so drawing makes do with a share of the time: on a slow machine, or while training goes as fast as it can,
all rates fall together. It refuses to know what is drawn.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, QTimer

MOVING_INTERVAL = 16
"""Milliseconds between two looks at the mailbox while it trains."""
RESTING_INTERVAL = 50
TEXT_RATE = 5.0
HUNGRY_SHARE, EASY_SHARE = 0.18, 0.6
"""Largest share of its time that the GUI thread may be busy while training wants every moment, and otherwise."""
REVIEW = 0.2
"""Seconds between two looks at that share."""
MOST_STRETCHED = 5.0


@dataclass(slots=True)
class Face:
    """Something that draws: when it last did, and whether it has something new to draw."""

    draw: Callable[[], None]
    visible: Callable[[], bool]
    rate: float
    last: float = 0.0
    stale: bool = True


class FrameClock(QObject):
    """See the module.

    Parameters
    ----------
    pull : callable
        Takes the newest snapshot; says whether there was one.
    moving : callable
        Whether training runs.
    hungry : callable
        Whether training wants every moment it can get.
    """

    def __init__(
        self,
        pull: Callable[[], bool],
        moving: Callable[[], bool],
        hungry: Callable[[], bool] = lambda: False,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._pull = pull
        self._moving = moving
        self._hungry = hungry
        self._stretch = 1.0
        self._interval = MOVING_INTERVAL
        self._reviewed = (time.perf_counter(), time.thread_time())
        self._faces: list[Face] = []
        self._first = 0
        self._holds = 0
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self.tick)

    def add(self, draw: Callable[[], None], visible: Callable[[], bool], rate: float) -> Face:
        """Register something that draws at most `rate` times a second."""
        face = Face(draw, visible, rate)
        self._faces.append(face)
        return face

    def start(self) -> None:
        """Begin to tick."""
        self._timer.start(MOVING_INTERVAL)

    def limit(self, rate: int) -> None:
        """Draw at most so many pictures a second while training runs; for machines that are slow, or on battery."""
        self._interval = max(MOVING_INTERVAL, 1000 // rate)

    def stop(self) -> None:
        """Tick no more."""
        self._timer.stop()

    def mark_stale(self) -> None:
        """Everything has something new to draw (another selection, theme or snapshot)."""
        for face in self._faces:
            face.stale = True

    @contextmanager
    def held(self) -> Iterator[None]:
        """Take no snapshot and draw nothing meanwhile: the screen stands still while training goes on."""
        self._holds += 1
        try:
            yield
        finally:
            self._holds -= 1

    @property
    def is_held(self) -> bool:
        """Whether the screen stands still."""
        return self._holds > 0

    def tick(self) -> None:
        """One look at the mailbox and one round of drawing."""
        if self._holds:
            return
        if self._pull():
            self.mark_stale()
        moving = self._moving()
        wanted = self._interval if moving else RESTING_INTERVAL
        if self._timer.isActive() and self._timer.interval() != wanted:
            self._timer.setInterval(wanted)
        now = time.perf_counter()
        self._review(now)
        for turn in range(len(self._faces)):
            index = (self._first + turn) % len(self._faces)
            face = self._faces[index]
            # half a tick of tolerance: a rate of 30 Hz must not alternate between 32 and 48 ms
            interval = self._stretch / face.rate - MOVING_INTERVAL / 2000
            if face.stale and face.visible() and (not moving or now - face.last >= interval):
                self._draw(face, now)
                if moving:
                    self._first = index + 1
                    return

    @property
    def stretch(self) -> float:
        """How many times longer than their own interval pictures now wait."""
        return self._stretch

    def _review(self, now: float) -> None:
        """Lengthen or shorten all intervals, by how busy this thread has been."""
        wall, busy = self._reviewed
        if now - wall < REVIEW:
            return
        spent = time.thread_time()
        allowed = HUNGRY_SHARE if self._hungry() else EASY_SHARE
        wanted = self._stretch * (spent - busy) / (now - wall) / allowed
        self._stretch = min(max(1.0, 0.5 * (self._stretch + wanted)), MOST_STRETCHED)
        self._reviewed = (now, spent)

    @property
    def has_news(self) -> bool:
        """Whether there is anything to draw that can be seen."""
        return any(face.stale and face.visible() for face in self._faces)

    def flush(self) -> None:
        """Draw everything that is visible and has something new, now."""
        for _ in self.drawing():
            pass

    def drawing(self) -> Iterator[None]:
        """The same, one after another."""
        for face in self._faces:
            if face.stale and face.visible():
                self._draw(face, time.perf_counter())
                yield

    def _draw(self, face: Face, now: float) -> None:
        face.stale = False
        face.last = now
        face.draw()
