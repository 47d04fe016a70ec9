"""The clock draws what is visible, new and due, never more often than its rate, and in turn when time is short."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from regsim.app import frame_clock
from regsim.app.frame_clock import FrameClock


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    time = [100.0]
    monkeypatch.setattr(frame_clock.time, "perf_counter", lambda: time[0])
    return time


def test_a_face_is_drawn_at_its_rate_while_training_moves(qtbot: QtBot, now: list[float]) -> None:
    drawn: list[float] = []
    clock = FrameClock(pull=lambda: True, moving=lambda: True)
    clock.add(lambda: drawn.append(now[0]), visible=lambda: True, rate=10.0)
    for _ in range(100):
        clock.tick()
        now[0] += 0.016
    assert len(drawn) == pytest.approx(16, abs=2)


def test_at_rest_what_is_new_is_drawn_at_once_and_only_once(qtbot: QtBot, now: list[float]) -> None:
    drawn: list[float] = []
    news = [True, False, False]
    clock = FrameClock(pull=lambda: news.pop(0), moving=lambda: False)
    clock.add(lambda: drawn.append(now[0]), visible=lambda: True, rate=1.0)
    for _ in range(3):
        clock.tick()
    assert len(drawn) == 1


def test_what_is_hidden_is_not_drawn_until_it_is_shown(qtbot: QtBot, now: list[float]) -> None:
    visible = [False]
    drawn: list[float] = []
    clock = FrameClock(pull=lambda: False, moving=lambda: False)
    clock.add(lambda: drawn.append(now[0]), visible=lambda: visible[0], rate=30.0)
    clock.tick()
    assert drawn == []
    visible[0] = True
    clock.tick()
    assert len(drawn) == 1


def test_slow_faces_take_turns(qtbot: QtBot, now: list[float]) -> None:
    counts = [0, 0, 0]

    def draw(index: int) -> None:
        counts[index] += 1
        now[0] += 0.02

    clock = FrameClock(pull=lambda: True, moving=lambda: True)
    for index in range(3):
        clock.add(lambda index=index: draw(index), visible=lambda: True, rate=60.0)
    for _ in range(30):
        clock.tick()
        now[0] += 0.016
    assert max(counts) - min(counts) <= 1
