"""Records numpy calls once and replays them: small networks spend their time in calls; refuses to know any layer.

A *call* is a numpy function with its operands bound. A *tape* is a list of calls: one training step on one mini-batch.
The operands that differ from batch to batch are `Window`s; everything else is bound once for all batches of one size.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from functools import partial
from typing import Any

import numpy as np

from regsim.examples import Array

Call = Callable[[], object]


class Window:
    """One operand that is another array in each batch, e.g. the batch's inputs.

    Parameters
    ----------
    views : sequence of ndarray
        One a batch, all of one shape.
    """

    def __init__(self, views: Sequence[Array]) -> None:
        self.views = tuple(views)

    @property
    def shape(self) -> tuple[int, ...]:
        """Shape of each view."""
        return self.views[0].shape

    def map(self, view: Callable[[Array], Array]) -> Window:
        """The window on `view` of each array."""
        return Window([view(array) for array in self.views])


class Each(tuple[Call, ...]):
    """One place of the tape with another call in each batch."""

    __slots__ = ()


Step = Call | Each
Operand = Array | Window


def call(function: Callable[..., object], *operands: Any, **named: Any) -> Step:
    """Bind a function to its operands: one call, or one a batch if any operand is a `Window`."""
    windows = [operand for operand in operands if isinstance(operand, Window)]
    if not windows:
        return partial(function, *operands, **named)
    return Each(
        partial(function, *(o.views[b] if isinstance(o, Window) else o for o in operands), **named)
        for b in range(len(windows[0].views))
    )


def view(operand: Operand, cut: Callable[[Array], Array]) -> Operand:
    """A view of an array, or of each array of a window."""
    return operand.map(cut) if isinstance(operand, Window) else cut(operand)


def transposed(operand: Operand) -> Operand:
    """The last two axes exchanged."""
    return view(operand, lambda array: array.transpose(0, 2, 1))


def product(a: Operand, b: Operand, out: Array) -> list[Step]:
    """Calls for ``out[r] = a[r] @ b[r]``; an operand that is shared by all runs has a leading 1.

    For one run the two-dimensional `dot` gives the same bits in less than half the time. (Not for matrices without
    their last column: a layer's weights are therefore always multiplied whole.)
    """
    if len(out) > 1:
        return [call(np.matmul, a, b, out)]
    if isinstance(a, Window):
        return [Each(partial(left.views[0].dot, right, out[0]) for left, right in _paired(a, b))]
    if isinstance(b, Window):
        return [Each(partial(a[0].dot, right[0], out[0]) for right in b.views)]
    return [partial(a[0].dot, b[0], out[0])]


def _paired(a: Window, b: Operand) -> list[tuple[Window, Array]]:
    rights = b.views if isinstance(b, Window) else (b,) * len(a.views)
    return [(Window([left[0]]), right[0]) for left, right in zip(a.views, rights, strict=True)]


def expand(steps: Sequence[Step], batches: int) -> list[list[Call]]:
    """One list of calls a batch."""
    return [[step[b] if isinstance(step, Each) else step for step in steps] for b in range(batches)]


class Room:
    """The memory of a tape: arrays that keep their place, and scratch arrays shared by name and shape."""

    def __init__(self, dtype: np.dtype[Any]) -> None:
        self.dtype = dtype
        self._kept: dict[Hashable, Array] = {}

    def empty(self, *shape: int) -> Array:
        """A new array of zeros (so that no garbage is ever read)."""
        return np.zeros(shape, self.dtype)

    def scratch(self, name: str, shape: tuple[int, ...]) -> Array:
        """An array whose content nobody relies on after the calls recorded together."""
        return self._keep((name, shape), lambda: self.empty(*shape))

    def constant(self, value: float, shape: tuple[int, ...]) -> Array:
        """A read-only array full of `value`: multiplying by it is faster than by a Python number."""
        return self._keep((value, shape), lambda: _full(value, shape, self.dtype))

    def _keep(self, key: Hashable, make: Callable[[], Array]) -> Array:
        if key not in self._kept:
            self._kept[key] = make()
        return self._kept[key]


def _full(value: float, shape: tuple[int, ...], dtype: np.dtype[Any]) -> Array:
    array = np.full(shape, value, dtype)
    array.setflags(write=False)
    return array
