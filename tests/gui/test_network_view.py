"""The network view: what is handed to painting, and what clicks and keys do."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import canned
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QImage, QPainter

from regsim import presets
from regsim.app.diagram.diagram import Diagram, Shown
from regsim.app.diagram.layout import LARGE, MAX_COLUMNS, lay_out
from regsim.app.diagram.painting import Finish, Unit, edge_pens
from regsim.app.diagram.strokes import BUCKETS, FULL_LARGE, WeightScale, nice_above, sorted_strokes, unused_units
from regsim.app.diagram.wording import mask_sentence, weights_sentence
from regsim.app.theme import DARK, LIGHT, PROJECTOR, Look
from regsim.app.views.base import Showing
from regsim.app.views.network import NetworkView
from regsim.engine.training import Training
from regsim.snapshot import Mask, Snapshot, Wishes

RECT = QRectF(20, 10, 500, 320)


@pytest.fixture
def view(qtbot):
    view = NetworkView()
    qtbot.addWidget(view)
    view.resize(740, 412)
    view.restyle(Look())
    return view


def show(view: NetworkView, snapshot: Snapshot | None, selected: int = 0, look: Look | None = None, **more) -> None:
    look = look or view.look
    asked = snapshot.experiment if snapshot is not None else canned.experiment()
    view.show_snapshot(snapshot, Showing(asked, selected, look=look, **more))
    assert view.failure == ""


def picture(view: NetworkView, ratio: float = 1.0) -> QImage:
    image = QImage(round(view.width() * ratio), round(view.height() * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    view.grab()
    view.render(image, QPoint())
    assert view.failure == ""
    return image


def colours(image: QImage) -> int:
    pixels = np.frombuffer(image.constBits(), np.uint32)
    return len(np.unique(pixels))


def trained(preset: str, epochs: int, wishes: Wishes | None = None) -> Snapshot:
    training = Training(presets.load(preset))
    for _ in range(epochs):
        training.advance_epoch()
    return training.snapshot(wishes or Wishes())


SNAPSHOTS = {
    "one run": lambda: canned.snapshot(runs=1),
    "four runs": canned.snapshot,
    "epoch 0": lambda: canned.snapshot(at=0),
    "diverged": lambda: canned.snapshot(states=("diverged",) * 4),
    "one diverged": lambda: canned.snapshot(states=("finished", "diverged")),
    "no hidden layer": lambda: canned.snapshot(hidden=(), kind="sparse_linear"),
    "one input": lambda: canned.snapshot(hidden=(1, 256, 3), kind="noisy_sine"),
    "images": lambda: canned.snapshot(hidden=(128,), kind="digits"),
    "three classes": lambda: canned.snapshot(hidden=(5,), kind="blobs"),
    "no weights": lambda: without_weights(canned.snapshot()),
}


def without_weights(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, runs=tuple(replace(run, weights=(), biases=()) for run in snapshot.runs))


@pytest.mark.parametrize("name", SNAPSHOTS)
@pytest.mark.parametrize("multiples", [False, True])
def test_draws_any_snapshot_twice_alike(view, name, multiples):
    snapshot = SNAPSHOTS[name]()
    for selected in range(len(snapshot.runs)):
        show(view, snapshot, selected, multiples=multiples)
        first = picture(view)
        show(view, snapshot, selected, multiples=multiples)
        assert picture(view) == first


def test_nothing_trained_yet(view):
    show(view, None)
    assert view.canvas.message == "Press Play"
    assert colours(picture(view)) > 10


@pytest.mark.parametrize("size", [(120, 90), (466, 248), (1900, 1000)])
@pytest.mark.parametrize("look", [Look(DARK, compact=True), Look(PROJECTOR, presenter=True), Look(LIGHT, zoom=2.0)])
def test_any_size_and_theme(view, size, look):
    view.resize(*size)
    view.restyle(look)
    show(view, canned.snapshot(), 3, look)
    for ratio in (1.0, 1.5, 2.0):
        assert colours(picture(view, ratio)) > 10


def test_follows_the_theme(view):
    show(view, canned.snapshot())
    light = picture(view)
    view.restyle(Look(DARK))
    assert picture(view) != light
    view.restyle(Look(LIGHT))
    assert picture(view) == light


def test_keeps_nothing_of_an_old_snapshot(view):
    known = canned.snapshot()
    copies = (replace(run, weights=tuple(matrix.copy() for matrix in run.weights)) for run in known.runs)
    old = replace(known, runs=tuple(copies))
    show(view, old)
    picture(view)
    weights = [weakref.ref(matrix) for run in old.runs for matrix in run.weights]
    del old
    show(view, canned.snapshot(runs=2))
    gc.collect()
    assert not any(weight() is not None for weight in weights)


def test_dropped_units_have_no_lines_and_are_crossed(view):
    snapshot = trained("overfitting", 3)
    show(view, snapshot, 3)
    mask = snapshot.runs[3].mask
    assert mask is not None
    dropped = np.flatnonzero(~np.concatenate([*mask.kept, [True, True]]))
    assert len(dropped) > 20
    diagram, area = view.canvas.diagram, view.canvas.area()
    layout, strokes = diagram.layout(area), diagram.strokes(area)
    lines = np.concatenate([strokes.full, *(sheet for pair in diagram.pale(area) for sheet in pair)])
    ends = {(x, y) for row in lines.tolist() for x, y in (row[:2], row[2:])}
    for unit in dropped:
        assert (layout.x[unit], layout.y[unit]) not in ends
    assert (diagram.kinds(area) == Unit.DROPPED).sum() == len(dropped)
    assert f"{len(dropped)} of 128 hidden units dropped" in view.reading()


def test_exact_zeros_are_not_drawn_and_the_caption_says_so(view):
    snapshot = canned.snapshot()
    show(view, snapshot, 2)
    run = snapshot.runs[2]
    diagram, area = view.canvas.diagram, view.canvas.area()
    strokes = diagram.strokes(area)
    nonzero = run.weight_count - run.exact_zeros
    drawn = len(strokes.full) + sum(len(lines) for pair in diagram.pale(area) for lines in pair)
    assert drawn == nonzero == strokes.nonzero
    assert f"{run.exact_zeros:,} exact zeros are not drawn" in view.reading()


def test_only_the_largest_are_in_full_strength(view):
    snapshot = canned.snapshot()
    show(view, snapshot, 0)
    strokes = view.canvas.diagram.strokes(view.canvas.area())
    weights = np.abs(np.concatenate([matrix.ravel() for matrix in snapshot.runs[0].weights]))
    assert len(strokes.full) == FULL_LARGE
    assert set(strokes.shown) == set(np.argsort(weights)[-FULL_LARGE:])


def test_buckets_follow_size_and_sign():
    layout = lay_out((2, 8), RECT)
    weights = np.array([0.01, -0.01, 0.124, 0.126, -0.99, 1.0, 7.0, 0.0, 0.5, -0.5] + [0.0] * 6)
    strokes = sorted_strokes(layout, weights, None, top=1.0)
    counts = np.zeros((BUCKETS, 2), int)
    for pen, count in strokes.strips:
        counts[divmod(pen, 2)] += count
    assert counts.sum() == 9
    assert counts[0].tolist() == [2, 1]
    assert counts[1].tolist() == [1, 0]
    assert counts[4].tolist() == [1, 1]
    assert counts[7].tolist() == [2, 1]
    drawn = [pen // 2 for pen, _ in strokes.strips]
    assert drawn == sorted(drawn)
    pens = edge_pens(Finish(Look(), "#FFFFFF"))
    assert pens[0].widthF() == pytest.approx(0.7)
    assert pens[-1].widthF() == pytest.approx(2.7)
    assert all(pen.color().alpha() == 255 for pen in pens)


def test_neither_sign_covers_the_other():
    layout = lay_out((2, 200), RECT)
    weights = np.tile([1.0, -1.0], 200)
    strips = sorted_strokes(layout, weights, None, top=1.0).strips
    assert len(strips) > 10
    assert [pen % 2 for pen, _ in strips] == [0, 1] * (len(strips) // 2)
    assert sum(count for _, count in strips) == 400


def test_units_without_a_way_are_dots():
    layout = lay_out((2, 3, 1), RECT)
    weights = (np.array([[1.0, 0.0], [0.0, 0.0], [0.0, 1.0]]), np.array([[1.0, 1.0, 0.0]]))
    assert unused_units(layout, weights).tolist() == [False, False, False, True, True, False]


@pytest.mark.parametrize("size", [1, 2, 7, 32, 64, 128, 256])
def test_layers_fold_so_that_units_keep_apart(size):
    layout = lay_out((2, size, size, 2), RECT, LARGE)
    layer = slice(2, 2 + size)
    columns = np.unique(layout.x[layer])
    assert len(columns) <= MAX_COLUMNS
    for column in columns:
        heights = np.sort(layout.y[layer][layout.x[layer] == column])
        wanted = LARGE.pitch if len(columns) < MAX_COLUMNS else LARGE.pitch / 2
        assert (np.diff(heights) >= wanted - 1e-6).all()
    assert layout.y.min() >= RECT.top()
    assert layout.y.max() <= RECT.bottom()
    assert layout.x.max() <= RECT.right()


def test_folded_inputs_and_outputs_stay_inside():
    for shape in ((200, 1), (64, 8, 30), (60, 5, 1)):
        layout = lay_out(shape, RECT, LARGE, (8, 8) if shape[0] == 64 else None)
        assert layout.x.min() >= RECT.left()
        assert layout.x.max() <= RECT.right()


def test_the_scale_grows_and_begins_anew_with_a_generation():
    scale = WeightScale()
    assert scale.follow(0, [np.array([0.4, -0.9])]) == 1.0
    assert scale.follow(0, [np.array([0.4]), np.array([-2.1])]) == 3.0
    assert scale.follow(0, [np.array([0.1])]) == 3.0
    assert scale.follow(1, [np.array([0.1])]) == pytest.approx(0.1)
    assert scale.follow(2, [np.zeros(3)]) == 1.0
    assert nice_above(0.0) == 1.0


def test_one_scale_for_all_runs(view):
    show(view, canned.snapshot())
    tops = {view.canvas.diagram.shown.top, *(small.shown.top for small in view._small.values())}
    assert len(tops) == 1


def test_clicks_inspect_and_release(view, qtbot):
    show(view, canned.snapshot(), 0)
    view.show()
    canvas = view.canvas
    layout = canvas.diagram.layout(canvas.area())
    unit = QPoint(round(layout.x[5]), round(layout.y[5]))
    plain = picture(view)
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=unit)
    assert canvas.focus is not None
    assert canvas.focus.unit == 5
    assert view.reading().split("units: ")[1].startswith("Unit 4 of hidden layer 1: 2 in, 64 out, bias")
    assert picture(view) != plain
    qtbot.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert canvas.focus is None


def test_a_click_on_a_line_names_its_weight(view):
    show(view, canned.snapshot(hidden=(3,)), 0)
    view.show()
    canvas = view.canvas
    layout = canvas.diagram.layout(canvas.area())
    middle = QPoint(round(layout.x[0] * 0.6 + layout.x[2] * 0.4), round(layout.y[0] * 0.6 + layout.y[2] * 0.4))
    found = canvas.near(middle)
    assert found is not None
    assert found.weight == 0
    canvas.focus = found
    weight = float(canvas.diagram.shown.weights[0][0, 0])
    assert view.reading().endswith(f"x₁ → hidden unit 1: weight {weight:+.3f}".replace("-", "−"))


def test_keys_walk_inspect_and_release(view, qtbot):
    show(view, canned.snapshot(hidden=(4, 4)), 0)
    view.show()
    canvas = view.canvas
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.cursor_unit == 0
    qtbot.keyClick(canvas, Qt.Key.Key_Down)
    assert canvas.cursor_unit == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Right)
    assert canvas.diagram.layout(canvas.area()).place(canvas.cursor_unit)[0] == 1
    qtbot.keyClick(canvas, Qt.Key.Key_Return)
    assert canvas.focus is not None
    with qtbot.assertNotEmitted(view.maximise_requested):
        qtbot.keyClick(canvas, Qt.Key.Key_Escape)
    assert canvas.focus is None
    assert canvas.cursor_unit is None
    with qtbot.waitSignal(view.maximise_requested):
        qtbot.keyClick(canvas, Qt.Key.Key_Return)


def test_another_shape_releases_the_inspected_unit(view):
    show(view, canned.snapshot(hidden=(8,)), 0)
    view.canvas.cursor_unit = 5
    show(view, canned.snapshot(hidden=(4,)), 0)
    assert view.canvas.cursor_unit is None


def test_a_thumbnail_asks_for_its_run(view, qtbot):
    show(view, canned.snapshot(), 1)
    view.show()
    assert [item.shown.run for item in view.thumbnails.items] == [0, 2, 3]
    with qtbot.waitSignal(view.run_selected) as signal:
        qtbot.mouseClick(view.thumbnails.items[2], Qt.MouseButton.LeftButton)
    assert signal.args == [3]


def test_one_run_has_no_thumbnails(view):
    show(view, canned.snapshot(runs=1))
    assert view.thumbnails.isHidden()


def test_steps_through_the_examples_of_the_batch(view, qtbot):
    show(view, canned.snapshot(), 3)
    with qtbot.waitSignal(view.position_requested) as signal:
        view.caption.buttons[1].click()
    assert signal.args == [1]
    show(view, canned.snapshot(), 0)
    assert view.caption.buttons[0].isHidden()


def test_in_motion_the_mask_keeps_still_for_a_moment_and_then_catches_up(view, qtbot):
    first = trained("overfitting", 3)
    later = trained("overfitting", 4)
    later = replace(later, examples=first.examples)
    show(view, first, 3, moving=True)
    show(view, later, 3, moving=True)
    assert f"update {first.update}" in view.reading()
    qtbot.waitUntil(lambda: f"update {later.update}" in view.reading(), timeout=2000)


def test_captions():
    kept = (np.ones(2, bool), np.array([True, False, False]), np.ones(3, bool))
    assert mask_sentence(Mask(400, 34, kept)) == (
        "The mask trained at update 400 for training point 35: 2 of 6 hidden units dropped"
    )
    dropped_input = (np.array([True, False]), *kept[1:])
    assert "2 of 6 hidden units and 1 of 2 inputs dropped" in mask_sentence(Mask(1, 0, dropped_input))
    assert weights_sentence(4352, 0, 420, 4000) == "The 420 largest of 4,352 non-zero weights in full strength"
    assert weights_sentence(9000, 0, 420, 4000).endswith("in full strength, the next 4,000 faint")
    assert weights_sentence(22, 4330, 420, 4000) == "All 22 non-zero weights; 4,330 exact zeros are not drawn"
    assert weights_sentence(0, 9, 420, 4000) == "All weights are exactly 0: nothing to draw"
    assert weights_sentence(1, 1, 420, 4000) == "The only non-zero weight; 1 exact zero is not drawn"


def test_shapes_instead_of_sprites_in_a_vector_file(qapp):
    diagram = Diagram()
    rng = np.random.default_rng(0)
    diagram.show(Shown((2, 4, 2), (rng.normal(size=(4, 2)), rng.normal(size=(2, 4))), None, 1.0))
    images = []
    for vector in (False, True):
        image = QImage(540, 340, QImage.Format.Format_RGB32)
        image.fill(0xFFFFFFFF)
        painter = QPainter(image)
        diagram.paint(painter, RECT, Finish(Look(), "#FFFFFF", vector=vector))
        painter.end()
        images.append(np.frombuffer(image.constBits(), np.uint8).astype(int))
    assert np.abs(images[0] - images[1]).mean() < 1.0
