"""The bar of presets, play, steps, speed and progress; refuses to train: it triggers actions and wishes."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QAction, QColor, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from regsim.app.theme import Look
from regsim.app.widgets.action_button import ActionButton
from regsim.app.widgets.epoch_counter import EpochCounter
from regsim.app.widgets.knob_slider import KnobSlider
from regsim.app.widgets.labels import ElidedLabel
from regsim.app.widgets.preset_picker import PresetPicker
from regsim.app.widgets.slider_law import speed_law

if TYPE_CHECKING:
    from regsim.snapshot import Snapshot  # numpy is behind it

_ICONS: dict[str, dict[str, str]] = {
    "play": {"Pause": "pause", "Again": "repeat", "": "play"},
    "epoch": {"": "step-forward"},
    "batch": {"": "skip-forward"},
    "reset": {"": "rotate-ccw"},
    "reroll": {"": "dices"},
    "luck": {"": "circle-stop", "Is it luck?": "dices"},
    "lesson": {"Play freely": "x", "": "graduation-cap"},
    "quiz": {"": "circle-question-mark"},
    "present": {"": "presentation"},
}
_LONGEST = {"luck": "Is it luck?"}
"""The longest words of a button whose words change, so that what stands beside it keeps still."""
_LEFT = ("play", "epoch", "batch", "reset", "reroll")
_WORDS_FROM = 1500
"""Width in px at zoom 1 from which the buttons that have an icon also have words."""
_NARROW_PICKER, _WIDE_PICKER = 168, 292
_NARROW_COUNTER, _WIDE_COUNTER = 200, 340
"""Widths in px at zoom 1; the counter is the first to have room, because it says what the updates are."""
_PROGRESS_FROM = 1080
"""Width from which the button that becomes its own progress has words."""


class Transport(QWidget):
    """What is trained, how fast, and how far it is.

    Parameters
    ----------
    actions : mapping of str to QAction
        ``play, epoch, batch, reset, reroll``, and where they exist ``luck, lesson, quiz, present``.
    """

    preset_chosen = Signal(str)
    speed_changed = Signal(float)
    """Updates per second; infinite means as fast as it goes."""
    stop_epoch_edited = Signal(int)

    def __init__(self, actions: Mapping[str, QAction], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._title, self._detail = "", ""
        self.picker = PresetPicker()
        self.buttons = {
            key: ActionButton(actions[key], names, primary=key == "play", longest=_LONGEST.get(key, ""))
            for key, names in _ICONS.items()
            if key in actions
        }
        self.speed = SpeedControl()
        self.counter = EpochCounter()
        self.picker.preset_chosen.connect(self.preset_chosen)
        self.speed.speed_changed.connect(self.speed_changed)
        self.counter.stop_epoch_edited.connect(self.stop_epoch_edited)
        self._separators = [Separator() for _ in range(3)]
        self._row = QHBoxLayout(self)
        self._row.addWidget(self.picker)
        self._row.addWidget(self._separators[0])
        for key in _LEFT:
            self._row.addWidget(self.buttons[key])
        for part in (self._separators[1], self.speed, self._separators[2], self.counter):
            self._row.addWidget(part)
        self._row.addStretch(1)
        for key in _ICONS:
            if key in self.buttons and key not in _LEFT:
                self._row.addWidget(self.buttons[key])
        self.setAccessibleName("Transport")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_presets(self, presets: Mapping[str, tuple[str, str]]) -> None:
        """Offer these presets: key to title and detail, ``"two moons, 4 runs"``."""
        self.picker.show_presets(presets)

    def show_state(
        self,
        *,
        title: str,
        detail: str,
        speed: float,
        rate_text: str,
        snapshot: Snapshot | None,
        stop_epoch: int,
        look: Look,
    ) -> None:
        """Show what is loaded, how fast it is meant to go, and where it stands.

        Parameters
        ----------
        speed : float
            Updates per second; may be infinite.
        rate_text : str
            The same in words: ``25 epochs/s``.
        """
        if look != self._look or not self._title or (title, detail) != (self._title, self._detail):
            self._look, self._title, self._detail = look, title, detail
            self._arrange()
        self.speed.show_state(speed, rate_text)
        self.counter.show_state(snapshot, stop_epoch, speed, look)

    def sizeHint(self) -> QSize:
        """56 high, any width."""
        return QSize(round(self._look.px(1200)), round(self._look.px(56)))

    def minimumSizeHint(self) -> QSize:
        """It asks for no width: a window may be 1280 px wide at any zoom."""
        return QSize(0, round(self._look.px(56)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words come and go with the width."""
        self._arrange()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A surface with a line below."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(self._look.theme.surface))
        painter.fillRect(QRect(0, 0, self.width(), 1), QColor(self._look.theme.line))
        painter.fillRect(QRect(0, self.height() - 1, self.width(), 1), QColor(self._look.theme.line))

    def _arrange(self) -> None:
        look = self._look
        self.update()  # its own surface too
        px = look.px
        wide = self.width() >= px(_WORDS_FROM)
        self.setFixedHeight(round(px(56)))
        margin = round(px(8 if look.compact else 12))
        self._row.setContentsMargins(round(px(12)), 0, margin, 0)
        self._row.setSpacing(round(px(7)))
        roomy = self.width() >= px(_PROGRESS_FROM)
        all_words = self.width() >= px(_WORDS_FROM + 240)
        for key, button in self.buttons.items():
            button.restyle(look, with_words=all_words or (wide and key in _LEFT) or (roomy and key == "luck"))
        for separator in self._separators:
            separator.restyle(look)
        self.speed.restyle(look, with_name=wide)
        room = self.width() / px(1) - self._taken()
        has_wide_counter = room >= _WIDE_COUNTER + _NARROW_PICKER
        has_wide_picker = has_wide_counter and room >= _WIDE_COUNTER + _WIDE_PICKER
        self.counter.setFixedWidth(round(px(_WIDE_COUNTER if has_wide_counter else _NARROW_COUNTER)))
        self.picker.show_state(self._title, self._detail, look, _WIDE_PICKER if has_wide_picker else _NARROW_PICKER)

    def _taken(self) -> float:
        """What everything but picker and counter takes, in px at zoom 1."""
        parts = [*self.buttons.values(), self.speed, *self._separators]
        margins = self._row.contentsMargins()
        widths = sum(part.sizeHint().width() if isinstance(part, ActionButton) else part.width() for part in parts)
        gaps = self._row.spacing() * (len(parts) + 2)
        return (widths + gaps + margins.left() + margins.right()) / self._look.px(1)


