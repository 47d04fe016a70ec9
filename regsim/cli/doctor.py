"""Says what this machine lacks and how to get it; refuses to load Qt, which aborts where something is missing."""

from __future__ import annotations

import argparse
import ctypes
import importlib.util
import os
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from regsim import __version__
from regsim.cli.printing import say
from regsim.knob import Refusal
from regsim.paths import resources

PYTHON = ".".join(map(str, sys.version_info[:3]))
# Debian and Ubuntu packages by the library they bring; on releases with "t64" names the old ones are still accepted.
BASE_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}
X11_LIBRARIES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libX11-xcb.so.1": "libx11-xcb1",
}
WAYLAND_LIBRARIES = {"libwayland-cursor.so.0": "libwayland-cursor0"}

PACKAGES = {
    "numpy": "numpy",
    "PySide6-Essentials": "PySide6",
    "pyqtgraph": "pyqtgraph",
    "contourpy": "contourpy",
    "ziamath": "ziamath",
    "tomlkit": "tomlkit",
    "Pillow": "PIL",
}
"""What is installed, and the module that it brings."""
REINSTALL = "Install RegSim again with its dependencies: python -m pip install --upgrade regsim"
RESOURCE_FOLDERS = ("presets", "datasets", "fonts", "icons", "lessons", "questions", "tables")
WINDOWLESS = ("offscreen", "minimal", "vnc")
WITHOUT_DISPLAY = (
    "`regsim run overfitting` trains without one, `regsim render overfitting -o regsim.png` draws without one"
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at.

    Parameters
    ----------
    what : str
    remedy : str
        What to do about it; empty if it is fine.
    """

    what: str
    remedy: str = ""


def report(_: argparse.Namespace) -> int:
    """Print all findings, the missing ones with what to do; 0 if nothing is missing, 2 otherwise."""
    findings = [
        *_python_findings(),
        *map(_versioned, _package_findings()),
        _qt_finding(),
        *_resource_findings(),
        *_library_findings(_needed_libraries()),
        _display_finding(),
    ]
    lines = [f"{'missing' if finding.remedy else 'fine':8} {finding.what}" for finding in findings]
    remedies = dict.fromkeys(finding.remedy for finding in findings if finding.remedy)
    say("\n\n".join(["\n".join(lines), *remedies]))
    return 2 if remedies else 0


def require_pictures() -> None:
    """Turn away a machine on which Qt cannot draw off screen.

    Raises
    ------
    Refusal
        In one sentence for each thing that is missing, with what to do.
    """
    _refuse([*_package_findings(), _qt_finding(), *_resource_findings(), *_library_findings(BASE_LIBRARIES)])


def require_window() -> None:
    """Turn away a machine on which Qt cannot open a window.

    Raises
    ------
    Refusal
        In one sentence for each thing that is missing, with what to do.
    """
    display = _display_finding()
    libraries = BASE_LIBRARIES if display.remedy else _needed_libraries()
    _refuse([*_package_findings(), _qt_finding(), *_resource_findings(), *_library_findings(libraries), display])


def _refuse(findings: Iterable[Finding]) -> None:
    lacking = [finding for finding in findings if finding.remedy]
    whats: dict[str, list[str]] = {}
    for finding in lacking:
        whats.setdefault(finding.remedy, []).append(finding.what)
    if whats:
        raise Refusal(*(f"Missing: {', '.join(what)}. {remedy}" for remedy, what in whats.items()))


def _python_findings() -> list[Finding]:
    old = "" if sys.version_info >= (3, 11) else "RegSim needs Python 3.11 or newer."
    return [Finding(f"RegSim {__version__}"), Finding(f"Python {PYTHON}", old)]


def _package_findings() -> list[Finding]:
    return [_package_finding(name) for name in PACKAGES]


def _package_finding(name: str) -> Finding:
    """Whether a package is there; its version is not asked for, because that costs every start 30 ms."""
    return Finding(name, "" if importlib.util.find_spec(PACKAGES[name]) else REINSTALL)


def _versioned(finding: Finding) -> Finding:
    from importlib import metadata

    return finding if finding.remedy else Finding(f"{finding.what} {metadata.version(finding.what)}")


def _qt_finding() -> Finding:
    """The pair of PySide6 and Python; its package alone is imported, which loads nothing of Qt."""
    try:
        import PySide6
    except ImportError as error:
        return Finding(f"PySide6 ({error})", REINSTALL)
    version = PySide6.__version__
    pair = f"a sound pair of PySide6 {version} and Python {PYTHON}"
    if not corrupts_memory(version, sys.version_info[:2]):
        return Finding(pair)
    remedy = (
        f"PySide6 {version} loses references to None on Python {PYTHON} and aborts: "
        "python -m pip install 'PySide6-Essentials>=6.11.2,<6.12', or use Python 3.12 or newer"
    )
    return Finding(pair, remedy)


def corrupts_memory(qt_version: str, python_version: tuple[int, ...]) -> bool:
    """Whether this PySide6 on this Python is the pair of PYSIDE-3474, which ends in an abort."""
    major, minor = (int(part) for part in qt_version.split(".")[:2])
    return (major, minor) >= (6, 12) and python_version < (3, 12)


def _resource_findings() -> list[Finding]:
    again = "Install RegSim again: some of its own files are missing."
    try:
        folder = resources()
    except FileNotFoundError:
        return [Finding("resources", again)]
    empty = [name for name in RESOURCE_FOLDERS if not any((folder / name).glob("*"))]
    return [Finding(f"resources/{name}", again) for name in empty] or [Finding(f"resources in {folder}")]


def _library_findings(libraries: Mapping[str, str]) -> list[Finding]:
    if sys.platform != "linux":
        return []
    missing = [name for name in libraries if not _loads(name)]
    packages = " ".join(libraries[name] for name in missing)
    sudo = "" if os.geteuid() == 0 else "sudo "
    remedy = f"On Debian and Ubuntu: {sudo}apt-get install -y {packages}"
    return [Finding(f"system library {name}", remedy if name in missing else "") for name in libraries]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _needed_libraries() -> dict[str, str]:
    platform_name = _platform_plugin()
    if platform_name in WINDOWLESS:
        return BASE_LIBRARIES
    if platform_name.startswith("wayland") or (not platform_name and _wayland_answers()):
        return BASE_LIBRARIES | WAYLAND_LIBRARIES
    return BASE_LIBRARIES | X11_LIBRARIES


def _display_finding() -> Finding:
    platform_name = _platform_plugin()
    if sys.platform != "linux" or platform_name in WINDOWLESS:
        return Finding("display")
    if not platform_name.startswith("xcb") and _wayland_answers():
        return Finding(f"display {os.environ['WAYLAND_DISPLAY']}")
    if not platform_name.startswith("wayland") and _x11_answers():
        return Finding(f"display {os.environ['DISPLAY']}")
    named = [f"{name}={os.environ[name]}" for name in ("DISPLAY", "WAYLAND_DISPLAY") if os.environ.get(name)]
    why = f"nothing answers at {' or '.join(named)}" if named else "neither DISPLAY nor WAYLAND_DISPLAY is set"
    return Finding(f"a display ({why})", f"Start it on a desktop; {WITHOUT_DISPLAY}.")


def _platform_plugin() -> str:
    return os.environ.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]


def _wayland_answers() -> bool:
    name, folder = os.environ.get("WAYLAND_DISPLAY", ""), os.environ.get("XDG_RUNTIME_DIR", "")
    return bool(name) and (Path(folder) / name).is_socket()


def _x11_answers() -> bool:
    """Whether an X server accepts a connection; Qt would abort the process if not."""
    if not os.environ.get("DISPLAY"):
        return False
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # cannot tell; the missing library is reported by its dependants
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not refused
