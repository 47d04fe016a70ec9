"""Lays out what is pictured: a subject and, below it, a discreet line that says what made it; refuses to encode it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from regsim.app.figure import Figure
from regsim.app.theme import Look
from regsim.app.views.base import View

STRIP_HEIGHT = 24
INSET = 14
SCREEN_DPI = 96.0
_WRAPPED = Qt.TextFlag.TextWordWrap


@dataclass(frozen=True, slots=True)
class Extent:
    """How large a picture is.

    Parameters
    ----------
    pixels : QSize
    dpi : float
        Dots to the inch: how large a page of these pixels is on paper.
    """

    pixels: QSize
    dpi: float = SCREEN_DPI


@dataclass(frozen=True, slots=True)
class Layer:
    """One widget without its children.

    Parameters
    ----------
    widget : QWidget
    corner : QPoint
        Where it stands on the sheet.
    visible : QRect
        What may be seen of it, on the sheet.
    has_ground : bool
        Whether it brings a background along.
    """

    widget: QWidget
    corner: QPoint
    visible: QRect
    has_ground: bool


class Sheet:
    """See the module.

    Parameters
    ----------
    subject : QWidget
        The window, a view, or several of them in a grid.
    look : Look
    caption : str
        Empty for none.
    """

    def __init__(self, subject: QWidget, look: Look, caption: str = "") -> None:
        self._subject = subject
        self._strip = _Strip(caption, look)
        self._strip.resize(subject.width(), strip_height(caption, look, subject.width()))
        self.ground = ground_of(subject, look)

    @property
    def size(self) -> QSize:
        """Logical pixels."""
        return QSize(self._subject.width(), self._subject.height() + self._strip.height())

    def parts(self) -> list[tuple[QWidget, QPoint]]:
        """The widgets to draw, and where."""
        subject = (self._subject, QPoint(0, 0))
        return [subject, (self._strip, QPoint(0, self._subject.height()))] if self._strip.height() else [subject]

    def paint(self, painter: QPainter, area: QRect) -> None:
        """Draw what lies in `area`, in logical pixels, on no ground."""
        for widget, corner in self.parts():
            part = widget.rect() & area.translated(-corner)
            if not part.isEmpty():
                QWidget.render(widget, painter, corner + part.topLeft(), QRegion(part))

    def layers(self) -> Iterator[Layer]:
        """All that is to be seen, from back to front, widget by widget."""
        for widget, corner in self.parts():
            for layer in _layers(widget, corner, QRect(corner, widget.size())):
                yield Layer(layer.widget, layer.corner, layer.visible, layer.has_ground or layer.widget is widget)

    def fitted(self, pixels: QSize) -> tuple[float, QPoint]:
        """Pixels of a file of `pixels` for a logical one, and the corner, so that all is whole and in the middle."""
        size = self.size
        ratio = min(pixels.width() / size.width(), pixels.height() / size.height())
        rest = pixels - size * ratio
        return ratio, QPoint(max(rest.width() // 2, 0), max(rest.height() // 2, 0))


def _layers(widget: QWidget, corner: QPoint, room: QRect) -> Iterator[Layer]:
    visible = QRect(corner, widget.size()) & room
    if visible.isEmpty():
        return
    yield Layer(widget, corner, visible, widget.autoFillBackground())
    for child in widget.children():
        if isinstance(child, QWidget) and not child.isWindow() and not child.isHidden():
            yield from _layers(child, corner + child.pos(), visible)


def strip_height(caption: str, look: Look, width: int) -> int:
    """Logical pixels that a caption takes below something of this width: as many lines as it needs."""
    if not caption:
        return 0
    room = QRectF(0, 0, max(width - 2 * look.px(INSET), 1.0), 1e6)
    words = QFontMetricsF(look.font("caption")).boundingRect(room, _WRAPPED, caption)
    return round(max(look.px(STRIP_HEIGHT), words.height() + look.px(8)))


def ground_of(subject: QWidget, look: Look) -> QColor:
    """What is seen around the rounded corners of cards."""
    is_one = isinstance(subject, View) or (isinstance(subject, Figure) and subject.is_one_view)
    return QColor(look.theme.surface if is_one else look.theme.window)


class _Strip(QWidget):
    def __init__(self, text: str, look: Look) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_NoSystemBackground)
        self._text = text
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        """The words, in as many lines as there is room for."""
        painter = QPainter(self)
        painter.setFont(self._look.font("caption"))
        painter.setPen(QColor(self._look.theme.text2))
        inset = self._look.px(INSET)
        room = QRectF(self.rect()).adjusted(inset, 0, -inset, 0)
        painter.drawText(room, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft | _WRAPPED, self._text)
