"""Files that went wrong on their way: cut, changed, swollen, recoded, rearranged; made from good ones by hypothesis."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Sequence

import numpy as np
from hypothesis import strategies as st

from regsim import commented, experiment_file, film_metadata, presets
from regsim.experiment import Edit, Experiment, Run, Values
from regsim.picture_file import KEYWORD, element, png_with
from tests.datasets.own import POINTS
from tests.schema.test_picture_file import SIGNATURE, bare_png, chunk, pdf, svg

LONGEST = 3_000_000
"""Bytes: what is longer is made on purpose, as a bomb."""
NUMBERS = tuple(
    word.encode()
    for word in (
        "0", "-1", "1e999", "-1e-999", "nan", "inf", "-inf", "1_000", "0x" + "f" * 400, "9" * 30, "9" * 5000,
        "1.7976931348623157e308", "0.1.2", "1,5", "½", "٣", "1979-05-27T07:32:00Z", "true", "[]", "{}", '""', "",
    )
)  # fmt: skip
PIECES = (
    b"\0", b"\xff", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\r", b"\n", b"\r\n", b"\t", b"\x1a", b"\x1b[2J", b'"', b"'",
    b'"""', b"'''", b"\\", b"\\uD800", b"#", b"=", b".", b",", b";", b"|", b"[", b"]", b"[[", b"]]", b"{", b"}", b"<",
    b">", b"&lt;", b"&#0;", b"&#xD800;", b"&#" + b"9" * 5000 + b";", b"<!ENTITY a 'b'>", b"<![CDATA[", b"-->",
    b"\n[[run]]\n", b"\n[[edit]]\n", b"\n[data]\n", b"\ndata.kind = 'file'\n", b"\ndata.path = '/dev/zero'\n",
    b"\nformat = 2\n", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"x" * 3000, b"[" * 2000, b"a." * 300, b"\n" * 2000,
    b"," * 3000,
)  # fmt: skip

Mutation = Callable[[st.DrawFn, bytes], bytes]


def _place(draw: st.DrawFn, content: bytes) -> int:
    return draw(st.integers(0, len(content)))


def _slice(draw: st.DrawFn, content: bytes) -> tuple[int, int]:
    first, second = _place(draw, content), _place(draw, content)
    return min(first, second), max(first, second)


def _cut(draw: st.DrawFn, content: bytes) -> bytes:
    return content[: _place(draw, content)]


def _behead(draw: st.DrawFn, content: bytes) -> bytes:
    return content[_place(draw, content) :]


def _flip(draw: st.DrawFn, content: bytes) -> bytes:
    changed = bytearray(content)
    for place in draw(st.lists(st.integers(0, max(len(content) - 1, 0)), min_size=1, max_size=5)):
        if changed:
            changed[place] = draw(st.integers(0, 255))
    return bytes(changed)


def _insert(draw: st.DrawFn, content: bytes) -> bytes:
    place = _place(draw, content)
    return content[:place] + draw(st.sampled_from(PIECES)) + content[place:]


def _remove(draw: st.DrawFn, content: bytes) -> bytes:
    first, last = _slice(draw, content)
    return content[:first] + content[last:]


