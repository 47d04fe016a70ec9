"""What every view is: a card that draws any snapshot, idempotently; setters show, signals wish.

A view refuses to change the experiment or to ask the engine: it emits what the person wants and draws what it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from regsim.app.theme import Look
from regsim.experiment import Experiment
from regsim.snapshot import Snapshot

if TYPE_CHECKING:
    from regsim.luck import Luck


@dataclass(frozen=True, slots=True)
class Showing:
    """How a snapshot is to be shown: everything a view needs that is not a measured number.

    Parameters
    ----------
    experiment : Experiment
        For titles, labels and colours, which may be newer than the snapshot's own.
    selected : int
        Index of the selected run, drawn large.
    lifted : int or None
        Index of the run whose card is hovered or focused: the others pale to 35 %.
    look : Look
    multiples : bool
        Equal small multiples instead of one large and thumbnails.
    moving : bool
        True while training runs: cheaper painting is allowed where it is not seen.
    """

    experiment: Experiment
    selected: int = 0
    lifted: int | None = None
    look: Look = field(default_factory=Look)
    multiples: bool = False
    moving: bool = False


class View(QWidget):
    """A card with a header and a picture."""

    run_selected = Signal(int)
    """A thumbnail was clicked: show this run large."""
    position_requested = Signal(int)
    """Show the mask of another example of the last mini-batch."""
    edit_requested = Signal(str, object)
    """Set this path of the experiment to this value."""
    wishes_changed = Signal()
    maximise_requested = Signal()
    """Double click, Enter or the button: let this view fill the area, or go back."""

    def show_snapshot(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Draw; None means that nothing has been trained yet (axes and `Press Play`)."""
        raise NotImplementedError

    def restyle(self, look: Look) -> None:
        """Follow theme, zoom and size class; called before the first `show_snapshot` and at every change."""
        raise NotImplementedError

    def show_notice(self, text: str) -> None:
        """A few words in the header (``preparing digits …``); empty to remove them."""
        raise NotImplementedError

    def toggle_log(self) -> None:
        """Switch a logarithmic axis, where there is one."""

    def freeze_axes(self, frozen: bool) -> None:
        """Keep ranges as they are, whatever comes, where there are any that grow."""

    def show_luck(self, luck: Luck | None) -> None:
        """Show how the same comparison came out on many seeds, where that can be seen; None goes back to the one."""

    def leave_out_buttons(self) -> None:
        """Keep away what only a hand can use: this view is for a picture."""

    def assume(self, other: View) -> None:
        """Take over what a person has chosen in another of its kind, once both show the same."""

    def reading(self) -> str:
        """What the picture says, in one sentence, for screen readers and tests."""
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ViewKind:
    """An entry of the catalogue of views.

    Parameters
    ----------
    key, title : str
    make : callable
        Builds the view: ``make(parent)``.
    rank : int or None
        Place in the grid: 0 top left, 1 bottom left, 2 top right, 3 bottom right. None: it is built and shown only
        where a scene asks for it.
    rate : float
        Largest number of redraws per second.
    needs_weights, needs_prediction, needs_mask : bool
        What it wishes for in a snapshot.
    observables : frozenset of str
        Keys of the observables it shows, from `RunSnapshot.observed`.
    table : str
        Key of the table of `regsim.export.tables` that holds what it shows as numbers.
    """

    key: str
    title: str
    make: Callable[[QWidget | None], View]
    rank: int | None
    rate: float
    needs_weights: bool = False
    needs_prediction: bool = False
    needs_mask: bool = False
    observables: frozenset[str] = frozenset()
    table: str = "results"

    @property
    def waits_for_pictures(self) -> bool:
        """Whether it shows what only some snapshots carry while training runs."""
        return self.needs_prediction or bool(self.observables)
