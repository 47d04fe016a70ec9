"""The update in numbers: one weight's last step, live, written both ways; refuses to show a step that was not taken."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card import Card
from regsim.app.card_header import LegendEntry, line_sample
from regsim.app.theme import Look
from regsim.app.typeset import Typeset
from regsim.app.update_chart.account import Account, Address, exact, figure
from regsim.app.update_chart.canvas import UpdateCanvas
from regsim.app.update_chart.choice import fits, moved, named, telling_weight
from regsim.app.update_chart.lines import RunLine, least_height, paint_line, penalty_dashes, unit
from regsim.app.update_chart.painting import Stepper, paint_address, paint_cells, paint_formulas, paint_steppers
from regsim.app.views.base import Showing, ViewKind
from regsim.observed import LastStep
from regsim.snapshot import Snapshot


class UpdateView(Card):
    """Numbers and formulas of the selected run, and a line of numbers a run."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("The update in numbers", parent)
        self.address: Address | None = None
        self._chosen = False
        self._generation: int | None = None
        self._typeset = Typeset()
        self._steppers: list[Stepper] = []
        self.telling_chip = self.add_chip("telling weight", "Back to the weight chosen by default", checkable=False)
        self.telling_chip.clicked.connect(self._choose_default)
        self.canvas = UpdateCanvas(self.guarded, self._paint, self)
        self.canvas.setAccessibleName("The last step of one weight")
        self.canvas.stepped.connect(self.step)
        self.canvas.clicked.connect(self._click)
        self.set_body(self.canvas)

    # ---- the Card

    def dress(self, look: Look) -> None:
        """Follow theme, zoom and size class."""
        self.canvas.set_ground(QColor(look.theme.surface))
        self.canvas.update()

    def draw(self, snapshot: Snapshot | None, showing: Showing) -> None:
        """Draw one weight of all runs."""
        self._set_legend(showing)
        if snapshot is None:
            self._generation = None
            self.set_run(None)
            self.set_note("")
        else:
            if snapshot.generation != self._generation:
                self._generation = snapshot.generation
                self.address = self.address if self._chosen else None
            asked = showing.experiment.runs[self._selected(snapshot)]
            self.set_run((asked.colour, asked.label))
            step = self.last_step(self._selected(snapshot))
            if step is not None and (self.address is None or not fits(self.address, step)):
                self._choose(snapshot, step)
            self.set_note("" if step is None else f"step {step.update:,}")
        self.show_chip(self.telling_chip, self._chosen)
        self.canvas.update()

    def reading(self) -> str:
        """The selected run's numbers."""
        if self.snapshot is None:
            return "The update in numbers: nothing trained yet. Press Play."
        step, account = self.last_step(self._selected(self.snapshot)), self.account(self._selected(self.snapshot))
        if account is None or step is None or self.address is None:
            return "The update in numbers: no step seen yet."
        where = ", ".join(named(self.address, step, self.snapshot.examples).values())
        ways = "; ".join(f"{line.numbers} = {exact(line.result)}" for line in account.lines())
        return f"{where}: w {figure(account.weight)}, {ways}; new w {exact(account.after)}. {account.words()}"

    # ---- what is shown

    def last_step(self, run: int) -> LastStep | None:
        """What the snapshot says of a run's last step."""
        told = None if self.snapshot is None else self.snapshot.runs[run].observed.get("last_step")
        return told if isinstance(told, LastStep) else None

    def account(self, run: int) -> Account | None:
        """The chosen weight's step in a run; None if it has no such weight or no step was seen."""
        step = self.last_step(run)
        if step is None or self.address is None or self.snapshot is None or not fits(self.address, step):
            return None
        return Account.of(step, self.address, self.snapshot.experiment.training.optimizer)

    def step(self, part: str, by: int) -> None:
        """Choose a weight beside the present one."""
        step = None if self.snapshot is None else self.last_step(self._selected(self.snapshot))
        if step is not None and self.address is not None:
            self._chosen = True
            self.address = moved(self.address, step, part, by)
            self._redo()
            self.canvas.setAccessibleDescription(self.reading())

    def _set_legend(self, showing: Showing) -> None:
        theme, width, dashes = self.look.theme, self.look.px(2.6), penalty_dashes(self.look)
        slot = showing.experiment.runs[min(showing.selected, len(showing.experiment.runs) - 1)].colour
        penalty = LegendEntry("the penalty's part", line_sample(QColor(theme.runs[slot]), width, dashes))
        self.set_legend([penalty, LegendEntry("the rest of the step", line_sample(QColor(theme.text2), width))])

    def _selected(self, snapshot: Snapshot) -> int:
        return min(self.showing.selected if self.showing is not None else 0, len(snapshot.runs) - 1)

    def _choose(self, snapshot: Snapshot, step: LastStep) -> None:
        self._chosen = False
        n_train = snapshot.runs[self._selected(snapshot)].n_train
        self.address = telling_weight(step, snapshot.examples, n_train, snapshot.experiment.training.optimizer)

    def _choose_default(self) -> None:
        self._chosen, self.address = False, None
        self._redo()

    def _click(self, position: QPointF) -> None:
        for stepper in self._steppers:
            for by, box in ((-1, stepper.back), (1, stepper.further)):
                if box.contains(position):
                    self.step(stepper.part, by)

    def _redo(self) -> None:
        if self.showing is not None:
            self.show_snapshot(self.snapshot, self.showing)

    # ---- painting

    def _paint(self, painter: QPainter, rect: QRectF) -> None:
        look, scale = self.look, unit(self.look)
        area = rect.adjusted(14 * look.zoom, 4, -look.px(5), 0)
        snapshot = self.snapshot
        step = None if snapshot is None else self.last_step(self._selected(snapshot))
        if snapshot is None or step is None or self.address is None:
            has_begun = snapshot is not None and snapshot.update > 0
            self._paint_words(painter, rect, "waiting for the next step …" if has_begun else "Press Play")
            return
        words = named(self.address, step, snapshot.examples)
        row = QRectF(area.left(), area.top(), area.width(), 26 * scale)
        self._steppers = [] if self.bare else paint_steppers(painter, row, words, look)
        if self.bare:
            paint_address(painter, row, words, look)
        y = row.bottom() + 4 * scale
        account = self.account(self._selected(snapshot))
        if account is not None:
            numbers = QRectF(area.left(), y, area.width(), 58 * scale)
            paint_cells(painter, numbers, account, look, self._typeset)
            formulas = QRectF(area.left(), numbers.bottom() + 4 * scale, area.width(), 0)
            y = formulas.top() + paint_formulas(painter, formulas, account, look, self._typeset)
            y = self._paint_notice(painter, QRectF(area.left(), y, area.width(), 24 * scale), account.words())
        self._paint_runs(painter, QRectF(area.left(), y, area.width(), area.bottom() - y), snapshot)

    def _paint_notice(self, painter: QPainter, rect: QRectF, words: str) -> float:
        painter.setFont(self.look.font("strong"))
        painter.setPen(QColor(self.look.theme.text))
        flags = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextWordWrap
        needed = QFontMetricsF(painter.font()).boundingRect(rect.adjusted(0, 0, 0, 1000), flags, words).height()
        box = QRectF(rect.left(), rect.top(), rect.width(), max(rect.height(), needed))
        painter.drawText(box, flags, words)
        return box.bottom() + 6 * unit(self.look)

    def _paint_runs(self, painter: QPainter, rect: QRectF, snapshot: Snapshot) -> None:
        """As many lines as there is room for, the selected run's always."""
        least = least_height(self.look)
        fitting = min(len(snapshot.runs), int(rect.height() / least))
        selected = self._selected(snapshot)
        others = [run for run in range(len(snapshot.runs)) if run != selected]
        shown = sorted([selected, *others][:fitting])
        height = min(rect.height() / max(fitting, 1), 1.3 * least)
        for place, run in enumerate(shown):
            line = QRectF(rect.left(), rect.top() + place * height, rect.width(), height)
            paint_line(painter, line, self._run_line(run, snapshot), self.look)

    def _run_line(self, run: int, snapshot: Snapshot) -> RunLine:
        assert self.showing is not None
        asked = self.showing.experiment.runs
        named_run = asked[run] if run < len(asked) else snapshot.experiment.runs[run]
        pale = self.showing.lifted not in (None, run)
        words = "✕ diverged: the numbers have left the scale" if snapshot.runs[run].state == "diverged" else ""
        return RunLine(named_run.colour, named_run.label, self.account(run), words, pale)

    def _paint_words(self, painter: QPainter, rect: QRectF, words: str) -> None:
        painter.setFont(self.look.font("body"))
        painter.setPen(QColor(self.look.theme.text2))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, words)


VIEW = ViewKind(
    key="update",
    title="The update in numbers",
    make=UpdateView,
    rank=None,
    rate=6.0,
    observables=frozenset({"last_step"}),
    table="last_step",
)

if __name__ == "__main__":
    from regsim.app.preview import preview

    preview(VIEW)
