"""What a person can do to the runs of the comparison: add, duplicate, rename, recolour, remove; refuses to train."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenu

from regsim import schema
from regsim.app.run_cards import RunCards
from regsim.app.session import Session
from regsim.experiment import MAX_RUNS, Experiment

KEYS = ("add_run", "duplicate_run", "rename_run", "recolour_run", "remove_run")


class RunDeeds:
    """See the module; each deed is one undo step."""

    def __init__(self, session: Session, cards: RunCards, actions: Mapping[str, QAction]) -> None:
        self._session = session
        self._cards = cards
        self._actions = actions
        cards.rename_requested.connect(self.rename)
        cards.menu_requested.connect(self.show_menu)
        cards.add_requested.connect(self.add)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """For the table of actions."""
        return {
            "add_run": self.add,
            "duplicate_run": lambda: self.add(copy=True),
            "rename_run": lambda: self._cards.edit_label(self._session.selected),
            "recolour_run": self.recolour,
            "remove_run": self.remove,
        }

    def enable(self, experiment: Experiment) -> None:
        """Switch off what cannot be done now."""
        for key in ("add_run", "duplicate_run"):
            self._actions[key].setEnabled(len(experiment.runs) < MAX_RUNS)
        self._actions["remove_run"].setEnabled(len(experiment.runs) > 1)

    def add(self, copy: bool = False) -> None:
        """A new run, plain or like the selected one; it alone is trained up to the others."""
        session = self._session
        if len(session.experiment.runs) >= MAX_RUNS:
            return
        new = schema.add_run(session.experiment, session.selected if copy else None)
        session.change(new, f"Added {new.runs[-1].label}.")
        session.select(len(session.experiment.runs) - 1)

    def remove(self) -> None:
        """Take the selected run away; the last one stays."""
        session = self._session
        if len(session.experiment.runs) > 1:
            label = session.experiment.runs[session.selected].label
            session.change(schema.remove_run(session.experiment, session.selected), f"Removed {label}.")

    def rename(self, run: int, label: str) -> None:
        """Give a run another name."""
        self._session.edit(f"run.{run + 1}.label", label)

    def recolour(self) -> None:
        """The next of the four colours, and its marker."""
        run = self._session.selected
        colour = self._session.experiment.runs[run].colour
        self._session.edit(f"run.{run + 1}.colour", (colour + 1) % MAX_RUNS + 1)

    def show_menu(self, run: int, at: QPoint) -> None:
        """All of this as a menu, for the run that was clicked."""
        self._session.select(run)
        menu = QMenu(self._cards)
        for key in KEYS:
            menu.addAction(self._actions[key])
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(at)
