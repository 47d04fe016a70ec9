"""Writes an experiment as one Python script that needs nothing of this program; refuses what it would get wrong.

The script has the examples inside, draws the same initial weights, mini-batches, masks and noise from the same
counter-based generator, and says only what the experiment uses.
"""

from __future__ import annotations

import base64
import io
import json
import textwrap
from collections.abc import Callable, Sequence

import numpy as np

from regsim import __version__
from regsim.commented import comment
from regsim.engine.worlds import draw
from regsim.examples import Examples
from regsim.experiment import Edit, Experiment
from regsim.experiment_file import text
from regsim.export.template import MARK, filled
from regsim.export.usage import Usage
from regsim.knob import Refusal, Value, shown
from regsim.paths import resources

WIDTH = 120
STANDARD = "import base64\nimport csv\nimport io\nimport sys\nimport zlib\nfrom itertools import pairwise\n\n"
IMPORTS = {
    "numpy": f"{STANDARD}import numpy as np",
    "pytorch": f"{STANDARD}import numpy as np\nimport torch\nfrom torch import nn\nfrom torch.nn import functional",
}
ROUNDING = "up to rounding (which an unstable training amplifies)"
MOST_BYTES = 20_000_000
"""Longest script: editors are slow with more, and the examples alone make it long."""


def numpy_script(experiment: Experiment, examples: Examples | None = None) -> str:
    """A script that needs numpy only, and gives the same losses as this program in float64.

    Parameters
    ----------
    experiment : Experiment
        Checked; knobs moved while it trained are moved again.
    examples : Examples, optional
        Drawn from `experiment` if not given.

    Raises
    ------
    Refusal
        If something is switched on that the script does not know, or the examples are too many for a script.
    """
    return _script("numpy", experiment, examples, _numpy_header)


def pytorch_script(experiment: Experiment, examples: Examples | None = None) -> str:
    """A script for PyTorch, with the same losses except where units are dropped; parameters as in `numpy_script`.

    Masks are PyTorch's own: runs with dropout are equivalent in distribution, which the script says.

    Raises
    ------
    Refusal
        As `numpy_script`, and for batch normalization with mini-batches of one example.
    """
    return _script("pytorch", experiment, examples, _pytorch_header)


SCRIPTS: dict[str, Callable[[Experiment, Examples | None], str]] = {"numpy": numpy_script, "pytorch": pytorch_script}
"""What a script may be written for."""


def script(kind: str, experiment: Experiment, examples: Examples | None = None) -> str:
    """A script of one of the kinds of `SCRIPTS`; parameters and refusals as in `numpy_script`."""
    return SCRIPTS[kind](experiment, examples)


def _script(kind: str, experiment: Experiment, examples: Examples | None, header: Callable[[Usage], list[str]]) -> str:
    examples = draw(experiment) if examples is None else examples
    usage = Usage(experiment, examples)
    template, beginning, ending = (_piece(name) for name in (f"{kind}_script", "beginning", "ending"))
    _check(usage, template + beginning + ending)
    features = usage.features | {kind} | ({"masks"} if kind == "numpy" and "dropout" in usage.features else set())
    holes = {
        "header": _docstring(experiment, header(usage)),
        "imports": IMPORTS[kind],
        "settings": _settings(usage),
        "beginning": filled(beginning, features, {}).rstrip(),
        "ending": filled(ending, features, {}).rstrip(),
        "examples": f'EXAMPLES = """\n{_embedded(usage)}\n"""\n\n{comment(text(experiment)).rstrip()}',
    }
    return filled(template, features, holes)


def _piece(name: str) -> str:
    """A template, without what only makes it a file that can be checked by itself."""
    text = (resources() / "scripts" / f"{name}.py").read_text(encoding="utf-8")
    return text.partition("#: body\n")[2] or text


def _check(usage: Usage, template: str) -> None:
    """Refuse choices that the template has no block for."""
    marked = {word for line in template.splitlines() if line.strip().startswith(MARK) for word in line.split()}
    experiment = usage.experiment
    chosen = [
        ("training.optimizer", experiment.training.optimizer),
        ("network.initialization", experiment.network.initialization),
        *(("network.activation", experiment.settings(run)[1].activation) for run in experiment.runs),
    ]
    if experiment.training.schedule != "constant":
        chosen.append(("training.schedule", experiment.training.schedule))
    for path, value in chosen:
        if value not in marked:
            raise Refusal(f"{path} = {shown(value)} cannot be exported as code")


def _docstring(experiment: Experiment, paragraphs: list[str]) -> str:
    title = json.dumps(experiment.title, ensure_ascii=False)[1:-1]
    body = "\n\n".join(
        paragraph if paragraph.startswith(" ") else textwrap.fill(paragraph, WIDTH) for paragraph in paragraphs
    )
    return f'"""{title}\n\n{body}\n"""\n'


def _numpy_header(usage: Usage) -> list[str]:
    return [
        _opening(usage.experiment, "numpy"),
        _how_to_run("python SCRIPT.py"),
        "Initial weights, mini-batches and everything random come from the same counter-based generator as in RegSim, "
        f"and the losses are those of RegSim in float64, {ROUNDING}.{_precision_note(usage.experiment)}",
        _what_is_loss(usage),
    ]


