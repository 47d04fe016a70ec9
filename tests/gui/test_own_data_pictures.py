"""Own tables in the fit view: boundary, curve and surface, axes in words and values in the table's units."""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QImage

from regsim.app.fields.base import Picture
from regsim.app.fields.confusion import Confusion
from regsim.app.fields.curve import Curve
from regsim.app.fields.field import Field
from regsim.app.fields.surface import Surface
from regsim.app.plotting.numbers import figures
from regsim.app.theme import DARK, LIGHT, PROJECTOR, Look
from regsim.app.views.base import Showing
from regsim.app.views.fit import FitView
from regsim.datasets.drawn import Point, points_text
from regsim.engine.training import Training
from regsim.experiment import Experiment, Network, Run, Values
from regsim.experiment import Training as TrainingSettings
from regsim.schema import put, with_dataset
from regsim.snapshot import Snapshot
from tests.datasets.own import PLANTS

CURVE = points_text([Point(x / 10, x / 20) for x in range(-9, 9)])
ASKED: dict[str, tuple[type[Picture], str, dict[str, object]]] = {
    "one input, classes": (Field, "file", {"target": "species", "features": "height"}),
    "two inputs, classes": (Field, "file", {"target": "species", "features": "height, width"}),
    "projection": (Field, "file", {"target": "species", "plane": "width, height"}),
    "one input, numbers": (Curve, "file", {"target": "height", "features": "width"}),
    "two inputs, numbers": (Surface, "file", {"target": "height", "features": "width, colour", "plane": "width"}),
    "drawn classes": (Field, "drawn", {}),
    "drawn curve": (Curve, "drawn", {"points": CURVE}),
}


@cache
def snapshot(name: str, epochs: int = 3) -> Snapshot:
    _, kind, options = ASKED[name]
    runs = (Run("None", 0), Run("L2", 1, Values({"l2.strength": 0.01})))
    small = Experiment(network=Network(hidden=(8,)), training=TrainingSettings(epochs=epochs), runs=runs)
    experiment = with_dataset(small, kind)
    if kind == "file":
        experiment = put(experiment, "data.path", str(PLANTS))
    for key, value in options.items():
        experiment = put(experiment, f"data.{key}", value)
    training = Training(experiment)
    while not training.finished:
        training.advance_epoch()
    return training.snapshot()


@pytest.fixture
def view(qtbot) -> FitView:
    view = FitView()
    qtbot.addWidget(view)
    view.resize(740, 412)
    return view


def show(view: FitView, name: str, look: Look, multiples: bool = False) -> QImage:
    shown = snapshot(name)
    view.restyle(look)
    view.show_snapshot(shown, Showing(shown.experiment, look=look, multiples=multiples))
    image = QImage(view.size(), QImage.Format.Format_RGB32)
    view.grab()
    view.render(image, QPoint())
    assert view.failure == ""
    return image


@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("look", [Look(LIGHT), Look(DARK), Look(PROJECTOR, 1.6), Look(LIGHT, 1.0, compact=True)])
def test_every_kind_is_pictured_in_every_look(view: FitView, name: str, look: Look):
    kind, _, _ = ASKED[name]
    for multiples in (False, True):
        image = show(view, name, look, multiples)
        assert type(view.picture) is kind
        assert len(np.unique(np.frombuffer(image.constBits(), np.uint32))) > 40
    assert view.reading().endswith(".")


def test_axes_say_how_inputs_were_standardised(view: FitView):
    show(view, "projection", Look())
    assert view.picture is not None
    assert view.picture.axes.x_name.startswith("width, standardised: (width − ")
    assert view.picture.axes.y_name == "height"
    assert view.header.note == "others at their median"


def test_values_are_read_in_the_units_of_the_table(view: FitView):
    show(view, "two inputs, numbers", Look())
    picture, examples = view.picture, snapshot("two inputs, numbers").examples
    assert isinstance(picture, Surface)
    mean, deviation = examples.scales[0]
    assert picture.heading(0.0, 0.0).split(", ")[0] == f"width {figures(mean)}"
    assert picture.heading(1.0, 0.0).split(", ")[0] == f"width {figures(mean + deviation)}"
    digest = picture.digest(snapshot("two inputs, numbers").runs[0], Look())
    assert digest is not None
    (value,) = picture.values(digest, 0.0, 0.0)
    assert examples.train.y.min() < (float(value) - examples.target_scale[0]) / examples.target_scale[1] < 3


def test_points_of_one_input_are_spread_and_keep_their_place():
    examples = snapshot("one input, classes").examples
    seen = examples.seen(examples.train)
    assert np.array_equal(seen.x[:, 0], examples.train.x[:, 0])
    assert 0 < seen.x[:, 1].min() < seen.x[:, 1].max() < 1
    assert np.array_equal(examples.seen(examples.train.first(9)).x, seen.x[:9])


def test_many_classes_are_shown_as_a_table(view: FitView, tmp_path):
    path = tmp_path / "many.csv"
    path.write_text("x,y,class\n" + "".join(f"{row},{row % 5},{'abcdefgh'[row % 8]}\n" for row in range(80)))
    experiment = put(put(with_dataset(Experiment(), "file"), "data.path", str(path)), "data.target", "class")
    training = Training(put(experiment, "network.hidden", [4]))
    training.advance_epoch()
    view.restyle(Look())
    view.show_snapshot(training.snapshot(), Showing(experiment))
    assert view.failure == ""
    assert type(view.picture) is Confusion


def test_of_many_points_the_first_are_painted_and_it_is_said(view: FitView, monkeypatch: pytest.MonkeyPatch):
    show(view, "projection", Look())
    assert "points shown" not in view.reading()
    whole = show(view, "projection", Look())
    monkeypatch.setattr("regsim.app.fields.base.MOST_POINTS", 200)
    cut = show(view, "projection", Look())
    assert cut != whole
    assert view.reading().endswith("; 200 of 540 training points shown.")
    picture, train = view.picture, snapshot("projection").examples.train
    assert picture is not None
    assert picture.points(train).y.tolist() == train.y[:200].tolist()
    monkeypatch.setattr("regsim.app.fields.base.MOST_POINTS", 100)
    show(view, "projection", Look())
    assert view.reading().endswith("; 100 of 540 training and of 180 validation points shown.")
    show(view, "projection", Look(LIGHT, 1.0, compact=True))  # which has no room for validation points
    assert view.reading().endswith("; 100 of 540 training points shown.")
