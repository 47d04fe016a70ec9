"""Own data in the window: a table is opened, dropped, pasted, chosen from, trained on, and undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from regsim.app.laboratory import Laboratory
from regsim.app.own_data.column_table import CATEGORIES, GAPS, INPUT, SCALE
from regsim.app.own_data.data_dialog import DataDialog
from regsim.app.own_data.reading_ahead import ReadingAhead, large_table
from regsim.app.own_data.tables_deed import TablesDeed, is_table
from tests.app.laboratory import tick_until
from tests.datasets.own import plants


@pytest.fixture
def table(tmp_path: Path) -> Path:
    return plants(tmp_path / "plants.csv", 120)


def tables_of(laboratory: Laboratory) -> TablesDeed:
    assert laboratory.controls is not None
    return laboratory.controls.tables


def opened(qtbot: QtBot, laboratory: Laboratory, path: Path) -> DataDialog:
    """The dialog on a table, once all is checked."""
    tables_of(laboratory).open_path(path)
    return settled(qtbot, laboratory)


def settled(qtbot: QtBot, laboratory: Laboratory) -> DataDialog:
    dialog = tables_of(laboratory).dialog
    assert dialog is not None
    qtbot.waitUntil(lambda: bool(dialog.words.text()) and not dialog._timer.isActive(), timeout=10_000)
    return dialog


def test_a_table_becomes_an_experiment_that_can_be_undone(qtbot: QtBot, laboratory: Laboratory, table: Path):
    before = laboratory.session.experiment
    dialog = opened(qtbot, laboratory, table)
    assert dialog.target.currentText() == "species"
    assert dialog.words.text().startswith("72 training, 24 validation and 24 test rows; 5 inputs; 3 classes: ash, elm")
    assert laboratory.session.experiment == before
    columns = dialog.columns
    assert columns.columnWidth(SCALE) >= columns.sizeHintForColumn(SCALE)
    dialog.accept_button.click()
    new = laboratory.session.experiment
    assert (new.title, new.data.kind, new.data.n_train) == ("plants", "file", 72)
    assert [run.label for run in new.runs] == [run.label for run in before.runs]
    tick_until(laboratory, lambda: laboratory.session.snapshot is not None)
    laboratory.session.undo()
    assert laboratory.session.experiment == before


def test_choices_are_told_to_the_experiment(qtbot: QtBot, laboratory: Laboratory, table: Path):
    dialog = opened(qtbot, laboratory, table)
    dialog.target.setCurrentText("height")
    dialog.target.activated.emit(0)
    dialog.columns.item(2, INPUT).setCheckState(Qt.CheckState.Unchecked)
    dialog.training.setValue(50)
    dialog = settled(qtbot, laboratory)
    assert dialog.words.text() == "60 training, 24 validation and 36 test rows; 4 inputs; regression of height."
    assert dialog.columns.item(1, SCALE).text().startswith("(x ")
    assert dialog.columns.features() == ["width", "species"]
    dialog.accept()
    assert dict(laboratory.session.experiment.data.options) | {"path": "", "sha256": ""} == {
        "path": "",
        "sha256": "",
        "target": "height",
        "features": "width, species",
        "training_share": 0.5,
    }


def test_columns_that_promise_nothing_are_left_out(qtbot: QtBot, laboratory: Laboratory, tmp_path: Path):
    path = tmp_path / "mess.csv"
    path.write_text(
        "id,name,day,same,share,y,note\n"
        + "".join(f"{n},n{n},{1 + n % 5}.3.2021,7,{n * n % 31}%,{n % 2},{'x' * n}\n" for n in range(1, 41))
    )
    dialog = opened(qtbot, laboratory, path)
    assert (dialog.target.currentText(), dialog.columns.features()) == ("y", ["share"])
    assert dialog.words.text().endswith("1 input; binary classification: 0, 1.")
    dialog.reject()


def test_a_numbering_is_an_input_where_there_is_no_other(qtbot: QtBot, laboratory: Laboratory, tmp_path: Path):
    path = tmp_path / "series.csv"
    path.write_text("t,y\n" + "".join(f"{n},{n % 7 + n / 9:.3f}\n" for n in range(40)))
    dialog = opened(qtbot, laboratory, path)
    assert (dialog.target.currentText(), dialog.columns.features()) == ("y", ["t"])
    dialog.reject()


def test_gaps_are_named_and_there_is_a_choice(qtbot: QtBot, laboratory: Laboratory, tmp_path: Path):
    path = tmp_path / "gaps.csv"
    path.write_text("x,y,z\n" + "".join(f"{row},{'five' if row == 5 else row % 7},{row}\n" for row in range(40)))
    dialog = opened(qtbot, laboratory, path)
    assert dialog.words.text() == (
        'Row 7, column "y": "five" is no number; '
        "correct it, or choose under “Missing values” what becomes of such rows."
    )
    assert dialog.target.hasFocus() or not dialog.isActiveWindow()
    assert dialog.accept_button.isDefault()
    assert not dialog.accept_button.isEnabled()
    assert dialog.columns.item(1, GAPS).text() == "“five” in row 7"
    dialog.missing.setCurrentIndex(1)
    dialog.missing.activated.emit(1)
    words = settled(qtbot, laboratory).words.text()
    assert words.startswith("23 training")
    assert words.endswith("Left out for want of a value: 1 row.")
    assert dialog.accept_button.isEnabled()
    dialog.reject()


def test_numbers_may_be_categories(qtbot: QtBot, laboratory: Laboratory, tmp_path: Path):
    path = tmp_path / "floors.csv"
    path.write_text("floor,price\n" + "".join(f"{row % 4},{row * 1.5}\n" for row in range(40)))
    dialog = opened(qtbot, laboratory, path)
    assert "1 input;" in dialog.words.text()
    dialog.columns.item(0, CATEGORIES).setCheckState(Qt.CheckState.Checked)
    assert "4 inputs;" in settled(qtbot, laboratory).words.text()
    dialog.reject()


def test_what_is_no_table_is_refused_in_the_dialog(qtbot: QtBot, laboratory: Laboratory, tmp_path: Path):
    path = tmp_path / "picture.csv"
    path.write_bytes(b"\x89PNG\0\0")
    dialog = opened(qtbot, laboratory, path)
    assert "is no text" in dialog.words.text()
    assert not dialog.accept_button.isEnabled()
    dialog.reject()
    assert tables_of(laboratory).dialog is None


def test_reading_a_large_table_leaves_the_window_alive_and_can_be_ended(
    qtbot: QtBot, laboratory: Laboratory, tmp_path: Path
):
    path = tmp_path / "large.csv"
    with path.open("w") as file:
        file.write(",".join(f"c{column}" for column in range(40)) + "\n")
        file.writelines(f"{row}," + ",".join(["1.25"] * 39) + "\n" for row in range(60_000))
    tables_of(laboratory).open_path(path)
    dialog = tables_of(laboratory).dialog
    assert dialog is not None
    reading = dialog._reading
    assert reading is not None
    qtbot.waitUntil(lambda: dialog.progress.value() > 0, timeout=10_000)
    dialog.reject()
    reading.join(5)
    assert not reading.is_alive()
    assert reading.made is None


def test_a_dropped_table_is_opened(qtbot: QtBot, laboratory: Laboratory, table: Path):
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(table))])
    held = (Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPoint(9, 9), *held)
    QApplication.sendEvent(laboratory.window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(laboratory.window, QDropEvent(QPointF(9, 9), *held))
    settled(qtbot, laboratory).reject()


def test_a_table_is_pasted_from_a_spreadsheet(
    qtbot: QtBot, laboratory: Laboratory, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(
        "regsim.app.own_data.tables_deed.QStandardPaths.writableLocation", lambda _place: str(tmp_path / "kept")
    )
    said: list[str] = []
    laboratory.session.said.connect(lambda text, _undo: said.append(text))
    clipboard = QApplication.clipboard()
    clipboard.setText("just words")
    laboratory.actions["paste_data"].trigger()
    assert said == ["The clipboard holds no table: copy rows and columns in a spreadsheet first."]
    clipboard.setText("x\ty\r\n" + "".join(f"{row}\t{2 * row},5\r\n" for row in range(30)))
    laboratory.actions["paste_data"].trigger()
    dialog = settled(qtbot, laboratory)
    assert "regression of y" in dialog.words.text()
    dialog.accept()
    assert laboratory.session.experiment.data.kind == "file"
    assert [path.parent.name for path in (tmp_path / "kept").rglob("*.tsv")] == ["tables"]
    clipboard.clear()


def test_choosing_own_table_in_the_panel_asks_which(qtbot: QtBot, laboratory: Laboratory, table: Path):
    before = laboratory.session.experiment
    assert laboratory.controls is not None
    laboratory.controls.panel.edited.emit("data.kind", "file", "done")
    (asking,) = [each for each in laboratory.window.findChildren(QFileDialog) if each.isVisible()]
    assert laboratory.session.experiment == before
    asking.fileSelected.emit(str(table))
    asking.close()
    settled(qtbot, laboratory).reject()


def test_the_large_table_of_an_experiment_file_is_read_beside_the_window(
    qtbot: QtBot, laboratory: Laboratory, table: Path, monkeypatch: pytest.MonkeyPatch
):
    file = table.with_name("own.regsim.toml")
    file.write_text('[data]\nkind = "file"\npath = "plants.csv"\ntarget = "species"\n')
    opened: list[bool] = []
    ahead = ReadingAhead(laboratory.window, laboratory.session)
    assert large_table(file) is None
    monkeypatch.setattr("regsim.app.own_data.reading_ahead.LARGE", 100)
    assert large_table(file) == (str(table), "auto")
    ahead.before(file, lambda: opened.append(True))
    assert ahead.paper is not None
    assert opened == []
    qtbot.waitUntil(lambda: bool(opened), timeout=5000)
    assert ahead.paper is None
    assert large_table(file) is None
    ahead.before(file, lambda: opened.append(True))
    assert len(opened) == 2


def test_a_large_table_that_cannot_be_read_is_refused_and_one_that_is_not_wanted_is_left(
    qtbot: QtBot, laboratory: Laboratory, table: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("regsim.app.own_data.reading_ahead.LARGE", 100)
    file = table.with_name("own.regsim.toml")
    file.write_text('[data]\nkind = "file"\npath = "plants.csv"\ntarget = "high"\n')
    said: list[str] = []
    laboratory.session.said.connect(lambda text, _undo: said.append(text))
    ahead = ReadingAhead(laboratory.window, laboratory.session)
    ahead.before(file, lambda: said.append("opened"))
    work = ahead._work
    assert ahead.paper is not None
    assert work is not None
    ahead.paper.canceled.emit()
    assert ahead.paper is None
    work.join(5)
    plants(table, 130)
    ahead.before(file, lambda: said.append("opened"))
    qtbot.waitUntil(lambda: bool(said), timeout=5000)
    assert said == ['data.target: there is no column "high"; there are height, width, colour, species']


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a\tb\n1\t2\n", True), ("a\tb\n1\n", False), ("a\tb", False), ("", False), ("a\nb\nc", False)],
)
def test_a_table_is_told_from_words(text: str, expected: bool):
    assert is_table(text) is expected
