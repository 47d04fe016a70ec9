"""Which of the three steps a scene is at, and the lines that are ticked when they happen; refuses to tick by itself."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from regsim.app import icons
from regsim.app.lesson.flow import PROSE, Flow, Piece, flow
from regsim.app.lesson.visit import STEPS, Step
from regsim.app.theme import Look

_TICK = 28
"""Left edge of the text of an observation, in px at zoom 1."""


class StepLine(QWidget):
    """Predict, Observe, Explain: what is done has a check, the present one its number on ink."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._step: Step = "predict"
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_step(self, step: Step, look: Look) -> None:
        """Show which step it is."""
        self._step, self._look = step, look
        self.setAccessibleName(f"Step {STEPS.index(step) + 1} of {len(STEPS)}: {step}")
        self.setFixedHeight(round(look.px(24)))
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Sign and name of each step, lines between."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(look.font("strong"))
        widths = [px(24) + metrics.horizontalAdvance(step.capitalize()) for step in STEPS]
        gap = (self.width() - sum(widths)) / (len(STEPS) - 1)
        middle, left = self.height() / 2, 0.0
        for at, (step, width) in enumerate(zip(STEPS, widths, strict=True)):
            self._paint_sign(painter, at, QRectF(left, middle - px(8), px(16), px(16)))
            painter.setFont(look.font("strong"))
            painter.setPen(QColor(theme.text if at <= STEPS.index(self._step) else theme.text2))
            words = QRectF(left + px(24), 0, width, self.height())
            painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, step.capitalize())
            left += width
            if at < len(STEPS) - 1:
                painter.setPen(QPen(QColor(theme.line), 1))
                painter.drawLine(QPointF(left + px(10), middle), QPointF(left + gap - px(10), middle))
            left += gap

    def _paint_sign(self, painter: QPainter, at: int, place: QRectF) -> None:
        look, theme, present = self._look, self._look.theme, STEPS.index(self._step)
        if at < present:
            icons.icon("circle-check", look, theme.text).paint(painter, place.toRect())
            return
        painter.setPen(QPen(QColor(theme.ink if at == present else theme.control), 1))
        painter.setBrush(QColor(theme.ink if at == present else theme.surface))
        painter.drawEllipse(place.adjusted(0.5, 0.5, -0.5, -0.5))
        painter.setFont(look.font("caption"))
        painter.setPen(QColor(theme.on_ink if at == present else theme.text2))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, str(at + 1))


class ObservationLine(QWidget):
    """A sentence, and whether it has happened."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._text = ""
        self._ticked = False
        policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @property
    def ticked(self) -> bool:
        """Whether it has happened."""
        return self._ticked

    def show_line(self, text: str, ticked: bool, look: Look) -> None:
        """Show the sentence."""
        if (text, ticked, look) == (self._text, self._ticked, self._look):
            return
        is_same_size = (text, look) == (self._text, self._look)
        self._text, self._ticked, self._look = text, ticked, look
        self.setAccessibleName(text)
        self.setAccessibleDescription("it happened" if ticked else "not yet")
        if not is_same_size:
            self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """It wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As the text needs."""
        return round(self._flow(width).height)

    def sizeHint(self) -> QSize:
        """For the width it has."""
        width = max(self.width(), round(self._look.px(240)))
        return QSize(width, self.heightForWidth(width))

    def paintEvent(self, event: QPaintEvent) -> None:
        """A ring or a check, and the sentence."""
        look, px, theme = self._look, self._look.px, self._look.theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        side = round(px(16))
        place = QRect(0, round(px(PROSE.line / 2) - side / 2), side, side)
        if self._ticked:
            icons.icon("circle-check", look, theme.text).paint(painter, place)
        else:
            painter.setPen(QPen(QColor(theme.control), px(1.2)))
            painter.drawEllipse(QRectF(place).adjusted(1.5, 1.5, -1.5, -1.5))
        self._flow(self.width()).paint(
            painter, QPointF(px(_TICK), 0), look, theme.text if self._ticked else theme.text2
        )

    def _flow(self, width: int) -> Flow:
        return flow([Piece(self._text)], width - self._look.px(_TICK), self._look, PROSE)
