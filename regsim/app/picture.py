"""Turns the window or views into a PNG, SVG or PDF of a chosen size, live or without a display, with the same code.

Each carries the experiment it was made from, and can be opened again. It refuses to change what is on the screen: a
live window is painted as it stands, only at a higher ratio.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QRectF, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from regsim import atomic, picture_file
from regsim.app.figure import composed
from regsim.app.provenance import PROGRAM, Provenance, provenance_of
from regsim.app.sheet import SCREEN_DPI, Extent, Sheet, strip_height
from regsim.app.steps import HALF, Steps, finished
from regsim.app.theme import Look
from regsim.experiment import Experiment

if TYPE_CHECKING:
    from regsim.app.stage import Stage

REFERENCE_SIZE = QSize(1920, 1080)
PRINTED_TYPE = 0.75
"""Type on paper over type on a screen of 96 dots to the inch: the smallest, 12 pixels there, is 6.75 points here."""
METRES_PER_INCH = 0.0254
SCREEN_BAND, LARGE_BAND = 1 << 21, 1 << 20
"""Pixels that are painted at once: of a picture up to 4K a quarter; of a larger one, whose joins are round, less."""
Note = Callable[[float], None]


def painted(widget: QWidget, ratio: float) -> QImage:
    """The widget as it stands, with `ratio` pixels of the image for one of its own.

    Only RGB32 is a fast target for Qt's rasteriser.
    """
    size = widget.size() * ratio
    image = QImage(size, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(widget.palette().color(widget.backgroundRole()) if widget.isWindow() else QColor("white"))
    painter = QPainter(image)
    widget.render(painter, QPoint(0, 0))
    painter.end()
    return image


def encoded(image: QImage) -> bytes:
    """The image as a PNG; any thread may ask for it, and Qt lets all others run meanwhile."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def png_steps(sheet: Sheet, extent: Extent, words: str, text: str) -> Steps[Callable[[], bytes]]:
    """What encodes an image that carries `text` and is described by `words`; any thread may call it."""
    image = yield from image_steps(sheet, extent.pixels)
    image.setDotsPerMeterX(round(extent.dpi / METRES_PER_INCH))
    image.setDotsPerMeterY(round(extent.dpi / METRES_PER_INCH))
    return lambda: picture_file.png_with(encoded(image), text, {"Software": PROGRAM, "Description": words})


