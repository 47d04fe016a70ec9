"""What pictures cost the thread of the window: in all, at a stretch, and while a thread beside it encodes them.

Usage: python -m tests.bench.export [--quick]

It refuses to judge by milliseconds alone: beside them stands how often the window could have been painted meanwhile.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import numpy as np
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from regsim.app import picture
from regsim.app.laboratory import Laboratory
from regsim.app.making import Rest
from regsim.app.picture_choice import PictureChoice, PictureSize
from regsim.app.picturing import pictured
from regsim.app.process import make_application
from regsim.app.provenance import Provenance
from regsim.app.sheet import Extent, Sheet
from regsim.app.steps import Steps
from regsim.app.trainer import TrainerThread
from regsim.app.work import Work
from tests.bench.laboratories import Prepared, laboratory_with
from tests.bench.measure import Timed
from tests.bench.report import at_most, heading, table
from tests.bench.window import HISTORY, trained
from tests.bench.works import four_runs

STEP_MS = 50.0
TICK_MS = 5
ALL = ("loss", "fit", "weights", "network")
WINDOW_4K = PictureChoice(size=PictureSize(width=3840, height=2160))
OWN_LAYOUT = "window in 4K, PNG"
JOBS = {
    OWN_LAYOUT: (WINDOW_4K, "png"),
    "window in 8K, PNG": (PictureChoice(size=PictureSize(width=7680, height=4320)), "png"),
    "window in 4K in another theme, PNG": (PictureChoice(size=WINDOW_4K.size, theme="dark"), "png"),
    "figure of four views in 8K, PNG": (PictureChoice(ALL, PictureSize(width=7680, height=4320), "print"), "png"),
    "one view, 8192 × 8192, PNG": (PictureChoice(("fit",), PictureSize(width=8192, height=8192)), "png"),
    "window, SVG": (WINDOW_4K, "svg"),
    "window, PDF": (WINDOW_4K, "pdf"),
    "figure of four views, PDF": (PictureChoice(ALL, WINDOW_4K.size, "print"), "pdf"),
}


@dataclass(frozen=True, slots=True)
class Cost:
    """What one picture took, in milliseconds.

    Parameters
    ----------
    cpu, wall : float
        Of the window's thread, in all; a first step that is begun again counts twice.
    longest : float
        Wall time of the longest step.
    beside : float
        Wall time of the thread that encodes and writes.
    gap : float
        The longest time between two ticks of a timer of 5 ms meanwhile.
    """

    cpu: float
    wall: float
    longest: float
    beside: float
    gap: float


def cost_of(laboratory: Laboratory, choice: PictureChoice, path: Path) -> Cost:
    """Make one picture, with an event loop that turns between steps and while the rest is made."""

    def paint(sheet: Sheet, extent: Extent, provenance: Provenance) -> Steps[Rest]:
        return picture.save_steps(sheet, path, extent, provenance)

    steps, times = pictured(laboratory, choice, paint), []
    rest: Rest | None = None
    while rest is None:
        cpu, wall = time.thread_time(), time.perf_counter()
        try:
            next(steps)
        except StopIteration as stop:
            rest = stop.value
        times.append(Timed(1e3 * (time.thread_time() - cpu), 1e3 * (time.perf_counter() - wall)))
        QApplication.processEvents()
    work: Work[Path] = Work(rest)
    gap, beside = _watched(work)
    if work.made is None:
        raise RuntimeError(f"nothing was measured: {work.refusal}")
    longest = max(once.wall for once in times)
    return Cost(sum(once.cpu for once in times), sum(once.wall for once in times), longest, beside, gap)


def _watched(work: Work[Path]) -> tuple[float, float]:
    """Longest gap of a timer while the work lasts, and how long that is, in milliseconds."""
    loop, timer, ticks = QEventLoop(), QTimer(), [time.perf_counter()]

    def tick() -> None:
        ticks.append(time.perf_counter())
        if not work.is_alive():
            loop.quit()

    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)
    work.start()
    timer.start(TICK_MS)
    loop.exec()
    timer.stop()
    return 1e3 * float(np.diff(ticks).max()), 1e3 * (ticks[-1] - ticks[0])


def measure(laboratory: Laboratory, title: str, rounds: int) -> None:
    """Print one table."""
    heading(title)
    for _ in range(20):
        QApplication.processEvents()
    costs: dict[str, list[Cost]] = {name: [] for name in JOBS}
    grabs = []
    with TemporaryDirectory() as folder:
        for _ in range(rounds):
            grabs += [_once(laboratory.window.grab) for _ in range(3)]
            for name, (choice, ending) in JOBS.items():
                costs[name].append(cost_of(laboratory, choice, Path(folder) / f"a.{ending}"))
    grab = median(grabs)
    rows = [("QWidget.grab() of the window, 1920 × 1080", f"{grab:.1f}", "", "", "1.0×", "", "")]
    rows += [_row(name, each, grab) for name, each in costs.items()]
    table(("", "CPU", "wall", "longest step", "CPU, in grabs", "goal", "timer's longest gap"), rows)


def _row(name: str, each: list[Cost], grab: float) -> tuple[str, ...]:
    cpu, wall, longest, beside = (
        median(getattr(cost, kind) for cost in each) for kind in ("cpu", "wall", "longest", "beside")
    )
    judged = at_most(cpu if name == OWN_LAYOUT else longest, STEP_MS, "ms")
    gap = f"{max(cost.gap for cost in each):.0f} of {beside:.0f}"
    return name, f"{cpu:.1f}", f"{wall:.1f}", f"{longest:.1f}", f"{cpu / grab:.1f}×", judged, gap


def _once(call: Callable[[], object]) -> float:
    begun = time.thread_time()
    call()
    return 1e3 * (time.thread_time() - begun)


@contextmanager
def training() -> Iterator[Laboratory]:
    """A window whose trainer goes as fast as it can, in a thread of its own."""
    trainer = TrainerThread()
    laboratory = laboratory_with(trainer)
    trainer.start()
    try:
        laboratory.open(four_runs(1_000_000))
        laboratory.session.set_rate(float("inf"))
        laboratory.clock.start()
        end = time.monotonic() + 3.0
        while time.monotonic() < end:
            QApplication.processEvents()
            time.sleep(0.002)
        yield laboratory
    finally:
        laboratory.close()
        trainer.close()
        trainer.wait()
        laboratory.window.deleteLater()


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.export", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    rounds = 2 if parser.parse_args().quick else 7
    application = make_application([])
    with np.errstate(all="ignore"):
        experiment = four_runs(HISTORY + 1)
        laboratory = laboratory_with(Prepared(trained(experiment, 1)))
        laboratory.open(experiment, play=False)
        laboratory.clock.tick()
        laboratory.clock.flush()
        measure(laboratory, f"Pictures of four runs, 64-32 units, {HISTORY:,} epochs (ms)", rounds)
        laboratory.close()
        laboratory.window.deleteLater()
        with training() as laboratory:
            measure(laboratory, "The same while training goes as fast as it can (ms)", rounds)
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
