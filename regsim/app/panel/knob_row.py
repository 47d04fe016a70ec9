"""One row of the parameter panel: name, slider or switch or choice, and the exact value; refuses to keep a value.

What it shows was set; what a person does is emitted, and shown only when it comes back.
"""

from __future__ import annotations

import base64
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QBuffer, QByteArray, QEvent, QIODevice, QTimer, Signal
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolTip, QVBoxLayout, QWidget

from regsim.app.formula import formula_pixmap
from regsim.app.theme import Look
from regsim.app.widgets import wording
from regsim.app.widgets.choice_box import ChoiceBox
from regsim.app.widgets.knob_slider import KnobSlider
from regsim.app.widgets.labels import ElidedLabel
from regsim.app.widgets.slider_law import SliderLaw
from regsim.app.widgets.switch import Switch
from regsim.app.widgets.value_field import ValueField
from regsim.knob import Knob, Refusal, Value

SHAPES: tuple[tuple[int, ...], ...] = ((), (8,), (16,), (64,), (8, 8), (16, 16), (32, 32), (64, 64), (128, 64))
"""Hidden layers that are offered; any others can be typed."""


@dataclass(frozen=True, slots=True)
class RowState:
    """What a row shows.

    Parameters
    ----------
    path : str
        Where an edit goes.
    value : Value
    look : Look
    in_use : bool
        Whether its name is bold and its control coloured.
    colour : str
        The run's colour; empty for the grey of what is shared by all runs.
    barred : str
        Why it cannot be set, in one sentence; empty if it can.
    note : str
        A further sentence for the tooltip.
    """

    path: str
    value: Value
    look: Look
    in_use: bool = False
    colour: str = ""
    barred: str = ""
    note: str = ""


