"""R runs of one shape trained at once: their tapes, and the order of things in a step.

It refuses to know a particular regularizer, to keep a history and to decide when a run has ended. A member's numbers
depend on its own settings and seeds only: alone or in company it has the same bits.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from regsim.engine.batches import Batches
from regsim.engine.company import Company, Member
from regsim.engine.initialization import initial_layers
from regsim.engine.layers import Recording
from regsim.engine.material import Material
from regsim.engine.network import Evaluator
from regsim.engine.observables.base import StepTaken
from regsim.engine.optimizers import OPTIMIZERS, SCHEDULES, Optimizer
from regsim.engine.regularizers.base import Checkpoint, Part, Place
from regsim.engine.streams import Stream
from regsim.engine.tape import Call, Room, Step, expand
from regsim.examples import Array

TRACED = ("before", "data_gradient", "gradient", "decayed", "stepped", "after")
"""Stages of a step that are written down when it is traced."""


@dataclass(frozen=True, slots=True, eq=False)
class Measured:
    """What an evaluation found, one number a run, shape (R,); accuracies are nan for regression."""

    train_loss: Array
    validation_loss: Array
    train_accuracy: Array
    validation_accuracy: Array
    weight_norm: Array
    exact_zeros: Array


class Ensemble:
    """Runs of one shape.

    Parameters
    ----------
    members : sequence of Member
        R of them, with equal `company`.
    updates : int
        After how many updates training ends (for the schedule of the learning rate).
    """

    def __init__(self, members: Sequence[Member], updates: int) -> None:
        first = members[0]
        self.dtype = first.dtype
        self.update = 0
        self.updates = updates
        self.batches = Batches(first.n_train, first.training.batch_size)
        streams = {member.training.seed: Stream(member.training.seed) for member in members}
        self.streams = [streams[member.training.seed] for member in members]
        # tapes that held their ensemble would keep its memory until garbage is collected, training after training
        self._me = weakref.proxy(self)
        self._company = Company(members, self.streams, self.batches, partial(_step_size, self._me))
        self.loss, self.network = self._company.loss, self._company.network
        self._material = Material([m.examples for m in members], self.streams, self.batches, self.loss, self.dtype)
        self._optimizer: Optimizer = OPTIMIZERS[first.training.optimizer](self.network.weights, self.network.gradients)
        for run, member in enumerate(members):
            self.network.begin(run, self._initial(member, self.streams[run]))
        self._traced: dict[str, Array] = {}
        self._note: Callable[[], None] | None = None
        self._record()

    @property
    def members(self) -> list[Member]:
        """Its runs."""
        return self._company.members

    @property
    def parts(self) -> Iterable[Part]:
        """What acts on them, by rank."""
        return self._company.parts.values()

    def _initial(self, member: Member, stream: Stream) -> list[Array]:
        network, curve = member.network, member.examples.task == "regression"
        return initial_layers(self.network.shape.sizes, network.activation, network.initialization, curve, stream)

    def retune(self, members: Sequence[Member], updates: int) -> None:
        """Take over knob values and learning rates from the next step on; weights, batches and epoch stay.

        What a change switches on or off is recorded again; otherwise numbers are written where the calls read them.
        """
        self.updates = updates
        if self._company.arrange(members):
            self._record()
        else:
            self._apply()

    def _apply(self) -> None:
        self._company.tune()
        self._base_rate = np.array([member.training.learning_rate for member in self.members])
        self._set_rate()
        self._epoch_is_stale = True

    def _set_rate(self) -> None:
        progress = min(self.update / max(self.updates - 1, 1), 1.0)
        rate = self._base_rate * SCHEDULES[self.members[0].training.schedule](progress)
        self._rate = rate
        self._optimizer.set_rate(rate)
        for part in self.parts:
            part.set_rate(rate)

    def _record(self) -> None:
        """Record all tapes: per group of equal batches one training step, and the evaluation."""
        parts = list(self.parts)
        self._material.open(parts)
        gradient, step = self._record_step(parts)
        self._tapes: list[list[Call]] = []
        self._outputs: list[Array] = []
        for group in self.batches.groups:
            recording = Recording(len(self.members), group.size, group.count, self.dtype)
            x, y = self._material.windows(group)
            out, calls = self.network.record_training(x, y, self.loss, recording)
            calls = [*self._trace("before"), *calls, *self._trace("data_gradient")]
            self._tapes += expand([*calls, *gradient, *step], group.count)
            self._outputs += [out] * group.count
        self._evaluator = Evaluator(self.network, self._material.all_rows)
        self._apply()

    def _record_step(self, parts: Sequence[Part]) -> tuple[list[Step], list[Step]]:
        gradient = [c for part in parts for c in part.penalty_gradient()]
        gradient += [c for part in parts for c in part.on_gradient()]
        gradient += self._trace("gradient")
        before = [c for part in parts for c in part.before_step()]
        after = [c for part in parts for c in part.after_step()]  # asks for the step size, so before the optimizer
        schedule: list[Step] = [] if self.members[0].training.schedule == "constant" else [partial(_set_rate, self._me)]
        before += self._trace("decayed")
        after = [*self._trace("stepped"), *after, *self._trace("after")]
        noted: list[Step] = [] if self._note is None else [self._note]
        return gradient, [*schedule, *before, *self._optimizer.record(Room(self.dtype)), *after, *noted]

    def trace(self, note: Callable[[], None]) -> None:
        """From the next step on write every step down, and call `note` at its end; changes no bit of the training."""
        self._note = note
        self._optimizer.step_size()
        self._traced = {name: np.zeros_like(self.network.weights) for name in TRACED}
        self._company.renew_stages()
        self._record()

    def _trace(self, name: str) -> list[Step]:
        """The call that writes one stage of a step down, if anybody wants to know."""
        if self._note is None:
            return []
        source = self.network.gradients[0] if name.endswith("gradient") else self.network.weights
        return [partial(np.copyto, self._traced[name], source)]

    def step_taken(self, run: int) -> StepTaken:
        """The step that a traced ensemble is just finishing; to be called from its `note`."""
        size = np.broadcast_to(self._optimizer.step_size(), self.network.weights.shape)
        return StepTaken(
            update=self.update + 1,
            rate=float(self._rate[run]),
            values=self.members[run].values,
            **{name: array[run] for name, array in self._traced.items()},
            is_weight=self.network.is_weight,
            step_size=size[run],
            kept=self._kept(run, self.update % self.batches.count),
        )

    def run(self, updates: int) -> None:
        """Take so many steps."""
        count = self.batches.count
        while updates:
            epoch, batch = divmod(self.update, count)
            if batch == 0 or self._epoch_is_stale:
                self._begin_epoch(epoch)
            steps = min(updates, count - batch)
            for tape in self._tapes[batch : batch + steps]:
                for step in tape:
                    step()
                self.update += 1
            updates -= steps

    def _begin_epoch(self, epoch: int) -> None:
        self._material.begin_epoch(epoch)
        for part in self.parts:
            part.begin_epoch(epoch)
        self._epoch_is_stale = False

    def run_watched(self, updates: int) -> Array:
        """Take so many steps; what the last one minimized, (R,): training-mode loss plus penalties, before it moved."""
        self.run(updates - 1)
        penalties = [p for part in self.parts if (p := part.penalty()) is not None]
        self.run(1)
        batch = (self.update - 1) % self.batches.count
        objective = self.loss.per_example(self._outputs[batch], self._material.targets(batch)).mean(axis=1)
        for penalty in penalties:
            objective = objective + penalty
        return np.asarray(objective)

    def measure(self) -> Measured:
        """Losses and accuracies in evaluation mode on training and validation set, and the weights' own numbers.

        Of a training set beyond `MOST_MEASURED` its first examples count.
        """
        runs, columns = len(self.members), self._material.all_rows.shape[1]
        losses = np.empty((runs, 1, columns), self.dtype)
        rights = np.zeros((runs, 1, columns), self.dtype)
        for block, out in self._evaluator.outputs():
            targets = self._material.all_targets[:, :, block]
            losses[:, 0, block] = self.loss.per_example(out, targets)
            if self.loss.accuracy_exists:
                rights[:, 0, block] = self.loss.right(out, targets)
        means = np.matmul(losses, self._material.means)[:, 0]
        accuracies = np.full((runs, 2), np.nan)
        if self.loss.accuracy_exists:
            counts = self._material.measured  # so that 50 of 80 is 0.625 exactly, in float32, too
            accuracies = np.rint(np.matmul(rights, self._material.means)[:, 0] * counts) / counts
        weights = self.network.weights * self.network.is_weight
        zeros = self.network.weight_count - np.count_nonzero(weights, axis=1)
        norm = np.sqrt(np.vecdot(weights, weights))
        return Measured(means[:, 0], means[:, 1], accuracies[:, 0], accuracies[:, 1], norm, zeros)

    def watch(self, look: int, validation_loss: Array) -> Array:
        """Which runs (R,) some part wants to stop."""
        stop = np.zeros(len(self.members), bool)
        for part in self.parts:
            wanted = part.watch(look, validation_loss)
            if wanted is not None:
                stop |= wanted
        return stop

    def checkpoint(self, run: int) -> Checkpoint | None:
        """What a run that was stopped goes back to."""
        return next((c for part in self.parts if (c := part.checkpoint(run)) is not None), None)

    def patience(self, run: int) -> tuple[int, int]:
        """Evaluations waited, and how many are allowed; 0 means no early stopping."""
        return next((p for part in self.parts if (p := part.patience(run)) is not None), (0, 0))

    def inputs(self, run: int) -> tuple[Array, Array]:
        """What this epoch trains on: indices in the training set (N,) and altered inputs (N, D), batch after batch."""
        return self._material.inputs(run)

    def waited(self) -> Array:
        """Evaluations (R,) since the last improvement; nan for runs without early stopping."""
        counted = (count for part in self.parts if (count := part.waited()) is not None)
        return next(counted, np.full(len(self.members), np.nan))

    def last_kept(self, run: int) -> tuple[Array, dict[Place, Array]] | None:
        """Of the last step: the training-set indices (n,) of its examples, and the units kept (n, H) where any drop."""
        if self.update == 0:
            return None
        batch = (self.update - 1) % self.batches.count
        found = self._kept(run, batch)
        return (self._material.examples(run, batch).copy(), found) if found else None

    def _kept(self, run: int, batch: int) -> dict[Place, Array]:
        return {
            place: kept.copy()
            for place in self.network.shape.places
            for part in self.parts
            if (kept := part.kept(run, place, batch)) is not None
        }


def _step_size(ensemble: Ensemble) -> Array:
    return ensemble._optimizer.step_size()


def _set_rate(ensemble: Ensemble) -> None:
    ensemble._set_rate()
