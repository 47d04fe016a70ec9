"""The large diagram: painted, pointed at, clicked and walked through by keys; refuses to know other runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QWidget

from regsim.app.diagram.diagram import LARGE_DETAIL, Detail, Diagram
from regsim.app.diagram.labels import Focus, name_margins, paint_focus, paint_names
from regsim.app.diagram.layout import LARGE, PROJECTED
from regsim.app.diagram.painting import Finish
from regsim.app.plotting.canvas import Canvas, Guard
from regsim.app.stills import is_vector
from regsim.app.theme import Look
from regsim.app.widgets.keyed import would_be_shortcut
from regsim.examples import Array, Examples

INSPECTED_GROUND = 0.1
"""Opacity of the lines that are not inspected."""
_REACH = 6.0


class DiagramCanvas(Canvas):
    """One network, large.

    Parameters
    ----------
    guard : callable
        Runs the painting and catches what it raises: `Card.guarded`.
    """

    pointed = Signal()
    """Another unit is pointed at or inspected, or none."""

    def __init__(self, guard: Guard, parent: QWidget | None = None) -> None:
        super().__init__(guard, self._paint_picture, parent)
        self.diagram = Diagram()
        self.look = Look()
        self.examples: Examples | None = None
        self.message = ""
        self.moving = False
        self.faint = 1.0
        self.focus: Focus | None = None
        self.hovered: int | None = None
        self.cursor_unit: int | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Network diagram")

    def restyle(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.look = look
        self.set_ground(QColor(look.theme.surface))
        grain = PROJECTED if look.presenter else LARGE
        self.diagram.detail = Detail(grain.times(look.zoom), LARGE_DETAIL.full, LARGE_DETAIL.pale)
        self.update()

    def release(self) -> bool:
        """Inspect nothing any more; False if nothing was inspected or marked."""
        held = self.focus is not None or self.cursor_unit is not None
        self.focus = self.cursor_unit = None
        if held:
            self._changed()
        return held

    def area(self) -> QRectF:
        """Where units may stand."""
        rect, px = QRectF(self.rect()), self.look.px
        left, right = name_margins(self.examples, self.look) if self.examples else (0.0, 0.0)
        return rect.adjusted(px(14) + left, px(4), -px(8) - right, -px(4))

    def near(self, at: QPointF) -> Focus | None:
        """The unit at a point, or else the strong line through it."""
        if self.diagram.shown is None:
            return None
        layout = self.diagram.layout(self.area())
        unit = layout.nearest(at.x(), at.y(), self.look.px(_REACH))
        if unit is not None:
            return Focus(unit=unit)
        strokes = self.diagram.strokes(self.area())
        distance = _distances(strokes.full, at)
        if not len(distance) or distance.min() > self.look.px(_REACH) / 2:
            return None
        # Of lines that cross here the strongest is meant: it is painted last.
        on_top = int(np.flatnonzero(distance <= self.look.px(_REACH) / 2)[-1])
        return Focus(weight=int(strokes.shown[on_top]))

    # ---- painting

    def _paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        if self.diagram.shown is None or self.examples is None:
            painter.setFont(self.look.font("body"))
            painter.setPen(QColor(self.look.theme.text2))
            painter.drawText(
                rect.adjusted(14, 0, -14, 0), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self.message
            )
            return
        area = self.area()
        finish = Finish(self.look, self.look.theme.surface, vector=is_vector(painter), faint=self.faint)
        lines = replace(finish, faint=self.faint * INSPECTED_GROUND) if self.focus else finish
        self.diagram.paint(painter, area, lines, self.moving, units=finish)
        layout = self.diagram.layout(area)
        if self.focus is not None:
            paint_focus(painter, self.diagram, area, self.focus, finish)
        paint_names(painter, layout, self.examples, finish, name_margins(self.examples, self.look))
        self._paint_ring(painter, self.hovered, self.look.px(1.5))
        if self.hasFocus():
            self._paint_ring(painter, self.cursor_unit, self.look.px(2))

    def _paint_ring(self, painter: QPainter, unit: int | None, width: float) -> None:
        if unit is None or self.diagram.shown is None:
            return
        layout = self.diagram.layout(self.area())
        layer, _ = layout.place(unit)
        radius = layout.diameters[layer] / 2 + self.look.px(3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(QColor(self.look.theme.ink), width))
        painter.drawEllipse(QPointF(layout.x[unit], layout.y[unit]), radius, radius)

    # ---- mouse and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Name the unit that is pointed at."""
        unit = None
        if self.diagram.shown is not None:
            at = event.position()
            unit = self.diagram.layout(self.area()).nearest(at.x(), at.y(), self.look.px(_REACH) / 2)
        if unit != self.hovered:
            self.hovered = unit
            self._changed()

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        if self.hovered is not None:
            self.hovered = None
            self._changed()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the click: a double click goes on to the card."""
        event.setAccepted(event.button() == Qt.MouseButton.LeftButton)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Inspect the unit or the weight that was clicked; a click elsewhere, or a second one, releases it."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        found = self.near(event.position())
        self.cursor_unit = found.unit if found else None
        self.focus = None if found == self.focus else found
        self._changed()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Leave it to the card, which fills the area with this view."""
        event.ignore()

    def event(self, event: QEvent) -> bool:
        """Claim Esc while a unit or weight is inspected."""
        if would_be_shortcut(event, Qt.Key.Key_Escape) and (self.focus or self.cursor_unit is not None):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys walk from unit to unit, Enter inspects, Esc releases; all else belongs to card and window."""
        key = Qt.Key(event.key())
        arrows = {
            Qt.Key.Key_Left: (-1, 0),
            Qt.Key.Key_Right: (1, 0),
            Qt.Key.Key_Up: (0, -1),
            Qt.Key.Key_Down: (0, 1),
        }
        if key in arrows and self.diagram.shown is not None:
            self.cursor_unit = self._step(*arrows[key])
            if self.focus is not None:
                self.focus = Focus(unit=self.cursor_unit)
            self._changed()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.cursor_unit is not None:
            self.focus = None if self.focus == Focus(unit=self.cursor_unit) else Focus(unit=self.cursor_unit)
            self._changed()
        elif not (key == Qt.Key.Key_Escape and self.release()):
            event.ignore()

    def _step(self, across: int, down: int) -> int:
        layout = self.diagram.layout(self.area())
        if self.cursor_unit is None:
            return 0
        layer, place = layout.place(self.cursor_unit)
        if across:
            layer = min(max(layer + across, 0), len(layout.sizes) - 1)
            start = layout.starts[layer]
            heights = layout.y[start : start + layout.sizes[layer]]
            return start + int(np.abs(heights - layout.y[self.cursor_unit]).argmin())
        return layout.starts[layer] + min(max(place + down, 0), layout.sizes[layer] - 1)

    def _changed(self) -> None:
        self.update()
        self.pointed.emit()


def _distances(lines: Array, at: QPointF) -> Array:
    """Distances of a point from line segments of shape (n, 4), in px."""
    start, along = lines[:, :2], lines[:, 2:] - lines[:, :2]
    to_point = np.array([at.x(), at.y()]) - start
    share = np.clip((to_point * along).sum(axis=1) / np.maximum((along**2).sum(axis=1), 1e-12), 0, 1)
    gone: Array = to_point - share[:, None] * along
    distance: Array = np.hypot(gone[:, 0], gone[:, 1])
    return distance
