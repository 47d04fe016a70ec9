"""What a frame of the whole window costs, beside the same pictures from stock items, and what drawing costs training.

Usage: python -m tests.bench.window [--quick]

It refuses to judge a frame by wall time: others may use the machine.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from statistics import median

import numpy as np
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication

from regsim.app.process import make_application
from regsim.app.views.base import View
from regsim.engine.training import Training
from regsim.experiment import Experiment
from regsim.snapshot import Snapshot, Wishes
from tests.bench.laboratories import Prepared, laboratory_with
from tests.bench.measure import Timed, p95
from tests.bench.report import at_least, at_most, heading, table
from tests.bench.speed import time_training
from tests.bench.stock import StockWindow
from tests.bench.works import four_runs

FRAME_MS = 12.0
TIMES_STOCK = 10.0
HISTORY = 20_000
"""Epochs that the frames show."""


def trained(experiment: Experiment, count: int) -> list[Snapshot]:
    """The `count` epochs up to epoch `HISTORY`, each with all that the views show."""
    training = Training(experiment)
    training.advance((HISTORY - count) * training.batches)
    snapshots = []
    for _ in range(count):
        training.advance_epoch()
        snapshots.append(training.snapshot(Wishes()))
    return snapshots


def frame_times(draw: Callable[[], object], count: int) -> list[Timed]:
    """CPU and wall seconds of `count` frames, each drawn and painted."""
    times = []
    for _ in range(count):
        cpu, wall = time.process_time(), time.perf_counter()
        draw()
        QApplication.processEvents()
        times.append(Timed(time.process_time() - cpu, time.perf_counter() - wall))
    return times


def time_frames(quick: bool) -> None:
    """The program's window against stock items."""
    heading(f"Window, 1920 × 1080, four runs, 64-32 units, {HISTORY:,} epochs: one frame (ms)")
    experiment = four_runs(HISTORY + 1)  # not at its end: in motion
    snapshots = trained(experiment, 32)
    laboratory = laboratory_with(Prepared(snapshots))
    laboratory.open(experiment)
    places = {
        key: QRect(view.mapTo(laboratory.window, view.rect().topLeft()), view.size())
        for key, (_, view) in laboratory.exhibition.views.items()
    }
    stock = {name: _stock(places, snapshots, plain) for name, plain in (("same look", False), ("thin, no gap", True))}

    def draw_views() -> None:
        laboratory.session.pull()
        for _, view in laboratory.exhibition.views.values():
            view.show_snapshot(laboratory.session.snapshot, laboratory.exhibition.showing())

    def draw_all() -> None:
        laboratory.session.pull()
        laboratory.clock.mark_stale()
        laboratory.clock.flush()

    def draw_one(view: View) -> None:
        laboratory.session.pull()
        view.show_snapshot(laboratory.session.snapshot, laboratory.exhibition.showing())

    ours = {"all four views": draw_views, "all views, cards, panel and transport": draw_all}
    views = laboratory.exhibition.views
    ours |= {f"  {key} alone": lambda view=view: draw_one(view) for key, (_, view) in views.items()}
    times: dict[str, list[Timed]] = {name: [] for name in (*ours, *stock)}
    frame_times(draw_all, 10)
    for _ in range(3 if quick else 8):
        for name, draw in ours.items():
            times[name] += frame_times(draw, 12)
        for name, draw in stock.items():
            times[name] += frame_times(draw, 1)
    _print_frames(times, list(ours))
    broken = [key for key, (_, view) in laboratory.exhibition.views.items() if "failed" in view.reading()]
    if broken:
        raise RuntimeError(f"nothing was measured: {', '.join(broken)} failed to draw")
    laboratory.close()
    laboratory.window.deleteLater()


def _stock(places: dict[str, QRect], snapshots: list[Snapshot], plain: bool) -> Callable[[], object]:
    window = StockWindow(places, snapshots[0], plain=plain)
    window.resize(1920, 1080)
    window.show()
    turn = iter(range(10**9))

    def draw() -> None:
        window.show_snapshot(snapshots[next(turn) % len(snapshots)])

    draw()
    QApplication.processEvents()
    return draw


def _print_frames(times: dict[str, list[Timed]], ours: list[str]) -> None:
    rows = []
    mine = 1e3 * median(once.cpu for once in times[ours[0]])
    for name, frames in times.items():
        cpu, wall = ([1e3 * getattr(once, kind) for once in frames] for kind in ("cpu", "wall"))
        middle = median(cpu)
        if name == ours[0]:
            note = at_most(middle, FRAME_MS, "ms")
        elif name in ours:
            note = ""
        else:
            note = at_least(middle / mine, TIMES_STOCK if name == "same look" else None)
        label = name if name in ours else f"stock pyqtgraph items, {name}"
        rows.append((label, f"{middle:.1f}", f"{p95(cpu):.1f}", f"{median(wall):.1f}", note))
    table(("", "CPU median", "CPU p95", "wall median", "goal; stock against the four views"), rows)


def main() -> int:
    """Print the tables."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.window", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions")
    quick = parser.parse_args().quick
    application = make_application([])
    with np.errstate(all="ignore"):
        time_frames(quick)
        time_training(quick)
    del application
    return 0


if __name__ == "__main__":
    sys.exit(main())
