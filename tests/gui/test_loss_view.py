"""The loss view: any snapshot, still axes, honest read-outs, and facts of the picture."""

import gc
import weakref
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from canned import snapshot
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from regsim.app.loss_chart.edge import EdgeMark, cross, placed
from regsim.app.plotting.frame import Frame, Span
from regsim.app.plotting.numbers import number, percent
from regsim.app.theme import DARK, LIGHT, PROJECTOR, Look
from regsim.app.views.base import Showing
from regsim.app.views.loss import LossView
from regsim.engine.training import Training
from regsim.experiment import Edit, Experiment, Network, Run, Values
from regsim.experiment import Training as TrainingSettings
from regsim.snapshot import History


class Clock:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def view(qtbot, clock):
    made = LossView(clock=clock)
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


def pixels(image: QImage) -> np.ndarray:
    return np.array(image.constBits(), dtype=np.uint8).reshape(image.height(), image.width(), 4)[:, :, 2::-1].copy()


def amount(image: QImage, colour: str) -> int:
    wanted = QColor(colour)
    return int((pixels(image) == [wanted.red(), wanted.green(), wanted.blue()]).all(axis=2).sum())


CASES = {
    "one run": {"runs": 1},
    "four runs": {},
    "epoch 0": {"at": 0},
    "epoch 1": {"at": 1},
    "diverged": {"states": ("diverged", "finished")},
    "all diverged": {"runs": 1, "states": ("diverged",)},
    "stopped early": {"states": ("finished", "stopped early")},
    "regression": {"kind": "noisy_sine"},
    "no floor": {"kind": "diabetes"},
    "edits": {"edits": (Edit(5, "run.1.l2.strength", 0.01), Edit(20, "run.3.l1.strength", 0.03))},
}


@pytest.mark.parametrize("name", CASES)
def test_draws_any_snapshot_twice_alike(view, name):
    shown = small(**CASES[name])
    show(view, shown)
    first = picture(view)
    show(view, shown)
    assert picture(view) == first
    assert len(np.unique(pixels(first).reshape(-1, 3), axis=0)) > 20
    assert "fail" not in view.reading()


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("log", [True, False])
def test_every_mode_draws_any_snapshot(view, name, log):
    view.log_chip.setChecked(log)
    view.measure_chip.setChecked(True)
    show(view, small(**CASES[name]), lifted=0)
    picture(view)


def test_nothing_trained_says_press_play(view):
    shown = small()
    view.show_snapshot(None, Showing(shown.experiment))
    picture(view)
    assert view.plot.x_axis.high == 30
    assert "Press Play" in view.reading()


def test_keeps_nothing_but_the_last_snapshot(view):
    def fresh(at):
        made = small(at=at)
        runs = tuple(
            replace(run, history=History(*(getattr(run.history, n).copy() for n in History.__slots__)))
            for run in made.runs
        )
        return replace(made, runs=runs)

    first = fresh(10)
    show(view, first)
    picture(view)
    watched = [weakref.ref(run.history.validation_loss) for run in first.runs]
    del first
    show(view, fresh(20))
    picture(view)
    gc.collect()
    assert [array() for array in watched] == [None] * 4


def test_follows_the_theme_and_the_projector_has_wider_lines(view):
    shown = small()
    share = {}
    for look in (Look(LIGHT), Look(DARK), Look(PROJECTOR, presenter=True)):
        show(view, shown, look=look)
        image = picture(view)
        assert image.pixelColor(400, 60) != QColor("#808080")
        assert amount(image, look.theme.surface) > 0.5 * image.width() * image.height()
        share[look.presenter] = amount(image, look.theme.runs[0])
    assert share[True] > 2 * share[False] > 0


@pytest.mark.parametrize("ratio", [1.0, 1.5, 2.0])
def test_lines_are_as_wide_at_every_device_pixel_ratio(view, ratio):
    show(view, small(runs=1))
    image = picture(view, ratio)
    grown = amount(image, LIGHT.runs[0]) / amount(picture(view), LIGHT.runs[0])
    assert 0.7 * ratio**2 < grown < 1.6 * ratio**2, "a cosmetic pen would grow with the ratio, not with its square"


@pytest.mark.parametrize("size", [(98, 70), (160, 120), (525, 247), (3840, 2100)])
@pytest.mark.parametrize("zoom", [0.8, 2.0])
def test_draws_at_any_size(view, size, zoom):
    view.resize(*size)
    show(view, small(), look=Look(LIGHT, zoom=zoom, compact=True))
    picture(view)


def test_the_x_axis_is_the_stop_epoch_from_the_start(view):
    for at in (0, 3, 30):
        show(view, small(at=at), moving=True)
        assert (view.plot.x_axis.low, view.plot.x_axis.high) == (0, 30)


