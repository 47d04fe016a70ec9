"""The numpy script is the experiment: it has the same losses in float64, whatever is switched on, moved or chosen."""

from __future__ import annotations

import ast
import csv
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regsim.engine.initialization import INITIALIZATIONS
from regsim.engine.layers import ACTIVATIONS
from regsim.engine.optimizers import OPTIMIZERS, SCHEDULES
from regsim.experiment import Data, Experiment, Network, Run, Training, Values
from regsim.export import SCRIPTS, script
from regsim.export.template import filled
from regsim.export.usage import PATHS
from regsim.knob import Refusal
from regsim.schema import put, regularizers
from tests.export.experiments import CHOICES, random_experiment, trained


def histories(source: str, folder: Path) -> list[tuple[np.ndarray, str]]:
    """Update, training and validation loss of every run, shape (E, 3), and how it ended."""
    path = folder / "script.py"
    path.write_text(source, encoding="utf-8")
    module: dict[str, Any] = runpy.run_path(str(path))
    found = []
    with np.errstate(all="ignore"):
        for number in range(len(module["RUNS"])):
            _, history, state = module["train"](number, module["load_examples"]())
            found.append((np.array(history).reshape(-1, 3), state))
    return found


def tolerance(experiment: Experiment, run: Run) -> float:
    """How far losses may differ, relative to their size.

    Behind batch normalization the gradient of a bias is zero but for rounding, and an optimizer that divides by the
    size of the gradient makes steps of it: there the last digits of two correct programs differ more.
    """
    divides = experiment.training.optimizer in ("adam", "rmsprop")
    return 1e-6 if divides and run.values.get("batch_norm.enabled") else 1e-10


def assert_same(found: list[tuple[np.ndarray, str]], experiment: Experiment) -> None:
    snapshot = trained(experiment)
    for (history, state), asked, run in zip(found, experiment.runs, snapshot.runs, strict=True):
        assert history[:, 0].tolist() == run.history.update.tolist()
        assert state.startswith(run.state)
        relative = tolerance(experiment, asked)
        np.testing.assert_allclose(history[:, 1], run.history.train_loss, rtol=relative)
        np.testing.assert_allclose(history[:, 2], run.history.validation_loss, rtol=relative)


@pytest.mark.parametrize("seed", range(30))
def test_losses_of_random_experiments(seed: int, tmp_path: Path) -> None:
    experiment = random_experiment(seed)
    assert_same(histories(script("numpy", experiment), tmp_path), experiment)


def test_runs_that_diverge_or_hold_more_than_is_measured(tmp_path: Path) -> None:
    training = Training(optimizer="sgd", learning_rate=10.0, epochs=90, batch_size=2500, precision="float64")
    runs = (
        Run("wild", values=Values({"l2.strength": 1.0})),
        Run("calm", values=Values({"training.learning_rate": 0.1})),
    )
    experiment = Experiment(data=Data(n_train=5000, n_test=10), network=Network(()), training=training, runs=runs)
    found = histories(script("numpy", experiment), tmp_path)
    assert found[0][1].startswith("diverged")
    assert_same(found, experiment)


@pytest.mark.parametrize("seed", [3, 8])
def test_it_runs_by_itself_and_says_how_runs_end(seed: int, tmp_path: Path) -> None:
    experiment = random_experiment(seed)
    snapshot = trained(experiment)
    path = tmp_path / "mine.py"
    path.write_text(script("numpy", experiment), encoding="utf-8")
    answer = subprocess.run(
        [sys.executable, "-W", "error", "mine.py", "losses.csv"],
        cwd=tmp_path, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert (answer.returncode, answer.stderr) == (0, "")
    lines = answer.stdout.splitlines()[1:]
    for line, asked, run in zip(lines, experiment.runs, snapshot.runs, strict=True):
        assert line.startswith(asked.label)
        assert run.state in line
        assert f"{run.test_loss:.6f}" in line
    rows = list(csv.DictReader((tmp_path / "losses.csv").read_text(encoding="utf-8").splitlines()))
    assert len(rows) == sum(len(run.history) for run in snapshot.runs)


def test_it_imports_nothing_but_numpy_and_the_standard_library() -> None:
    tree = ast.parse(script("numpy", random_experiment(1)))
    imported = {
        alias.name.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names
    }
    imported |= {
        node.module.partition(".")[0] for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) and node.module
    }
    assert imported - set(sys.stdlib_module_names) == {"numpy"}


def test_it_is_the_same_text_every_time() -> None:
    assert script("numpy", random_experiment(5)) == script("numpy", random_experiment(5))


def test_it_says_only_what_is_used() -> None:
    plain = script("numpy", Experiment())
    for word in ("dropout", "batch_norm", "EarlyStopping", "EDITS", "l1.", "#: "):
        assert word not in plain
    assert "l1." in script("numpy", Experiment(runs=(Run(values=Values({"l1.strength": 0.1})),)))


CHOICES_OF = {
    "training.optimizer": OPTIMIZERS,
    "network.activation": ACTIVATIONS,
    "network.initialization": INITIALIZATIONS,
    "training.schedule": SCHEDULES,
}


@pytest.mark.parametrize("kind", SCRIPTS)
@pytest.mark.parametrize(("path", "value"), [(path, value) for path, values in CHOICES_OF.items() for value in values])
def test_every_choice_has_its_block(kind: str, path: str, value: str) -> None:
    plain = Experiment(network=Network((3,)))
    ast.parse(script(kind, put(plain, path, value)))


def test_no_knob_is_left_out_in_silence() -> None:
    known = {path for paths in PATHS.values() for path in paths} | {"dropout.scaling"}
    assert known == set(CHOICES) <= {f"{key}.{knob.key}" for key, plug in regularizers().items() for knob in plug.knobs}


def test_a_regularizer_that_scripts_do_not_know_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    experiment = Experiment(runs=(Run(values=Values({"l2.strength": 0.1})),))
    monkeypatch.delitem(PATHS, "l2")
    with pytest.raises(Refusal, match=r"^l2.strength: L2 cannot be exported as code, because no script knows it yet"):
        script("numpy", experiment)
    script("numpy", Experiment())


def test_too_many_examples_are_refused_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("regsim.export.scripts.MOST_BYTES", 10_000)
    with pytest.raises(Refusal, match=r"^the examples would make the script .* lower data.n_train, .*$"):
        script("numpy", Experiment())


def test_templates_are_cut_by_their_marks() -> None:
    template = "a\n#: x\nb\n#: y or z\nc\n#: end\n#: end\n#: not x\nd\n#: end\n#: hole\ne\n#: end\n"
    assert filled(template, {"x"}, {"hole": "f"}) == "a\nb\nf\n"
    assert filled(template, {"x", "z"}, {"hole": "f"}) == "a\nb\nc\nf\n"
    assert filled(template, {"z"}, {"hole": "f"}) == "a\nd\nf\n"
    with pytest.raises(ValueError, match="not ended"):
        filled("#: x\n", {"x"}, {})
    with pytest.raises(ValueError, match="not begun"):
        filled("#: end\n", {"x"}, {})
