"""Every view has a table: with it what the view shows can be copied, for every run, in columns of one length."""

from __future__ import annotations

import pytest

from regsim.app.views import all_views
from regsim.engine.training import Training
from regsim.export.tables import TABLES
from regsim.knob import Refusal
from regsim.lesson import Scene, scenes
from regsim.snapshot import Wishes

KINDS = all_views()


def first_scene_with(view: str) -> Scene:
    return next(scene for scene in scenes().values() if view in scene.views)


@pytest.mark.parametrize("view", KINDS)
def test_what_a_view_shows_is_a_table(view: str) -> None:
    kind, wishes = KINDS[view], Wishes(observables=KINDS[view].observables)
    training = Training(first_scene_with(view).experiment)
    training.snapshot(wishes)
    training.advance_epoch()
    snapshot = training.snapshot(wishes)
    table = TABLES[kind.table](snapshot)
    rows = [tuple(row) for row in table.rows]
    assert {len(row) for row in rows} == {len(table.header)}
    if "run" in table.header:
        column = table.header.index("run")
        assert {row[column] for row in rows} - {None} == {run.label for run in snapshot.experiment.runs}


@pytest.mark.parametrize("key", sorted({kind.table for kind in KINDS.values() if kind.observables}))
def test_nothing_to_show_is_said(key: str) -> None:
    with pytest.raises(Refusal, match="nothing to export yet"):
        TABLES[key](Training(first_scene_with("loss").experiment).snapshot())
