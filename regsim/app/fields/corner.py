"""Paints a few words into a corner of a picture, on a piece of surface; refuses to say what they are about."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from regsim.app.theme import Look


def paint_in_corner(painter: QPainter, rect: QRectF, words: str, look: Look) -> None:
    """Words at the right of the bottom of `rect`; elided where there is no room, and nothing where there are none."""
    if not words:
        return
    painter.setFont(look.font("tick"))
    metrics, pad = QFontMetricsF(painter.font()), look.px(5)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, rect.width() - 4 * pad)
    width, height = metrics.horizontalAdvance(shown) + 2 * pad, metrics.height() + pad
    box = QRectF(rect.right() - width - pad, rect.bottom() - height - pad, width, height)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(look.theme.surface))
    painter.drawRoundedRect(box, look.px(3), look.px(3))
    painter.setPen(QColor(look.theme.text2))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)
