"""Lets a focused button have Space and Enter, which otherwise play and maximise; refuses them without focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent

_KEYS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter)


if TYPE_CHECKING:
    from PySide6.QtWidgets import QAbstractButton as Base
else:
    Base = object  # a second Qt base beside QToolButton would be a second C++ object


def would_be_shortcut(event: QEvent, *keys: Qt.Key) -> bool:
    """Whether one of `keys` was pressed and becomes a shortcut of the window unless `event` is accepted."""
    return event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and event.key() in keys


class Keyed(Base):
    """A mixin for buttons: only the tab key gives them focus, so a click leaves Space to Play."""

    def event(self, event: QEvent) -> bool:
        """Claim the key before it becomes a shortcut."""
        if would_be_shortcut(event, *_KEYS):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks, as Space does."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)
