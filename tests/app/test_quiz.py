"""The knowledge check over the window, by keys and by mouse: answer, watch, go on, review, leave; and its record."""

from __future__ import annotations

import csv
import math
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from regsim.app.laboratory import Laboratory
from regsim.app.quiz.check import KnowledgeCheck
from regsim.app.quiz.page import QUESTION_HINT, QuizPage
from regsim.app.quiz.presented import PresentedQuestion
from regsim.app.quiz.record import Record
from regsim.app.quiz.sitting import Sitting, sit
from regsim.app.settings import Settings
from regsim.app.theme import PROJECTOR, Look
from regsim.app.trainer import InlineTrainer
from regsim.lesson import Progress, Question, order_of, questions, scenes
from tests.app.laboratory import make_laboratory, small_experiment, tick_until

KEYS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4)


@pytest.fixture
def check(laboratory: Laboratory, qtbot: QtBot) -> KnowledgeCheck:
    """The page over a laboratory that is playing, opened by its key; its trainer has no thread."""
    found = laboratory.furnish().quiz
    found.make_trainer = InlineTrainer
    laboratory.window.resize(1280, 720)
    laboratory.session.play()
    laboratory.session.set_rate(1.0)
    qtbot.keyClick(laboratory.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    return found


def page_of(check: KnowledgeCheck) -> QuizPage:
    assert check.page is not None
    return check.page


def sitting_of(check: KnowledgeCheck) -> Sitting:
    assert check.sitting is not None
    return check.sitting


def question_of(check: KnowledgeCheck) -> Question:
    question = sitting_of(check).question
    assert question is not None
    return question


def place_of(check: KnowledgeCheck, right: bool) -> int:
    """Where the right choice stands, or a wrong one."""
    where = sitting_of(check).order.index(question_of(check).right)
    return where if right else (where + 1) % len(KEYS)


def press(check: KnowledgeCheck, qtbot: QtBot, key: Qt.Key) -> None:
    qtbot.keyClick(QApplication.focusWidget() or page_of(check), key)


def finish(check: KnowledgeCheck) -> None:
    """Let the demonstration come to its end."""
    demonstration = check.demonstration
    assert demonstration is not None
    demonstration.session.set_rate(math.inf)
    for _ in range(20_000):
        demonstration.clock.tick()
        if demonstration.session.finished:
            break
    QApplication.processEvents()
    assert demonstration.session.finished


def seen(check: KnowledgeCheck) -> set[str]:
    """Keys of the views of the demonstration that are visible."""
    assert check.demonstration is not None
    return {key for key, (_, view) in check.demonstration.exhibition.views.items() if view.isVisible()}


def reasons(check: KnowledgeCheck) -> list[str]:
    return [choice.said() for choice in page_of(check).question.choices]


def test_its_key_puts_the_page_in_place_of_the_laboratory(laboratory: Laboratory, check: KnowledgeCheck) -> None:
    page = page_of(check)
    assert page.isVisible()
    assert not laboratory.window.views.isVisible()
    assert not laboratory.session.playing
    assert page.header.place.text() == f"question 1 of {len(questions())}"
    assert all(choice.isEnabled() for choice in page.question.choices)
    assert not page.question.show_me.isVisible()
    assert not page.show_me.views.isVisible()
    assert laboratory.window.minimumSizeHint().width() <= 1280
    assert laboratory.window.minimumSizeHint().height() <= 720


def test_keys_of_the_laboratory_rest_meanwhile(laboratory: Laboratory, check: KnowledgeCheck, qtbot: QtBot) -> None:
    experiment, update = laboratory.session.experiment, laboratory.session.snapshot.update
    for key in (Qt.Key.Key_Space, Qt.Key.Key_R, Qt.Key.Key_Period, Qt.Key.Key_Delete, Qt.Key.Key_2):
        press(check, qtbot, key)
    laboratory.clock.tick()
    assert laboratory.session.experiment == experiment
    assert laboratory.session.snapshot.update == update
    assert laboratory.session.selected == 0


def test_a_wrong_answer_by_key_is_grey_and_every_choice_is_explained(check: KnowledgeCheck, qtbot: QtBot) -> None:
    question = question_of(check)
    wrong, right = place_of(check, False), place_of(check, True)
    press(check, qtbot, KEYS[wrong])
    choices = page_of(check).question.choices
    assert choices[wrong].standing.yours
    assert not choices[wrong].standing.right
    assert choices[right].standing.right
    assert not choices[right].standing.yours
    assert not any(choice.isEnabled() for choice in choices)
    assert all(choice.standing.reason for choice in choices)
    finish(check)
    assert not any("…" in reason for reason in reasons(check))
    press(check, qtbot, KEYS[right])
    assert sitting_of(check).choice == sitting_of(check).order[wrong]
    assert sitting_of(check).progress.is_right(question) is False


def test_an_answer_by_mouse_runs_its_experiment_in_the_real_views(
    laboratory: Laboratory, check: KnowledgeCheck, qtbot: QtBot
) -> None:
    question = question_of(check)
    page = page_of(check)
    qtbot.mouseClick(page.question.choices[place_of(check, True)], Qt.MouseButton.LeftButton)
    demonstration = check.demonstration
    assert demonstration is not None
    assert demonstration.session.playing
    assert demonstration.session.experiment == question.show.experiment
    tick = 0
    while demonstration.snapshot is None or demonstration.snapshot.update == 0:
        demonstration.clock.tick()
        tick += 1
        assert tick < 20_000
    assert seen(check) == {question.show.views[0]}
    laboratory.window.resize(1920, 1080)
    QApplication.processEvents()
    assert seen(check) == set(question.show.views)
    assert "…" in page.show_me.sentence.words() or not question.show.caption.needs
    finish(check)
    assert "run just now" in page.show_me.caption.text()
    assert "…" not in page.show_me.sentence.words()
    assert page.header.score.text() == "1 right so far"
    assert laboratory.session.experiment == small_experiment(4, epochs=40)


def test_in_a_small_window_the_other_view_is_behind_a_tab(check: KnowledgeCheck, qtbot: QtBot) -> None:
    press(check, qtbot, KEYS[0])
    assert check.demonstration is not None
    for tab, key in zip(check.demonstration.tabs.tabs(), question_of(check).show.views, strict=True):
        qtbot.mouseClick(tab, Qt.MouseButton.LeftButton)
        assert seen(check) == {key}


def test_enter_goes_on_only_after_an_answer(check: KnowledgeCheck, qtbot: QtBot) -> None:
    press(check, qtbot, Qt.Key.Key_Return)
    assert sitting_of(check).place == 0
    press(check, qtbot, KEYS[0])
    press(check, qtbot, Qt.Key.Key_Return)
    assert sitting_of(check).place == 1
    press(check, qtbot, Qt.Key.Key_Return)
    assert sitting_of(check).place == 1
    assert not page_of(check).show_me.views.isVisible()


def test_a_choice_that_has_the_focus_is_taken_by_space_and_the_focus_moves_on(
    check: KnowledgeCheck, qtbot: QtBot
) -> None:
    side = page_of(check).question
    press(check, qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is side.choices[0]
    press(check, qtbot, Qt.Key.Key_Space)
    assert sitting_of(check).choice == sitting_of(check).order[0]
    assert QApplication.focusWidget() is side.next
    press(check, qtbot, Qt.Key.Key_Return)
    assert sitting_of(check).place == 1


def test_a_question_can_be_skipped_and_found_again(check: KnowledgeCheck, qtbot: QtBot) -> None:
    page = page_of(check)
    qtbot.mouseClick(page.question.next, Qt.MouseButton.LeftButton)
    assert sitting_of(check).place == 1
    spot = page.header.squares.squares()[0].center().toPoint()
    qtbot.mouseClick(page.header.squares, Qt.MouseButton.LeftButton, pos=spot)
    assert sitting_of(check).place == 0
    press(check, qtbot, Qt.Key.Key_PageDown)
    press(check, qtbot, Qt.Key.Key_PageUp)
    assert sitting_of(check).place == 0


def test_leaving_leaves_all_as_it_was(laboratory: Laboratory, check: KnowledgeCheck, qtbot: QtBot) -> None:
    update = laboratory.session.snapshot.update
    press(check, qtbot, KEYS[0])
    finish(check)
    press(check, qtbot, Qt.Key.Key_Escape)
    assert not check.active
    assert laboratory.window.views.isVisible()
    assert laboratory.session.playing
    assert laboratory.session.snapshot.update == update
    assert laboratory.actions["reset"].isEnabled()
    assert "Small" in laboratory.window.windowTitle()
    qtbot.keyClick(laboratory.window, Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    assert check.active
    assert sitting_of(check).choice is not None


def test_escape_first_brings_a_view_that_stands_alone_back(check: KnowledgeCheck, qtbot: QtBot) -> None:
    press(check, qtbot, KEYS[0])
    demonstration = check.demonstration
    assert demonstration is not None
    demonstration.exhibition.maximise(question_of(check).show.views[0])
    press(check, qtbot, Qt.Key.Key_Escape)
    assert check.active
    assert page_of(check).show_me.views.alone is None


def test_its_scene_is_one_step_away(laboratory: Laboratory, check: KnowledgeCheck, qtbot: QtBot) -> None:
    scene = question_of(check).scene
    press(check, qtbot, KEYS[0])
    qtbot.mouseClick(page_of(check).question.scene, Qt.MouseButton.LeftButton)
    tour = laboratory.furnish().tour
    assert not check.active
    assert tour.active
    assert tour.visit is not None
    assert tour.visit.scene.key == scene


def answer_all(check: KnowledgeCheck, wrong: int) -> None:
    """All questions answered, the first ones wrongly, without their experiments."""
    sitting = sitting_of(check)
    for place, question in enumerate(sitting.questions):
        choice = question.right if place >= wrong else (question.right + 1) % len(KEYS)
        sitting = sitting.going(place).answering(choice)
    check._record.keep(sitting.progress)
    check._go(sitting)


def test_the_last_question_leads_to_the_review(check: KnowledgeCheck, qtbot: QtBot) -> None:
    answer_all(check, wrong=3)
    page = page_of(check)
    assert page.question.next.accessibleName() == "The score"
    press(check, qtbot, Qt.Key.Key_Return)
    assert page.review.isVisible()
    n = len(questions())
    assert page.review.headline.words() == f"{n - 3} of {n} right"
    marks = [not row.right.isHidden() for row in page.review.rows]
    assert marks == [True] * 3 + [False] * (n - 3)
    row, question = page.review.rows[0], sitting_of(check).questions[0]
    assert question.answers[question.right].text in row.right.words()
    qtbot.mouseClick(row.show_me, Qt.MouseButton.LeftButton)
    assert question_of(check) is question
    finish(check)
    press(check, qtbot, Qt.Key.Key_Return)
    assert page.review.isVisible()


def test_a_scene_takes_nothing_from_the_laboratory_unasked(laboratory: Laboratory, check: KnowledgeCheck) -> None:
    controls = laboratory.furnish()
    controls.document.guard()
    check.leave()
    laboratory.session.edit("run.2.l2.strength", 0.05)
    changed = laboratory.session.experiment
    for button, goes in ((QMessageBox.StandardButton.Cancel, False), (QMessageBox.StandardButton.Discard, True)):
        check.enter()
        check.open_scene(question_of(check).scene)
        question = controls.document.question
        assert question is not None
        question.button(button).click()
        assert controls.tour.active == goes
        assert check.active != goes
        assert (laboratory.session.experiment == changed) != goes
        check.leave()


def test_a_wrong_answer_leads_back_to_its_scene(laboratory: Laboratory, check: KnowledgeCheck, qtbot: QtBot) -> None:
    answer_all(check, wrong=1)
    press(check, qtbot, Qt.Key.Key_V)
    qtbot.mouseClick(page_of(check).review.rows[0].scene, Qt.MouseButton.LeftButton)
    visit = laboratory.furnish().tour.visit
    assert visit is not None
    assert visit.scene.key == sitting_of(check).questions[0].scene


def test_starting_again_opens_all_questions_in_another_order(check: KnowledgeCheck, qtbot: QtBot) -> None:
    before = sitting_of(check)
    answer_all(check, wrong=0)
    press(check, qtbot, Qt.Key.Key_V)
    qtbot.mouseClick(page_of(check).review.again, Qt.MouseButton.LeftButton)
    after = sitting_of(check)
    assert set(after.marks) == {None}
    assert after.place == 0
    assert [each.key for each in after.questions] != [each.key for each in before.questions]
    assert page_of(check).seed.text() == f"seed {before.progress.seed + 1}"


def test_a_reset_is_asked_for_once(check: KnowledgeCheck, qtbot: QtBot) -> None:
    answer_all(check, wrong=0)
    press(check, qtbot, Qt.Key.Key_V)
    for words, left in (("Keep", len(questions())), ("Forget all", 0)):
        qtbot.mouseClick(page_of(check).review.reset, Qt.MouseButton.LeftButton)
        box = page_of(check).findChild(QMessageBox)
        assert box is not None
        button = next(each for each in box.buttons() if each.text() == words)
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        QApplication.processEvents()
        assert len(check._record.progress.answers) == left


def test_answers_are_exported_or_refused_in_one_sentence(check: KnowledgeCheck, tmp_path: Path) -> None:
    answer_all(check, wrong=2)
    path = tmp_path / "answers.csv"
    check.export_to(path)
    rows = list(csv.DictReader(path.read_text(encoding="utf-8").splitlines()))
    assert [row["right"] for row in rows].count("no") == 2
    assert len(rows) == len(questions())
    check.export_to(tmp_path / "nowhere" / "answers.csv")
    said = page_of(check).hint.text()
    assert "there is no folder" in said
    assert said.endswith(".")
    assert "\n" not in said


def test_progress_is_there_after_the_next_start(
    laboratory: Laboratory, check: KnowledgeCheck, qtbot: QtBot, store: QSettings
) -> None:
    question = question_of(check)
    press(check, qtbot, KEYS[place_of(check, True)])
    store.sync()
    other = make_laboratory(QSettings(store.fileName(), QSettings.Format.IniFormat))
    qtbot.addWidget(other.window)
    again = other.furnish().quiz
    again.make_trainer = InlineTrainer
    again.enter()
    assert sitting_of(again).progress.is_right(question) is True
    assert sitting_of(again).place == 1
    other.close()
    other.window.close()


def test_a_finished_scene_goes_into_the_record(laboratory: Laboratory) -> None:
    controls = laboratory.furnish()
    controls.tour.open("exact_zeros")
    controls.tour.skip()
    laboratory.session.set_rate(math.inf)
    laboratory.session.play()
    tick_until(laboratory, lambda: laboratory.session.finished)
    tick_until(laboratory, lambda: "exact_zeros" in controls.record.progress.scenes)
    assert controls.tour.panel is not None
    menu = controls.tour.panel.header.make_list()
    entries = [entry.text() for chapter in menu.actions() for entry in chapter.menu().actions()]
    assert [text for text in entries if "finished" in text] == [
        text for text in entries if scenes()["exact_zeros"].title in text
    ]
    menu.deleteLater()


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.mark.parametrize("text", ["{", "[]", '{"version": 9}', '{"version": 1, "seed": 1, "answers": [], "scenes": 3}'])
def test_a_progress_that_cannot_be_read_is_one_sentence(store: QSettings, said: list[str], text: str) -> None:
    store.setValue("progress", text)
    record = Record(Settings(store))
    record.said.connect(said.append)
    assert record.progress == Progress()
    assert len(said) == 1
    assert "begins anew" in said[0]
    assert store.value("unreadable_progress") == text


def test_a_progress_that_cannot_be_kept_is_one_sentence(tmp_path: Path, said: list[str]) -> None:
    (tmp_path / "file").write_text("no folder")
    record = Record(Settings(QSettings(str(tmp_path / "file" / "x.ini"), QSettings.Format.IniFormat)))
    record.said.connect(said.append)
    record.keep(Progress(seed=5))
    assert record.progress.seed == 5
    assert len(said) == 1
    assert "cannot be written" in said[0]


def test_what_the_laboratory_said_is_not_said_by_the_page(
    laboratory: Laboratory, check: KnowledgeCheck, qtbot: QtBot
) -> None:
    press(check, qtbot, Qt.Key.Key_Escape)
    laboratory.session.said.emit("Saved overfitting.regsim.toml.", False)
    check.enter()
    assert page_of(check).hint.text() == QUESTION_HINT


def test_every_question_comes_once_in_an_order_of_the_seed() -> None:
    found = questions()
    orders = {tuple(each.key for each in sit(found, Progress(seed=seed)).questions) for seed in range(1, 6)}
    assert len(orders) == 5
    assert all(sorted(order) == sorted(found) for order in orders)


@pytest.fixture
def presented(qtbot: QtBot) -> PresentedQuestion:
    made = PresentedQuestion()
    qtbot.addWidget(made)
    made.resize(1920, 1080)
    return made


def test_on_the_projector_a_key_shows_the_answer_and_another_goes_on(
    presented: PresentedQuestion, qtbot: QtBot
) -> None:
    question = questions()["update_rule"]
    order = order_of(question, 3)
    presented.show_question(question, order, Look(PROJECTOR, presenter=True))
    presented.show()
    with qtbot.waitSignal(presented.choice_taken) as taken:
        qtbot.keyClick(presented, Qt.Key.Key_2)
    assert taken.args == [order[1]]
    presented.set_tallies({order[1]: 7, order[0]: 2})
    assert [choice.standing.hands for choice in presented.choices] == [2, 7, 0, 0]
    assert not any(choice.standing.right for choice in presented.choices)
    with qtbot.waitSignal(presented.revealed):
        qtbot.keyClick(presented, Qt.Key.Key_PageDown)
    assert [choice.standing.right for choice in presented.choices] == [index == question.right for index in order]
    with qtbot.waitSignal(presented.advance_requested):
        qtbot.keyClick(presented, Qt.Key.Key_Space)


def test_a_presented_question_is_readable_from_the_last_row(presented: PresentedQuestion) -> None:
    for question in questions().values():
        presented.show_question(question, order_of(question, 1), Look(PROJECTOR, presenter=True))
        presented.reveal()
        presented.show()
        QApplication.processEvents()
        parts = [presented.question, *presented.choices, presented.reason, presented.foot]
        for above, below in pairwise(parts):
            assert above.geometry().bottom() < below.geometry().top(), question.key
        assert all(part.height() >= part.heightForWidth(part.width()) for part in parts[:-1])


@pytest.mark.parametrize(("width", "height"), [(1280, 720), (1920, 1080)])
def test_no_question_is_cut_once_it_is_explained(qtbot: QtBot, width: int, height: int) -> None:
    page = QuizPage()
    qtbot.addWidget(page)
    page.resize(width, height - 28)
    look = Look(compact=height < 900)
    page.show()
    start = sit(questions(), Progress())
    for place, question in enumerate(start.questions):
        page.show_sitting(start.going(place).answering((question.right + 1) % len(KEYS)), look)
        QApplication.processEvents()
        assert page.question.scroller.verticalScrollBar().maximum() == 0, question.key
        choices = page.question.choices
        assert all(choice.height() >= choice.heightForWidth(choice.width()) for choice in choices), question.key


def test_leaving_leaves_an_open_scene_as_it_was(laboratory: Laboratory, qtbot: QtBot) -> None:
    controls = laboratory.furnish()
    controls.quiz.make_trainer = InlineTrainer
    controls.tour.open("exact_zeros")
    tick_until(laboratory, lambda: laboratory.session.snapshot is not None)
    controls.quiz.enter()
    visit, enabled = controls.tour.visit, laboratory.actions["play"].isEnabled()
    press(controls.quiz, qtbot, KEYS[1])
    press(controls.quiz, qtbot, Qt.Key.Key_Escape)
    assert controls.tour.visit == visit
    assert controls.tour.is_open_question
    assert laboratory.actions["play"].isEnabled() is enabled is False
    assert laboratory.actions["next_scene"].isEnabled()
    assert controls.tour.panel is not None
    assert controls.tour.panel.isVisible()
