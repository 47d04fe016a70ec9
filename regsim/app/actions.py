"""The one table of everything the window can be told to do: menus, tool buttons, shortcuts and the list of keys.

It refuses to do anything itself: handlers come from outside, by key.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from regsim.app.settings import MOST_RECENT


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing the window can be told to do.

    Parameters
    ----------
    key : str
        Names its handler.
    menu : str
        The menu it stands in; empty for shortcuts without an entry.
    text : str
    shortcuts : tuple of str
        The first one is shown.
    icon : str
        Name of a bundled icon.
    checkable : bool
    group : str
        Deeds of one submenu share a group, which is its title.
    """

    key: str
    menu: str
    text: str
    shortcuts: tuple[str, ...] = ()
    icon: str = ""
    checkable: bool = False
    group: str = ""


SEPARATOR = "—"

DEEDS: tuple[Deed, ...] = (
    Deed("new", "File", "New", ()),
    Deed("open", "File", "Open…", ("Ctrl+O",)),
    *(Deed(f"recent_{n + 1}", "File", "", group="Open recent") for n in range(MOST_RECENT)),
    Deed("open_data", "File", "Open data…", ("Ctrl+Shift+O",)),
    Deed("save", "File", "Save", ("Ctrl+S",)),
    Deed("save_as", "File", "Save as…", ()),
    Deed("revert", "File", "Revert", ()),
    Deed("", "File", SEPARATOR),
    Deed("save_picture", "File", "Save picture…", ("Ctrl+Shift+S",), "image"),
    Deed("copy_picture", "File", "Copy picture", ("Ctrl+Shift+C",)),
    Deed("film", "File", "Film…", ()),
    Deed("export_code", "File", "Code…", (), group="Export"),
    Deed("export_data", "File", "Data…", (), group="Export"),
    Deed("export_report", "File", "Report…", (), group="Export"),
    Deed("", "File", SEPARATOR),
    Deed("quit", "File", "Quit", ("Ctrl+Q",)),
    Deed("undo", "Edit", "Undo", ("Ctrl+Z",)),
    Deed("redo", "Edit", "Redo", ("Ctrl+Y", "Ctrl+Shift+Z")),
    Deed("", "Edit", SEPARATOR),
    Deed("copy_data", "Edit", "Copy data", ("Ctrl+C",)),
    Deed("paste_data", "Edit", "Paste data…", ("Ctrl+V",)),
    Deed("", "Edit", SEPARATOR),
    Deed("preferences", "Edit", "Preferences…", ("Ctrl+,",)),
    Deed("add_run", "Experiment", "Add a run", ("Ctrl+N",), "plus"),
    Deed("duplicate_run", "Experiment", "Duplicate run", ("Ctrl+D",)),
    Deed("rename_run", "Experiment", "Rename run", ("F2",)),
    Deed("recolour_run", "Experiment", "Next colour", ()),
    Deed("remove_run", "Experiment", "Remove run", ("Del",)),
    Deed("", "Experiment", SEPARATOR),
    Deed("draw", "Experiment", "Draw points", ("D",)),
    Deed("", "Experiment", SEPARATOR),
    Deed("luck", "Experiment", "Is it luck?", ("H",), "dices"),
    Deed("play", "Run", "Play", ("Space",), "play"),
    Deed("epoch", "Run", "Epoch", (".",), "step-forward"),
    Deed("batch", "Run", "Batch", (",",), "skip-forward"),
    Deed("reset", "Run", "Reset", ("R",), "rotate-ccw"),
    Deed("reroll", "Run", "Re-roll", ("Shift+R",), "dices"),
    Deed("", "Run", SEPARATOR),
    Deed("slower", "Run", "Slower", ("[",)),
    Deed("faster", "Run", "Faster", ("]",)),
    Deed("log", "View", "Logarithmic loss", ("L",)),
    Deed("multiples", "View", "Equal small multiples", ("M",), checkable=True),
    Deed("next_panel", "View", "Next panel", ("F6",)),
    Deed("", "View", SEPARATOR),
    Deed("present", "View", "Present", ("F11",), "presentation"),
    Deed("", "View", SEPARATOR),
    Deed("theme_system", "View", "Follow the system", (), checkable=True, group="Theme"),
    Deed("theme_light", "View", "Light", (), checkable=True, group="Theme"),
    Deed("theme_dark", "View", "Dark", (), checkable=True, group="Theme"),
    Deed("theme_projector", "View", "Projector", (), checkable=True, group="Theme"),
    Deed("zoom_in", "View", "Larger", ("Ctrl++", "Ctrl+=")),
    Deed("zoom_out", "View", "Smaller", ("Ctrl+-",)),
    Deed("zoom_reset", "View", "Normal size", ("Ctrl+0",)),
    Deed("lesson", "Lesson", "Lesson", ("Ctrl+L",), "graduation-cap"),
    Deed("next_scene", "Lesson", "Next scene", ("PgDown",)),
    Deed("previous_scene", "Lesson", "Previous scene", ("PgUp",)),
    Deed("set_up_again", "Lesson", "Set up again", (), "rotate-ccw"),
    Deed("", "Lesson", SEPARATOR),
    Deed("quiz", "Lesson", "Knowledge check", ("Ctrl+K",), "circle-question-mark"),
    Deed("keys", "Help", "Keys", ("F1",)),
    Deed("about", "Help", "About RegSim", ()),
    Deed("select_1", "", "Select run 1", ("1",)),
    Deed("select_2", "", "Select run 2", ("2",)),
    Deed("select_3", "", "Select run 3", ("3",)),
    Deed("select_4", "", "Select run 4", ("4",)),
    Deed("back", "", "Back to all views", ("Esc",)),
)

