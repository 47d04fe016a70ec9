"""Every view stands on the surface of its card, in every theme and form: no patch of another grey shows through."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from regsim.app import views
from regsim.app.theme import DARK, LIGHT, PROJECTOR, Look, Theme
from regsim.app.views.base import Showing
from tests.gui import canned


@pytest.mark.parametrize("multiples", [False, True])
@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.key)
@pytest.mark.parametrize("key", list(views.catalogue()))
def test_the_edges_of_a_picture_show_the_surface(qtbot: QtBot, key: str, theme: Theme, multiples: bool) -> None:
    look = Look(theme)
    view = views.catalogue()[key].make(None)
    qtbot.addWidget(view)
    view.resize(740, 412)
    view.restyle(look)
    snapshot = canned.snapshot()
    view.show_snapshot(snapshot, Showing(snapshot.experiment, 0, look=look, multiples=multiples))
    image = view.grab().toImage()
    below_header = [image.pixelColor(4, y).name() for y in range(60, 400, 20)]
    assert set(below_header) == {QColor(theme.surface).name()}
