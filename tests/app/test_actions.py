"""The table of actions: shortcuts are unique, every deed has a handler, menus follow the table."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMainWindow
from pytestqt.qtbot import QtBot

from regsim.app.actions import DEEDS, connect_handlers, fill_menus, key_table, make_actions


def test_no_two_deeds_share_a_key_or_a_shortcut() -> None:
    keys = Counter(deed.key for deed in DEEDS if deed.key)
    shortcuts = Counter(shortcut for deed in DEEDS for shortcut in deed.shortcuts)
    assert max(keys.values()) == max(shortcuts.values()) == 1


def test_every_shortcut_is_one_that_qt_knows() -> None:
    for deed in DEEDS:
        for shortcut in deed.shortcuts:
            assert not QKeySequence(shortcut).isEmpty(), shortcut


def test_a_deed_without_handler_is_refused(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = make_actions(window)
    with pytest.raises(KeyError, match="play"):
        connect_handlers(actions, {key: bool for key in actions if key != "play"})


def test_triggering_an_action_calls_its_handler_once(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = make_actions(window)
    called: list[str] = []
    connect_handlers(actions, {key: lambda key=key: called.append(key) for key in actions})
    for action in actions.values():
        action.trigger()
    assert called == list(actions)


def test_menus_hold_what_the_table_says(qtbot: QtBot) -> None:
    window = QMainWindow()
    qtbot.addWidget(window)
    actions = make_actions(window)
    menus = fill_menus(window.menuBar(), actions)
    for deed in DEEDS:
        if deed.key and deed.menu:
            assert actions[deed.key] in menus[deed.group or deed.menu].actions()


def test_the_list_of_keys_names_every_shortcut() -> None:
    listed = " ".join(keys for keys, _ in key_table())
    assert all(shortcut in listed for deed in DEEDS for shortcut in deed.shortcuts)
