"""Preferences take effect at once and are remembered; settings that cannot be read are set aside."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog

from regsim.app.frame_clock import MOVING_INTERVAL
from regsim.app.laboratory import Laboratory
from regsim.app.preferences import Preferences
from regsim.app.settings import FRAME_RATES, THEME_CHOICES, Settings, readable_store

INI = QSettings.Format.IniFormat


@pytest.fixture
def preferences(laboratory: Laboratory) -> Preferences:
    laboratory.actions["preferences"].trigger()
    (found,) = laboratory.window.findChildren(Preferences)
    return found


def test_each_preference_takes_effect_and_is_remembered(
    laboratory: Laboratory, preferences: Preferences, store: QSettings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    preferences.theme.setCurrentIndex(THEME_CHOICES.index("dark"))
    preferences.theme.activated.emit(THEME_CHOICES.index("dark"))
    preferences.size_of_type.setValue(130)
    preferences.frame_rate.activated.emit(FRAME_RATES.index(15))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: str(tmp_path))
    preferences._choose()
    settings = Settings(store)
    assert (settings.theme, settings.zoom, settings.frame_rate, settings.folder) == ("dark", 1.3, 15, str(tmp_path))
    assert laboratory.actions["theme_dark"].isChecked()
    assert laboratory.window.look.zoom == 1.3
    asked: list[str] = []
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *arguments: (asked.append(arguments[2]) or "", ""))
    laboratory.actions["open"].trigger()
    assert asked == [str(tmp_path)]


def test_enter_in_the_folder_takes_what_was_typed_and_asks_for_nothing(
    laboratory: Laboratory, preferences: Preferences, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_arguments: pytest.fail("asked for a folder"))
    preferences.folder.setText("/somewhere")
    QTest.keyClick(preferences.folder, Qt.Key.Key_Return)
    assert laboratory.window.settings.folder == "/somewhere"


def test_there_is_one_dialog_of_preferences(laboratory: Laboratory, preferences: Preferences) -> None:
    laboratory.actions["preferences"].trigger()
    assert laboratory.window.findChildren(Preferences) == [preferences]


@pytest.mark.parametrize(("rate", "interval"), [(60, MOVING_INTERVAL), (30, 33), (15, 66)])
def test_the_clock_ticks_no_oftener_than_is_preferred(laboratory: Laboratory, rate: int, interval: int) -> None:
    clock = laboratory.clock
    clock.limit(rate)
    clock.start()
    laboratory.session.play()
    clock.tick()
    assert clock._timer.interval() == interval
    laboratory.session.pause()


@pytest.mark.parametrize("content", [b"[broken\n\x00\xff no equality here\n", bytes(4096), b"\xff\xfe[[[\0garbage"])
def test_settings_that_cannot_be_read_are_set_aside(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "RegSim.ini"
    path.write_bytes(content)
    store, told = readable_store(QSettings(str(path), INI))
    assert told == f"The settings could not be read; they were set aside as {path}.unreadable."
    assert (tmp_path / "RegSim.ini.unreadable").read_bytes() == content
    settings = Settings(store)
    assert settings.theme == "system"
    settings.theme = "dark"
    store.sync()
    again, told = readable_store(QSettings(str(path), INI))
    assert (Settings(again).theme, told) == ("dark", "")


def test_where_nothing_can_be_set_aside_it_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "RegSim.ini"
    path.write_bytes(b"[broken\n no equality here\n")
    store = QSettings(str(path), INI)

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "replace", refuse)
    assert readable_store(store)[1] == f"The settings in {path} cannot be read: permission denied."


@pytest.mark.parametrize(
    ("key", "value"), [("zoom", "nan"), ("zoom", "a"), ("frame_rate", "7"), ("theme", "pink"), ("recent", "{")]
)
def test_a_value_that_makes_no_sense_is_as_if_never_written(store: QSettings, key: str, value: str) -> None:
    store.setValue(key, value)
    assert getattr(Settings(store), key) == getattr(Settings(QSettings(os.devnull, INI)), key)
