"""Turns the window or a view into a picture of a chosen size, live or without a display, with the same code.

It refuses to change what is on the screen: a live window is painted as it stands, only at a higher ratio.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QPoint, QSize
from PySide6.QtGui import QColor, QImage, QImageWriter, QPainter
from PySide6.QtWidgets import QApplication, QWidget

from regsim import atomic
from regsim.experiment import Experiment
from regsim.knob import Refusal

REFERENCE_SIZE = QSize(1920, 1080)
LARGEST_SIDE = 7680


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
    """The image as a PNG."""
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, QByteArray(b"PNG")).write(image)
    return bytes(buffer.data().data())


def save(image: QImage, path: Path) -> None:
    """Write a PNG atomically.

    Raises
    ------
    Refusal
        If it cannot be written there; what was there is kept.
    """
    atomic.write_bytes(path, encoded(image))


def ratio_for(size: tuple[int, int]) -> float:
    """Pixels of the file for one logical pixel: type and lines grow beyond full HD, so that 4K looks like 1080p."""
    grown = min(size[0] / REFERENCE_SIZE.width(), size[1] / REFERENCE_SIZE.height())
    return max(1.0, round(grown * 4) / 4)


def render(
    experiment: Experiment,
    output: Path,
    *,
    epochs: int | None,
    window: bool,
    view: str | None,
    size: tuple[int, int],
    theme: str,
) -> None:
    """Train `experiment` and write a picture of it, without a display.

    Parameters
    ----------
    experiment : Experiment
    output : Path
        A ``.png``.
    epochs : int, optional
        How far to train; to the end by default.
    window : bool
        The whole window, rather than one view.
    view : str, optional
        Key of the view.
    size : (int, int)
        Pixels of the file.
    theme : {"light", "dark", "projector"}

    Raises
    ------
    Refusal
        If the file cannot be written or the view is unknown.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from regsim.app.process import make_application
    from regsim.app.stage import Stage

    application = make_application([])
    ratio = ratio_for(size)
    logical = QSize(round(size[0] / ratio), round(size[1] / ratio))
    stage = Stage(logical, theme, None if window else view)
    try:
        stage.train(experiment, epochs)
        image = painted(stage.subject(), ratio)
    finally:
        stage.close()
    if image.size() != QSize(*size):
        image = image.scaled(QSize(*size))
    save(image, output)
    QApplication.sendPostedEvents()
    del application


__all__ = ["Refusal", "encoded", "painted", "ratio_for", "render", "save"]
