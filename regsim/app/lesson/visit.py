"""What a person has answered and seen in one visit to a scene, as a value; refuses to know the session."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from regsim.experiment import Experiment
from regsim.lesson import Scene

Step = Literal["predict", "observe", "explain"]
STEPS: tuple[Step, ...] = ("predict", "observe", "explain")


@dataclass(frozen=True, slots=True)
class Visit:
    """See the module.

    Parameters
    ----------
    scene : Scene
    answered : bool
        Whether the question was answered or skipped, so that it may be played.
    choice : int or None
        Index of the choice that was taken; None if it was skipped, or is still open.
    ticked : tuple of bool
        Which observations have happened in this training; empty if none was looked at.
    generation : int
        Of the training that the ticks belong to.
    """

    scene: Scene
    answered: bool = False
    choice: int | None = None
    ticked: tuple[bool, ...] = ()
    generation: int = -1

    def step(self, finished: bool) -> Step:
        """Which step it is, for a training that is finished or not."""
        if not self.answered:
            return "predict"
        return "explain" if finished else "observe"


@dataclass(frozen=True, slots=True)
class Mark:
    """Where a training was left: what replays it, and how many updates it had made."""

    recorded: Experiment
    update: int
