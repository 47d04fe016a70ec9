"""What an ensemble trains on and is measured by, as arrays ready for its tapes; refuses to alter an example itself."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regsim.engine.batches import Batches, Group
from regsim.engine.losses import Loss
from regsim.engine.regularizers.base import Part
from regsim.engine.streams import Stream
from regsim.engine.tape import Window
from regsim.examples import Array, Examples

MOST_MEASURED = 4096
"""How many training examples the training loss is measured on, the first ones: of 32,000 a measurement costs as much
as hundreds of updates, and these tell its mean to a hundredth or two."""


def with_ones(x: Array, dtype: np.dtype[np.floating]) -> Array:
    """Inputs (N, D) as rows (1, N, D + 1) with a column of ones."""
    rows = np.ones((1, len(x), x.shape[1] + 1), dtype)
    rows[0, :, :-1] = x
    return rows


class Material:
    """Rows and encoded targets of R runs.

    Arrays lead with 1 instead of R as long as all runs see the same: the same examples, in the same order, unaltered.

    Parameters
    ----------
    worlds : sequence of Examples
        One a run; often all the same object.
    streams : sequence of Stream
        One a run.
    batches : Batches
    loss : Loss
    dtype : numpy.dtype
    """

    def __init__(
        self,
        worlds: Sequence[Examples],
        streams: Sequence[Stream],
        batches: Batches,
        loss: Loss,
        dtype: np.dtype[np.floating],
    ) -> None:
        self.streams = streams
        self.batches = batches
        self.one_world = all(world is worlds[0] for world in worlds)
        self.one_order = self.one_world and (batches.count == 1 or all(s is streams[0] for s in streams))
        sources = worlds[:1] if self.one_world else worlds
        n = batches.n
        self._rows = np.concatenate([with_ones(e.train.x[:n], dtype) for e in sources])
        self._targets = np.stack([loss.encoded(e.train.y[:n]) for e in sources]).astype(dtype)
        validation = np.concatenate([with_ones(e.validation.x, dtype) for e in sources])
        seen = np.stack([loss.encoded(e.validation.y) for e in sources]).astype(dtype)
        measured = min(n, MOST_MEASURED)
        self.all_rows = np.concatenate([self._rows[:, :measured], validation], axis=1)
        self.all_targets = np.concatenate([self._targets[:, :measured], seen], axis=1).transpose(0, 2, 1)
        self.means = np.zeros((1, self.all_rows.shape[1], 2), dtype)
        self.means[0, :measured, 0] = 1 / measured
        self.means[0, measured:, 1] = 1 / validation.shape[1]
        self.measured = np.array([measured, validation.shape[1]], dtype=float)
        self.order = np.arange(n)
        self._orders = [self.order] * len(streams)

    def open(self, parts: Sequence[Part]) -> None:
        """Lay out the memory of an epoch, as the parts need it."""
        self._altering = [part for part in parts if part.alters_inputs or part.alters_targets]
        runs = len(self.streams)
        own_x = not self.one_order or any(part.alters_inputs for part in parts)
        own_y = not self.one_order or any(part.alters_targets for part in parts)
        self._x = np.repeat(self._rows[:1], runs if own_x else 1, axis=0)
        self._y = np.repeat(self._targets[:1], runs if own_y else 1, axis=0)

    def windows(self, group: Group) -> tuple[Window, Window]:
        """Inputs (R or 1, D + 1, n) and targets (R or 1, K, n) of a group's batches; filled anew in every epoch."""
        x = [self._x[:, a:b].transpose(0, 2, 1) for a, b in group.bounds()]
        y = [self._y[:, a:b].transpose(0, 2, 1) for a, b in group.bounds()]
        return Window(x), Window(y)

    def targets(self, batch: int) -> Array:
        """Targets (R or 1, K, n) of one batch of this epoch."""
        a, b = self.batches.bounds(batch)
        return self._y[:, a:b].transpose(0, 2, 1)

    def examples(self, run: int, batch: int) -> Array:
        """Indices in the training set of a batch of this epoch, shape (n,)."""
        a, b = self.batches.bounds(batch)
        return self._orders[run][a:b]

    def inputs(self, run: int) -> tuple[Array, Array]:
        """Indices in the training set (N,) and inputs (N, D) of this epoch, altered and in the order of its batches."""
        return self._orders[run], self._x[run % len(self._x), :, :-1]

    def begin_epoch(self, epoch: int) -> None:
        """Shuffle (unless there is but one batch), gather, and let the parts alter what was gathered."""
        self._shuffle(epoch)
        for array, source in ((self._x, self._rows), (self._y, self._targets)):
            for run in range(len(array)):
                # "clip" skips the test of every index, which would cost more than the copy
                source[0 if self.one_world else run].take(self._orders[run], 0, array[run], "clip")
        for part in self._altering:
            for run in range(len(self.streams)):
                part.on_examples(run, self._x[run % len(self._x), :, :-1], self._y[run % len(self._y)], epoch)

    def _shuffle(self, epoch: int) -> None:
        if self.batches.count == 1:
            return
        orders: dict[int, Array] = {}
        for stream in self.streams:
            if stream.seed not in orders:
                orders[stream.seed] = stream.at("batches", epoch).permutation(self.batches.n)
        self._orders = [orders[stream.seed] for stream in self.streams]