@pytest.fixture(scope="module")
def passes():
    """Many passes over little, one pass over much, and one that stops early: 40 updates each."""
    settings = TrainingSettings(batch_size=20, epochs=20, evaluate_every=4)
    runs = (
        Run("Many"),
        Run("Once", 1, Values({"data.n_train": 800})),
        Run("Stopped", 2, Values({"data.n_train": 400, "early_stopping.patience": 2, "early_stopping.min_delta": 9.0})),
    )
    training = Training(Experiment(network=Network(hidden=(8,)), training=settings, runs=(Run(), *runs[1:])))
    training.advance(80)
    return training.snapshot()


def test_runs_whose_epochs_are_not_equally_long_are_counted_in_updates(view, passes):
    show(view, passes)
    assert view.plot.x_axis.unit == "update"
    assert (view.plot.x_axis.low, view.plot.x_axis.high) == (0, 80)
    assert view.reading().startswith("Validation loss at update 80:")
    lines = {line.label: line for line in view._visible_lines(view.plot.frame())}
    assert lines["Once"].run.epoch == 80
    assert lines["Stopped"].run.stopped_epoch == passes.runs[2].history.update[-1] == 8
    ends = [line.end(view.plot.frame(), line.validation)[0] for line in lines.values() if line.label != "Stopped"]
    assert ends == pytest.approx([view.plot.frame().x.end] * 2, abs=0.5)
    hover(view, 40)
    table = view.hairline.table(view.snapshot, view.showing, view.measure)
    assert table.title == "update 40"
    assert table.rows[1].values[0] == number(passes.runs[1].history.validation_loss[10])
    picture(view)


def test_epochs_come_back_with_runs_that_share_them(view, passes):
    show(view, passes)
    show(view, small())
    assert view.plot.x_axis.unit == "epoch"
    assert view.plot.x_axis.high == 30


def with_losses(shown, factor):
    runs = tuple(
        replace(run, history=replace(run.history, validation_loss=run.history.validation_loss * factor))
        for run in shown.runs
    )
    return replace(shown, runs=runs)


def test_the_y_axis_only_grows_twice_a_second_and_shrinks_on_reset_only(view, clock):
    shown = small(runs=1)
    view.log_chip.setChecked(False)
    show(view, shown, moving=True)
    start = view.plot.y_axis.high
    highs = []
    for tenth in range(20):
        clock.now = tenth / 10
        show(view, with_losses(shown, 12.0), moving=True)
        highs.append(view.plot.y_axis.high)
    assert len(set(highs[:5])) == 1
    assert highs == sorted(highs)
    assert highs[-1] > start
    clock.now = 9
    show(view, shown, moving=True)
    assert view.plot.y_axis.high == highs[-1]
    show(view, replace(shown, generation=1), moving=True)
    assert view.plot.y_axis.high == start


def test_a_diverged_run_does_not_flatten_the_others(view):
    calm = small(runs=2, states=("finished", "finished"))
    wild = small(runs=2, states=("finished", "diverged"))
    highs = []
    for shown in (calm, wild):
        show(view, shown)
        highs.append(view.plot.y_axis.high)
    assert highs[1] <= 3 * highs[0]
    assert np.nanmax(wild.runs[1].history.validation_loss) > 10 * highs[1]


def hover(view, epoch):
    frame = view.plot.frame()
    x = frame.x.pixels(float(epoch))
    QTest.mouseMove(view.plot, QPoint(round(x), round(frame.rect.center().y())))
    view.plot.pointed.emit(QPointF(x, frame.rect.center().y()))


@pytest.mark.parametrize("accuracy", [False, True])
def test_the_hairline_reads_the_history(view, accuracy):
    shown = small(states=("finished", "stopped early"))
    view.measure_chip.setChecked(accuracy)
    show(view, shown)
    hover(view, 12)
    table = view.hairline.table(shown, view.showing, view.measure)
    assert table.title == "epoch 12"
    for run, row in zip(shown.runs, table.rows, strict=True):
        history = run.history
        if len(history) <= 12:
            assert row.values == ("—", "—")
        elif accuracy:
            assert row.values == (percent(history.validation_accuracy[12]), percent(history.train_accuracy[12]))
        else:
            assert row.values == (number(history.validation_loss[12]), number(history.train_loss[12]))
    assert view.reading().startswith("epoch 12: None ")
    picture(view)


