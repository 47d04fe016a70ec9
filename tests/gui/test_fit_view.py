"""The fit view: which picture shows which data, and what is handed to painting."""

from __future__ import annotations

import gc
import weakref
from dataclasses import replace

import canned
import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QImage

from regsim import presets
from regsim.app.fields.bars import Bars
from regsim.app.fields.confusion import Confusion
from regsim.app.fields.curve import Curve
from regsim.app.fields.field import Field, borders, field_image, refined
from regsim.app.fields.gallery import Gallery
from regsim.app.fields.scatter import Scatter
from regsim.app.fields.text import COLUMNS, ROWS, Text, _shade, contrast
from regsim.app.theme import DARK, LIGHT, PROJECTOR, Look
from regsim.app.views.base import Showing
from regsim.app.views.fit import FitView
from regsim.engine.training import Training
from regsim.examples import Examples, Split, frozen
from regsim.experiment import Values
from regsim.snapshot import Snapshot, Wishes

KINDS = {
    "moons": Field,
    "spirals": Field,
    "blobs": Field,
    "noisy_sine": Curve,
    "digits": Gallery,
    "diabetes": Scatter,
    "sparse_linear": Scatter,
    "synthetic_language": Text,
}


@pytest.fixture
def view(qtbot):
    view = FitView()
    qtbot.addWidget(view)
    view.resize(740, 412)
    view.restyle(Look())
    return view


def show(view: FitView, snapshot: Snapshot | None, selected: int = 0, **more) -> None:
    asked = snapshot.experiment if snapshot is not None else canned.experiment()
    view.show_snapshot(snapshot, Showing(asked, selected, look=view.look, **more))
    assert view.failure == ""


def picture(view: FitView, ratio: float = 1.0) -> QImage:
    image = QImage(round(view.width() * ratio), round(view.height() * ratio), QImage.Format.Format_RGB32)
    image.setDevicePixelRatio(ratio)
    image.fill(0)
    view.grab()
    view.render(image, QPoint())
    assert view.failure == ""
    return image


def colours(image: QImage) -> int:
    return len(np.unique(np.frombuffer(image.constBits(), np.uint32)))


def classes_in_a_table() -> Snapshot:
    """Three classes of five inputs, which have no picture of their own."""
    rng = np.random.default_rng(0)
    split = Split(frozen(rng.normal(size=(30, 5))), frozen(np.arange(30) % 3), frozen(np.zeros(30, bool)))
    examples = Examples(
        task="classification",
        train=split,
        validation=split,
        test=split,
        feature_names=tuple("abcde"),
        class_names=("setosa", "versicolor", "virginica"),
        guess_loss=1.1,
        frame=frozen(np.tile([-1.0, 1.0], (5, 1))),
    )
    sure = np.eye(3)[split.y]
    known = canned.snapshot(runs=2)
    return replace(known, examples=examples, runs=tuple(replace(run, prediction=sure) for run in known.runs))


SNAPSHOTS = {
    **{kind: (lambda kind=kind: canned.snapshot(kind=kind, hidden=(8,))) for kind in KINDS},
    "linear": lambda: canned.snapshot(kind="sparse_linear", hidden=()),
    "one run": lambda: canned.snapshot(runs=1),
    "epoch 0": lambda: canned.snapshot(at=0),
    "diverged": lambda: canned.snapshot(states=("diverged",) * 4),
    "no predictions": lambda: without_predictions(canned.snapshot()),
    "classes in a table": classes_in_a_table,
}


def without_predictions(snapshot: Snapshot) -> Snapshot:
    return replace(snapshot, runs=tuple(replace(run, prediction=None) for run in snapshot.runs))


@pytest.mark.parametrize("name", SNAPSHOTS)
@pytest.mark.parametrize("multiples", [False, True])
def test_draws_any_snapshot_twice_alike(view, name, multiples):
    snapshot = SNAPSHOTS[name]()
    for selected in {0, len(snapshot.runs) - 1}:
        show(view, snapshot, selected, multiples=multiples)
        first = picture(view)
        assert colours(first) > 10
        assert view.reading()
        show(view, snapshot, selected, multiples=multiples)
        assert picture(view) == first


