"""The row of run cards, which is the legend of every view; refuses to change, select or reorder a run."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from regsim.app import run_words
from regsim.app.theme import Look
from regsim.app.widgets.buttons import IconButton
from regsim.app.widgets.paced import Paced
from regsim.app.widgets.run_card import RunCard
from regsim.experiment import MAX_RUNS, Experiment

if TYPE_CHECKING:
    from regsim.snapshot import Snapshot  # numpy is behind it


class RunCards(QWidget):
    """One card a run, equally wide, left to right, and + where there is room for another run."""

    run_selected = Signal(int)
    run_lifted = Signal(object)
    """Index of the run under the pointer or the keyboard; None when it is gone."""
    rename_requested = Signal(int, str)
    menu_requested = Signal(int, QPoint)
    """Index of the run, and where on the screen its menu is to open."""
    add_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cards: list[RunCard] = []
        self.add = IconButton("plus", "Add a run")
        self.add.clicked.connect(self.add_requested)
        self._selected = 0
        self._shown: tuple[int, int, bool] | None = None
        self._paced: Paced[tuple[Snapshot, bool]] = Paced(self._show, self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.add)
        self.setAccessibleName("Runs")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_experiment(self, experiment: Experiment, selected: int, look: Look) -> None:
        """Show labels, colours and what is switched on; the numbers stay."""
        self._selected = selected
        self._row.setSpacing(round(look.px(8 if look.compact else 12)))
        self.add.restyle(look)
        self.add.setVisible(len(experiment.runs) < MAX_RUNS)
        while len(self.cards) > len(experiment.runs):
            card = self.cards.pop()
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        while len(self.cards) < len(experiment.runs):
            self.cards.append(self._card(len(self.cards)))
        for index, (card, run) in enumerate(zip(self.cards, experiment.runs, strict=True)):
            chips = run_words.overrides(experiment, index) + run_words.switched_on(experiment, index)
            card.show_run(run, chips, index == selected, look)

    def show_snapshot(self, snapshot: Snapshot | None, playing: bool) -> None:
        """Show numbers, states and verdicts, at most five times a second while training runs."""
        if snapshot is None:
            self._shown = None
            for card in self.cards:
                card.show_snapshot(None, playing)
            return
        now = (snapshot.generation, len(snapshot.runs), playing)
        if snapshot.finished or now != self._shown:
            self._paced.insist((snapshot, playing))
        else:
            self._paced.offer((snapshot, playing))
        self._shown = now

    def edit_label(self, index: int) -> None:
        """Open the field over the label of run `index`."""
        self.cards[index].start_rename()

    def _show(self, item: tuple[Snapshot, bool]) -> None:
        snapshot, playing = item
        for index, card in enumerate(self.cards):
            card.show_snapshot(snapshot.runs[index] if index < len(snapshot.runs) else None, playing)

    def _card(self, index: int) -> RunCard:
        card = RunCard()
        card.clicked.connect(lambda: self._wish(index))
        card.renamed.connect(lambda label: self.rename_requested.emit(index, label))
        card.menu_requested.connect(lambda at: self.menu_requested.emit(index, at))
        card.attended.connect(lambda here: self.run_lifted.emit(index if here else None))
        self._row.insertWidget(index, card, 1)
        return card

    def _wish(self, index: int) -> None:
        for at, card in enumerate(self.cards):
            card.setChecked(at == self._selected)  # it shows what it is told, not what was clicked
        self.run_selected.emit(index)
