"""The dialog for pictures: by hand from the menu to a file that is the experiment again; bad input loses nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QSize, Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMessageBox
from pytestqt.qtbot import QtBot

from regsim.app.laboratory import Laboratory
from regsim.app.picture_choice import SIZES, PictureChoice, PictureSize
from regsim.app.picture_dialog import FIGURE, OTHER_SIZE, THEMES, VIEW, WINDOW, PictureDialog
from regsim.knob import Refusal
from tests.app.laboratory import small_experiment, tick_until


@pytest.fixture
def dialog(laboratory: Laboratory, qtbot: QtBot, tmp_path: Path) -> PictureDialog:
    shown = PictureDialog(laboratory, None, "loss", tmp_path)
    qtbot.addWidget(shown)
    shown.show()
    return shown


def open_by_key(laboratory: Laboratory, qtbot: QtBot, act: Callable[[PictureDialog], None]) -> None:
    """Press Ctrl+Shift+S, and let `act` do what a person does in the dialog."""
    seen: list[PictureDialog] = []

    def begin() -> None:
        shown = QApplication.activeModalWidget()
        assert isinstance(shown, PictureDialog)
        seen.append(shown)
        act(shown)

    laboratory.window.activateWindow()
    qtbot.waitUntil(laboratory.window.isActiveWindow)
    QTimer.singleShot(50, begin)
    modifiers = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(laboratory.window, Qt.Key.Key_S, modifiers)
    assert len(seen) == 1
    assert laboratory.controls is not None
    making = laboratory.controls.making
    qtbot.waitUntil(lambda: not making.busy, timeout=20_000)


def pick(qtbot: QtBot, box: QComboBox, words: str) -> None:
    """Choose an entry by its first letters, with the keyboard."""
    box.setFocus()
    for _ in range(box.count()):
        if box.currentText() == words:
            return
        qtbot.keyClick(box, Qt.Key.Key_Down)
    qtbot.keyClick(box, Qt.Key.Key_Home)
    while box.currentText() != words:
        qtbot.keyClick(box, Qt.Key.Key_Down)


def retype(qtbot: QtBot, field: QLineEdit, words: str) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClicks(field, words)


def test_by_hand_from_the_key_to_a_file_that_is_the_experiment_again(
    laboratory: Laboratory, qtbot: QtBot, tmp_path: Path
) -> None:
    session, path = laboratory.session, tmp_path / "mine.png"
    session.step(whole_epoch=True)
    tick_until(laboratory, lambda: session.snapshot is not None and session.snapshot.epoch == 1)
    session.edit("run.2.l2.strength", 0.03)
    session.step(whole_epoch=True)
    tick_until(laboratory, lambda: session.snapshot is not None and session.snapshot.epoch == 2)
    pictured = session.recorded()

    def choose(shown: PictureDialog) -> None:
        pick(qtbot, shown.what, FIGURE)
        qtbot.mouseClick(shown.views["network"], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
        retype(qtbot, shown.title, "Three of four")
        pick(qtbot, shown.size_box, "1920 × 1080")
        pick(qtbot, shown.theme, THEMES["print"])
        retype(qtbot, shown.file, str(path))
        qtbot.mouseClick(shown.save_button, Qt.MouseButton.LeftButton)

    open_by_key(laboratory, qtbot, choose)
    saved = QImage(str(path))
    assert saved.size() == QSize(1920, 1080)
    assert saved.text("Description").startswith("Small, seed 1, epoch 2, 1 edit while training")
    laboratory.open(small_experiment(1), play=False)
    assert laboratory.controls is not None
    laboratory.controls.document.open_path(path)
    tick_until(laboratory, lambda: session.snapshot is not None and len(session.snapshot.runs) == 4)
    assert session.recorded() == pictured


def test_the_last_choice_is_remembered(laboratory: Laboratory, qtbot: QtBot, tmp_path: Path) -> None:
    found: list[PictureChoice] = []

    def choose(shown: PictureDialog) -> None:
        pick(qtbot, shown.what, FIGURE)
        qtbot.mouseClick(shown.views["fit"], Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
        qtbot.mouseClick(shown.has_caption, Qt.MouseButton.LeftButton, pos=QPoint(8, 8))
        pick(qtbot, shown.theme, THEMES["dark"])
        pick(qtbot, shown.size_box, OTHER_SIZE)
        shown.width_box.setValue(800)
        retype(qtbot, shown.file, str(tmp_path / "one.svg"))
        found.append(shown.choice())
        qtbot.mouseClick(shown.save_button, Qt.MouseButton.LeftButton)

    def look(shown: PictureDialog) -> None:
        found.append(shown.choice())
        assert shown.path().parent == tmp_path
        qtbot.keyClick(shown, Qt.Key.Key_Escape)

    open_by_key(laboratory, qtbot, choose)
    open_by_key(laboratory, qtbot, look)
    assert found[0] == found[1]
    assert found[0].keys == ("loss", "weights", "network")
    assert found[0].caption == ""
    assert found[0].size == PictureSize(width=800, height=1080)


def test_the_screen_stands_still_while_a_picture_is_chosen(laboratory: Laboratory, qtbot: QtBot) -> None:
    session = laboratory.session
    before = session.snapshot

    def look(shown: PictureDialog) -> None:
        session.step(whole_epoch=True)
        for _ in range(20):
            laboratory.clock.tick()
        assert session.snapshot is before
        qtbot.keyClick(shown, Qt.Key.Key_Escape)

    open_by_key(laboratory, qtbot, look)
    tick_until(laboratory, lambda: session.snapshot is not before)


@pytest.mark.parametrize(("name", "sentence"), [("nowhere/a.png", "there is no folder"), (".", "is a folder")])
def test_a_bad_file_is_refused_in_one_sentence_and_nothing_is_lost(
    dialog: PictureDialog, qtbot: QtBot, tmp_path: Path, name: str, sentence: str
) -> None:
    pick(qtbot, dialog.what, WINDOW)
    (tmp_path / "..png").mkdir()
    retype(qtbot, dialog.file, str(tmp_path) + ("/" if name == "." else f"/{name}"))
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    assert sentence in dialog.words.text() or name == "."
    assert dialog.what.currentText() == WINDOW


def test_no_view_and_no_room_are_said_in_a_sentence(dialog: PictureDialog, qtbot: QtBot) -> None:
    pick(qtbot, dialog.what, FIGURE)
    for box in dialog.views.values():
        box.click()
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert dialog.words.text() == "Check at least one view."
    pick(qtbot, dialog.what, VIEW)
    pick(qtbot, dialog.size_box, OTHER_SIZE)
    dialog.dpi.setValue(1200)
    qtbot.waitUntil(lambda: "too small for its type" in dialog.words.text())
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()


def test_it_asks_before_a_file_is_replaced(
    dialog: PictureDialog, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mine.pdf").write_text("precious")
    answers = iter([QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes])
    asked: list[str] = []

    def answer(
        parent: object,
        title: str,
        question: str,
        buttons: QMessageBox.StandardButton,
        default: QMessageBox.StandardButton,
    ) -> QMessageBox.StandardButton:
        assert default == QMessageBox.StandardButton.No
        asked.append(question)
        return next(answers)

    monkeypatch.setattr(QMessageBox, "question", answer)
    retype(qtbot, dialog.file, str(tmp_path / "mine.pdf"))
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert dialog.isVisible()
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    assert not dialog.isVisible()
    assert asked == ["mine.pdf is there already. Replace it?"] * 2


def test_the_ending_says_the_kind(dialog: PictureDialog) -> None:
    for name, path in (("a.svg", "a.svg"), ("a.PDF", "a.PDF"), ("a", "a.png"), ("a.jpg", "a.jpg.png")):
        dialog.file.setText(name)
        assert str(dialog.path()) == path


@pytest.mark.parametrize("what", [WINDOW, VIEW, FIGURE])
@pytest.mark.parametrize("theme", ["", "dark", "print"])
def test_the_preview_has_the_shape_and_the_ground_of_the_picture(
    dialog: PictureDialog, qtbot: QtBot, what: str, theme: str
) -> None:
    shown = dialog.preview
    pick(qtbot, dialog.what, what)
    pick(qtbot, dialog.theme, THEMES[theme])
    pick(qtbot, dialog.size_box, "1920 × 1080")
    qtbot.waitUntil(lambda: shown.image is not None and dialog.words.text() == "1920 × 1080 pixels", timeout=10_000)
    image = shown.image
    assert image is not None
    assert abs(image.width() / image.height() - 1920 / 1080) < 0.02
    dark = image.pixelColor(1, 1).lightnessF() < 0.3
    assert dark == (theme == "dark")


def test_everything_has_a_name_and_can_be_reached_by_tab(dialog: PictureDialog, qtbot: QtBot) -> None:
    pick(qtbot, dialog.what, FIGURE)
    pick(qtbot, dialog.size_box, OTHER_SIZE)
    first, reached = dialog.what, []
    first.setFocus()
    for _ in range(40):
        focus = QApplication.focusWidget()
        assert focus is not None
        name = focus.accessibleName() or getattr(focus, "text", str)()
        assert name, focus
        reached.append(focus)
        qtbot.keyClick(focus, Qt.Key.Key_Tab)
        if QApplication.focusWidget() is first:
            break
    for part in (dialog.title, *dialog.views.values(), dialog.legend, dialog.theme, dialog.file, dialog.save_button):
        assert part in reached


@pytest.mark.parametrize("name", SIZES)
def test_every_size_that_is_offered_can_be_made_of_everything(name: str) -> None:
    screen = QSize(1600, 900)
    for views in range(5):
        extent, ratio = SIZES[name].measured(screen, views)
        assert 64 <= min(extent.pixels.toTuple()) <= max(extent.pixels.toTuple()) <= 8192
        assert extent.pixels.width() / ratio >= 320


def test_a_size_beyond_8192_is_refused() -> None:
    with pytest.raises(Refusal, match="each side must be in"):
        SIZES["× 4 of the screen"].measured(QSize(2560, 1440), 0)
