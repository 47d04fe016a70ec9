"""How often each class is taken for which, as a table, for inputs that cannot be drawn; refuses to hide a zero."""

from __future__ import annotations

from typing import ClassVar

import numpy as np
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from regsim.app.fields.base import Axes, Ink, Picture
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import count
from regsim.app.theme import Look, mixed
from regsim.examples import Array
from regsim.snapshot import RunSnapshot


class Confusion(Picture):
    """`Predicted against true`, for classes: rows are true, columns predicted."""

    title: ClassVar[str] = "Predicted against true"
    has_ticks: ClassVar[bool] = False
    hairs: ClassVar[str] = ""

    def measure(self) -> Axes:
        """A cell a pair of classes, counted from the top left."""
        classes = float(self.examples.n_outputs)
        return Axes((0.0, classes), (classes, 0.0))

    def digest(self, run: RunSnapshot, look: Look) -> Array | None:
        """Counts of validation examples, shape (C, C)."""
        if run.prediction is None or not np.isfinite(run.prediction).all():
            return None
        classes = self.examples.n_outputs
        pairs = self.examples.validation.y * classes + run.prediction.argmax(axis=1)
        return np.bincount(pairs, minlength=classes**2).reshape(classes, classes)

    def paint(self, painter: QPainter, frame: Frame, digest: Array, ink: Ink, n_train: int) -> None:
        """Cells as dark as their share of the row, with their counts."""
        self._paint_cells(painter, frame, digest, ink)

    def paint_empty(self, painter: QPainter, frame: Frame, ink: Ink) -> None:
        """Empty cells."""
        self._paint_cells(painter, frame, np.zeros((self.examples.n_outputs,) * 2, int), ink)

    def _paint_cells(self, painter: QPainter, frame: Frame, counts: Array, ink: Ink) -> None:
        look, theme = ink.look, ink.look.theme
        classes = len(counts)
        inner = self._table(frame, ink)
        width, height = inner.width() / classes, inner.height() / classes
        shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(look.font("body"))
        line = QFontMetricsF(painter.font()).height()
        for row in range(classes):
            for column in range(classes):
                cell = QRectF(inner.left() + column * width, inner.top() + row * height, width - 1, height - 1)
                painter.fillRect(cell, mixed(ink.colour, theme.field, 0.55 * float(shares[row, column])))
                if row == column:
                    painter.setPen(QPen(QColor(theme.text), look.px(1.5)))
                    painter.setBrush(Qt.BrushStyle.NoBrush)
                    painter.drawRect(cell.adjusted(1, 1, -1, -1))
                if ink.large and line < height:
                    painter.setPen(QColor(theme.text))
                    painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, count(int(counts[row, column])))
        if ink.large:
            self._paint_names(painter, inner, width, height, look)

    def _table(self, frame: Frame, ink: Ink) -> QRectF:
        if not ink.large:
            return frame.rect
        metrics = QFontMetricsF(ink.look.font("tick"))
        widest = max(metrics.horizontalAdvance(f"true {name}") for name in self.examples.class_names)
        left = min(widest, ink.look.px(90)) + ink.look.px(8)
        return frame.rect.adjusted(left, metrics.height() + ink.look.px(6), 0, 0)

    def _paint_names(self, painter: QPainter, inner: QRectF, width: float, height: float, look: Look) -> None:
        painter.setFont(look.font("tick"))
        painter.setPen(QColor(look.theme.text2))
        metrics = QFontMetricsF(painter.font())
        for index, name in enumerate(self.examples.class_names):
            above = QRectF(
                inner.left() + index * width, inner.top() - metrics.height() - look.px(4), width, metrics.height()
            )
            words = f"predicted {name}" if index == 0 else name
            painter.drawText(above, Qt.AlignmentFlag.AlignCenter, words)
            beside = QRectF(inner.left() - look.px(98), inner.top() + index * height, look.px(90), height)
            words = f"true {name}" if index == 0 else name
            painter.drawText(beside, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, words)

    def note(self, digest: Array) -> str:
        """How many are right."""
        return f"{count(int(np.trace(digest)))} of {count(int(digest.sum()))} right"

    def heading(self, x: float, y: float) -> str:
        """Nothing: every number is written."""
        return ""

    def columns(self) -> tuple[str, ...]:
        """None."""
        return ()

    def values(self, digest: Array, x: float, y: float) -> tuple[str, ...]:
        """None."""
        return ()

    def sentence(self, digest: Array, run: RunSnapshot) -> str:
        """How many are right."""
        return f"{self.note(digest)} in the validation set"
