"""Small scenes to test with, and the finished trainings of whole experiments, each trained once; refuses to judge."""

from __future__ import annotations

from functools import cache

from regsim.engine.training import Training
from regsim.experiment import Experiment
from regsim.lesson import Scene, parse_scene
from regsim.snapshot import Snapshot, Wishes

SCENE = """\
chapter = 4
place = 1
title = "A small scene"
views = ["weights", "loss"]
knobs = ["run.2.l1.strength", "data.noise"]
explain = \"\"\"
{Plain} ended at {Plain.validation_loss} and {L1 strong} at {L1_strong.validation_loss}.

It has {L1_strong.exact_zeros} zeros, λ = {L1_strong.l1.strength}.
\"\"\"
notes = "Say something."
sources = ["Somebody 1996"]

[predict]
question = "Which has zeros?"
usual = 2

[[predict.choice]]
text = "Both"
happened = "Plain.exact_zeros > 0 and L1_strong.exact_zeros > 0"

[[predict.choice]]
text = "L1"
happened = "Plain.exact_zeros == 0 and L1_strong.exact_zeros > 0"

[[observe]]
text = "Training has begun."
when = "update > 0"

[[observe]]
text = "It is early."
when = "0 < epoch < 3"

[[formula]]
run = "L1 strong"
latex = 'L + \\lambda \\sum |w|'

[claim]
text = "L1 has zeros"
holds = "L1_strong.zero_share > 0.5"
otherwise = "{L1 strong} has {L1_strong.exact_zeros} zeros."

[experiment.data]
n_train = 20
n_validation = 30
n_test = 30

[experiment.network]
hidden = [6]

[experiment.training]
epochs = 20

[[experiment.run]]
label = "Plain"

[[experiment.run]]
label = "L1 strong"
l1.strength = 0.2
"""


@cache
def small_scene() -> Scene:
    """A scene whose training takes a moment."""
    return parse_scene(SCENE, "small")


@cache
def finished(experiment: Experiment) -> Snapshot:
    """An experiment at its end, with all that can be wished for."""
    training = Training(experiment)
    training.advance(training.last_update)
    return training.snapshot(Wishes())


def after(experiment: Experiment, updates: int) -> Snapshot:
    """An experiment after so many updates."""
    training = Training(experiment)
    training.advance(updates)
    return training.snapshot(Wishes())
