"""Experiment files: what is written is read back equal, and everything that is wrong is said at once."""

from __future__ import annotations

import os
import stat
import tomllib
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regsim import experiment_file, schema
from regsim.experiment import Edit, Experiment, Run
from regsim.knob import Knob, Refusal, Value

QUICK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def values_of(knob: Knob) -> st.SearchStrategy[Value]:
    if knob.choices:
        return st.sampled_from(knob.choices)
    low, high = knob.low, knob.high
    if isinstance(knob.default, bool):
        return st.booleans()
    if isinstance(knob.default, int):
        return st.integers(int(low or 0), int(high or 1000))
    if isinstance(knob.default, float):
        top = knob.below if high is None else high
        return st.floats(low, top, exclude_max=high is None, allow_nan=False)
    if isinstance(knob.default, tuple):
        return st.lists(st.integers(int(low or 1), int(high or 9)), max_size=knob.max_length).map(tuple)
    return st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)


@st.composite
def experiments(draw: st.DrawFn) -> Experiment:
    experiment = Experiment()
    for _ in range(draw(st.integers(0, 3))):
        experiment = schema.add_run(experiment, None)
    experiment = schema.put(experiment, "data.kind", draw(st.sampled_from(sorted(schema.data_sets()))))
    wanted = draw(st.lists(st.sampled_from(schema.paths(experiment)), unique=True, max_size=12))
    for path in wanted:
        if path != "data.kind":
            experiment = schema.put(experiment, path, draw(values_of(schema.knob(path, experiment))))
    words = st.lists(st.sampled_from(["overfitting", "good fit", "underfitting"]), unique=True, max_size=2)
    runs = tuple(replace(run, expect=tuple(draw(words))) for run in experiment.runs)
    edits = [Edit(update, "run.1.l2.strength", update / 1000) for update in sorted(draw(st.lists(st.integers(0, 99))))]
    return replace(experiment, runs=runs, edits=tuple(edits))


def sound(experiment: Experiment) -> bool:
    return not schema.problems(experiment)


@QUICK
@given(experiment=experiments().filter(sound))
def test_what_is_written_is_read_back_equal(experiment: Experiment) -> None:
    assert experiment_file.parse(experiment_file.text(experiment)) == experiment


