"""Hears that the program is to end from outside: a logout, a shutdown, a signal; refuses to ask anybody then.

Python's own handlers run only between two of its instructions, which never come while Qt waits for events; a socket
that each signal writes to wakes Qt.
"""

from __future__ import annotations

import signal
import socket
from types import FrameType
from typing import Any

from PySide6.QtCore import QObject, QSocketNotifier, Signal
from PySide6.QtGui import QGuiApplication

NAMES = ("SIGINT", "SIGTERM", "SIGHUP")
"""Ctrl+C, a polite kill, and a terminal or a connection that is gone; Windows lacks the last one."""


class Endings(QObject):
    """See the module."""

    session_ending = Signal()
    """The person logs out or the machine goes down; or the session is only saved. There is no time for questions."""
    killed = Signal(int)
    """A signal asks the program to end; its number."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader, self._writer = socket.socketpair()
        for end in (self._reader, self._writer):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._reader.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._on_byte)
        self._former: dict[int, Any] = {}
        self._former_fd = -1

    def install(self) -> None:
        """Hear of everything from now on; in the main thread."""
        self._former_fd = signal.set_wakeup_fd(self._writer.fileno(), warn_on_full_buffer=False)
        numbers = [getattr(signal, name) for name in NAMES if hasattr(signal, name)]
        self._former = {number: signal.signal(number, _leave_to_the_socket) for number in numbers}
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.connect(self._on_session)
            application.saveStateRequest.connect(self._on_session)

    def remove(self) -> None:
        """Hear of nothing any more."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.commitDataRequest.disconnect(self._on_session)
            application.saveStateRequest.disconnect(self._on_session)
        signal.set_wakeup_fd(self._former_fd)
        for number, handler in self._former.items():
            signal.signal(number, handler)
        self._notifier.setEnabled(False)
        for end in (self._reader, self._writer):
            end.close()

    def _on_session(self) -> None:
        self.session_ending.emit()

    def _on_byte(self) -> None:
        for number in self._reader.recv(64):
            if number in self._former:
                self.killed.emit(number)
                return


def _leave_to_the_socket(number: int, frame: FrameType | None) -> None:
    """A handler of Python's own must be there, or the signal would end the process before the socket is read."""
