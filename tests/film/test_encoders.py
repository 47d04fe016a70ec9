"""Encoded films: the frames that went in come out, at even times, the same bytes on every call."""

from __future__ import annotations

import io
import tracemalloc
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageChops

from regsim import experiment_file
from regsim.examples import Array
from regsim.experiment import Experiment
from regsim.film import ENCODERS, Pace, Reel
from regsim.film.mp4 import MISSING, find_ffmpeg
from regsim.film.palette import MOST, Nearest, chosen_from, shades
from regsim.knob import Refusal
from tests.film.reels import RUN_COLOURS, SIZE, drawn_frame, drawn_reel

TEXT = experiment_file.text(Experiment(title="Größe <λ> & Co"))
IMAGES = [ending for ending in ENCODERS if ending != ".mp4"]


def ignore() -> None:
    """Nobody waits."""


def needs_program(ending: str) -> None:
    if ending == ".mp4":
        try:
            find_ffmpeg()
        except Refusal as refusal:
            pytest.skip(str(refusal))


def decoded(content: bytes) -> list[tuple[Image.Image, float]]:
    """Frames and how many milliseconds each stands."""
    film = Image.open(io.BytesIO(content))
    found = []
    for index in range(film.n_frames):  # type: ignore[attr-defined]
        film.seek(index)
        film.load()
        found.append((film.convert("RGB"), float(film.info["duration"])))
    return found


@pytest.mark.parametrize("ending", IMAGES)
@pytest.mark.parametrize("rate", [20.0, 12.5, 30.0, 7.0])
def test_frames_come_at_even_times_and_the_last_one_is_held(ending: str, rate: float) -> None:
    with drawn_reel(20, still=3) as reel:
        frames = decoded(ENCODERS[ending](reel, Pace(rate), TEXT, ignore))
    assert len(frames) == 18
    begins = np.cumsum([0.0, *(length for _, length in frames[:-1])])
    assert np.abs(begins - 1000 * np.arange(18) / rate).max() <= 5
    assert frames[-1][1] == 2000


@pytest.mark.parametrize("ending", IMAGES)
def test_frames_are_what_was_drawn(ending: str) -> None:
    most = 16 if ending == ".gif" else 0
    with drawn_reel() as reel:
        frames = decoded(ENCODERS[ending](reel, Pace(20), TEXT, ignore))
    for step, (frame, _) in enumerate(frames):
        difference = ImageChops.difference(frame, drawn_frame(step))
        assert max(high for _, high in difference.getextrema()) <= most


@pytest.mark.parametrize("ending", ENCODERS)
def test_the_same_film_has_the_same_bytes_and_carries_its_text(ending: str, tmp_path: Path) -> None:
    needs_program(ending)
    told: list[int] = []
    with drawn_reel() as reel:
        content = ENCODERS[ending](reel, Pace(20), TEXT, lambda: told.append(1))
        assert ENCODERS[ending](reel, Pace(20), TEXT, ignore) == content
        assert len(told) == len(reel)
    path = tmp_path / f"film{ending}"
    path.write_bytes(content)
    assert experiment_file.read(path) == experiment_file.parse(TEXT)


def test_colours_of_runs_are_exact_and_all_others_near() -> None:
    with drawn_reel() as reel:
        palette = shades(reel)
        wanted = {tuple(colour) for shot in reel for colour in np.asarray(shot.image).reshape(-1, 3)}
    chosen = {tuple(int(part) for part in colour) for colour in palette}
    assert len(chosen) == len(palette) <= MOST
    assert {tuple(bytes.fromhex(colour[1:])) for colour in RUN_COLOURS} <= chosen
    distances = np.sqrt(((np.array(sorted(wanted), float)[:, None] - palette) ** 2).sum(axis=2))
    assert distances.min(axis=1).max() < 16


def test_a_palette_spans_what_no_palette_can_hold() -> None:
    grid: Array = np.stack(np.meshgrid(*[np.arange(0, 256, 16)] * 3), axis=-1).reshape(-1, 3).astype(np.int32)
    palette = chosen_from(grid)
    assert len(palette) <= MOST
    assert np.sqrt(((grid[:, None] - palette) ** 2).sum(axis=2)).min(axis=1).max() < 50


def test_frames_wait_on_disk() -> None:
    """A hundred frames of noise, a megapixel each, take no more memory than a few of them."""
    size = (1024, 1024)
    noise = np.random.default_rng(0).integers(0, 256, (64, 1024, 3), np.uint8)
    reel = Reel(size)
    tracemalloc.start()
    for step in range(20):
        rows = np.roll(noise, step, axis=0)
        reel.add(Image.fromarray(np.tile(rows, (16, 1, 1))))
    assert sum(1 for _ in reel) == 20
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    reel.close()
    assert peak < 5 * 3 * size[0] * size[1]


def test_a_full_disk_is_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    with Reel(SIZE) as reel:

        class Full(io.BytesIO):
            def write(self, _: object) -> int:
                raise OSError(28, "No space left on device")

        reel.close()
        monkeypatch.setattr(reel, "_file", Full())
        with pytest.raises(Refusal, match=r"frames of the film cannot be kept in .*: no space left on device"):
            reel.add(drawn_frame(1))


def test_without_ffmpeg_an_mp4_is_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setitem(__import__("sys").modules, "imageio_ffmpeg", None)
    with drawn_reel() as reel, pytest.raises(Refusal) as caught:
        ENCODERS[".mp4"](reel, Pace(20), TEXT, ignore)
    assert str(caught.value) == MISSING
    assert "\n" not in MISSING


def test_a_program_that_fails_is_quoted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "ffmpeg"
    program.write_text("#!/bin/sh\necho 'Unknown encoder libx264' >&2\nexit 1\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    with drawn_reel() as reel, pytest.raises(Refusal, match="ffmpeg cannot make an MP4: Unknown encoder libx264"):
        ENCODERS[".mp4"](reel, Pace(20), TEXT, ignore)


def test_a_film_that_is_given_up_leaves_no_program_running() -> None:
    needs_program(".mp4")

    def give_up() -> None:
        raise KeyboardInterrupt

    with drawn_reel() as reel, pytest.raises(KeyboardInterrupt):
        ENCODERS[".mp4"](reel, Pace(20), TEXT, give_up)


def test_every_colour_becomes_the_nearest_of_the_palette() -> None:
    palette = np.array([(255, 255, 255), (251, 251, 251), (0, 0, 0), (0, 114, 178)], np.int32)
    image = Image.new("RGB", (5, 1))
    for column, colour in enumerate([(255, 255, 255), (251, 251, 252), (1, 0, 0), (0, 100, 170), (254, 254, 254)]):
        image.putpixel((column, 0), colour)
    assert list(Nearest(palette).indices(image).tobytes()) == [0, 1, 2, 3, 0]
