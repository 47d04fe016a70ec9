"""Says in words what a section of the parameter panel holds; refuses to show it."""

from __future__ import annotations

from regsim.app import run_words
from regsim.app.widgets import wording
from regsim.experiment import Experiment
from regsim.knob import Knob


def dataset_titles() -> dict[str, str]:
    """Names on screen of all kinds of data."""
    from regsim import schema

    return {key: dataset.title for key, dataset in schema.data_sets().items()}


def default_in_words(path: str, knob: Knob) -> str:
    """The default of the knob at `path`, as it is read on screen."""
    text = wording.shown(knob, knob.default)
    return dataset_titles().get(text, text) if path == "data.kind" else text


def summary(key: str, experiment: Experiment) -> str:
    """What a folded section holds: ``two moons, 80 points``, ``64, 64, ReLU``, ``Adam, 400 epochs``."""
    data, network, training = experiment.data, experiment.network, experiment.training
    if key == "data":
        return f"{dataset_titles().get(data.kind, data.kind)}, {data.n_train} points"
    if key == "network":
        shape = ", ".join(str(units) for units in network.hidden) or "linear"
        return f"{shape}, {wording.NAMES.get(network.activation, network.activation)}"
    return f"{wording.NAMES.get(training.optimizer, training.optimizer)}, {training.epochs} epochs"


def own_settings(key: str, experiment: Experiment) -> str:
    """Which runs have settings of their own here: ``Small has its own: 8, 8 units``."""
    notes = []
    for index, run in enumerate(experiment.runs):
        words = run_words.overrides(experiment, index, key)
        if words:
            notes.append(f"{run.label} has its own: {', '.join(words)}")
    return "; ".join(notes)
