"""Makes the one QApplication of this process, with its names and fonts; refuses to know any window."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from regsim.app import fonts


def make_application(arguments: list[str]) -> QApplication:
    """The one QApplication, with its names and fonts."""
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        return existing
    application = QApplication(arguments or ["regsim"])
    application.setApplicationName("RegSim")
    application.setApplicationDisplayName("RegSim")
    application.setOrganizationName("RegSim")
    application.setDesktopFileName("regsim")
    fonts.load()
    return application
