"""What a scene says about a training: filled sentences, ticks, the effect or its absence, and what was changed."""

from __future__ import annotations

from dataclasses import replace

import pytest

from regsim.engine.training import Training
from regsim.experiment import Experiment
from regsim.knob import Refusal
from regsim.lesson import Facts, Span, changes, changes_in_words, observed, plain, tell, wishes
from regsim.lesson.language import condition
from regsim.lesson.template import template
from regsim.lesson.wording import count, epoch, factor, percent, setting
from regsim.schema import put, with_dataset
from regsim.snapshot import Wishes
from regsim.spelling import number
from tests.lesson.worlds import after, finished, small_scene

SCENE = small_scene()
NOTHING = Wishes(weights=False, prediction=False, mask=False)


def words(text: str, experiment: Experiment = SCENE.experiment) -> str:
    return template(text, SCENE.experiment).words(Facts.of(SCENE.experiment, finished(experiment)))


def said(experiment: Experiment) -> str:
    return changes_in_words(SCENE.experiment, finished(experiment))


def test_blanks_are_filled_with_the_numbers_of_this_very_run() -> None:
    run = finished(SCENE.experiment).runs[1]
    assert words("{L1 strong}: {L1_strong.validation_loss}") == f"L1 strong: {number(run.validation_loss)}"
    assert words("{L1_strong.exact_zeros} of {L1_strong.weight_count}") == f"{run.exact_zeros} of {run.weight_count}"
    assert words("{L1_strong.validation_accuracy}, {epoch}") == f"{percent(run.validation_accuracy)}, 20"
    assert words("{1 / 4:share} {2.5:factor} {3000:count} {L1_strong.l1.strength}") == "25.0 % 2.5 3,000 0.2"
    assert words("{Plain.stopped_epoch} and {Plain.state}") == "— and finished"


def test_runs_numbers_and_words_are_told_apart() -> None:
    filled = template("so {Plain} has {Plain.exact_zeros}.", SCENE.experiment).filled(
        Facts.of(SCENE.experiment, finished(SCENE.experiment))
    )
    assert filled == (Span("so "), Span("Plain", "run", 0), Span(" has "), Span("0", "number"), Span("."))


def test_a_renamed_run_is_called_by_its_new_name_and_a_removed_one_by_its_old() -> None:
    assert words("{Plain}", put(SCENE.experiment, "run.1.label", "Bare")) == "Bare"
    alone = replace(SCENE.experiment, runs=SCENE.experiment.runs[:1])
    assert words("{L1 strong} at {L1_strong.gap}", alone) == "L1 strong at —"


@pytest.mark.parametrize(
    "text", ["{Plain", "Plain}", "{}", "{Plain.gap:colour}", "{epoch > 3}", "{Plain.state:loss}", "{{epoch}}"]
)
def test_a_wrong_blank_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        template(text, SCENE.experiment)


def test_numbers_have_fixed_forms() -> None:
    assert [number(x) for x in (0.12345, -0.5, 12.3456, 1234.5, float("nan"))] == [
        "0.123", "−0.500", "12.35", "1.2e3", "—",
    ]  # fmt: skip
    assert (percent(0.9952), count(4352.0), epoch(12.0), epoch(float("inf"))) == ("99.5 %", "4,352", "12", "never")
    assert (factor(5.2499), factor(123.4), setting(0.0001)) == ("5.2", "123", "0.0001")


def test_the_effect_is_unknown_until_the_training_is_finished() -> None:
    told = tell(SCENE, after(SCENE.experiment, 5))
    assert (told.effect, told.happened) == ("unknown", None)
    assert len(told.paragraphs) == 2


def test_an_effect_that_appeared_is_explained() -> None:
    told = tell(SCENE, finished(SCENE.experiment))
    assert (told.effect, told.happened) == ("appeared", 1)
    assert plain(told.paragraphs[0]).startswith("Plain ended at 0.")


def test_an_absent_effect_is_said_with_what_was_changed() -> None:
    told = tell(SCENE, finished(put(SCENE.experiment, "run.2.l1.strength", 0.0)))
    assert (told.effect, told.happened) == ("absent", None)
    assert [plain(paragraph) for paragraph in told.paragraphs] == [
        "Not this time: L1 strong has 0 zeros.",
        "You set L1 λ of L1 strong to off (was 0.2).",
    ]


def test_changes_are_told_in_words() -> None:
    base = SCENE.experiment
    assert said(put(base, "training.learning_rate", 0.02)) == "You set learning rate to 0.02 (was 0.01)."
    assert said(replace(base, runs=base.runs[:1])) == "You added, removed or moved runs."
    assert said(base).startswith("Nothing was changed")
    assert said(put(put(base, "title", "Mine"), "run.1.label", "Bare")).startswith("Nothing was changed")
    many = base
    for path, value in (("data.noise", 0.3), ("data.seed", 4), ("training.seed", 4), ("l2.strength", 0.1)):
        many = put(many, path, value)
    assert said(many).startswith("You set noise to 0.3 (was 0.25), ")
    assert said(many).endswith(" and changed 2 more.")


def test_another_kind_of_data_is_told_as_that_alone() -> None:
    assert [change.path for change in changes(SCENE.experiment, with_dataset(SCENE.experiment, "spirals"))] == [
        "data.kind"
    ]


def test_a_knob_that_was_moved_and_moved_back_is_told() -> None:
    training = Training(SCENE.experiment)
    for strength in (0.1, 0.2):
        training.advance(3)
        training.retune(put(SCENE.experiment, "run.2.l1.strength", strength))
    training.advance(training.last_update)
    assert changes_in_words(SCENE.experiment, training.snapshot(NOTHING)) == "You moved a knob while it trained."


def test_an_observation_that_was_ticked_stays_ticked() -> None:
    ticked = observed(SCENE, after(SCENE.experiment, 0))
    assert ticked == (False, False)
    ticked = observed(SCENE, after(SCENE.experiment, 2), ticked)
    assert ticked == (True, True)
    assert observed(SCENE, finished(SCENE.experiment), ticked) == (True, True)
    assert observed(SCENE, finished(SCENE.experiment)) == (True, False)


def test_a_scene_wishes_for_what_it_speaks_about() -> None:
    assert wishes(SCENE, NOTHING) == NOTHING
    text = "largest_weight(Plain) > 0 and roughness(Plain) > 0"
    claim = replace(SCENE.claim, holds=condition(text, SCENE.experiment))
    assert wishes(replace(SCENE, claim=claim), NOTHING) == replace(NOTHING, weights=True, prediction=True)


def test_a_diverged_run_is_told_with_dashes() -> None:
    experiment = put(put(SCENE.experiment, "training.optimizer", "sgd"), "training.learning_rate", 10.0)
    told = tell(SCENE, finished(put(experiment, "run.2.l2.strength", 10.0)))
    assert told.effect == "absent"
    assert words("{L1_strong.validation_loss}", put(experiment, "run.2.l2.strength", 10.0)) == "—"
