"""Asks for the file of a picture or film, and whether it may replace another one; refuses to write it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget


def chosen_file(parent: QWidget, title: str, path: Path, kinds: str) -> str:
    """The name chosen for a file of these kinds, beginning at `path`; empty if none was."""
    options = QFileDialog.Option.DontConfirmOverwrite  # asked once, when it is made
    return QFileDialog.getSaveFileName(parent, title, str(path), kinds, options=options)[0]


def may_replace(parent: QWidget, title: str, path: Path) -> bool:
    """Whether nothing is there, or a person says that it may go; Enter alone keeps it."""
    if not path.exists():
        return True
    yes, no = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.No
    return QMessageBox.question(parent, title, f"{path.name} is there already. Replace it?", yes | no, no) == yes
