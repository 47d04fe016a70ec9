"""Runs one view alone with a preset that really trains: ``python -m regsim.app.views.loss [PRESET] [THEME] [ZOOM]``.

It refuses to be a second program: no panel, no thread, one view, trained by a timer.
"""

from __future__ import annotations

import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from regsim import presets
from regsim.app import fonts
from regsim.app.theme import LIGHT, THEMES, Look
from regsim.app.views.base import Showing, ViewKind
from regsim.engine.training import Training
from regsim.snapshot import Wishes

_INTERVAL = 40


def preview(kind: ViewKind) -> None:
    """Show a view and train until the preset's last epoch; ends when its window is closed."""
    chosen = dict(enumerate(sys.argv[1:]))
    application = QApplication.instance() or QApplication([])
    fonts.load()
    experiment = presets.load(chosen.get(0, presets.DEFAULT_PRESET))
    look = Look(THEMES.get(chosen.get(1, ""), LIGHT), zoom=float(chosen.get(2, "1")))
    training = Training(experiment)
    view = kind.make(None)
    view.restyle(look)
    view.resize(round(look.px(832)), round(look.px(410)))
    view.setWindowTitle(f"{kind.title}: {experiment.title}")
    selected = 0

    def show() -> None:
        shown = Showing(experiment, selected=selected, look=look, moving=not training.finished)
        view.show_snapshot(training.snapshot(Wishes()), shown)

    def select(run: int) -> None:
        nonlocal selected
        selected = run
        show()

    def train() -> None:
        training.advance_epoch()
        show()
        if training.finished:
            timer.stop()

    timer = QTimer(view)
    timer.timeout.connect(train)
    view.run_selected.connect(select)
    show()
    view.show()
    timer.start(_INTERVAL)
    application.exec()
