"""The ten chapters of the lesson; refuses to know their scenes."""

from __future__ import annotations

CHAPTERS = (
    "The overfitting problem",
    "Bias and variance",
    "L2 and weight decay",
    "L1 and sparsity",
    "Dropout",
    "Early stopping",
    "Data augmentation",
    "Batch normalization",
    "From small networks to large language models",
    "When it does not help",
)


def chapter_title(chapter: int) -> str:
    """Title of a chapter, counted from 1."""
    return CHAPTERS[chapter - 1]
