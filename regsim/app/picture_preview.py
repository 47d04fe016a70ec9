"""Shows small what a picture will be, laid out as at its full size; refuses to hold up whoever is choosing.

It is painted in steps a moment after the last change; a choice that no file can be made of is said in one sentence.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from regsim.app.picture import image_steps
from regsim.app.picture_choice import PictureChoice
from regsim.app.picturing import pictured
from regsim.app.provenance import Provenance
from regsim.app.sheet import SCREEN_DPI, Extent, Sheet
from regsim.app.steps import Steps
from regsim.knob import Refusal

if TYPE_CHECKING:
    from regsim.app.laboratory import Laboratory

PAUSE_MS = 120
"""How long nothing changes before it is painted."""
MM_PER_INCH = 25.4


class PicturePreview(QWidget):
    """See the module.

    Parameters
    ----------
    laboratory : Laboratory
    say : callable
        Told how large the file will be, or what is wrong.

    Attributes
    ----------
    image : QImage or None
        What is seen.
    refusal : str
        Why no file can be made of the last choice; empty if one can.
    """

    def __init__(self, laboratory: Laboratory, say: Callable[[str], None]) -> None:
        super().__init__()
        self.refusal = ""
        self._laboratory = laboratory
        self._say = say
        self._steps: Steps[QImage] | None = None
        self.image: QImage | None = None
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._step)
        self.setMinimumSize(420, 300)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName("Preview")

    def show_choice(self, choice: PictureChoice) -> None:
        """Paint this one, in a moment."""
        self._stop()
        self._steps = pictured(self._laboratory, choice, self._paint)
        self._timer.start(PAUSE_MS)

    def show_nothing(self) -> None:
        """Paint nothing any more."""
        self._stop()
        self.image = None
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The picture, whole and in the middle."""
        if self.image is None:
            return
        painter = QPainter(self)
        wide, high = (side / self.devicePixelRatioF() for side in self.image.size().toTuple())
        box = QRectF((self.width() - wide) / 2, (self.height() - high) / 2, wide, high)
        painter.drawImage(box, self.image)
        painter.setPen(QColor(self.palette().mid().color()))
        painter.drawRect(box.adjusted(-0.5, -0.5, 0.5, 0.5))
        painter.end()

    def _paint(self, sheet: Sheet, extent: Extent, provenance: Provenance) -> Steps[QImage]:
        pixels = extent.pixels
        words = f"{pixels.width()} × {pixels.height()} pixels"
        if extent.dpi != SCREEN_DPI:
            wide, high = (side / extent.dpi * MM_PER_INCH for side in pixels.toTuple())
            words += f", {wide:.0f} × {high:.0f} mm at {extent.dpi:g} dpi"
        self.refusal = ""
        self._say(words)
        room = self.size() * self.devicePixelRatioF() - QSize(2, 2)
        small = pixels.scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        return (yield from image_steps(sheet, small.boundedTo(pixels)))

    def _step(self) -> None:
        if self._steps is None:
            return
        try:
            next(self._steps)
        except StopIteration as stop:
            self._steps = None
            self.image = stop.value
            self.image.setDevicePixelRatio(1.0)
            self.update()
        except Refusal as refusal:
            self._stop()
            self.refusal = str(refusal)
            self._say(self.refusal)
        else:
            self._timer.start(0)

    def _stop(self) -> None:
        self._timer.stop()
        if self._steps is not None:
            self._steps.close()
            self._steps = None
