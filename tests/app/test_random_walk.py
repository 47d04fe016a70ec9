"""Hundreds of random clicks, keys and edits while it trains: no exception, no Qt warning, no failed view."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from regsim.app.laboratory import Laboratory
from tests.app.random_walk import RandomWalk


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_random_walk_does_no_harm(laboratory: Laboratory, seed: int) -> None:
    laboratory.session.play()
    walk_about(laboratory, seed)


@pytest.mark.parametrize("seed", [4, 5])
def test_nor_does_one_that_begins_in_the_lesson(laboratory: Laboratory, seed: int) -> None:
    laboratory.actions["lesson"].trigger()
    walk_about(laboratory, seed)
    assert laboratory.actions["play"].isEnabled() is not laboratory.furnish().tour.is_open_question


def walk_about(laboratory: Laboratory, seed: int) -> None:
    failures: list[str] = []
    laboratory.session.trainer_failed.connect(failures.append)
    walk = RandomWalk(laboratory, seed)
    deeds = [walk.step() for _ in range(150)]
    QApplication.processEvents()
    assert failures == [], deeds[-3:]
    for key, (_, view) in laboratory.exhibition.views.items():
        assert "failed" not in view.reading(), (key, deeds[-5:])