def test_nothing_trained_yet(view):
    show(view, None)
    assert view.picture is None
    assert "Press Play" in view.reading()
    assert colours(picture(view)) > 10


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("look", [Look(DARK, compact=True), Look(PROJECTOR, presenter=True), Look(LIGHT, zoom=2.0)])
def test_any_size_and_theme(view, kind, look):
    view.restyle(look)
    show(view, canned.snapshot(kind=kind, hidden=(8,)), 1)
    for size in ((120, 90), (466, 248), (1500, 900)):
        view.resize(*size)
        assert colours(picture(view, 1.5)) > 10


def test_follows_the_theme(view):
    show(view, canned.snapshot())
    light = picture(view)
    view.restyle(Look(DARK))
    assert picture(view) != light
    view.restyle(Look(LIGHT))
    assert picture(view) == light


def test_keeps_nothing_of_an_old_snapshot(view):
    known = canned.snapshot()
    old = replace(known, runs=tuple(replace(run, prediction=run.prediction.copy()) for run in known.runs))
    show(view, old)
    picture(view)
    predictions = [weakref.ref(run.prediction) for run in old.runs]
    del old
    show(view, canned.snapshot(runs=2))
    gc.collect()
    assert not any(prediction() is not None for prediction in predictions)


@pytest.mark.parametrize(("kind", "expected"), KINDS.items())
def test_the_data_choose_the_picture_and_the_title(view, kind, expected):
    show(view, canned.snapshot(kind=kind, hidden=(8,)))
    assert type(view.picture) is expected
    assert view.header.title == expected.title
    assert view.accessibleName() == expected.title


def test_the_border_passes_where_p_is_one_half():
    x = np.linspace(-2, 3, 97)
    p = 1 / (1 + np.exp(-3 * (x - 0.7)))
    probability = np.tile(np.stack([1 - p, p], axis=1), (97, 1, 1))
    (line,) = borders(probability, (-2.0, 3.0), (0.0, 1.0))
    assert line[:, 0] == pytest.approx(0.7, abs=1e-3)
    assert line[:, 1].min() == 0.0
    assert line[:, 1].max() == 1.0


def test_borders_of_several_classes_part_their_regions():
    x, y = np.meshgrid(np.linspace(-1, 1, 65), np.linspace(-1, 1, 65))
    centres = ((-0.5, -0.5), (0.5, -0.5), (0.0, 0.6), (0.0, 0.0))
    scores = np.exp([-((x - a) ** 2 + (y - b) ** 2) * 5 for a, b in centres])
    probability = np.moveaxis(scores / scores.sum(axis=0), 0, -1)
    lines = np.concatenate(borders(probability, (-1.0, 1.0), (-1.0, 1.0)))
    rows, columns = (np.clip(np.round((lines[:, axis] + 1) * 32).astype(int), 0, 64) for axis in (1, 0))
    best = np.sort(probability[rows, columns], axis=1)
    assert (best[:, -1] - best[:, -2]).max() < 0.12
    classes = probability.argmax(axis=-1)
    assert len(np.unique(classes)) == 4


def test_the_field_runs_between_three_anchors_and_is_not_upside_down():
    probability = np.zeros((4, 4, 2))
    probability[0, :, 1], probability[1:3, :, 1], probability[3, :, 1] = 0.0, 0.5, 1.0
    probability[..., 0] = 1 - probability[..., 1]
    image = field_image(probability, LIGHT)
    a, half, b = (QColor(colour) for colour in LIGHT.class_fields)
    assert image.pixelColor(0, 3) == a
    assert image.pixelColor(0, 0) == b
    middle = image.pixelColor(0, 1)
    assert max(abs(m - h) for m, h in zip(middle.toTuple(), half.toTuple(), strict=True)) <= 1


def test_a_finer_field_passes_through_the_grid_points_in_straight_steps():
    values = np.random.default_rng(1).random((5, 4, 2))
    fine = refined(values, 3)
    assert fine.shape == (13, 10, 2)
    np.testing.assert_allclose(fine[::3, ::3], values, atol=1e-6)
    np.testing.assert_allclose(fine[1, 0], values[0, 0] + (values[1, 0] - values[0, 0]) / 3, atol=1e-6)
    np.testing.assert_allclose(fine[0, -2], values[0, 2] + (values[0, 3] - values[0, 2]) * 2 / 3, atol=1e-6)


