"""One run's card: what it has switched on, its numbers, state and verdict; refuses to select or rename itself."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QSizePolicy, QToolTip, QWidget

from regsim.app import icons, run_words
from regsim.app.markers import paint_marker
from regsim.app.plotting.numbers import NOTHING, number, percent, whole_percent
from regsim.app.theme import Look
from regsim.app.widgets.chips import HEIGHT, chip_width, fitting, paint_chip
from regsim.app.widgets.keyed import Keyed

if TYPE_CHECKING:
    from regsim.experiment import Run
    from regsim.snapshot import RunSnapshot

_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_MIDDLE_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_WIDE = ((18, "validation"), (113, "training"), (196, "gap"), (268, "exact zeros"))
_NARROW = ((14, "valid."), (72, "training"), (124, "gap"), (180, "zeros"))
_NARROWEST = ((14, "valid."), (70, "train."), (114, "gap"), (169, "zeros"))
"""Left edges and names of the four columns."""
_NARROW_BELOW, _NARROWEST_BELOW = 350, 236
_BY_KEYBOARD = (
    Qt.FocusReason.TabFocusReason,
    Qt.FocusReason.BacktabFocusReason,
    Qt.FocusReason.ShortcutFocusReason,
)


class RunCard(Keyed, QAbstractButton):
    """The card of one run."""

    renamed = Signal(str)
    menu_requested = Signal(QPoint)
    attended = Signal(bool)
    """The pointer or the keyboard has come (True) or gone."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._slot = 0
        self._chips: list[str] = []
        self._snapshot: RunSnapshot | None = None
        self._playing = False
        self._attended_by: frozenset[str] = frozenset()
        self._editor: QLineEdit | None = None
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

    def show_run(self, run: Run, chips: list[str], selected: bool, look: Look) -> None:
        """Show label, colour and chips."""
        self._look, self._slot, self._chips = look, run.colour, chips
        self.setText(run.label)
        self.setChecked(selected)
        self.setFixedHeight(round(look.px(86 if look.compact else 112)))
        self._describe()
        self.update()

    def show_snapshot(self, snapshot: RunSnapshot | None, playing: bool) -> None:
        """Show numbers, state and verdict."""
        self._snapshot, self._playing = snapshot, playing
        self._describe()
        self.update()

    def numbers(self) -> tuple[str, str, str, str]:
        """The four columns as they are read: validation, training, gap, exact zeros."""
        run = self._snapshot
        if run is None or run.state == "diverged":
            return (NOTHING,) * 4
        share = run.exact_zeros / run.weight_count if run.weight_count else 0.0
        words = whole_percent if self._is_narrowest() else percent
        zeros = words(share) if run.exact_zeros else "0"
        losses = (number(loss) for loss in (run.validation_loss, run.train_loss, run.gap))
        return (*losses, zeros)  # type: ignore[return-value]  # three and one

    def explained(self, zeros_only: bool = False) -> str:
        """What the tooltip says."""
        run = self._snapshot
        if run is None:
            return "Nothing has been trained yet: press Play."
        counts = f"{run.exact_zeros:,} of {run.weight_count:,} weights are exactly 0."
        if zeros_only:
            return counts
        lines = [", ".join(self._chips) or run_words.NOTHING, run_words.explained(run)]
        if run.state != "diverged":
            lines.append("   ".join(run_words.measured(run)))
            lines += [run.shrink_note] if run.shrink_note else []
            lines.append(counts)
        return "\n".join(line[:1].upper() + line[1:] for line in lines)

    def start_rename(self) -> None:
        """Open a field over the label."""
        if self._editor is not None:
            return
        editor = self._editor = QLineEdit(self.text(), self)
        editor.setFont(self._look.font("label"))
        editor.setMaxLength(40)
        editor.setAccessibleName("Name of the run")
        px, line = self._look.px, self._band("label")
        height = px(24 if self._look.compact else 28)
        top = line.center().y() - height / 2
        editor.setGeometry(QRect(round(px(34)), round(top), self.width() - round(px(44)), round(height)))
        editor.selectAll()
        editor.installEventFilter(self)
        editor.editingFinished.connect(self._finish_rename)
        editor.show()
        editor.setFocus()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Esc leaves the name as it was; it is claimed before it becomes the window's shortcut."""
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Escape:
            return False
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
        elif event.type() == QEvent.Type.KeyPress:
            self._close_editor()
        return event.isAccepted()

    def sizeHint(self) -> QSize:
        """Any width."""
        return QSize(round(self._look.px(244)), round(self._look.px(86 if self._look.compact else 112)))

    def minimumSizeHint(self) -> QSize:
        """Any width."""
        return QSize(0, self.sizeHint().height())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Rename."""
        self.start_rename()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Ask for the run's menu."""
        self.menu_requested.emit(event.globalPos())

    def enterEvent(self, event: QEnterEvent) -> None:
        """The pointer lifts the run."""
        self._attend("pointer", True)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        """The pointer has gone."""
        self._attend("pointer", False)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard lifts the run; a click does not, or it would stay lifted."""
        super().focusInEvent(event)
        if event.reason() in _BY_KEYBOARD:
            self._attend("keyboard", True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The keyboard has gone."""
        super().focusOutEvent(event)
        self._attend("keyboard", False)

    def event(self, event: QEvent) -> bool:
        """The tooltip depends on the column."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            left = self._look.px(self._columns()[3][0]) - 6
            over_zeros = event.pos().x() >= left and self._band("numbers").contains(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), self.explained(zeros_only=over_zeros), self)
            return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Card, stripe, and three lines."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter)
        self._paint_first_line(painter)
        self._paint_numbers(painter)
        self._paint_verdict(painter)

    def _attend(self, by: str, here: bool) -> None:
        before = bool(self._attended_by)
        self._attended_by = self._attended_by | {by} if here else self._attended_by - {by}
        if bool(self._attended_by) != before:
            self.attended.emit(not before)

    def _columns(self) -> tuple[tuple[int, str], ...]:
        return _NARROWEST if self._is_narrowest() else _NARROW if self._is_narrow() else _WIDE

    def _is_narrow(self) -> bool:
        return self.width() < self._look.px(_NARROW_BELOW)

    def _is_narrowest(self) -> bool:
        return self.width() < self._look.px(_NARROWEST_BELOW)

    def _fonts(self) -> Look:
        return replace(self._look, compact=True) if self._is_narrow() else self._look

    def _band(self, name: str) -> QRectF:
        """Where a line stands: middles of label, column names, numbers and verdict."""
        compact = self._look.compact
        middle, height = {
            "label": (17 if compact else 21, 20),
            "names": (37 if compact else 45, 16),
            "numbers": (55 if compact else 65, 26),
            "verdict": (74 if compact else 92, 18),
        }[name]
        px = self._look.px
        left, right = px(self._columns()[0][0]), px(10 if self._is_narrow() else 14)
        return QRectF(left, px(middle - height / 2), self.width() - left - right, px(height))

    def _paint_card(self, painter: QPainter) -> None:
        theme, px = self._look.theme, self._look.px
        whole = QRectF(self.rect())
        shape = QPainterPath()
        shape.addRoundedRect(whole.adjusted(0.5, 0.5, -0.5, -0.5), px(8), px(8))
        painter.fillPath(shape, QColor(theme.surface))
        painter.save()
        painter.setClipPath(shape)
        painter.fillRect(QRectF(0, 0, px(5), whole.height()), QColor(theme.runs[self._slot]))
        painter.restore()
        if self.isChecked():
            painter.setPen(QPen(QColor(theme.text), px(2)))
            inset = px(1)
            painter.drawRoundedRect(whole.adjusted(inset, inset, -inset, -inset), px(8), px(8))
        else:
            painter.setPen(QPen(QColor(theme.control if self.underMouse() else theme.line), 1))
            painter.drawPath(shape)

    def _paint_first_line(self, painter: QPainter) -> None:
        look, px, band = self._look, self._look.px, self._band("label")
        theme = look.theme
        marker = QPointF(band.left() + px(6.5), band.center().y())
        paint_marker(painter, self._slot, QColor(theme.runs[self._slot]), marker, px(11), None)
        right = self._paint_state(painter, band)
        left = band.left() + px(21)
        metrics = QFontMetricsF(look.font("label"))
        label = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, max(0.0, right - left))
        painter.setFont(look.font("label"))
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(left, band.top(), right - left, band.height()), _MIDDLE_LEFT, label)
        left += metrics.horizontalAdvance(label) + px(8 if self._is_narrow() else 12)
        gap = px(5)
        # Where there is little room the label is not said twice: L2, λ 0.01.
        chips = [text.removeprefix(f"{self.text()} ") if self._is_narrow() else text for text in self._chips]
        for text in fitting(chips or [run_words.NOTHING], right - left, look, gap):
            if not self._chips and text != run_words.NOTHING:
                break
            width = chip_width(text, look)
            place = QRectF(left, band.center().y() - px(HEIGHT / 2), width, px(HEIGHT))
            paint_chip(painter, place, text, look, dashed=not self._chips)
            left += width + gap

    def _paint_state(self, painter: QPainter, band: QRectF) -> float:
        """Icon and words at the right; where they begin."""
        if self._snapshot is None:
            return band.right()
        look, px = self._look, self._look.px
        icon, words = run_words.state(self._snapshot, self._playing)
        words = "" if self._is_narrow() else words
        painter.setFont(look.font("caption"))
        painter.setPen(QColor(look.theme.text2))
        width = QFontMetricsF(look.font("caption")).horizontalAdvance(words)
        painter.drawText(band, _MIDDLE_RIGHT, words)
        side = px(13)
        left = band.right() - width - side - (px(5) if words else 0)
        self._paint_icon(painter, icon, QPointF(left, band.center().y() - side / 2), 13, look.theme.text2)
        return left - px(8)

    def _paint_icon(self, painter: QPainter, name: str, at: QPointF, size: float, colour: str) -> None:
        picture = icons.pixmap(name, colour, self._look.px(size), painter.deviceTransform().m11())
        painter.drawPixmap(QPointF(round(at.x()), round(at.y())), picture)

    def _paint_numbers(self, painter: QPainter) -> None:
        look, px = self._fonts(), self._look.px
        theme = look.theme
        names, numbers = self._band("names"), self._band("numbers")
        baseline = numbers.center().y() + px(6 if look.compact else 7)
        for at, ((left, name), text) in enumerate(zip(self._columns(), self.numbers(), strict=True)):
            painter.setFont(look.font("caption"))
            painter.setPen(QColor(theme.text2))
            painter.drawText(QRectF(px(left), names.top(), px(90), names.height()), _MIDDLE_LEFT, name)
            painter.setFont(look.font("validation" if at == 0 else "number"))
            painter.setPen(QColor(theme.text))
            painter.drawText(QPointF(px(left), baseline), text)

    def _paint_verdict(self, painter: QPainter) -> None:
        run = self._snapshot
        if run is None:
            return
        look, px, band = self._look, self._look.px, self._band("verdict")
        theme = look.theme
        side = px(15)
        icon = run_words.VERDICT_ICONS[run.verdict]
        self._paint_icon(painter, icon, QPointF(band.left(), band.center().y() - side / 2), 15, theme.text)
        left = band.left() + px(21)
        painter.setFont(look.font("strong"))
        painter.setPen(QColor(theme.text))
        metrics = QFontMetricsF(look.font("strong"))
        words = metrics.elidedText(run_words.verdict(run), Qt.TextElideMode.ElideRight, band.right() - left)
        painter.drawText(QRectF(left, band.top(), band.right() - left, band.height()), _MIDDLE_LEFT, words)
        accuracy = run.validation_accuracy
        if run.state == "diverged" or accuracy != accuracy:
            return
        text = f"accuracy {percent(accuracy)}"
        painter.setFont(look.font("caption"))
        painter.setPen(QColor(theme.text2))
        room = band.right() - left - metrics.horizontalAdvance(words) - px(10)
        if QFontMetricsF(look.font("caption")).horizontalAdvance(text) <= room:
            painter.drawText(band, _MIDDLE_RIGHT, text)

    def _describe(self) -> None:
        self.setAccessibleName(self.text())
        on = ", ".join(self._chips) or run_words.NOTHING
        if self._snapshot is None:
            self.setAccessibleDescription(on)
            return
        validation, training, gap, zeros = self.numbers()
        self.setAccessibleDescription(
            f"{on}; {run_words.state(self._snapshot, self._playing)[1]}; validation loss {validation}, "
            f"training loss {training}, gap {gap}, exact zeros {zeros}; {run_words.verdict(self._snapshot)}"
        )

    def _finish_rename(self) -> None:
        if self._editor is None:
            return
        typed = self._editor.text().strip()
        self._close_editor()
        if typed and typed != self.text():
            self.renamed.emit(typed)

    def _close_editor(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
            self.setFocus()
