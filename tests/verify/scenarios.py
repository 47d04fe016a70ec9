"""Experiments with a known intent that are no presets: what the diagnosis is judged on; refuses to train them.

The intents follow from the settings: a large network on few noisy examples overfits, a linear one on rings
underfits, a penalty that flattens everything underfits, a fall that is cut short is still training.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from regsim.experiment import Experiment, Network, Run, Training, Values
from regsim.knob import Value
from regsim.schema import with_dataset

OVER, UNDER, GOOD, ONGOING = "overfitting", "underfitting", "good fit", "still training"
LINEAR: dict[str, Value] = {"network.hidden": ()}


def _on(kind: str, *runs: tuple[str, str, Mapping[str, Value]], **training: Value) -> Experiment:
    """An experiment on one kind of data whose runs are given by label, intent and values."""
    moved = with_dataset(Experiment(title=kind), kind)
    ends = tuple(Run(label, 0, Values(values), (intent,)) for label, intent, values in runs)
    return replace(moved, training=replace(Training(), **training), runs=ends)  # type: ignore[arg-type]


SINE = replace(
    _on(
        "noisy_sine",
        ("plain", OVER, {}),
        ("linear", UNDER, LINEAR),
        ("L2 .003", GOOD, {"l2.strength": 0.003}),
        epochs=1500,
    ),
    network=Network(activation="tanh"),
)
DIGITS = replace(
    _on(
        "digits",
        ("plain", OVER, {}),
        ("L2 .1", UNDER, {"l2.strength": 0.1}),
        ("batch norm", OVER, {"batch_norm.enabled": True}),
        ("weak together", GOOD, {
            "l2.strength": 0.002, "dropout.rate": 0.2, "augmentation.shift": 1.0, "augmentation.rotation": 15.0,
            "augmentation.scale": 0.1, "augmentation.noise": 0.1,
        }),
        learning_rate=0.003, batch_size=50, epochs=120,
    ),
    network=Network(hidden=(128, 128)),
)  # fmt: skip
CUT_SHORT = replace(
    _on("digits", ("cut short", ONGOING, {}), optimizer="sgd", learning_rate=0.01, batch_size=50, epochs=20),
    data=replace(DIGITS.data, n_train=1000, label_flip=0.0),
)
LINEAR_DATA = replace(
    _on(
        "sparse_linear",
        ("plain", OVER, {}),
        ("L1 .3", GOOD, {"l1.strength": 0.3}),
        ("L1 4", UNDER, {"l1.strength": 4.0}),
        optimizer="sgd", learning_rate=0.02, epochs=2000,
    ),
    network=Network(hidden=()),
)  # fmt: skip
MANY_MOONS = replace(
    _on("moons", ("1280 points", GOOD, {}), ("1280 points, 3 units", GOOD, {"network.hidden": (3,)}), epochs=300),
    data=replace(Experiment().data, n_train=1280),
)

SCENARIOS: tuple[Experiment, ...] = (
    _on(
        "moons",
        ("plain", OVER, {}),
        ("L2 .1", UNDER, {"l2.strength": 0.1}),
        ("L2 .01", GOOD, {"l2.strength": 0.01}),
        ("jitter .3", GOOD, {"augmentation.jitter": 0.3}),
    ),
    MANY_MOONS,
    _on("circles", ("plain", OVER, {}), ("linear", UNDER, LINEAR), ("L2 .01", GOOD, {"l2.strength": 0.01})),
    _on("xor", ("plain", OVER, {}), ("linear", UNDER, LINEAR)),
    _on("spirals", ("linear", UNDER, LINEAR)),
    _on("checkerboard", ("plain", OVER, {}), ("linear", UNDER, LINEAR)),
    SINE,
    DIGITS,
    CUT_SHORT,
    LINEAR_DATA,
)