def test_a_trained_border_is_where_the_network_is_undecided(view):
    training = Training(presets.load("overfitting"))
    for _ in range(40):
        training.advance_epoch()
    snapshot = training.snapshot(Wishes())
    show(view, snapshot, 1)
    digest = view._digest(1)
    (x_low, x_high), (y_low, y_high) = view.picture.axes.x, view.picture.axes.y
    p = digest.probability[..., 1]
    last = len(p) - 1
    assert digest.borders
    for border in digest.borders:
        columns = (border[:, 0] - x_low) / (x_high - x_low) * last
        rows = (border[:, 1] - y_low) / (y_high - y_low) * last
        corners = [
            p[np.clip(np.floor(rows).astype(int) + i, 0, last), np.clip(np.floor(columns).astype(int) + j, 0, last)]
            for i in (0, 1)
            for j in (0, 1)
        ]
        assert (np.min(corners, axis=0) <= 0.5 + 1e-6).all()
        assert (np.max(corners, axis=0) >= 0.5 - 1e-6).all()
    assert view.picture.sentence(digest, snapshot.runs[1]).startswith("the plane is divided A ")


def test_a_run_shows_only_the_points_it_is_trained_on(view):
    known = canned.snapshot(runs=2)
    few = replace(known, runs=(known.runs[0], replace(known.runs[1], prediction=known.runs[0].prediction, n_train=5)))
    show(view, few, 0)
    all_points = picture(view)
    view.set_run(None)
    show(view, replace(few, runs=(few.runs[1], few.runs[0])), 0)
    assert picture(view) != all_points


def test_axes_keep_still_while_predictions_change(view):
    known = canned.snapshot(kind="noisy_sine")
    show(view, known)
    before = view.plot.frame()
    wild = tuple(replace(run, prediction=run.prediction * 1e6) for run in known.runs)
    show(view, replace(known, runs=wild))
    assert view.plot.frame() == before
    assert colours(picture(view)) > 10


def test_the_read_out_tells_every_run_and_never_lies_under_the_pointer(view):
    snapshot = canned.snapshot(kind="noisy_sine")
    show(view, snapshot)
    view.show()
    area = view.plot.frame().rect
    for share in np.linspace(0.02, 0.98, 9):
        at = QPointF(area.left() + share * area.width(), area.top() + share * area.height())
        view._point(at)
        table = view._table()
        assert [row.label for row in table.rows] == ["None", "L2", "L1", "Dropout"]
        box = view.reader.box(view.picture, table, view.picture.frame(area), at, view.look)
        assert not box.contains(at)
    x = view.picture.frame(area).x.value(at.x())
    grid = snapshot.examples.grid(len(snapshot.runs[0].prediction))[:, 0]
    fit = float(np.interp(x, grid, snapshot.runs[0].prediction))
    assert table.rows[0].values[0] == f"{fit:.3f}".replace("-", "−")
    view._point(None)
    assert view._table() is None


def test_keys_move_the_hairline(view, qtbot):
    show(view, canned.snapshot(kind="noisy_sine"))
    view.show()
    qtbot.keyClick(view.plot, Qt.Key.Key_Right)
    first = view.reading()
    qtbot.keyClick(view.plot, Qt.Key.Key_Right)
    assert first.startswith("x 0.0")
    assert view.reading() != first


def test_a_thumbnail_asks_for_its_run(view, qtbot):
    show(view, canned.snapshot(), 1)
    view.show()
    with qtbot.waitSignal(view.run_selected) as signal:
        qtbot.mouseClick(view.thumbnails.items[0], Qt.MouseButton.LeftButton)
    assert signal.args == [0]


def test_the_column_of_thumbnails_makes_room_for_a_long_label(view):
    view.show()
    view.restyle(Look(compact=True))
    show(view, canned.snapshot(), 0)
    usual = view.thumbnails.width()
    told = view.thumbnails.items[0].shown
    view.thumbnails.show_runs([replace(told, label="Batch norm, large step")])
    assert usual < view.thumbnails.width() <= 0.22 * view.width()
    view.resize(300, 300)
    assert usual < view.thumbnails.width() <= round(1.3 * usual)
    view.thumbnails.show_runs([told])
    assert view.thumbnails.width() == usual


