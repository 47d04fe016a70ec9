"""Tables and arrays say what the snapshot holds, number by number, and refuse what it lacks."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from regsim import experiment_file
from regsim.engine.training import Training
from regsim.experiment import Data, Edit, Experiment, Network, Run, Values
from regsim.experiment import Training as Asked
from regsim.export import arrays, results, tables
from regsim.export.table import Table
from regsim.knob import Refusal
from regsim.snapshot import Snapshot, Wishes
from tests.export.experiments import random_experiment, trained

RUNS = (
    Run("plain | simple"),
    Run("L1, dropped", values=Values({"l1.strength": 0.1, "dropout.rate": 0.5})),
)
SMALL = Experiment(
    data=Data(n_train=12, n_validation=20, n_test=20), network=Network((3,)), training=Asked(epochs=40), runs=RUNS
)


@pytest.fixture(scope="module")
def small() -> Snapshot:
    return trained(SMALL)


def rows(table: Table) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(table.csv())))


def test_weights_are_read_back_the_same(small: Snapshot) -> None:
    found = rows(tables.weights(small))
    for label, run in zip((run.label for run in SMALL.runs), small.runs, strict=True):
        own = [row for row in found if row["run"] == label]
        first = [row for row in own if row["layer"] == "1" and row["unit"] == "2"]
        assert [row["from"] for row in first] == [*small.examples.feature_names, "bias"]
        assert [np.float32(row["weight"]) for row in first] == [*run.weights[0][1], run.biases[0][1]]
        assert len(own) == sum(matrix.size for matrix in (*run.weights, *run.biases))


def test_histogram_counts_every_weight_once_and_zeros_apart(small: Snapshot) -> None:
    found = rows(tables.histogram(small))
    for label, run in zip((run.label for run in SMALL.runs), small.runs, strict=True):
        own = [row for row in found if row["run"] == label]
        zeros = [row for row in own if row["from"] == row["to"]]
        assert sum(int(row["weights"]) for row in own) == run.weight_count
        assert [int(row["weights"]) for row in zeros] == [run.exact_zeros]
        for row in own:
            low, high = float(row["from"]), float(row["to"])
            flat = np.concatenate([matrix.ravel() for matrix in run.weights])
            inside = flat[(flat > low * 0.999) & (flat < high * 0.999)] if low < high else flat[flat == 0]
            assert len(inside) <= int(row["weights"]) + 1
    assert small.runs[1].exact_zeros > 0


def test_masks_are_those_that_were_trained(small: Snapshot) -> None:
    mask = small.runs[1].mask
    assert mask is not None
    found = rows(tables.masks(small))
    assert {row["run"] for row in found} == {"L1, dropped"}
    assert [bool(int(row["kept"])) for row in found if row["layer"] == "1"] == mask.kept[1].tolist()
    with pytest.raises(Refusal, match="no dropout masks"):
        tables.masks(replace(small, runs=(small.runs[0], replace(small.runs[1], mask=None))))


@pytest.mark.parametrize("seed", range(12))
def test_predictions_stand_beside_their_places(seed: int) -> None:
    snapshot = trained(random_experiment(seed))
    found = rows(tables.prediction(snapshot))
    examples = snapshot.examples
    outputs = [f"p({name})" for name in examples.class_names] or ["prediction"]
    for asked, run in zip(snapshot.experiment.runs, snapshot.runs, strict=True):
        told = [[float(row[name]) for name in outputs] for row in found if row["run"] == asked.label]
        np.testing.assert_array_equal(np.ravel(told), run.prediction.ravel())
    for what, split in (("training point", examples.train), ("validation point", examples.validation)):
        points = [row for row in found if row["what"] == what]
        assert len(points) == (len(split) if examples.picture in ("curve", "field", "surface") else 0)
    if examples.picture == "curve":
        x, y = zip(*((float(r["x"]), float(r["target"])) for r in found if r["what"] == "truth"), strict=True)
        np.testing.assert_array_equal([x, y], examples.truth)


def test_a_field_is_told_with_its_coordinates(small: Snapshot) -> None:
    found = rows(tables.prediction(small))
    side = len(small.runs[0].prediction)
    names = small.examples.feature_names
    places = np.array([[float(row[name]) for name in names] for row in found[: side * side]])
    np.testing.assert_array_equal(places, small.examples.grid(side))


def test_predictions_of_ones_own_data_are_in_their_own_units(tmp_path: Path) -> None:
    path = tmp_path / "mine.csv"
    path.write_text("height,width,price\n" + "".join(f"{100 + n % 7},{n % 5},{5000 + n}\n" for n in range(60)))
    file = f'[data]\nkind = "file"\npath = {str(path)!r}\ntarget = "price"\n[training]\nepochs = 2\n'
    snapshot = trained(experiment_file.parse(file))
    found = rows(tables.prediction(snapshot))
    fit = [row for row in found if row["what"] == "fit"]
    assert all(90 < float(row["height"]) < 120 for row in found)
    assert all(4000 < float(row["prediction"]) < 6000 for row in fit)
    prices = sorted(float(row["price"]) for row in found if row["what"] == "training point")
    assert prices == pytest.approx(sorted(float(round(price)) for price in prices))
    with np.load(io.BytesIO(arrays.npz(snapshot))) as archive:
        assert archive["run1/prediction"].ravel().tolist() == pytest.approx([float(row["prediction"]) for row in fit])
        assert archive["grid"][:, 0].tolist() == [float(row["height"]) for row in fit]
        assert sorted(archive["train/y"].tolist()) == prices


def test_arrays_hold_everything_and_the_experiment(small: Snapshot) -> None:
    edited = replace(SMALL, edits=(Edit(3, "run.2.l1.strength", 0.2),))
    with np.load(io.BytesIO(arrays.npz(small, edited))) as archive:
        assert experiment_file.parse(str(archive["experiment"])) == edited
        for number, run in enumerate(small.runs, start=1):
            np.testing.assert_array_equal(archive[f"run{number}/history/train_loss"], run.history.train_loss)
            np.testing.assert_array_equal(archive[f"run{number}/weights/2"], run.weights[1])
            np.testing.assert_array_equal(archive[f"run{number}/prediction"], run.prediction)
            assert archive[f"run{number}/histogram/weights"].sum() == run.weight_count - run.exact_zeros
        assert archive["histogram/edges"].shape == (51,)
        assert archive["labels"].tolist() == [run.label for run in RUNS]
    assert arrays.npz(small) == arrays.npz(small)


def test_what_is_not_there_is_refused_in_one_sentence() -> None:
    bare = Training(SMALL).snapshot(Wishes(weights=False, prediction=False, mask=False))
    for key in ("weights", "network", "masks", "histogram", "prediction"):
        with pytest.raises(Refusal, match=r"^there are no .* to export"):
            tables.TABLES[key](bare)
    assert "run1/weights/1" not in arrays.arrays(bare)


def test_results_as_csv_and_markdown(small: Snapshot) -> None:
    found = rows(results.results(small))
    assert [row["label"] for row in found] == [run.label for run in RUNS]
    assert [float(row["validation_loss"]) for row in found] == [run.validation_loss for run in small.runs]
    lines = results.results_markdown(small).splitlines()
    assert len(lines) == 4
    assert lines[2].startswith("| plain \\| simple | 40 |")


EXPORTED = ("results", "history", "weights", "network", "masks", "histogram", "prediction", "stopping")


@pytest.mark.parametrize("key", EXPORTED)
def test_diverged_runs_have_empty_cells(key: str) -> None:
    runs = (Run("calm", values=Values({"dropout.rate": 0.5, "training.learning_rate": 0.1})), Run("wild"))
    asked = Asked(optimizer="sgd", learning_rate=10.0, epochs=60)
    wild = Values({"l2.strength": 10.0})
    snapshot = trained(replace(SMALL, training=asked, runs=(runs[0], replace(runs[1], values=wild))))
    assert snapshot.runs[1].state == "diverged"
    labels = {row.get("run", row.get("label")) for row in rows(tables.TABLES[key](snapshot))}
    assert "calm" in labels


def test_a_network_is_told_with_what_the_last_step_trained(small: Snapshot) -> None:
    found = rows(tables.network(small))
    assert [row["weight"] for row in found] == [row["weight"] for row in rows(tables.weights(small))]
    assert {row["kept"] for row in found if row["run"] == RUNS[0].label} == {""}
    mask = small.runs[1].mask
    assert mask is not None
    own = [row for row in found if row["run"] == RUNS[1].label]
    into_outputs = [row for row in own if row["layer"] == "2" and row["unit"] == "1"]
    assert [row["kept"] for row in into_outputs] == [*(str(int(kept)) for kept in mask.kept[1]), "1"]
    for row in own:
        if row["layer"] == "1" and not mask.kept[1][int(row["unit"]) - 1]:
            assert row["kept"] == "0"


def test_a_spreadsheet_takes_a_table_as_it_is() -> None:
    table = Table(("run", "loss"), [("a\tb, c", 0.1), ('say "x"', None), ("λ", 1e-300)])
    lines = list(csv.reader(io.StringIO(table.tsv()), dialect="excel-tab"))
    assert lines == [["run", "loss"], ["a\tb, c", "0.1"], ['say "x"', ""], ["λ", "1e-300"]]


def test_a_history_is_told_number_by_number(small: Snapshot) -> None:
    found = rows(tables.TABLES["history"](small))
    assert len(found) == sum(len(run.history) for run in small.runs)
    for asked, run in zip(SMALL.runs, small.runs, strict=True):
        own = [row for row in found if row["run"] == asked.label]
        for name in results.HISTORY_COLUMNS:
            told = [float(row[name] or "nan") for row in own]
            np.testing.assert_array_equal(told, getattr(run.history, name))


def test_an_accuracy_is_a_share_of_whole_examples(small: Snapshot) -> None:
    n = len(small.examples.validation)
    whole = {right / n for right in range(n + 1)}
    for run in small.runs:
        assert set(run.history.validation_accuracy.tolist()) <= whole
