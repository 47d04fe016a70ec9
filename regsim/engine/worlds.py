"""The examples that runs train on, of one seed or of several, and the members they make; refuses to train them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from regsim.datasets import catalogue
from regsim.engine.company import Member
from regsim.examples import Examples
from regsim.experiment import Experiment


def draw(experiment: Experiment) -> Examples:
    """The examples of an experiment, with as many training examples as its largest run wants."""
    n_train = max(experiment.settings(run)[0].n_train for run in experiment.runs)
    data = replace(experiment.data, n_train=n_train)
    return catalogue()[data.kind].examples(data)


def members_of(experiment: Experiment, examples: Examples) -> list[Member]:
    """The experiment's runs as members of ensembles."""
    members = []
    for run in experiment.runs:
        data, network, training = experiment.settings(run)
        if data.n_train > len(examples.train):
            raise ValueError(f"{run.label} wants {data.n_train} training examples of {len(examples.train)}")
        members.append(Member(examples, data.n_train, network, training, run.values))
    return members


@dataclass(frozen=True, slots=True, eq=False)
class World:
    """Examples, the seed they were drawn with, and the seed of training."""

    data_seed: int
    training_seed: int
    examples: Examples


class Worlds:
    """The same comparison in S worlds; all runs of the first world come first."""

    def __init__(self, worlds: Sequence[World]) -> None:
        self._worlds = list(worlds)

    @classmethod
    def single(cls, experiment: Experiment, examples: Examples) -> Worlds:
        """The one world of an experiment."""
        return cls([World(experiment.data.seed, experiment.training.seed, examples)])

    @classmethod
    def of_seeds(cls, experiment: Experiment, seeds: Sequence[int]) -> Worlds:
        """One world a seed, of data and of training."""
        return cls([World(s, s, _drawn(experiment, s)) for s in seeds])

    @classmethod
    def of_data_seeds(cls, experiment: Experiment, seeds: Sequence[int]) -> Worlds:
        """One world a seed of data; initial weights, batches and masks are those of the experiment in all of them."""
        return cls([World(s, experiment.training.seed, _drawn(experiment, s)) for s in seeds])

    @property
    def examples(self) -> Examples:
        """Those of the first world."""
        return self._worlds[0].examples

    def viewed(self, experiment: Experiment) -> Worlds:
        """The same worlds, pictured as the data of `experiment` want it."""
        kind = catalogue()[experiment.data.kind]
        return Worlds([replace(w, examples=kind.viewed(w.examples, experiment.data)) for w in self._worlds])

    def members(self, experiment: Experiment) -> list[Member]:
        """All members with the values of `experiment`, world by world."""
        members = []
        for world in self._worlds:
            training = replace(experiment.training, seed=world.training_seed)
            members += members_of(replace(experiment, training=training), world.examples)
        return members

    def asked(self, experiment: Experiment, member: int) -> tuple[Experiment, int]:
        """The experiment of one member with the seeds of its world, and its place among the runs."""
        number, place = divmod(member, len(experiment.runs))
        if len(self._worlds) == 1:
            return experiment, place
        world = self._worlds[number]
        data = replace(experiment.data, seed=world.data_seed)
        training = replace(experiment.training, seed=world.training_seed)
        return replace(experiment, data=data, training=training), place


def _drawn(experiment: Experiment, seed: int) -> Examples:
    return draw(replace(experiment, data=replace(experiment.data, seed=seed)))