def _pytorch_header(usage: Usage) -> list[str]:
    if usage.ever(lambda settings: bool(settings["batch_norm.enabled"]) and settings["training.batch_size"] == 1):
        raise Refusal("PyTorch refuses batch normalization with training.batch_size = 1: choose at least 2")
    return [
        _opening(usage.experiment, "PyTorch (and numpy, for the examples)"),
        _how_to_run("python SCRIPT.py"),
        "Initial weights, mini-batches and altered examples come from the same counter-based generator as in RegSim. "
        f"{_equality(usage)}{_precision_note(usage.experiment)}",
        _what_is_loss(usage),
    ]


def _equality(usage: Usage) -> str:
    """How equal the losses are: those of a run that drops units are equal in distribution only."""
    dropping = usage.dropping
    others = [run.label for run in usage.experiment.runs if run.label not in dropping]
    whose = f" of {_listed(others)}" if dropping else ""
    same = f"The losses{whose} are those of RegSim in float64, {ROUNDING}." if others else ""
    masks = (
        f"The masks of {_listed(dropping)} are PyTorch's own: equivalent in distribution, not equal, so that losses "
        "differ as between two seeds."
    )
    return " ".join(part for part in (same, masks if dropping else "") if part)


def _listed(labels: Sequence[str]) -> str:
    return ", ".join(json.dumps(label, ensure_ascii=False)[1:-1] for label in labels)


def _opening(experiment: Experiment, library: str) -> str:
    count = len(experiment.runs)
    runs = "One network" if count == 1 else f"{count} networks that differ in how they are regularized"
    return (
        f"{runs}, trained with nothing but {library}. Made by RegSim {__version__} from the experiment file that "
        "stands at the end of this script."
    )


def _how_to_run(command: str) -> str:
    return f"    {command}               prints how every run ends\n    {command} history.csv   writes its losses, too"


def _precision_note(experiment: Experiment) -> str:
    if experiment.training.precision == "float64":
        return ""
    return f" This experiment asks RegSim for {experiment.training.precision}, so that losses there differ by more."


def _what_is_loss(usage: Usage) -> str:
    loss = "mean squared error" if usage.examples.task == "regression" else "mean cross-entropy in nats"
    return f"Losses are {loss} in evaluation mode, without penalties."


def _settings(usage: Usage) -> str:
    experiment, examples = usage.experiment, usage.examples
    lines = [f"SEED = {experiment.training.seed}  # of initial weights, mini-batches and masks"]
    lines.append(f"INPUTS, OUTPUTS = {examples.n_inputs}, {examples.n_outputs}")
    if "warp" in usage.features:
        lines.append(f"IMAGE = {examples.image_shape}  # rows and columns")
    lines += ["SHARED = {  # settings of every run that does not say otherwise"]
    lines += [f"    {_literal(path)}: {_literal(value)}," for path, value in usage.shared().items()]
    lines += ["}", "RUNS = ["]
    for run in experiment.runs:
        lines += _entry({"label": run.label, **usage.own(run)})
    lines.append("]")
    if experiment.edits:
        lines.append(
            "EDITS = [  # knobs moved while it trained: after how many updates, in which run (None: all), what"
        )
        lines += [f"    {_edit(edit)}," for edit in experiment.edits]
        lines.append("]")
    return "\n".join(lines)


def _entry(values: dict[str, Value]) -> list[str]:
    pairs = [f"{_literal(path)}: {_literal(value)}" for path, value in values.items()]
    line = f"    {{{', '.join(pairs)}}},"
    return [line] if len(line) <= WIDTH else ["    {", *(f"        {pair}," for pair in pairs), "    },"]


def _edit(edit: Edit) -> str:
    whose, path = "None", edit.path
    if path.startswith("run."):
        _, number, path = path.split(".", 2)
        whose = str(int(number) - 1)
    return f"({edit.update}, {whose}, {_literal(path)}, {_literal(edit.value)})"


def _literal(value: Value) -> str:
    return json.dumps(value, ensure_ascii=False) if isinstance(value, str) else repr(value)


def _embedded(usage: Usage) -> str:
    """The three splits as a compressed numpy archive in base64, in lines."""
    examples = usage.examples
    splits = {"train": examples.train, "validation": examples.validation, "test": examples.test}
    arrays = {f"{name}_{part}": getattr(split, part) for name, split in splits.items() for part in ("x", "y")}
    archive = io.BytesIO()
    np.savez_compressed(archive, allow_pickle=False, **arrays)
    if archive.tell() * 4 // 3 > MOST_BYTES:
        raise Refusal(
            f"the examples would make the script {archive.tell() * 4 // 3:,} bytes long: at most {MOST_BYTES:,} are "
            "allowed; lower data.n_train, data.n_validation or data.n_test"
        )
    encoded = base64.b64encode(archive.getvalue()).decode()
    return "\n".join(encoded[start : start + WIDTH] for start in range(0, len(encoded), WIDTH))
