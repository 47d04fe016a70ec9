"""Draws a part of an image, in a file of shapes too, where Qt would draw all of it; refuses to choose the part."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QImage, QPainter

from regsim.app.stills import is_vector

_ENLARGED = 8
"""How many times larger an unsmoothed part is embedded: programs that smooth images then leave its pixels square."""
_SMOOTHED = 4
"""How many times larger a smoothed one is."""


def draw_part(painter: QPainter, place: QRectF, image: QImage, part: QRectF) -> None:
    """Draw `part` of `image`, in its pixels, into `place`."""
    if not is_vector(painter):
        painter.drawImage(place, image, part)
        return
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)
    if not painter.testRenderHint(QPainter.RenderHint.SmoothPixmapTransform):
        cut = image.copy(part.toRect())
        painter.drawImage(place, cut.scaled(QSize(cut.width(), cut.height()) * _ENLARGED))
        return
    # readers of a PDF do not smooth an image
    smooth = Qt.TransformationMode.SmoothTransformation
    image = image.scaled(image.size() * _SMOOTHED, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    part = QRectF(part.topLeft() * _SMOOTHED, part.size() * _SMOOTHED)
    x, y = place.width() / part.width(), place.height() / part.height()
    whole = QRectF(place.left() - part.left() * x, place.top() - part.top() * y, image.width() * x, image.height() * y)
    painter.save()
    painter.setClipRect(place, Qt.ClipOperation.IntersectClip)
    painter.drawImage(whole, image)
    painter.restore()
