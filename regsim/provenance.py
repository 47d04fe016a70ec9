"""Says what a picture or a table was made from: experiment with edits, seed, epoch, version; refuses to know which.

The same text goes into every kind of file, so that each of them can be turned back into the experiment.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from regsim import __version__, experiment_file
from regsim.experiment import Experiment

PROGRAM = f"RegSim {__version__}"
_FIGURE_SPACE = "\u2007"
"""As wide as a digit."""


@dataclass(frozen=True, slots=True)
class Provenance:
    """What replays the training, and where in it the picture or table was taken.

    Parameters
    ----------
    experiment : Experiment
        As recorded, edits included.
    epoch : int
        Whole epochs trained.
    """

    experiment: Experiment
    epoch: int

    @property
    def words(self) -> str:
        """One line, e.g. ``"Overfitting, seed 1, epoch 400, RegSim 0.1.0"``."""
        return self.words_within(self.epoch)

    def words_within(self, last: int) -> str:
        """The same line, with room for as many digits as epoch `last` has: in a film it does not jump about."""
        drawn, trained = self.experiment.data.seed, self.experiment.training.seed
        seed = f"seed {trained}" if drawn == trained else f"data seed {drawn}, training seed {trained}"
        count = len(self.experiment.edits)
        epoch = f"{self.epoch}".rjust(len(f"{last}"), _FIGURE_SPACE)
        moved = f", {count} {'edit' if count == 1 else 'edits'} while training" if count else ""
        return f"{self.experiment.title}, {seed}, epoch {epoch}{moved}, {PROGRAM}"

    def text(self, folder: Path | None = None) -> str:
        """The experiment file, headed by the same line.

        Parameters
        ----------
        folder : Path, optional
            Where the file will lie: a data file in it or below it is named as seen from there.

        Raises
        ------
        Refusal
            If a file of a person's own data cannot be read.
        """
        return f"# {self.words}\n{experiment_file.text(self.experiment, folder=folder)}"
