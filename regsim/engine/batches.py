"""Cuts an epoch into mini-batches; refuses to leave a batch of a single example at the end."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Group:
    """Batches of one size that follow each other: they share one tape and its memory."""

    size: int
    count: int
    start: int

    @property
    def stop(self) -> int:
        """One past the last example."""
        return self.start + self.size * self.count

    def bounds(self) -> list[tuple[int, int]]:
        """First and one past the last example of each batch."""
        return [(self.start + b * self.size, self.start + (b + 1) * self.size) for b in range(self.count)]


class Batches:
    """The mini-batches of N examples.

    The last partial batch is used. If it held a single example, it joins the one before, because statistics of one
    example do not exist; this happens whatever is switched on, so that switching never changes the batches.

    Parameters
    ----------
    n : int
        N, at least 1.
    size : int
        Wanted examples a batch; 0, or more than there are, means all.
    """

    def __init__(self, n: int, size: int) -> None:
        self.n = n
        self.size = size if 0 < size < n else n
        whole, rest = divmod(n, self.size)
        if rest == 1 and self.size > 1:
            whole, rest = whole - 1, self.size + 1
        groups = [Group(self.size, whole, 0), Group(rest, 1, whole * self.size)]
        self.groups = tuple(group for group in groups if group.size and group.count)
        self.count = sum(group.count for group in self.groups)

    def bounds(self, batch: int) -> tuple[int, int]:
        """First and one past the last example of one batch."""
        for group in self.groups:
            if batch < group.count:
                return group.start + batch * group.size, group.start + (batch + 1) * group.size
            batch -= group.count
        raise IndexError(batch)
