"""Turns the bundled line icons into QIcons of any colour, drawn for each pixel ratio; refuses to scale pixels."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from regsim.app.theme import Look
from regsim.paths import resources


def icon(name: str, look: Look, colour: str | None = None, size: int = 16) -> QIcon:
    """The icon `name` in `colour` (the text colour by default), `size` px at zoom 1; paler where disabled.

    Raises
    ------
    FileNotFoundError
        If no such icon is bundled.
    """
    theme = look.theme
    return _icon(name, colour or theme.text, theme.dropped, round(look.px(size)))


def pixmap(name: str, colour: str, size: float, ratio: float) -> QPixmap:
    """The icon as a picture of `size` logical px for a screen of `ratio` device pixels each."""
    return _pixmap(name, colour, round(size), ratio)


def draw(painter: QPainter, rect: QRectF, picture: QPixmap) -> None:
    """In the middle of `rect`, on whole device pixels, so that it stays sharp."""
    ratio, extent = picture.devicePixelRatio(), picture.deviceIndependentSize()
    left = rect.x() + (rect.width() - extent.width()) / 2
    top = rect.y() + (rect.height() - extent.height()) / 2
    painter.drawPixmap(QPointF(round(left * ratio) / ratio, round(top * ratio) / ratio), picture)


def app_icon() -> QIcon:
    """The icon of the program itself, for windows and task bars."""
    return QIcon(str(resources() / "icons" / "regsim.svg"))


@cache
def _icon(name: str, colour: str, pale: str, size: int) -> QIcon:
    return QIcon(_Engine(name, colour, pale, size))


class _Engine(QIconEngine):
    """Draws an icon for the painter that it meets: a picture may be much finer than the screen."""

    def __init__(self, name: str, colour: str, pale: str, size: int) -> None:
        super().__init__()
        self._made_of = name, colour, pale, size

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        """In the middle of `rect`."""
        draw(painter, QRectF(rect), self._picture(rect.size(), mode, painter.deviceTransform().m11()))

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        """So many pixels."""
        return self.scaledPixmap(size, mode, state, 1.0)

    def scaledPixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State, scale: float) -> QPixmap:
        """So many device pixels, of which `scale` are a logical one."""
        return self._picture(size / scale, mode, scale)

    def actualSize(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QSize:
        """What there is of it within `size`: it is not enlarged."""
        *_, own = self._made_of
        return size.boundedTo(QSize(own, own))

    def clone(self) -> QIconEngine:
        """Another of the same."""
        return _Engine(*self._made_of)

    def _picture(self, size: QSize, mode: QIcon.Mode, ratio: float) -> QPixmap:
        name, colour, pale, own = self._made_of
        side = min(own, size.width(), size.height())
        return _pixmap(name, pale if mode == QIcon.Mode.Disabled else colour, side, ratio)


@cache
def _pixmap(name: str, colour: str, size: int, ratio: float) -> QPixmap:
    # QtSvg paints currentColor black, so the colour is written into the text.
    source = _source(name).replace("currentColor", colour)
    side = round(size * ratio)
    picture = QPixmap(QSize(side, side))
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    QSvgRenderer(QByteArray(source.encode())).render(painter, QRectF(0, 0, side, side))
    painter.end()
    picture.setDevicePixelRatio(ratio)
    return picture


@cache
def _source(name: str) -> str:
    return (resources() / "icons" / f"{name}.svg").read_text(encoding="utf-8")
