"""Augmentation: trains on randomly altered copies of the examples; refuses to alter validation or test examples."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from regsim.engine.regularizers.base import Part, Regularizer, Settings, Site
from regsim.examples import Array
from regsim.knob import Knob


class Alter(Part):
    """x ← τ(x) with a fresh τ per example and epoch; the same random numbers for every run of a seed."""

    alters_inputs = True

    def __init__(self, site: Site, on: frozenset[str]) -> None:
        super().__init__(site, on)
        self._settings: Sequence[Settings] = ()

    def tune(self, settings: Sequence[Settings]) -> None:
        """Used when the epoch's examples are gathered (again)."""
        self._settings = settings

    def on_examples(self, run: int, x: Array, y: Array, epoch: int) -> None:
        """Turn, scale, shift and flip images; then add noise."""
        settings, stream = self._settings[run], self.site.streams[run]
        if self.site.image_shape is not None and any(settings[k] for k in ("shift", "rotation", "scale", "flip")):
            draws = stream.at("augmentation", epoch).uniform(-1.0, 1.0, (6, len(x)))
            x[:] = _warped(x, self.site.image_shape, settings, draws)
        deviation = float(settings["jitter"] if self.site.image_shape is None else settings["noise"])
        if deviation:
            noise = stream.at("augmentation noise", epoch).standard_normal(x.shape, np.float32)
            x += (noise * np.float32(deviation)).astype(x.dtype)


def _warped(x: Array, image_shape: tuple[int, int], settings: Settings, draws: Array) -> Array:
    """Images (N, D) seen through a random similarity transformation, by bilinear interpolation; 0 outside.

    Every target pixel q takes the value at ``A⁻¹(q − c − t) + c``, where A turns and scales about the centre c.
    `draws` are six uniform numbers in [−1, 1] per image: angle, scale, two shifts, two flips.
    """
    height, width = image_shape
    angle = np.deg2rad(float(settings["rotation"])) * draws[0]
    shrink = np.exp(-float(settings["scale"]) * draws[1])
    shift_y, shift_x = float(settings["shift"]) * draws[2], float(settings["shift"]) * draws[3]
    flip = bool(settings["flip"])
    mirror_y, mirror_x = (np.where(flip & (draws[k] < 0), -1.0, 1.0) for k in (4, 5))
    rows, columns = (grid.ravel() for grid in np.indices(image_shape))
    v = rows - (height - 1) / 2 - shift_y[:, None]
    u = columns - (width - 1) / 2 - shift_x[:, None]
    cosine, sine = (np.cos(angle) * shrink)[:, None], (np.sin(angle) * shrink)[:, None]
    source_v = (cosine * v + sine * u) * mirror_y[:, None] + (height - 1) / 2
    source_u = (cosine * u - sine * v) * mirror_x[:, None] + (width - 1) / 2
    return _interpolated(x.reshape(-1, height, width), source_v, source_u)


def _interpolated(images: Array, v: Array, u: Array) -> Array:
    """Values of images (N, rows, columns) at fractional places (N, G)."""
    n, height, width = images.shape
    framed = np.zeros((n, height + 2, width + 2), images.dtype)
    framed[:, 1:-1, 1:-1] = images
    v, u = np.clip(v + 1, 0, height + 0.999), np.clip(u + 1, 0, width + 0.999)
    top, left = v.astype(int), u.astype(int)
    down, right = v - top, u - left
    example = np.arange(n)[:, None]
    upper = framed[example, top, left] * (1 - right) + framed[example, top, left + 1] * right
    lower = framed[example, top + 1, left] * (1 - right) + framed[example, top + 1, left + 1] * right
    return np.asarray(upper * (1 - down) + lower * down)


class Augmentation(Regularizer):
    """Fresh random transformations of the training inputs in every epoch (Bishop 1995; Simard et al. 2003)."""

    key = "augmentation"
    title = "Augmentation"
    row = "Augmentation"
    rank = 50
    part = Alter
    formula = r"\mathrm{E}_{\tau}\left[ L(f(\tau x), y) \right]"
    explains = (
        "Every epoch trains on freshly altered copies of the examples, with the labels unchanged. "
        "It tells the network which changes do not matter, and is wrong where they do."
    )
    knobs = (
        Knob(
            key="jitter",
            title="Jitter",
            default=0.0,
            off=0.0,
            typical=0.3,
            effect="live",
            low=0.0,
            high=10.0,
            span=(0.0, 1.0),
            usual=(0.1, 0.4),
            step=0.05,
            needs="points",
            formula=r"x + \sigma\,\varepsilon, \quad \varepsilon \sim N(0, 1)",
            help="Standard deviation of the noise added to every input.",
        ),
        Knob(
            key="shift",
            title="Shift",
            default=0.0,
            off=0.0,
            typical=1.0,
            effect="live",
            low=0.0,
            high=100.0,
            span=(0.0, 3.0),
            usual=(0.5, 1.5),
            step=0.25,
            unit="px",
            needs="images",
            help="Images move by up to so many pixels, in both directions.",
        ),
        Knob(
            key="rotation",
            title="Rotation",
            default=0.0,
            off=0.0,
            typical=15.0,
            effect="live",
            low=0.0,
            high=180.0,
            span=(0.0, 180.0),
            usual=(5.0, 20.0),
            step=5.0,
            unit="°",
            needs="images",
            help="Images turn by up to so many degrees; at 180° a 6 becomes a 9 and keeps its label.",
        ),
        Knob(
            key="noise",
            title="Noise",
            default=0.0,
            off=0.0,
            typical=0.1,
            effect="live",
            low=0.0,
            high=10.0,
            span=(0.0, 0.3),
            usual=(0.05, 0.15),
            step=0.01,
            needs="images",
            formula=r"x + \sigma\,\varepsilon, \quad \varepsilon \sim N(0, 1)",
            help="Standard deviation of the noise added to every pixel.",
        ),
        Knob(
            key="scale",
            title="Scale",
            default=0.0,
            off=0.0,
            typical=0.1,
            effect="live",
            low=0.0,
            high=2.0,
            span=(0.0, 0.5),
            usual=(0.05, 0.15),
            step=0.05,
            needs="images",
            formula=r"e^{u}, \quad u \sim U(-s, s)",
            help="Images grow or shrink by a factor of up to e to this power.",
        ),
        Knob(
            key="flip",
            title="Flip",
            default=False,
            off=False,
            typical=True,
            effect="live",
            needs="images",
            help="Mirrors images at random, in both directions: a trap for digits, whose labels it makes wrong.",
        ),
    )


REGULARIZER = Augmentation()