def test_equal_multiples_show_all_runs_and_select_by_click(view, qtbot):
    show(view, canned.snapshot(), 1, multiples=True)
    view.show()
    cells = view.multiples.cells(QRectF(view.multiples.rect()))
    assert len(cells) == 4
    assert len({(cell.width(), cell.height()) for cell in cells}) == 1
    with qtbot.waitSignal(view.run_selected) as signal:
        qtbot.mouseClick(view.multiples, Qt.MouseButton.LeftButton, pos=cells[3].center().toPoint())
    assert signal.args == [3]


def test_a_diverged_run_says_so(view):
    show(view, canned.snapshot(states=("finished", "diverged")), 1)
    assert "diverged" in view.reading()
    show(view, canned.snapshot(states=("finished", "diverged")), 0)
    assert [item.shown.diverged for item in view.thumbnails.items] == [True, False, False]


def test_other_runs_pale_while_one_is_lifted(view):
    show(view, canned.snapshot())
    plain = picture(view)
    show(view, canned.snapshot(), lifted=2)
    assert picture(view) != plain


def test_the_gallery_frames_and_names_what_is_wrong(view):
    snapshot = canned.snapshot(kind="digits", hidden=(8,))
    labels = snapshot.examples.validation.y[:40]
    probability = np.eye(10)[labels]
    probability[0] = np.eye(10)[(labels[0] + 1) % 10]
    known = replace(snapshot, runs=tuple(replace(run, prediction=probability) for run in snapshot.runs))
    show(view, known)
    assert view.header.note == "39 of 40 as labelled"
    gallery = view.picture
    verb = "label" if snapshot.examples.validation.wrong[0] else "is"
    assert gallery.words(0, (labels[0] + 1) % 10)[0] == f"{(labels[0] + 1) % 10}, {verb} {labels[0]}"
    assert gallery.words(1, labels[1]) == (str(labels[1]),)


def test_a_text_breaks_no_word_and_reads_the_surprise_of_a_character(view):
    snapshot = canned.snapshot(kind="synthetic_language", hidden=(8,))
    show(view, snapshot)
    text = view.picture
    assert isinstance(text, Text)
    assert text.shown > 0.8 * COLUMNS * ROWS
    for index in range(1, text.shown):
        if text.row[index] != text.row[index - 1]:
            assert not text.letters[index - 1].isalnum()
    assert text.column.max() < COLUMNS
    run = snapshot.runs[0]
    labels = snapshot.examples.validation.y[: len(run.prediction)]
    surprise = -np.log(run.prediction[np.arange(len(labels)), labels])
    np.testing.assert_allclose(text.surprise(run.prediction), surprise, rtol=1e-6)
    place = (float(text.column[40]) + 0.5, float(text.row[40]) + 0.5)
    assert text.heading(*place).endswith(f"→ {text.letters[40]}")
    assert text.values(run.prediction, *place)[1] == f"{run.prediction[40, labels[40]]:.3f}"
    assert text.heading(COLUMNS - 0.5, ROWS + 1.0) == ""
    assert f"{surprise.mean():.3f}"[:4] in view.reading()


@pytest.mark.parametrize(("look", "least"), [(Look(), 4.5), (Look(DARK), 4.5), (Look(PROJECTOR, presenter=True), 7.0)])
def test_letters_can_be_read_on_the_greatest_surprise(look, least):
    assert contrast(QColor("black"), QColor("white")) == pytest.approx(21.0)
    for colour in look.theme.runs:
        darkest = _shade(colour, look, 1.0)
        assert contrast(QColor(look.theme.text), darkest) >= least
        assert contrast(QColor(look.theme.field), darkest) > 1.5


def test_gallery_tiles_are_whole_pixels_and_do_not_overlap(qapp):
    gallery = Gallery(canned.snapshot(kind="digits", hidden=(8,)).examples)
    frame = gallery.frame(QRectF(13.3, 4.7, 511.4, 330.9))
    for ratio in (1.0, 1.5, 2.0):
        tiles = [gallery.tile(frame, index, True, Look(), ratio) for index in range(40)]
        assert (tiles[0].width() * ratio) % 8 == pytest.approx(0)
        assert not any(a.intersects(b) for i, a in enumerate(tiles) for b in tiles[:i])
        assert all(frame.rect.contains(tile) for tile in tiles)


