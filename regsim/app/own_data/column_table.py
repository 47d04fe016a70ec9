"""The columns of a table, one a row: whether it is an input, whether it holds categories, and what is in it.

It refuses to decide: it proposes what the columns seem to be, and tells what was ticked.
"""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from regsim.app.own_data.proposal import can_be_categories, can_be_numbers, proposed_inputs
from regsim.app.plotting.numbers import MINUS, figures
from regsim.tables.columns import Column, Table

HEADS = ("Column", "Input", "Categories", "Values", "Gaps", "Standardised by")
NAME, INPUT, CATEGORIES, VALUES, GAPS, SCALE = range(len(HEADS))
SHOWN_WORDS = 5
LEAST_SCALE = 150
"""Pixels that are kept for how a column is standardised, before it is known."""


class ColumnTable(QTableWidget):
    """See the module."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, len(HEADS), parent)
        self._table: Table | None = None
        self._target = ""
        self.setAccessibleName("Columns")
        self.setHorizontalHeaderLabels(list(HEADS))
        self.verticalHeader().hide()
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.horizontalHeader().setSectionResizeMode(VALUES, QHeaderView.ResizeMode.Stretch)
        self.itemChanged.connect(self._on_change)

    def show_table(self, table: Table, target: str) -> None:
        """Show the columns of `table` and propose all usable ones but `target` as inputs."""
        self._table = table
        with QSignalBlocker(self):
            self.setRowCount(len(table.columns))
            proposed = proposed_inputs(table, target)
            for row, column in enumerate(table.columns):
                self._show_column(row, column, column.name in proposed)
        self.set_target(target)
        for section in (NAME, INPUT, CATEGORIES, GAPS):
            self.resizeColumnToContents(section)
        self.setColumnWidth(SCALE, LEAST_SCALE)

    def set_target(self, target: str) -> None:
        """The column that is predicted cannot be an input."""
        former, self._target = self._target, target
        if self._table is None:
            return
        proposed = proposed_inputs(self._table, target)
        with QSignalBlocker(self):
            for row, column in enumerate(self._table.columns):
                item = self._item(row, INPUT)
                if column.name == target:
                    item.setFlags(Qt.ItemFlag.NoItemFlags)
                    item.setCheckState(Qt.CheckState.Unchecked)
                    item.setText("target")
                elif column.name == former or item.text():
                    item.setFlags(Qt.ItemFlag.ItemIsUserCheckable | Qt.ItemFlag.ItemIsEnabled)
                    item.setCheckState(_state(column.name in proposed))
                    item.setText("")

    def features(self) -> list[str]:
        """The columns that are ticked as inputs."""
        columns = () if self._table is None else self._table.columns
        return [column.name for row, column in enumerate(columns) if self._is_ticked(row, INPUT)]

    def types(self) -> dict[str, str]:
        """The types that are not what the columns seem to be."""
        found = {}
        for row, column in enumerate(() if self._table is None else self._table.columns):
            wanted = "category" if self._is_ticked(row, CATEGORIES) else "number"
            if column.kind in ("number", "category") and wanted != column.kind:
                found[column.name] = wanted
        return found

    def show_scales(self, scales: dict[str, tuple[float, float]]) -> None:
        """Show how each input is standardised."""
        with QSignalBlocker(self):
            for row in range(self.rowCount()):
                scale = scales.get(self._item(row, NAME).text())
                text = ""
                if scale is not None:
                    minus = MINUS if scale[0] >= 0 else "+"
                    text = f"(x {minus} {figures(abs(scale[0]))}) / {figures(scale[1])}"
                self._item(row, SCALE).setText(text)
                self._item(row, SCALE).setToolTip(text)
        self.setColumnWidth(SCALE, max(LEAST_SCALE, self.sizeHintForColumn(SCALE)))

    def _show_column(self, row: int, column: Column, is_input: bool) -> None:
        for section, text in {NAME: column.name, VALUES: _values(column), GAPS: _gaps(column), SCALE: ""}.items():
            item = QTableWidgetItem(text)
            item.setFlags(Qt.ItemFlag.ItemIsEnabled)
            item.setToolTip(text)
            self.setItem(row, section, item)
        may_change = can_be_categories(column) and can_be_numbers(column)
        self._set_tick(row, INPUT, is_input, column.kind != "empty")
        self._set_tick(row, CATEGORIES, column.kind in ("category", "text"), may_change)

    def _set_tick(self, row: int, section: int, ticked: bool, enabled: bool) -> None:
        item = QTableWidgetItem()
        flags = Qt.ItemFlag.ItemIsUserCheckable
        item.setFlags(flags | Qt.ItemFlag.ItemIsEnabled if enabled else flags)
        item.setCheckState(_state(ticked))
        self.setItem(row, section, item)

    def _item(self, row: int, section: int) -> QTableWidgetItem:
        item = self.item(row, section)
        assert item is not None
        return item

    def _is_ticked(self, row: int, section: int) -> bool:
        return self._item(row, section).checkState() == Qt.CheckState.Checked

    def _on_change(self, item: QTableWidgetItem) -> None:
        if item.column() in (INPUT, CATEGORIES):
            self.chosen.emit()


def _state(ticked: bool) -> Qt.CheckState:
    return Qt.CheckState.Checked if ticked else Qt.CheckState.Unchecked


def _values(column: Column) -> str:
    if column.kind == "number":
        import numpy as np  # the shell of the window opens without it

        low, high = (figures(float(end(column.numbers))) for end in (np.nanmin, np.nanmax))
        return {"constant": f"{low} in every row", "numbering": f"{low} to {high}, row by row"}.get(
            column.habit, f"{low} to {high}"
        )
    if column.words is None:
        return "many different words"
    if column.habit == "dates":
        return f"dates, such as {column.words[0]}"
    if column.kind == "text":
        return f"different words, such as {column.words[0]}"
    return ", ".join(column.words[:SHOWN_WORDS]) + (
        f", … {len(column.words)} different" if len(column.words) > SHOWN_WORDS else ""
    )


def _gaps(column: Column) -> str:
    parts = []
    if column.n_missing:
        parts.append(f"{column.n_missing:,} missing")
    if column.kind == "number" and column.n_words and column.first_word is not None:
        parts.append(f"“{column.first_word.text}” in row {column.first_word.row}")
    return ", ".join(parts)
