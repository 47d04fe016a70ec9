"""A window that is never shown: it trains an experiment to a chosen epoch and holds still for its picture.

It refuses to differ from the real one: same shell, same laboratory, same views, only the trainer has no thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QSettings, QSize, Qt
from PySide6.QtWidgets import QApplication, QWidget

from regsim.app import views
from regsim.app.commands import Step
from regsim.app.figure import Composition, Figure, figure_steps, moment_of
from regsim.app.frame_clock import FrameClock
from regsim.app.laboratory import Laboratory
from regsim.app.lesson.formulas import Formulas
from regsim.app.main_window import COMPACT_BELOW, MainWindow
from regsim.app.pace import batches_per_epoch
from regsim.app.panel.explanation import Explanation
from regsim.app.settings import Settings
from regsim.app.steps import finished
from regsim.app.theme import Look
from regsim.app.trainer import InlineTrainer
from regsim.app.widgets.paced import Paced
from regsim.experiment import Experiment
from regsim.knob import Refusal, shown


class NoSettings(QSettings):
    """Settings that are nowhere: a picture must not depend on what a person has chosen."""

    def __init__(self, theme: str) -> None:
        super().__init__("", QSettings.Format.InvalidFormat)
        self._values: dict[str, object] = {"theme": theme, "greeted": "true"}

    def value(self, key: str, default: object = None) -> object:  # type: ignore[override]  # Qt has more parameters
        """What was set here."""
        return self._values.get(key, default)

    def setValue(self, key: str, value: object) -> None:
        """Keep it here only."""
        self._values[key] = value

    def sync(self) -> None:
        """There is nothing to write."""

    def status(self) -> QSettings.Status:
        """Nothing can go wrong."""
        return QSettings.Status.NoError


class Stage:
    """See the module.

    Parameters
    ----------
    size : QSize
        Logical pixels of the window, or of the figure.
    theme : str
    alone : sequence of str, or Composition
        Views that are shown without the window, in a figure; without any, all four and the window.
    selected : int
        The run that is shown large.
    linear : bool
        Whether the axis of the loss is linear.
    """

    def __init__(
        self,
        size: QSize,
        theme: str,
        alone: Sequence[str] | Composition = (),
        selected: int = 0,
        linear: bool = False,
    ) -> None:
        self._selected = selected
        kinds = views.all_views()
        self._composition = alone if isinstance(alone, Composition) else Composition(tuple(dict.fromkeys(alone)))
        for key in self._composition.keys:
            if key not in kinds:
                raise Refusal(f"view {shown(key)}: must be one of {', '.join(kinds)}")
        self.window = MainWindow(Settings(NoSettings(theme)))
        self.window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.window.setWindowState(Qt.WindowState.WindowNoState)
        self._size = size
        self._figure: Figure | None = None
        self._trainer = InlineTrainer()
        self._failures: list[str] = []
        self.laboratory = Laboratory(self.window, self._trainer)
        self.laboratory.session.trainer_failed.connect(self._failures.append)
        for kind in views.catalogue().values():
            self.laboratory.exhibition.add(kind)
        if self._composition.keys:
            self.laboratory.exhibition.feature(self._composition.keys)
        if linear:
            self.laboratory.exhibition.toggle_log()
        self.laboratory.furnish()
        self.window.resize(size)
        self.window.show()
        self._settle()

    def subject(self) -> QWidget:
        """What the picture is taken of."""
        return self._figure or self.window

    @property
    def look(self) -> Look:
        """Theme and size class of what is pictured."""
        look = self.window.look
        return replace(look, compact=self._size.height() < COMPACT_BELOW) if self._composition.keys else look

    def train(self, experiment: Experiment, epochs: int | None) -> None:
        """Train up to `epochs` (to the end by default) and draw everything."""
        self.laboratory.session.open(experiment, play=False)
        self.laboratory.session.select(self._selected)
        self.advance(epochs)
        if self._composition.keys and self._figure is None:
            self.hold_still()
            moment = moment_of(self.laboratory.exhibition)
            self._figure = finished(figure_steps(self._composition, moment, self.look, self._size))
        self.hold_still()

    def advance(self, epochs: int | None = None) -> None:
        """Train what is open up to `epochs`, to its end by default.

        Raises
        ------
        Refusal
            If training raises, for which nobody would wait any longer.
        """
        session = self.laboratory.session
        experiment = session.experiment
        wanted = min(epochs if epochs is not None else experiment.training.epochs, experiment.training.epochs)
        session.advance_to(wanted * batches_per_epoch(experiment))
        while True:
            self._tick()
            snapshot = session.snapshot
            if snapshot is not None and (snapshot.finished or snapshot.epoch >= wanted):
                break

    def go_on(self, updates: int) -> None:
        """Train so many updates more and draw everything; raises as `advance`."""
        for _ in range(updates):
            self._trainer.post(Step(whole_epoch=False))
        widgets = (self.window, self.subject())
        for widget in widgets:  # a window that is never shown is painted all the same: a quarter of a frame's time
            widget.setUpdatesEnabled(False)
        self._tick()
        self.hold_still()
        for widget in widgets:
            widget.setUpdatesEnabled(True)

    def hold_still(self) -> None:
        """Draw everything that is to be seen, and all that would come a moment later."""
        for clock in self.laboratory.findChildren(FrameClock):
            clock.mark_stale()
        self._settle()
        for formulas in self.window.findChildren(Formulas):
            formulas.finish()
        for explanation in self.window.findChildren(Explanation):
            explanation.finish()
        for paced in self.window.findChildren(Paced):  # no picture shows a number that still waits for its turn
            paced.flush()
        if self._figure is not None:
            self._figure.show_moment(moment_of(self.laboratory.exhibition))
        self._settle()

    def close(self) -> None:
        """End everything."""
        self.laboratory.close()
        self._trainer.close()
        self.subject().deleteLater()
        self.window.deleteLater()
        _deliver()

    def _tick(self) -> None:
        self.laboratory.clock.tick()
        if self._failures:
            raise Refusal(f"training stopped: {self._failures[0].splitlines()[0]}")

    def _settle(self) -> None:
        for _ in range(3):
            _deliver()
            for clock in self.laboratory.findChildren(FrameClock):
                clock.flush()


def _deliver() -> None:
    """What an event loop would do by itself, deletions included."""
    QApplication.sendPostedEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
