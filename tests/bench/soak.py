"""Lives with the window for minutes: trains as fast as it goes, edits, restarts, restyles, and watches memory.

Usage: python -m tests.bench.soak [--minutes 10]

It runs off screen, or with QT_QPA_PLATFORM=xcb in a real window on a desktop or under Xvfb. It refuses to call a run
good in which anything was raised, Qt complained, or memory grew.
"""

from __future__ import annotations

import argparse
import math
import os
import sys
import traceback
from collections.abc import Callable
from itertools import cycle
from pathlib import Path
from types import TracebackType

import numpy as np
from PySide6.QtCore import QObject, QTimer, QtMsgType, qInstallMessageHandler

from regsim.app.laboratory import Laboratory
from regsim.app.process import make_application
from regsim.app.trainer import TrainerThread
from tests.bench.laboratories import laboratory_with
from tests.bench.report import at_most, heading, table
from tests.bench.works import four_runs

EPOCHS = 3000
"""Of one training; then it starts again, so that histories do not grow for ever."""
ACT_MS, SAMPLE_MS = 700, 2000
WARM_UP = 0.5
"""Share of the time in which caches may fill."""
SLOPE_LIMIT = 0.5
"""MiB a minute; drawing itself was measured at 0.003 in ten minutes."""
IGNORED = "propagateSizeHints"


class Soak(QObject):
    """The window, what is done to it, and what was seen."""

    def __init__(self, laboratory: Laboratory, trainer: TrainerThread, minutes: float) -> None:
        super().__init__()
        self.laboratory = laboratory
        self.trainer = trainer
        self.complaints: list[str] = []
        self.memory: list[tuple[float, float]] = []
        self.acts = 0
        self.frames = 0
        self._minutes = minutes
        self._turns = cycle(self._deeds())
        session = laboratory.session
        session.trainer_failed.connect(self.complaints.append)
        session.snapshot_changed.connect(self._count)
        sys.excepthook = self._on_exception
        qInstallMessageHandler(self._on_message)
        laboratory.open(four_runs(EPOCHS))
        session.set_rate(math.inf)
        laboratory.clock.start()
        self._every(ACT_MS, self._act)
        self._every(SAMPLE_MS, self._sample)
        QTimer.singleShot(round(60_000 * minutes), laboratory.window.close)

    def _every(self, milliseconds: int, act: Callable[[], object]) -> None:
        timer = QTimer(self)
        timer.timeout.connect(act)
        timer.start(milliseconds)

    def _deeds(self) -> list[Callable[[], object]]:
        """What a restless person does, over and over."""
        session, window = self.laboratory.session, self.laboratory.window
        drag = [lambda k=k: session.edit("run.2.l2.strength", 10.0 ** (-4 + k / 5), "drag") for k in range(15)]
        views = list(self.laboratory.exhibition.views)
        return [
            *drag,
            lambda: session.edit("run.4.dropout.rate", 0.3),
            lambda: session.select(3),
            lambda: window.set_theme("dark"),
            lambda: self.laboratory.exhibition.maximise(views[0]),
            session.undo,
            lambda: self.laboratory.exhibition.maximise(None),
            lambda: session.edit("data.noise", 0.2),
            lambda: session.select(0),
            lambda: window.set_theme("light"),
            lambda: session.edit("data.kind", "digits"),
            session.reset,
            lambda: session.edit("data.kind", "noisy_sine"),
            session.reroll,
            lambda: self.laboratory.open(four_runs(EPOCHS)),
            lambda: session.set_rate(math.inf),
        ]

    def _act(self) -> None:
        next(self._turns)()
        self.acts += 1
        session = self.laboratory.session
        if session.finished:
            session.play()

    def _count(self, snapshot: object) -> None:
        self.frames += snapshot is not None

    def _sample(self) -> None:
        self.memory.append((len(self.memory) * SAMPLE_MS / 60_000, resident_mib()))

    def _on_exception(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        self.complaints.append("".join(traceback.format_exception(kind, error, trace)))

    def _on_message(self, kind: QtMsgType, context: object, text: str) -> None:
        if kind != QtMsgType.QtDebugMsg and IGNORED not in text:
            self.complaints.append(text)

    def tenths(self) -> list[float]:
        """Mean resident memory in MiB of each tenth of the time."""
        return [float(np.mean(part)) for part in np.array_split([mib for _, mib in self.memory], 10)]

    def slope(self) -> float:
        """Growth of resident memory in MiB a minute, after the warm-up, by least squares."""
        minutes, mib = np.array(self.memory[int(WARM_UP * len(self.memory)) :]).T
        return float(np.polyfit(minutes, mib, 1)[0])


def resident_mib() -> float:
    """Resident memory of this process; on Linux only."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def main() -> int:
    """Live, print, and return 0 if all was well."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench.soak", description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0, help="how long (default: %(default)s)")
    minutes = parser.parse_args().minutes
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    application = make_application([])
    trainer = TrainerThread()
    trainer.start()
    laboratory = laboratory_with(trainer)
    laboratory.window.closing.connect(trainer.close)
    soak = Soak(laboratory, trainer, minutes)
    application.exec()
    ended = trainer.wait(2000)
    qInstallMessageHandler(None)
    heading(f"Soak, {minutes:g} minutes, {application.platformName()}")
    slope = soak.slope()
    table(("", ""), [
        ("acts", str(soak.acts)),
        ("snapshots shown", str(soak.frames)),
        ("memory, tenth by tenth", " ".join(f"{part:.0f}" for part in soak.tenths()) + " MiB"),
        ("growth after the warm-up", at_most(slope, SLOPE_LIMIT, "MiB/min")),
        ("complaints", str(len(soak.complaints))),
        ("trainer ended", "yes" if ended else "NO"),
    ])  # fmt: skip
    for complaint in soak.complaints[:10]:
        print(complaint)
    return int(bool(soak.complaints) or not ended or slope > SLOPE_LIMIT)


if __name__ == "__main__":
    sys.exit(main())
