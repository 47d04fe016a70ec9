"""Takes a table's rows apart into training, validation and test examples; refuses to know which columns were meant.

Numbers are standardised by the rows that may be training rows, whatever `n_train` takes of them, so that a smaller
training set has the same points; so are the targets of a regression. Categories are one-hot.
"""

from __future__ import annotations

import numpy as np

from regsim.datasets.draws import SplitName, flip_fraction, flipped, frozen_split, stream
from regsim.datasets.floors import after_flips
from regsim.datasets.own_table.material import limits_of, material_of, sizes_of
from regsim.examples import Array, Examples, frozen
from regsim.experiment import Data
from regsim.knob import Refusal
from regsim.tables.preparing import Material
from regsim.tables.splitting import Scale, order

AIR = 0.06


def examples_of(data: Data, title: str) -> Examples:
    """Take training, validation and test rows of the table that `data` names.

    Raises
    ------
    Refusal
        If the file cannot be read as a table or is not the one that was stored; if a value is missing, a column is
        not there or not usable; if a size is beyond the rows.
    """
    material = material_of(data.options)
    most = sizes_of(data.options, material)
    for name, limit in limits_of(most).items():
        if getattr(data, name) > limit:
            raise Refusal(f"data.{name} = {getattr(data, name)}: must be at most {limit} for {title}")
    rows = order(material.y, material.task, stream(data, "order"))
    training = rows[: most.train]
    parts: dict[SplitName, Array] = {
        "train": training[: data.n_train],
        "validation": rows[most.train :][: most.validation][: data.n_validation],
        "test": rows[most.train + most.validation :][: data.n_test],
    }
    scale = Scale.of(material.x[training], material.is_number)
    x = scale.applied(material.x)
    made = _regression if material.task == "regression" else _classification
    return made(data, material, scale, x, training, parts)


def _regression(
    data: Data, material: Material, scale: Scale, x: Array, training: Array, parts: dict[SplitName, Array]
) -> Examples:
    mean, deviation = float(material.y[training].mean()), float(material.y[training].std()) or 1.0
    y = (material.y - mean) / deviation
    splits = {name: frozen_split(x[rows], y[rows]) for name, rows in parts.items()}
    guess = float(np.mean((splits["validation"].y - splits["train"].y.mean()) ** 2))
    return Examples(
        task="regression",
        train=splits["train"],
        validation=splits["validation"],
        test=splits["test"],
        feature_names=material.feature_names,
        guess_loss=guess,
        frame=_frame(x, material.is_number),
        centre=frozen(np.median(x[training], axis=0)),
        scales=_scales(scale),
        target_name=str(data.options["target"]),
        target_scale=(mean, deviation),
    )


def _classification(
    data: Data, material: Material, scale: Scale, x: Array, training: Array, parts: dict[SplitName, Array]
) -> Examples:
    n_classes = len(material.class_names)
    splits = {
        name: frozen_split(x[rows], *flipped(data, name, material.y[rows], n_classes)) for name, rows in parts.items()
    }
    clean = np.bincount(material.y, minlength=n_classes) / len(material.y)
    expected = after_flips(clean, flip_fraction(data, "validation"))
    return Examples(
        task="classification",
        train=splits["train"],
        validation=splits["validation"],
        test=splits["test"],
        feature_names=material.feature_names,
        class_names=material.class_names,
        guess_loss=float(-expected @ np.log(after_flips(clean, data.label_flip))),
        frame=_frame(x, material.is_number),
        centre=frozen(np.median(x[training], axis=0)),
        scales=_scales(scale),
        target_name=str(data.options["target"]),
    )


def _frame(x: Array, is_number: Array) -> Array:
    """What all rows span, with some air; an input that is 0 or 1 has its own."""
    low, high = x.min(axis=0), x.max(axis=0)
    air = np.where(is_number, AIR * np.maximum(high - low, 1.0), 0.25)
    return frozen(np.stack([np.where(is_number, low, 0.0) - air, np.where(is_number, high, 1.0) + air], axis=1))


def _scales(scale: Scale) -> tuple[tuple[float, float], ...]:
    return tuple(zip(scale.mean.tolist(), scale.deviation.tolist(), strict=True))
