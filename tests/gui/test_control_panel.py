"""The parameter panel: both directions of every control, what is barred, and what the box explains."""

from __future__ import annotations

from dataclasses import replace

import canned
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QComboBox, QLineEdit

from regsim import schema
from regsim.app.control_panel import SECTIONS, ControlPanel
from regsim.app.panel.explanation import Words
from regsim.app.style import apply_look
from regsim.app.theme import DARK, Look
from regsim.experiment import Experiment, Values

L2 = "run.2.l2.strength"


@pytest.fixture
def panel(qtbot, qapp):
    apply_look(qapp, Look())
    made = ControlPanel()
    qtbot.addWidget(made)
    made.show_experiment(canned.experiment(), 1, Look())
    made.resize(304, 946)
    made.show()
    return made


def edits(panel):
    seen = []
    panel.edited.connect(lambda *edit: seen.append(edit))
    return seen


def rows_of(panel):
    own = [row for rows in panel.regularizers.rows().values() for row in rows]
    return own + [row for section in panel.sections.values() for row in section.rows()]


def act(qtbot, row):
    """Do what a person does to the row's first control."""
    if row.slider is not None:
        qtbot.keyClick(row.slider, Qt.Key.Key_Home)
        qtbot.keyClick(row.slider, Qt.Key.Key_End)
    elif row.switch is not None:
        qtbot.mouseClick(row.switch, Qt.MouseButton.LeftButton)
    elif row.box is not None:
        other = next(at for at in range(row.box.count()) if row.box.itemText(at) != row.box.currentText())
        row.box.setCurrentIndex(other)
        row.box.activated.emit(other)
    else:
        qtbot.keyClick(row.field, Qt.Key.Key_Up)


def test_every_setting_of_the_selected_run_has_a_row(panel):
    experiment = canned.experiment()
    wanted = {
        path
        for path in schema.paths(experiment)
        if path.startswith(("run.2.", *SECTIONS)) and path.removeprefix("run.2.") not in schema.OVERRIDES
    } - {"run.2.label", "run.2.colour"}
    shown = {row.state().path for row in rows_of(panel)}
    assert wanted <= shown
    assert {path.split(".")[2] for path in shown if path.startswith("run.")} == set(schema.regularizers())


def test_every_control_wishes_for_a_value_that_the_schema_accepts(panel, qtbot):
    for row in rows_of(panel):
        if row.state().barred:
            continue
        seen = edits(panel)
        act(qtbot, row)
        assert seen, row.state().path
        for path, value, gesture in seen:
            assert path == row.state().path
            assert gesture == "done"
            schema.put(canned.experiment(), path, value)
        panel.edited.disconnect()


@pytest.mark.parametrize("kind", sorted(schema.data_sets()))
def test_every_experiment_is_shown_without_echo(panel, qtbot, kind):
    experiment = canned.experiment(kind=kind)
    with qtbot.assertNotEmitted(panel.edited), qtbot.assertNotEmitted(panel.run_selected):
        for selected in range(4):
            panel.show_experiment(experiment, selected, Look())
    for row in rows_of(panel):
        state = row.state()
        if not state.barred:
            assert state.value == schema.get(experiment, state.path)


def test_a_value_set_from_outside_is_seen_in_slider_and_field(panel):
    panel.show_experiment(schema.put(canned.experiment(), L2, 0.003), 1, Look())
    row = panel.row(L2)
    assert row.field.text() == "0.003"
    assert row.slider.law.stops[row.slider.value() - 1] == 0.003


def test_a_drag_of_a_live_knob_is_one_gesture(panel, qtbot):
    seen = edits(panel)
    slider = panel.row(L2).slider
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(40, 12))
    qtbot.mouseMove(slider, QPoint(60, 12))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(60, 12))
    assert [gesture for _, _, gesture in seen] == ["drag", "drag", "done"]
    assert seen[-1][1] == seen[-2][1]


