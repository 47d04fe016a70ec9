"""Films: frames that are kept on disk and encoded as GIF, APNG, WebP or MP4; refuses to know what is filmed.

Pillow is imported where it is first needed: a program that makes no film does not wait for it.
"""

from __future__ import annotations

from collections.abc import Callable

from regsim.film.apng import encoded as apng
from regsim.film.gif import encoded as gif
from regsim.film.mp4 import encoded as mp4
from regsim.film.mp4 import find_ffmpeg
from regsim.film.pace import Note, Pace
from regsim.film.reel import Reel
from regsim.film.webp import encoded as webp

ENCODERS: dict[str, Callable[[Reel, Pace, str, Note], bytes]] = {
    ".gif": gif,
    ".apng": apng,
    ".webp": webp,
    ".mp4": mp4,
}
"""By ending: what makes a file of the frames of a reel, at a pace, that carries a text; told of every frame."""

__all__ = ["ENCODERS", "Pace", "Reel", "find_ffmpeg"]
