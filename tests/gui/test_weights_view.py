"""The weights view: true counts, a still axis, a column of its own for exact zeros."""

from dataclasses import replace

import numpy as np
import pytest
from canned import snapshot
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage

from regsim.app.scene_views.overlaid_weights import OverlaidWeightsView
from regsim.app.theme import DARK, LIGHT, PROJECTOR, Look
from regsim.app.views.base import Showing
from regsim.app.views.weights import WeightsView
from regsim.app.weight_chart.layout import BESIDE_LABEL, row_layout
from regsim.counting import SIDE_BINS, counted, reach


@pytest.fixture
def view(qtbot):
    made = WeightsView(clock=lambda: 0.0)
    qtbot.addWidget(made)
    made.resize(832, 410)
    made.restyle(Look(LIGHT))
    made.show()
    return made


def small(**changes):
    return snapshot(**{"epochs": 30, "hidden": (8,), **changes})


def show(view, shown, **how):
    showing = Showing(shown.experiment, **how)
    if showing.look != view.look:
        view.restyle(showing.look)
    view.show_snapshot(shown, showing)


def picture(view, ratio=1.0) -> QImage:
    image = QImage(view.size() * ratio, QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0x808080)
    view.render(image)
    assert view.failure == ""
    return image


def amount(image: QImage, colour: str) -> int:
    rows = np.array(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)[:, :, 2::-1]
    wanted = QColor(colour)
    return int((rows == [wanted.red(), wanted.green(), wanted.blue()]).all(axis=2).sum())


CASES = {
    "one run": {"runs": 1},
    "four runs": {},
    "epoch 0": {"at": 0},
    "diverged": {"states": ("diverged", "finished")},
    "all diverged": {"runs": 1, "states": ("diverged",)},
    "stopped early": {"states": ("finished", "stopped early")},
    "regression": {"kind": "noisy_sine"},
    "linear": {"hidden": ()},
}


@pytest.mark.parametrize("overlay", [False, True])
@pytest.mark.parametrize("name", CASES)
def test_draws_any_snapshot_twice_alike(view, name, overlay):
    view.overlay_chip.setChecked(overlay)
    shown = small(**CASES[name])
    show(view, shown, lifted=0)
    first = picture(view)
    show(view, shown, lifted=0)
    assert picture(view) == first


def test_every_weight_is_counted_once(view):
    shown = snapshot(epochs=60, hidden=(32, 32))
    show(view, shown)
    for run, drawn in zip(shown.runs, view.runs, strict=True):
        counts = drawn.counts
        assert counts.zeros == run.exact_zeros
        assert counts.below.sum() + counts.above.sum() + counts.zeros == run.weight_count == counts.total
    assert view.runs[2].counts.zeros > 0, "L1 makes exact zeros"


def test_counts_agree_with_numpy():
    weights = [np.random.default_rng(0).laplace(0, 0.4, (70, 1000)).astype(np.float32) for _ in range(2)]
    weights[0][weights[0] > 1.0] = 0
    counts = counted(weights, 2.0)
    flat = np.concatenate([layer.ravel() for layer in weights]).astype(np.float64)
    sides = {"below": -flat[flat < 0], "above": flat[flat > 0]}
    edges = np.append(np.arange(SIDE_BINS) * (2.0 / SIDE_BINS), np.inf)
    for name, values in sides.items():
        expected = np.histogram(values, edges)[0]
        assert np.abs(getattr(counts, name) - expected).max() <= 1
    assert counts.zeros == (flat == 0).sum()
    tiny = counted([np.array([1e-30, -1e-30, 0.0], np.float32)], 1.0)
    assert (tiny.above[0], tiny.below[0], tiny.zeros) == (1, 1, 1)


def test_weights_that_are_not_finite_are_not_counted():
    assert counted([np.array([1.0, np.nan])], 1.0) is None
    assert reach([np.array([np.nan, 0.0])]) == 0.0
    assert reach([]) == 0.0


def test_a_diverged_run_says_so(view):
    shown = small(states=("diverged", "finished"))
    show(view, shown)
    words = view.runs[0].words
    assert words.startswith("stopped at epoch ")
    assert words.endswith(": the weights left the scale")
    assert view.runs[1].words == ""


def test_the_range_stands_on_nice_values_and_only_grows(view):
    shown = small(runs=1)
    show(view, shown, moving=True)
    start = view.w_max
    smaller = replace(shown, runs=tuple(replace(r, weights=tuple(w * 0.1 for w in r.weights)) for r in shown.runs))
    show(view, smaller, moving=True)
    assert view.w_max == start
    show(view, replace(smaller, generation=1), moving=True)
    assert view.w_max < start
    assert float(f"{view.w_max:.0e}") == view.w_max


def test_a_run_that_diverges_leaves_the_axis_to_the_others(view):
    shown = small(runs=2)
    first, second = shown.runs
    grown = replace(first, weights=tuple(w * 1e4 for w in first.weights))
    show(view, replace(shown, runs=(grown, second)), moving=True)
    stretched = view.w_max
    show(view, replace(shown, runs=(replace(grown, state="diverged"), second)), moving=True)
    assert view.w_max < stretched / 100


