"""Times variants against each other in one process: interleaved repetitions, minima, CPU beside wall time.

Other work on the machine slows all variants alike and single repetitions most; it refuses to report a mean.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import quantiles


@dataclass(frozen=True, slots=True)
class Timed:
    """Smallest seconds of one call.

    Parameters
    ----------
    cpu : float
        Of this process, all threads.
    wall : float
    """

    cpu: float
    wall: float


def interleaved(
    variants: Mapping[str, Callable[[], object]], repetitions: int = 15, seconds: float = 0.02
) -> dict[str, Timed]:
    """Smallest time of one call of each variant.

    Parameters
    ----------
    variants : mapping of str to callable
    repetitions : int
        Rounds; each one calls every variant in turn.
    seconds : float
        A repetition calls a variant as often as fits into this.
    """
    counts = {name: _calls_in(seconds, call) for name, call in variants.items()}
    best = dict.fromkeys(variants, Timed(float("inf"), float("inf")))
    gc.collect()
    gc.disable()
    try:
        for _ in range(repetitions):
            for name, call in variants.items():
                once = _timed(call, counts[name])
                best[name] = Timed(min(once.cpu, best[name].cpu), min(once.wall, best[name].wall))
    finally:
        gc.enable()
    return best


def _calls_in(seconds: float, call: Callable[[], object]) -> int:
    call()
    return max(1, int(seconds / max(_timed(call, 1).wall, 1e-7)))


def _timed(call: Callable[[], object], count: int) -> Timed:
    cpu, wall = time.process_time(), time.perf_counter()
    for _ in range(count):
        call()
    return Timed((time.process_time() - cpu) / count, (time.perf_counter() - wall) / count)


def p95(values: list[float]) -> float:
    """The 95th percentile."""
    return quantiles(values, n=20)[-1] if len(values) > 1 else values[0]
