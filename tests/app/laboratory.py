"""Builds a whole window with an inline trainer for tests; refuses to wait for time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QApplication

from regsim.app import views
from regsim.app.laboratory import Laboratory
from regsim.app.main_window import MainWindow
from regsim.app.settings import Settings
from regsim.app.trainer import InlineTrainer
from regsim.experiment import Data, Experiment, Network, Run, Training, Values


def small_experiment(runs: int = 2, epochs: int = 30) -> Experiment:
    """Two moons and a small network: trains in milliseconds."""
    labels = ("None", "L2", "L1", "Dropout")
    values = ({}, {"l2.strength": 0.01}, {"l1.strength": 0.005}, {"dropout.rate": 0.5})
    return Experiment(
        title="Small",
        data=Data(n_train=40, n_validation=60, n_test=60),
        network=Network(hidden=(8, 8)),
        training=Training(epochs=epochs),
        runs=tuple(Run(labels[n], n, Values(values[n])) for n in range(runs)),
    )


def make_laboratory(store: QSettings) -> Laboratory:
    """The real window and laboratory, on a trainer without a thread."""
    window = MainWindow(Settings(store))
    laboratory = Laboratory(window, InlineTrainer(window))
    for kind in views.catalogue().values():
        laboratory.exhibition.add(kind)
    laboratory.furnish()
    window.resize(1280, 800)
    window.show()
    return laboratory


def tick_until(laboratory: Laboratory, condition: Callable[[], bool], most: int = 4000) -> None:
    """Turn the clock by hand until `condition` holds."""
    for _ in range(most):
        if condition():
            return
        laboratory.clock.tick()
        QApplication.processEvents()
    raise AssertionError("it did not happen")
