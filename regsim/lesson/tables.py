"""Takes the values of a lesson file out of its tables and notes all that is wrong; refuses to stop at the first.

A value that is missing or wrong is replaced by a blank one, so that reading goes on; the notes say so, and the file is
turned away at the end.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

from regsim.experiment import Experiment
from regsim.experiment_file import parse_tables
from regsim.knob import Refusal, shown
from regsim.lesson.language import Expression, condition, run_names
from regsim.lesson.template import BLANK, Template, template
from regsim.schema import Problems, did_you_mean

Found = TypeVar("Found")

NOWHERE = Experiment()
NOTHING = Template("", (), ())
NEVER = condition("1 < 0", NOWHERE)


class Table:
    """One table of a file.

    Parameters
    ----------
    file : str
        Its name in the notes.
    values : mapping
        As read from TOML.
    notes : list of str
        Where the notes go; shared with the tables inside.
    path : str
        Where the table stands in the file, with a dot at its end; empty for the file itself.
    """

    def __init__(self, file: str, values: Mapping[str, object], notes: list[str], path: str = "") -> None:
        self._file = file
        self._values = values
        self._path = path
        self._taken: set[str] = set()
        self.notes = notes

    def note(self, key: str, why: str) -> None:
        """Note that the value of `key` cannot be used."""
        self.notes.append(f"{self._file}: {self._path}{key} {why}")

    def has(self, key: str) -> bool:
        """Whether there is a value."""
        return key in self._values

    def text(self, key: str, longest: int, *, optional: bool = False) -> str:
        """A text of at most so many characters, spaces made single."""
        value = self._take(key, optional)
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.note(key, f"= {shown(value)}: must be a text")
            return ""
        words = " ".join(value.split())
        if len(words) > longest:
            self.note(key, f"has {len(words)} characters: at most {longest} are allowed")
        return words

    def paragraphs(self, key: str, most_words: int) -> tuple[str, ...]:
        """Paragraphs with an empty line between them, of at most so many words together."""
        value = self._take(key)
        if not isinstance(value, str) or not value.strip():
            if value is not None:
                self.note(key, f"= {shown(value)}: must be a text")
            return ()
        found = tuple(" ".join(part.split()) for part in value.split("\n\n") if part.strip())
        count = sum(len(BLANK.sub("1", part).split()) for part in found)
        if count > most_words:
            self.note(key, f"has {count} words: at most {most_words} are allowed")
        return found

    def whole(self, key: str, low: int, high: int) -> int:
        """A whole number in [low, high]."""
        value = self._take(key)
        if isinstance(value, int) and not isinstance(value, bool) and low <= value <= high:
            return value
        if value is not None:
            self.note(key, f"= {shown(value)}: must be a whole number in [{low}, {high}]")
        return low

    def texts(self, key: str, fewest: int, longest: int, *, optional: bool = False) -> tuple[str, ...]:
        """At least so many texts."""
        value = self._take(key, optional)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(each, str) and each.strip() for each in value):
            self.note(key, f"= {shown(value)}: must be a list of texts")
            return ()
        if len(value) < fewest:
            self.note(key, f"has {len(value)} entries: at least {fewest} are needed")
        for each in value:
            if len(each) > longest:
                self.note(key, f"has an entry of {len(each)} characters: at most {longest} are allowed")
        return tuple(value)

    def table(self, key: str) -> Table:
        """The table inside; an empty one if it is missing."""
        return self._inner(key, self._take(key), f"{self._path}{key}.")

    def tables(self, key: str, fewest: int, most: int) -> list[Table]:
        """Tables written as ``[[key]]``."""
        value = self._take(key, fewest == 0)
        if value is None:
            return []
        if not isinstance(value, list):
            self.note(key, f"must be written as [[{self._path}{key}]]")
            return []
        if not fewest <= len(value) <= most:
            self.note(key, f"is there {len(value)} times: must be {fewest} to {most}")
        return [self._inner(key, each, f"{self._path}{key}.{index + 1}.") for index, each in enumerate(value)]

    def mapping(self, key: str) -> Mapping[str, object]:
        """A table taken as it is; empty if it is missing."""
        value = self._take(key, optional=True)
        if value is not None and not isinstance(value, Mapping):
            self.note(key, f"= {shown(value)}: must be a table")
        return value if isinstance(value, Mapping) else {}

    def condition(self, key: str, experiment: Experiment | None) -> Expression:
        """A condition about the runs of `experiment`; not looked into if that is unknown."""
        return self._checked(key, condition, experiment, NEVER)

    def template(self, key: str, longest: int, experiment: Experiment | None) -> Template:
        """A sentence with blanks about the runs of `experiment`."""
        text = self.text(key, longest)
        return self.filled_in(key, text, experiment) if text else NOTHING

    def filled_in(self, key: str, text: str, experiment: Experiment | None) -> Template:
        """The template `text`, which stands at `key`."""
        return NOTHING if experiment is None else self._noted(key, template, text, experiment, NOTHING)

    def experiment(self, key: str) -> Experiment | None:
        """A whole experiment, in the words of an experiment file; None if anything in it is wrong."""
        value = self._take(key)
        if not isinstance(value, Mapping):
            if value is not None:
                self.note(key, "must be a table with an experiment")
            return None
        try:
            found = parse_tables(value, key)
            run_names(found)
        except Refusal as refusal:
            for sentence in str(refusal).splitlines():
                self.note(key, f": {sentence}" if sentence.startswith(key) else f"is not allowed: {sentence}")
            return None
        return found

    def close(self) -> None:
        """Note the keys that nobody asked for."""
        for key in self._values:
            if key not in self._taken:
                self.note(key, f"is no known key{did_you_mean(key, self._taken)}")

    def _take(self, key: str, optional: bool = False) -> object:
        self._taken.add(key)
        if key not in self._values:
            if not optional:
                self.note(key, "is missing")
            return None
        return self._values[key]

    def _inner(self, key: str, value: object, path: str) -> Table:
        if isinstance(value, Mapping):
            return Table(self._file, value, self.notes, path)
        if value is not None:
            self.note(key, f"= {shown(value)}: must be a table")
        return Table(self._file, {}, [], path)  # what it lacks is not worth a note of its own

    def _checked(
        self, key: str, read: Callable[[str, Experiment], Found], experiment: Experiment | None, blank: Found
    ) -> Found:
        value = self._take(key)
        if not isinstance(value, str):
            if value is not None:
                self.note(key, f"= {shown(value)}: must be a text")
            return blank
        return blank if experiment is None else self._noted(key, read, value, experiment, blank)

    def _noted(
        self, key: str, read: Callable[[str, Experiment], Found], text: str, experiment: Experiment, blank: Found
    ) -> Found:
        try:
            return read(text, experiment)
        except Refusal as refusal:
            self.note(key, f"= {refusal}")
            return blank


def open_file(path: Path) -> Table:
    """The outermost table of a file of the lesson.

    Raises
    ------
    Refusal
        If it cannot be read or is no TOML.
    """
    try:
        return open_text(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        raise Refusal(f"{path} cannot be read: {(error.strerror or str(error)).lower()}") from None
    except UnicodeDecodeError as error:
        raise Refusal(f"{path} is not UTF-8 text (byte {error.start + 1})") from None


def open_text(text: str, name: str) -> Table:
    """The outermost table of a TOML text; `name` is what its notes call it.

    Raises
    ------
    Refusal
        If it is no TOML.
    """
    try:
        return Table(name, tomllib.loads(text), [])
    except (ValueError, RecursionError) as error:
        raise Refusal(f"{name} is not valid TOML: {error}") from None


def turn_away(notes: list[str]) -> None:
    """Raise what was noted.

    Raises
    ------
    Problems
        If anything was.
    """
    if notes:
        raise Problems(list(dict.fromkeys(notes)))
