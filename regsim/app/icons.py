"""Turns the bundled line icons into QIcons of any colour, drawn for each pixel ratio; refuses to scale pixels."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from regsim.app.theme import Look
from regsim.paths import resources

RATIOS = (1.0, 1.5, 2.0)
"""Device pixel ratios every icon is drawn for."""


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


def app_icon() -> QIcon:
    """The icon of the program itself, for windows and task bars."""
    return QIcon(str(resources() / "icons" / "regsim.svg"))


@cache
def _icon(name: str, colour: str, pale: str, size: int) -> QIcon:
    made = QIcon()
    for ratio in RATIOS:
        made.addPixmap(_pixmap(name, colour, size, ratio))
        made.addPixmap(_pixmap(name, pale, size, ratio), QIcon.Mode.Disabled)
    return made


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
