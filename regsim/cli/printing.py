"""Prints a command's answer; a full disk behind standard output is said in one sentence."""

from __future__ import annotations


class OutputLost(Exception):
    """Standard output did not take the answer; its text is the one sentence the user reads."""


def say(text: str) -> None:
    """Print `text` now.

    Raises
    ------
    OutputLost
        If standard output cannot be written.
    BrokenPipeError
        If nobody reads it any more.
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputLost(f"standard output cannot be written: {(error.strerror or str(error)).lower()}") from error
