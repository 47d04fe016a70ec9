"""Makes the one QApplication of this process, with its names and fonts; refuses to know any window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

from regsim.app import fonts


class Application(QApplication):
    """Keeps the files that the platform asks to open, as macOS does after a double click, until somebody takes them."""

    file_opened = Signal()

    def __init__(self, arguments: list[str]) -> None:
        super().__init__(arguments)
        self.waiting: list[str] = []

    def event(self, event: QEvent) -> bool:
        """Take the name of a file; all else is Qt's."""
        if isinstance(event, QFileOpenEvent):
            self.waiting.append(event.file())
            self.file_opened.emit()
            return True
        return super().event(event)


def make_application(arguments: list[str]) -> QApplication:
    """The one QApplication, with its names and fonts."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = Application(arguments or ["regsim"])
    application.setApplicationName("RegSim")
    application.setApplicationDisplayName("RegSim")
    application.setOrganizationName("RegSim")
    application.setDesktopFileName("regsim")
    fonts.load()
    return application