TIPS = {
    "play": "Train, or stand still",
    "epoch": "Train to the end of this epoch",
    "batch": "Train one mini-batch",
    "reset": "Back to the same initial weights",
    "luck": "Train the same comparison on 20 seeds; once more to stop",
    "reroll": "New data and weights from another seed",
    "lesson": "Begin the lesson, play freely, or go back to it",
    "quiz": "Questions on the whole lesson; the laboratory waits as it is",
    "present": "Fill the screen for a class; Esc leads back",
    "set_up_again": "The scene as it begins",
}
"""What a tool button does, for its tooltip; the shortcut is added."""


def make_actions(owner: QWidget, deeds: Sequence[Deed] = DEEDS) -> dict[str, QAction]:
    """One QAction a deed, by key, with its shortcuts; disabled until a handler is connected."""
    made: dict[str, QAction] = {}
    for deed in deeds:
        if not deed.key:
            continue
        action = QAction(deed.text, owner)
        action.setObjectName(deed.key)
        action.setCheckable(deed.checkable)
        action.setEnabled(False)
        action.setShortcuts([QKeySequence(shortcut) for shortcut in deed.shortcuts])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        tip = TIPS.get(deed.key, deed.text)
        action.setToolTip(f"{tip} ({deed.shortcuts[0]})" if deed.shortcuts else tip)
        if deed.key == "quit":
            action.setMenuRole(QAction.MenuRole.QuitRole)
        elif deed.key == "about":
            action.setMenuRole(QAction.MenuRole.AboutRole)
        elif deed.key == "preferences":
            action.setMenuRole(QAction.MenuRole.PreferencesRole)
        owner.addAction(action)
        made[deed.key] = action
    return made


def fill_menus(bar: QMenuBar, actions: Mapping[str, QAction]) -> dict[str, QMenu]:
    """The menus of the table, in its order."""
    menus: dict[str, QMenu] = {}
    for deed in DEEDS:
        if not deed.menu:
            continue
        if deed.menu not in menus:
            menus[deed.menu] = bar.addMenu(f"&{deed.menu}")
        menu = menus[deed.menu]
        if deed.text == SEPARATOR:
            menu.addSeparator()
            continue
        if deed.group:
            if deed.group not in menus:
                menus[deed.group] = menu.addMenu(deed.group)
            menu = menus[deed.group]
        menu.addAction(actions[deed.key])
    return menus


def connect_handlers(actions: Mapping[str, QAction], handlers: Mapping[str, Callable[[], object]]) -> None:
    """Give every action its handler and enable it.

    Raises
    ------
    KeyError
        If a deed has no handler or a handler no deed: the table is the whole truth.
    """
    if set(actions) != set(handlers):
        raise KeyError(f"deeds and handlers differ: {sorted(set(actions) ^ set(handlers))}")
    for key, handler in handlers.items():
        actions[key].triggered.connect(lambda _checked=False, handler=handler: handler())
        actions[key].setEnabled(True)


def key_table() -> list[tuple[str, str]]:
    """Shortcut and meaning of every deed that has one, for the list of keys."""
    return [(", ".join(deed.shortcuts), deed.text) for deed in DEEDS if deed.shortcuts]
