"""Runs the parts of the benchmark, each in a process with one BLAS thread; refuses to measure anything itself.

Usage: python -m tests.bench [engine] [window] [start] [export] [--quick]
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys

import numpy as np

from regsim import BLAS_THREADS

PARTS = ("engine", "window", "start", "export")


def environment() -> dict[str, str]:
    """That of a measurement: one BLAS thread, no choice of BLAS kernels from outside, no display."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    return {**kept, **dict.fromkeys(BLAS_THREADS, "1"), "QT_QPA_PLATFORM": "offscreen"}


def main() -> int:
    """Run the chosen parts; returns 1 if one of them broke down."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"{', '.join(PARTS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    chosen = parser.parse_args()
    for part in chosen.parts:
        if part not in PARTS:
            parser.error(f"{part!r} is not one of {', '.join(PARTS)}")
    print(
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}, numpy {np.__version__}",
        flush=True,
    )
    broken = 0
    for part in chosen.parts or PARTS:
        command = [sys.executable, "-m", f"tests.bench.{part}", *(["--quick"] if chosen.quick else [])]
        broken |= subprocess.run(command, env=environment(), check=False).returncode != 0
    return broken


if __name__ == "__main__":
    sys.exit(main())
