"""A slider on a SliderLaw: round and filled for a live knob, square for a structural one; refuses to change a value.

It shows the exact value it is given, also between two stops, and emits stops only.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from regsim.app.theme import Look
from regsim.app.widgets.slider_law import SliderLaw

STUB = 10
GAP = 8
_NOTCH = 5
"""Centre of the handle in the notch, and least distance of its centre from the ends of the track."""
_MARGIN = 4
_STEPS = {
    Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 5, Qt.Key.Key_PageDown: -5, Qt.Key.Key_Home: -10_000, Qt.Key.Key_End: 10_000,
}  # fmt: skip


class KnobSlider(QAbstractSlider):
    """The slider of a knob.

    Parameters
    ----------
    law : SliderLaw
    live : bool
        Round handle and filled track, emitting while it is dragged; otherwise square, and it acts on release.
    """

    dragged = Signal(float)
    """The handle stands at another stop, while the button is held."""
    settled = Signal(float)
    """The button was released, or a key, the wheel or an assistive tool chose a stop."""
    reset_requested = Signal()
    """Delete was pressed."""

    def __init__(self, law: SliderLaw, live: bool = True, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.law = law
        self.live = live
        self._look = Look()
        self._colour = ""
        self._usual: tuple[float, float] | None = None
        self._value = law.all_stops()[0]
        self._held: float | None = None
        self._wheel = 0
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setRange(0, len(law.all_stops()) - 1)
        self.valueChanged.connect(self._chosen_by_index)

    def show_value(self, value: float, colour: str = "", usual: tuple[float, float] | None = None) -> None:
        """Stand at `value`, filled in `colour` (grey if empty), with the range in common use marked below."""
        self._value, self._colour, self._usual = value, colour, usual
        self._tell_index(value)
        self.update()

    def restyle(self, look: Look) -> None:
        """Follow theme and zoom."""
        self._look = look
        self.setFixedHeight(round(look.px(24)))
        self.update()

    def is_held(self) -> bool:
        """Whether a person is dragging it."""
        return self._held is not None

    def centre_of(self, value: float) -> float:
        """Where the middle of the handle stands for `value`, in px from the left."""
        place = self.law.place(value)
        left, right = self._scale_ends()
        return self._px(_MARGIN + _NOTCH) if place is None else left + place * (right - left)

    def value_at(self, x: float) -> float:
        """The value a drag to `x` px from the left means; the gap beside the notch belongs to the notch."""
        left, right = self._scale_ends()
        if self.law.rest is not None and x < left:
            return self.law.rest
        return self.law.value((x - left) / max(1.0, right - left))

    def sizeHint(self) -> QSize:
        """Narrow enough for the small panel."""
        return QSize(round(self._px(72)), round(self._px(24)))

    def minimumSizeHint(self) -> QSize:
        """Narrow enough for the small panel."""
        return QSize(round(self._px(48)), round(self._px(24)))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the handle to the pointer."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._drag_to(event.position().x(), first=True)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag."""
        if self._held is not None:
            self._drag_to(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the drag: one step of undo."""
        if self._held is not None and event.button() == Qt.MouseButton.LeftButton:
            self._settle(self._held)

    def event(self, event: QEvent) -> bool:
        """Claim its keys before they become shortcuts: Delete would remove the run."""
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _is_its_own(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go by one stop, Page Up and Page Down by five; Home, End; Delete resets."""
        if event.key() in _STEPS:
            self._settle(self.law.stepped(self._value, _STEPS[Qt.Key(event.key())]))
        elif event.key() == Qt.Key.Key_Delete:
            self.reset_requested.emit()
        else:
            event.ignore()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Step with the wheel, only while it has the keyboard: otherwise the panel scrolls."""
        if not self.hasFocus():
            event.ignore()
            return
        self._wheel += event.angleDelta().y()
        steps, self._wheel = int(self._wheel / 120), self._wheel - int(self._wheel / 120) * 120
        if steps:
            self._settle(self.law.stepped(self._value, steps))
        event.accept()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Track, usual range, handle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        value = self._value if self._held is None else self._held
        at = QPointF(self.centre_of(value), self.height() / 2)
        if self.live:
            self._paint_live(painter, at)
        else:
            self._paint_structural(painter, at)

    def _px(self, size: float) -> float:
        return self._look.px(size)

    def _scale_ends(self) -> tuple[float, float]:
        start = STUB + GAP if self.law.rest is not None else _NOTCH
        return self._px(_MARGIN + start), self.width() - self._px(_MARGIN + _NOTCH)

    def _drag_to(self, x: float, first: bool = False) -> None:
        value = self.value_at(x)
        if first or value != self._held:
            self._held = value
            self.update()
            self.dragged.emit(value)

    def _settle(self, value: float) -> None:
        self._held = None
        self.settled.emit(value)
        # Whoever listens has shown the new value by now; if it was refused, the handle goes back.
        self._tell_index(self._value)
        self.update()

    def _chosen_by_index(self, index: int) -> None:
        self._settle(self.law.all_stops()[index])

    def _tell_index(self, value: float) -> None:
        blocked = self.blockSignals(True)
        self.setValue(self.law.index(value))
        self.blockSignals(blocked)

    def _tracks(self) -> list[tuple[float, float]]:
        left, right = self._px(_MARGIN), self.width() - self._px(_MARGIN)
        if self.law.rest is None:
            return [(left, right)]
        return [(left, left + self._px(STUB)), (left + self._px(STUB + GAP), right)]

    def _paint_live(self, painter: QPainter, at: QPointF) -> None:
        theme = self._look.theme
        enabled = self.isEnabled()
        on = bool(self._colour) and enabled
        thickness, radius = self._px(4), self._px(2)
        painter.setPen(Qt.PenStyle.NoPen)
        for start, end in self._tracks():
            groove = QRectF(start, at.y() - thickness / 2, end - start, thickness)
            painter.setBrush(QColor(theme.track))
            painter.drawRoundedRect(groove, radius, radius)
            if on and at.x() > start:
                painter.setBrush(QColor(self._colour))
                groove.setRight(min(end, at.x()))
                painter.drawRoundedRect(groove, radius, radius)
        self._paint_usual(painter, at.y() + self._px(6))
        edge = QColor(self._colour if on else theme.control if enabled else theme.line)
        painter.setPen(QPen(edge, self._px(2)))
        painter.setBrush(QColor(theme.surface))
        half = self._px(7)
        painter.drawEllipse(at, half, half)

    def _paint_structural(self, painter: QPainter, at: QPointF) -> None:
        theme = self._look.theme
        ink = QColor(theme.control if self.isEnabled() else theme.line)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ink)
        for start, end in self._tracks():
            painter.drawRect(QRectF(start, at.y() - self._px(1), end - start, self._px(2)))
        painter.setPen(QPen(ink, self._px(2)))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(
            QRectF(at.x() - self._px(4), at.y() - self._px(7), self._px(8), self._px(14)), self._px(2), self._px(2)
        )

    def _paint_usual(self, painter: QPainter, y: float) -> None:
        if self._usual is None:
            return
        start, end = (self.centre_of(value) for value in self._usual)
        painter.setPen(Qt.PenStyle.NoPen)
        theme = self._look.theme
        painter.setBrush(QColor(theme.control if self._colour else theme.line))
        painter.drawRect(QRectF(start, y, max(self._px(3), end - start), self._px(3 if self._colour else 2)))


def _is_its_own(event: QKeyEvent) -> bool:
    keypad = Qt.KeyboardModifier.KeypadModifier  # arrows have it on macOS
    bare = event.modifiers() in (Qt.KeyboardModifier.NoModifier, keypad)
    return bare and (event.key() in _STEPS or event.key() == Qt.Key.Key_Delete)
