"""Draws LaTeX as a picture in the text colour, by ziamath; refuses to fail: what it cannot set is shown as plain text.

ziamath is imported with the first formula (150 ms); each formula takes 6 to 28 ms and is drawn once.
"""

from __future__ import annotations

import logging
import warnings
from functools import lru_cache
from typing import NamedTuple

from PySide6.QtCore import QByteArray, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from regsim.app.theme import Look

log = logging.getLogger(__name__)


def formula_pixmap(latex: str, look: Look, size: float, device_pixel_ratio: float) -> QPixmap:
    """`latex` as a transparent picture.

    Parameters
    ----------
    latex : str
        Without dollar signs.
    size : float
        Font size in px at zoom 1.
    device_pixel_ratio : float
        Device pixels per logical pixel of the screen it is shown on.
    """
    drawing = _drawing(latex, look.theme.text, look.px(size))
    extent = _plain_extent(latex, look) if drawing is None else drawing.extent
    picture = QPixmap((extent * device_pixel_ratio).toSize().expandedTo(QSizeF(1, 1).toSize()))
    picture.setDevicePixelRatio(device_pixel_ratio)
    picture.fill(Qt.GlobalColor.transparent)
    painter = QPainter(picture)
    if drawing is None:
        painter.setFont(look.font("body"))
        painter.setPen(QColor(look.theme.text))
        painter.drawText(QRectF(0, 0, extent.width(), extent.height()), Qt.AlignmentFlag.AlignVCenter, latex)
    else:
        QSvgRenderer(QByteArray(drawing.svg)).render(painter, QRectF(0, 0, extent.width(), extent.height()))
    painter.end()
    return picture


def as_fine(picture: QPixmap, painter: QPainter, latex: str, look: Look, size: float) -> QPixmap:
    """The `picture` of a formula, or a finer one where the painter is finer than the screen: in a large file."""
    ratio = painter.deviceTransform().m11()
    return picture if picture.devicePixelRatio() >= ratio else formula_pixmap(latex, look, size, ratio)


class _Drawing(NamedTuple):
    svg: bytes
    extent: QSizeF


@lru_cache(maxsize=128)
def _drawing(latex: str, colour: str, size: float) -> _Drawing | None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # how it finds its own font; nothing we could change
        import ziamath

    # Qt's renderer shifts and clips the glyphs of SVG 2; currentColor it paints black.
    ziamath.config.svg2 = False  # type: ignore[attr-defined]  # not in its __all__
    try:
        made = ziamath.Latex(latex, size=size, color=colour)  # type: ignore[attr-defined]
        svg = made.svg()
    except Exception:  # ziamath raises whatever its parser meets; a formula is never worth a window
        log.warning("cannot draw the formula %s", latex, exc_info=True)
        return None
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    return _Drawing(svg.encode(), renderer.viewBoxF().size())


def _plain_extent(latex: str, look: Look) -> QSizeF:
    metrics = QFontMetricsF(look.font("body"))
    return QSizeF(metrics.horizontalAdvance(latex) + 2, metrics.height())
