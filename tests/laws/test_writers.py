"""Nothing is written past `atomic`, but for what is listed here with the reason why a torn file does no harm there."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import regsim

ROOT = Path(regsim.__file__).parent
WRITING_CALLS = {
    "replace", "rename", "renames", "link", "symlink", "mkdir", "makedirs", "truncate", "mkstemp", "mkdtemp",
    "TemporaryFile", "NamedTemporaryFile", "TemporaryDirectory", "SpooledTemporaryFile", "write_text", "write_bytes",
    "copyfile", "copytree", "copy2", "move", "savez", "savez_compressed", "savetxt", "tofile", "fdopen", "ZipFile",
    "QFile", "QSaveFile", "QTemporaryFile", "QTemporaryDir", "QSettings", "QLockFile", "QPdfWriter", "QSvgGenerator",
    "FileHandler", "RotatingFileHandler", "Popen",
}  # fmt: skip
OF_OS_OR_PATH = {"replace", "rename", "link", "truncate", "move"}
"""Names that texts, values and rectangles have as well: only those of `os` and `shutil` write."""
OWNERS = {"os", "shutil"}
KNOWN = {
    "atomic.py": {"mkstemp", "replace", "write_bytes"},
    "archive.py": {"ZipFile"},  # which it only reads
    "app/settings.py": {"QSettings", "replace"},  # Qt writes a file beside it, flushes it and renames it
    "app/recovery.py": {"QLockFile", "mkdir"},
    "app/log_file.py": {"mkdir", "RotatingFileHandler"},  # a line more or less
    "app/film_deed.py": {"TemporaryDirectory"},  # where another process reads, and nobody else
    "app/gallery.py": {"mkdir"},
    "app/own_data/tables_deed.py": {"mkdir"},
    "app/pdf.py": {"QPdfWriter"},  # into memory
    "app/svg.py": {"QSvgGenerator"},  # into memory
    "app/stage.py": {"QSettings"},  # of no file
    "export/arrays.py": {"savez_compressed"},  # into memory
    "export/scripts.py": {"savez_compressed"},
    "film/reel.py": {"TemporaryFile"},  # nobody else sees it
    "film/mp4.py": {"TemporaryDirectory", "TemporaryFile", "Popen"},
    "__main__.py": {"open"},  # of nowhere
}


def writers(path: Path) -> Iterator[str]:
    """Names of what is called, or built on, in a module and may write a file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            yield from {name for _, name in map(named, node.bases)} & WRITING_CALLS
        elif isinstance(node, ast.Call):
            owner, name = named(node.func)
            is_writer = name in WRITING_CALLS and (name not in OF_OS_OR_PATH or owner in OWNERS)
            if owner != "atomic" and (is_writer or (name == "open" and writes(node))):
                yield name


def named(node: ast.expr) -> tuple[str, str]:
    """What stands before the last dot of an expression, if it is a name, and what behind it."""
    if isinstance(node, ast.Attribute):
        return node.value.id if isinstance(node.value, ast.Name) else "", node.attr
    return "", node.id if isinstance(node, ast.Name) else ""


def writes(node: ast.Call) -> bool:
    """Whether a call of `open` has a mode that writes."""
    arguments = (*node.args, *(keyword.value for keyword in node.keywords))
    words = [each.value for each in arguments if isinstance(each, ast.Constant) and isinstance(each.value, str)]
    return any(word and set(word) <= set("rwaxbt+") and set(word) & set("wax+") for word in words)


def test_every_writer_is_known() -> None:
    modules = sorted(ROOT.rglob("*.py"))
    assert {path.relative_to(ROOT).as_posix(): found for path in modules if (found := set(writers(path)))} == KNOWN