@QUICK
@given(old=experiments().filter(sound), new=experiments().filter(sound))
def test_what_is_written_over_another_is_read_back_equal(
    old: Experiment, new: Experiment, tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("file") / "experiment.toml"
    experiment_file.write(old, path)
    experiment_file.write(new, path)
    assert experiment_file.read(path) == new


def test_only_what_is_not_the_default_is_written() -> None:
    experiment = schema.put(Experiment(), "l2.strength", 0.001)
    assert experiment_file.text(experiment) == (
        '[data]\nkind = "moons"\nseed = 1\n\n[training]\nseed = 1\n\n[[run]]\nlabel = "Plain"\nl2.strength = 0.001\n'
    )


FILE = """\
# What this is about.
title = "Mine"  # a name

[data]  # the world
kind = "moons"
noise = 0.25  # the default, said aloud
seed = 1

[training]
epochs = 100  # short

[[run]]
label = "Plain"

# The cure:
[[run]]
label = "L2"
l2.strength = 0.01  # a guess
dropout.rate = 0.5  # half
"""


def test_comments_survive_where_the_value_did_not_change(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(FILE)
    experiment = schema.put(experiment_file.read(path), "run.2.dropout.rate", 0.4)
    experiment = schema.put(experiment, "run.1.l1.strength", 0.001)
    experiment_file.write(schema.add_run(experiment, None), path)
    text = path.read_text()
    for line in FILE.splitlines():
        assert (line in text.splitlines()) == (not line.startswith("dropout.rate")), line
    assert "dropout.rate = 0.4" in text
    assert [run.label for run in experiment_file.read(path).runs] == ["Plain", "L2", "Plain 2"]


def test_an_unchanged_experiment_leaves_its_file_as_it_is_but_for_the_seeds(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text(FILE)
    experiment_file.write(experiment_file.read(path), path)
    assert path.read_text() == FILE.replace("epochs = 100  # short\n", "epochs = 100  # short\nseed = 1\n")


def test_the_template_is_an_experiment_and_its_commented_defaults_are_true() -> None:
    text = experiment_file.template()
    experiment = experiment_file.parse(text)
    assert len(experiment.runs) == 2
    opened = [
        line.removeprefix("# ") if " = " in line and not line.startswith("#  ") else line for line in text.splitlines()
    ]
    body = "\n".join(opened).split("# Knobs moved")[0]
    tables = tomllib.loads(body)
    # Images' settings do not apply to the moons, but defaults may always be said.
    assert experiment_file.parse(body) == experiment
    for section in ("data", "network", "training"):
        assert {f"{section}.{key}" for key in tables[section]} == {
            path for path in schema.paths(experiment) if path.startswith(f"{section}.")
        }


BROKEN = """\
titel = "x"
[data]
noise = -1
n_trian = 5
informative = 3
[training]
epochs = true
[trainig]
[[run]]
l2.strength = nan
l2 = { strengt = 1 }
expect = 5
[[run]]
label = "Run 1"
dropout.rate = 1.0
training.optimizer = "sgd"
colour = 5
[[edit]]
update = 1.5
path = "l2.strength"
value = 1
[[edit]]
path = "l2.strength"
when = 1
value = 1
"""


def test_all_that_is_wrong_is_said() -> None:
    with pytest.raises(experiment_file.Problems) as refusal:
        experiment_file.parse(BROKEN.replace("l2 = { strengt = 1 }", "l2.strengt = 1"))
    said = refusal.value.sentences
    for start in (
        "titel: there is no such setting; did you mean title?",
        "data.noise = -1: must be in [0, 10]",
        "data.n_trian: there is no such setting; did you mean data.n_train?",
        "data.informative: there is no such setting",
        "training.epochs = true: must be a whole number",
        "trainig: there is no such setting; did you mean training",
        "run.1.l2.strength = nan: must be in [0, 10]",
        "run.1.l2.strengt: there is no such setting; did you mean l2.strength?",
        "run.1.expect = 5: must be a text or a list of texts",
        "run.2.dropout.rate = 1: must be in [0, 1)",
        "run.2.training.optimizer: all runs share training.optimizer",
        "run.2.colour = 5: must be in [1, 4]",
        "edit.1.update = 1.5: must be a whole number",
        "edit.2.when: there is no such setting",
        "edit.2 has no update",
        'run.2.label = "Run 1": run 1 has this name already',
    ):
        assert sum(sentence.startswith(start) for sentence in said) == 1, (start, said)
    assert len(said) == 16


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("data = 3", "data: there is no such setting"),
        ("run = 3", r"run: must be written as \[\[run\]\]"),
        ("[run]\nlabel = 'x'", r"run: must be written as \[\[run\]\]"),
        ("[[run]]\n" * 5, "there are 5 runs: must be 1 to 4"),
        ("[[run]]\n" * 500, "there are 500 runs: must be 1 to 4"),
        ("[l2]\nstrength = 0.1", "belongs to a run"),
        ("[data\nkind = 1", r"not valid TOML.*line 1"),
        ("[data]\nnoise = \n", r"not valid TOML.*line 2"),
        ("[data]\nnoise = 1\nnoise = 2\n", r"not valid TOML.*line 3"),
        ("a = " + "[" * 100_000, "not valid TOML: .*nested too deeply"),
        ("a = " + "9" * 10_000, "not valid TOML: a number is too long"),
        (".".join("a" * 5000) + " = 1", "a key in it has more than 8 dots"),
        ("[" + " . ".join(["a", "'b'", '"c#"'] * 5000) + "]", "a key in it has more than 8 dots"),
        ("[data]\nkind = \"\"\"\n\"'\"\"\"\n" + ".".join("a" * 400_000) + " = 1", "a key in it has more than 8 dots"),
        ("'a\tb\u2028' = 1", "a b.: there is no such setting"),
        ("a" * 900_000 + " = 1", "a…a*: there is no such setting"),
        ("[[edit]]\n" * 20_000, "and 59,900 more"),
        ("[[edit]]\n" * 50_000, "more than 30,000 tables"),
        ("[network]\nhidden = [" + "9" * 4000 + "]", "a whole number of more than 60 digits"),
        ("\n".join(f"a{number} = 1" for number in range(9999)), "has 9999 settings"),
        ("[data]\nnoise = 1979-05-27", r"data.noise = 1979-05-27: must be a number"),
        ("[data]\nkind = 'moonz'\ninformative = 2", "data.kind = \"moonz\": must be one of"),
        ("[[run]]\nlabel = ''", "run.1.label is empty"),
    ],
)  # fmt: skip
def test_a_text_that_is_no_experiment_is_refused(text: str, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence) as refusal:
        experiment_file.parse(text)
    sentences = str(refusal.value).split("\n")
    assert all(len(sentence) <= 300 and sentence.isprintable() for sentence in sentences)
    assert len(sentences) == 1 or text.startswith("[[edit]]")


def test_a_title_may_be_full_of_dots() -> None:
    title = ".".join("a" * 40)
    assert experiment_file.parse(f'# {title}\ntitle = "{title}"').title == title


def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    (tmp_path / "random.toml").write_bytes(bytes(range(256)))
    (tmp_path / "large.toml").write_bytes(b"#" * 1_000_001)
    os.mkfifo(tmp_path / "pipe.toml")
    for name, sentence in {
        "random.toml": "not UTF-8 text",
        "large.toml": "larger than 1 MB",
        ".": "is a folder",
        "rendom.toml": "there is no such file; did you mean random.toml",
        "pipe.toml": "not an ordinary file",
        "nul\0.toml": "no such file",
        "a" * 300: "cannot be read: file name too long",
    }.items():
        with pytest.raises(Refusal, match=sentence):
            experiment_file.read(tmp_path / name)


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path) -> None:
    path = tmp_path / "notepad.toml"
    path.write_bytes(b"\xef\xbb\xbf" + FILE.replace("\n", "\r\n").encode())
    assert experiment_file.read(path) == experiment_file.parse(FILE)


