"""The controls: laws of the slider, typed values, keys, and that setters never echo."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton, QSpinBox, QVBoxLayout, QWidget

from regsim import schema
from regsim.app import icons
from regsim.app.formula import formula_pixmap
from regsim.app.style import RegSimStyle, apply_look
from regsim.app.theme import DARK, LIGHT, PROJECTOR, Look
from regsim.app.widgets import wording
from regsim.app.widgets.buttons import IconButton, SectionHeader
from regsim.app.widgets.chips import fitting
from regsim.app.widgets.choice_box import ChoiceBox
from regsim.app.widgets.knob_slider import KnobSlider
from regsim.app.widgets.paced import Paced
from regsim.app.widgets.run_switch import RunSwitch
from regsim.app.widgets.slider_law import SliderLaw, speed_law
from regsim.app.widgets.switch import Switch
from regsim.app.widgets.value_field import ValueField
from regsim.experiment import Run
from regsim.knob import Knob, Refusal

KNOBS = {
    **schema.knobs.regularizer_knobs(),
    **{f"data.{knob.key}": knob for knob in schema.DATA_KNOBS},
    **{f"network.{knob.key}": knob for knob in schema.NETWORK_KNOBS},
    **{f"training.{knob.key}": knob for knob in schema.TRAINING_KNOBS},
}
LAWS = {path: law for path, knob in KNOBS.items() if (law := SliderLaw.of(knob)) is not None}
L2 = LAWS["l2.strength"]


@pytest.fixture
def look(qapp):
    apply_look(qapp, Look())
    return Look()


def slider(qtbot, look, law=L2, live=True, width=180):
    made = KnobSlider(law, live)
    qtbot.addWidget(made)
    made.restyle(look)
    made.resize(width, 24)
    made.show()
    return made


@pytest.mark.parametrize("path", LAWS)
def test_every_stop_has_a_place_of_its_own_and_comes_back_from_it(path):
    law = LAWS[path]
    places = [law.place(stop) for stop in law.stops]
    assert places == sorted(places)
    assert [law.value(place) for place in places] == list(law.stops)
    assert places[0] == 0.0
    assert places[-1] == 1.0


@pytest.mark.parametrize("path", LAWS)
def test_every_stop_is_an_allowed_value(path):
    for stop in LAWS[path].all_stops():
        assert KNOBS[path].check(path, stop) == stop


@pytest.mark.parametrize("path", LAWS)
def test_steps_up_visit_every_stop_and_steps_down_come_back(path):
    law = LAWS[path]
    value, visited = law.all_stops()[0], []
    for _ in law.all_stops():
        visited.append(value)
        value = law.stepped(value, 1)
    assert tuple(visited) == law.all_stops()
    for _ in law.all_stops():
        value = law.stepped(value, -1)
    assert value == law.all_stops()[0]


def test_a_logarithmic_scale_has_ten_familiar_values_a_decade():
    decade = [stop for stop in L2.stops if 0.001 <= stop < 0.01]
    assert decade == [0.001, 0.0012, 0.0015, 0.002, 0.0025, 0.003, 0.004, 0.005, 0.006, 0.008]


def test_off_has_a_notch_apart_from_a_logarithmic_scale():
    assert L2.place(0.0) is None
    assert L2.value(None) == 0.0
    assert L2.stepped(L2.stops[0], -1) == 0.0
    assert L2.stepped(0.0, 1) == L2.stops[0]


def test_a_typed_value_stands_between_its_neighbours_and_steps_to_them():
    low, here, high = L2.place(0.003), L2.place(0.0034), L2.place(0.004)
    assert low < here < high
    assert L2.stepped(0.0034, 1) == 0.004
    assert L2.stepped(0.0034, -1) == 0.003


def test_a_value_beyond_the_scale_stands_at_its_end():
    assert L2.place(5.0) == 1.0
    assert L2.stepped(5.0, -1) == 3.0


def test_speed_ends_with_as_fast_as_it_goes():
    law = speed_law()
    assert math.isinf(law.value(1.0))
    assert law.place(math.inf) == 1.0
    assert law.place(1.0) == 0.0
    assert law.stepped(5000.0, 1) == math.inf


@pytest.mark.parametrize("width", [56, 92, 300])
def test_the_handle_comes_back_to_where_a_drag_would_put_it(qtbot, look, width):
    made = slider(qtbot, look, LAWS["dropout.rate"], width=width)
    for stop in made.law.stops:
        assert abs(made.value_at(made.centre_of(stop)) - stop) < 1e-9


def test_the_gap_beside_the_notch_snaps_to_off(qtbot, look):
    made = slider(qtbot, look)
    first = made.centre_of(L2.stops[0])
    assert made.value_at(first - 1) == 0.0
    assert made.value_at(first - 7) == 0.0
    assert made.value_at(first) == L2.stops[0]


def test_a_live_drag_emits_stops_and_settles_once(qtbot, look):
    made = slider(qtbot, look)
    dragged, settled = [], []
    made.dragged.connect(dragged.append)
    made.settled.connect(settled.append)
    qtbot.mousePress(made, Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    qtbot.mouseMove(made, QPoint(100, 12))
    qtbot.mouseMove(made, QPoint(140, 12))
    assert len(dragged) == 3
    assert settled == []
    assert made.is_held()
    qtbot.mouseRelease(made, Qt.MouseButton.LeftButton, pos=QPoint(140, 12))
    assert settled == [dragged[-1]]
    assert not made.is_held()


def test_a_refused_value_lets_the_handle_go_back(qtbot, look):
    made = slider(qtbot, look)
    made.show_value(0.01)
    before = made.grab().toImage()
    qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(30, 12))
    QApplication.sendEvent(made, QEvent(QEvent.Type.Leave))
    assert made.grab().toImage() == before


@pytest.mark.parametrize("value", [0.0, 1e-5, 0.0034, 0.1, 9.0])
def test_showing_a_value_emits_nothing(qtbot, look, value):
    made = slider(qtbot, look)
    with qtbot.assertNotEmitted(made.settled), qtbot.assertNotEmitted(made.dragged):
        made.show_value(value)


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (Qt.Key.Key_Right, 0.012), (Qt.Key.Key_Up, 0.012), (Qt.Key.Key_Left, 0.008), (Qt.Key.Key_Down, 0.008),
        (Qt.Key.Key_PageUp, 0.03), (Qt.Key.Key_PageDown, 0.003), (Qt.Key.Key_Home, 0.0), (Qt.Key.Key_End, 3.0),
    ],
)  # fmt: skip
def test_keys_move_the_slider_by_stops(qtbot, look, key, wanted):
    made = slider(qtbot, look)
    made.show_value(0.01)
    with qtbot.waitSignal(made.settled) as blocker:
        qtbot.keyClick(made, key)
    assert blocker.args == [wanted]


def wheel(widget, delta):
    at = QPointF(widget.width() / 2, 12)
    event = QWheelEvent(
        at, widget.mapToGlobal(at), QPoint(), QPoint(0, delta), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(widget, event)


def test_the_wheel_needs_the_keyboard_on_the_slider(qtbot, look):
    made = slider(qtbot, look)
    made.show_value(0.01)
    made.clearFocus()
    with qtbot.assertNotEmitted(made.settled):
        wheel(made, 120)
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    with qtbot.waitSignal(made.settled) as blocker:
        wheel(made, 120)
    assert blocker.args == [0.012]


def test_assistive_tools_move_the_slider_by_its_index(qtbot, look):
    made = slider(qtbot, look)
    made.show_value(0.01)
    with qtbot.waitSignal(made.settled) as blocker:
        made.setValue(made.value() + 1)
    assert blocker.args == [0.012]


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Right, Qt.Key.Key_PageUp])
def test_the_slider_claims_its_keys_before_they_become_shortcuts(qtbot, look, key):
    made = slider(qtbot, look)
    override = QKeyEvent(QEvent.Type.ShortcutOverride, key, Qt.KeyboardModifier.NoModifier)
    override.ignore()
    QApplication.sendEvent(made, override)
    assert override.isAccepted()


def test_delete_on_the_slider_resets(qtbot, look):
    made = slider(qtbot, look)
    with qtbot.waitSignal(made.reset_requested):
        qtbot.keyClick(made, Qt.Key.Key_Delete)


def test_live_and_structural_sliders_look_different(qtbot, look):
    pictures = []
    for live in (True, False):
        made = slider(qtbot, look, live=live)
        made.show_value(0.01)
        pictures.append(made.grab().toImage())
    assert pictures[0] != pictures[1]


@pytest.mark.parametrize(
    ("path", "text", "value"),
    [
        ("l2.strength", "3e-3", 0.003), ("l2.strength", "0.003", 0.003), ("l2.strength", "0,003", 0.003),
        ("l2.strength", " off ", 0.0), ("l2.strength", "", 0.0), ("data.label_flip", "10 %", 0.1),
        ("data.label_flip", "15", 0.15), ("data.n_train", "160", 160), ("network.hidden", "64, 64", (64, 64)),
        ("network.hidden", "8 8", (8, 8)), ("network.hidden", "none", ()), ("early_stopping.patience", "1e1", 10),
        ("training.learning_rate", "default", 0.01), ("augmentation.rotation", "15°", 15.0),
    ],
)  # fmt: skip
def test_what_is_typed_is_read(path, text, value):
    read = wording.read(KNOBS[path], path, text)
    assert read == value
    assert type(read) is type(KNOBS[path].default)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("l2.strength", "much"), ("l2.strength", "-1"), ("l2.strength", "nan"), ("l2.strength", "1e999"),
        ("dropout.rate", "1"), ("data.n_train", "8.5"), ("data.label_flip", "80 %"), ("network.hidden", "64, x"),
        ("network.hidden", "0"), ("network.hidden", "8 8 8 8 8 8 8"), ("data.noise", "1.2.3"),
    ],
)  # fmt: skip
def test_what_means_nothing_is_refused_by_name(path, text):
    with pytest.raises(Refusal, match=path):
        wording.read(KNOBS[path], path, text)


@pytest.mark.parametrize("path", [path for path, knob in KNOBS.items() if not isinstance(knob.default, (bool, str))])
def test_what_is_shown_can_be_typed_again(path):
    knob = KNOBS[path]
    for value in {knob.default, *([knob.typical] if knob.typical is not None else [])}:
        assert wording.read(knob, path, wording.shown(knob, value)) == value


def field(qtbot, look):
    made = ValueField()
    qtbot.addWidget(made)
    made.restyle(look)
    made.resize(70, 24)
    made.show()
    return made


def test_a_field_emits_what_was_typed_once(qtbot, look):
    made = field(qtbot, look)
    made.show_value("0.5")
    made.selectAll()
    typed = []
    made.typed.connect(typed.append)
    qtbot.keyClicks(made, "3e-3")
    qtbot.keyClick(made, Qt.Key.Key_Return)
    made.clearFocus()
    assert typed == ["3e-3"]


def test_a_field_shows_without_echo_and_steps_by_keys(qtbot, look):
    made = field(qtbot, look)
    with qtbot.assertNotEmitted(made.typed):
        made.show_value("0.5")
    steps = []
    made.stepped.connect(steps.append)
    qtbot.keyClick(made, Qt.Key.Key_Up)
    qtbot.keyClick(made, Qt.Key.Key_Down)
    assert steps == [1, -1]


def test_escape_restores_and_a_refusal_keeps_the_old_value(qtbot, look):
    made = field(qtbot, look)
    made.show_value("0.5")
    made.selectAll()
    qtbot.keyClicks(made, "7")
    qtbot.keyClick(made, Qt.Key.Key_Escape)
    assert made.text() == "0.5"
    made.show_refusal("must be in [0, 1)")
    assert made.text() == "0.5"
    assert made.accessibleDescription() == "must be in [0, 1)"


def test_the_arrow_inside_the_field_resets_only_what_is_not_default(qtbot, look):
    made = field(qtbot, look)
    made.show_value("0.5", resettable=False)
    with qtbot.assertNotEmitted(made.reset_requested):
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))
    made.show_value("0.5", resettable=True)
    with qtbot.waitSignal(made.reset_requested):
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton, pos=QPoint(8, 12))


def test_typing_is_not_disturbed_by_the_same_value_shown_again(qtbot, look):
    made = field(qtbot, look)
    made.show_value("0.5")
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    made.selectAll()
    qtbot.keyClicks(made, "0.2")
    made.show_value("0.5")
    assert made.text() == "0.2"


def test_a_switch_wishes_and_shows_only_what_it_is_told(qtbot, look):
    made = Switch()
    qtbot.addWidget(made)
    made.restyle(look)
    with qtbot.assertNotEmitted(made.switched):
        made.show_value(False)
    with qtbot.waitSignal(made.switched) as blocker:
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert blocker.args == [True]
    assert not made.isChecked()


def test_a_choice_wishes_and_shows_only_what_it_is_told(qtbot, look):
    made = ChoiceBox([("relu", "ReLU"), ("tanh", "tanh")])
    qtbot.addWidget(made)
    made.restyle(look)
    with qtbot.assertNotEmitted(made.chosen):
        made.show_value("relu", "ReLU")
    made.setCurrentIndex(1)
    with qtbot.waitSignal(made.chosen) as blocker:
        made.activated.emit(1)
    assert blocker.args == ["tanh"]
    assert made.currentText() == "ReLU"


def test_free_text_is_emitted_as_typed(qtbot, look):
    made = ChoiceBox([("64, 64", "64, 64")], free=True)
    qtbot.addWidget(made)
    made.restyle(look)
    made.show_value("12, 6", "12, 6")
    assert made.currentText() == "12, 6"
    editor = made.lineEdit()
    editor.selectAll()
    with qtbot.waitSignal(made.chosen) as blocker:
        qtbot.keyClicks(editor, "10, 5")
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert blocker.args == ["10, 5"]


def test_the_run_switch_wishes_and_shows_only_what_it_is_told(qtbot, look):
    made = RunSwitch()
    qtbot.addWidget(made)
    made.resize(260, 29)
    made.show_runs((Run("None", 0), Run("L2", 1)), 0, look)
    second = next(child for child in made.children() if getattr(child, "text", None) and child.text() == "L2")
    with qtbot.waitSignal(made.run_selected) as blocker:
        qtbot.mouseClick(second, Qt.MouseButton.LeftButton)
    assert blocker.args == [1]
    assert not second.isChecked()


def test_space_belongs_to_the_focused_button_and_enter_clicks(qtbot, look):
    made = IconButton("plus", "Add a run")
    qtbot.addWidget(made)
    made.restyle(look)
    override = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ")
    override.ignore()
    QApplication.sendEvent(made, override)
    assert override.isAccepted()
    with qtbot.waitSignal(made.clicked):
        qtbot.keyClick(made, Qt.Key.Key_Return)
    assert made.width() >= 24
    assert made.height() >= 24
    assert made.focusPolicy() == Qt.FocusPolicy.TabFocus


def test_a_folded_header_says_what_it_holds(qtbot, look):
    made = SectionHeader("Training", starts_again=True)
    qtbot.addWidget(made)
    made.restyle(look)
    made.show_state(True, "Adam, 400 epochs")
    assert made.shown_at_right() == "Adam, 400 epochs"
    with qtbot.waitSignal(made.folded) as blocker:
        qtbot.mouseClick(made, Qt.MouseButton.LeftButton)
    assert blocker.args == [False]
    made.show_state(False, "Adam, 400 epochs")
    assert made.shown_at_right() == "changes start again"


def test_chips_that_do_not_fit_are_counted(qapp, look):
    chips = ["L2 λ 0.01", "L1 λ 0.005", "Dropout p 0.5"]
    assert fitting(chips, 1000, look, 5) == chips
    assert fitting(chips, 120, look, 5) == ["L2 λ 0.01", "+2"]
    assert fitting(chips, 40, look, 5) == ["+3"]
    assert fitting(chips, 5, look, 5) == []


def test_a_stream_is_thinned_but_its_last_item_arrives(qtbot):
    host, seen = QWidget(), []
    qtbot.addWidget(host)
    paced = Paced(seen.append, host, rate=20)
    for item in range(100):
        paced.offer(item)
    assert seen == [0]
    qtbot.waitUntil(lambda: seen == [0, 99], timeout=1000)


def test_what_is_insisted_on_arrives_at_once(qtbot):
    host, seen = QWidget(), []
    qtbot.addWidget(host)
    paced = Paced(seen.append, host)
    paced.offer("a")
    paced.offer("b")
    paced.insist("c")
    assert seen == ["a", "c"]


def test_the_look_changes_live_without_a_style_sheet(qtbot, qapp, look):
    button = QPushButton("Epoch")
    qtbot.addWidget(button)
    button.show()
    light = button.grab().toImage()
    apply_look(qapp, Look(DARK, zoom=1.5))
    dark = button.grab().toImage()
    assert qapp.styleSheet() == ""
    assert isinstance(qapp.style(), RegSimStyle)
    assert light != dark
    assert qapp.font().pixelSize() == round(13 * 1.5)
    assert button.sizeHint().height() == 51
    apply_look(qapp, Look())
    assert button.grab().toImage() == light


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.key)
def test_the_edge_of_a_spin_box_is_seen_on_every_ground(qtbot, qapp, look, theme):
    apply_look(qapp, Look(theme))
    box = QSpinBox()
    qtbot.addWidget(box)
    box.show()
    image = box.grab().toImage()
    assert QColor(image.pixel(image.width() // 3, 0)) == QColor(theme.control)


def test_the_focus_ring_follows_the_tab_key_and_not_the_mouse(qtbot, qapp, look):
    host = QWidget()
    qtbot.addWidget(host)
    first, second = QPushButton("a"), QPushButton("b")
    column = QVBoxLayout(host)
    column.addWidget(first)
    column.addWidget(second)
    host.show()
    host.activateWindow()
    qtbot.waitUntil(host.isActiveWindow)
    first.setFocus()
    qtbot.keyClick(first, Qt.Key.Key_Tab)
    ring = qapp.style().ring.frame
    qtbot.waitUntil(lambda: ring.widget() is second and ring.isVisible())
    assert ring.geometry().contains(second.geometry().adjusted(-4, -4, 4, 4))


@pytest.mark.parametrize("theme", [LIGHT, DARK, PROJECTOR], ids=lambda theme: theme.key)
def test_icons_have_the_colour_of_the_look_at_every_ratio(qapp, theme):
    for ratio in (1.0, 1.5, 2.0, 4.0):
        picture = icons.pixmap("plus", theme.text, 16, ratio)
        assert picture.width() == round(16 * ratio)
        image = picture.toImage()
        pixels = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
        found, wanted = max(pixels, key=lambda pixel: pixel.alpha()).getRgb(), QColor(theme.text).getRgb()
        assert max(abs(a - b) for a, b in zip(found[:3], wanted[:3], strict=True)) <= 2  # edges are premultiplied
        assert min(pixel.alpha() for pixel in pixels) == 0


def test_every_formula_can_be_set(qapp, look, caplog):
    formulas = {knob.formula for knob in KNOBS.values()} | {
        plug.formula for plug in schema.regularizers().values() if plug.formula
    }
    for latex in formulas - {""}:
        picture = formula_pixmap(latex, look, 14, 2.0)
        assert picture.devicePixelRatio() == 2.0
        assert picture.width() >= 10
        image = picture.toImage()
        assert any(image.pixelColor(x, y).alpha() for x in range(image.width()) for y in range(image.height()))
    assert not caplog.records


def test_what_cannot_be_set_is_shown_as_text(qapp, look, caplog):
    picture = formula_pixmap(r"\begin{nonsense", look, 14, 1.0)
    assert picture.width() > 20
    assert "cannot draw the formula" in caplog.text


def test_a_knob_without_a_span_has_no_slider():
    assert SliderLaw.of(Knob(key="seed", title="Seed", default=1, effect="structural", help="", low=0)) is None
