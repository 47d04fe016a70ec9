"""What the window says in words: title, transport bar and status line follow the session; it refuses to change it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from regsim.app.frame_clock import TEXT_RATE, FrameClock
from regsim.app.main_window import MainWindow
from regsim.app.pace import batches_per_epoch
from regsim.app.session import Session
from regsim.app.wording import constant_words, detail_words, rate_words, split_words
from regsim.experiment import Experiment


class Bulletin(QObject):
    """See the module; the bar and the line are built here, after the first pictures."""

    def __init__(self, window: MainWindow, session: Session, clock: FrameClock) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        window.equip()
        session.experiment_changed.connect(self._on_experiment)
        session.said.connect(self._say)
        session.trainer_failed.connect(self._on_failure)
        window.look_changed.connect(lambda: window.status.restyle(window.look))
        clock.add(self._draw_transport, window.isVisible, 2 * TEXT_RATE)
        self._on_experiment(session.experiment, session.experiment)

    def _on_experiment(self, new: Experiment, old: Experiment) -> None:
        self._window.set_experiment_title(new.title)
        self._say("", False)

    def _say(self, text: str, undo: bool) -> None:
        """A sentence in the status line; what is held constant when there is nothing else to say."""
        experiment = self._session.experiment
        first, *others = text.splitlines() or [constant_words(experiment)]
        words = f"{first} (and {len(others):,} more)" if others else first
        self._window.status.show_text(words, split_words(experiment), self._window.look, undo=undo)

    def _on_failure(self, text: str) -> None:
        cause = text.splitlines()[0]
        self._say(f"Training stopped: {cause}. The experiment is kept; change something or press Reset.", True)

    def _draw_transport(self) -> None:
        session = self._session
        self._window.transport.show_state(
            title=session.experiment.title,
            detail=detail_words(session.experiment),
            speed=session.rate,
            rate_text=rate_words(session.rate, batches_per_epoch(session.experiment)),
            snapshot=session.snapshot,
            stop_epoch=session.experiment.training.epochs,
            look=self._window.look,
        )
