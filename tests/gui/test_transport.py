"""Transport and status line: buttons follow their actions, everything else is a wish."""

from __future__ import annotations

import math
from dataclasses import replace

import canned
import pytest
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication

from regsim.app.status_line import StatusLine
from regsim.app.style import apply_look
from regsim.app.theme import DARK, Look
from regsim.app.transport import Transport
from regsim.app.widgets.epoch_counter import EpochCounter

WORDS = {"play": "Play", "epoch": "Epoch", "batch": "Batch", "reset": "Reset", "reroll": "Re-roll"}
PRESETS = {
    "overfitting": ("Overfitting", "two moons, 4 runs"),
    "sine": ("Twenty noisy points", "noisy sine, 4 runs"),
    "digits": ("Digits", "8×8 digits, 2 runs"),
}


@pytest.fixture
def actions(qapp):
    made = {}
    for key, words in WORDS.items():
        made[key] = QAction(words)
    made["play"].setShortcut("Space")
    return made


@pytest.fixture
def bar(qtbot, qapp, actions):
    apply_look(qapp, Look())
    made = Transport(actions)
    qtbot.addWidget(made)
    made.show_presets(PRESETS)
    show(made)
    made.resize(1920, 56)
    made.show()
    return made


def show(bar, **changes):
    state = {
        "title": "Overfitting", "detail": "two moons, 4 runs", "speed": 25.0, "rate_text": "25 epochs/s",
        "snapshot": None, "stop_epoch": 400, "look": Look(),
    }  # fmt: skip
    bar.show_state(**{**state, **changes})


def test_a_button_triggers_its_action_and_follows_it(bar, actions, qtbot):
    button = bar.buttons["play"]
    with qtbot.waitSignal(actions["play"].triggered):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert "Space" in button.toolTip()
    width = button.width()
    actions["play"].setText("Again")
    assert button.text() == "Again"
    assert button.sizeHint().width() == width
    actions["play"].setEnabled(False)
    assert not button.isEnabled()


def test_only_actions_that_exist_have_buttons(bar):
    assert set(bar.buttons) == set(WORDS)


def test_a_click_does_not_take_space_away_from_play(bar):
    for button in bar.buttons.values():
        assert button.focusPolicy() == Qt.FocusPolicy.TabFocus
        assert button.accessibleName()
        assert button.sizeHint().height() == 34


@pytest.mark.parametrize("words", [("Play", "Pause"), ("Pause", "Again")])
def test_the_one_primary_button_changes_its_icon_with_its_words(bar, actions, words):
    pictures = []
    for text in words:
        actions["play"].setText(text)
        pictures.append(bar.buttons["play"].icon().pixmap(16).toImage())
    assert pictures[0] != pictures[1]


def test_the_speed_goes_both_ways_without_echo(bar, qtbot):
    with qtbot.assertNotEmitted(bar.speed_changed):
        for speed in (1.0, 25.0, 7.3, math.inf):
            show(bar, speed=speed)
    show(bar, speed=5000.0, rate_text="5,000 epochs/s")
    with qtbot.waitSignal(bar.speed_changed) as blocker:
        qtbot.keyClick(bar.speed.slider, Qt.Key.Key_Right)
    assert blocker.args == [math.inf]
    show(bar, speed=25.0)
    with qtbot.waitSignal(bar.speed_changed) as blocker:
        qtbot.keyClick(bar.speed.slider, Qt.Key.Key_Left)
    assert blocker.args == [20.0]


def test_the_counter_shows_epoch_and_updates(bar):
    snapshot = canned.snapshot(epochs=20)
    show(bar, snapshot=snapshot, stop_epoch=20)
    assert bar.counter.texts() == ("20", "20 updates")
    assert bar.counter.field.text() == "20"


def test_slow_motion_shows_the_batch(bar):
    snapshot = replace(canned.snapshot(epochs=20), batch=3, batches=5)
    show(bar, snapshot=snapshot, speed=2.0)
    assert bar.counter.texts()[1] == "batch 3 of 5"
    show(bar, snapshot=snapshot, speed=200.0)
    assert bar.counter.texts()[1] == "20 updates"


def test_the_stop_epoch_is_typed(bar, qtbot):
    field = bar.counter.field
    field.selectAll()
    with qtbot.waitSignal(bar.stop_epoch_edited) as blocker:
        qtbot.keyClicks(field, "1000")
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert blocker.args == [1000]
    assert field.text() == "400"  # nobody has answered
    show(bar, stop_epoch=1000)
    assert field.text() == "1000"