def test_a_chip_switches_to_learned_weights_of_a_linear_model(view, qtbot):
    snapshot = canned.snapshot(kind="sparse_linear", hidden=())
    show(view, snapshot, 2)
    assert not view.weights_chip.isHidden()
    view.weights_chip.click()
    assert type(view.picture) is Bars
    learned, true = snapshot.runs[2].weights[0][0], snapshot.examples.true_weights
    found, extra = np.count_nonzero(learned[true != 0]), np.count_nonzero(learned[true == 0])
    assert view.reading().endswith(f"{found} of 5 inputs that count have a weight, and {extra} of 55 others.")
    show(view, canned.snapshot(kind="sparse_linear", hidden=(8,)), 2)
    assert type(view.picture) is Scatter
    assert view.weights_chip.isHidden()


def test_points_beyond_the_axes_are_counted(view):
    snapshot = canned.snapshot(kind="diabetes", hidden=(8,))
    wild = snapshot.runs[0].prediction.copy()
    wild[:] = 0.0
    wild[:3] = 1e5
    show(view, replace(snapshot, runs=(replace(snapshot.runs[0], prediction=wild),)), 0)
    assert view.header.note == "3 beyond the edge"


def test_classes_without_a_picture_of_their_inputs_are_counted(view):
    show(view, classes_in_a_table())
    assert type(view.picture) is Confusion
    assert view._digest(0).tolist() == [[10, 0, 0], [0, 10, 0], [0, 0, 10]]
    assert view.header.note == "30 of 30 right"


class HandClock:
    """Seconds that only a test moves."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def stopping(kind: str) -> tuple[Snapshot, Snapshot]:
    """A run just before it stops, and with its restored weights."""
    asked = replace(
        canned.experiment(2, 300, (16,), kind),
        runs=(replace(canned.RUNS[0], values=Values({"early_stopping.patience": 8})), canned.RUNS[1]),
    )
    training = Training(asked)
    before = training.snapshot()
    while True:
        training.advance_epoch()
        after = training.snapshot()
        if after.runs[0].state == "stopped early":
            return before, after
        before = after


def difference(a: QImage, b: QImage) -> float:
    shades = [np.frombuffer(image.constBits(), np.uint8).astype(float) for image in (a, b)]
    return float(np.abs(shades[0] - shades[1]).mean())


@pytest.mark.parametrize("kind", ["moons", "noisy_sine"])
def test_the_last_picture_fades_over_the_restored_one(qtbot, kind):
    clock = HandClock()
    view = FitView(clock=clock)
    qtbot.addWidget(view)
    view.resize(740, 412)
    view.restyle(Look())
    before, after = stopping(kind)
    show(view, before, moving=True)
    last = picture(view)
    show(view, after, moving=True)
    begun = picture(view)
    clock.now = 0.2
    midway = picture(view)
    clock.now = 0.41
    restored = picture(view)
    assert difference(begun, last) < 0.1 * difference(restored, last)
    for end in (begun, restored):
        assert 0.3 * difference(restored, begun) < difference(midway, end) < 0.7 * difference(restored, begun)
    show(view, after, moving=True)
    assert picture(view) == restored


def test_nothing_fades_where_pictures_hold_still(qtbot):
    before, after = stopping("moons")
    for clock, moving in ((None, True), (HandClock(), False)):
        view = FitView(clock=clock)
        qtbot.addWidget(view)
        view.resize(740, 412)
        view.restyle(Look())
        show(view, after)
        restored = picture(view)
        show(view, before, moving=moving)
        picture(view)
        show(view, after, moving=moving)
        assert picture(view) == restored


def test_another_run_or_start_ends_the_fading(view):
    before, after = stopping("moons")
    show(view, before, moving=True)
    picture(view)
    show(view, after, moving=True)
    assert view._fade.active
    show(view, after, 1, moving=True)
    assert not view._fade.active