def test_a_structural_knob_acts_on_release_and_its_field_follows_the_handle(panel, qtbot):
    seen = edits(panel)
    row = panel.row("data.n_train")
    qtbot.mousePress(row.slider, Qt.MouseButton.LeftButton, pos=QPoint(80, 12))
    assert seen == []
    assert row.field.text() != "80"
    qtbot.mouseRelease(row.slider, Qt.MouseButton.LeftButton, pos=QPoint(80, 12))
    assert [(path, type(value), gesture) for path, value, gesture in seen] == [("data.n_train", int, "done")]
    assert row.field.text() == "80"  # nobody has answered


def test_live_rows_are_round_and_structural_rows_square(panel):
    assert panel.row(L2).slider.live
    assert panel.row("training.learning_rate").slider.live
    assert not panel.row("data.noise").slider.live
    assert not panel.row("run.2.batch_norm.enabled").switch.live


@pytest.mark.parametrize(("text", "value"), [("3e-3", 0.003), ("0.003", 0.003), ("off", 0.0), ("", 0.0)])
def test_typed_text_becomes_a_value(panel, qtbot, text, value):
    field = panel.row(L2).field
    field.selectAll()
    seen = edits(panel)
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)
    qtbot.keyClick(field, Qt.Key.Key_Return)
    assert seen == [(L2, value, "done")]


def test_typed_nonsense_is_refused_below_the_row_and_the_value_stays(panel, qtbot):
    row = panel.row(L2)
    row.field.selectAll()
    seen = edits(panel)
    qtbot.keyClicks(row.field, "much")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    assert seen == []
    assert row.field.text() == "0.01"
    assert not row.refusal.isHidden()
    assert "must be a number in [0, 10]" in row.refusal.text()
    assert row.field.accessibleDescription() == row.refusal.text()
    panel.show_experiment(schema.put(canned.experiment(), L2, 0.003), 1, Look())
    assert row.refusal.isHidden()


def test_hidden_layers_are_typed_or_refused(panel, qtbot):
    row = panel.row("network.hidden")
    seen = edits(panel)
    editor = row.box.lineEdit()
    for text in ("10, 5", "64, x"):
        editor.selectAll()
        qtbot.keyClicks(editor, text)
        qtbot.keyClick(editor, Qt.Key.Key_Return)
    assert seen == [("network.hidden", (10, 5), "done")]
    assert editor.text() == "64, 64"
    assert "64, x" in row.refusal.text()


def test_double_click_on_the_name_resets(panel, qtbot):
    seen = edits(panel)
    qtbot.mouseDClick(panel.row(L2).name, Qt.MouseButton.LeftButton)
    assert seen == [(L2, 0.0, "done")]


def test_per_cent_are_shown_times_a_hundred(panel, qtbot):
    row = panel.row("data.label_flip")
    assert row.field.text() == "10 %"
    seen = edits(panel)
    row.field.selectAll()
    qtbot.keyClicks(row.field, "15")
    qtbot.keyClick(row.field, Qt.Key.Key_Return)
    assert seen == [("data.label_flip", 0.15, "done")]


def test_what_is_switched_on_unfolds_and_the_rest_stays_in_sight(panel):
    mains = [rows[0] for rows in panel.regularizers.rows().values()]
    assert all(not row.isHidden() for row in mains)
    further = panel.regularizers.rows()["dropout"][1:]
    assert all(row.isHidden() for row in further)
    panel.show_experiment(canned.experiment(), 3, Look())
    assert all(not row.isHidden() for row in further)
    assert panel.row("run.4.dropout.rate").state().in_use


def test_what_does_not_apply_is_barred_with_its_reason(panel):
    panel.show_experiment(canned.experiment(kind="noisy_sine"), 1, Look())
    row = panel.regularizers.rows()["label_smoothing"][0]
    assert not row.isEnabled()
    assert not row.isHidden()
    assert row.state().barred == schema.regularizers()["label_smoothing"].refusal
    assert row.state().barred in row._tooltip(row.state())