@pytest.mark.parametrize("text", ["0", "many", "-5", "1.5"])
def test_a_stop_epoch_that_is_none_is_refused(bar, qtbot, text):
    field = bar.counter.field
    field.selectAll()
    with qtbot.assertNotEmitted(bar.stop_epoch_edited):
        qtbot.keyClicks(field, text)
        qtbot.keyClick(field, Qt.Key.Key_Return)
    assert field.text() == "400"
    assert "whole number, at least 1" in field.accessibleDescription()


def test_presets_are_searched_by_typing(bar, qtbot):
    qtbot.mouseClick(bar.picker, Qt.MouseButton.LeftButton)
    popup = bar.picker.popup
    assert len(popup.visible_items()) == 3
    assert popup.list.currentItem().text().startswith("Overfitting")
    qtbot.keyClicks(popup.search, "sine 4")
    assert len(popup.visible_items()) == 1
    with qtbot.waitSignal(bar.preset_chosen) as blocker:
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert blocker.args == ["sine"]
    assert popup.isHidden()


def test_presets_are_reached_by_keys_alone(bar, qtbot):
    qtbot.keyClick(bar.picker, Qt.Key.Key_Down)
    popup = bar.picker.popup
    qtbot.keyClick(popup.search, Qt.Key.Key_Down)
    qtbot.keyClick(popup.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(bar.preset_chosen) as blocker:
        qtbot.keyClick(popup.search, Qt.Key.Key_Return)
    assert blocker.args == ["digits"]


def test_a_search_without_a_match_chooses_nothing(bar, qtbot):
    bar.picker.open()
    with qtbot.assertNotEmitted(bar.preset_chosen):
        qtbot.keyClicks(bar.picker.popup.search, "nothing like it")
        qtbot.keyClick(bar.picker.popup.search, Qt.Key.Key_Return)
    bar.picker.popup.close()


@pytest.mark.parametrize(
    ("width", "look", "has_words"), [(1920, Look(), True), (1440, Look(), False), (1280, Look(compact=True), False)]
)
def test_words_come_and_go_with_the_width_and_nothing_is_cut(bar, qtbot, width, look, has_words):
    show(bar, look=look)
    bar.resize(width, 56)
    assert bool(bar.buttons["epoch"].text()) is has_words
    assert bar.minimumSizeHint().width() == 0
    qtbot.waitUntil(lambda: bar.counter.geometry().right() <= width, timeout=1000)
    assert bar.buttons["play"].text() == "Play"


def test_the_bar_follows_the_theme(bar):
    light = bar.grab().toImage()
    show(bar, look=Look(DARK))
    assert bar.grab().toImage() != light


def test_the_status_line_shows_and_offers_undo(qtbot, qapp):
    apply_look(qapp, Look())
    line = StatusLine()
    qtbot.addWidget(line)
    line.resize(1280, 24)
    line.show_text("Started again: 80 → 160 points.", "seed 107", Look(), undo=True)
    line.show()
    assert line.texts() == ("Started again: 80 → 160 points.", "seed 107")
    with qtbot.waitSignal(line.undo_requested):
        qtbot.mouseClick(line.undo, Qt.MouseButton.LeftButton)
    line.show_text("Same 80 points in all four runs.", "seed 107", Look())
    assert line.undo.isHidden()
    assert line.minimumSizeHint().width() == 0


def test_the_stop_epoch_stands_after_its_words_even_if_a_layout_came_first(qtbot):
    counter = EpochCounter()
    qtbot.addWidget(counter)
    counter.resize(counter.sizeHint())
    counter.show_state(None, 400, 25.0, Look())
    assert counter.field.x() > 80


@pytest.mark.parametrize(
    ("width", "counter", "picker"), [(1920, 340, 292), (1280, 340, 292), (1050, 340, 168), (900, 200, 168)]
)
def test_free_room_goes_to_the_counter_and_then_to_the_picker(bar, width, counter, picker):
    show(bar, look=Look(compact=width < 1900))
    bar.setMinimumWidth(1)  # as within a window
    bar.resize(width, 56)
    assert (bar.counter.width(), bar.picker.width()) == (counter, picker)


class Painted(QObject):
    """Notes for each paint event whether all of the widget was painted."""

    def __init__(self):
        super().__init__()
        self.whole = []

    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            self.whole.append(event.rect() == watched.rect())
        return False


def test_another_theme_paints_the_bar_itself_too(bar, qtbot):
    qtbot.waitExposed(bar)
    QApplication.processEvents()
    painted = Painted()
    bar.installEventFilter(painted)
    show(bar, look=Look(DARK))
    qtbot.waitUntil(lambda: True in painted.whole, timeout=1000)
