"""Laws that every data set keeps, whatever it is."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from regsim.datasets import catalogue
from regsim.datasets.base import Dataset
from regsim.examples import Examples, Split
from regsim.experiment import Data, Values
from regsim.knob import Refusal
from tests.datasets.own import OPTIONS

DATASETS = catalogue()
CONDITIONS = {key: dataset.conditions(OPTIONS.get(key, Values())) for key, dataset in DATASETS.items()}
CLASSIFICATIONS = sorted(key for key, conditions in CONDITIONS.items() if conditions.task == "classification")
NOISY = sorted(key for key, dataset in DATASETS.items() if dataset.uses_noise)
LIMITED = sorted((key, name) for key, conditions in CONDITIONS.items() for name in conditions.limits)
KNOBS = sorted(
    (key, knob.key) for key, dataset in DATASETS.items() for knob in dataset.knobs if isinstance(knob.default, int)
)
STANDARDISED = {"file"}
"""Their units, and with them their frame, are those of the training part, which the seed chooses."""


def defaults(dataset: Dataset) -> Data:
    options = OPTIONS.get(dataset.key, Values())
    return replace(Data(kind=dataset.key, options=options), **CONDITIONS[dataset.key].defaults)


def same(first: Split, second: Split) -> bool:
    return all(np.array_equal(getattr(first, name), getattr(second, name)) for name in ("x", "y", "wrong"))


def splits(examples: Examples) -> tuple[Split, Split, Split]:
    return examples.train, examples.validation, examples.test


@pytest.fixture(params=sorted(DATASETS))
def dataset(request: pytest.FixtureRequest) -> Dataset:
    return DATASETS[request.param]


def test_the_promised_data_sets_are_there():
    promised = ["moons", "circles", "xor", "blobs", "spirals", "checkerboard", "noisy_sine", "sparse_linear", "digits"]
    assert set(promised) <= set(DATASETS)


def test_declarations_are_complete(dataset: Dataset):
    assert dataset.title
    assert dataset.title[0] == dataset.title[0].lower()
    assert dataset.help.endswith(".")
    assert dataset.source.endswith(".")
    assert set(dataset.defaults) <= {"n_train", "n_validation", "n_test", "noise", "label_flip", "clean_validation"}
    assert all(knob.effect in ("structural", "cosmetic") for knob in dataset.knobs)
    for knob in dataset.knobs:
        assert knob.check(f"data.{knob.key}", knob.default) == knob.default
    if dataset.task == "regression":
        assert dataset.defaults["label_flip"] == 0.0


def test_shapes_types_and_values_are_as_declared(dataset: Dataset):
    data = defaults(dataset)
    examples = dataset.examples(data)
    assert examples.task == CONDITIONS[dataset.key].task
    for split, size in zip(splits(examples), (data.n_train, data.n_validation, data.n_test), strict=True):
        assert split.x.shape == (size, examples.n_inputs)
        assert split.y.shape == split.wrong.shape == (size,)
        assert split.x.dtype == np.float64
        assert split.wrong.dtype == np.bool_
        assert np.isfinite(split.x).all()
        assert np.isfinite(split.y).all()
        if dataset.task == "classification":
            assert split.y.dtype == np.int64
            assert set(split.y.tolist()) <= set(range(examples.n_outputs))
        else:
            assert split.y.dtype == np.float64
            assert examples.class_names == ()
            assert not split.wrong.any()
    assert len(set(examples.feature_names)) == examples.n_inputs
    assert len(set(examples.class_names)) == len(examples.class_names)
    assert dataset.is_image == (examples.image_shape is not None)
    if examples.image_shape is not None:
        assert np.prod(examples.image_shape) == examples.n_inputs


def test_arrays_are_read_only(dataset: Dataset):
    examples = dataset.examples(defaults(dataset))
    arrays = [array for split in splits(examples) for array in (split.x, split.y, split.wrong)]
    arrays += [examples.frame, *(examples.truth or ())]
    if examples.true_weights is not None:
        arrays.append(examples.true_weights)
    assert not any(array.flags.writeable for array in arrays)


def test_the_same_seed_gives_the_same_bits(dataset: Dataset):
    data = defaults(dataset)
    first, second = dataset.examples(data), dataset.examples(data)
    assert all(map(same, splits(first), splits(second)))
    assert (first.guess_loss, first.floor_loss) == (second.guess_loss, second.floor_loss)


def test_another_seed_gives_other_examples_in_the_same_frame(dataset: Dataset):
    data = defaults(dataset)
    first, second = dataset.examples(data), dataset.examples(replace(data, seed=data.seed + 1))
    assert not any(map(same, splits(first), splits(second)))
    if dataset.key not in STANDARDISED:
        assert np.array_equal(first.frame, second.frame)


def test_splits_have_no_example_in_common(dataset: Dataset):
    if dataset.inputs_repeat:
        pytest.skip("the same inputs come again, in every split")
    rows = [tuple(row) for split in splits(dataset.examples(defaults(dataset))) for row in split.x]
    assert len(set(rows)) == len(rows)


@pytest.mark.parametrize("size", ["n_train", "n_validation", "n_test"])
def test_points_keep_their_identity_when_a_size_changes(dataset: Dataset, size: str):
    """The first half is the same half, and the other splits do not move."""
    full = defaults(dataset)
    small = replace(full, **{size: getattr(full, size) // 2})
    for before, after in zip(splits(dataset.examples(full)), splits(dataset.examples(small)), strict=True):
        assert same(before.first(len(after)), after)


def test_frame_holds_nearly_all_points(dataset: Dataset):
    examples = dataset.examples(defaults(dataset))
    assert examples.frame.shape == (examples.n_inputs, 2)
    low, high = examples.frame.T
    assert (low < high).all()
    assert np.mean((examples.test.x >= low) & (examples.test.x <= high)) > 0.99


def test_guess_is_what_the_best_constant_scores(dataset: Dataset):
    """Within the sampling error of the examples."""
    data = defaults(dataset)
    if not CONDITIONS[dataset.key].limits:
        data = replace(data, n_train=4000, n_validation=4000)
    examples = dataset.examples(data)
    target = examples.validation.y
    if dataset.task == "regression":
        measured = np.mean((target - examples.train.y.mean()) ** 2)
    else:
        frequency = np.bincount(examples.train.y, minlength=examples.n_outputs) / len(examples.train)
        measured = -np.mean(np.log(frequency[target]))
    assert examples.guess_loss == pytest.approx(measured, rel=0.05)
    assert examples.floor_loss is None or examples.floor_loss < examples.guess_loss


def test_truth_is_on_an_even_grid_over_the_frame(dataset: Dataset):
    examples = dataset.examples(defaults(dataset))
    assert (examples.truth is not None) == (examples.picture == "curve" and not examples.plane)
    if examples.truth is not None:
        grid, value = examples.truth
        assert np.array_equal(grid, examples.grid(len(grid))[:, 0])
        near = np.interp(examples.test.x[:, 0], grid, value)
        assert np.mean((examples.test.y - near) ** 2) == pytest.approx(examples.floor_loss, rel=0.15)


@pytest.mark.parametrize("key", NOISY)
def test_noise_scales_the_same_draws(key: str):
    dataset = DATASETS[key]
    none, one, two = (dataset.examples(replace(defaults(dataset), noise=noise)) for noise in (0.0, 0.25, 0.5))
    for name in ("x", "y") if dataset.task == "regression" else ("x",):
        for clean, single, double in zip(splits(none), splits(one), splits(two), strict=True):
            a, b, c = (getattr(split, name) for split in (clean, single, double))
            np.testing.assert_allclose(2.0 * (b - a), c - a, atol=1e-12)
    assert not np.array_equal(none.train.x, one.train.x) or not np.array_equal(none.train.y, one.train.y)
    assert np.array_equal(none.train.wrong, two.train.wrong)


@pytest.mark.parametrize("key", sorted(set(DATASETS) - set(NOISY)))
def test_noise_does_nothing_where_it_is_not_used(key: str):
    dataset = DATASETS[key]
    quiet, loud = (dataset.examples(replace(defaults(dataset), noise=noise)) for noise in (0.0, 0.5))
    assert all(map(same, splits(quiet), splits(loud)))


@pytest.mark.parametrize("key", CLASSIFICATIONS)
def test_flips_are_nested_and_replace_the_class(key: str):
    dataset = DATASETS[key]
    clean, few, many = (dataset.examples(replace(defaults(dataset), label_flip=flip)) for flip in (0.0, 0.1, 0.3))
    for right, some, more in zip(splits(clean), splits(few), splits(many), strict=True):
        assert not right.wrong.any()
        assert np.array_equal(right.x, more.x)
        assert np.array_equal(some.y != right.y, some.wrong)
        assert np.array_equal(more.y != right.y, more.wrong)
        assert more.wrong[some.wrong].all()
        assert np.array_equal(some.y[some.wrong], more.y[some.wrong])
    assert few.test.wrong.mean() == pytest.approx(0.1, abs=0.04)
    assert many.test.wrong.mean() == pytest.approx(0.3, abs=0.06)


@pytest.mark.parametrize("key", CLASSIFICATIONS)
def test_clean_validation_keeps_the_training_set_as_it_is(key: str):
    dataset = DATASETS[key]
    data = replace(defaults(dataset), label_flip=0.2)
    flipped = dataset.examples(data)
    clean = dataset.examples(replace(data, clean_validation=True))
    never = dataset.examples(replace(data, label_flip=0.0))
    assert same(clean.train, flipped.train)
    assert clean.train.wrong.any()
    assert same(clean.validation, never.validation)
    assert same(clean.test, never.test)
    assert clean.floor_loss == (never.floor_loss and pytest.approx(never.floor_loss))
    assert clean.floor_loss is None or clean.floor_loss < flipped.floor_loss


@pytest.mark.parametrize("key", sorted(set(DATASETS) - set(CLASSIFICATIONS)))
def test_clean_validation_leaves_the_noise_of_a_regression(key: str):
    dataset = DATASETS[key]
    data = defaults(dataset)
    noisy, clean = dataset.examples(data), dataset.examples(replace(data, clean_validation=True))
    assert all(map(same, splits(noisy), splits(clean)))


@pytest.mark.parametrize(("key", "size"), LIMITED)
def test_more_than_there_is_is_refused_in_one_sentence(key: str, size: str):
    dataset = DATASETS[key]
    limit = CONDITIONS[key].limits[size]
    at_limit = dataset.examples(replace(defaults(dataset), **{size: limit}))
    assert all(len(split) for split in splits(at_limit))
    with pytest.raises(Refusal, match=rf"^data\.{size} = {limit + 1}: must be at most {limit} "):
        dataset.examples(replace(defaults(dataset), **{size: limit + 1}))


@pytest.mark.parametrize(("key", "knob"), KNOBS)
def test_own_knobs_do_something(key: str, knob: str):
    dataset = DATASETS[key]
    declared = next(entry for entry in dataset.knobs if entry.key == knob)
    data = defaults(dataset)
    stated = replace(data, options=Values({knob: declared.default}))
    changed = replace(data, options=Values({knob: int(declared.default) + 1}))
    assert same(dataset.examples(data).train, dataset.examples(stated).train)
    assert not same(dataset.examples(data).train, dataset.examples(changed).train)


@pytest.mark.parametrize("key", sorted(key for key in DATASETS if not CONDITIONS[key].limits))
def test_large_training_sets_are_drawn(key: str):
    dataset = DATASETS[key]
    examples = dataset.examples(replace(defaults(dataset), n_train=20_000))
    assert len(examples.train) == 20_000
    assert same(examples.train.first(20), dataset.examples(defaults(dataset)).train.first(20))
