"""What the kinds of lines and areas of the loss view mean, in its header; the runs' own legend is their cards."""

from __future__ import annotations

from PySide6.QtGui import QColor

from regsim.app.card_header import LegendEntry, line_sample, swatch_sample
from regsim.app.loss_chart.bands import band_sample
from regsim.app.loss_chart.painting import gap_colour
from regsim.app.views.base import Showing


def legend_entries(showing: Showing, seeds: int) -> list[LegendEntry]:
    """Samples and words, the most important first.

    Parameters
    ----------
    showing : Showing
    seeds : int
        Of how many seeds medians and bands are drawn; 0 for the lines of one.
    """
    look, runs = showing.look, showing.experiment.runs
    grey = QColor(look.theme.text2)
    bold, thin = line_sample(grey, look.width(2.6)), line_sample(grey, look.width(1.3))
    if seeds:
        return [
            LegendEntry(f"validation, median of {seeds} seeds", bold),
            LegendEntry("middle half", swatch_sample(band_sample(look))),
            LegendEntry("training", thin),
        ]
    entries = [LegendEntry("validation", bold), LegendEntry("training", thin)]
    if showing.selected < len(runs):
        run = runs[showing.selected]
        entries.append(LegendEntry(f"gap of {run.label}", swatch_sample(gap_colour(run.colour, look))))
    return entries
