"""Views hung alone for a test, shown a snapshot and looked at; refuses to accept a view that has failed."""

from __future__ import annotations

from functools import cache
from typing import TypeVar

import canned
import numpy as np
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from regsim.app.card import Card
from regsim.app.theme import Look
from regsim.app.views.base import Showing
from regsim.engine.training import Training
from regsim.experiment import Experiment
from regsim.snapshot import Snapshot, Wishes

Hung = TypeVar("Hung", bound=Card)


def hung(qtbot: QtBot, view: Hung, width: int, height: int) -> Hung:
    """The view at a size, in the usual look."""
    qtbot.addWidget(view)
    view.resize(width, height)
    view.restyle(Look())
    view.show()
    return view


def show(view: Card, snapshot: Snapshot | None, experiment: Experiment | None = None, **how: object) -> QImage:
    """How the view looks with this snapshot, of its own experiment unless another is named."""
    asked = experiment or (snapshot.experiment if snapshot is not None else canned.experiment())
    view.show_snapshot(snapshot, Showing(asked, look=view.look, **how))
    view.grab()  # lays it out
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    assert view.failure == ""
    return image


def colours(image: QImage) -> int:
    """How many different ones are in an image."""
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


@cache
def after(experiment: Experiment, updates: int, wishes: Wishes) -> Snapshot:
    """What is seen of a training after some updates, watched from its beginning."""
    training = Training(experiment)
    training.watch(wishes.observables)
    training.advance(updates)
    return training.snapshot(wishes)