def image_steps(sheet: Sheet, pixels: QSize) -> Steps[QImage]:
    """The sheet, whole and in the middle of an image of `pixels`, painted in bands from the top."""
    ratio, corner = sheet.fitted(pixels)
    image = QImage(pixels, QImage.Format.Format_RGB32)
    band = SCREEN_BAND if pixels.width() * pixels.height() <= 4 * SCREEN_BAND else LARGE_BAND
    rows = max(1, band // pixels.width())
    for top in range(0, pixels.height(), rows):
        _paint_band(image, sheet, ratio, corner, range(top, min(top + rows, pixels.height())))
        yield HALF * top / pixels.height()
    image.setDevicePixelRatio(ratio)
    return image


def _paint_band(image: QImage, sheet: Sheet, ratio: float, corner: QPoint, rows: range) -> None:
    """Paint these rows, in an image that shares their memory."""
    line = image.bytesPerLine()
    memory = image.bits()[rows.start * line : rows.stop * line]
    band = QImage(memory, image.width(), len(rows), line, image.format())
    band.setDevicePixelRatio(ratio)
    band.fill(sheet.ground)
    painter = QPainter(band)
    painter.translate(corner.x() / ratio, (corner.y() - rows.start) / ratio)
    area = QRectF(-corner.x(), rows.start - corner.y(), image.width(), len(rows))
    logical = QRectF(area.topLeft() / ratio, area.size() / ratio).toAlignedRect()
    sheet.paint(painter, logical.adjusted(-1, -1, 1, 1))
    painter.end()


def save_steps(sheet: Sheet, path: Path, extent: Extent, provenance: Provenance) -> Steps[Callable[[Note], Path]]:
    """What writes a picture of the kind that the ending of `path` names, atomically; any thread may call it.

    Parameters
    ----------
    sheet : Sheet
    path : Path
        Ends in ``.png``, ``.svg`` or ``.pdf``.
    extent : Extent
    provenance : Provenance
        What it was made from, which it carries.

    Raises
    ------
    Refusal
        If it cannot be written there, or has another ending; what was there is kept.
    """
    atomic.check_output(path, picture_file.ENDINGS)
    text = provenance.text(path.resolve().parent)
    encode = yield from _kind(path.suffix.lower())(sheet, extent, provenance.words, text)

    def write(note: Note) -> Path:
        note(HALF)
        content = encode()
        note(1.0)
        atomic.write_bytes(path, content)
        return path

    return write


def _kind(ending: str) -> Callable[[Sheet, Extent, str, str], Steps[Callable[[], bytes]]]:
    """What makes a file with this ending; imported only when it is asked for."""
    if ending == ".svg":
        from regsim.app.svg import svg_steps

        return svg_steps
    if ending == ".pdf":
        from regsim.app.pdf import pdf_steps

        return pdf_steps
    return png_steps


def save(sheet: Sheet, path: Path, extent: Extent, provenance: Provenance) -> None:
    """All of `save_steps`, at once."""
    finished(save_steps(sheet, path, extent, provenance))(lambda share: None)


def ratio_for(size: tuple[int, int], dpi: float | None = None) -> float:
    """Pixels of the file for one logical pixel.

    Without a resolution, on a screen, type and lines grow beyond full HD, so that 4K looks like 1080p; on paper they
    have the size of print.
    """
    if dpi is not None:
        return PRINTED_TYPE * dpi / SCREEN_DPI
    grown = min(size[0] / REFERENCE_SIZE.width(), size[1] / REFERENCE_SIZE.height())
    return max(1.0, round(grown * 4) / 4)


@contextmanager
def staged(
    experiment: Experiment,
    *,
    size: tuple[int, int],
    epochs: int | None = None,
    views: Sequence[str] = (),
    scale: float | None = None,
    dpi: float | None = None,
    theme: str = "light",
    title: str | None = None,
    caption: bool | str = True,
    selected: int = 0,
    linear: bool = False,
) -> Iterator[tuple[Stage, Callable[[str], Sheet]]]:
    """Where `experiment` is trained without a display; and the sheet to be pictured, which is given its words.

    Parameters
    ----------
    experiment : Experiment
    size : (int, int)
        Pixels of each file.
    epochs : int, optional
        How far it will be trained; to the end by default.
    views : sequence of str
        Keys of the views, in a figure; without any the whole window.
    scale : float, optional
        Pixels of the file for one of the window: type and lines grow with it; by default as `ratio_for` says.
    dpi : float, optional
        Dots to the inch, for paper; a screen's by default.
    theme : {"light", "dark", "projector", "print"}
    title : str, optional
        Of a figure; by default that of the experiment above several views, and none above one.
    caption : bool or str
        A text below; True for what the sheet is given, False for none.
    selected : int
        The run that is shown large.
    linear : bool
        Whether the axis of the loss is linear.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from regsim.app.process import make_application
    from regsim.app.stage import Stage

    application = make_application([])
    ratio = scale or ratio_for(size, dpi)
    logical = QSize(round(size[0] / ratio), round(size[1] / ratio))
    keys = tuple(dict.fromkeys(views))
    composition = composed(keys, experiment.title)
    if title is not None:
        composition = replace(composition, title=title)
    words = Provenance(experiment, epochs or experiment.training.epochs).words if caption is True else caption or ""
    logical.setHeight(logical.height() - strip_height(words, Look(), logical.width()))
    stage = Stage(logical, theme, composition, selected, linear)
    try:
        yield stage, lambda made: Sheet(stage.subject(), stage.look, made if caption is True else words)
    finally:
        stage.close()
    QApplication.sendPostedEvents()
    del application


def render(
    experiment: Experiment, outputs: Sequence[Path], *, epochs: int | None = None, dpi: float | None = None, **how: Any
) -> None:
    """Train `experiment` once and write pictures of it, without a display.

    Parameters
    ----------
    experiment : Experiment
    outputs : sequence of Path
        Each ends in ``.png``, ``.svg`` or ``.pdf``.
    epochs, dpi, **how
        As in `staged`.

    Raises
    ------
    Refusal
        If a file cannot be written or a view is unknown.
    """
    with staged(experiment, epochs=epochs, dpi=dpi, **how) as (stage, sheet_with):
        stage.train(experiment, epochs)
        provenance = provenance_of(stage.laboratory.session)
        for output in outputs:
            save(sheet_with(provenance.words), output, Extent(QSize(*how["size"]), dpi or SCREEN_DPI), provenance)