def _repeat(draw: st.DrawFn, content: bytes) -> bytes:
    first, last = _slice(draw, content)
    times = min(draw(st.sampled_from((2, 3, 30, 1000))), max(1, LONGEST // max(last - first, 1)))
    return content[:first] + content[first:last] * times + content[last:]


def _renumber(draw: st.DrawFn, content: bytes) -> bytes:
    found = list(re.finditer(rb"-?[0-9.]+(e-?[0-9]+)?|true|false", content))
    if not found:
        return content
    first, last = draw(st.sampled_from(found)).span()
    return content[:first] + draw(st.sampled_from(NUMBERS)) + content[last:]


def _reword(draw: st.DrawFn, content: bytes) -> bytes:
    """One word where another stood."""
    found = list(re.finditer(rb"[\w.]+|\"[^\"\n]*\"", content))
    if not found:
        return content
    (first, last), other = draw(st.sampled_from(found)).span(), draw(st.sampled_from(found))[0]
    return content[:first] + other + content[last:]


def _rearrange(draw: st.DrawFn, content: bytes) -> bytes:
    lines = content.split(b"\n")
    first, second = (draw(st.integers(0, len(lines) - 1)) for _ in range(2))
    lines[first], lines[second] = lines[second], lines[first]
    return b"\n".join(lines)


def _recode(draw: st.DrawFn, content: bytes) -> bytes:
    encoding = draw(st.sampled_from(("utf-16", "utf-16-be", "utf-32", "cp1252", "utf-7", "utf-8-sig")))
    return content.decode("utf-8", "replace").encode(encoding, "replace")


MUTATIONS: tuple[Mutation, ...] = (
    _cut, _behead, _flip, _insert, _insert, _remove, _repeat, _renumber, _renumber, _reword, _reword, _rearrange,
    _recode,
)  # fmt: skip


@st.composite
def mutated(draw: st.DrawFn, good: Sequence[bytes]) -> bytes:
    """One of the good contents after one to four accidents."""
    content = draw(st.sampled_from(good))
    for _ in range(draw(st.integers(1, 4))):
        content = draw(st.sampled_from(MUTATIONS))(draw, content)[:LONGEST]
    return content


def good_experiments() -> tuple[bytes, ...]:
    """Experiment files of every kind: with comments, edits, drawn points, an own table, from Windows."""
    runs = (Run("Plain", 0), Run("λ, “L2”", 1, values=Values({"l2.strength": 0.01, "dropout.rate": 0.5})))
    edited = Experiment(title="Edited", runs=runs, edits=(Edit(3, "run.2.l2.strength", 0.1),))
    drawn = f'[data]\nkind = "drawn"\npoints = "{POINTS[:2000].rpartition(";")[0]}"\n'
    own = '[data]\nkind = "file"\npath = "own.csv"\ntarget = "species"\nfeatures = "height, width"\nmissing = "drop"\n'
    text = experiment_file.text(edited)
    written = [path.read_bytes() for path in (presets.find("overfitting"), presets.find("sine"))]
    return (*written, text.encode(), text.replace("\n", "\r\n").encode("utf-8-sig"), drawn.encode(), own.encode())


def good_tables() -> tuple[bytes, ...]:
    """Tables of every dialect: commas, tabs, decimal commas, quoted cells of several lines, words, gaps."""
    rows = [(index % 7 + 0.5, 100 * index - 7, ("oak", "elm", "ash")[index % 3]) for index in range(40)]
    comma = "height,width,species\n" + "".join(f"{a},{b},{c}\n" for a, b, c in rows)
    german = "Höhe;Breite;Art\n" + "".join(f"{str(a).replace('.', ',')};{b};{c}\n" for a, b, c in rows)
    tab = "".join(f"{a}\t{b}\t{a * b}\n" for a, b, _ in rows)
    quoted = '"height, cm","a ""name""",species\r\n' + "".join(
        f'"{a}","two\nlines {b % 3}",{c}\r\n' for a, b, c in rows
    )
    gaps = "x,x,,y\n" + "".join(f"{a},NA,{'' if b % 3 else b},{b % 4}\n" for a, b, _ in rows)
    return (*(text.encode() for text in (comma, german, tab, quoted, gaps)), comma.encode("utf-16"))


@st.composite
def pngs(draw: st.DrawFn, texts: st.SearchStrategy[bytes]) -> bytes:
    """A PNG whose chunks are in a mess: swapped, doubled, with wrong lengths and checksums, deflated or not."""
    text = draw(texts)
    packed = zlib.compress(text)
    chunks = [
        chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        chunk(b"iTXt", KEYWORD.encode() + b"\0\0\0\0\0" + text),
        chunk(b"iTXt", KEYWORD.encode() + b"\0\1\0en\0name\0" + packed),
        chunk(b"iTXt", KEYWORD.encode() + b"\0\1\0\0\0" + packed[: draw(st.integers(0, len(packed)))]),
        chunk(b"tEXt", KEYWORD.encode() + b"\0" + text),
        struct.pack(">I", draw(st.integers(0, 2**32 - 1))) + b"iTXt" + KEYWORD.encode() + b"\0\0\0\0\0" + text[:200],
        chunk(b"iTXt", KEYWORD.encode() + b"\0\0\0\0\0" + text)[:-4] + b"\0\0\0\0",
        chunk(b"IDAT", zlib.compress(b"\0\x80")),
        chunk(b"IEND", b""),
    ]
    chosen = draw(st.lists(st.sampled_from(chunks), min_size=1, max_size=5))
    return SIGNATURE + b"".join(chosen)


@st.composite
def archives(draw: st.DrawFn) -> bytes:
    """Archives of arrays that were damaged, or that hold an array which was."""
    text = experiment_file.text(Experiment())
    array = io.BytesIO()
    np.save(array, np.array(text))
    if draw(st.booleans()):
        return draw(mutated([_archive(text)]))
    content = io.BytesIO()
    method = draw(st.sampled_from((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_LZMA)))
    with zipfile.ZipFile(content, "w", method) as archive:
        archive.writestr("experiment.npy", draw(mutated([array.getvalue(), array.getvalue()[:128]])))
    return content.getvalue()


@st.composite
def pictures(draw: st.DrawFn) -> bytes:
    """Pictures and films that were damaged, or that carry a text which was."""
    broken = mutated(good_experiments()).map(lambda content: content.decode("utf-8", "replace"))
    text = experiment_file.text(Experiment())
    ways = (
        mutated([carry(text) for carry in CARRIERS]),
        *(broken.map(carry) for carry in CARRIERS),
        pngs(st.one_of(st.just(text.encode()), mutated(good_experiments()))),
        mutated([element(text).encode()]).map(lambda content: b"<svg><metadata>" + content + b"</metadata></svg>"),
    )
    return draw(st.one_of(ways))


def _png(text: str) -> bytes:
    return png_with(bare_png(), text, {})


def _gif(text: str) -> bytes:
    screen, image = b"\1\0\1\0\x80\0\0" + b"\0" * 6, b",\0\0\0\0\1\0\1\0\0\2\2\x4c\1\0"
    return b"GIF89a" + screen + image + film_metadata.comment(text) + b";"


def _webp(text: str) -> bytes:
    packet = film_metadata.packet(element(text))
    chunks = b"VP8X" + struct.pack("<I", 10) + b"\4" + b"\0" * 9 + b"XMP " + struct.pack("<I", len(packet)) + packet
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WEBP" + chunks


def _mp4(text: str) -> bytes:
    boxes = struct.pack(">I", 16) + b"ftypisom\0\0\2\0" + struct.pack(">I", 12) + b"mdat1234"
    return boxes + film_metadata.xmp_box(film_metadata.packet(element(text)))


def _html(text: str) -> bytes:
    return f"<!DOCTYPE html><html><head><title>A</title>{element(text)}</head></html>".encode()


def _table(text: str) -> bytes:
    return f"# Results, RegSim\n{commented.comment(text)}epoch,loss\n1,0.5\n".encode()


def _script(text: str) -> bytes:
    return f"print(1)\n\n{commented.comment(text)}".encode()


def _archive(text: str) -> bytes:
    content = io.BytesIO()
    np.savez_compressed(content, loss=np.arange(3.0), experiment=np.array(text))
    return content.getvalue()


CARRIERS: tuple[Callable[[str], bytes], ...] = (_png, svg, pdf, _gif, _webp, _mp4, _html, _table, _script, _archive)
"""Each makes a small file of its kind that carries a text; the last three are known by their names alone."""
NAMES = {_table: "whole.csv", _script: "whole.py", _archive: "whole.npz"}
ENDINGS = (".regsim.toml", ".png", ".csv", ".py", ".md", ".npz")
"""The kind of a file that is no picture depends on its name."""
