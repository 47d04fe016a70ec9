"""The loop: advances all runs in lock-step, looks at them, ends them, and says how they are; without threads.

It refuses to compute a gradient, to know a regularizer and to draw a picture. Runs of different shape form several
ensembles. All take the same number of updates, and the clock is that of the first run: an epoch, and therefore when
losses are looked at and when training ends, is counted in its mini-batches. A run with other mini-batches has its own
`RunSnapshot.epoch`, namely updates divided by its own batches.

For bare training steps, without looking at losses, set ``training.evaluate_every`` to more than the updates wanted.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

import numpy as np

from regsim.engine.batches import Batches
from regsim.engine.divergence import likely_cause
from regsim.engine.edits import edited, live_changes
from regsim.engine.ensemble import Ensemble
from regsim.engine.history import FIELDS, Recorder, columns
from regsim.engine.ledger import Ledger
from regsim.engine.observables.base import Sight
from regsim.engine.optimizers import SCHEDULES
from regsim.engine.report import NUMBERS, Standing, numbers_of
from regsim.engine.watching import Watch
from regsim.engine.worlds import Worlds, draw
from regsim.examples import Array, Examples
from regsim.experiment import Edit, Experiment
from regsim.snapshot import RunSnapshot, RunState, Snapshot, Wishes

STANDARD_WISHES = Wishes()


class Training:
    """One comparison being trained.

    Parameters
    ----------
    experiment : Experiment
        Checked; its recorded edits are applied at the borders of their updates.
    examples : Examples, optional
        Drawn from `experiment` if not given. Every run trains on the first of its training examples.
    generation : int
        Number of this start, repeated in every snapshot.

    Raises
    ------
    ValueError
        If a run wants more training examples than there are.

    Attributes
    ----------
    experiment : Experiment
        With the values now in force.
    update, batches : int
        Completed updates, and updates an epoch of the first run.
    """

    def __init__(self, experiment: Experiment, examples: Examples | None = None, generation: int = 0) -> None:
        examples = draw(experiment) if examples is None else examples
        self._open(experiment, Worlds.single(experiment, examples), generation, apart=False)

    @classmethod
    def of_seeds(cls, experiment: Experiment, seeds: Sequence[int]) -> Training:
        """The same comparison on several seeds (of data and of training) at once.

        Its snapshots hold ``len(seeds) × len(runs)`` runs, all runs of the first seed first; `Snapshot.examples` are
        those of the first seed. A member has the same bits as in a training of its own seed.

        Runs that differ in what is switched on form ensembles of their own: with many networks the time is spent in
        arrays, not in calls, and nobody takes the steps of a regularizer that is off (6.9 ms against 10.0 for an
        update of twenty seeds of the first preset).
        """
        training = cls.__new__(cls)
        training._open(experiment, Worlds.of_seeds(experiment, seeds), 0, apart=True)
        return training

    @classmethod
    def of_data_seeds(cls, experiment: Experiment, seeds: Sequence[int]) -> Training:
        """The same comparison on several draws of the examples at once: only `data.seed` differs.

        Snapshots are as those of `of_seeds`.
        """
        training = cls.__new__(cls)
        training._open(experiment, Worlds.of_data_seeds(experiment, seeds), 0, apart=True)
        return training

    def _open(self, experiment: Experiment, worlds: Worlds, generation: int, apart: bool) -> None:
        self.experiment = experiment
        self.examples = worlds.examples
        self.generation = generation
        self.update = 0
        self._worlds = worlds
        self._recorded = sorted(experiment.edits, key=lambda edit: edit.update)
        self._edits: list[Edit] = []
        self._is_retuned = False
        self._members = worlds.members(experiment)
        self._groups: list[tuple[Ensemble, list[int]]] = []
        companies: dict[object, list[int]] = {}
        for index, member in enumerate(self._members):
            key = (member.company, member.switched_on if apart else None)
            companies.setdefault(key, []).append(index)
        self._batches = [Batches(m.n_train, m.training.batch_size).count for m in self._members]
        with np.errstate(all="ignore"):
            for indices in companies.values():
                self._groups.append((Ensemble([self._members[i] for i in indices], self.last_update), indices))
            self._ledger = Ledger(self._members)
            self._history = Recorder(len(self._members))
            self._watch = Watch()
            self._look({})
            self._take_edits()

    @property
    def batches(self) -> int:
        """Updates an epoch, of the first run."""
        return self._batches[0]

    @property
    def epoch(self) -> int:
        """Whole epochs done."""
        return self.update // self.batches

    @property
    def last_update(self) -> int:
        """After how many updates training ends."""
        return self.experiment.training.epochs * self._batches[0]

    @property
    def finished(self) -> bool:
        """Whether no run will train further."""
        return self.update >= self.last_update or not self._groups

    def advance(self, updates: int = 1) -> int:
        """Train at most so many updates.

        Returns
        -------
        int
            Updates done; fewer than asked for only at the end.
        """
        begin = self.update
        with np.errstate(all="ignore"):
            while self.update < begin + updates and not self.finished:
                self._take_effect()
                border, looks = self._next_border(begin + updates)
                steps = border - self.update
                objectives = {id(e): e.run_watched(steps) for e, _ in self._groups} if looks else {}
                if not looks:
                    for ensemble, _ in self._groups:
                        ensemble.run(steps)
                self.update = border
                if looks:
                    self._look(objectives)
                self._take_edits()
        return self.update - begin

    def advance_epoch(self) -> None:
        """Train to the end of the current epoch."""
        self.advance(self.batches - self.update % self.batches)

    def _next_border(self, wanted: int) -> tuple[int, bool]:
        """Where to pause next, and whether losses are due there."""
        interval = self.experiment.training.evaluate_every or self.batches
        look = min((self.update // interval + 1) * interval, self.last_update)
        border = min(look, wanted, *(edit.update for edit in self._recorded))
        return border, border == look

    def watch(self, observables: Collection[str]) -> None:
        """Let these observables see all runs from now on, beside those that already do; no bit of a training changes.

        Raises
        ------
        KeyError
            If there is no observable of that key.
        """
        with np.errstate(all="ignore"):
            if self._watch.begin(observables, self.sights):
                for ensemble, indices in self._groups:
                    ensemble.trace(partial(self._note_step, ensemble, indices))

    def _note_step(self, ensemble: Ensemble, indices: list[int]) -> None:
        self._watch.note_steps(
            ensemble, [(row, run) for row, run in enumerate(indices) if run not in self._ledger.ended]
        )

    def sights(self) -> Iterator[tuple[int, Sight]]:
        """All runs as observers see them, by their place in a snapshot."""
        standings, _ = self._standings()
        for run, standing in sorted(standings.items()):
            yield run, self._sight(run, standing)

    def _sight(self, run: int, standing: Standing) -> Sight:
        asked, place = self._worlds.asked(self.experiment, run)
        return Sight(
            experiment=asked,
            run=place,
            portrait=self._ledger.portrait(run),
            weights=standing.weights,
            state=standing.parameters_state,
            update=standing.update,
            epoch=standing.update / self._batches[run],
            rate=self._rate(run),
            inputs=self._inputs(run),
        )

    def _inputs(self, run: int) -> Callable[[], tuple[Array, Array]] | None:
        """How to ask what a run's epoch trains on; None where it does not train."""
        if not self.update or run in self._ledger.ended:
            return None
        seats = ((ensemble, indices.index(run)) for ensemble, indices in self._groups if run in indices)
        return next((partial(ensemble.inputs, row) for ensemble, row in seats), None)

    def retune(self, experiment: Experiment) -> None:
        """Use other live values from the next update on: weights, batches and epoch stay.

        Live are the live knobs of the regularizers, ``training.learning_rate`` (also a run's own) and
        ``training.epochs``. Every change is recorded as an edit with the present update. What is cosmetic (which inputs
        a picture shows) holds from now on, and is none.

        Raises
        ------
        ValueError
            If anything differs that needs a new start.
        """
        for path, value in live_changes(self.experiment, experiment):
            self._edits = [e for e in self._edits if (e.update, e.path) != (self.update, path)]
            self._edits.append(Edit(self.update, path, value))
        self._worlds = self._worlds.viewed(experiment)
        self.examples = self._worlds.examples
        self._use(experiment)

    def _take_edits(self) -> None:
        """Apply the recorded edits that are due."""
        experiment = self.experiment
        while self._recorded and self._recorded[0].update <= self.update:
            edit = self._recorded.pop(0)
            experiment = edited(experiment, edit)
            self._edits.append(edit)
        if experiment is not self.experiment:
            self._use(experiment)

    def _use(self, experiment: Experiment) -> None:
        self.experiment = experiment
        self._members = self._worlds.members(experiment)
        self._is_retuned = True
        self._ledger.use(self._members)
        if not self.finished:
            self._ledger.forget_tests()
        elif self._history.last_update != self.update:
            with np.errstate(all="ignore"):
                self._look({})

    def _take_effect(self) -> None:
        """Hand changed values to the ensembles; only now, so that what is shown of the last step stays true."""
        if self._is_retuned:
            for ensemble, indices in self._groups:
                ensemble.retune([self._members[i] for i in indices], self.last_update)
            self._is_retuned = False

    def _look(self, objectives: dict[int, Array]) -> None:
        """Measure all runs, write it down, and end those that diverged or were stopped."""
        runs = len(self._members)
        table = np.full((len(FIELDS), runs), np.nan)
        stopped, finite = np.zeros(runs, bool), np.zeros(runs, bool)
        look = self._history.looks
        for ensemble, indices in self._groups:
            measured = ensemble.measure()
            objective = objectives.get(id(ensemble), np.full(len(indices), np.nan))
            stopped[indices] = ensemble.watch(look, measured.validation_loss)
            epoch = self.update / ensemble.batches.count
            table[:, indices] = columns(measured, epoch, objective, ensemble.waited())
            numbers = (measured.train_loss, measured.validation_loss, measured.weight_norm, objective)
            finite[indices] = np.isfinite(numbers if objectives else numbers[:3]).all(axis=0)
        active = np.ones(runs, bool)
        active[list(self._ledger.ended)] = False
        self._history.append(self.update, table, active & finite)
        if self._watch:
            for run, sight in self.sights():
                if active[run]:
                    self._watch.look(run, sight)
        for ensemble, indices in list(self._groups):
            for row, run in enumerate(indices):
                if active[run] and not finite[run]:
                    self._end(run, ensemble, row, "diverged")
                elif active[run] and stopped[run]:
                    self._end(run, ensemble, row, "stopped early")
            if all(run in self._ledger.ended for run in indices):
                self._groups.remove((ensemble, indices))
        if self.finished:
            self._test()

    def _end(self, run: int, ensemble: Ensemble, row: int, state: RunState) -> None:
        """Keep what a run ends with; its place in the ensemble trains on unheeded, which changes no bit of others."""
        cause = likely_cause(self._members[run], self._rate(run)) if state == "diverged" else ""
        standing = replace(self._standing(ensemble, row, state), cause=cause)
        self._ledger.end(run, standing, ensemble.checkpoint(row) if state == "stopped early" else None)

    def _standing(self, ensemble: Ensemble, row: int, state: RunState) -> Standing:
        return Standing(
            state=state,
            update=self.update,
            weights=ensemble.network.weights[row].copy(),
            parameters_state=ensemble.network.state[row].copy(),
            kept=ensemble.last_kept(row),
            patience=ensemble.patience(row),
        )

    def _test(self) -> None:
        """Look at the test set for all runs that are at their end."""
        for ensemble, indices in self._groups:
            for row, run in enumerate(indices):
                if run not in self._ledger.ended:
                    self._ledger.test(run, self._standing(ensemble, row, "finished"))

    def _rate(self, run: int) -> float:
        training = self._members[run].training
        progress = min(self.update / max(self.last_update - 1, 1), 1.0)
        return training.learning_rate * SCHEDULES[training.schedule](progress)

    def snapshot(self, wishes: Wishes = STANDARD_WISHES) -> Snapshot:
        """How all runs stand now; its arrays are read-only and never change.

        Parameters
        ----------
        wishes : Wishes
            What is looked at; nothing else is computed. Observables that did not watch before begin to.
        """
        self.watch(wishes.observables)
        with np.errstate(all="ignore"):
            standings, numbers = self._standings()
            runs = tuple(self._report(run, standings[run], numbers[run], wishes) for run in range(len(self._members)))
        return Snapshot(
            generation=self.generation,
            experiment=self.experiment,
            examples=self.examples,
            update=self.update,
            epoch=self.epoch,
            batch=self.update % self.batches,
            batches=self.batches,
            finished=self.finished,
            runs=runs,
            edits=tuple(self._edits),
        )

    def _standings(self) -> tuple[dict[int, Standing], dict[int, dict[str, float]]]:
        """How each run stands, and its numbers: measured now where the last evaluation is of other weights."""
        standings = dict(self._ledger.ended)
        numbers = {run: numbers_of(standing, self._history.of(run)) for run, standing in standings.items()}
        state: RunState = "finished" if self.finished else "training"
        for ensemble, indices in self._groups:
            measured = None if self._history.last_update == self.update else ensemble.measure()
            for row, run in enumerate(indices):
                if run in self._ledger.ended:
                    continue
                standings[run] = self._standing(ensemble, row, state)
                if measured is None:
                    numbers[run] = numbers_of(standings[run], self._history.of(run))
                else:
                    numbers[run] = {name: float(getattr(measured, name)[row]) for name in NUMBERS}
        return standings, numbers

    def _report(self, run: int, standing: Standing, numbers: dict[str, float], wishes: Wishes) -> RunSnapshot:
        rate = self._rate(run)
        told = self._ledger.report(run, standing, self._history.of(run), numbers, rate, wishes)
        if not wishes.observables:
            return told
        return replace(told, observed=self._watch.read(wishes.observables, run, self._sight(run, standing)))
