"""Starts the program: application, shell, then, once the first frame is painted, the laboratory, view by view.

It refuses to import numpy or pyqtgraph before that frame.
"""

from __future__ import annotations

import gc
import sys
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from regsim.app.main_window import MainWindow
from regsim.app.process import Application, make_application
from regsim.app.safekeeping import Safekeeping
from regsim.app.settings import Settings, readable_store

if TYPE_CHECKING:
    from regsim.app.laboratory import Laboratory
    from regsim.app.trainer import TrainerThread


LOOK_AGAIN_MS = 4
"""How long the trainer is given to deliver the initial networks, before the mailbox is looked into again."""
FIRST_PICTURES_MS = 20
"""What the views have to themselves before the controls move in."""
READING_AHEAD_MS = 3000
"""When the scenes of the lesson are read: after the first pictures, before anybody will have asked for one."""


class Opening(QObject):
    """Builds what is behind the shell, one piece per turn of the event loop, so that the window stays alive."""

    furnished = Signal(object)
    """All is there that a person handles; the laboratory."""

    def __init__(self, window: MainWindow, target: str | None, present: str | None = None) -> None:
        super().__init__(window)
        self._window = window
        self._target = target
        self._present = present
        self.trainer: TrainerThread | None = None
        self.laboratory: Laboratory | None = None
        window.first_painted.connect(lambda: QTimer.singleShot(0, self._move_in))

    def _move_in(self) -> None:
        from regsim.app.laboratory import Laboratory
        from regsim.app.trainer import TrainerThread

        self.trainer = TrainerThread(self)
        self.trainer.start()
        self.laboratory = Laboratory(self._window, self.trainer)
        self._window.closing.connect(self.laboratory.close)
        self._window.closing.connect(self.trainer.close)
        self._open(self.laboratory)
        self.laboratory.clock.start()
        QTimer.singleShot(0, self._add_views)

    def _add_views(self) -> None:
        from regsim.app import views

        laboratory = self.laboratory
        if laboratory is None:
            return
        kinds = sorted(views.catalogue().values(), key=lambda kind: kind.rank or 0)
        for kind in kinds:
            QTimer.singleShot(0, partial(laboratory.exhibition.add, kind))
        QTimer.singleShot(0, self._draw_first_pictures)

    def _draw_first_pictures(self) -> None:
        laboratory = self.laboratory
        if laboratory is None:
            return
        laboratory.clock.tick()
        if laboratory.session.snapshot is None and self._window.isVisible():
            QTimer.singleShot(LOOK_AGAIN_MS, self._draw_first_pictures)
            return
        laboratory.clock.flush()
        QTimer.singleShot(FIRST_PICTURES_MS, self._finish)

    def _finish(self) -> None:
        laboratory = self.laboratory
        if laboratory is not None:
            controls = laboratory.furnish()
            if self._present is None:
                # not before the pictures live: training would take the interpreter from them
                laboratory.session.play()
                controls.greeting.begin()
            else:
                presentation = controls.presentation
                if self._present or self._target is None:
                    presentation.open(self._present)
                else:
                    presentation.enter()
            QTimer.singleShot(0, controls.offer_presets)
            QTimer.singleShot(READING_AHEAD_MS, laboratory, controls.tour.read_ahead)
            self.furnished.emit(laboratory)

    def _open(self, laboratory: Laboratory) -> None:
        from regsim import presets
        from regsim.app.kept import Origin

        name = self._target or presets.DEFAULT_PRESET
        experiment = presets.load(name)
        is_preset = name in presets.catalogue()
        origin = None if is_preset else Origin.of(presets.find(name), experiment)
        laboratory.open(experiment, play=False, origin=origin)


def main(target: str | None = None, present: str | None = None, table: str | None = None) -> int:
    """Open the window on a preset or a file, and stay until it is closed.

    Parameters
    ----------
    target : str, optional
        Key of a preset or path of an experiment file, already known to be readable.
    present : str, optional
        Key of a scene to begin presenting with, already known to exist; empty for `target`, or without one for the
        scene that was open last. None does not present.
    table : str, optional
        Path of a table, or of an experiment without its table, to ask about once the window is there.

    Returns
    -------
    int
        Exit code.
    """
    gc.disable()  # until all is there: to search again and again what is no garbage takes a tenth of the start
    application = make_application(sys.argv[:1])
    if table is not None and isinstance(application, Application):
        application.waiting.append(table)
    store, told = readable_store()
    safekeeping = Safekeeping(told)
    window = MainWindow(Settings(store))
    opening = Opening(window, target, present)
    opening.furnished.connect(safekeeping.take_up)
    opening.furnished.connect(_collect_again)
    window.show()
    code = application.exec()
    safekeeping.end()
    if opening.trainer is not None:
        # once more: a window closed while it was still moving in had no one to tell
        opening.trainer.close()
        opening.trainer.wait()
    return code


def _collect_again() -> None:
    """Let garbage be collected from now on, but for what the start has made: nearly all of it stays to the end."""
    gc.freeze()
    gc.enable()
