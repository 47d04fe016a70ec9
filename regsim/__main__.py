"""The way into the program from a command line or a desktop; refuses to do anything but start it safely."""

from __future__ import annotations

import io
import os
import sys
from typing import TextIO

INTERRUPTED = 130
BROKEN_PIPE = 141


def main(arguments: list[str] | None = None) -> int:
    """Run one command, or open the window if there is none.

    Returns
    -------
    int
        0 fine, 2 wrong input or something missing, 130 interrupted.
    """
    sys.stdout, sys.stderr = _stream(sys.stdout), _stream(sys.stderr)
    from regsim.cli import REFUSED, run_command
    from regsim.cli.printing import OutputLost

    try:
        code = run_command(sys.argv[1:] if arguments is None else arguments)
        sys.stdout.flush()
    except KeyboardInterrupt:
        return INTERRUPTED
    except OutputLost as lost:
        print(lost, file=sys.stderr)
        _discard_output()
        return REFUSED
    except BrokenPipeError:
        _discard_output()
        return BROKEN_PIPE
    return code


def _stream(stream: TextIO | None) -> TextIO:
    if stream is None:  # started without a console
        return open(os.devnull, "w", encoding="utf-8")
    if isinstance(stream, io.TextIOWrapper):  # a console's own character set may lack a λ
        stream.reconfigure(errors="replace")
    return stream


def _discard_output() -> None:
    """Give standard output something that takes it: Python flushes it once more on its way out."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


if __name__ == "__main__":
    sys.exit(main())
