"""Chooses which two inputs a projection shows, from a menu in the header; refuses to change the picture itself."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from regsim.app.card_header import Chip
from regsim.app.fields.base import shortened
from regsim.app.theme import Look
from regsim.examples import Examples

PLACES = ("Across", "Up")
TIP = "Choose the two inputs that the picture shows; all others stand at their median"
LONGEST_NAME = 12
"""Letters of an input in the chip."""


class AxesChip(Chip):
    """See the module; it is for examples that have more inputs than a picture shows."""

    chosen = Signal(tuple)
    """Names of the inputs along both axes, as a person wants them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__("axes", TIP, parent, checkable=False)
        self._names: tuple[str, ...] = ()
        self._axes: tuple[int, ...] = ()
        self.clicked.connect(self.open_menu)

    def show_examples(self, examples: Examples) -> None:
        """Offer the inputs of these examples."""
        self._names, self._axes = examples.feature_names, examples.axes
        shown = (f"{self._names[index]} {place.lower()}" for index, place in zip(self._axes, PLACES, strict=False))
        self.setAccessibleName(f"Axes of the picture: {', '.join(shown)}")
        self.restyle(self.look)

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom; where axes have no room for names, they stand here."""
        names = (shortened(self._names[index], LONGEST_NAME) for index in self._axes)
        self.words = [" × ".join(names) if look.compact else "axes"]
        super().restyle(look)

    def open_menu(self) -> None:
        """Show the menu below the chip."""
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.mapToGlobal(QPoint(0, self.height())))

    def menu(self) -> QMenu:
        """One submenu an axis, named with what stands there now."""
        menu = QMenu(self)
        for place, (index, words) in enumerate(zip(self._axes, PLACES, strict=False)):
            submenu = menu.addMenu(f"{words}: {_plain(self._names[index])}")
            group = QActionGroup(submenu)
            for candidate, name in enumerate(self._names):
                action = submenu.addAction(_plain(name))
                action.setCheckable(True)
                action.setChecked(candidate == index)
                group.addAction(action)
                action.triggered.connect(lambda _on, place=place, candidate=candidate: self._choose(place, candidate))
        return menu

    def _choose(self, place: int, candidate: int) -> None:
        """Put an input along an axis; if it is along the other one, they change places."""
        axes = list(self._axes)
        if candidate == axes[place]:
            return
        if candidate in axes:
            axes.reverse()
        else:
            axes[place] = candidate
        self.chosen.emit(tuple(self._names[index] for index in axes))


def _plain(name: str) -> str:
    """A name as a menu shows it, where an ampersand would underline a letter."""
    return name.replace("&", "&&")
