"""Brings the session and the window together: what a person does goes to the session, what it says goes to the widgets.

It is imported after the first frame was painted, because everything heavy hangs on it. It refuses to hold numbers.
"""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from regsim import presets
from regsim.app.actions import connect_handlers
from regsim.app.control_panel import ControlPanel
from regsim.app.exhibition import Exhibition
from regsim.app.files import Files
from regsim.app.frame_clock import TEXT_RATE, FrameClock
from regsim.app.greeting import Greeting
from regsim.app.handlers import all_handlers
from regsim.app.main_window import MainWindow
from regsim.app.run_cards import RunCards
from regsim.app.run_deeds import RunDeeds
from regsim.app.session import Session, Trainer, batches_per_epoch
from regsim.app.settings import THEME_CHOICES
from regsim.app.wording import constant_words, detail_words, rate_words, split_words
from regsim.experiment import Experiment
from regsim.snapshot import Snapshot


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
        self.session = Session(trainer, self)
        self.clock = FrameClock(self.session.pull, lambda: self.session.playing, lambda: self.session.hungry, self)
        self.exhibition = Exhibition(window, self.session, self.clock)
        self.panel = ControlPanel()
        self.cards = RunCards()
        self.runs = RunDeeds(self.session, self.cards, window.actions_by_key)
        self.files = Files(window, self.session)
        self.greeting = Greeting(window, self.session, self.exhibition.hint)
        window.place_panel(self.panel)
        window.place_cards(self.cards)
        self._connect()
        self.clock.add(self._draw_text, window.isVisible, TEXT_RATE)
        self.clock.add(self._draw_transport, window.isVisible, 2 * TEXT_RATE)

    @property
    def actions(self) -> dict[str, QAction]:
        """The window's actions, by key."""
        return self.window.actions_by_key

    def open(self, experiment: Experiment, play: bool = True) -> None:
        """Begin with this experiment."""
        self.session.open(experiment, play)

    def offer_presets(self) -> None:
        """Fill the picker; done last, because every preset is read for it."""
        found = {key: presets.load(key) for key in presets.catalogue()}
        self.window.transport.show_presets({key: (each.title, detail_words(each)) for key, each in found.items()})

    def close(self) -> None:
        """Stop drawing; the trainer is ended by whoever started it."""
        self.clock.stop()

    def _connect(self) -> None:
        session, window = self.session, self.window
        session.experiment_changed.connect(self._on_experiment)
        session.snapshot_changed.connect(self._on_snapshot)
        session.selection_changed.connect(self._show_selection)
        session.playback_changed.connect(self._on_playback)
        session.said.connect(self._say)
        session.trainer_failed.connect(self._on_failure)
        window.look_changed.connect(self._show_selection)
        self.panel.edited.connect(session.edit)
        self.panel.run_selected.connect(session.select)
        self.panel.run_add_requested.connect(self.runs.add)
        self.panel.run_menu_requested.connect(self.runs.show_menu)
        self.cards.run_selected.connect(session.select)
        self.cards.run_lifted.connect(session.lift)
        window.transport.preset_chosen.connect(lambda key: self.open(presets.load(key)))
        window.transport.speed_changed.connect(session.set_rate)
        window.transport.stop_epoch_edited.connect(lambda epoch: session.edit("training.epochs", epoch))
        window.status.undo_requested.connect(session.undo)
        connect_handlers(self.actions, all_handlers(self))
        self.check_marks()

    # What the session says

    def _on_experiment(self, new: Experiment, old: Experiment) -> None:
        self.window.set_experiment_title(new.title)
        self.runs.enable(new)
        self.actions["undo"].setEnabled(self.session.can_undo)
        self.actions["redo"].setEnabled(self.session.can_redo)
        self._say("", False)
        self._show_selection()

    def _show_selection(self) -> None:
        session, look = self.session, self.window.look
        self.panel.show_experiment(session.experiment, session.selected, look)
        self.cards.show_experiment(session.experiment, session.selected, look)
        self.clock.mark_stale()

    def _on_snapshot(self, snapshot: Snapshot | None) -> None:
        if snapshot is not None:
            self._name_play()

    def _on_playback(self) -> None:
        self._name_play()
        self.clock.mark_stale()

    def _name_play(self) -> None:
        text = "Pause" if self.session.playing else "Again" if self.session.finished else "Play"
        if self.actions["play"].text() != text:
            self.actions["play"].setText(text)

    def check_marks(self) -> None:
        """Tick the menu entries that are in force."""
        for choice in THEME_CHOICES:
            self.actions[f"theme_{choice}"].setChecked(self.window.settings.theme == choice)
        self.actions["multiples"].setChecked(self.exhibition.multiples)

    def _say(self, text: str, undo: bool) -> None:
        """A sentence in the status line; what is held constant when there is nothing else to say."""
        experiment = self.session.experiment
        words = text or constant_words(experiment)
        self.window.status.show_text(words, split_words(experiment), self.window.look, undo=undo)

    def _on_failure(self, text: str) -> None:
        cause = text.splitlines()[0]
        self._say(f"Training stopped: {cause}. The experiment is kept; change something or press Reset.", True)

    # What is drawn by the clock

    def _draw_text(self) -> None:
        self.cards.show_snapshot(self.session.snapshot, self.session.playing)
        self.panel.show_snapshot(self.session.snapshot)

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
