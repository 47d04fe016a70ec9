"""One setting in several languages, and what its words depend on; refuses to know the words."""

from __future__ import annotations

from dataclasses import dataclass

from regsim.examples import Task
from regsim.export.usage import Settings

NOTHING = "—"


@dataclass(frozen=True, slots=True)
class Saying:
    """One setting in four languages, and what differs all the same; the fields are the columns of a table."""

    regsim: str
    pytorch: str
    keras: str
    sklearn: str = NOTHING
    note: str = ""


@dataclass(frozen=True, slots=True)
class Setting:
    """What the words of a run depend on.

    Parameters
    ----------
    values : mapping
        Every knob by path.
    optimizer, task : str
    batch : int
        B, examples of a full mini-batch.
    classes : int
        C; 0 for regression.
    """

    values: Settings
    optimizer: str
    task: Task
    batch: int
    classes: int = 0

    def number(self, path: str) -> float:
        """The value of a numeric knob."""
        value = self.values[path]
        assert isinstance(value, (int, float))
        return value

    @property
    def halves(self) -> bool:
        """Whether scikit-learn's data loss is half of RegSim's: ½·MSE."""
        return self.task == "regression"

    @property
    def is_linear(self) -> bool:
        """Whether scikit-learn has a solver of its own for it."""
        return self.task == "regression" and not self.values["network.hidden"]


def number(value: float) -> str:
    """A number as code spells it, without the noise of binary fractions."""
    return f"{value:.10g}"
