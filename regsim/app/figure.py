"""Composes a figure: chosen views in a grid, above them a title and one legend of the runs, all built off the screen.

It shows the very snapshot that a window shows, in a look and size of its own, and refuses to train.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QApplication, QGridLayout, QVBoxLayout, QWidget

from regsim.app import style
from regsim.app.exhibition import Exhibition
from regsim.app.figure_head import FigureHead
from regsim.app.steps import Steps
from regsim.app.theme import Look
from regsim.app.views.base import Showing, View, ViewKind
from regsim.luck import Luck
from regsim.snapshot import Snapshot

GUTTER = 12
CALM_SHAPE = 1.5
"""Width of a view over its height that the number of columns comes closest to."""


@dataclass(frozen=True, slots=True)
class Moment:
    """What a window shows, enough to show it again elsewhere.

    Parameters
    ----------
    snapshot : Snapshot or None
    showing : Showing
    luck : Luck or None
    views : mapping of str to (ViewKind, View)
        Those that are to be seen, which tell what a person has chosen in them; by key.
    """

    snapshot: Snapshot | None
    showing: Showing
    luck: Luck | None
    views: Mapping[str, tuple[ViewKind, View]]

    @property
    def epoch(self) -> int:
        """Whole epochs trained."""
        return 0 if self.snapshot is None else self.snapshot.epoch


def moment_of(exhibition: Exhibition) -> Moment:
    """What it shows now; in motion the last snapshot that has all that is to be seen."""
    snapshot = exhibition.latest
    seen = {key: entry for key, entry in exhibition.views.items() if not entry[1].isHidden()}
    return Moment(snapshot, replace(exhibition.showing(snapshot), moving=False), exhibition.luck, seen)


@dataclass(frozen=True, slots=True)
class Composition:
    """What a figure is made of.

    Parameters
    ----------
    keys : tuple of str
        Of the views, in the order of reading.
    title : str
        Empty for none.
    has_legend : bool
        Whether the runs are named once above all views; never where there is only one run.
    columns : int
        0 for as many as leave the views in a calm shape.
    """

    keys: tuple[str, ...]
    title: str = ""
    has_legend: bool = False
    columns: int = 0


def composed(keys: tuple[str, ...], title: str) -> Composition:
    """One view as it is, several under `title` and one legend."""
    return Composition(keys) if len(keys) == 1 else Composition(keys, title, has_legend=True)


class Figure(QWidget):
    """See the module; `figure_steps` builds it.

    Parameters
    ----------
    composition : Composition
    look : Look
    """

    def __init__(self, composition: Composition, look: Look) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
        self.setAttribute(Qt.WidgetAttribute.WA_QuitOnClose, False)
        self.setPalette(style.palette(look.theme))
        self.setFont(look.font("body"))
        self.look = look
        self._composition = composition
        self._views: dict[str, View] = {}
        self.head = FigureHead(look)
        self._grid = QGridLayout()
        self._grid.setSpacing(GUTTER)
        column = QVBoxLayout(self)
        margin = 0 if self.is_one_view else GUTTER
        column.setContentsMargins(margin, margin, margin, margin)
        column.setSpacing(GUTTER)
        column.setSizeConstraint(QVBoxLayout.SizeConstraint.SetNoConstraint)
        column.addWidget(self.head)
        column.addLayout(self._grid, 1)

    @property
    def is_one_view(self) -> bool:
        """Whether there is nothing but one view."""
        wanted = self._composition
        return len(wanted.keys) == 1 and not wanted.title and not wanted.has_legend

    def hang(self, key: str, moment: Moment) -> None:
        """Build another of this view, which shows the same."""
        kind, original = moment.views[key]
        view = kind.make(self)
        view.restyle(self.look)
        view.leave_out_buttons()
        view.show_luck(moment.luck)
        self._views[key] = view
        self._show(view, original, moment)

    def show_moment(self, moment: Moment) -> None:
        """The same views at another moment."""
        for key, view in self._views.items():
            self._show(view, moment.views[key][1], moment)
        self._show_head(moment)

    def lay_out(self, size: QSize, moment: Moment) -> None:
        """Give everything its place on a page of `size` logical pixels."""
        self._show_head(moment)
        columns = self._composition.columns or calm_columns(len(self._views), size)
        for index, view in enumerate(self._views.values()):
            # the last one takes what is left of its row
            span = columns - index % columns if index == len(self._views) - 1 else 1
            self._grid.addWidget(view, index // columns, index % columns, 1, span)
            self._grid.setColumnStretch(index % columns, 1)
            self._grid.setRowStretch(index // columns, 1)
        self.resize(size)
        self.head.fit(size.width() - 2 * GUTTER)
        self.show()
        # no other events: a window may be at work, and what makes this figure must not be entered once more
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)

    def _show(self, view: View, original: View, moment: Moment) -> None:
        view.show_snapshot(moment.snapshot, replace(moment.showing, look=self.look))
        view.assume(original)

    def _show_head(self, moment: Moment) -> None:
        runs = moment.showing.experiment.runs
        named = self._composition.has_legend and len(runs) > 1
        self.head.show_words(self._composition.title, runs if named else ())


def figure_steps(composition: Composition, moment: Moment, look: Look, size: QSize) -> Steps[Figure]:
    """Build and lay out a figure of `size` logical pixels; whoever asked for it deletes it."""
    figure = Figure(composition, look)
    try:
        for key in composition.keys:
            figure.hang(key, moment)
            yield 0.0
        figure.lay_out(size, moment)
    except BaseException:
        figure.deleteLater()
        raise
    return figure


def calm_columns(count: int, size: QSize) -> int:
    """In how many columns `count` views have the calmest shape on a page of `size`."""

    def strain(columns: int) -> float:
        rows = -(-count // columns)
        width, height = size.width() / columns, size.height() / rows
        return abs(math.log(max(width, 1.0) / max(height, 1.0) / CALM_SHAPE))

    return min(range(1, count + 1), key=strain)
