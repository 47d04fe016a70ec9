"""A laboratory for each test that asks for one: the real window, the real views, an inline trainer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from regsim.app.laboratory import Laboratory
from tests.app.laboratory import make_laboratory, small_experiment, tick_until


@pytest.fixture
def store(tmp_path: Path) -> QSettings:
    return QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat)


@pytest.fixture
def laboratory(qtbot: QtBot, store: QSettings) -> Iterator[Laboratory]:
    made = make_laboratory(store)
    qtbot.addWidget(made.window)
    made.open(small_experiment(4, epochs=40), play=False)
    tick_until(made, lambda: made.session.snapshot is not None)
    yield made
    made.close()
    made.window.close()
    QApplication.processEvents()
