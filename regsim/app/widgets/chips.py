"""Measures and paints chips, the small words in a rounded frame; refuses to decide what they say."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from regsim.app.theme import Look

HEIGHT = 20
_PADDING = 7


def chip_width(text: str, look: Look) -> float:
    """Width of a chip with `text`, in px."""
    return QFontMetricsF(look.font("caption")).horizontalAdvance(text) + 2 * look.px(_PADDING)


def paint_chip(painter: QPainter, place: QRectF, text: str, look: Look, dashed: bool = False) -> None:
    """Paint one chip in `place`; dashed and without fill for what is absent."""
    theme = look.theme
    pen = QPen(QColor(theme.line), 1)
    if dashed:
        pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush if dashed else QColor(theme.field))
    painter.drawRoundedRect(place, look.px(4), look.px(4))
    painter.setPen(QColor(theme.text2 if dashed else theme.text))
    painter.setFont(look.font("caption"))
    painter.drawText(place, Qt.AlignmentFlag.AlignCenter, text)


def fitting(texts: list[str], room: float, look: Look, gap: float) -> list[str]:
    """The first chips that fit into `room` px, and ``+2`` in place of the rest."""
    for count in range(len(texts), -1, -1):
        left_out = len(texts) - count
        chosen = [*texts[:count], *([f"+{left_out}"] if left_out else [])]
        if sum(chip_width(text, look) + gap for text in chosen) - gap <= room:
            return chosen
    return []