def test_the_zero_column_is_filled_with_the_share_of_zeros(view):
    shown = snapshot(epochs=60, hidden=(32, 32))
    show(view, shown)
    column = view._layout_now().column(0)
    image = picture(view)
    x = round(view.canvas.mapTo(view, column.center().toPoint()).x())
    share = shown.runs[2].exact_zeros / shown.runs[2].weight_count
    top, base = view._layout_now().rows[2]
    offset = view.canvas.mapTo(view, column.topLeft().toPoint()).y() - round(column.top())
    filled = [y for y in range(image.height()) if image.pixelColor(x, y) == QColor(LIGHT.runs[2])]
    assert len(filled) == pytest.approx(share * (base - top - 4), abs=2.5)
    assert min(filled) >= top + offset


def test_hover_reads_range_and_counts(view):
    shown = snapshot(epochs=60, hidden=(32, 32))
    show(view, shown)
    layout = view._layout_now()
    for place in (0, 1, -3, SIDE_BINS, -SIDE_BINS):
        view._point(layout.column(place).center().x())
        table = view._table()
        flat = np.concatenate([layer.ravel() for layer in shown.runs[0].weights]).astype(np.float64)
        step = view.w_max / SIDE_BINS
        if place == 0:
            expected, title = (flat == 0).sum(), "exactly 0"
        else:
            low, high = (abs(place) - 1) * step, abs(place) * step if abs(place) < SIDE_BINS else np.inf
            side = flat * np.sign(place)
            expected, title = ((side > 0) & (side >= low) & (side < high)).sum(), None
        assert abs(int(table.rows[0].values[0].replace(",", "")) - expected) <= 1
        assert title is None or table.title == title
        picture(view)
    view._point(None)
    assert view._table() is None


def test_arrow_keys_choose_a_bin(view, qtbot):
    show(view, small())
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert view.reading().startswith("exactly 0: None ")
    qtbot.keyClick(view.canvas, Qt.Key.Key_Right)
    assert view.reading().startswith("0 to ")
    assert view.canvas.accessibleDescription() == view.reading()


def test_overlay_compares_the_selected_run_with_the_one_before(view):
    shown = small()
    for selected in (1, 2):
        show(view, shown, selected=selected)
    view.overlay_chip.setChecked(True)
    assert [run.label for run in view._shown_runs()] == ["L2", "L1"]
    image = picture(view)
    assert amount(image, LIGHT.runs[1]) > 0 < amount(image, LIGHT.runs[2])
    assert amount(image, LIGHT.runs[0]) == 0
    show(view, small(runs=1))
    assert view.overlay_chip.isHidden()
    assert not view.overlaid


def test_names_have_the_room_that_they_need():
    usual, wide = (row_layout(600.0, 300.0, 2, 100, Look(), label) for label in (60.0, 130.0))
    assert usual.left == row_layout(600.0, 300.0, 2, 100, Look()).left
    assert wide.left >= 130.0 + BESIDE_LABEL
    assert row_layout(600.0, 300.0, 2, 100, Look(), 900.0).left < 300.0


def test_the_header_says_what_is_counted(view):
    show(view, snapshot(epochs=60, hidden=(32, 32)))
    assert view.header.note == "1,152 weights per run"
    assert view.header.legend[0].text == "count per bin; lines at 10, 100, 1,000"
    show(view, small())
    assert view.header.note == "32 weights per run"
    assert view.header.legend[0].text == "count per bin; lines at 10"


def test_follows_the_theme_and_pales_the_others(view):
    shown = small()
    for look in (Look(LIGHT), Look(DARK), Look(PROJECTOR, presenter=True)):
        show(view, shown, look=look)
        image = picture(view)
        assert amount(image, look.theme.surface) > 0.4 * image.width() * image.height()
        assert amount(image, look.theme.runs[0]) > 0
        show(view, shown, look=look, lifted=2)
        assert amount(picture(view), look.theme.runs[0]) == 0


@pytest.mark.parametrize("size", [(98, 70), (160, 120), (525, 247), (3840, 2100)])
@pytest.mark.parametrize("zoom", [0.8, 2.0])
@pytest.mark.parametrize("overlay", [False, True])
def test_draws_at_any_size(view, size, zoom, overlay):
    view.overlay_chip.setChecked(overlay)
    view.resize(*size)
    show(view, small(), look=Look(LIGHT, zoom=zoom, compact=True))
    for ratio in (1.0, 1.5):
        picture(view, ratio)


def test_nothing_trained_says_press_play(view):
    view.show_snapshot(None, Showing(small().experiment))
    picture(view)
    assert "Press Play" in view.reading()


def test_a_scene_begins_with_an_overlay_and_says_at_which_loss(qtbot):
    made = OverlaidWeightsView()
    qtbot.addWidget(made)
    made.restyle(Look(LIGHT))
    shown = small(runs=2)
    show(made, shown)
    assert made.overlaid
    losses = [f"{run.validation_loss:.3f}" for run in shown.runs]
    assert made.header.note == f"at validation loss None {losses[0]}, L2 {losses[1]}"
    made.overlay_chip.click()
    assert not made.overlaid
    show(made, small(runs=2, states=("diverged", "finished")))
    assert "None —" in made.header.note
