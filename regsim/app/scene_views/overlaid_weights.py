"""Two runs' weight histograms on one another, with the validation loss of both; refuses to hide a difference in it."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from regsim.app.plotting.numbers import number
from regsim.app.views.base import Showing, ViewKind
from regsim.app.views.weights import WeightsView
from regsim.snapshot import Snapshot


class OverlaidWeightsView(WeightsView):
    """The weights view, begun as an overlay."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.overlay_chip.setChecked(True)

    def draw(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Count and draw, and say how well the runs predict."""
        super().draw(snapshot, showing)
        if snapshot is not None:
            pairs = zip(self.runs, snapshot.runs, strict=True)
            said = [f"{drawn.label} {number(run.validation_loss)}" for drawn, run in pairs]
            self.set_note(f"at validation loss {', '.join(said)}")


VIEW = ViewKind(
    key="overlaid_weights",
    title="Weights",
    make=OverlaidWeightsView,
    rank=None,
    rate=10.0,
    needs_weights=True,
    table="histogram",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
