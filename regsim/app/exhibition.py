"""The views of the window: which are built, what each of them is shown, and what they together wish for.

It refuses to know what a view draws, and to change the experiment.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, SignalInstance
from PySide6.QtWidgets import QApplication, QWidget

from regsim import schema
from regsim.app.frame_clock import FrameClock
from regsim.app.session import Session
from regsim.app.theme import Look
from regsim.app.views import all_views
from regsim.app.views.base import Showing, View, ViewKind
from regsim.app.views_area import ViewsArea
from regsim.snapshot import Snapshot, Wishes

if TYPE_CHECKING:
    from regsim.luck import Luck

LOADING_NOTICE_MS = 300
"""How long a start may take before the header says what it waits for; until then the last picture stays."""


class Remembered(Protocol):
    """What is remembered of the views."""

    maximised_view: str


class Hall(Protocol):
    """Where the views hang, a QObject: the window, or the demonstration of the knowledge check."""

    look: Look
    look_changed: SignalInstance

    @property
    def views(self) -> ViewsArea:
        """Their places."""

    @property
    def settings(self) -> Remembered:
        """What is remembered of them."""


class Exhibition(QObject):
    """See the module."""

    def __init__(self, window: Hall, session: Session, clock: FrameClock) -> None:
        assert isinstance(window, QObject)
        super().__init__(window)
        self.views: dict[str, tuple[ViewKind, View]] = {}
        self._window = window
        self._session = session
        self._clock = clock
        self._elsewhere: list[tuple[ViewKind, View]] = []
        self._resting = False
        self._multiples = False
        self._everything = False
        self._position = 0
        self._further: Callable[[Wishes], Wishes] = _nothing_more
        self._shown: Snapshot | None = None
        self._pictured: Snapshot | None = None
        self.luck: Luck | None = None
        self._loading = QTimer(self)
        self._loading.setSingleShot(True)
        self._loading.setInterval(LOADING_NOTICE_MS)
        self._loading.timeout.connect(self._show_loading)
        session.snapshot_changed.connect(self._on_snapshot)
        window.look_changed.connect(self._restyle)

    @property
    def multiples(self) -> bool:
        """Whether all runs stand side by side at one size."""
        return self._multiples

    @property
    def latest(self) -> Snapshot | None:
        """The latest snapshot of this training that has all that the shown views draw."""
        pictured, shown = self._pictured, self._shown
        waiting = any(kind.waits_for_pictures for kind, view in self.views.values() if self._window.views.shows(view))
        is_same = pictured is not None and shown is not None and pictured.generation == shown.generation
        return pictured if waiting and is_same else shown

    def add(self, kind: ViewKind) -> None:
        """Build one view and let it draw from now on."""
        view = kind.make(None)
        view.restyle(self._window.look)
        view.run_selected.connect(self._session.select)
        view.position_requested.connect(self._ask_position)
        view.edit_requested.connect(self._session.edit)
        view.wishes_changed.connect(self._update_wishes)
        view.maximise_requested.connect(lambda: self.maximise(kind.key))
        self.views[kind.key] = (kind, view)
        self._window.views.place(kind.rank, view)
        view.setVisible(self._window.views.shows(view))
        self._clock.add(lambda: self._draw(kind, view), lambda: view.isVisible() and not self._resting, kind.rate)
        if self._window.settings.maximised_view == kind.key:
            self.maximise(kind.key)
        self._update_wishes()

    def build(self, keys: Sequence[str]) -> None:
        """Add those of these views that are not there yet."""
        missing = [key for key in keys if key not in self.views]
        if missing:
            kinds = all_views()
            for key in missing:
                self.add(kinds[key])

    def attach(self, kind: ViewKind, view: View, look: Callable[[], Look]) -> None:
        """Let a view outside the window draw the same snapshots in a look of its own, whenever it is visible."""
        view.run_selected.connect(self._session.select)
        view.position_requested.connect(self._ask_position)
        view.wishes_changed.connect(self._update_wishes)
        self._elsewhere.append((kind, view))
        self._clock.add(lambda: self._draw(kind, view, look()), view.isVisible, kind.rate)

    def rest(self, resting: bool) -> None:
        """Let the window's own views stand still and wish for nothing, while others stand in for them."""
        self._resting = resting
        self._update_wishes()
        self._clock.mark_stale()

    def showing(self, snapshot: Snapshot | None = None) -> Showing:
        """How `snapshot` is to be shown; the latest one by default."""
        session = self._session
        shown = snapshot or self._shown
        present = session.snapshot
        # until the first snapshot of a new start has come, the last picture stays, with its own runs
        fresh = shown is None or (present is not None and shown.generation == present.generation)
        experiment = session.experiment if fresh or shown is None else shown.experiment
        last = len(experiment.runs) - 1
        return Showing(
            experiment=experiment,
            selected=min(session.selected, last),
            lifted=None if session.lifted is None or session.lifted > last else session.lifted,
            look=self._window.look,
            multiples=self._multiples,
            moving=session.playing and not self._clock.is_held,
        )

    def maximise(self, key: str | None) -> None:
        """Show one view alone; the same again, or None, brings all back."""
        wanted = None if key is None else self.views[key][1]
        alone = None if self._window.views.alone is wanted else wanted
        self._window.views.maximise(alone)
        self._window.settings.maximised_view = "" if alone is None or key is None else key
        self._update_wishes()
        self._clock.mark_stale()

    def feature(self, keys: Sequence[str], head: QWidget | None = None) -> None:
        """Show these views only, the first one large, below `head` if given; without keys all in their places."""
        self.build(keys)
        self._window.views.feature([self.views[key][1] for key in keys], head)
        self._update_wishes()
        self._clock.mark_stale()

    def wish_further(self, further: Callable[[Wishes], Wishes] | None) -> None:
        """Let somebody else add to what the views together wish for; None for nobody."""
        self._further = further or _nothing_more
        self._update_wishes()

    def wish_everything(self, wanted: bool) -> None:
        """Let snapshots hold weights, masks and predictions, whether they are seen or not, until it is called off."""
        self._everything = wanted
        self._update_wishes()

    def toggle_multiples(self) -> None:
        """Side by side at one size, or one large and the others as thumbnails."""
        self._multiples = not self._multiples
        self._clock.mark_stale()

    def toggle_log(self) -> None:
        """Logarithmic or linear loss."""
        for _, view in self._everywhere():
            view.toggle_log()

    def show_luck(self, luck: Luck | None) -> None:
        """How the same comparison came out on many seeds; None to go back to the one."""
        self.luck = luck
        for _, view in self._everywhere():
            view.show_luck(luck)
        self._clock.mark_stale()

    def hint(self, text: str) -> None:
        """A line in the loss view; empty to remove it."""
        if "loss" in self.views:
            self.views["loss"][1].show_notice(text)

    def focused(self) -> View | None:
        """The view that stands alone or has the focus."""
        focus = QApplication.focusWidget()
        for _, view in self.views.values():
            has_focus = focus is not None and view.isAncestorOf(focus)
            if view.isVisible() and (view is self._window.views.alone or has_focus):
                return view
        return None

    def _everywhere(self) -> Iterator[tuple[ViewKind, View]]:
        yield from self.views.values()
        yield from self._elsewhere

    def _draw(self, kind: ViewKind, view: View, look: Look | None = None) -> None:
        snapshot = self._pictured if kind.waits_for_pictures else self._shown
        showing = self.showing(snapshot)
        view.show_snapshot(snapshot, showing if look is None else replace(showing, look=look, multiples=False))

    def _on_snapshot(self, snapshot: Snapshot | None) -> None:
        if snapshot is None:
            self._loading.start()
            return
        self._loading.stop()
        if self._shown is None or self._shown.generation != snapshot.generation:
            self._notice("")
        self._shown = snapshot
        # in motion not every snapshot carries predictions: what draws them waits for the next one that does
        if self._pictured is None or has_pictures(snapshot):
            self._pictured = snapshot

    def _show_loading(self) -> None:
        kind = self._session.experiment.data.kind
        self._notice(f"preparing {schema.data_sets()[kind].title} …")

    def _notice(self, text: str) -> None:
        for _, view in self._everywhere():
            view.show_notice(text)

    def _restyle(self) -> None:
        for _, view in self.views.values():
            view.restyle(self._window.look)
        self._clock.mark_stale()

    def _update_wishes(self) -> None:
        own = [] if self._resting else [each for each in self.views.values() if self._window.views.shows(each[1])]
        others = [each for each in self._elsewhere if each[1].isVisible()]
        kinds = [kind for kind, _ in (*own, *others)]
        wanted = Wishes(
            weights=self._everything or any(kind.needs_weights for kind in kinds),
            prediction=self._everything or any(kind.needs_prediction for kind in kinds),
            mask=self._everything or any(kind.needs_mask for kind in kinds),
            position=self._position,
            observables=frozenset().union(*(kind.observables for kind in kinds)),
        )
        self._session.wish(self._further(wanted))

    def _ask_position(self, position: int) -> None:
        self._position = position
        self._update_wishes()


def has_pictures(snapshot: Snapshot) -> bool:
    """Whether predictions or observables belong to this very update."""
    return any(run.prediction is not None or run.observed for run in snapshot.runs) or all(
        run.state == "diverged" for run in snapshot.runs
    )


def _nothing_more(wishes: Wishes) -> Wishes:
    return wishes
