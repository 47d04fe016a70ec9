"""What every data set declares and promises; refuses to know any particular one.

The promises, kept by every file of this folder: points keep their identity (the first 80 of 160 are the same 80);
noise and label flips are fixed random draws that are scaled or thresholded, so that a change of a knob never redraws
what it need not; splits are independent of each other's sizes; the same seed gives the same bits.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import ClassVar

from regsim.examples import Examples, Task
from regsim.experiment import Data, Values
from regsim.knob import Knob, Refusal, Value, shown


@dataclass(frozen=True, slots=True, eq=False)
class Conditions:
    """What a data set's own options decide; compared by identity, so that it is kept as long as nothing changed.

    Parameters
    ----------
    task : {"regression", "classification"} or None
        None while the options do not tell it.
    defaults, limits : mapping
        As those of `Dataset`.
    """

    task: Task | None
    defaults: Mapping[str, Value]
    limits: Mapping[str, int]


class Dataset(ABC):
    """A world to draw examples from.

    Attributes
    ----------
    key, title : str
        E.g. ``"moons"`` and ``"two moons"`` (lower case: it stands inside sentences).
    task : {"regression", "classification"}
    is_image : bool
        Whether the inputs are pixels.
    defaults : mapping
        Its own defaults for fields of `Data`, by name (``n_train``, ``n_validation``, ``n_test``, ``noise``,
        ``label_flip``, ``clean_validation``), where they differ from those of `Data`.
    knobs : tuple of Knob
        Knobs that only this data set has (stored in ``Data.options``): structural, or cosmetic where a change of them
        gives the same examples in another picture.
    uses_noise : bool
        Whether ``data.noise`` means anything here.
    inputs_repeat : bool
        Whether the world has so few inputs that the same ones come again, as the words of a language do.
    limits : mapping
        Largest ``n_train``, ``n_validation``, ``n_test`` where the supply is finite.
    help, source : str
        One sentence for the tooltip; where the data come from.
    """

    key: ClassVar[str]
    title: ClassVar[str]
    task: ClassVar[Task]
    is_image: ClassVar[bool] = False
    uses_noise: ClassVar[bool] = True
    inputs_repeat: ClassVar[bool] = False
    defaults: ClassVar[Mapping[str, Value]] = {}
    knobs: ClassVar[tuple[Knob, ...]] = ()
    limits: ClassVar[Mapping[str, int]] = {}
    help: ClassVar[str] = ""
    source: ClassVar[str] = ""

    def whole(self, options: Values, key: str) -> int:
        """The value of its own whole-number knob `key`: what `options` says, or the knob's default.

        Raises
        ------
        KeyError
            If it has no such knob.
        """
        value = options.get(key, {knob.key: knob.default for knob in self.knobs}[key])
        if not isinstance(value, int):
            raise Refusal(f"data.{key} = {shown(value)}: must be a whole number")
        return value

    def conditions(self, options: Values) -> Conditions:
        """Task, defaults and limits with these options: those declared, unless a person's own data decide them."""
        return _declared(self)

    def pinned(self, options: Values) -> Values:
        """The options that will find the same data again, or refuse others: nearly always the same options.

        Raises
        ------
        Refusal
            If there are no such data now.
        """
        return options

    def verify(self, options: Values) -> None:  # noqa: B027 - most have no source that could change
        """Look at the very source of the data again, whatever is remembered of it; nearly always there is none.

        Raises
        ------
        Refusal
            If it is gone, or another one than was stored.
        """

    def settled(self, options: Values, key: str) -> Values:
        """The options after that of `key` was changed by a person: those that cannot hold any more are left out."""
        return options

    def bare(self, data: Data) -> Data:
        """`data` without what its cosmetic knobs say: equal for equal examples, however they are pictured."""
        shown = {knob.key for knob in self.knobs if knob.effect == "cosmetic"}
        kept = {key: value for key, value in data.options.items() if key not in shown}
        return replace(data, options=Values(kept))

    def viewed(self, examples: Examples, data: Data) -> Examples:
        """`examples` pictured as the cosmetic knobs of `data` want it: nearly always the same object."""
        return examples

    @abstractmethod
    def examples(self, data: Data) -> Examples:
        """Draw training, validation and test set.

        Parameters
        ----------
        data : Data
            With ``data.kind == self.key``; already checked.
        """


@lru_cache
def _declared(dataset: Dataset) -> Conditions:
    return Conditions(dataset.task, dataset.defaults, dataset.limits)
