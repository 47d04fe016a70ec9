"""Encodes a film as MP4 by the program ffmpeg; refuses to bring it along, and says how to get it."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from regsim.film.pace import Note, Pace
from regsim.film.reel import Reel
from regsim.film_metadata import packet, xmp_box
from regsim.knob import Refusal
from regsim.picture_file import element

if TYPE_CHECKING:
    from PIL.Image import Image

MISSING = (
    "an MP4 needs ffmpeg: install it (apt install ffmpeg, brew install ffmpeg, winget install ffmpeg), "
    'or add it to RegSim with python -m pip install "regsim[video]"; a GIF needs nothing'
)
_QUALITY = ("-c:v", "libx264", "-preset", "medium", "-tune", "animation", "-crf", "18", "-pix_fmt", "yuv420p")
_COLOURS = (
    "-vf", "scale=out_color_matrix=bt709:out_range=tv",
    "-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709",
)  # fmt: skip
_SAME_BYTES = ("-fflags", "+bitexact", "-flags:v", "+bitexact", "-map_metadata", "-1")


def find_ffmpeg() -> str:
    """The program: what is on the path, or what the extra ``video`` brings.

    Raises
    ------
    Refusal
        If there is none.
    """
    found = shutil.which("ffmpeg")
    if found is not None:
        return found
    try:
        from imageio_ffmpeg import get_ffmpeg_exe

        return str(get_ffmpeg_exe())
    except (ImportError, RuntimeError):
        raise Refusal(MISSING) from None


def encoded(reel: Reel, pace: Pace, text: str, note: Note) -> bytes:
    """The film that carries `text`; `note` is told of every frame.

    Raises
    ------
    Refusal
        If ffmpeg is not there, or cannot do it.
    """
    try:
        return _encoded(find_ffmpeg(), reel, pace, text, note)
    except OSError as error:  # no folder for temporary files, a program that cannot be started
        raise Refusal(f"ffmpeg cannot make an MP4: {(error.strerror or str(error)).lower()}") from error


def _encoded(program: str, reel: Reel, pace: Pace, text: str, note: Note) -> bytes:
    width, height = (side + side % 2 for side in reel.size)  # half as many colours as pixels, in both directions
    source = ("-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{width}x{height}", "-r", f"{pace.rate:g}", "-i", "-")
    with tempfile.TemporaryDirectory(prefix="regsim-film-", ignore_cleanup_errors=True) as folder:
        target = Path(folder, "film.mp4")
        goal = (*_COLOURS, *_QUALITY, *_SAME_BYTES, "-movflags", "+faststart", str(target))
        with tempfile.TemporaryFile() as errors:
            command = [program, "-nostdin", "-v", "error", *source, *goal]
            process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=errors, stderr=errors)
            try:
                _feed(process, reel, pace, (width, height), note)
            except BrokenPipeError:
                pass  # it has ended before its time, and says why
            except BaseException:
                process.kill()
                raise
            finally:
                process.wait()
            if process.returncode or not target.is_file():
                errors.seek(0)
                raise Refusal(f"ffmpeg cannot make an MP4: {_last_line(errors.read(100_000))}")
        return target.read_bytes() + xmp_box(packet(element(text)))


def _feed(process: subprocess.Popen[bytes], reel: Reel, pace: Pace, size: tuple[int, int], note: Note) -> None:
    pipe = process.stdin
    assert pipe is not None
    with pipe:
        for shot, count in zip(reel, pace.counts(reel.ticks), strict=True):
            pixels = _grown(shot.image, size).tobytes()
            for _ in range(count):
                pipe.write(pixels)
            note()


def _grown(image: Image, size: tuple[int, int]) -> Image:
    """The image with its last column and row once more where `size` is larger by one."""
    if image.size == size:
        return image
    from PIL import Image

    grown = Image.new("RGB", size)
    grown.paste(image, (size[0] - image.width, size[1] - image.height))
    grown.paste(image, (0, 0))
    return grown


def _last_line(output: bytes) -> str:
    lines = output.decode("utf-8", "replace").split("\n")
    return next((line.strip()[:300] for line in reversed(lines) if line.strip()), "it says nothing")
