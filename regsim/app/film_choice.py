"""What a person may choose of a film, said in the words of the command line; refuses to make it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from regsim.app.film import FEWEST_FRAMES, MOST_FRAMES, Cut, Plan, planned
from regsim.app.film_deed import size_words
from regsim.app.pace import batches_per_epoch
from regsim.experiment import Experiment
from regsim.film.pace import SLOWEST

SIZES = ((1280, 720), (1920, 1080), (960, 540), (640, 400))
RATES = (20.0, 10.0, 12.5, 25.0, 50.0, 5.0)
"""Frames a second; all of them whole hundredths of a second long."""
BYTES = {".gif": (0.010, 0.035), ".apng": (0.04, 0.15), ".webp": (0.02, 0.08), ".mp4": (0.003, 0.02)}
"""For each pixel of all frames, from a window whose curves move to a field that changes all over."""


@dataclass(frozen=True, slots=True)
class FilmChoice:
    """See the module.

    Parameters
    ----------
    views : tuple of str
        Keys of the views; none for the window.
    first, last : int
        Epochs of the first and the last frame.
    seconds : float
        How long it moves.
    rate : float
        Frames a second.
    size : (int, int)
        Pixels.
    theme : str
    """

    views: tuple[str, ...]
    first: int
    last: int
    seconds: float
    rate: float
    size: tuple[int, int]
    theme: str

    def plan(self, experiment: Experiment) -> Plan:
        """What is filmed of a training.

        Raises
        ------
        Refusal
            If all frames together are too large.
        """
        return planned(self._cut(experiment), experiment, self.size)

    def words(self, experiment: Experiment, ending: str) -> str:
        """How long and how large it becomes, about.

        Raises
        ------
        Refusal
            As `plan`.
        """
        plan = self.plan(experiment)
        pixels = len(plan.stops) * self.size[0] * self.size[1]
        low, high = (size_words(share * pixels) for share in BYTES[ending])
        return f"{len(plan.stops)} frames, {plan.seconds:.1f} s with the rest at its end; some {low} to {high}"

    def arguments(self, experiment: Experiment, source: Path, output: Path, label: str, linear: bool) -> list[str]:
        """The command that makes it of an experiment, which lies in the file `source`."""
        cut = self._cut(experiment)
        made = ["render", str(source), "--progress", "--from-epoch", str(cut.first), "--epochs", str(cut.last)]
        made += ["--frames", str(cut.frames), "--fps", f"{cut.rate:g}", "--theme", self.theme]
        made += ["--size", f"{self.size[0]}x{self.size[1]}", f"--select={label}", f"--output={output}"]
        made += ["--linear"] if linear else []
        return made + [f"--view={key}" for key in self.views]

    def _cut(self, experiment: Experiment) -> Cut:
        """As many frames as there are updates, slower where they are too few to last so long."""
        wanted = max(FEWEST_FRAMES, min(round(self.seconds * self.rate), MOST_FRAMES))
        frames = min(wanted, (self.last - self.first) * batches_per_epoch(experiment) + 1)
        rate = self.rate if frames == wanted else max(SLOWEST, min(self.rate, frames / self.seconds))
        return Cut(self.first, self.last, frames, rate)

    def within(self, experiment: Experiment) -> FilmChoice:
        """The same for a training that may be shorter."""
        last = min(self.last, experiment.training.epochs)
        return replace(self, last=last, first=min(self.first, last - 1))
