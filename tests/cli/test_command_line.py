"""The command line: what it answers, and that it refuses in one sentence with exit code 2 and changes nothing."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from regsim import __version__, experiment_file, presets, schema
from regsim.cli import CATALOGUES, COMMANDS, run_command

SMALL = """\
title = "Small"

[data]
n_train = 12
n_validation = 20
n_test = 20

[network]
hidden = [4]

[training]
epochs = 6

[[run]]
label = "None"

[[run]]
label = "L1 .5"
l1.strength = 0.5
"""


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "small.toml"
    path.write_text(SMALL)
    return str(path)


def python(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, *arguments],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


def refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> str:
    assert run_command(arguments) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "Traceback" not in printed.err
    return printed.err


def test_help_and_version_import_neither_qt_nor_numpy() -> None:
    for option in ("--help", "--version"):
        answer = python("-X", "importtime", "-m", "regsim", option)
        assert answer.returncode == 0
        assert not [line for line in answer.stderr.splitlines() if "numpy" in line or "PySide6" in line]
    assert answer.stdout == f"regsim {__version__}\n"


def test_every_command_explains_itself(capsys: pytest.CaptureFixture[str]) -> None:
    for command in COMMANDS:
        with pytest.raises(SystemExit) as stop:
            run_command([command, "--help"])
        assert stop.value.code == 0
        assert f"regsim {command}" in capsys.readouterr().out


@pytest.mark.parametrize("catalogue", [name for name in CATALOGUES if name not in ("views", "scenes", "questions")])
def test_lists_have_one_entry_a_line_key_first(catalogue: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["list", catalogue]) == 0
    keys = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    known = {
        "datasets": list(schema.data_sets()),
        "regularizers": list(schema.regularizers()),
        "optimizers": list(schema.knob("training.optimizer", experiment_file.parse("")).choices),
        "presets": list(presets.catalogue()),
    }
    assert keys == known[catalogue]
    assert len(keys) >= 5


@pytest.mark.parametrize("name", list(presets.catalogue()))
def test_presets_are_sound_and_say_what_to_notice(name: str) -> None:
    experiment = presets.load(name)
    assert len(presets.catalogue()[name].detail) > 40
    assert presets.catalogue()[name].title == experiment.title
    assert experiment.runs[0].label == "None"
    assert dict(experiment.runs[0].values) == {}
    assert all(run.expect for run in experiment.runs)


def test_check_says_fine_or_all_that_is_wrong(small: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["check", small]) == 0
    assert capsys.readouterr().out == f"{small} is fine: Small, 2 runs\n"
    broken = tmp_path / "broken.toml"
    broken.write_text("[data]\nnoise = -1\nkidn = 3\n")
    assert refused(["check", str(broken)], capsys) == (
        "data.noise = -1: must be in [0, 10]\ndata.kidn: there is no such setting; did you mean data.kind?\n"
    )


def test_new_writes_a_template_and_replaces_nothing_unasked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "mine.toml"
    assert run_command(["new", "-o", str(path)]) == 0
    assert run_command(["check", str(path)]) == 0
    path.write_text("mine")
    capsys.readouterr()
    assert "exists already" in refused(["new", "-o", str(path)], capsys)
    assert path.read_text() == "mine"
    assert run_command(["new", "--force", "-o", str(path)]) == 0
    assert path.read_text() == experiment_file.template()


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["run"], "required: EXPERIMENT"),
        (["run", "overfiting"], 'there is no preset or file "overfiting"; did you mean overfitting?'),
        (["run", "memorzing"], 'there is no preset or file "memorzing"; did you mean memorizing?'),
        (["run", "overfitting", "--bogus"], "unrecognized arguments: --bogus"),
        (["run", "nowhere.toml"], "there is no such file"),
        (["run", "/"], "is a folder"),
        (["run", "overfitting", "--epochs", "0"], "training.epochs = 0: must be in [1, 1000000]"),
        (["run", "overfitting", "--epochs", "few"], 'training.epochs = "few": must be a whole number'),
        (["run", "overfitting", "--seed", "-1"], "data.seed = -1: must be in [0, 2147483647]"),
        (["run", "overfitting", "--set", "dropout.rate=1.0"], "dropout.rate = 1: must be in [0, 1)"),
        (["run", "overfitting", "--set", "dropout.rate=nan"], "dropout.rate = nan: must be in [0, 1)"),
        (["run", "overfitting", "--set", "run.Nobody.l2.strength=1"], 'there is no run "Nobody"'),
        (["run", "overfitting", "--set", "l2.strength"], "--set l2.strength: must be PATH=VALUE"),
        (["run", "overfitting", "--set", "network.hidden=[1000000000]"], "must be in [1, 256]"),
        (["run", "overfitting", "--set", "training.epochs=1\ntitle='x'"], "training.epochs ="),
        (["run", "overfitting", "-o", "history.txt"], "must end in .csv or .json"),
        (["run", "overfitting", "-o", "/nowhere/history.csv"], "there is no folder /nowhere"),
        (["render", "overfitting", "-o", "/nowhere/picture.png"], "there is no folder /nowhere"),
        (
            ["render", "overfitting", "-o", "picture.jpg"],
            "must end in .apng or .gif or .mp4 or .pdf or .png or .svg or .webp",
        ),
        (["render", "overfitting", "--size", "10x10", "-o", "picture.png"], "must be WIDTHxHEIGHT"),
        (["render", "overfitting", "--size", "99999x10", "-o", "picture.png"], "must be WIDTHxHEIGHT"),
        (["render", "overfitting", "--epochs", "-3", "-o", "picture.png"], "--epochs = -3: must be in"),
        (["render", "overfitting", "--window", "--view", "loss", "-o", "picture.png"], "not allowed with"),
        (["render", "overfitting"], "required: -o/--output"),
        (["gallery", "-o", "/nowhere/pictures"], "/nowhere/pictures cannot be a folder: no such file"),
        (["gallery", "-o", "/dev/null"], "/dev/null cannot be a folder: file exists"),
        (["gallery", "-o", "pictures", "--size", "10x10"], "must be WIDTHxHEIGHT"),
        (["gallery", "-o", "pictures", "--only", "planets"], "invalid choice: 'planets'"),
        (["list", "planets"], "invalid choice: 'planets'"),
        (["rnu", "overfitting"], "unrecognized arguments: overfitting"),
        (["rnu"], 'there is no command "rnu"; did you mean run?'),
        (["nowhere.toml"], "there is no such file"),
        (["check", "/dev/zero"], "not an ordinary file"),
    ],
)
def test_bad_input_is_refused_in_one_sentence(
    arguments: list[str],
    sentence: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    said = refused(arguments, capsys)
    assert sentence in said
    assert len(said.splitlines()) <= 2
    assert list(tmp_path.iterdir()) == []


def test_all_wrong_settings_are_said_at_once(capsys: pytest.CaptureFixture[str]) -> None:
    said = refused(["run", "overfitting", "--set", "l2.strength=-1", "--set", "data.nosie=1"], capsys)
    assert len(said.splitlines()) == 2


def test_run_prints_a_table_of_all_runs(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["run", small]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].split()[:4] == ["run", "epochs", "train", "validation"]
    assert lines[1].startswith("None")
    assert lines[2].startswith("L1 .5")
    assert {line.index(cell) + len(cell) for line, cell in ((lines[1], " 6 "), (lines[2], " 6 "))} != set()


def test_run_prints_one_json_object_and_nothing_else(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["run", small, "--json", "--set", "run.L1 .5.l1.strength=0.1", "--seed", "5"]) == 0
    printed = capsys.readouterr()
    assert printed.err == ""
    report = json.loads(printed.out)
    assert set(report) == {"experiment", "runs"}
    assert report["experiment"]["data"]["seed"] == report["experiment"]["training"]["seed"] == 5
    assert report["experiment"]["runs"][1]["l1"] == {"strength": 0.1}
    first = report["runs"][0]
    assert list(first) == [
        "label", "epochs", "train_loss", "validation_loss", "test_loss", "accuracy", "gap", "best_epoch",
        "best_validation_loss", "exact_zeros", "weight_count", "weight_norm", "diagnosis", "stop_reason",
    ]  # fmt: skip
    assert first["label"] == "None"
    assert first["epochs"] == 6
    assert first["weight_count"] == 2 * 4 + 4 * 2
    assert first["exact_zeros"] == 0
    assert first["gap"] == pytest.approx(first["validation_loss"] - first["train_loss"])
    assert first["stop_reason"] == "finished"


def test_what_does_not_apply_or_is_not_finite_is_null(small: str, capsys: pytest.CaptureFixture[str]) -> None:
    changes = ["data.kind=noisy_sine", "training.optimizer=sgd", "run.2.l1.strength=0", "run.2.l2.strength=10"]
    arguments = [option for change in changes for option in ("--set", change)]
    assert run_command(["run", small, "--json", *arguments, "--set", "training.learning_rate=5", "--epochs", "60"]) == 0
    plain, diverged = json.loads(capsys.readouterr().out)["runs"]
    assert plain["accuracy"] is None
    assert diverged["stop_reason"].startswith("diverged: ")
    assert diverged["diagnosis"] == "diverged"
    assert diverged["validation_loss"] is None
    assert diverged["gap"] is None


def test_the_history_has_one_row_a_run_and_evaluation(small: str, tmp_path: Path) -> None:
    table, records = tmp_path / "history.csv", tmp_path / "history.json"
    assert run_command(["run", small, "-o", str(table)]) == 0
    assert run_command(["run", small, "-o", str(records)]) == 0
    header, *rows = table.read_text().splitlines()
    assert header == (
        "run,update,epoch,train_loss,validation_loss,objective,train_accuracy,validation_accuracy,weight_norm,exact_zeros"
    )
    assert len(rows) == 2 * (6 + 1)
    assert [row.split(",")[:3] for row in rows[:2]] == [["None", "0", "0"], ["None", "1", "1"]]
    parsed = json.loads(records.read_text())
    assert len(parsed) == len(rows)
    assert parsed[0]["objective"] is None
    assert list(parsed[0]) == header.split(",")
    assert [row.split(",")[3] for row in rows] == [str(record["train_loss"]) for record in parsed]


def test_an_edit_in_the_file_is_replayed(small: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    edited = tmp_path / "edited.toml"
    edited.write_text(SMALL + '\n[[edit]]\nupdate = 3\npath = "run.1.l1.strength"\nvalue = 0.5\n')
    losses = []
    for path in (small, str(edited)):
        assert run_command(["run", path, "--json"]) == 0
        losses.append([run["train_loss"] for run in json.loads(capsys.readouterr().out)["runs"]])
    assert losses[0][0] != losses[1][0]
    assert losses[0][1] == losses[1][1]


def test_run_leaves_qt_alone_and_holds_blas_to_one_thread(small: str) -> None:
    program = (
        "import os, sys; from regsim.__main__ import main; "
        f"code = main(['run', {small!r}]); "
        "print(code, 'PySide6' in sys.modules, 'pyqtgraph' in sys.modules, os.environ['OPENBLAS_NUM_THREADS'])"
    )
    environment = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    answer = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, env=environment, timeout=60, check=True
    )
    assert answer.stdout.splitlines()[-1] == "0 False False 1"
    assert answer.stderr == ""


def test_a_closed_pipe_ends_it_quietly() -> None:
    program = f"{sys.executable} -m regsim list presets | true; echo ${{PIPESTATUS[0]}}"
    answer = subprocess.run(["bash", "-c", program], capture_output=True, text=True, timeout=60, check=True)
    assert answer.stderr == ""
    assert answer.stdout in ("0\n", "141\n")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
def test_a_full_disk_behind_standard_output_is_said() -> None:
    program = f"{sys.executable} -m regsim list presets > /dev/full"
    answer = subprocess.run(["bash", "-c", program], capture_output=True, text=True, timeout=60, check=False)
    assert answer.returncode == 2
    assert answer.stderr == "standard output cannot be written: no space left on device\n"


def test_an_interrupt_ends_it_quietly(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from regsim import __main__, cli

    def interrupted(_: list[str]) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli, "run_command", interrupted)
    assert __main__.main([]) == 130
    assert capsys.readouterr().err == ""


def test_a_start_without_a_console_has_somewhere_to_print() -> None:
    program = (
        "import sys; sys.stdout = sys.stderr = None; from regsim.__main__ import main; "
        "sys.exit(main(['list', 'datasets']) + main(['list', 'planets']))"
    )
    assert python("-c", program).returncode == 2


def test_the_window_is_refused_in_one_sentence_without_a_display() -> None:
    answer = python("-m", "regsim", QT_QPA_PLATFORM="", DISPLAY="", WAYLAND_DISPLAY="")
    assert answer.returncode == 2
    assert answer.stderr.startswith("Missing: a display (neither DISPLAY nor WAYLAND_DISPLAY is set).")
    assert "regsim run overfitting" in answer.stderr
    assert len(answer.stderr.splitlines()) == 1


def test_the_window_is_refused_if_nothing_answers_at_the_display() -> None:
    answer = python("-m", "regsim", QT_QPA_PLATFORM="", DISPLAY=":987", WAYLAND_DISPLAY="")
    assert answer.returncode == 2
    assert "nothing answers at DISPLAY=:987" in answer.stderr
