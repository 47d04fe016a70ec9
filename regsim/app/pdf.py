"""Turns a laid-out picture into a PDF with its fonts inside; refuses to write the hour: no two would be alike."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QBuffer, QByteArray, QHashSeed, QIODevice, QMarginsF, QRectF, QSizeF, QUuid
from PySide6.QtGui import QPageSize, QPaintDevice, QPainter, QPdfWriter, QRegion
from PySide6.QtWidgets import QWidget

from regsim.app.provenance import PROGRAM
from regsim.app.sheet import Extent, Layer, Sheet
from regsim.app.steps import HALF, Steps
from regsim.app.svg import DETAIL, ratio_metric
from regsim.picture_file import element

POINTS_PER_INCH = 72
_DATE = re.compile(rb"/(CreationDate|ModDate) \(D:[0-9]{14}(Z|[+-][0-9]{2}'[0-9]{2}')\)")


def pdf_steps(sheet: Sheet, extent: Extent, words: str, text: str) -> Steps[Callable[[], bytes]]:
    """What gives a page that carries `text` and is titled `words`; any thread may call it.

    Letters stay letters, which can be searched and copied: a PDF brings its fonts along, as an SVG cannot.
    """
    pixels = extent.pixels
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = _Page(buffer)
    # at Qt's own 1200 dots an inch, widgets drawn in pixels lose their ticks and their lines become hairs
    writer.setResolution(round(extent.dpi * DETAIL))
    points = QSizeF(pixels) * (POINTS_PER_INCH / extent.dpi)
    writer.setPageSize(QPageSize(points, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    writer.setTitle(words)
    writer.setCreator(PROGRAM)
    writer.setDocumentId(QUuid.createUuidV5(QUuid(), text.encode()))
    writer.setDocumentXmpMetadata(QByteArray(_packet(words, text).encode()))
    layers = list(sheet.layers())
    painter = QPainter()
    try:
        with _hashed_alike():
            painter.begin(writer)
            painter.fillRect(QRectF(0, 0, pixels.width(), pixels.height()), sheet.ground)
            ratio, corner = sheet.fitted(pixels)
            painter.translate(corner)
            painter.scale(ratio, ratio)
        for number, layer in enumerate(layers):
            with _hashed_alike():
                _paint(painter, layer)
            yield HALF * number / len(layers)
        with _hashed_alike():
            painter.end()
    finally:
        if painter.isActive():  # nobody waits for it any more
            painter.end()
    content = bytes(buffer.data().data())
    return lambda: _DATE.sub(_fixed_date, content)


@contextmanager
def _hashed_alike() -> Iterator[None]:
    """Let Qt write the fonts in one order: that of a hash, which is another one each time."""
    QHashSeed.setDeterministicGlobalSeed()
    try:
        yield
    finally:
        QHashSeed.resetRandomGlobalSeed()


def _paint(painter: QPainter, layer: Layer) -> None:
    flags = QWidget.RenderFlag.DrawWindowBackground if layer.has_ground else QWidget.RenderFlag(0)
    painter.save()
    painter.setClipRect(layer.visible)
    QWidget.render(layer.widget, painter, layer.corner, QRegion(), flags)
    painter.restore()


class _Page(QPdfWriter):
    def metric(self, metric: QPaintDevice.PaintDeviceMetric) -> int:
        """As fine as the icons are to be."""
        own = ratio_metric(metric)
        return super().metric(metric) if own is None else own


def _fixed_date(found: re.Match[bytes]) -> bytes:
    """Another date of the same length, so that nothing behind it moves."""
    zone = b"Z" if found[2] == b"Z" else b"+00'00'"
    return b"/%b (D:20000101000000%b)" % (found[1], zone)


def _packet(words: str, text: str) -> str:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:xmp="http://ns.adobe.com/xap/1.0/">\n'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{html.escape(words, quote=False)}'
        "</rdf:li></rdf:Alt></dc:title>\n"
        f"<xmp:CreatorTool>{html.escape(PROGRAM, quote=False)}</xmp:CreatorTool>\n{element(text)}\n"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="w"?>'
    )
