"""Does one long thing beside the window and keeps what came of it; refuses to know Qt.

It is a plain thread, read from outside: whoever waits for it looks at it now and then.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from regsim.knob import Refusal

Made = TypeVar("Made")

SLICE, REST = 0.002, 0.001
"""Seconds of work, and of rest after it. Each of Qt's calls gives the interpreter away for a moment: beside a thread
that never rests, a frame of hundreds of calls waits for it hundreds of times (measured: 360 ms in place of 60)."""

log = logging.getLogger(__name__)


class Unwanted(Exception):
    """Nobody waits for the result any more."""


class Work(threading.Thread, Generic[Made]):
    """See the module.

    Parameters
    ----------
    call : callable
        Given a function to be told the share done, in [0, 1], which ends the work once it is unwanted.

    Attributes
    ----------
    share : float
    made : object or None
        What came of it; None until it has ended well.
    refusal : str
        Why nothing came of it, in one sentence.
    """

    def __init__(self, call: Callable[[Callable[[float], None]], Made]) -> None:
        super().__init__(name="work", daemon=True)
        self.share = 0.0
        self.made: Made | None = None
        self.refusal = ""
        self._call = call
        self._unwanted = threading.Event()
        self._rested = 0.0

    def cancel(self) -> None:
        """Ask it to end soon; returns at once."""
        self._unwanted.set()

    def run(self) -> None:
        """Do it."""
        try:
            self.made = self._call(self._note)
        except Unwanted:
            return
        except Refusal as refusal:
            self.refusal = str(refusal)
        except Exception as error:  # whatever the cause, the window must hear of it
            log.exception("what was to be done beside the window failed")
            self.refusal = str(error) or type(error).__name__

    def _note(self, share: float) -> None:
        self.share = share
        if self._unwanted.is_set():
            raise Unwanted
        if time.monotonic() - self._rested > SLICE:
            time.sleep(REST)
            self._rested = time.monotonic()
