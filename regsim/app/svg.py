"""Turns widgets into an SVG that looks the same in every program; refuses to rely on any font of the reader's machine.

Each widget is drawn by Qt into a document of its own, and these are put together here: Qt's clip paths are wrong as
soon as a widget is drawn inside another, and children would not be cut by what scrolls them. Letters become outlines,
because an SVG names fonts but cannot carry them where Inkscape and librsvg would find them.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QBuffer, QIODevice, QPoint, QPointF, QRect, QSize
from PySide6.QtGui import QFont, QPaintDevice, QPainter, QPainterPath, QRegion
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from regsim.app.sheet import SCREEN_DPI, Extent, Layer, Sheet
from regsim.app.steps import HALF, Steps
from regsim.picture_file import element

DETAIL = 4
"""Pixels for one logical pixel of the few things that are pictures even here: icons and formulas."""
_OUTLINE_SCALE = 16
"""Outlines are taken from letters so many times larger, where the font engine does not round them."""
_TEXT = re.compile(
    r'<text fill="([^"]*)" fill-opacity="([^"]*)" stroke="none" xml:space="preserve" x="([^"]*)" y="([^"]*)" '
    r'font-family="([^"]*)" font-size="([^"]*)" font-weight="([^"]*)" font-style="([^"]*)"\s*>([^<]*)</text>'
)
_FONT_OF_GROUP = re.compile(r'\s*font-family="[^"]*" font-size="[^"]*" font-weight="[^"]*" font-style="[^"]*"\s*>')
_EMPTY_GROUP = re.compile(r"<g [^<>]*>\s*</g>\s*")
_CLIP = re.compile(r'(<clipPath id="[^"]*">\s*<path )')
_NAME = re.compile(r'(\bid="|url\(#|xlink:href="#)')


def ratio_metric(metric: QPaintDevice.PaintDeviceMetric) -> int | None:
    """What a paint device answers that has `DETAIL` pixels for a logical one; None for everything else."""
    kind = QPaintDevice.PaintDeviceMetric
    if metric == kind.PdmDevicePixelRatio:
        return DETAIL
    if metric == kind.PdmDevicePixelRatioScaled:
        return int(DETAIL * QPaintDevice.devicePixelRatioFScale())
    if metric in (kind.PdmDevicePixelRatioF_EncodedA, kind.PdmDevicePixelRatioF_EncodedB):
        return 0  # ask for the scaled one
    return None


def svg_steps(sheet: Sheet, extent: Extent, words: str, text: str) -> Steps[Callable[[], bytes]]:
    """What joins a drawing that carries `text` and is titled `words`; any thread may call it."""
    pixels, inch = extent.pixels, extent.dpi
    ratio, corner = sheet.fitted(pixels)
    width, height = pixels.width(), pixels.height()
    unit = ("", "") if inch == SCREEN_DPI else (f"{width / inch:.4f}in", f"{height / inch:.4f}in")
    ground = sheet.ground.name()
    layers, documents = list(sheet.layers()), []
    for number, layer in enumerate(layers):
        documents.append(_drawn(layer))
        yield HALF * number / len(layers)
    places = [(layer.corner, layer.visible) for layer in layers]

    def joined() -> bytes:
        drawn = zip(documents, places, strict=True)
        groups = [_group(document, *place, number) for number, (document, place) in enumerate(drawn)]
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n'
            '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
            f'width="{unit[0] or width}" height="{unit[1] or height}" viewBox="0 0 {width} {height}">\n'
            f"<title>{html.escape(words, quote=False)}</title>\n<metadata>{element(text)}</metadata>\n"
            f'<rect width="{width}" height="{height}" fill="{ground}"/>\n'
            f'<g transform="matrix({ratio},0,0,{ratio},{corner.x()},{corner.y()})">\n{"".join(groups)}</g>\n</svg>\n'
        ).encode()

    return joined


def _group(document: str, corner: QPoint, visible: QRect, number: int) -> str:
    """One widget's document as a group, cut to what may be seen of it; empty if it paints nothing."""
    inner = _inner(document, f"w{number}-")
    if not inner:
        return ""
    box = f'x="{visible.x()}" y="{visible.y()}" width="{visible.width()}" height="{visible.height()}"'
    moved = f"matrix({1 / DETAIL},0,0,{1 / DETAIL},{corner.x()},{corner.y()})"
    return (
        f'<clipPath id="v{number}"><rect {box}/></clipPath>\n'
        f'<g clip-path="url(#v{number})"><g transform="{moved}">\n{inner}</g></g>\n'
    )


