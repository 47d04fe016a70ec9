"""Draws small films for tests: flat grounds, thin coloured curves that grow, frames that stand still."""

from __future__ import annotations

from PIL import Image, ImageDraw

from regsim.film import Reel

SIZE = (97, 61)
"""Odd sides, which MP4 does not take."""
RUN_COLOURS = ("#0072b2", "#009e73", "#d55e00", "#cc79a7")


def drawn_frame(step: int) -> Image.Image:
    """Curves up to `step` pixels long before a field of many shades."""
    image = Image.new("RGB", SIZE, "#eceef1")
    for column in range(40):
        for row in range(20):
            image.putpixel((column, row), (255 - 3 * column, 200 - 2 * row, 130 + 3 * (step % 30)))
    pen = ImageDraw.Draw(image)
    for index, colour in enumerate(RUN_COLOURS):
        pen.line((2, 25 + 8 * index, 3 + 2 * step, 25 + 7 * index), fill=colour, width=2)
    return image


def drawn_reel(frames: int = 20, still: int = 3) -> Reel:
    """Of so many frames, the last of which stands for `still` of them."""
    reel = Reel(SIZE)
    for step in range(frames - still + 1):
        reel.add(drawn_frame(step))
    for _ in range(still - 1):
        reel.add(drawn_frame(frames - still))
    return reel
