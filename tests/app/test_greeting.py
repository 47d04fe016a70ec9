"""The two hints of the first start: said in time, gone at the first click or key, never said again."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QSettings, Qt
from pytestqt.qtbot import QtBot

from regsim.app.controls import Controls
from regsim.app.laboratory import Laboratory
from tests.app.laboratory import tick_until


@pytest.fixture
def controls(laboratory: Laboratory) -> Controls:
    assert laboratory.controls is not None
    laboratory.controls.greeting.begin()
    return laboratory.controls


def status(laboratory: Laboratory) -> str:
    return laboratory.window.status.texts()[0]


def test_the_next_step_is_suggested_when_the_verdicts_are_there(laboratory: Laboratory, controls: Controls) -> None:
    session = laboratory.session
    session.set_rate(math.inf)
    session.play()
    tick_until(laboratory, lambda: session.snapshot is not None and session.snapshot.epoch > 5)
    assert "drag" not in status(laboratory)
    tick_until(laboratory, lambda: session.finished)
    assert status(laboratory) == "Now select L2 and drag its λ."


def test_both_go_at_the_first_key_for_good(
    qtbot: QtBot, laboratory: Laboratory, controls: Controls, store: QSettings
) -> None:
    session = laboratory.session
    session.set_rate(math.inf)
    session.play()
    tick_until(laboratory, lambda: session.finished)
    qtbot.keyClick(laboratory.window, Qt.Key.Key_M)  # a shortcut
    assert "drag" not in status(laboratory)
    assert laboratory.window.settings.greeted
    session.reset()
    session.set_rate(math.inf)
    session.play()
    tick_until(laboratory, lambda: session.finished)
    assert "drag" not in status(laboratory)
