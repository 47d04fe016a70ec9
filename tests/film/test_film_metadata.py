"""Experiments inside films: what is damaged, lies about lengths or carries none is refused in one sentence, at once."""

from __future__ import annotations

import random
import struct
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest

from regsim import experiment_file
from regsim.experiment import Experiment
from regsim.film import ENCODERS, Pace
from regsim.film_metadata import LONGEST_PACKET, comment, packet, xmp_box
from regsim.knob import Refusal
from regsim.picture_file import element
from tests.film.reels import drawn_reel

TEXT = experiment_file.text(Experiment())
FTYP = struct.pack(">I4s4sI", 16, b"ftyp", b"isom", 512)
GIF = b"GIF89a" + struct.pack("<HHBBB", 1, 1, 0xF7, 0, 0) + bytes(768)
IMAGE = b"," + struct.pack("<HHHHB", 0, 0, 1, 1, 0) + b"\x08\x02\x00\x01\x00"


def riff(*chunks: bytes) -> bytes:
    body = b"WEBP" + b"".join(chunks)
    return b"RIFF" + struct.pack("<I", len(body)) + body


def chunk(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + bytes(len(body) % 2)


def carriers() -> dict[str, bytes]:
    xmp = packet(element(TEXT))
    return {
        "gif": GIF + b"!\xfe\x08not ours\0" + IMAGE + comment(TEXT) + IMAGE + b";",
        "webp": riff(chunk(b"VP8X", bytes(10)), chunk(b"ANIM", bytes(7)), chunk(b"XMP ", xmp)),
        "mp4": FTYP + struct.pack(">I4sQ", 1, b"mdat", 20) + bytes(4) + xmp_box(xmp),
    }


@pytest.mark.parametrize("kind", carriers())
def test_the_text_is_found_wherever_another_program_has_moved_it(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "renamed.dat"
    path.write_bytes(carriers()[kind])
    assert experiment_file.read(path) == Experiment()


@pytest.mark.parametrize("ending", [".gif", ".apng", ".webp", ".mp4"])
def test_a_film_is_not_replaced_by_a_file(ending: str, tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="name of a picture"):
        experiment_file.write(Experiment(), tmp_path / f"film{ending}")


def malformed() -> Iterator[bytes]:
    source = random.Random(0)
    with drawn_reel(4) as reel:
        real = [ENCODERS[ending](reel, Pace(20), TEXT, lambda: None) for ending in (".gif", ".apng", ".webp")]
    for content in (*carriers().values(), *real):
        text = content.index(b"[data]")
        for _ in range(20):
            yield content[: source.randrange(1, text)]
        for _ in range(20):
            changed = bytearray(content)
            changed[text + source.randrange(5)] ^= 1 << source.randrange(7)
            yield bytes(changed)
    yield GIF + b"!\xfe" + b"\x01x" * 4_000_000
    yield GIF + (b"!\xfe\x01x\0") * 1_000_000
    yield GIF + IMAGE * 300_000
    yield GIF + comment("#" * 1_100_000)
    yield GIF + comment("\0") + b";"
    yield GIF + b"!\xfe\x09RegSim\n\xff\xfe\0;"
    yield GIF + b"!"
    yield GIF[:10]
    yield riff(*[chunk(b"ICCP", b"")] * 500_000)
    yield riff(chunk(b"XMP ", packet("nothing")))
    yield riff(b"XMP " + struct.pack("<I", 0xFFFFFFFF))
    yield riff(b"VP8L" + struct.pack("<I", 0xFFFFFFFF), chunk(b"XMP ", packet(element(TEXT))))
    yield riff(chunk(b"XMP ", b"<" * (LONGEST_PACKET + 1)))
    yield riff(chunk(b"XMP ", packet(element("#" * 1_100_000))))
    yield FTYP + struct.pack(">I4sQ", 1, b"mdat", 2**64 - 1)
    yield FTYP + struct.pack(">I4sQ", 1, b"mdat", 3)
    yield FTYP + struct.pack(">I4s", 3, b"mdat")
    yield FTYP + struct.pack(">I4s", 8, b"free") * 500_000
    yield FTYP + struct.pack(">I4s", 0, b"mdat") + xmp_box(packet(element(TEXT)))
    yield FTYP + struct.pack(">I4s", 0xFFFFFFF0, b"uuid") + xmp_box(packet(element(TEXT)))[8:]
    yield FTYP + xmp_box(packet("<regsim:experiment " * 200_000))


def test_malformed_films_are_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "film"
    count = 0
    for content in malformed():
        count += 1
        path.write_bytes(content)
        began = time.monotonic()
        with pytest.raises(Refusal) as caught:
            experiment_file.read(path)
        assert time.monotonic() - began < 2
        assert len(str(caught.value)) < 1000
    assert count >= 200


def test_reading_a_long_film_takes_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "film.webp"
    with path.open("wb") as file:
        file.write(riff(b"VP8L" + struct.pack("<I", 900_000_000)))
        file.seek(900_000_020)
        file.write(chunk(b"XMP ", packet(element(TEXT))))
    tracemalloc.start()
    assert experiment_file.read(path) == Experiment()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1_000_000
