"""Says the settings of an experiment in the words of PyTorch, Keras and scikit-learn; refuses to train anything."""

from __future__ import annotations

from dataclasses import astuple

from regsim.engine.worlds import draw
from regsim.examples import Examples
from regsim.experiment import Experiment, Run
from regsim.export.results import markdown_table
from regsim.export.saying import NOTHING, Saying, Setting
from regsim.export.usage import is_on, settings_of
from regsim.export.vocabulary import OPTIMIZERS, REGULARIZERS, loss
from regsim.schema import regularizers

COLUMNS = ("RegSim", "PyTorch", "Keras", "scikit-learn (MLP)", "differs in")


def sayings(experiment: Experiment, run: Run, examples: Examples) -> list[Saying]:
    """What a run is made of, in the words of the libraries: loss, optimizer, and every regularizer that is on."""
    data, _, training = experiment.settings(run)
    n = data.n_train
    size = min(training.batch_size or n, n)
    setting = Setting(settings_of(experiment, run), training.optimizer, examples.task, size, len(examples.class_names))
    found = [loss(setting), OPTIMIZERS[training.optimizer](setting)]
    for key, plug in regularizers().items():
        on = [knob.key for knob in plug.knobs if is_on(setting.values, f"{key}.{knob.key}")]
        if on and key in REGULARIZERS:
            found += REGULARIZERS[key](setting)
        elif on:
            found.append(Saying(plug.title, NOTHING, NOTHING))
    return found


def markdown(experiment: Experiment, examples: Examples | None = None) -> str:
    """The words of all runs as Markdown tables; examples are drawn if not given."""
    examples = draw(experiment) if examples is None else examples
    parts = [f"# {experiment.title}: the settings in other words", INTRODUCTION]
    for run in experiment.runs:
        rows = [astuple(saying) for saying in sayings(experiment, run, examples)]
        parts.append(f"## {run.label}")
        parts.append(markdown_table(COLUMNS, rows).rstrip())
    return "\n\n".join(parts) + "\n"


INTRODUCTION = """\
In RegSim λ multiplies Σw² without ½ and Σ|w|, added to the *mean* data loss; weights only, never biases or the gains of
batch normalization. p is the probability of being *dropped*. PyTorch's `weight_decay` acts on all parameters of a
group: put the weights into one of their own. In Keras a regularizer is the `kernel_regularizer` of each `Dense`."""
