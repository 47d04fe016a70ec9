"""Paints one weight's update: which weight, its numbers, the formulas with them, and what to notice.

It refuses to compute: an `Account` knows the numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPen

from regsim.app.theme import Look
from regsim.app.typeset import Typeset
from regsim.app.update_chart.account import Account, exact, figure
from regsim.app.update_chart.lines import unit

_MIDDLE = Qt.AlignmentFlag.AlignVCenter
TAKEN = "the step that was really taken"
PARTS = ("layer", "to", "source")


@dataclass(frozen=True, slots=True)
class Stepper:
    """A part of the address, and where a click goes one back or one further."""

    part: str
    back: QRectF
    further: QRectF


def paint_steppers(painter: QPainter, rect: QRectF, words: dict[str, str], look: Look) -> list[Stepper]:
    """``‹ hidden layer 1 ›  ‹ to unit 4 ›  ‹ from x₁ ›``; where they can be clicked."""
    scale, theme = unit(look), look.theme
    painter.setFont(look.font("body"))
    metrics = QFontMetricsF(painter.font())
    left, found, button = rect.left(), [], 22 * scale
    for part in PARTS:
        width = metrics.horizontalAdvance(words[part]) + 12 * scale
        whole = QRectF(left, rect.top(), width + 2 * button, rect.height())
        if whole.right() > rect.right():
            break
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.line), 1.0))
        painter.setBrush(QColor(theme.field))
        painter.drawRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), 4 * scale, 4 * scale)
        back = QRectF(left, rect.top(), button, rect.height())
        further = QRectF(whole.right() - button, rect.top(), button, rect.height())
        painter.setPen(QColor(theme.text2))
        painter.drawText(back, Qt.AlignmentFlag.AlignCenter, "‹")
        painter.drawText(further, Qt.AlignmentFlag.AlignCenter, "›")
        painter.setPen(QColor(theme.text))
        painter.drawText(whole, Qt.AlignmentFlag.AlignCenter, words[part])
        found.append(Stepper(part, back, further))
        left = whole.right() + 10 * scale
    return found


def paint_address(painter: QPainter, rect: QRectF, words: dict[str, str], look: Look) -> None:
    """``hidden layer 1, to unit 4, from x₁``, where nobody can choose another."""
    painter.setFont(look.font("body"))
    painter.setPen(QColor(look.theme.text))
    painter.drawText(rect, _MIDDLE, ", ".join(words[part] for part in PARTS))


def cells(account: Account) -> list[tuple[str, str]]:
    """Symbols and their numbers."""
    own = account.own_size
    middle = (account.factor_latex, "—" if account.factor is None else figure(account.factor))
    found = [
        ("w", figure(account.weight)),
        (r"\frac{\partial L}{\partial w}", figure(account.slope)),
        (r"2\lambda w", figure(account.pull)),
        (r"\alpha", figure(account.rate)),
    ]
    if own is not None:
        found.append(
            (r"\sqrt{\hat v} + \epsilon" if account.optimizer == "adam" else r"\sqrt{v} + \epsilon", figure(own))
        )
    return [*found, middle, (r"\mathrm{new}\ w", figure(account.after))]


def paint_cells(painter: QPainter, rect: QRectF, account: Account, look: Look, typeset: Typeset) -> None:
    """Symbols over their numbers, in columns that are equal if all have room then."""
    scale, theme = unit(look), look.theme
    shown = cells(account)
    size = 16 * scale / look.zoom
    painter.setFont(look.font("number"))
    metrics = QFontMetricsF(painter.font())
    extents = [typeset.size(painter, latex, look, size)[0] for latex, _ in shown]
    needed = [
        max(extent, metrics.horizontalAdvance(number)) for extent, (_, number) in zip(extents, shown, strict=True)
    ]
    widths = columns(needed, min(rect.width(), 150 * scale * len(shown)), 8 * scale)
    left = rect.left()
    for index, ((latex, number), extent, width) in enumerate(zip(shown, extents, widths, strict=True)):
        cell = QRectF(left, rect.top(), width, rect.height())
        left += width
        middle = cell.top() + 0.34 * cell.height()
        typeset.paint(painter, latex, QPointF(cell.center().x() - extent / 2, middle), look, size)
        painter.setPen(QColor(theme.text))
        below = QRectF(cell.left(), cell.top() + 0.64 * cell.height(), width, 0.36 * cell.height())
        painter.drawText(below, Qt.AlignmentFlag.AlignCenter, number)
        if index:
            painter.setPen(QPen(QColor(theme.grid), 1.0))
            x = round(cell.left()) + 0.5
            painter.drawLine(QPointF(x, cell.top() + 4), QPointF(x, cell.bottom()))


def columns(needed: Sequence[float], room: float, air: float) -> list[float]:
    """Widths that fill `room`: equal, or as much as each needs and an equal share of the rest."""
    equal = room / len(needed)
    if max(needed) + air <= equal:
        return [equal] * len(needed)
    rest = (room - sum(needed)) / len(needed)
    return [need + rest for need in needed]


def line_height(look: Look) -> float:
    """Of one formula with its numbers."""
    return 36 * unit(look)


def paint_formulas(painter: QPainter, rect: QRectF, account: Account, look: Look, typeset: Typeset) -> float:
    """The step in every way it can be written, each with its numbers and result, and the one taken; the height used."""
    scale, theme = unit(look), look.theme
    lines, height = account.lines(), line_height(look)
    size = 15 * scale / look.zoom
    wide = max(typeset.size(painter, line.latex, look, size)[0] for line in lines)
    result_font = look.font("strong")
    results = [f"= {exact(line.result)}" for line in lines]
    room = max(QFontMetricsF(result_font).horizontalAdvance(text) for text in ["= −0.000000", *results]) + 2 * scale
    metrics = QFontMetricsF(look.font("body"))
    between = max(metrics.horizontalAdvance(f"= {line.numbers}") for line in lines) + 16 * scale
    left = rect.left() + wide + 12 * scale
    between = 0.0 if left + between + room > rect.right() else between
    # the results stand still while numbers change their signs
    end = max(left + between, min(left + 380 * scale, rect.right() - room))
    y = rect.top()
    for line, result in zip(lines, results, strict=True):
        typeset.paint(painter, line.latex, QPointF(rect.left(), y + height / 2), look, size)
        if between:
            painter.setFont(look.font("body"))
            painter.setPen(QColor(theme.text2))
            painter.drawText(QRectF(left, y, between, height), _MIDDLE, f"= {line.numbers}")
        painter.setFont(result_font)
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(end, y, room, height), _MIDDLE, result)
        y += height
    taken = QRectF(rect.left(), y, end - rect.left() - 8 * scale, 22 * scale)
    painter.setFont(look.font("body"))
    painter.setPen(QColor(theme.text2))
    painter.drawText(taken, _MIDDLE, metrics.elidedText(TAKEN, Qt.TextElideMode.ElideRight, taken.width()))
    painter.setFont(result_font)
    painter.setPen(QColor(theme.text))
    painter.drawText(QRectF(end, y, room, taken.height()), _MIDDLE, f"= {exact(account.after)}")
    return y + taken.height() - rect.top()
