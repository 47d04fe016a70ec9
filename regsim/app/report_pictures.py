"""Gives a report its pictures: every view of a window, or of one that is never shown; refuses to lay out the page.

They are white, whatever theme the window has, and each carries the experiment.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QSize

from regsim.app.exhibition import Exhibition
from regsim.app.figure import Composition, figure_steps, moment_of
from regsim.app.picture import png_steps
from regsim.app.provenance import Provenance, provenance_of
from regsim.app.sheet import Extent, Sheet
from regsim.app.steps import HALF, Steps, finished
from regsim.app.theme import THEMES, Look
from regsim.experiment import Experiment
from regsim.snapshot import Snapshot

SIZE = QSize(800, 500)
"""Logical pixels of a view."""
RATIO = 2.0
LOOK = Look(THEMES["print"])

Encoders = dict[str, Callable[[], bytes]]
"""What makes a PNG file of each view, by what it says in a sentence; any thread may call it."""


def picture_steps(exhibition: Exhibition, provenance: Provenance) -> Steps[Encoders]:
    """Draw the views that are to be seen once more, off the screen, in the order of the grid."""
    moment = moment_of(exhibition)
    ranks = {key: math.inf if kind.rank is None else kind.rank for key, (kind, _) in moment.views.items()}
    text = provenance.text()
    found: Encoders = {}
    for key in sorted(ranks, key=ranks.__getitem__):
        figure = yield from figure_steps(Composition((key,)), moment, LOOK, SIZE)
        try:
            sheet = Sheet(figure, LOOK)
            caption = moment.views[key][1].reading()
            found[caption] = yield from png_steps(sheet, Extent(SIZE * RATIO), provenance.words, text)
        finally:
            figure.deleteLater()
        yield HALF * len(found) / len(ranks)
    return found


def drawn(experiment: Experiment) -> tuple[Snapshot, dict[str, bytes]]:
    """Train `experiment` to its end without a display: how its runs stand, and all views of it."""
    from regsim.app.process import make_application
    from regsim.app.stage import Stage  # the window, which has views of its own, does without

    application = make_application([])
    stage = Stage(SIZE * RATIO, "light")
    try:
        stage.train(experiment, None)
        session = stage.laboratory.session
        snapshot = session.snapshot
        assert snapshot is not None  # it was trained
        encoders = finished(picture_steps(stage.laboratory.exhibition, provenance_of(session)))
    finally:
        stage.close()
    application.sendPostedEvents()
    return snapshot, {caption: encode() for caption, encode in encoders.items()}
