"""What each entry of the table of actions does; refuses to know keys, menus and icons."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from regsim.app.main_window import MainWindow
from regsim.app.session import Session
from regsim.app.settings import THEME_CHOICES
from regsim.app.wording import faster, slower

if TYPE_CHECKING:
    from regsim.app.controls import Controls

Handlers = dict[str, Callable[[], object]]
ZOOM_STEP = 0.1


def all_handlers(controls: Controls) -> Handlers:
    """A handler for every key of the table."""
    return {
        **_file_handlers(controls),
        **_run_handlers(controls.session),
        **_view_handlers(controls),
        **controls.runs.handlers(),
        "draw": controls.drawing.toggle,
        "luck": controls.luck.toggle,
        **controls.tour.handlers(),
        "lesson": lambda: controls.document.leave(controls.tour.toggle),
        "present": controls.presentation.toggle,
        **controls.quiz.handlers(),
        **controls.exports.handlers(),
        "preferences": partial(_show_preferences, controls),
        "undo": controls.session.undo,
        "redo": controls.session.redo,
    }


def _file_handlers(controls: Controls) -> Handlers:
    files, exhibition = controls.files, controls.laboratory.exhibition
    return {
        **controls.document.handlers(),
        "open_data": controls.tables.open,
        "paste_data": controls.tables.paste,
        "save_picture": lambda: files.save_picture(exhibition.focused()),
        "film": controls.film.choose,
        "copy_data": lambda: controls.exports.copy(exhibition.focused()),
        "copy_picture": lambda: files.copy_picture(exhibition.focused()),
        "quit": controls.window.close,
        "keys": files.show_keys,
        "about": files.show_about,
    }


def _run_handlers(session: Session) -> Handlers:
    return {
        "play": session.toggle,
        "epoch": lambda: session.step(whole_epoch=True),
        "batch": lambda: session.step(whole_epoch=False),
        "reset": session.reset,
        "reroll": session.reroll,
        "slower": lambda: session.set_rate(slower(session.rate)),
        "faster": lambda: session.set_rate(faster(session.rate)),
    }


def _view_handlers(controls: Controls) -> Handlers:
    window, exhibition = controls.window, controls.laboratory.exhibition

    def set_theme(choice: str) -> None:
        window.set_theme(choice)
        controls.check_marks()

    def toggle_multiples() -> None:
        exhibition.toggle_multiples()
        controls.check_marks()

    def back() -> None:
        if not controls.luck.leave() and window.views.alone is not None:
            exhibition.maximise(None)

    return {
        **{f"theme_{choice}": partial(set_theme, choice) for choice in THEME_CHOICES},
        "log": exhibition.toggle_log,
        "multiples": toggle_multiples,
        "next_panel": lambda: focus_next_panel(window),
        "back": back,
        "zoom_in": lambda: window.set_zoom(window.look.zoom + ZOOM_STEP),
        "zoom_out": lambda: window.set_zoom(window.look.zoom - ZOOM_STEP),
        "zoom_reset": lambda: window.set_zoom(1.0),
    }


def _show_preferences(controls: Controls) -> None:
    from regsim.app.preferences import Preferences

    for dialog in controls.window.findChildren(Preferences):
        if dialog.isVisible():  # a closed one is deleted only later
            dialog.activateWindow()
            return
    dialog = Preferences(controls.window, controls.laboratory.clock)
    dialog.theme_changed.connect(controls.check_marks)
    dialog.refused.connect(lambda sentence: controls.session.said.emit(sentence, False))
    dialog.show()


def focus_next_panel(window: MainWindow) -> None:
    """Give the focus to the first control of the panel after the one that has it."""
    panels = list(window.panels().values())
    focus = QApplication.focusWidget()
    inside = [index for index, panel in enumerate(panels) if focus is not None and panel.isAncestorOf(focus)]
    after = (inside[0] + 1) % len(panels) if inside else 0
    first = _first_focusable(panels[after])
    if first is not None:
        first.setFocus(Qt.FocusReason.ShortcutFocusReason)  # outside a tab event only this one shows the ring


def _first_focusable(parent: QWidget) -> QWidget | None:
    for child in parent.findChildren(QWidget):
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return child
    return None
