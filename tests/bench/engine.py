"""How fast the engine trains: against its straightforward twin and other libraries, and many networks against one.

Usage: python -m tests.bench.engine [--quick]

It refuses to time anything before twin and engine agree in float64: a twin of something else would be no measure.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable
from dataclasses import replace

import numpy as np

from regsim.engine.training import Training
from regsim.snapshot import Wishes
from tests.bench.measure import Timed, interleaved
from tests.bench.peers import peers
from tests.bench.report import at_least, heading, table
from tests.bench.twin import Twin
from tests.bench.works import COMPANY, COMPANY_EVALUATED, CURVE, SMALL, TWO_CLASSES, WORKS, Work

ENGINE = "engine"
AGREEMENT = 1e-9
"""Largest relative difference of a loss between twin and engine after `AGREEMENT_STEPS` updates in float64."""
AGREEMENT_STEPS = 200
NOTHING = Wishes(weights=False, prediction=False, mask=False)


def engine_epochs(work: Work, runs: int = 1, evaluate: bool = False) -> Callable[[], object]:
    """A call that trains `work.epochs`."""
    training = Training(work.experiment(runs, evaluate))
    updates = work.steps * work.epochs
    return lambda: training.advance(updates)


def repeated(epoch: Callable[[], object], work: Work) -> Callable[[], object]:
    """A call of `work.epochs` epochs."""

    def epochs() -> None:
        for _ in range(work.epochs):
            epoch()

    return epochs


def twin_of(work: Work) -> Twin:
    """The twin with the engine's initial weights."""
    (run,) = Training(work.experiment()).snapshot(Wishes(prediction=False, mask=False)).runs
    return Twin(work, run.weights, run.biases)


def disagreement(work: Work) -> float:
    """Relative difference of twin and engine in both losses, full batches in float64."""
    exact = replace(work, precision="float64", batch_size=work.data.n_train)
    x, y, x_validation, y_validation = exact.arrays()
    twin = twin_of(exact)
    training = Training(exact.experiment(evaluate=True))
    for _ in range(AGREEMENT_STEPS):
        twin.epoch(x, y)
    training.advance(AGREEMENT_STEPS)
    (run,) = training.snapshot(NOTHING).runs
    pairs = ((run.train_loss, twin.loss(x, y)), (run.validation_loss, twin.loss(x_validation, y_validation)))
    return max(abs(mine - its) / abs(its) for mine, its in pairs)


def check_twins() -> bool:
    """Whether the twin is one; prints how near."""
    heading("Is the twin one? Losses after 200 full-batch updates in float64, relative difference to the engine")
    differences = {work.name: disagreement(work) for work in (SMALL, TWO_CLASSES, CURVE)}
    for name, difference in differences.items():
        print(f"{name:4} {difference:.1e}", flush=True)
    return all(difference < AGREEMENT for difference in differences.values())


def time_work(work: Work, repetitions: int) -> None:
    """One work: training steps, then whole epochs with both losses."""
    heading(f"{work.name}: {work.title}")
    x, y, x_validation, y_validation = work.arrays()
    twin = twin_of(work)

    def twin_evaluated() -> tuple[float, float]:
        twin.epoch(x, y)
        return twin.loss(x, y), twin.loss(x_validation, y_validation)

    others = {"numpy twin": (lambda: twin.epoch(x, y), twin_evaluated), **peers(work)}
    steps = {ENGINE: engine_epochs(work)} | {name: repeated(pair[0], work) for name, pair in others.items()}
    epochs = {ENGINE: engine_epochs(work, evaluate=True)}
    epochs |= {name: repeated(pair[1], work) for name, pair in others.items()}
    _print_peers(work, interleaved(steps, repetitions), interleaved(epochs, repetitions))


def _print_peers(work: Work, steps: dict[str, Timed], epochs: dict[str, Timed]) -> None:
    rows = []
    updates = work.steps * work.epochs
    for name, once in steps.items():
        whole = epochs[name]
        mine = name == ENGINE
        rows.append((
            name,
            f"{1e6 * once.cpu / updates:.1f}",
            f"{1e6 * once.wall / updates:.1f}",
            "" if mine else at_least(once.cpu / steps[ENGINE].cpu, work.goals.get(name)),
            f"{1e6 * whole.cpu / updates:.1f}",
            "" if mine else at_least(whole.cpu / epochs[ENGINE].cpu, None),
        ))  # fmt: skip
    table(("", "µs a step: CPU", "wall", "engine is faster", "with losses each epoch: CPU", "engine is faster"), rows)


def time_company(work: Work, repetitions: int) -> None:
    """Many networks at once against a loop over one."""
    heading(f"{work.name}, many networks at once: µs of CPU time per network and step, gain over a loop over one")
    rows = []
    for title, evaluate, goals in (
        ("training steps", False, COMPANY),
        ("with losses each epoch", True, COMPANY_EVALUATED),
    ):
        crowd = (1, *goals)
        times = interleaved({str(runs): engine_epochs(work, runs, evaluate) for runs in crowd}, repetitions, 0.05)
        each = {runs: times[str(runs)].cpu / runs / work.steps / work.epochs for runs in crowd}
        rows.append((title, *(f"{1e6 * cost:.2f}" for cost in each.values())))
        rows.append(("  gain", "", *(at_least(each[1] / each[runs], goals[runs]) for runs in goals)))
    table(("networks", *map(str, (1, *COMPANY))), rows)


def main() -> int:
    """Check the twin, time everything; returns 1 if the twin is none."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.engine", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    repetitions = 5 if parser.parse_args().quick else 25
    with np.errstate(all="ignore"):
        if not check_twins():
            print("the twin computes something else: nothing is timed", file=sys.stderr)
            return 1
        for work in WORKS:
            time_work(work, repetitions)
        time_company(SMALL, repetitions)
    return 0


if __name__ == "__main__":
    sys.exit(main())
