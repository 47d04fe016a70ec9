"""Brings the session and the window together: what a person does goes to the session, what it says goes to the widgets.

It is imported after the first frame was painted, because everything heavy hangs on it. It refuses to hold numbers.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, QTimer
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QWidget

from regsim import presets, schema
from regsim.app.actions import connect_handlers
from regsim.app.control_panel import ControlPanel
from regsim.app.files import Files
from regsim.app.frame_clock import TEXT_RATE, FrameClock
from regsim.app.greeting import Greeting
from regsim.app.main_window import MainWindow
from regsim.app.run_cards import RunCards
from regsim.app.run_deeds import RunDeeds
from regsim.app.session import Session, Trainer, batches_per_epoch
from regsim.app.settings import THEME_CHOICES
from regsim.app.views.base import Showing, View, ViewKind
from regsim.app.wording import SPEED_STEP, constant_words, detail_words, rate_words, slower
from regsim.experiment import Experiment
from regsim.snapshot import Snapshot, Wishes

LOADING_NOTICE_MS = 300


class Laboratory(QObject):
    """See the module.

    Parameters
    ----------
    window : MainWindow
    trainer : Trainer
        Not yet started threads are the caller's business.
    """

    def __init__(self, window: MainWindow, trainer: Trainer) -> None:
        super().__init__(window)
        self.window = window
        self.session = Session(trainer, self)
        self.views: dict[str, tuple[ViewKind, View]] = {}
        self.clock = FrameClock(self.session.pull, lambda: self.session.playing, lambda: self.session.hungry, self)
        self.files = Files(window, self.session)
        self.greeting = Greeting(window, self.session, self._hint)
        self._multiples = False
        self._shown: Snapshot | None = None
        self._pictured: Snapshot | None = None
        self._position = 0
        self._loading = QTimer(self)
        self._loading.setSingleShot(True)
        self._loading.setInterval(LOADING_NOTICE_MS)
        self._loading.timeout.connect(self._show_loading)
        self.panel = ControlPanel()
        self.cards = RunCards()
        self._runs = RunDeeds(self.session, self.cards, window.actions_by_key)
        window.place_panel(self.panel)
        window.place_cards(self.cards)
        self._connect()
        self.clock.add(self._draw_text, window.isVisible, TEXT_RATE)
        self.clock.add(self._draw_transport, window.isVisible, 2 * TEXT_RATE)

    def add_view(self, kind: ViewKind) -> None:
        """Build one view and let it draw from now on."""
        view = kind.make(None)
        view.restyle(self.window.look)
        view.run_selected.connect(self.session.select)
        view.position_requested.connect(self._ask_position)
        view.wishes_changed.connect(self._update_wishes)
        view.maximise_requested.connect(lambda: self.maximise(kind.key))
        self.views[kind.key] = (kind, view)
        self.window.views.place(kind.rank, view)
        view.show()
        self.clock.add(lambda: self._draw_view(kind, view), view.isVisible, kind.rate)
        if self.window.settings.maximised_view == kind.key:
            self.maximise(kind.key)
        self._update_wishes()

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

    # What is shown

    def _draw_view(self, kind: ViewKind, view: View) -> None:
        snapshot = self._pictured if kind.needs_prediction else self._shown
        view.show_snapshot(snapshot, self.showing(snapshot))

    def showing(self, snapshot: Snapshot | None = None) -> Showing:
        """How `snapshot` is to be shown; the present one by default."""
        session = self.session
        shown = snapshot or self._shown
        present = session.snapshot
        fresh = shown is None or (present is not None and shown.generation == present.generation)
        experiment = session.experiment if fresh else shown.experiment
        last = len(experiment.runs) - 1
        return Showing(
            experiment=experiment,
            selected=min(session.selected, last),
            lifted=None if session.lifted is None or session.lifted > last else session.lifted,
            look=self.window.look,
            multiples=self._multiples,
            moving=session.playing,
        )

    def _draw_text(self) -> None:
        self.cards.show_snapshot(self.session.snapshot, self.session.playing)
        self.panel.show_snapshot(self.session.snapshot)

    def _draw_transport(self) -> None:
        session = self.session
        batches = batches_per_epoch(session.experiment)
        self.window.transport.show_state(
            title=session.experiment.title,
            detail=detail_words(session.experiment),
            speed=session.rate,
            rate_text=rate_words(session.rate, batches),
            snapshot=session.snapshot,
            stop_epoch=session.experiment.training.epochs,
            look=self.window.look,
        )

    def _on_experiment(self, new: Experiment, old: Experiment) -> None:
        self.panel.show_experiment(new, self.session.selected, self.window.look)
        self.cards.show_experiment(new, self.session.selected, self.window.look)
        self.window.set_experiment_title(new.title)
        self._runs.enable(new)
        self.actions["undo"].setEnabled(self.session.can_undo)
        self.actions["redo"].setEnabled(self.session.can_redo)
        self._say_what_is_constant()
        self._redraw()

    def _on_snapshot(self, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            self._loading.start()
            return
        if self._loading.isActive():
            self._loading.stop()
        if self._shown is None or self._shown.generation != snapshot.generation:
            self._notice("")
        self._shown = snapshot
        # in motion not every snapshot carries predictions: what draws them waits for the next one that does
        if self._pictured is None or has_predictions(snapshot):
            self._pictured = snapshot
        self._name_play()

    def _on_selection(self) -> None:
        self.panel.show_experiment(self.session.experiment, self.session.selected, self.window.look)
        self.cards.show_experiment(self.session.experiment, self.session.selected, self.window.look)
        self._redraw()

    def _on_playback(self) -> None:
        self._name_play()
        self._redraw()

    def _name_play(self) -> None:
        text = "Pause" if self.session.playing else "Again" if self.session.finished else "Play"
        if self.actions["play"].text() != text:
            self.actions["play"].setText(text)

    def _on_look(self) -> None:
        for _, view in self.views.values():
            view.restyle(self.window.look)
        self.panel.show_experiment(self.session.experiment, self.session.selected, self.window.look)
        self.cards.show_experiment(self.session.experiment, self.session.selected, self.window.look)
        self._redraw()

    def _redraw(self) -> None:
        self.clock.mark_stale()

    def _show_loading(self) -> None:
        kind = self.session.experiment.data.kind
        self._notice(f"preparing {schema.data_sets()[kind].title} …")

    def _notice(self, text: str) -> None:
        for _, view in self.views.values():
            view.show_notice(text)

    def _hint(self, text: str) -> None:
        if "loss" in self.views:
            self.views["loss"][1].show_notice(text)

    def _say_what_is_constant(self) -> None:
        experiment = self.session.experiment
        self.window.status.show_text(constant_words(experiment), self._right_words(experiment), self.window.look)

    def _say(self, text: str, undo: bool) -> None:
        right = self._right_words(self.session.experiment)
        self.window.status.show_text(text, right, self.window.look, undo=undo)

    def _right_words(self, experiment: Experiment) -> str:
        return f"{experiment.data.n_validation:,} validation points     seed {experiment.training.seed}"

    def _on_failure(self, text: str) -> None:
        cause = text.splitlines()[0]
        self._say(f"Training stopped: {cause}. The experiment is kept; change something or press Reset.", True)

    # What is wished for

    def _update_wishes(self) -> None:
        kinds = [kind for kind, view in self.views.values() if self.window.views.alone in (None, view)]
        self.session.wish(
            Wishes(
                weights=any(kind.needs_weights for kind in kinds),
                prediction=any(kind.needs_prediction for kind in kinds),
                mask=any(kind.needs_mask for kind in kinds),
                position=self._position,
            )
        )

    def _ask_position(self, position: int) -> None:
        self._position = position
        self._update_wishes()

    def maximise(self, key: str | None) -> None:
        """Show one view alone; the same again, or None, brings all back."""
        wanted = None if key is None else self.views[key][1]
        alone = None if self.window.views.alone is wanted else wanted
        self.window.views.maximise(alone)
        self.window.settings.maximised_view = "" if alone is None or key is None else key
        self._update_wishes()
        self._redraw()

    # What a person does

    @property
    def actions(self) -> dict[str, QAction]:
        """The window's actions, by key."""
        return self.window.actions_by_key

    def _connect(self) -> None:
        session, window = self.session, self.window
        session.experiment_changed.connect(self._on_experiment)
        session.snapshot_changed.connect(self._on_snapshot)
        session.selection_changed.connect(self._on_selection)
        session.playback_changed.connect(self._on_playback)
        session.said.connect(self._say)
        session.trainer_failed.connect(self._on_failure)
        window.look_changed.connect(self._on_look)
        self.panel.edited.connect(session.edit)
        self.panel.run_selected.connect(session.select)
        self.panel.run_add_requested.connect(self._runs.add)
        self.panel.run_menu_requested.connect(self._runs.show_menu)
        self.cards.run_selected.connect(session.select)
        self.cards.run_lifted.connect(session.lift)
        window.transport.preset_chosen.connect(self._open_preset)
        window.transport.speed_changed.connect(session.set_rate)
        window.transport.stop_epoch_edited.connect(lambda epoch: session.edit("training.epochs", epoch))
        window.status.undo_requested.connect(session.undo)
        connect_handlers(self.actions, self._handlers())
        self._check_theme()

    def _handlers(self) -> dict[str, Callable[[], object]]:
        session, window = self.session, self.window
        selecting = {f"select_{n + 1}": lambda n=n: session.select(n) for n in range(4)}
        themes = {f"theme_{choice}": lambda choice=choice: self._set_theme(choice) for choice in THEME_CHOICES}
        return {
            **selecting,
            **themes,
            "open": self.files.open,
            "save": self.files.save,
            "save_as": self.files.save_as,
            "save_picture": lambda: self.files.save_picture(self._focused_view()),
            "copy_picture": lambda: self.files.copy_picture(self._focused_view()),
            "quit": window.close,
            "undo": session.undo,
            "redo": session.redo,
            **self._runs.handlers(),
            "play": session.toggle,
            "epoch": lambda: session.step(whole_epoch=True),
            "batch": lambda: session.step(whole_epoch=False),
            "reset": session.reset,
            "reroll": session.reroll,
            "slower": lambda: session.set_rate(slower(session.rate)),
            "faster": lambda: session.set_rate(session.rate * SPEED_STEP),
            "log": lambda: self.views["loss"][1].toggle_log() if "loss" in self.views else None,
            "multiples": self._toggle_multiples,
            "next_panel": self._focus_next_panel,
            "zoom_in": lambda: window.set_zoom(window.look.zoom + 0.1),
            "zoom_out": lambda: window.set_zoom(window.look.zoom - 0.1),
            "zoom_reset": lambda: window.set_zoom(1.0),
            "keys": self.files.show_keys,
            "about": self.files.show_about,
            "back": lambda: self.maximise(None) if window.views.alone is not None else None,
        }

    def _open_preset(self, key: str) -> None:
        self.open(presets.load(key))

    def _set_theme(self, choice: str) -> None:
        self.window.set_theme(choice)
        self._check_theme()

    def _check_theme(self) -> None:
        for choice in THEME_CHOICES:
            self.actions[f"theme_{choice}"].setChecked(self.window.settings.theme == choice)

    def _toggle_multiples(self) -> None:
        self._multiples = not self._multiples
        self.actions["multiples"].setChecked(self._multiples)
        self._redraw()

    def _focused_view(self) -> View | None:
        """The view that has the focus or stands alone."""
        focus = QApplication.focusWidget()
        for _, view in self.views.values():
            if view is self.window.views.alone or (focus is not None and view.isAncestorOf(focus)):
                return view
        return None

    def _focus_next_panel(self) -> None:
        panels = list(self.window.panels().values())
        focus = QApplication.focusWidget()
        inside = [index for index, panel in enumerate(panels) if focus is not None and panel.isAncestorOf(focus)]
        after = (inside[0] + 1) % len(panels) if inside else 0
        first = first_focusable(panels[after])
        if first is not None:
            first.setFocus()


def first_focusable(parent: QWidget) -> QWidget | None:
    """The first visible widget in tab order within `parent` that takes the focus by Tab."""
    for child in parent.findChildren(QWidget):
        if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus:
            return child
    return None


def has_predictions(snapshot: Snapshot) -> bool:
    """Whether the pictures of the predictions belong to this very update."""
    return any(run.prediction is not None for run in snapshot.runs) or all(
        run.state == "diverged" for run in snapshot.runs
    )
