"""Facts of single data sets: closed forms, figures of the sources, and floors."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from regsim.datasets import catalogue
from regsim.datasets.finite import stored
from regsim.datasets.floors import bayes_loss, even_points, flip_entropy, plane_normals
from regsim.datasets.planes import PlaneDataset
from regsim.examples import Array, Examples
from regsim.experiment import Data, Values
from regsim.knob import Refusal

DATASETS = catalogue()
PLANES = {key: dataset for key, dataset in DATASETS.items() if isinstance(dataset, PlaneDataset)}


def drawn(kind: str, **changes: object) -> Examples:
    dataset = DATASETS[kind]
    return dataset.examples(replace(Data(kind=kind), **{**dataset.defaults, **changes}))


def test_sine_is_the_declared_function_and_even():
    examples = drawn("noisy_sine", noise=0.0)
    x, y = examples.train.x[:, 0], examples.train.y
    np.testing.assert_allclose(y, np.sin(1.5 * np.pi * x))
    gaps = np.diff(np.sort(x))
    assert gaps.max() < 2.0 * (2.0 / len(x))
    assert examples.guess_loss == pytest.approx(0.5, abs=1e-6)


@pytest.mark.parametrize("n", [7, 20, 80, 333])
def test_inputs_of_a_curve_are_even_at_every_length(n: int):
    x = np.sort(drawn("noisy_sine", n_train=n).train.x[:, 0])
    assert x.min() >= -1.0
    assert x.max() < 1.0
    assert np.diff(x).max() < 2.0 * (2.0 / n)


def test_step_and_wave_has_a_level_stretch():
    grid, value = drawn("step_and_wave").truth or pytest.fail("no truth")
    level = value[(grid > -0.3) & (grid < 0.0)]
    assert np.ptp(level) < 0.1
    assert np.ptp(value) > 1.3


def test_moons_without_noise_lie_on_half_circles():
    split = drawn("moons", noise=0.0, label_flip=0.0).train
    centre = np.where(split.y[:, None] == 0, [-0.5, -0.25], [0.5, 0.25])
    np.testing.assert_allclose(np.linalg.norm(split.x - centre, axis=1), 1.0)
    above = np.where(split.y == 0, 1.0, -1.0) * (split.x - centre)[:, 1]
    assert (above >= 0.0).all()


def test_circles_without_noise_have_two_radii():
    split = drawn("circles", noise=0.0, label_flip=0.0).train
    np.testing.assert_allclose(np.linalg.norm(split.x, axis=1), np.where(split.y == 0, 1.2, 0.6))


def test_xor_is_the_sign_of_the_product():
    split = drawn("xor", noise=0.0, label_flip=0.0).test
    assert np.array_equal(split.y, (split.x.prod(axis=1) < 0.0).astype(np.int64))
    assert np.abs(split.x).max() <= 1.5


def test_checkerboard_alternates():
    split = drawn("checkerboard", noise=0.0, label_flip=0.0).test
    column, row = np.floor(split.x + 2.0).T
    assert np.array_equal(split.y, ((column + row) % 2).astype(np.int64))
    assert len(set(zip(column.tolist(), row.tolist(), strict=True))) == 16


@pytest.mark.parametrize(("kind", "knob"), [("blobs", "classes"), ("spirals", "arms")])
@pytest.mark.parametrize("count", [2, 3, 4])
def test_classes_are_balanced_and_as_many_as_asked(kind: str, knob: str, count: int):
    examples = drawn(kind, n_train=120, label_flip=0.0, options=Values({knob: count}))
    assert examples.class_names == tuple("ABCD"[:count])
    assert np.bincount(examples.train.y).tolist() == [120 // count] * count
    assert examples.guess_loss == pytest.approx(math.log(count))


def test_sparse_targets_come_from_the_true_weights():
    examples = drawn("sparse_linear", noise=0.0)
    weights = examples.true_weights
    assert weights is not None
    size = np.abs(weights[weights != 0.0])
    assert len(size) == 5
    assert size.min() >= 0.7
    assert size.max() <= 1.5
    np.testing.assert_allclose(examples.train.y, examples.train.x @ weights)
    assert examples.feature_names[11] == "x₁₂"


def test_sparse_weights_and_points_keep_their_identity():
    few = drawn("sparse_linear")
    more = drawn("sparse_linear", noise=0.5, n_train=100, options=Values({"informative": 8}))
    wide = drawn("sparse_linear", options=Values({"features": 80}))
    assert few.true_weights is not None
    assert more.true_weights is not None
    counts = few.true_weights != 0.0
    assert np.array_equal(more.true_weights[counts], few.true_weights[counts])
    assert np.array_equal(more.train.x[:60], few.train.x)
    assert np.array_equal(wide.train.x[:, :60], few.train.x)


def test_more_informative_inputs_than_inputs_are_refused():
    with pytest.raises(Refusal, match=r"^data\.informative = 6: must be at most data\.features = 4$"):
        drawn("sparse_linear", options=Values({"features": 4, "informative": 6}))


def test_digits_test_set_takes_what_is_left():
    assert [len(drawn("digits", n_train=n).test) for n in (150, 297, 1000)] == [1000, 1000, 297]


def test_digits_floor_and_guess():
    assert drawn("digits").floor_loss == pytest.approx(0.940, abs=5e-4)
    assert drawn("digits", clean_validation=True).floor_loss == 0.0
    assert drawn("digits").guess_loss == pytest.approx(math.log(10.0), abs=1e-3)


def test_stored_digits_are_those_of_scikit_learn():
    datasets = pytest.importorskip("sklearn.datasets")
    theirs, ours = datasets.load_digits(), stored("digits")
    assert ours["images"].shape == (1797, 8, 8)
    assert np.array_equal(ours["images"], theirs.images)
    assert np.array_equal(ours["labels"], theirs.target)


def test_stored_diabetes_table_is_that_of_scikit_learn():
    datasets = pytest.importorskip("sklearn.datasets")
    theirs, ours = datasets.load_diabetes(scaled=False), stored("diabetes")
    assert ours["inputs"].shape == (442, 10)
    assert np.array_equal(ours["inputs"], theirs.data)
    assert np.array_equal(ours["target"], theirs.target)


def test_diabetes_splits_are_the_standardised_table():
    examples = drawn("diabetes", n_train=200, n_validation=142, n_test=100)
    x = np.concatenate([split.x for split in (examples.train, examples.validation, examples.test)])
    y = np.concatenate([split.y for split in (examples.train, examples.validation, examples.test)])
    np.testing.assert_allclose(x.mean(axis=0), 0.0, atol=1e-12)
    np.testing.assert_allclose(x.std(axis=0), 1.0)
    assert (y.mean(), y.std()) == (pytest.approx(0.0, abs=1e-12), pytest.approx(1.0))
    assert examples.floor_loss is None


def test_floor_of_two_gaussians_by_quadrature():
    """Two blobs differ along one axis only: the posterior is a logistic function of x₂, integrated on a fine grid."""
    noise, flip = 0.9, 0.1
    floor = drawn("blobs", noise=noise, label_flip=flip, options=Values({"classes": 2})).floor_loss
    x = np.linspace(-8.0, 8.0, 4001)
    upper, lower = (np.exp(-0.5 * ((x - centre) / noise) ** 2) for centre in (1.2, -1.2))
    q = (1.0 - 2.0 * flip) * upper / (upper + lower) + flip
    entropy = -q * np.log(q) - (1.0 - q) * np.log1p(-q)
    assert floor == pytest.approx(np.average(entropy, weights=upper + lower), abs=1e-3)


@pytest.mark.parametrize("key", sorted(PLANES))
def test_floor_agrees_with_quadrature_over_the_plane(key: str):
    """The same integral by another rule: all densities summed on a fine grid instead of averaged over drawn points."""
    dataset = PLANES[key]
    data = replace(Data(kind=key), **dataset.defaults)
    axis = np.arange(-3.6, 3.6, 0.05)
    x = np.stack([part.ravel() for part in np.meshgrid(axis, axis)], axis=1)
    densities = dataset.densities(x, data.noise, data.options)
    seen = densities.sum(axis=1) > 1e-200
    densities = densities[seen]
    n_classes = densities.shape[1]
    q = densities / densities.sum(axis=1, keepdims=True)
    q = (1.0 - data.label_flip) * q + data.label_flip * (1.0 - q) / (n_classes - 1)
    expected = np.average(-np.sum(q * np.log(q), axis=1), weights=densities.sum(axis=1))
    assert dataset.examples(data).floor_loss == pytest.approx(expected, abs=3e-3)


@pytest.mark.parametrize("key", sorted(PLANES))
def test_densities_are_those_of_the_drawn_points(key: str):
    """True class probabilities score the floor on validation points too, within their sampling error."""
    dataset = PLANES[key]
    data = replace(replace(Data(kind=key), **dataset.defaults), label_flip=0.0, n_validation=4000)
    examples = dataset.examples(data)
    densities = dataset.densities(examples.validation.x, data.noise, data.options)
    chosen = densities[np.arange(4000), examples.validation.y] / densities.sum(axis=1)
    assert -np.mean(np.log(chosen)) == pytest.approx(examples.floor_loss, abs=0.025)


@pytest.mark.parametrize(("key", "measured"), [("moons", 0.3935), ("circles", 0.4059)])
def test_floors_of_the_default_worlds(key: str, measured: float):
    assert drawn(key).floor_loss == pytest.approx(measured, abs=4e-3)


@pytest.mark.parametrize("key", sorted(PLANES))
def test_without_noise_only_flips_are_irreducible(key: str):
    floor = drawn(key, noise=0.0, label_flip=0.1, options=Values()).floor_loss
    n_classes = PLANES[key].n_classes(Values())
    assert floor == pytest.approx(flip_entropy(0.1, n_classes), abs=0.03)


def test_bayes_loss_of_classes_that_are_alike_is_that_of_guessing():
    same: Array = np.ones((5, 3))
    assert bayes_loss(same, 0.2) == pytest.approx(math.log(3.0))
    assert bayes_loss(np.eye(3) + 1e-300, 0.2) == pytest.approx(flip_entropy(0.2, 3))


def test_even_points_and_normals_have_the_right_moments():
    points = even_points(2000, 4)
    np.testing.assert_allclose(points.mean(axis=0), 0.5, atol=3e-3)
    normals = plane_normals(points[:, 2:])
    np.testing.assert_allclose(normals.mean(axis=0), 0.0, atol=0.02)
    np.testing.assert_allclose(np.cov(normals.T), np.eye(2), atol=0.03)
