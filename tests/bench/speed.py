"""What drawing costs training, and training the clock of the pictures; refuses to draw any other window."""

from __future__ import annotations

import math
import time
from itertools import pairwise
from statistics import median

from PySide6.QtCore import QEventLoop, QTimer

from regsim.app.commands import Play, Start, Wish
from regsim.app.laboratory import Laboratory
from regsim.app.trainer import TrainerThread
from regsim.engine.training import Training
from regsim.snapshot import Wishes
from tests.bench.laboratories import laboratory_with
from tests.bench.measure import p95
from tests.bench.report import at_least, at_most, heading, table
from tests.bench.works import four_runs

SPEED_SHARE = 0.6
TICK_STRETCH = 1.5
ENDLESS = 1_000_000
CHUNK = 50
"""Updates without a look at the clock, where nothing else than training is going on."""
ALONE, ON_THREAD, DRAWING = "without a window", "without a window, on the trainer's thread", "while drawing"


def time_training(quick: bool) -> None:
    """Training at full speed with and without the window, in turns."""
    heading("Training as fast as it goes, four runs, 64-32 units, losses every epoch: updates a second")
    trainer = TrainerThread()
    trainer.start()
    laboratory = laboratory_with(trainer)
    ticks: list[float] = []
    stretches: list[float] = []
    clock_timer = laboratory.clock.findChild(QTimer)
    assert clock_timer is not None
    seconds = 2.0 if quick else 4.0
    speeds: dict[str, list[float]] = {name: [] for name in (ALONE, ON_THREAD, DRAWING)}
    for _ in range(2 if quick else 5):
        speeds[ALONE].append(_speed_alone(seconds))
        speeds[ON_THREAD].append(_speed_on_thread(seconds))
        laboratory.open(four_runs(ENDLESS))
        laboratory.session.set_rate(math.inf)
        laboratory.clock.start()
        _spin(0.5)
        interval = clock_timer.interval()
        recording = clock_timer.timeout.connect(lambda: ticks.append(time.perf_counter()))
        ticks.append(math.nan)
        speeds[DRAWING].append(_speed_shown(laboratory, seconds))
        clock_timer.timeout.disconnect(recording)
        stretches.append(laboratory.clock.stretch)
        laboratory.clock.stop()
        laboratory.session.pause()
        _spin(0.1)
    _print_speeds(speeds)
    print(f"Every view was drawn at {1 / median(stretches):.2f} of its own rate.")
    gaps = [1e3 * (b - a) for a, b in pairwise(ticks) if not math.isnan(b - a)]
    heading(f"Ticks of the frame clock meanwhile, every {interval} ms")
    late = at_most(p95(gaps), TICK_STRETCH * interval, "ms")
    print(f"median {median(gaps):.1f} ms, worst {max(gaps):.1f} ms, p95 {late}")
    laboratory.window.close()
    trainer.close()
    trainer.wait()


def _print_speeds(speeds: dict[str, list[float]]) -> None:
    best = {name: max(values) for name, values in speeds.items()}
    rows = []
    for name, speed in best.items():
        share = speed / best[ALONE]
        goal = at_least(share, SPEED_SHARE) if name == DRAWING else f"{share:.2f}×"
        rows.append((name, f"{speed:.0f}", f"{median(speeds[name]):.0f}", goal))
    table(("", "best", "median", "of the best without a window"), rows)


def _speed_alone(seconds: float) -> float:
    training = Training(four_runs(ENDLESS))
    training.advance(CHUNK)
    begin, done = time.perf_counter(), 0
    while time.perf_counter() - begin < seconds:
        done += training.advance(CHUNK)
    return done / (time.perf_counter() - begin)


def _speed_on_thread(seconds: float) -> float:
    """The window's own trainer, asked for a snapshot at the beginning and at the end only."""
    trainer = TrainerThread()
    trainer.start()
    nothing = Wishes(weights=False, prediction=False, mask=False)
    for command in (Wish(nothing), Start(1, four_runs(ENDLESS), 0), Play(math.inf)):
        trainer.post(command)
    time.sleep(0.5)
    (begin, first), (end, last) = (_latest(trainer, pause) for pause in (0.0, seconds))
    trainer.close()
    trainer.wait()
    return (last - first) / (end - begin)


def _latest(trainer: TrainerThread, pause: float) -> tuple[float, int]:
    """When there was how many updates, after a pause; what lay in the mailbox is older."""
    time.sleep(pause)
    trainer.take()
    while (snapshot := trainer.take()) is None:
        time.sleep(0.001)
    return time.perf_counter(), snapshot.update


def _speed_shown(laboratory: Laboratory, seconds: float) -> float:
    def now() -> tuple[float, int]:
        snapshot = laboratory.session.snapshot
        assert snapshot is not None
        return time.perf_counter(), snapshot.update

    begin, first = now()
    _spin(seconds)
    end, last = now()
    return (last - first) / (end - begin)


def _spin(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()