def test_arrow_keys_move_the_hairline(view, qtbot):
    show(view, small())
    for key, epoch in (("Left", 30), ("Left", 29), ("Left", 28), ("Right", 29), ("Home", 0), ("End", 30)):
        qtbot.keyClick(view.plot, getattr(Qt.Key, f"Key_{key}"))
        assert view.hairline.epoch == epoch
    qtbot.keyClick(view.plot, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.hairline.epoch == 20
    assert view.plot.accessibleDescription().startswith("epoch 20")


def test_the_read_out_stays_in_its_corner_while_the_mouse_moves(view):
    show(view, small())
    corners = set()
    for epoch in (2, 15, 29):
        hover(view, epoch)
        picture(view)
        corners.add(view.hairline._corner)
    assert len(corners) == 1


def test_wheel_and_drag_zoom_and_the_chip_leads_back(view, qtbot):
    show(view, small())
    assert view.all_chip.isHidden()
    frame = view.plot.frame()
    view.plot.wheeled.emit(QPointF(frame.x.pixels(15.0), 100), 3.0)
    low, high = view.plot.x_axis.low, view.plot.x_axis.high
    assert 0 < low < 15 < high < 30
    assert not view.all_chip.isHidden()
    picture(view)
    qtbot.mouseClick(view.all_chip, Qt.MouseButton.LeftButton)
    assert (view.plot.x_axis.low, view.plot.x_axis.high) == (0, 30)
    start, end = (QPoint(round(frame.x.pixels(float(epoch))), 100) for epoch in (10, 20))
    QTest.mousePress(view.plot, Qt.MouseButton.LeftButton, pos=start)
    QTest.mouseMove(view.plot, end)
    QTest.mouseRelease(view.plot, Qt.MouseButton.LeftButton, pos=end)
    assert (view.plot.x_axis.low, view.plot.x_axis.high) == pytest.approx((10, 20), abs=0.2)


def test_a_zoomed_stretch_follows_the_training_by_pages(view):
    show(view, small(at=8), moving=True)
    view.window_of_epochs.show(0, 10)
    ranges = set()
    for at in range(8, 31):
        show(view, small(at=at), moving=True)
        assert view.plot.x_axis.high >= at
        ranges.add((view.plot.x_axis.low, view.plot.x_axis.high))
    assert len(ranges) <= 6


def test_labels_tell_the_raw_number_of_the_snapshot(view):
    shown = small()
    show(view, shown, selected=2)
    picture(view)
    frame = view.plot.frame()
    labels = view._labels.place(view._visible_lines(frame), frame, view.showing, "loss", 0.0, 800)
    texts = {label.text for label in labels}
    both = zip(shown.experiment.runs, shown.runs, strict=True)
    expected = {f"{run.label} {seen.validation_loss:.2f}" for run, seen in both}
    assert texts == expected | {f"training {shown.runs[2].train_loss:.2f}"}
    tops = sorted(label.box.top() for label in labels)
    assert all(b - a > 15 for a, b in pairwise(tops))


def test_the_others_pale_while_a_run_is_lifted(view):
    shown = small()
    show(view, shown)
    before = amount(picture(view), LIGHT.runs[0])
    show(view, shown, lifted=2)
    image = picture(view)
    assert amount(image, LIGHT.runs[0]) == 0 < before
    assert amount(image, LIGHT.runs[2]) > 0


def test_accuracy_is_for_classes_only(view):
    show(view, small(kind="noisy_sine"))
    assert view.measure_chip.isHidden()
    show(view, small())
    assert not view.measure_chip.isHidden()
    view.measure_chip.setChecked(True)
    assert view.measure == "accuracy"
    assert view.plot.y_axis.high == 1.0
    assert view.log_chip.isHidden()


def test_labels_and_colours_come_from_the_newest_experiment(view):
    shown = small(runs=1)
    renamed = replace(shown.experiment, runs=(replace(shown.experiment.runs[0], label="Renamed", colour=3),))
    view.show_snapshot(shown, Showing(renamed))
    assert "Renamed" in view.reading()
    assert amount(picture(view), LIGHT.runs[3]) > 0 == amount(picture(view), LIGHT.runs[0])


@pytest.mark.parametrize("apart", range(0, 260, 13))
def test_words_on_the_edge_keep_clear_of_one_another_and_of_crosses(qapp, apart):
    frame = Frame(Span(0.0, 1.0, False, 80.0, 700.0), Span(0.0, 1.0, False, 300.0, 40.0))
    ink, look = QColor("black"), Look()
    crossed = [EdgeMark("diverged", 200.0 + apart * share, "Explodes diverged at epoch 14", ink) for share in (1, 2)]
    marks = placed([*crossed, EdgeMark("best", 200.0, "best epoch 6", ink)], frame, look)
    for mark in marks:
        others = [other for other in marks if other is not mark]
        boxes = [other.box for other in others if other.box is not None]
        boxes += [cross(other, frame, look) for other in others if other.kind == "diverged"]
        assert mark.box is None or not any(mark.box.intersects(box) for box in boxes)
    assert any(mark.box is not None for mark in marks)


def test_a_lengthened_training_lengthens_the_axis(view):
    shown = small()
    longer = replace(shown.experiment, training=replace(shown.experiment.training, epochs=60))
    view.show_snapshot(shown, Showing(longer))
    assert view.plot.x_axis.high == 60