def test_a_file_is_replaced_whole_and_keeps_its_permissions(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_text("not = an experiment")
    path.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    experiment_file.write(Experiment(), link)
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert experiment_file.read(path) == Experiment()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["link.toml", "mine.toml"]


def test_a_place_that_cannot_be_written_is_refused_and_left_as_it_was(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be written"):
        experiment_file.write(Experiment(), tmp_path / "nowhere" / "mine.toml")
    with pytest.raises(Refusal, match="cannot be written"):
        experiment_file.write(Experiment(), tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_an_experiment_of_two_seeds_needs_no_more_than_a_label() -> None:
    experiment = experiment_file.parse("[[run]]\nlabel = 'A'\n[[run]]\n")
    assert experiment.runs == (Run("A", 0), Run("Run 2", 1))
    assert experiment_file.parse("") == Experiment()


def test_an_edit_of_every_run_becomes_one_of_each() -> None:
    text = "[[run]]\n[[run]]\n[[edit]]\nupdate = 7\npath = 'l2.strength'\nvalue = 1\n"
    both = (Edit(7, "run.1.l2.strength", 1.0), Edit(7, "run.2.l2.strength", 1.0))
    assert experiment_file.parse(text).edits == both
    assert experiment_file.parse(text.replace("'l2", "'run.Run 2.l2")).edits == both[1:]