def test_locked_paths_cannot_be_set(panel, qtbot):
    panel.show_experiment(canned.experiment(), 1, Look(), frozenset({"l2.strength", "data.noise"}))
    assert not panel.row(L2).isEnabled()
    assert not panel.row("data.noise").isEnabled()
    assert panel.row("run.2.l1.strength").isEnabled()


def test_rows_are_rebuilt_only_for_other_knobs(panel):
    before = rows_of(panel)
    panel.show_experiment(schema.put(canned.experiment(), L2, 0.1), 2, Look(DARK, compact=True))
    assert rows_of(panel) == before
    panel.show_experiment(canned.experiment(kind="digits"), 1, Look())
    assert rows_of(panel) != before
    assert panel.row("run.2.augmentation.shift") is panel.regularizers.rows()["augmentation"][0]


def test_the_scroll_position_stays(panel):
    panel.resize(304, 400)
    panel.grab()
    bar = panel.scroller.verticalScrollBar()
    bar.setValue(120)
    panel.show_experiment(schema.put(canned.experiment(), L2, 0.1), 1, Look())
    panel.show_snapshot(canned.snapshot(epochs=20))
    panel.grab()
    assert bar.value() == 120


def test_folded_sections_say_what_they_hold(panel, qtbot):
    header = panel.sections["training"].header
    assert header.shown_at_right() == "Adam, 400 epochs"
    assert panel.row("training.optimizer").isHidden()
    qtbot.mouseClick(header, Qt.MouseButton.LeftButton)
    assert not panel.row("training.optimizer").isHidden()
    panel.show_experiment(canned.experiment(), 0, Look(compact=True))
    assert not panel.row("training.optimizer").isHidden()
    assert panel.sections["data"].header.shown_at_right() == "two moons, 80 points"
    assert panel.sections["network"].header.shown_at_right() == "64, 64, ReLU"


def test_a_run_with_settings_of_its_own_is_named(panel):
    experiment = canned.experiment()
    small = replace(experiment.runs[1], values=Values({"network.hidden": (8, 8)}))
    panel.show_experiment(replace(experiment, runs=(experiment.runs[0], small)), 0, Look())
    assert panel.sections["network"].note.text() == "L2 has its own: 8, 8 units"


def test_the_box_explains_the_knob_last_touched(panel, qtbot):
    assert panel.explanation.words().title == "What L2 does"
    qtbot.keyClick(panel.row("run.2.dropout.rate").slider, Qt.Key.Key_Right)
    plug = schema.regularizers()["dropout"]
    assert panel.explanation.words()[:3] == ("What dropout does", plug.explains, plug.formula)
    qtbot.keyClick(panel.row("data.noise").slider, Qt.Key.Key_Right)
    assert panel.explanation.words().title == "Noise"
    assert "Default: 0.25." in panel.explanation.words().text
    panel.show_experiment(canned.experiment(), 0, Look())
    assert panel.explanation.words().title == "The control"


def test_the_box_has_the_measured_numbers_of_the_selected_run(panel):
    snapshot = canned.snapshot(epochs=20)
    panel.show_snapshot(snapshot)
    assert f"{snapshot.runs[1].weight_norm:.2f}" in panel.explanation.measured()
    panel.show_snapshot(None)
    assert panel.explanation.measured() == ""


def test_runs_are_selected_added_and_given_a_menu(panel, qtbot):
    segments = [child for child in panel.run_switch.children() if isinstance(child, QAbstractButton)]
    with qtbot.waitSignal(panel.run_selected) as blocker:
        qtbot.mouseClick(segments[2], Qt.MouseButton.LeftButton)
    assert blocker.args == [2]
    with qtbot.waitSignal(panel.run_menu_requested) as blocker:
        qtbot.mouseClick(panel.menu, Qt.MouseButton.LeftButton)
    assert blocker.args[0] == 1
    assert not panel.add.isEnabled()
    panel.show_experiment(canned.experiment(runs=2), 0, Look())
    with qtbot.waitSignal(panel.run_add_requested):
        qtbot.mouseClick(panel.add, Qt.MouseButton.LeftButton)