class SpeedControl(QWidget):
    """A slider of updates per second, its meaning in words above."""

    speed_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.name = ElidedLabel("caption", secondary=True)
        self.rate = ElidedLabel("caption", alignment=Qt.AlignmentFlag.AlignRight)
        self.slider = KnobSlider(speed_law())
        self.slider.setAccessibleName("Speed")
        self.slider.setToolTip("Speed, from one update a second to as fast as it goes ([ and ])")
        self.name.show_text("Speed")
        self._look = Look()
        self._words = QHBoxLayout()
        self._words.setSpacing(4)
        self._words.addWidget(self.name, 2)
        self._words.addWidget(self.rate, 5)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addLayout(self._words)
        self._column.addWidget(self.slider)
        self.slider.dragged.connect(self.speed_changed)
        self.slider.settled.connect(self.speed_changed)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_state(self, speed: float, rate_text: str) -> None:
        """Show the speed, and what it means."""
        self.slider.show_value(speed, self._look.theme.control)
        self.rate.show_text(rate_text)
        self.slider.setAccessibleDescription("as fast as it goes" if math.isinf(speed) else rate_text)

    def restyle(self, look: Look, with_name: bool) -> None:
        """Follow theme and zoom; where it is narrow the value stands alone."""
        self._look = look
        for part in (self.name, self.rate, self.slider):
            part.restyle(look)
        self.name.setVisible(with_name)
        self._words.setContentsMargins(round(look.px(4)), 0, round(look.px(4)), 0)
        self.setFixedSize(round(look.px(158 if with_name else 112)), round(look.px(44)))


class Separator(QWidget):
    """A short upright line."""

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        self._colour = look.theme.line
        self.setFixedSize(round(look.px(9)), round(look.px(34)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The line."""
        QPainter(self).fillRect(QRect(self.width() // 2, 0, 1, self.height()), QColor(self._colour))
