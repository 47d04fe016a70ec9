"""Carries an experiment file in the comments of a table or script and finds it again; refuses to read either.

A table begins with it, as most programs for tables pass over lines that begin with ``#``; a script ends with it.
"""

from __future__ import annotations

from pathlib import Path

from regsim.knob import Refusal

ENDINGS = (".csv", ".py")
LARGEST = 32_000_000
LONGEST_TEXT = 1_000_000
MARK = "# The experiment file:"
_HEAD = 2_000
"""Bytes of a table among which the mark stands, if it is there at all."""


def comment(text: str) -> str:
    """`text` line by line as comments below the mark, with a line break at the end."""
    return "\n".join(f"{line}".rstrip() for line in [MARK, "#", *(f"# {line}" for line in text.splitlines())]) + "\n"


def is_exported_table(path: Path) -> bool:
    """Whether a file begins as an exported table; what cannot be read does not, and is refused where it is opened."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError:
        return False
    return (
        path.suffix.lower() == ".csv"
        and head.startswith(b"# ")
        and f"\n{MARK}\n".encode() in head.replace(b"\r\n", b"\n")
    )


def commented_text(path: Path) -> str:
    """The experiment file in the comments of the table or script at `path`.

    Raises
    ------
    Refusal
        If there is none, or the file is far too large.
    OSError
        If it cannot be read.
    """
    is_table = is_exported_table(path)
    with path.open("rb") as file:
        content = file.read(LONGEST_TEXT + _HEAD if is_table else LARGEST + 1)
    if len(content) > LARGEST:
        raise Refusal(f"{path} is larger than {LARGEST // 1_000_000} MB: no script of RegSim is")
    _, mark, after = content.replace(b"\r\n", b"\n").partition(f"\n{MARK}\n".encode())
    if not mark:
        raise Refusal(f"{path} carries no experiment: it was not exported by RegSim, or lost it on the way")
    lines = []
    for line in after[: 3 * LONGEST_TEXT].split(b"\n"):  # more than a text of that length with a # on every line
        if not line.startswith(b"#"):
            break
        lines.append(line.removeprefix(b"#").removeprefix(b" "))
    text = b"\n".join(lines[1:])
    if len(text) > LONGEST_TEXT:
        raise Refusal(f"{path} is damaged: the experiment in it is longer than 1 MB")
    try:
        return text.decode("utf-8") + "\n"
    except UnicodeDecodeError:
        raise Refusal(f"{path} is damaged: the experiment in it is not UTF-8 text") from None
