"""Trains one experiment on many seeds and says what is luck in it and what is not; refuses to judge and to print.

A seed changes the examples, their noise, the initial weights, the batches and the masks, all together: what holds on
twenty seeds holds in general.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from regsim.engine.training import Training
from regsim.examples import Array
from regsim.experiment import Experiment, Run
from regsim.snapshot import RunSnapshot, Verdict, Wishes

NUMBERS_ONLY = Wishes(weights=False, prediction=False, mask=False)
HIGHER_IS_BETTER = ("train_accuracy", "validation_accuracy")
ROOM = 256 * 2**20
"""Bytes that one company of networks may take, roughly."""
REPORTS = 100
"""How often progress is told of one company."""


@dataclass(frozen=True, slots=True, eq=False)
class SeedSweep:
    """How every run of one experiment ended on each of S seeds.

    Parameters
    ----------
    experiment : Experiment
    seeds : tuple of int
    runs : tuple of tuple of RunSnapshot
        First by run, then by seed.
    """

    experiment: Experiment
    seeds: tuple[int, ...]
    runs: tuple[tuple[RunSnapshot, ...], ...]

    def numbers(self, name: str) -> Array:
        """One number of every training, by its name in `RunSnapshot`.

        Returns
        -------
        ndarray of float64, shape (R, S)
            nan where a run diverged or the number does not apply.
        """
        return np.array([[getattr(end, name) for end in ends] for ends in self.runs], float)

    def quartiles(self, name: str) -> Array:
        """First quartile, median and third quartile over the seeds on which the number is finite.

        Returns
        -------
        ndarray of float64, shape (R, 3)
            nan for a run that has the number on no seed.
        """
        numbers = self.numbers(name)
        finite = [row[np.isfinite(row)] for row in numbers]
        return np.array([np.percentile(row, (25, 50, 75)) if row.size else np.full(3, np.nan) for row in finite])

    def wins(self, name: str = "validation_loss") -> Array:
        """On how many seeds each run ends better than the first run does on the same seed.

        Better is lower, and higher for accuracies; any number is better than that of a diverged run.

        Returns
        -------
        ndarray of int, shape (R,)
            The first is 0.
        """
        sign = -1 if name in HIGHER_IS_BETTER else 1
        numbers = np.nan_to_num(sign * self.numbers(name), nan=np.inf)
        return np.asarray((numbers < numbers[0]).sum(axis=1))

    def verdicts(self, run: int) -> tuple[Verdict, ...]:
        """The diagnosis of one run on each seed."""
        return tuple(end.verdict for end in self.runs[run])

    def agreement(self, run: int) -> int | None:
        """On how many seeds a run ends as it is meant to; None where nothing is claimed."""
        expected = self.experiment.runs[run].expect
        return sum(verdict in expected for verdict in self.verdicts(run)) if expected else None


def train_seeds(
    experiment: Experiment,
    seeds: Sequence[int],
    wishes: Wishes = NUMBERS_ONLY,
    progress: Callable[[float], None] | None = None,
) -> SeedSweep:
    """Train an experiment to its end on each of several seeds.

    All seeds of a company are trained at once, in the bits that each would have alone; a company is as large as
    memory comfortably allows.

    Parameters
    ----------
    experiment : Experiment
        Checked. Its own seeds are not used.
    seeds : sequence of int
        Each is the seed of data and training alike.
    wishes : Wishes
        What the snapshots hold besides numbers.
    progress : callable, optional
        Told the fraction that is done, in [0, 1].
    """
    size = min(_seeds_at_once(experiment), len(seeds))
    ends: list[list[RunSnapshot]] = [[] for _ in experiment.runs]
    for first in range(0, len(seeds), size):
        company = seeds[first : first + size]
        training = Training.of_seeds(experiment, company)
        stride = max(1, training.last_update // REPORTS)
        while not training.finished:
            training.advance(stride)
            if progress is not None:
                progress((first + len(company) * training.update / training.last_update) / len(seeds))
        runs = training.snapshot(wishes).runs
        for place, run_ends in enumerate(ends):
            run_ends += runs[place :: len(ends)]
    return SeedSweep(experiment, tuple(seeds), tuple(tuple(run_ends) for run_ends in ends))


def _seeds_at_once(experiment: Experiment) -> int:
    """How many seeds fit into `ROOM`."""
    return max(1, ROOM // sum(_size(experiment, run) for run in experiment.runs))


def _size(experiment: Experiment, run: Run) -> int:
    """Bytes of one training, roughly: activations and their gradients over the larger split, in float64."""
    data, network, _ = experiment.settings(run)
    return 16 * max(data.n_train, data.n_validation) * (sum(network.hidden) + 64)
