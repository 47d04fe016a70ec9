"""Files that are small, or at least not large, and would take hours or gigabytes of a reader that trusts them."""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

from regsim import commented
from regsim.picture_file import KEYWORD
from tests.schema.test_picture_file import SIGNATURE, chunk, svg

TEXT = KEYWORD.encode() + b"\0\0\0\0\0"
DEFLATED = KEYWORD.encode() + b"\0\1\0\0\0"
ENTITIES = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(20))


def _toml(text: str) -> Callable[[Path], object]:
    return lambda path: path.write_text(text, encoding="utf-8")


def _bytes(content: bytes) -> Callable[[Path], object]:
    return lambda path: path.write_bytes(content)


def _sparse(head: bytes) -> Callable[[Path], object]:
    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(head)
            file.truncate(20_000_000_000)

    return write


def _archive(path: Path, name: str = "xl/worksheets/sheet1.xml") -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, b"<row/>" * 20_000_000)


def _array(path: Path, kind: str, shape: str = "()") -> None:
    header = f"{{'descr': '{kind}', 'fortran_order': False, 'shape': {shape}, }}".ljust(117).encode() + b"\n"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "experiment.npy", b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header + b"a\0\0\0" * 100
        )


EXPERIMENTS: dict[str, Callable[[Path], object]] = {
    "dots": _toml("a." * 400_000 + "a = 1"),
    "dots of a table": _toml("[" + "a." * 400_000 + "a]"),
    "brackets": _toml("a = " + "[" * 900_000),
    "braces": _toml("a = " + "{a=" * 300_000),
    "digits": _toml("a = " + "9" * 900_000),
    "hexadecimal digits": _toml("[training]\nepochs = 0x" + "f" * 900_000),
    "sizes": _toml("[network]\nhidden = [" + "9" * 4000 + "]"),
    "many sizes": _toml("[network]\nhidden = [" + "9," * 400_000 + "]"),
    "tables": _toml("".join(f"[{n:x}]\n" for n in range(110_000))),
    "keys": _toml("".join(f"{n:x}=0\n" for n in range(100_000))),
    "runs": _toml("[[run]]\n" * 100_000),
    "edits": _toml("[[edit]]\n" * 90_000),
    "key": _toml("a" * 900_000 + " = 1"),
    "label": _toml('[[run]]\nlabel = "' + "x" * 900_000 + '"'),
    "points": _toml('[data]\nkind = "drawn"\npoints = "' + "A 0 0;" * 150_000 + '"'),
    "features": _toml('[data]\nkind = "file"\npath = "own.csv"\nfeatures = "' + '""",' * 200_000 + '"'),
    "endless": _sparse(b"title = 1\n"),
    "endless device": _toml('[data]\nkind = "file"\npath = "/dev/zero"\ntarget = "a"\n'),
    "deflated": _bytes(SIGNATURE + chunk(b"iTXt", DEFLATED + zlib.compress(b"#" * 300_000_000, 1))),
    "deflated twice": _bytes(SIGNATURE + chunk(b"zTXt", b"a\0\0" + zlib.compress(b"#" * 100_000_000, 1)) * 3),
    "promised": _bytes(SIGNATURE + struct.pack(">I", 0xFFFFFFFF) + b"iTXt" + TEXT),
    "promised and skipped": _bytes(SIGNATURE + (struct.pack(">I", 0x7FFFFFFF) + b"IDAT") * 10),
    "chunks": _bytes(SIGNATURE + chunk(b"tEXt", b"") * 300_000),
    "frames": _bytes(b"GIF89a" + bytes(7) + (b"!\xf9\4" + bytes(5)) * 600_000),
    "comment": _bytes(b"GIF89a" + bytes(7) + b"!\xfe" + (b"\xff" + b"a" * 255) * 100_000),
    "blocks": _bytes(b"GIF89a" + bytes(7) + b"!\xff" + b"\1a" * 5_000_000),
    "WebP": _bytes(b"RIFF\0\0\0\0WEBP" + b"ALPH\0\0\0\0" * 1_000_000),
    "packet": _bytes(b"RIFF\0\0\0\0WEBP" + b"XMP \xff\xff\xff\xff"),
    "boxes": _bytes(b"\0\0\0\x08ftyp" + b"\0\0\0\x08free" * 1_000_000),
    "large box": _bytes(b"\0\0\0\x08ftyp" + b"\0\0\0\1uuid" + b"\xff" * 40),
    "no box": _bytes(b"\0\0\0\0ftyp" * 1000),
    "endless film": _sparse(b"\0\0\0\x08ftyp"),
    "script": _toml(f"\n{commented.MARK}\n#\n" + "".join(f"# a{n:x} = 1\n" for n in range(1_500_000))),
    "archive": lambda path: _archive(path, "experiment.npy"),
    "array": lambda path: _array(path, "<U900000000"),
    "arrays": lambda path: _array(path, "<U1", "(4000000000,)"),
    "objects": lambda path: _array(path, "|O"),
    "endless PNG": _sparse(SIGNATURE + struct.pack(">I", 0) + b"IDAT"),
    "endless SVG": _sparse(b"<svg>"),
    "endless PDF": _sparse(b"%PDF-1.7"),
    "laughs": _bytes(f"<!DOCTYPE svg [{ENTITIES}]>".encode() + svg("&e20;").replace(b"&amp;", b"&")),
    "character": _bytes(svg("@").replace(b"@", b"&#" + b"9" * 500_000 + b";")),
    "elements": _bytes(b"<svg>" + b"<regsim:experiment>" * 500_000),
    "attributes": _bytes(b"<svg>" + b"<regsim:experiment a" * 500_000),
    "no end": _bytes(b"<svg><regsim:experiment>" + b" " * 10_000_000),
}
"""Each writes what a person could take for an experiment file or a picture of one."""

TABLES: dict[str, Callable[[Path], object]] = {
    "columns": _toml(",".join(f"c{n}" for n in range(100_000)) + "\n" + ",".join(["1"] * 100_000)),
    "commas": _toml("," * 1_900_000),
    "same names": _toml(",".join(["a"] * 1000) + "\n" + (",".join(["1"] * 1000) + "\n") * 20),
    "line": _toml("1," * 3_000_000),
    "quoted": _toml('a,b\n"' + "x\n" * 3_000_000),
    "quotation marks": _toml("a,b\n" + '"' * 1_000_001),
    "rows": _toml("a,b\n" + "1,2\n" * 1_000_000),
    "empty lines": _bytes(b"a,b\n1,2\n" + b"\n" * 5_000_000),
    "zero bytes": _bytes(b"a,b\n" + b"1,2\n" * 30_000 + b"\0" * 5_000_000),
    "wide letters": _bytes(("a,b\n" + ("\U0001f600" * 50_000 + ",1\n") * 30).encode()),
    "endless table": _sparse(b"a,b\n"),
    "archive": _archive,
    "halves": _bytes(b"\xff\xfe" + b"a\0,\0b\0\n\0" + b"1\0,\0" * 100 + b"\0"),
}
"""Each writes what a person could take for a table."""
ENDINGS = {"script": "py", "archive": "npz", "array": "npz", "arrays": "npz", "objects": "npz"}
"""Of those that are known by their names."""
