"""What a person handles: panel, run cards, transport, menus and keys, brought together with the session.

It refuses to draw pictures and to check values: edits go to the session, what it says goes to the widgets.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from regsim import presets
from regsim.app.actions import connect_handlers
from regsim.app.arrivals import Arrivals
from regsim.app.bulletin import Bulletin
from regsim.app.control_panel import ControlPanel
from regsim.app.document import Document
from regsim.app.exporting import Exports
from regsim.app.files import Files
from regsim.app.film_deed import FilmDeed
from regsim.app.frame_clock import TEXT_RATE
from regsim.app.greeting import Greeting
from regsim.app.handlers import all_handlers
from regsim.app.lesson.tour import Tour
from regsim.app.luck_deed import LuckDeed
from regsim.app.making import Making
from regsim.app.own_data.drawing_deed import DrawingDeed
from regsim.app.own_data.tables_deed import TablesDeed
from regsim.app.presenter.presentation import Presentation
from regsim.app.quiz.check import KnowledgeCheck
from regsim.app.quiz.record import Record
from regsim.app.run_cards import RunCards
from regsim.app.run_deeds import RunDeeds
from regsim.app.settings import THEME_CHOICES
from regsim.app.wording import detail_words
from regsim.experiment import Experiment
from regsim.knob import Value
from regsim.snapshot import Snapshot

if TYPE_CHECKING:
    from regsim.app.laboratory import Laboratory


class Controls(QObject):
    """See the module."""

    def __init__(self, laboratory: Laboratory) -> None:
        super().__init__(laboratory)
        self.laboratory = laboratory
        self.window = laboratory.window
        self.session = laboratory.session
        self.bulletin = Bulletin(self.window, self.session, laboratory.clock)
        self.panel = ControlPanel()
        self.cards = RunCards()
        self.runs = RunDeeds(self.session, self.cards, laboratory.actions)
        self.making = Making(self.window, lambda sentence: self.session.said.emit(sentence, False), laboratory)
        self.window.closing.connect(self.making.close)
        self.files = Files(laboratory, self.making)
        self.document = Document(laboratory, lambda: self.tour.active or self.presentation.active)
        self.film = FilmDeed(laboratory)
        self.exports = Exports(laboratory, self.making)
        self.tables = TablesDeed(self.window, self.session)
        self.arrivals = Arrivals(self.document, self.tables)
        self.drawing = DrawingDeed(laboratory)
        self.luck = LuckDeed(laboratory)
        self.greeting = Greeting(self.window, self.session, laboratory.exhibition.hint)
        self.tour = Tour(laboratory)
        self.tour.attend(self.luck)
        self.presentation = Presentation(self)
        self.record = Record(self.window.settings, self)
        self.quiz = KnowledgeCheck(laboratory, self.tour, self.record, self.document.leave)
        self.tour.keep_record(self.record)
        self._connect_session()
        self._connect_widgets()
        self.show_selection()
        self.window.place_panel(self.panel)
        self.window.place_cards(self.cards)
        connect_handlers(laboratory.actions, all_handlers(self))
        self.check_marks()
        self._enable(self.session.experiment)
        self._name_play()
        self.tour.enable()
        self.document.show_recent()
        laboratory.clock.limit(self.window.settings.frame_rate)
        laboratory.clock.add(self._draw_text, self.window.isVisible, TEXT_RATE)

    def offer_presets(self) -> None:
        """Fill the picker; done last, because every preset is read for it."""
        found = {key: presets.load(key) for key in presets.catalogue()}
        self.window.transport.show_presets({key: (each.title, detail_words(each)) for key, each in found.items()})

    def check_marks(self) -> None:
        """Tick the menu entries that are in force."""
        actions = self.laboratory.actions
        for choice in THEME_CHOICES:
            actions[f"theme_{choice}"].setChecked(self.window.settings.theme == choice)
        actions["multiples"].setChecked(self.laboratory.exhibition.multiples)

    def show_selection(self) -> None:
        """Panel and cards follow the experiment, the selected run and the look."""
        session, look = self.session, self.window.look
        self.panel.show_experiment(session.experiment, session.selected, look)
        self.cards.show_experiment(session.experiment, session.selected, look)

    def _connect_session(self) -> None:
        session = self.session
        session.experiment_changed.connect(self._on_experiment)
        session.snapshot_changed.connect(self._on_snapshot)
        session.selection_changed.connect(self.show_selection)
        session.playback_changed.connect(self._name_play)
        self.window.look_changed.connect(self.show_selection)

    def _connect_widgets(self) -> None:
        session, transport = self.session, self.window.transport
        self.panel.edited.connect(self._edit)
        self.panel.run_selected.connect(session.select)
        self.panel.run_add_requested.connect(self.runs.add)
        self.panel.run_menu_requested.connect(self.runs.show_menu)
        self.cards.run_selected.connect(session.select)
        self.cards.run_lifted.connect(session.lift)
        transport.preset_chosen.connect(self._open_preset)
        transport.speed_changed.connect(session.set_rate)
        transport.stop_epoch_edited.connect(lambda epoch: session.edit("training.epochs", epoch))
        self.window.status.undo_requested.connect(session.undo)

    def _open_preset(self, key: str) -> None:
        self.document.leave(lambda: self.laboratory.open(presets.load(key)))

    def _edit(self, path: str, value: Value, gesture: str) -> None:
        if (path, value) == ("data.kind", "file"):  # which file, and what for, is asked first
            self.show_selection()
            self.tables.open()
        else:
            self.session.edit(path, value, gesture)

    def _on_experiment(self, new: Experiment, old: Experiment) -> None:
        self._enable(new)
        self.show_selection()

    def _on_snapshot(self, snapshot: Snapshot | None) -> None:
        if snapshot is not None:
            self._name_play()

    def _enable(self, experiment: Experiment) -> None:
        self.runs.enable(experiment)
        self.laboratory.actions["undo"].setEnabled(self.session.can_undo)
        self.laboratory.actions["redo"].setEnabled(self.session.can_redo)

    def _name_play(self) -> None:
        text = "Pause" if self.session.playing else "Again" if self.session.finished else "Play"
        if self.laboratory.actions["play"].text() != text:
            self.laboratory.actions["play"].setText(text)

    def _draw_text(self) -> None:
        self.cards.show_snapshot(self.session.snapshot, self.session.playing)
        self.panel.show_snapshot(self.session.snapshot)
