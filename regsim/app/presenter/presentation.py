"""Presents the laboratory: enters full screen, obeys the presenter's keys, and leaves all as it was entered.

It refuses to train and to draw: session and tour are asked, the window on the projector is told. Its views are a second
set, drawn from the same snapshots, so that the window behind keeps its sizes, theme and zoom.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QGuiApplication, QScreen
from PySide6.QtWidgets import QMenu, QWidget
from shiboken6 import isValid

from regsim.app.actions import connect_handlers, make_actions
from regsim.app.frame_clock import TEXT_RATE
from regsim.app.kept import KeptSession, KeptTour
from regsim.app.presenter.keys import PRESENTED, REPEATED
from regsim.app.presenter.screens import fill, present_screens, shared_out
from regsim.app.presenter.tallies import MOST_CHOICES, Tallies
from regsim.experiment import Experiment

if TYPE_CHECKING:
    from regsim.app.controls import Controls
    from regsim.app.presenter.notes import SpeakerNotes
    from regsim.app.presenter.telling import Teller
    from regsim.app.presenter.window import PresenterWindow
    from regsim.lesson.luck import ClaimLuck
    from regsim.luck import Luck

ALWAYS = ("quiz", "spotlight", "blank", "keys", "leave")
"""What keys do also while a question of the knowledge check is on the screen."""

OFFERED = ("next", "previous", "play", "skip", "view", "knob", "explain", "quiz", "luck", "freeze", "blank", "keys",
           "leave")  # fmt: skip
"""What the right button offers to a speaker without a keyboard."""


@dataclass(frozen=True, slots=True)
class Kept:
    """What the presentation was entered from."""

    session: KeptSession
    tour: KeptTour
    alone: QWidget | None
    last_scene: str
    focus: QWidget | None
    luck: Luck | None
    claimed: ClaimLuck | None


class Presentation(QObject):
    """See the module.

    Parameters
    ----------
    controls : Controls
    screens : callable
        The screens there are, the primary one first; replaced in tests.
    """

    entering = Signal()
    """It is about to be presented: what is on the screen is a person's own work for the last time."""

    def __init__(self, controls: Controls, screens: Callable[[], Sequence[QScreen]] | None = None) -> None:
        super().__init__(controls)
        self._laboratory = controls.laboratory
        self._main = controls.window
        self._session = controls.session
        self._tour = controls.tour
        self._luck = controls.luck
        self._screens = screens or present_screens
        self.window: PresenterWindow | None = None
        self.notes: SpeakerNotes | None = None
        self.tallies = Tallies()
        self._teller: Teller | None = None
        self._kept: Kept | None = None
        self._touched: list[str] = []
        self._session.experiment_changed.connect(self._note_touched)
        self._main.closing.connect(self._hide)
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            for changed in (application.screenAdded, application.screenRemoved, application.primaryScreenChanged):
                changed.connect(lambda _screen: QTimer.singleShot(0, self, self._follow_screens))

    @property
    def active(self) -> bool:
        """Whether it is being presented."""
        return self._kept is not None

    @property
    def touched(self) -> Sequence[str]:
        """Paths of the knobs moved since the experiment was opened, the last one last."""
        return self._touched

    def toggle(self) -> None:
        """Enter, or leave."""
        if self.active:
            self.leave()
        else:
            self.enter()

    def open(self, scene: str = "") -> None:
        """Enter with this scene; without one with that which was open last, or the first."""
        self._tour.begin(scene)
        self.enter()

    def enter(self) -> None:
        """Show what is there now on the whole screen."""
        if self.active:
            return
        self.entering.emit()
        if self._luck.busy:
            self._luck.leave()
        self._kept = Kept(
            session=self._session.keep(),
            tour=self._tour.keep(),
            alone=self._main.views.alone,
            last_scene=self._main.settings.last_scene,
            focus=self._main.focusWidget(),
            luck=self._luck.luck,
            claimed=self._luck.claimed,
        )
        window, teller = self._ensure_window()
        self.tallies = Tallies()
        if self.notes is not None:
            self.notes.restart_clock()
        teller.begin(self.tallies)
        self._place()
        teller.show()
        window.activateWindow()
        window.setFocus()

    def leave(self) -> None:
        """Back to what it was entered from, bit for bit."""
        kept, self._kept = self._kept, None
        if kept is None:
            return
        if self._teller is not None:
            self._teller.questions.end()
        self._hide()
        self._session.restore(kept.session)
        self._tour.restore(kept.tour)
        if kept.luck is not None:
            self._luck.show_again(kept.luck, kept.claimed, kept.session.update)
        else:
            self._luck.leave()
        self._main.views.maximise(kept.alone)
        self._main.settings.last_scene = kept.last_scene
        self._laboratory.exhibition.rest(False)
        self._main.activateWindow()
        if kept.focus is not None and isValid(kept.focus):
            kept.focus.setFocus()

    # What the keys do

    def handlers(self) -> dict[str, Callable[[], object]]:
        """For the table of the presenter's keys."""
        window, teller = self._ensure_window()
        return {
            "next": lambda: self._go(1),
            "previous": lambda: self._go(-1),
            "play": self._play,
            "reset": self._session.reset,
            "more": lambda: window.knob.step(1),
            "less": lambda: window.knob.step(-1),
            "knob": teller.turn_knob,
            "view": teller.turn_view,
            **{f"choose_{n + 1}": partial(self._tour.answer_or_select, n) for n in range(MOST_CHOICES)},
            **{f"raise_{n + 1}": partial(teller.raise_hand, n) for n in range(MOST_CHOICES)},
            **{f"lower_{n + 1}": partial(teller.lower_hand, n) for n in range(MOST_CHOICES)},
            "lower_last": teller.lower_hand,
            "skip": self._tour.skip,
            "explain": teller.toggle_explanation,
            "quiz": teller.toggle_questions,
            "luck": self._ask_luck,
            "freeze": teller.toggle_axes,
            "spotlight": window.spotlight.toggle,
            "blank": window.black.toggle,
            "keys": window.keys.toggle,
            "leave": self._step_back,
        }

    def _go(self, step: int) -> None:
        """Another scene; outside the lesson the one that was open last."""
        if self._tour.active:
            self._tour.go(step)
        else:
            self._tour.toggle()

    def _play(self) -> None:
        if not self._tour.is_open_question:
            self._session.toggle()

    def _step_back(self) -> None:
        """Esc leaves what is on top first: the list of keys, the questions, then the presentation."""
        window, teller = self._ensure_window()
        if window.keys.isVisible():
            window.keys.hide()
        elif not teller.questions.end():
            self.leave()

    def _ask_luck(self) -> None:
        if not self._tour.is_open_question:
            self._luck.toggle()

    def _obey(self, key: str, act: Callable[[], object]) -> None:
        """While a question of the knowledge check is on the screen, keys are about it."""
        _, teller = self._ensure_window()
        if teller.questions.active and key not in ALWAYS:
            act = teller.questions.handlers().get(key, _nothing)
        self._do(act)

    def _do(self, act: Callable[[], object]) -> None:
        """What a key did is seen at once."""
        act()
        if self.active and self._teller is not None:
            self._teller.show()

    # Within

    def _ensure_window(self) -> tuple[PresenterWindow, Teller]:
        if self.window is not None and self._teller is not None:
            return self.window, self._teller
        from regsim.app.presenter.notes import SpeakerNotes
        from regsim.app.presenter.telling import Teller
        from regsim.app.presenter.window import PresenterWindow

        window = self.window = PresenterWindow(self._main)
        self.notes = SpeakerNotes(self.leave, self._main)
        teller = self._teller = Teller(self._laboratory, self._tour, self._luck, window, self.notes, self)
        self._connect(window, teller)
        return window, teller

    def _connect(self, window: PresenterWindow, teller: Teller) -> None:
        actions = make_actions(window, PRESENTED)
        handlers = self.handlers()
        connect_handlers(actions, {key: partial(self._obey, key, act) for key, act in handlers.items()})
        for key, action in actions.items():
            action.setAutoRepeat(key in REPEATED)
            assert self.notes is not None
            self.notes.addAction(action)
        window.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        window.customContextMenuRequested.connect(lambda at: self._offer([actions[key] for key in OFFERED], at))
        window.left.connect(self.leave)
        self._main.closing.connect(teller.questions.close)
        teller.questions.ended.connect(lambda: self._do(_nothing))
        self._luck.changed.connect(lambda: self._do(_nothing))
        window.knob.edited.connect(self._session.edit)
        window.question.choice_taken.connect(lambda at: self._do(partial(self._tour.answer, at)))
        for prediction in (window.question, window.answers):
            prediction.hand_raised.connect(lambda at: self._do(partial(teller.raise_hand, at)))
            prediction.hand_lowered.connect(lambda at: self._do(partial(teller.lower_hand, at)))
        for changed in (
            self._session.experiment_changed,
            self._session.playback_changed,
            self._session.selection_changed,
            window.resized,
        ):
            changed.connect(lambda *_: self._do(_nothing))
        self._laboratory.clock.add(lambda: self._do(_nothing), lambda: self.active, TEXT_RATE)

    def _offer(self, actions: Sequence[QAction], at: QPoint) -> None:
        menu = QMenu(self.window)
        menu.addActions(actions)
        menu.aboutToHide.connect(menu.deleteLater)
        if self.window is not None:
            menu.popup(self.window.mapToGlobal(at))

    def _place(self) -> None:
        """The presentation on the projector; the notes on the speaker's screen, if there is one."""
        window, notes = self.window, self.notes
        if window is None or notes is None:
            return
        screens = list(self._screens())
        projector, desk = shared_out(screens, screens[0])
        fill(window, projector)
        if desk is None:
            notes.hide()
        else:
            notes.setGeometry(desk.geometry())
            notes.showMaximized()
        window.raise_()

    def _follow_screens(self) -> None:
        if self.active:
            self._place()

    def _hide(self) -> None:
        for window in (self.window, self.notes):
            if window is not None:
                window.hide()

    def _note_touched(self, new: Experiment, old: Experiment) -> None:
        from regsim.schema import differences

        paths = differences(old, new)
        if len(paths) == 1:
            self._touched = [*(path for path in self._touched if path != paths[0]), paths[0]]
        else:  # another experiment
            self._touched = []


def _nothing() -> None:
    """Only to show what there is."""
