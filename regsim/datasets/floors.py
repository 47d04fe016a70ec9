"""The irreducible loss of a world whose densities are known: what the true probabilities themselves would score.

It refuses to look at drawn examples: the floor belongs to the world, not to a sample.
"""

from __future__ import annotations

import math

import numpy as np

from regsim.examples import Array


def flip_entropy(flip: float, n_classes: int) -> float:
    """Entropy in nats of a known label after flips: H = −(1 − f) ln(1 − f) − f ln(f/(C − 1))."""
    return -_x_log_y(1.0 - flip, 1.0 - flip) - _x_log_y(flip, flip / (n_classes - 1))


def bayes_loss(densities: Array, flip: float) -> float:
    """Mean cross-entropy of the true class probabilities, for classes that are equally frequent.

    The posterior q_c ∝ density_c becomes q′_c = (1 − f) q_c + f (1 − q_c)/(C − 1) by flips; the loss at a point is the
    entropy of q′ (its label is averaged out exactly, not sampled).

    Parameters
    ----------
    densities : ndarray, shape (N, C)
        Of each class at N points drawn from the world.
    flip : float
        Fraction of labels replaced by another class.
    """
    return float(np.mean(entropy_after_flips(densities / densities.sum(axis=1, keepdims=True), flip)))


def after_flips(probability: Array, flip: float) -> Array:
    """Probabilities of C classes, along the last axis, after a fraction of the labels was replaced by another class."""
    noisy: Array = (1.0 - flip) * probability + flip * (1.0 - probability) / (probability.shape[-1] - 1)
    return noisy


def entropy_after_flips(probability: Array, flip: float) -> Array:
    """Entropy in nats, shape (N,), of labels drawn from the rows of `probability` (N, C) and then flipped."""
    noisy = after_flips(probability, flip)
    entropy: Array = -np.sum(noisy * np.log(np.maximum(noisy, np.finfo(float).tiny)), axis=1)
    return entropy


def even_points(n: int, dimensions: int) -> Array:
    """`n` even points of the unit cube: the additive sequence whose steps are powers of 1/g, where g^(D+1) = g + 1.

    Averages over them come closer to 1/N than to the 1/√N of random points.

    Returns
    -------
    ndarray, shape (N, D)
    """
    base = 2.0
    for _ in range(60):
        base = (1.0 + base) ** (1.0 / (dimensions + 1))
    steps = base ** -np.arange(1.0, dimensions + 1.0)
    points: Array = (0.5 + np.outer(np.arange(1, n + 1), steps)) % 1.0
    return points


def plane_normals(uniform: Array) -> Array:
    """Standard normal points of the plane from points of the unit square, both (N, 2), by Box and Muller's formula."""
    radius = np.sqrt(-2.0 * np.log1p(-uniform[:, 0]))
    angle = 2.0 * np.pi * uniform[:, 1]
    return np.stack([radius * np.cos(angle), radius * np.sin(angle)], axis=1)


def mixture_density(x: Array, centres: Array, sigma: float) -> Array:
    """Density of an equal mixture of round Gaussians in the plane, up to the factor 1/(2πσ²) that all classes share.

    Parameters
    ----------
    x : ndarray, shape (N, 2)
    centres : ndarray, shape (K, 2)
    sigma : float

    Returns
    -------
    ndarray, shape (N,)
    """
    squares = x @ (-2.0 * centres.T)
    squares += np.sum(x**2, axis=1)[:, None]  # in place: fresh arrays of this size take longer than their numbers
    squares += np.sum(centres**2, axis=1)
    squares *= -0.5 / sigma**2
    density: Array = np.exp(squares, out=squares).mean(axis=1)
    return density


def _x_log_y(x: float, y: float) -> float:
    return x * math.log(y) if x > 0.0 else 0.0
