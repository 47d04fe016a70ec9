"""Finds what an experiment uses, at any time of its training; refuses to know how a script does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from regsim.engine.edits import edited
from regsim.engine.material import MOST_MEASURED
from regsim.examples import Examples
from regsim.experiment import Experiment, Run, batch_count
from regsim.knob import Refusal, Value
from regsim.schema import regularizers

Settings = Mapping[str, Value]
"""Every knob of a run by path: network, training, size of the training set, and all regularizers, with defaults."""

SHARED_PATHS = (
    "data.n_train", "network.hidden", "network.activation", "training.learning_rate", "training.batch_size",
    "training.epochs", "training.evaluate_every",
)  # fmt: skip
"""What every script says, whatever is used."""

PATHS: dict[str, tuple[str, ...]] = {
    "l2": ("l2.strength",),
    "l1": ("l1.strength", "l1.method"),
    "hidden_dropout": ("dropout.rate",),
    "input_dropout": ("dropout.input_rate",),
    "output_dropout": ("dropout.output_rate",),
    "early_stopping": ("early_stopping.patience", "early_stopping.min_delta", "early_stopping.restore_best"),
    "jitter": ("augmentation.jitter",),
    "noise": ("augmentation.noise",),
    "warp": ("augmentation.shift", "augmentation.rotation", "augmentation.scale", "augmentation.flip"),
    "weight_decay": ("weight_decay.strength",),
    "max_norm": ("max_norm.limit",),
    "batch_norm": ("batch_norm.enabled", "batch_norm.momentum", "batch_norm.epsilon"),
    "smoothing": ("label_smoothing.amount",),
    "clipping": ("gradient_clipping.limit",),
}
"""Knobs of each way to regularize."""


@dataclass(frozen=True, eq=False)
class Usage:
    """What a comparison on these examples makes use of.

    Parameters
    ----------
    experiment : Experiment
    examples : Examples
    """

    experiment: Experiment
    examples: Examples

    @cached_property
    def features(self) -> frozenset[str]:
        """Names of all that some run uses at some time.

        Raises
        ------
        Refusal
            If a regularizer is switched on that no script knows.
        """
        found = {self.examples.task, *(name for name, condition in self._conditions() if condition)}
        for settings in self._ever:
            found |= self._of(settings)
        return frozenset(found)

    @cached_property
    def paths(self) -> tuple[str, ...]:
        """Paths of all knobs that a script has to know."""
        used = [path for name, paths in PATHS.items() if name in self.features for path in paths]
        scaling = ["dropout.scaling"] if "scaling" in self.features else []
        return (*SHARED_PATHS, *used, *scaling)

    def shared(self) -> dict[str, Value]:
        """Values of `paths` where no run says otherwise."""
        settings = settings_of(self.experiment, Run())
        return {path: settings[path] for path in self.paths}

    def own(self, run: Run) -> dict[str, Value]:
        """Values of `paths` in which a run differs."""
        shared, settings = self.shared(), settings_of(self.experiment, run)
        return {path: settings[path] for path in self.paths if settings[path] != shared[path] or path in run.values}

    def ever(self, wanted: Callable[[Settings], bool]) -> bool:
        """Whether this is so of some run at some time."""
        return any(wanted(settings) for settings in self._ever)

    @cached_property
    def dropping(self) -> list[str]:
        """Labels of the runs that drop units at some time."""
        rates = [path for name, paths in PATHS.items() if name.endswith("_dropout") for path in paths]
        runs = self.experiment.runs
        found = {
            index % len(runs)
            for index, settings in enumerate(self._ever)
            if any(is_on(settings, path) for path in rates)
        }
        return [run.label for index, run in enumerate(runs) if index in found]

    @cached_property
    def _ever(self) -> list[Settings]:
        """Settings of all runs to begin with, then those of all runs after each edit."""
        states = [self.experiment]
        for edit in self.experiment.edits:
            states.append(edited(states[-1], edit))
        return [settings_of(state, run) for state in states for run in state.runs]

    def _conditions(self) -> Iterator[tuple[str, bool]]:
        experiment, training = self.experiment, self.experiment.training
        yield training.optimizer, True
        yield training.schedule, True
        yield experiment.network.initialization, True
        yield "edits", bool(experiment.edits)
        yield "measured", self.ever(lambda settings: _number(settings, "data.n_train") > MOST_MEASURED)

    def _of(self, settings: Settings) -> set[str]:
        found = {str(settings["network.activation"])}
        for name, paths in PATHS.items():
            if any(is_on(settings, path) for path in paths):
                found.add(name)
        if "l1" in found:
            found.add(f"l1_{settings['l1.method']}")
        dropped = {name for name in found if name.endswith("_dropout")}
        if dropped:
            found.add("dropout")
            if settings["dropout.scaling"] != "inverted":
                found |= {"scaling", *(f"scaled_{name}" for name in dropped)}
        if batch_count(int(_number(settings, "data.n_train")), int(_number(settings, "training.batch_size"))) > 1:
            found.add("batches")
        is_curve = self.examples.task == "regression" and self.examples.n_inputs == 1 and settings["network.hidden"]
        if is_curve and settings["network.activation"] == "tanh" and settings["network.initialization"] == "default":
            found.add("spread")
        self._check(settings)
        return found

    def _check(self, settings: Settings) -> None:
        known = {path for paths in PATHS.values() for path in paths}
        for key, plug in regularizers().items():
            for knob in plug.knobs:
                path = f"{key}.{knob.key}"
                if is_on(settings, path) and path not in known:
                    reason = "because no script knows it yet; switch it off first"
                    raise Refusal(f"{path}: {plug.title} cannot be exported as code, {reason}")


def settings_of(experiment: Experiment, run: Run) -> dict[str, Value]:
    """Every knob of a run by path: network, training, size of the training set, all regularizers; with defaults."""
    data, network, training = experiment.settings(run)
    found: dict[str, Value] = {
        "data.n_train": data.n_train,
        **{f"network.{key}": getattr(network, key) for key in ("hidden", "activation", "initialization")},
        **{f"training.{key}": getattr(training, key) for key in ("learning_rate", "batch_size", "epochs")},
        "training.evaluate_every": training.evaluate_every,
    }
    for key, plug in regularizers().items():
        found |= {f"{key}.{name}": value for name, value in plug.settings(run.values).items()}
    return found


def is_on(settings: Settings, path: str) -> bool:
    """Whether a regularizer's knob is not at its off value."""
    key, _, name = path.partition(".")
    knob = next(knob for knob in regularizers()[key].knobs if knob.key == name)
    return knob.off is not None and not knob.is_off(settings[path])


def _number(settings: Settings, path: str) -> float:
    value = settings[path]
    assert isinstance(value, (int, float))
    return value