def test_every_control_has_a_name_a_hit_area_and_the_keyboard(panel):
    kinds = (QAbstractButton, QAbstractSlider, QComboBox, QLineEdit)
    controls = [control for row in rows_of(panel) for control in row.controls()]
    controls += [panel.add, panel.menu, *(section.header for section in panel.sections.values())]
    assert len(controls) > 40
    for control in controls:
        assert isinstance(control, kinds)
        assert control.accessibleName()
        assert control.focusPolicy() & Qt.FocusPolicy.TabFocus
        assert control.height() >= 24


def test_the_tab_key_goes_from_top_to_bottom(panel, qtbot):
    panel.activateWindow()
    qtbot.waitUntil(panel.isActiveWindow)
    panel.menu.setFocus()
    tops = []
    for _ in range(30):
        at = panel.focusWidget()
        tops.append(at.mapTo(panel.scroller.widget(), QPoint(0, at.height() // 2)).y())
        qtbot.keyClick(at, Qt.Key.Key_Tab)
    assert tops == sorted(tops)
    assert len(set(tops)) > 15


@pytest.mark.parametrize("look", [Look(), Look(compact=True), Look(zoom=2.0)])
def test_it_asks_for_no_more_than_its_width(panel, look):
    panel.show_experiment(canned.experiment(), 1, look)
    assert panel.width() == round(look.px(256 if look.compact else 304))
    assert panel.minimumSizeHint().height() <= look.px(400)


def test_the_small_panel_shows_all_rows_of_a_plain_run_without_scrolling(panel, qtbot):
    panel.show_experiment(canned.experiment(), 0, Look(compact=True))
    panel.resize(256, 574)  # 720 less menu, transport, status line and the frame of the window
    panel.show_snapshot(canned.snapshot(epochs=20))
    qtbot.waitUntil(lambda: panel.scroller.verticalScrollBar().maximum() == 0, timeout=1000)
    assert panel.scroller.height() > 400


def test_the_explanation_takes_only_what_the_rows_leave(panel, qtbot):
    panel.show_experiment(canned.experiment(), 1, Look())
    panel.resize(304, 1200)
    qtbot.waitUntil(lambda: panel.explanation.toolTip() == "", timeout=1000)
    whole = panel.explanation.height()
    rows = panel.scroller.widget().sizeHint().height()
    panel.resize(304, rows + whole - 10)
    qtbot.waitUntil(lambda: panel.scroller.verticalScrollBar().maximum() == 0, timeout=1000)
    assert panel.explanation.height() < whole
    assert panel.explanation.toolTip() == panel.explanation.words().text
    panel.resize(304, 1200)
    qtbot.waitUntil(lambda: panel.explanation.height() == whole, timeout=1000)


def test_one_plain_run_is_enough(panel, qtbot):
    with qtbot.assertNotEmitted(panel.edited):
        panel.show_experiment(Experiment(), 0, Look())
    assert panel.row("run.1.l2.strength").field.text() == "off"


@pytest.mark.parametrize("zoom", [0.8, 1.0, 1.3, 1.7, 2.0])
def test_what_has_room_is_not_cut_at_any_zoom(panel, zoom):
    panel.show_experiment(canned.experiment(), 0, Look(zoom=zoom))
    panel.resize(panel.width(), 2400)
    assert panel.explanation.toolTip() == ""


def test_a_long_title_of_the_box_drops_its_frame_before_it_is_cut(panel):
    panel.explanation.show_words(Words("What batch normalization does", "It does."), Look(compact=True))
    assert panel.explanation.heading(400) == "What batch normalization does"
    assert panel.explanation.heading(180) == "Batch normalization"
