"""Session, clock and views of one window: what has to be there for the pictures to live.

The controls move in afterwards, so that the views draw as early as they can. It refuses to hold numbers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from regsim.app.exhibition import Exhibition
from regsim.app.frame_clock import TEXT_RATE, FrameClock
from regsim.app.main_window import MainWindow
from regsim.app.session import Session, Trainer, batches_per_epoch
from regsim.app.wording import constant_words, detail_words, rate_words, split_words
from regsim.experiment import Experiment

if TYPE_CHECKING:
    from regsim.app.controls import Controls


class Laboratory(QObject):
    """See the module.

    Parameters
    ----------
    window : MainWindow
    trainer : Trainer
        Started and ended by whoever made it.
    """

    def __init__(self, window: MainWindow, trainer: Trainer) -> None:
        super().__init__(window)
        self.window = window
        window.equip()
        self.session = Session(trainer, self)
        self.clock = FrameClock(self.session.pull, lambda: self.session.playing, lambda: self.session.hungry, self)
        self.exhibition = Exhibition(window, self.session, self.clock)
        self.controls: Controls | None = None
        self.session.experiment_changed.connect(self._on_experiment)
        self.session.selection_changed.connect(self.clock.mark_stale)
        self.session.playback_changed.connect(self.clock.mark_stale)
        self.session.said.connect(self._say)
        self.session.trainer_failed.connect(self._on_failure)
        window.look_changed.connect(lambda: window.status.restyle(window.look))
        self.clock.add(self._draw_transport, window.isVisible, 2 * TEXT_RATE)

    @property
    def actions(self) -> dict[str, QAction]:
        """The window's actions, by key."""
        return self.window.actions_by_key

    def furnish(self) -> Controls:
        """Build everything that a person handles, once."""
        from regsim.app.controls import Controls

        if self.controls is None:
            self.controls = Controls(self)
        return self.controls

    def open(self, experiment: Experiment, play: bool = True) -> None:
        """Begin with this experiment."""
        self.session.open(experiment, play)

    def close(self) -> None:
        """Stop drawing; the trainer is ended by whoever started it."""
        self.clock.stop()

    def _on_experiment(self, new: Experiment, old: Experiment) -> None:
        self.window.set_experiment_title(new.title)
        self._say("", False)
        self.clock.mark_stale()

    def _say(self, text: str, undo: bool) -> None:
        """A sentence in the status line; what is held constant when there is nothing else to say."""
        experiment = self.session.experiment
        words = text or constant_words(experiment)
        self.window.status.show_text(words, split_words(experiment), self.window.look, undo=undo)

    def _on_failure(self, text: str) -> None:
        cause = text.splitlines()[0]
        self._say(f"Training stopped: {cause}. The experiment is kept; change something or press Reset.", True)

    def _draw_transport(self) -> None:
        session = self.session
        self.window.transport.show_state(
            title=session.experiment.title,
            detail=detail_words(session.experiment),
            speed=session.rate,
            rate_text=rate_words(session.rate, batches_per_epoch(session.experiment)),
            snapshot=session.snapshot,
            stop_epoch=session.experiment.training.epochs,
            look=self.window.look,
        )
