"""What every regularizer declares, and the hooks by which it takes part in a step; refuses to know any particular one."""

from __future__ import annotations

from typing import ClassVar

from regsim.knob import Knob, Needs


class Regularizer:
    """One way to regularize.

    Attributes
    ----------
    key : str
        First part of its paths, e.g. ``"l2"`` of ``run.2.l2.strength``.
    title : str
        Its name in sentences, e.g. ``"L2"``.
    row : str
        Its name in the panel and on chips, with the symbol of its main knob, e.g. ``"L2 λ"``.
    knobs : tuple of Knob
        The first knob that applies to the data is the main one: the row's slider. All others unfold below it.
    rank : int
        Order among regularizers that use the same hook (never file names), and on the panel.
    explains : str
        At most two sentences for the box at the foot of the panel: what it does in a step.
    formula : str
        LaTeX.
    needs : Needs
        Data it applies to; elsewhere it is refused in one sentence.
    refusal : str
        That sentence, e.g. ``"Label smoothing needs classes; these targets are numbers."``
    """

    key: ClassVar[str]
    title: ClassVar[str]
    row: ClassVar[str]
    knobs: ClassVar[tuple[Knob, ...]]
    rank: ClassVar[int]
    explains: ClassVar[str]
    formula: ClassVar[str]
    needs: ClassVar[Needs] = ""
    refusal: ClassVar[str] = ""