class KnobRow(QWidget):
    """The controls of one knob.

    Parameters
    ----------
    knob : Knob
    name : str
        Its name on screen.
    words : dict of str to str, optional
        Names on screen of its choices.
    indented : bool
        Whether it belongs to the row above.
    """

    edited = Signal(str, object, str)
    touched = Signal(str)
    """A person acted on it, or came to it with the keyboard."""

    def __init__(
        self,
        knob: Knob,
        name: str,
        words: dict[str, str] | None = None,
        indented: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.knob = knob
        self.name = ElidedLabel()
        self.refusal = ElidedLabel("caption")
        self._words = words or {}
        self._indented = indented
        self._state: RowState | None = None
        self.slider: KnobSlider | None = None
        self.field: ValueField | None = None
        self.switch: Switch | None = None
        self.box: ChoiceBox | None = None
        self._title = name
        self.name.show_text(name)
        self.name.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.name.double_clicked.connect(self._reset)
        self.refusal.hide()
        self._refusal_over = QTimer(self)
        self._refusal_over.setSingleShot(True)
        self._refusal_over.setInterval(6000)
        self._refusal_over.timeout.connect(self._forget_refusal)
        self._build()

    def show_state(self, state: RowState) -> None:
        """Show everything of `state`; signals stay silent."""
        changed_value = self._state is None or state.value != self._state.value
        changed_look = self._state is None or state.look != self._state.look
        self._state = state
        if changed_look:
            self._restyle(state.look)
        if changed_value and not self.refusal.isHidden():
            self.refusal.hide()
        self._refresh()

    def state(self) -> RowState | None:
        """What it shows."""
        return self._state

    def controls(self) -> list[QWidget]:
        """Its controls, in the order of the tab key."""
        return [each for each in (self.slider, self.field, self.switch, self.box) if each is not None]

    def is_held(self) -> bool:
        """Whether its slider is being dragged."""
        return self.slider is not None and self.slider.is_held()

    def event(self, event: QEvent) -> bool:
        """The tooltip is built when it is wanted: its formula takes some milliseconds."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._state is not None:
            QToolTip.showText(event.globalPos(), self._tooltip(self._state), self)
            return True
        return super().event(event)

    def _build(self) -> None:
        knob = self.knob
        law = SliderLaw.of(knob)
        is_live = knob.effect == "live"
        if isinstance(knob.default, bool):
            self.switch = Switch(is_live)
            self.switch.switched.connect(lambda on: self._wish(on, "done"))
        elif isinstance(knob.default, (str, tuple)):
            self.box = ChoiceBox(self._choices(), free=isinstance(knob.default, tuple))
            self.box.chosen.connect(self._typed)
        else:
            self.field = ValueField()
            self.field.typed.connect(self._typed)
            self.field.stepped.connect(lambda steps: self._step(law, steps))
            self.field.reset_requested.connect(self._reset)
            if law is not None and knob.key != "seed":
                self.slider = KnobSlider(law, is_live)
                self.slider.dragged.connect(self._dragged)
                self.slider.settled.connect(lambda value: self._wish(value, "done"))
                self.slider.reset_requested.connect(self._reset)
        self._line = QHBoxLayout()
        self._line.addWidget(self.name)
        for control in self.controls():
            self._line.addWidget(control, 0 if control is self.field and self.slider else 1)
            control.setAccessibleName(self._title if control is not self.field else f"{self._title}, exact value")
            control.setAccessibleDescription(knob.help)
            control.installEventFilter(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._line)
        column.addWidget(self.refusal)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """The box at the panel's foot explains what the keyboard stands on."""
        if event.type() == QEvent.Type.FocusIn and self._state is not None:
            self.touched.emit(self._state.path)
        return False

    def _restyle(self, look: Look) -> None:
        compact = look.compact
        self._line.setSpacing(round(look.px(4)))
        indent = round(look.px(12 if self._indented else 0))
        height = round(look.px(29 if compact else 32))
        self._line.setContentsMargins(indent, 0, 0, 0)
        self.name.restyle(look)
        self.name.setFixedSize(round(look.px(96 if compact else 106)) - indent, height)
        self.refusal.restyle(look)
        for control in (self.slider, self.field, self.switch, self.box):
            if control is not None:
                control.restyle(look)
        if self.field is not None and self.slider is not None:
            self.field.setFixedWidth(round(look.px(54 if compact else 62)))

    def _refresh(self) -> None:
        state = self._state
        if state is None:
            return
        usable = not state.barred
        self.name.show_text(self._title, "strong" if state.in_use else "body", secondary=self._is_muted(state))
        self.setEnabled(usable)
        is_default = state.value == self.knob.default
        colour = state.colour if state.in_use else ""
        text = wording.shown(self.knob, state.value)
        if self.slider is not None and isinstance(state.value, (int, float)):
            self.slider.show_value(state.value, colour, self.knob.usual)
        if self.field is not None:
            self.field.show_value(text, not is_default, quiet=self.knob.is_off(state.value))
        if self.switch is not None:
            self.switch.show_value(bool(state.value), colour)
        if self.box is not None:
            self.box.show_value(str(self._as_choice(state.value)), self._words.get(text, text))

    def _is_muted(self, state: RowState) -> bool:
        return bool(state.colour) and (bool(state.barred) or self.knob.is_off(state.value))

    def _choices(self) -> list[tuple[str, str]]:
        if isinstance(self.knob.default, tuple):
            return [(wording.shown(self.knob, shape), wording.shown(self.knob, shape)) for shape in SHAPES]
        return [(value, self._words.get(value, wording.NAMES.get(value, value))) for value in self.knob.choices]

    def _as_choice(self, value: Value) -> Value:
        return wording.shown(self.knob, value) if isinstance(value, tuple) else value

    def _dragged(self, value: float) -> None:
        if self.knob.effect == "live":
            self._wish(value, "drag")
        elif self.field is not None:
            self.field.show_value(wording.shown(self.knob, self._in_type(value)), quiet=self.knob.is_off(value))

    def _typed(self, text: str) -> None:
        if self._state is None:
            return
        try:
            value = wording.read(self.knob, self._title, text)
        except Refusal as refusal:
            self.show_refusal(str(refusal))
        else:
            self._wish(value, "done")

    def show_refusal(self, sentence: str) -> None:
        """Keep the old value and say why, below the row."""
        self._refresh()
        for control in (self.field, self.box):
            if control is not None:
                control.show_refusal(sentence)
        self.refusal.show_text(sentence, error=True)
        self.refusal.setToolTip(sentence)
        self.refusal.show()
        self._refusal_over.start()

    def _forget_refusal(self) -> None:
        self.refusal.hide()
        self._refresh()

    def _step(self, law: SliderLaw | None, steps: int) -> None:
        state = self._state
        if state is None or not isinstance(state.value, (int, float)):
            return
        self._wish(state.value + steps if law is None else law.stepped(state.value, steps), "done")

    def _reset(self) -> None:
        self._wish(self.knob.default, "done")

    def _in_type(self, value: Value) -> Value:
        if isinstance(self.knob.default, int) and isinstance(value, float) and value.is_integer():
            return int(value)
        return value

    def _wish(self, value: Value, gesture: str) -> None:
        if self._state is None or self._state.barred:
            return
        self.touched.emit(self._state.path)
        self.edited.emit(self._state.path, self._in_type(value), gesture)
        self._refresh()

    def _tooltip(self, state: RowState) -> str:
        knob = self.knob
        paragraphs = [f"<b>{escape(knob.title)}</b>", escape(state.barred) if state.barred else "", escape(knob.help)]
        if knob.formula:
            paragraphs.append(_picture(knob.formula, state.look, self.devicePixelRatio()))
        default = wording.shown(knob, knob.default)
        paragraphs.append(f"Default: {escape(self._words.get(default, default))}. {escape(state.note)}")
        if self.field is not None:
            paragraphs.append(f"Allowed: {escape(knob.allowed())}. Double click the name, or empty the field: default.")
        return "".join(f"<p style='margin:0 0 4px 0'>{text}</p>" for text in paragraphs if text)


def _picture(latex: str, look: Look, ratio: float) -> str:
    picture = formula_pixmap(latex, look, 14, ratio)
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    picture.save(buffer, "PNG")
    size = picture.deviceIndependentSize()
    text = base64.b64encode(data.data()).decode()
    return f'<img src="data:image/png;base64,{text}" width="{size.width():.0f}" height="{size.height():.0f}">'
