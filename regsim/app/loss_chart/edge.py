"""What stands on the top edge of the loss view: the best epoch, moved knobs, diverged runs, each with its words.

It refuses to let texts overlap: a second row takes what does not fit; of many moved knobs the latest keep their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen

from regsim import schema
from regsim.app.loss_chart.clock import time_unit
from regsim.app.loss_chart.lines import RunLines
from regsim.app.plotting.frame import Frame
from regsim.app.plotting.numbers import tick_text
from regsim.app.theme import Look
from regsim.knob import Refusal, shown
from regsim.snapshot import Snapshot

EDGE_PX = 20.0
"""Height of the strip above the data area, before zoom."""
_SAME_DRAG = 0.02


@dataclass(frozen=True, slots=True)
class EdgeMark:
    """One mark.

    Parameters
    ----------
    kind : {"best", "edit", "diverged"}
    x : float
        Pixels.
    text : str
    colour : QColor
    box : QRectF or None
        Where the text stands; None if there is no room for it.
    """

    kind: str
    x: float
    text: str
    colour: QColor
    box: QRectF | None = None

    def top(self, frame: Frame) -> float:
        """Where the mark's line begins: beside its own text, and below other texts."""
        return frame.y.end if self.box is None else min(self.box.top() + 1, frame.y.end)


def edge_marks(
    snapshot: Snapshot, lines: Sequence[RunLines], selected: int | None, frame: Frame, look: Look
) -> list[EdgeMark]:
    """All marks within the frame, the most important first; the best epoch is that of the selected run, if any."""
    marks, unit = [], time_unit(snapshot.experiment)
    for line in sorted(lines, key=lambda line: line.index):
        history = line.run.history
        if line.run.state == "diverged" and len(history):
            words = f"{line.label} diverged at {unit} {tick_text(round(line.run.epoch, 2))}"
            marks.append(EdgeMark("diverged", frame.x.pixels(line.run.epoch), words, line.text_colour(look)))
    for line in lines:
        if line.index == selected and line.run.state != "diverged" and len(line.run.history) > 1:
            words = f"best {unit} {tick_text(round(line.run.best_epoch, 2))}"
            marks.append(EdgeMark("best", frame.x.pixels(line.run.best_epoch), words, line.text_colour(look)))
    marks.extend(_edit_marks(snapshot, lines, frame, look))
    return placed([mark for mark in marks if frame.x.start - 1 <= mark.x <= frame.x.end + 1], frame, look)


def paint_edge(painter: QPainter, marks: Sequence[EdgeMark], frame: Frame, look: Look) -> None:
    """Paint ticks, crosses and words."""
    for mark in marks:
        if mark.kind == "diverged":
            _paint_cross(painter, mark, frame, look)
        elif mark.kind == "edit":
            _paint_tick(painter, mark, frame, look)
        if mark.box is not None:
            painter.setFont(_font(mark, look))
            painter.setPen(mark.colour)
            painter.drawText(mark.box, Qt.AlignmentFlag.AlignCenter, mark.text)


def placed(marks: Sequence[EdgeMark], frame: Frame, look: Look) -> list[EdgeMark]:
    """Find room for the words of marks, the most important first."""
    taken: list[QRectF] = []
    found = []
    for mark in marks:
        crosses = [cross(other, frame, look) for other in marks if other.kind == "diverged" and other is not mark]
        box = _room(mark, [*taken, *crosses], frame, look)
        if box is not None:
            taken.append(box)
        found.append(replace(mark, box=box))
    return found


def _font(mark: EdgeMark, look: Look) -> QFont:
    font = look.font("tick")
    if mark.kind == "diverged":
        font.setWeight(QFont.Weight.DemiBold)
    return font


def _edit_marks(snapshot: Snapshot, lines: Sequence[RunLines], frame: Frame, look: Look) -> list[EdgeMark]:
    marks: list[EdgeMark] = []
    longest = max((run.history for run in snapshot.runs), key=len, default=None)
    if longest is None or not len(longest):
        return marks
    slots = {line.index: line for line in lines}
    latest: dict[str, float] = {}
    for edit in reversed(snapshot.edits):
        x = frame.x.pixels(float(np.interp(edit.update, longest.update, longest.epoch)))
        if abs(latest.get(edit.path, np.inf) - x) < _SAME_DRAG * frame.x.length:
            continue
        latest[edit.path] = x
        owner = slots.get(_run_index(edit.path))
        colour = QColor(look.theme.text2) if owner is None else owner.text_colour(look)
        words = f"{_symbol(edit.path, snapshot)} {shown(edit.value)}"
        marks.append(EdgeMark("edit", x, words, colour))
    return marks


def _run_index(path: str) -> int:
    parts = path.split(".")
    return int(parts[1]) - 1 if parts[0] == "run" and parts[1].isdigit() else -1


def _symbol(path: str, snapshot: Snapshot) -> str:
    """The letter at the end of a knob's title (``L2 λ``), or the whole title."""
    try:
        title = schema.knob(path, snapshot.experiment).title
    except Refusal:
        return path.rsplit(".", 1)[-1]
    last = title.split()[-1]
    return last if len(last) == 1 else title


def _room(mark: EdgeMark, taken: Sequence[QRectF], frame: Frame, look: Look) -> QRectF | None:
    metrics = QFontMetricsF(_font(mark, look))
    width, height = metrics.horizontalAdvance(mark.text) + 2, metrics.height()
    gap = look.px(11 if mark.kind == "diverged" else 6)
    for row in range(2):
        top = frame.y.end - height - look.px(3) + row * (height + look.px(5))
        for left in (mark.x + gap, mark.x - gap - width):
            box = QRectF(left, top, width, height)
            inside = frame.x.start <= left and left + width <= frame.x.end + look.px(60)
            if inside and not any(box.adjusted(-6, 0, 6, 0).intersects(other) for other in taken):
                return box
    return None


def cross(mark: EdgeMark, frame: Frame, look: Look) -> QRectF:
    """Where the cross of a diverged run stands."""
    arm = look.px(4.6)
    return QRectF(mark.x - arm, frame.y.end - look.px(9) - arm, 2 * arm, 2 * arm)


def _paint_cross(painter: QPainter, mark: EdgeMark, frame: Frame, look: Look) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    pen = QPen(mark.colour, look.width(2.6))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    box = cross(mark, frame, look)
    painter.drawLine(box.topLeft(), box.bottomRight())
    painter.drawLine(box.bottomLeft(), box.topRight())


def _paint_tick(painter: QPainter, mark: EdgeMark, frame: Frame, look: Look) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    at = round(mark.x) + 0.5
    pen = QPen(mark.colour, max(1.0, round(look.width(1.6))))
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    painter.setPen(pen)
    painter.drawLine(QPointF(at, mark.top(frame) - look.px(3)), QPointF(at, frame.y.end + look.px(4)))
