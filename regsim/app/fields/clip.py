"""Cuts line segments to a band of heights before they are painted; refuses to bend them.

A wide antialiased line that leaves the picture by ten thousand pixels takes Qt's rasteriser seconds, clipped or not.
"""

from __future__ import annotations

import numpy as np

from regsim.examples import Array


def cut_to_band(lines: Array, top: float, bottom: float) -> Array:
    """The parts of segments between two heights.

    Parameters
    ----------
    lines : ndarray of float64, shape (n, 4)
        x₁, y₁, x₂, y₂.
    top, bottom : float
        ``top < bottom``, in px.

    Returns
    -------
    ndarray of float64, shape (m, 4), contiguous
        m ≤ n: segments outside the band are left out.
    """
    x1, y1, x2, y2 = lines.T
    inside = (np.maximum(y1, y2) >= top) & (np.minimum(y1, y2) <= bottom)
    x1, y1, x2, y2 = (values[inside] for values in (x1, y1, x2, y2))
    rise = np.where(y2 == y1, 1.0, y2 - y1)
    first, second = ((np.clip(y, top, bottom) - y1) / rise for y in (y1, y2))
    flat = y2 == y1
    first, second = np.where(flat, 0.0, first), np.where(flat, 1.0, second)
    cut = [x1 + first * (x2 - x1), y1 + first * (y2 - y1), x1 + second * (x2 - x1), y1 + second * (y2 - y1)]
    return np.ascontiguousarray(np.stack(cut, axis=1))
