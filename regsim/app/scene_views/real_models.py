"""What real language models use: a table of decay, clipping, dropout and passes, with a source a row; it never moves.

It refuses to show a number of this very training: the other views do.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QHelpEvent, QPainter
from PySide6.QtWidgets import QToolTip, QWidget

from regsim.app.card import Card
from regsim.app.plotting.canvas import Canvas
from regsim.app.plotting.strokes import line_pen
from regsim.app.theme import Look
from regsim.app.views.base import Showing, ViewKind
from regsim.lesson.practice import COLUMNS, STAGES, RealModel, real_models
from regsim.snapshot import Snapshot

NOT_STATED = "—"
_ROW_PX, _LARGE_ROW_PX = 24.0, 44.0
_ELIDE = Qt.TextElideMode.ElideRight
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RealModelsView(Card):
    """The table in its card."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("What real models use", parent)
        self.rows = real_models()
        self.canvas = _TableCanvas(self)
        self.canvas.setAccessibleName("How real language models were regularized")
        self.canvas.setAccessibleDescription(self.reading())
        self.set_body(self.canvas)
        self.set_note(f"{NOT_STATED} not stated")

    def dress(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.canvas.set_ground(QColor(look.theme.surface))
        self.canvas.update()

    def draw(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """The same whatever was trained."""

    def reading(self) -> str:
        """The whole table."""
        return " ".join(map(_spoken, self.rows))

    def row_at(self, y: float) -> RealModel | None:
        """The row at a height of the canvas."""
        for line, (top, height) in self.lines():
            if isinstance(line, RealModel) and top <= y < top + height:
                return line
        return None

    def lines(self) -> list[tuple[str | RealModel, tuple[float, float]]]:
        """Headings and rows from the top, each with its top and height in pixels."""
        content: list[str | RealModel] = []
        for stage in STAGES:
            content += [stage, *(row for row in self.rows if row.stage == stage)]
        most = self.look.px(_LARGE_ROW_PX if self.look.presenter else _ROW_PX)
        height = min(most, self.canvas.height() / len(content))
        return [(line, (place * height, height)) for place, line in enumerate(content)]

    def columns(self, width: float) -> list[tuple[float, float]]:
        """Left edge and width of each column; each as wide as its widest text, with what is left between them."""
        metrics = QFontMetricsF(self._font(QFont.Weight.DemiBold))
        heads = ("Fine-tuning", *COLUMNS.values(), "Source")
        texts = [[head] for head in heads]
        for row in self.rows:
            for place, text in enumerate((_name(row), *row.cells, row.short)):
                texts[place].append(text)
        wanted = [max(map(metrics.horizontalAdvance, column)) + 2 for column in texts]
        margin = self.look.px(14)
        room = width - 2 * margin
        gap = (room - sum(wanted)) / (len(wanted) - 1)
        if gap < self.look.px(6):
            gap = self.look.px(6)
            shrink = max((room - gap * (len(wanted) - 1)) / sum(wanted), 0.1)
            wanted = [shrink * each for each in wanted]
        gap = min(gap, self.look.px(130))
        lefts = [margin + sum(wanted[:place]) + place * gap for place in range(len(wanted))]
        return list(zip(lefts, wanted, strict=True))

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """Paint headings, rows and hairlines."""
        theme = self.look.theme
        columns = self.columns(rect.width())
        for line, (top, height) in self.lines():
            if isinstance(line, str):
                heads = (line.capitalize(), *(COLUMNS.values() if line == STAGES[0] else [""] * len(COLUMNS)))
                texts = (*heads, "Source" if line == STAGES[0] else "")
                painter.setFont(self._font(QFont.Weight.DemiBold))
            else:
                texts = (_name(line), *(cell or NOT_STATED for cell in line.cells), line.short)
                painter.setFont(self._font(QFont.Weight.Normal))
            metrics = QFontMetricsF(painter.font())
            for place, (text, (left, width)) in enumerate(zip(texts, columns, strict=True)):
                quiet = text in (NOT_STATED, "none") or (place == len(texts) - 1 and not isinstance(line, str))
                painter.setPen(QColor(theme.text2 if quiet else theme.text))
                box = QRectF(left, top, width, height)
                painter.drawText(box, _LEFT, metrics.elidedText(text, _ELIDE, width + 1))
            painter.setPen(line_pen(QColor(theme.line), 1.0))
            y = round(top + height) - 0.5
            painter.drawLine(QPointF(columns[0][0], y), QPointF(columns[-1][0] + columns[-1][1], y))

    def _font(self, weight: QFont.Weight) -> QFont:
        """As large as the rows allow."""
        font = self.look.font("body")
        height = self.lines()[0][1][1]
        fits = max(int(0.72 * height), 6)
        if font.pixelSize() > fits:
            font.setPixelSize(fits)
        font.setWeight(weight)
        return font


class _TableCanvas(Canvas):
    """Says the full source of the row that is pointed at."""

    def __init__(self, view: RealModelsView) -> None:
        super().__init__(view.guarded, view.paint, view)
        self._view = view

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            row = self._view.row_at(event.pos().y())
            QToolTip.showText(event.globalPos(), "" if row is None else row.source, self)
            return True
        return super().event(event)


def _name(row: RealModel) -> str:
    return f"{row.model} {row.year}"


def _spoken(row: RealModel) -> str:
    cells = [f"{head.lower()} {cell}" for head, cell in zip(COLUMNS.values(), row.cells, strict=True) if cell]
    return f"{_name(row)}, {row.stage}: {', '.join(cells)}. Source: {row.source}."


VIEW = ViewKind(
    key="real_models",
    title="What real models use",
    make=RealModelsView,
    rank=None,
    rate=2.0,
    table="real_models",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