class _Page(QSvgGenerator):
    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        """As fine as the icons are to be."""
        own = ratio_metric(metric)
        return super().metric(metric) if own is None else own


def _drawn(layer: Layer) -> str:
    """A document of one widget without its children, as Qt writes it."""
    widget = layer.widget
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    page = _Page(QSvgGenerator.SvgVersion.Svg11)
    page.setOutputDevice(buffer)
    size = QSize(widget.width() * DETAIL, widget.height() * DETAIL)
    page.setSize(size)
    page.setViewBox(QRect(QPoint(0, 0), size))
    painter = QPainter(page)
    flags = QWidget.RenderFlag.DrawWindowBackground if layer.has_ground else QWidget.RenderFlag(0)
    QWidget.render(widget, painter, QPoint(0, 0), QRegion(), flags)  # a QGraphicsView has a render of its own
    painter.end()
    return bytes(buffer.data().data()).decode("utf-8")


def _inner(document: str, prefix: str) -> str:
    """What is drawn in a document, its letters as outlines and its names unlike those of all others."""
    inner = document[document.index("<defs>") : document.rindex("</svg>")]
    inner = _CLIP.sub(rf'\g<1>transform="scale({DETAIL})" ', inner)  # Qt leaves the device's ratio out of them
    inner = _TEXT.sub(_outlined, inner)
    inner = _FONT_OF_GROUP.sub(">", inner)
    while (shorter := _EMPTY_GROUP.sub("", inner)) != inner:
        inner = shorter
    inner = inner.replace("<defs>\n</defs>\n", "").replace(' vector-effect="none"', "")
    return _NAME.sub(rf"\g<1>{prefix}", inner) if "<" in inner else ""


def _outlined(found: re.Match[str]) -> str:
    fill, opacity, x, y, families, size, weight, style, text = (html.unescape(part) for part in found.groups())
    drawn = _outline(families, float(size), int(weight), style == "italic", text)
    if not drawn:
        return ""
    return (
        f'<path transform="translate({x},{y}) scale({1 / _OUTLINE_SCALE})" fill="{fill}" fill-opacity="{opacity}" '
        f'stroke="none" fill-rule="nonzero" d="{drawn}"><title>{html.escape(text)}</title></path>'
    )


@lru_cache(maxsize=4096)  # the font engine moves a word by a 200th of a pixel when asked again: pictures would differ
def _outline(families: str, size: float, weight: int, italic: bool, text: str) -> str:
    """The letters `_OUTLINE_SCALE` times as large, from the left end of their base line."""
    font = QFont()
    font.setFamilies([family.strip("' ") for family in families.split(",")])
    font.setFeature(QFont.Tag("tnum"), 1)
    font.setPixelSize(round(size * _OUTLINE_SCALE))
    font.setWeight(QFont.Weight(weight))
    font.setItalic(italic)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    path = QPainterPath()
    path.addText(QPointF(0, 0), font, text)
    return _path_data(path)


def _path_data(path: QPainterPath) -> str:
    kinds = QPainterPath.ElementType
    parts = []
    for index in range(path.elementCount()):
        element = path.elementAt(index)
        letter = {kinds.MoveToElement: "M", kinds.LineToElement: "L", kinds.CurveToElement: "C"}.get(element.type, "")
        parts.append(f"{letter}{element.x:.2f},{element.y:.2f}")
    return " ".join(parts)
