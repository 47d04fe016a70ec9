"""Makes one file at a time without holding up the window: short steps on this thread, then a thread beside it.

It refuses to begin a second one meanwhile, and to know what is made.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QProgressDialog, QWidget

from regsim.app.steps import Steps
from regsim.app.work import Work
from regsim.knob import Refusal

LOOK_MS = 30
PATIENCE_MS = 1000
"""How long something may take before a small window says how far it is and offers to stop it."""

Rest = Callable[[Callable[[float], None]], Any]
"""What a thread beside the window does: told where to note the share done, it returns what was made."""


class Making(QObject):
    """See the module.

    Parameters
    ----------
    window : QWidget
    say : callable
        Told how it ended, in one sentence.
    """

    def __init__(self, window: QWidget, say: Callable[[str], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._window = window
        self._say = say
        self._name = ""
        self._steps: Steps[Rest] | None = None
        self._work: Work[Any] | None = None
        self._ended: Callable[[Any], str] = str
        self._progress: QProgressDialog | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._go_on)

    @property
    def busy(self) -> bool:
        """Whether something is being made."""
        return self._steps is not None or self._work is not None

    def begin(self, name: str, steps: Steps[Rest], ended: Callable[[Any], str]) -> None:
        """Make what the steps, and then the work that they return, give.

        Parameters
        ----------
        name : str
            Of the file, or of what is made instead.
        steps : Steps
            What only this thread may do; returns the rest.
        ended : callable
            Given what was made, says so.
        """
        if self.busy:
            steps.close()
            self._say(f"{self._name} is still being made.")
            return
        self._name, self._steps, self._ended = name, steps, ended
        self._progress = QProgressDialog(f"Making {name} …", "Stop", 0, 100, self._window)
        self._progress.setWindowTitle("RegSim")
        self._progress.setMinimumDuration(PATIENCE_MS)
        self._progress.canceled.connect(self.cancel)
        self._timer.start(0)
        self._go_on()  # what is pictured stands still from now on

    def cancel(self) -> None:
        """Stop as soon as can be; nothing is written."""
        if self._work is not None:
            self._work.cancel()
        elif self._steps is not None:
            self._end(f"Stopped: {self._name} is not made.")

    def close(self) -> None:
        """Stop, and wait for the thread; the window is hidden by then."""
        work = self._work
        self.cancel()
        if work is not None:
            work.join()

    def _go_on(self) -> None:
        if self._steps is not None:
            self._step(self._steps)
        elif self._work is not None:
            self._look(self._work)

    def _step(self, steps: Steps[Rest]) -> None:
        try:
            self._show(next(steps))
        except StopIteration as stop:
            self._steps = None
            self._work = Work(stop.value)
            self._work.start()
            self._timer.setInterval(LOOK_MS)
        except Refusal as refusal:
            self._end(str(refusal))
        except BaseException:
            self._end("")
            raise

    def _look(self, work: Work[Any]) -> None:
        if work.is_alive():
            self._show(work.share)
        elif work.made is not None:
            self._end(self._ended(work.made))
        else:
            self._end(work.refusal or f"Stopped: {self._name} is not made.")

    def _show(self, share: float) -> None:
        if self._progress is not None:
            self._progress.setValue(min(round(100 * share), 99))

    def _end(self, sentence: str) -> None:
        self._timer.stop()
        steps, self._steps, self._work = self._steps, None, None
        if steps is not None:
            steps.close()
        if self._progress is not None:
            self._progress.canceled.disconnect(self.cancel)
            self._progress.close()
            self._progress.deleteLater()
            self._progress = None
        self._say(sentence)
