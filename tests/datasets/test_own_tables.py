"""Tables of a person's own: what is read, what is refused and in which words, how they are split and scaled."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

import numpy as np
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from regsim import experiment_file
from regsim.cli.settings import prepared
from regsim.datasets import catalogue
from regsim.engine.training import Training
from regsim.examples import Examples
from regsim.experiment import Data, Experiment, Values
from regsim.knob import Refusal
from regsim.schema import put, validate
from regsim.tables import growing, preparing, reading
from regsim.tables.held import held_table
from regsim.tables.reading import read_table, table_of_text
from regsim.tables.wishes import names_in, names_text, types_in, types_text
from tests.datasets.own import PLANTS, plants

MEASURED = "x;y;target\n" + "".join(f"{row},5;{row * row};{3 * row + 1},25\n" for row in range(40))


def experiment_on(path: Path, **options: object) -> Experiment:
    experiment = put(Experiment(), "data.kind", "file")
    for key, value in {"path": str(path), **options}.items():
        experiment = put(experiment, f"data.{key}", value)
    return experiment


def examples_of(path: Path, **options: object) -> Examples:
    experiment = experiment_on(path, **options)
    return catalogue()["file"].examples(experiment.data)


def refusal(path: Path, **options: object) -> str:
    with pytest.raises(Refusal) as raised:
        validate(experiment_on(path, **options))
    sentence = str(raised.value)
    assert "\n" not in sentence
    return sentence


def written(folder: Path, text: str | bytes, name: str = "own.csv") -> Path:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


@pytest.mark.parametrize(
    ("text", "delimiter", "decimal", "has_header"),
    [
        ("a,b\n1.5,2\n3,4\n", ",", ".", True),
        ("a;b\n1,5;2\n3;4\n", ";", ",", True),
        ("a\tb\n1,5\t2\n3\t4\n", "\t", ",", True),
        ("1.5|2\n3|4\n", "|", ".", False),
        ('name,"b, c"\nx,"1, 2"\ny,"3, 4"\n', ",", ".", True),
        ("a,b\r\n1,2\r\n\r\n3,4\r\n", ",", ".", True),
        ("sep=;\na;b\n1;2\n3;4\n", ";", ".", True),
        ("# made by, somebody\n#\na;b\n1;2\n3;4\n", ";", ".", True),
        ("# one line is a header,b\n1,2\n3,4\n", ",", ".", True),
        ("  a   b \n 1.5  2\n3 4\n", " ", ".", True),
        ('a,b\n"1,5",2\n"3,25",4\n', ",", ",", True),
        ("a;b\n1.000;2,5\n1.250;3,75\n", ";", ",", True),
        ('a,b\n"1,000",2\n"1,250",4\n', ",", ".", True),
    ],
)
def test_the_way_a_table_is_written_is_recognised(text: str, delimiter: str, decimal: str, has_header: bool):
    table = table_of_text(text)
    assert (table.delimiter, table.decimal, table.has_header) == (delimiter, decimal, has_header)
    assert len(table.columns) == 2
    assert len(table) == 2


@pytest.mark.parametrize(
    ("cells", "numbers"),
    [
        (["1,234", "999", "1,234,567.5"], [1234.0, 999.0, 1234567.5]),
        (["1.234,5", "999", "1.234.567"], [1234.5, 999.0, 1234567.0]),
        (["1'234.5", "2"], [1234.5, 2.0]),
        (["1\u202f234,5", "2,25"], [1234.5, 2.25]),
        (["12 %", "7.5%"], [12.0, 7.5]),
        (["€ 1,200", "€950.5"], [1200.0, 950.5]),
        (["3,50 €", "1.200,00 €"], [3.5, 1200.0]),
        (["-1,500", "+2,000.5"], [-1500.0, 2000.5]),
        (["1,5", "2,5e3"], [1.5, 2500.0]),
    ],
)
def test_numbers_are_read_as_people_write_them(cells: list[str], numbers: list[float]):
    column = table_of_text("a;b\n" + "".join(f"{cell};x\n" for cell in cells)).columns[0]
    assert column.numbers.tolist() == numbers


@pytest.mark.parametrize("cells", [["12%", "0.5"], ["5 €", "5 $"], ["1.5", "1,5"], ["1,23,4", "5.5"], ["1.2.3", "1,5"]])
def test_a_number_that_is_written_in_another_way_is_a_stray_word(cells: list[str]):
    column = table_of_text("a;b\n" + "".join(f"{cell};x\n" for cell in cells)).columns[0]
    assert (column.n_numbers, column.n_words) == (1, 1)


def test_long_cells_that_begin_alike_are_different_words():
    long = "the same beginning " * 6
    column = table_of_text("a,b\n" + f"{long}one,1\n{long}two,2\n" * 3).columns[0]
    assert column.words is not None
    assert len(column.words) == 2
    assert all(word.startswith("the same beginning") and len(word) <= 60 for word in column.words)


def test_what_makes_a_column_a_poor_input_is_seen():
    rows = "\n".join(f"{i + 7};3;{1 + i % 9:02d}.03.2021;{i * i};2021-03-0{1 + i % 9}T10:00" for i in range(40))
    table = table_of_text("id;same;day;x;time\n" + rows)
    assert [column.habit for column in table.columns] == ["numbering", "constant", "dates", "", "dates"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_letters_of_all_languages_are_read(tmp_path: Path, encoding: str):
    path = written(tmp_path, "größe,Δ\n1,2\n3,4\n".encode(encoding))
    assert read_table(path).names == ("größe", "Δ")


def test_what_a_western_windows_writes_is_read(tmp_path: Path):
    late = "größe;preis\n" + "1;5 €\n" * 20_000 + "2;6 €\n"
    assert read_table(written(tmp_path, late.encode("cp1252"))).names == ("größe", "preis")
    assert read_table(written(tmp_path, ("a;b\n" + "1;x\n" * 40_000 + "2;ü\n").encode("latin-1"))).columns[1].words == (
        "x",
        "ü",
    )


def test_types_are_recognised():
    rows = "\n".join(f"{i},{i % 3},{'red' if i % 2 else 'blue'},name {i},,{'x' if i == 7 else i}" for i in range(300))
    table = table_of_text("number,few,colour,name,nothing,stray\n" + rows)
    assert [column.kind for column in table.columns] == ["number", "number", "category", "text", "empty", "number"]
    stray = table.column("stray")
    assert stray is not None
    assert stray.first_word is not None
    assert (stray.n_words, stray.first_word.row, stray.first_word.text) == (1, 9, "x")


@pytest.mark.parametrize("none", ["None", "none", "NONE"])
def test_none_is_a_word_among_words_and_no_value_among_numbers(none: str):
    rows = "\n".join(f"{none if i % 4 == 0 else ('L1', 'L2')[i % 2]},{none if i % 3 == 2 else i}" for i in range(60))
    run, score = table_of_text("run,score\n" + rows).columns
    assert (run.kind, run.words, run.n_words, run.n_missing) == ("category", (none, "L2", "L1"), 60, 0)
    assert run.first_word is not None
    assert (run.first_word.row, run.first_word.text) == (2, none)
    assert (score.kind, score.n_numbers, score.n_words, score.n_missing) == ("number", 40, 0, 20)
    assert score.first_missing is not None
    assert (score.first_missing.row, score.first_missing.text) == (4, none)
    assert score.words is not None
    assert score.codes is not None
    assert none not in score.words
    assert [score.words[code] for code in score.codes if code >= 0] == [str(i) for i in range(60) if i % 3 != 2]
    assert ((score.codes == -1) == np.isnan(score.numbers)).all()


def test_columns_have_unique_names():
    assert table_of_text("a,a,,b\nw,x,y,z\n").names == ("a", "a (2)", "column 3", "b")


@pytest.mark.parametrize("names", [("a", "b"), ("a, b", "c"), ('say "a"', "b"), ("one",)])
def test_names_survive_being_written(names: tuple[str, ...]):
    assert names_in(names_text(names), "data.features") == names
    types = dict.fromkeys(names, "category")
    assert dict(types_in(types_text(types), "data.types")) == types


# What is made of it


def test_numbers_and_targets_are_standardised_by_the_training_part(tmp_path: Path):
    examples = examples_of(written(tmp_path, MEASURED), target="target")
    assert examples.task == "regression"
    assert examples.feature_names == ("x", "y")
    assert examples.train.x.mean(axis=0) == pytest.approx([0, 0], abs=1e-12)
    assert examples.train.x.std(axis=0) == pytest.approx([1, 1])
    assert (examples.train.y.mean(), examples.train.y.std()) == pytest.approx((0, 1))
    (mean, deviation), target = examples.scales[0], examples.target_scale
    assert target is not None
    original = np.concatenate([split.x[:, 0] for split in (examples.train, examples.validation, examples.test)])
    assert sorted(mean + deviation * original) == pytest.approx([row + 0.5 for row in range(40)])
    assert examples.test.y * target[1] + target[0] == pytest.approx(
        3 * (examples.test.x[:, 0] * deviation + mean - 0.5) + 1.25
    )


def test_a_smaller_training_set_has_the_same_points():
    experiment = experiment_on(PLANTS, target="species")
    small = replace(experiment.data, n_train=30)
    dataset = catalogue()["file"]
    assert np.array_equal(dataset.examples(experiment.data).train.x[:30], dataset.examples(small).train.x)


def test_classes_are_split_in_their_proportion_whatever_the_seed(tmp_path: Path):
    text = "x,class\n" + "".join(f"{row},{'rare' if row % 20 == 0 else 'common'}\n" for row in range(200))
    path = written(tmp_path, text)
    splits = set()
    for seed in range(5):
        experiment = put(experiment_on(path, target="class"), "data.seed", seed)
        examples = catalogue()["file"].examples(experiment.data)
        parts = (examples.train, examples.validation, examples.test)
        assert [len(part) for part in parts] == [120, 40, 40]
        rare = [int((part.y == examples.class_names.index("rare")).sum()) for part in parts]
        assert rare == [6, 2, 2]
        splits.add(tuple(examples.train.x[:, 0]))
    assert len(splits) == 5


def test_categories_are_one_hot_and_two_of_them_are_one_number(tmp_path: Path):
    rows = "".join(f"{row},{'rgb'[row % 3]},{'yn'[row % 2]},{row % 4}\n" for row in range(60))
    examples = examples_of(written(tmp_path, "x,colour,there,target\n" + rows), target="target", task="regression")
    assert examples.feature_names == ("x", "colour = b", "colour = g", "colour = r", "there = y")
    assert (examples.train.x[:, 1:4].sum(axis=1) == 1).all()
    assert set(np.unique(examples.train.x[:, 1:])) == {0.0, 1.0}


@pytest.mark.parametrize(
    ("values", "task", "classes"),
    [
        (["a", "b"], "classification", ("a", "b")),
        (["0", "1"], "classification", ("0", "1")),
        (["10", "9", "2"], "classification", ("2", "9", "10")),
        ([str(number / 7) for number in range(40)], "regression", ()),
        ([str(number) for number in range(40)], "regression", ()),
    ],
)
def test_the_task_follows_from_the_target(tmp_path: Path, values: list[str], task: str, classes: tuple[str, ...]):
    text = "x,target\n" + "".join(f"{row},{values[row % len(values)]}\n" for row in range(80))
    examples = examples_of(written(tmp_path, text), target="target")
    assert (examples.task, examples.class_names) == (task, classes)
    if "2" in classes:
        assert examples_of(written(tmp_path, text), target="target", task="regression").task == "regression"


def test_missing_values_are_refused_dropped_or_filled(tmp_path: Path):
    lines = [f"{row},{row % 7},{row}" for row in range(40)]
    lines[3], lines[5], lines[8] = "3,,3", "5,five,5", "8,1,"
    path = written(tmp_path, "x,y,target\n" + "\n".join(lines))
    assert refusal(path, target="target") == (
        'row 10, column "target": the value is missing; set data.missing = "drop" or "fill"'
    )
    assert refusal(path, target="x") == (
        'row 5, column "y": the value is missing, and 1 more of this column; set data.missing = "drop" or "fill"'
    )
    dropped, filled = (experiment_on(path, target="target", missing=policy) for policy in ("drop", "fill"))
    assert dropped.data.n_train + dropped.data.n_validation + dropped.data.n_test == 37
    assert filled.data.n_train + filled.data.n_validation + filled.data.n_test == 39


def test_a_stray_word_is_named_with_row_and_column(tmp_path: Path):
    lines = [f"{row},{row % 7},{row}" for row in range(40)]
    lines[5] = "5,five,5"
    sentence = refusal(written(tmp_path, "x,y,target\n" + "\n".join(lines)), target="target")
    assert sentence.startswith('row 7, column "y": "five" is no number; correct it, or set data.missing')


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({}, "data.target: it is empty; name one of height, width, colour, species"),
        ({"target": "high"}, 'data.target: there is no column "high"'),
        ({"target": "species", "features": "height, depth"}, 'data.features: there is no column "depth"'),
        ({"target": "species", "features": "species"}, "is the target and cannot be an input"),
        ({"target": "species", "plane": "a, b, c"}, "a picture has at most two axes"),
        ({"target": "height", "task": "classification"}, "too many for classes"),
        ({"target": "species", "task": "regression"}, '"o'),
        ({"target": "species", "types": "colour: number"}, 'column "colour"'),
        ({"target": "species", "types": "colour = word"}, 'must be written as "column: number"'),
        ({"target": "species", "training_share": 0.8, "validation_share": 0.5}, "at most 95 %"),
        ({"target": "species", "sha256": "0" * 64}, "has changed since it was stored"),
    ],
)
def test_what_cannot_be_meant_is_refused_in_one_sentence(options: dict[str, object], words: str):
    if words == '"o':
        words = "is no number"
    assert words in refusal(PLANTS, **options)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "is empty"),
        (b"\n\n", "is empty"),
        (b"a,b\n", "no rows of values"),
        (b"PK\x03\x04\0\0", "is no text"),
        (b"a,b\n1,\x81\n", "is neither UTF-8 text nor that of a Western Windows: save it as “CSV UTF-8”"),
        (b"a,b\n1,2,3\n", "row 2 has 3 cells: the rows before have 2"),
        (b"# made\n# by\na,b\n1,2,3\n", "row 4 has 3 cells: the rows before have 2"),
        (b'a,b\n1,"2\n3,4\n', "the quotation marks do not match"),
        (b"a\n" + b"1\n" * 20, "no column beside the target"),
        (b"a,b\n1,2\n2,3\n", "has 2 rows to use"),
        (b"a,b\n" + b"1,2\n" * 20, 'only the class "2"'),
        (b"a" + b",a" * 1500, "has 1,501 columns: at most 1,000"),
        (b'a,b\n"' + b"x" * 200_000 + b'",1\n', "a cell is longer"),
    ],
)
def test_what_is_no_table_is_refused_in_one_sentence(tmp_path: Path, content: bytes, words: str):
    path = written(tmp_path, content)
    target = "a" if b"b" not in content.partition(b"\n")[0] else "b"
    assert words in refusal(path, target=target)


def test_a_file_without_line_ends_does_not_fill_the_memory(tmp_path: Path):
    path = tmp_path / "endless.csv"
    path.write_bytes(b"a,b\n" + b"1," * 30_000_000)
    tracemalloc.start()
    try:
        sentence = refusal(path, target="a")
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert sentence.endswith("has a line of more than 2,000,000 characters: no row of a table is that long")
    assert peak < 50e6


@pytest.mark.parametrize(
    ("module", "limit", "most", "words"),
    [
        (reading, "MOST_BYTES", 2_000, "plants.csv has 0 MB: tables of at most 0 MB are read"),
        (reading, "MOST_ROWS", 100, "has more than 100 rows: so many are read; leave some out"),
        (reading, "MOST_LINES", 100, "has more than 100 lines, most of them empty: remove those"),
        (reading, "MOST_COLUMNS", 3, "has 4 columns: at most 3 are read"),
        (reading, "MOST_CELLS", 403, "has more than 403 cells: so many are read; leave columns out"),
        (growing, "MOST_DIFFERENT", 2, "has more than 200 different values: too many for classes or one-hot inputs"),
        (preparing, "MOST_CLASSES", 2, '"species" has 3 classes: at most 2 are allowed'),
        (preparing, "MOST_CATEGORIES", 2, 'column "colour" has 3 different words: at most 2 can be one-hot inputs'),
        (preparing, "MOST_INPUTS", 4, "data.features give 5 inputs: at most 4 are allowed"),
        (preparing, "FEWEST_ROWS", 102, "the table has 101 rows to use: at least 102 are needed"),
    ],
)
def test_each_limit_is_met_in_one_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, module: object, limit: str, most: int, words: str
):
    examples_of(plants(tmp_path / "allowed.csv", 101), target="species")
    monkeypatch.setattr(module, limit, most)
    assert words in refusal(plants(tmp_path / "plants.csv", 101), target="species")


def test_what_is_no_file_is_refused_in_one_sentence(tmp_path: Path):
    assert "is a folder" in refusal(tmp_path, target="x")
    assert refusal(tmp_path / "none.csv", target="x") == f"{tmp_path / 'none.csv'}: there is no such file"


def test_reading_can_be_watched_and_ended(tmp_path: Path):
    class Enough(Exception):
        pass

    seen: list[float] = []

    def watch(share: float) -> None:
        seen.append(share)
        if share > 0.5:
            raise Enough

    path = plants(tmp_path / "plants.csv", 20_000)
    with pytest.raises(Enough):
        read_table(path, progress=watch)
    assert len(seen) > 2
    assert seen == sorted(seen)
    assert seen[-2] <= 0.5


# As an experiment


def test_sizes_follow_the_table_unless_they_are_set():
    experiment = experiment_on(PLANTS, target="species")
    assert (experiment.data.n_train, experiment.data.n_validation, experiment.data.n_test) == (540, 180, 180)
    assert put(experiment, "data.training_share", 0.5).data.n_train == 450
    small = put(put(experiment, "data.n_train", 100), "data.training_share", 0.5)
    assert (small.data.n_train, small.data.n_test) == (100, 270)
    with pytest.raises(Refusal, match=r"data.n_train = 541: must be in \[2, 540\]"):
        put(experiment, "data.n_train", 541)


def test_a_regularizer_of_classes_is_refused_for_numbers():
    experiment = experiment_on(PLANTS, target="height", features="width")
    with pytest.raises(Refusal, match="needs classes"):
        put(experiment, "label_smoothing.amount", 0.1)
    put(experiment_on(PLANTS, target="species"), "label_smoothing.amount", 0.1)


def test_an_experiment_file_finds_its_table_beside_it(tmp_path: Path):
    (tmp_path / "tables").mkdir()
    table = plants(tmp_path / "tables" / "plants.csv", 60)
    file = tmp_path / "own.regsim.toml"
    experiment_file.write(put(experiment_on(table, target="species"), "data.n_train", 20), file)
    text = file.read_text()
    assert 'path = "tables/plants.csv"' in text
    assert "sha256" in text
    found = experiment_file.read(file)
    assert found.data.options["path"] == str(table)
    assert found.data.n_train == 20
    experiment_file.write(found, file)
    assert file.read_text() == text

    moved = tmp_path.rename(tmp_path.with_name(f"{tmp_path.name} moved"))
    assert experiment_file.read(moved / file.name).data.n_train == 20


def test_a_changed_or_missing_file_is_said_in_one_sentence(tmp_path: Path):
    table, file = plants(tmp_path / "plants.csv", 60), tmp_path / "own.regsim.toml"
    experiment_file.write(experiment_on(table, target="species"), file)
    plants(table, 60, seed=2)
    with pytest.raises(Refusal, match=r"^.*plants.csv has changed since it was stored \(SHA-256"):
        experiment_file.read(file)
    table.unlink()
    with pytest.raises(Refusal, match=r"^.*plants.csv: there is no such file$"):
        experiment_file.read(file)


def test_on_the_command_line_a_changed_table_is_taken_and_a_moved_one_named(tmp_path: Path):
    table, file = plants(tmp_path / "plants.csv", 60), tmp_path / "own.regsim.toml"
    experiment_file.write(experiment_on(table, target="species"), file)
    plants(table, 90, seed=2)
    with pytest.raises(Refusal, match=r'set data\.sha256 = ""'):
        prepared(str(file), [])
    assert prepared(str(file), ['data.sha256=""', "data.plane=width, height"]).data.options["plane"] == "width, height"
    moved = table.rename(tmp_path / "moved.csv")
    with pytest.raises(Refusal, match="there is no such file"):
        prepared(str(file), [])
    assert prepared(str(file), [f"data.path={moved}"]).data.options["path"] == str(moved)


def test_a_table_in_use_is_not_missed_when_its_file_goes(tmp_path: Path):
    path = plants(tmp_path / "plants.csv", 60)
    experiment = experiment_file.parse(experiment_file.text(experiment_on(path, target="species")))
    path.unlink()
    validate(experiment)
    assert experiment_file.parse(experiment_file.text(experiment)) == experiment


def test_another_file_has_another_checksum(tmp_path: Path):
    experiment = put(experiment_on(PLANTS, target="species"), "data.sha256", held_table(str(PLANTS)).sha256)
    moved = put(experiment, "data.path", str(plants(tmp_path / "other.csv", 60, seed=3)))
    validate(moved)
    assert moved.data.n_train == 36


@pytest.mark.parametrize(
    ("options", "picture"),
    [
        ({"target": "species", "features": "height"}, "field"),
        ({"target": "species", "features": "height, width"}, "field"),
        ({"target": "species", "plane": "width, height"}, "field"),
        ({"target": "height", "features": "width"}, "curve"),
        ({"target": "height", "features": "width, colour"}, "surface"),
    ],
)
def test_predictions_are_pictured(options: dict[str, object], picture: str):
    experiment = put(experiment_on(PLANTS, **options), "network.hidden", [4])
    training = Training(experiment)
    training.advance(2)
    snapshot = training.snapshot()
    examples = snapshot.examples
    assert examples.picture == picture
    assert snapshot.runs[0].prediction is not None
    if "plane" in options:
        assert [examples.feature_names[index] for index in examples.axes] == ["width", "height"]
    if examples.hides_inputs:
        hidden = [index for index in range(examples.n_inputs) if index not in examples.axes]
        assert examples.centre is not None
        assert (examples.grid(5)[:, hidden] == examples.centre[hidden]).all()


# Anything at all

cells = st.one_of(
    st.text(alphabet=st.characters(codec="utf-8"), max_size=12),
    st.floats(allow_nan=True).map(str),
    st.sampled_from(["", "NA", "1", "2", "a", "b", '"', "1,5", "1e400", "1_0", "\x00", "\r", "=1+1"]),
)
Made = TypeVar("Made")
tables = st.lists(st.lists(cells, min_size=1, max_size=6), max_size=30)


def joined(rows: list[list[str]], delimiter: str, newline: str) -> bytes:
    return newline.join(delimiter.join(row) for row in rows).encode("utf-8", "replace")


def attempted(call: Callable[[], Made]) -> tuple[Made | None, str]:
    """What it made, or the sentence that refused it."""
    try:
        return call(), ""
    except Refusal as refused:
        return None, str(refused)


@settings(max_examples=250, deadline=2000, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.one_of(
        st.binary(max_size=300),
        st.builds(joined, tables, st.sampled_from([",", ";", "\t", "|"]), st.sampled_from(["\n", "\r\n", "\r"])),
        st.builds(lambda rows, cell: joined([["a", "b", cell], *rows * 12], ",", "\n"), tables, cells),
    ),
    st.sampled_from(["refuse", "drop", "fill"]),
    st.sampled_from(["auto", "yes", "no"]),
)
@example(b"a,b\n" + b"1,2\n1e99,3\n" * 20, "fill", "auto")
def test_whatever_the_file_it_is_read_or_refused_in_one_sentence(
    tmp_path: Path, content: bytes, missing: str, header: str
):
    path = written(tmp_path, content)
    table, refused = attempted(lambda: read_table(path, header))
    assert (table is None) == bool(refused)
    assert len(refused.splitlines()) <= 1
    for name in table.names[:3] if table is not None else ():
        options = Values({"path": str(path), "target": name, "missing": missing, "header": header})
        data = Data(kind="file", n_train=2, n_validation=1, n_test=1, label_flip=0.0, options=options)
        examples, refused = attempted(lambda data=data: catalogue()["file"].examples(data))  # type: ignore[misc]
        assert len(refused.splitlines()) <= 1
        assert len(refused) < 1500
        if examples is not None:
            assert np.isfinite(examples.train.x).all()
            assert np.isfinite(examples.train.y).all()
            assert len(set(examples.feature_names)) == examples.n_inputs
