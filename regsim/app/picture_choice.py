"""What a person may choose of a picture: window or views, size, theme and words; refuses a size that no file has."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize

from regsim.app.figure import CALM_SHAPE
from regsim.app.picture import PRINTED_TYPE, ratio_for
from regsim.app.sheet import SCREEN_DPI, Extent
from regsim.knob import Refusal

SMALLEST, LARGEST = 64, 8192
"""Pixels of a side."""
SMALLEST_ROOM = 160.0
"""Logical pixels of a side, below which no view can be read."""
PRINT_DPI = 300.0
MM_PER_INCH = 25.4
COLUMN_MM, PAGE_MM, PAGE_HEIGHT_MM = 85.0, 180.0, 240.0
"""Width of a column and of a page in print, and how high a figure may be."""


@dataclass(frozen=True, slots=True)
class PictureSize:
    """How large: by a scale of the screen, in pixels, or in millimetres of width; the others are 0.

    Parameters
    ----------
    scale : float
        Pixels of the file for one of the screen's.
    width, height : int
        Pixels.
    millimetres : float
        Of width; the height follows from what is pictured.
    dpi : float
        Dots to the inch; other than a screen's, type has the size of print.
    """

    scale: float = 0.0
    width: int = 0
    height: int = 0
    millimetres: float = 0.0
    dpi: float = SCREEN_DPI

    def measured(self, screen: QSize, views: int) -> tuple[Extent, float]:
        """The size in pixels, and how many of them a logical pixel of a figure takes.

        Parameters
        ----------
        screen : QSize
            Logical pixels of what is pictured, as it stands on the screen.
        views : int
            How many form a figure; 0 for the window, which keeps its shape.

        Raises
        ------
        Refusal
            If a side is not in [64, 8192] pixels, or too short for its type.
        """
        if self.scale:
            pixels, ratio = screen * self.scale, self.scale
        elif self.millimetres:
            pixels, ratio = self._on_paper(screen, views), PRINTED_TYPE * self.dpi / SCREEN_DPI
        else:
            pixels = QSize(self.width, self.height)
            ratio = ratio_for((self.width, self.height), None if self.dpi == SCREEN_DPI else self.dpi)
        named = f"{pixels.width()} × {pixels.height()} pixels"
        if not all(SMALLEST <= side <= LARGEST for side in (pixels.width(), pixels.height())):
            raise Refusal(f"{named}: each side must be in [{SMALLEST}, {LARGEST}]")
        if views and min(pixels.width(), pixels.height()) / ratio < SMALLEST_ROOM:
            raise Refusal(f"{named} at {self.dpi:g} dpi: too small for its type; take more pixels or fewer dpi")
        return Extent(pixels, self.dpi), ratio

    def _on_paper(self, screen: QSize, views: int) -> QSize:
        width = self.millimetres / MM_PER_INCH * self.dpi
        if views:
            columns = 1 if self.millimetres <= COLUMN_MM else min(views, 2)
            height = width / columns / CALM_SHAPE * -(-views // columns)
        else:
            height = width * screen.height() / screen.width()
        return QSize(round(width), round(min(height, PAGE_HEIGHT_MM / MM_PER_INCH * self.dpi)))


SIZES = {
    **{f"× {scale:g} of the screen": PictureSize(scale=scale) for scale in (1.0, 1.5, 2.0, 3.0, 4.0)},
    **{
        f"{width} × {height}": PictureSize(width=width, height=height)
        for width, height in ((1920, 1080), (3840, 2160), (7680, 4320))
    },
    "a column in print, 85 mm at 300 dpi": PictureSize(millimetres=COLUMN_MM, dpi=PRINT_DPI),
    "a page in print, 180 mm at 300 dpi": PictureSize(millimetres=PAGE_MM, dpi=PRINT_DPI),
}
TWICE = PictureSize(scale=2.0)


@dataclass(frozen=True, slots=True)
class PictureChoice:
    """What is pictured, and how.

    Parameters
    ----------
    keys : tuple of str
        Of the views of a figure; empty for the window.
    size : PictureSize
    theme : str
        Empty for the one on the screen.
    title : str or None
        Above several views; None for that of the experiment.
    has_legend : bool
        Whether the runs are named once above several views.
    caption : str or None
        Below; None for what made it, empty for none.
    """

    keys: tuple[str, ...] = ()
    size: PictureSize = TWICE
    theme: str = ""
    title: str | None = None
    has_legend: bool = True
    caption: str | None = None
