"""Leads through the knowledge check: opens its page over the window, runs what demonstrates an answer, and goes again.

It refuses to touch the laboratory: training there stands still meanwhile and goes on afterwards, and nothing else of it
changes. Its page and the questions are read and built when they are first asked for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox, QWidget
from shiboken6 import isValid

from regsim import atomic
from regsim.app.lesson.tour import Tour
from regsim.app.quiz.record import Record
from regsim.app.trainer import TrainerThread
from regsim.knob import Refusal

if TYPE_CHECKING:
    from regsim.app.laboratory import Laboratory
    from regsim.app.quiz.demonstration import Demonstration
    from regsim.app.quiz.page import QuizPage
    from regsim.app.quiz.sitting import Sitting

KEPT = frozenset(
    {"quit", "keys", "about", "quiz", "zoom_in", "zoom_out", "zoom_reset", "save_picture", "copy_picture"}
    | {"theme_system", "theme_light", "theme_dark", "theme_projector"}
)
"""What the menus still do while the page is open."""
TABLES = "Tables (*.csv)"


class KnowledgeCheck(QObject):
    """See the module.

    Parameters
    ----------
    laboratory : Laboratory
    tour : Tour
    record : Record
    ask : callable
        Does what loses the open experiment, once a person said what is to become of its changes.

    Attributes
    ----------
    make_trainer : callable
        Makes the demonstration's own trainer; replaced where there is to be no thread.
    """

    def __init__(
        self, laboratory: Laboratory, tour: Tour, record: Record, ask: Callable[[Callable[[], object]], object]
    ) -> None:
        super().__init__(laboratory)
        self.make_trainer: Callable[[QObject], Any] = TrainerThread
        self.page: QuizPage | None = None
        self.sitting: Sitting | None = None
        self.demonstration: Demonstration | None = None
        self.active = False
        self._laboratory = laboratory
        self._window = laboratory.window
        self._session = laboratory.session
        self._actions = laboratory.actions
        self._tour = tour
        self._record = record
        self._ask = ask
        self._trainer: Any = None
        self._resumes = False
        self._resting: list[str] = []
        self._focus: QWidget | None = None
        self._actions["quiz"].setIconText("Quiz")  # the button's word; the menu's has more room
        record.said.connect(self._say)
        self._session.said.connect(self._on_said)
        self._window.look_changed.connect(self._show)
        self._window.closing.connect(self.close)

    def handlers(self) -> dict[str, Callable[[], object]]:
        """For the table of actions."""
        return {"quiz": self.toggle}

    def toggle(self) -> None:
        """Open the page, or leave it."""
        if self.active:
            self.leave()
        else:
            self.enter()

    def enter(self) -> None:
        """Open the page at the first question that is open, or where it was left."""
        from regsim.app.quiz.sitting import sit
        from regsim.lesson import questions

        page = self._ensure_page()
        self._resumes = self._session.playing
        if self._resumes:
            self._session.pause()
        self._resting = [key for key, action in self._actions.items() if action.isEnabled() and key not in KEPT]
        for key in self._resting:
            self._actions[key].setEnabled(False)
        self._focus = QApplication.focusWidget()
        self.active = True
        page.say("")
        self._actions["quiz"].setText("Leave the knowledge check")
        progress = self._record.progress
        self._go(sit(questions(), progress) if self.sitting is None else replace(self.sitting, progress=progress))
        self._window.set_experiment_title("Knowledge check")
        self._window.show_page(page)
        page.setFocus()
        if self.sitting is not None and self.sitting.choice is not None:
            self.show_again()

    def leave(self) -> None:
        """Back to the laboratory as it was."""
        if not self.active:
            return
        self.active = False
        if self.demonstration is not None:
            self.demonstration.stop()
        self._actions["quiz"].setText("Knowledge check")
        for key in self._resting:
            self._actions[key].setEnabled(True)
        self._window.set_experiment_title(self._session.experiment.title)
        self._window.show_page(None)
        if self._focus is not None and isValid(self._focus) and self._focus.isVisible():
            self._focus.setFocus()
        if self._resumes and not self._session.finished:
            self._session.play()

    def back(self) -> None:
        """From one view alone to both, otherwise out."""
        if self.demonstration is None or not self.demonstration.back():
            self.leave()

    def answer(self, choice: int) -> None:
        """Take a choice of the open question; what demonstrates the right one is run at once."""
        if self.sitting is None or self.sitting.choice is not None or self.sitting.question is None:
            return
        by_keyboard = self.page is not None and QApplication.focusWidget() in self.page.question.choices
        answered = self.sitting.answering(choice)
        self._record.keep(answered.progress)
        self._go(answered)
        self.show_again()
        if by_keyboard and self.page is not None:
            self.page.question.next.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_again(self) -> None:
        """Run the experiment of the present question."""
        question = None if self.sitting is None else self.sitting.question
        if question is not None and self.page is not None:
            self.page.show_snapshot(None)
            self._ensure_demonstration(self.page).run(question)

    def go_on(self) -> None:
        """The next question that is open, or the review."""
        if self.sitting is not None and self.page is not None:
            self._go(self.sitting.going_on())
            self.page.setFocus()

    def open_question(self, place: int) -> None:
        """One question; if it is answered, its experiment is run."""
        if self.sitting is None:
            return
        self._go(self.sitting.going(place))
        if self.sitting.choice is not None:
            self.show_again()

    def open_review(self) -> None:
        """Score and answers so far."""
        if self.sitting is not None:
            self._go(self.sitting.going(None))

    def open_scene(self, key: str) -> None:
        """Leave for a scene of the lesson; the check is continued where it was when it is opened again."""

        def go() -> None:
            self.leave()
            self._tour.open(key)

        self._ask(go)

    def start_again(self) -> None:
        """All questions open in another order."""
        if self.sitting is not None:
            again = self.sitting.starting_again()
            self._record.keep(again.progress)
            self._go(again)

    def ask_to_reset(self) -> None:
        """Forget everything, if the person means it."""
        box = QMessageBox(self.page)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("Reset the progress")
        box.setText("All answers and all finished scenes will be forgotten. Export them first to keep them.")
        forget = box.addButton("Forget all", QMessageBox.ButtonRole.DestructiveRole)
        keep = box.addButton("Keep", QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(keep)
        forget.clicked.connect(self.reset)
        box.open()

    def reset(self) -> None:
        """As if the program had never been started."""
        from regsim.app.quiz.sitting import sit
        from regsim.lesson import Progress, questions

        self._record.keep(Progress())
        self._go(sit(questions(), Progress()))

    def export(self) -> None:
        """Choose a file and write the answers into it."""
        name, _ = QFileDialog.getSaveFileName(self.page, "Export the answers", "knowledge_check.csv", TABLES)
        if name:
            self.export_to(Path(name))

    def export_to(self, path: Path) -> None:
        """Write one row a question; what cannot be written is said and changes nothing."""
        from regsim.lesson import questions

        path = path if path.suffix else path.with_suffix(".csv")
        try:
            atomic.check_output(path, {".csv"})
            atomic.write_text(path, self._record.progress.to_csv(questions()))
        except Refusal as refusal:
            self._say(f"{refusal}.")
        else:
            self._say(f"Saved {path.name}.")

    def close(self) -> None:
        """End the trainer after its current update, and wait for that; the window is hidden by then."""
        if self.demonstration is not None:
            self.demonstration.stop()
        if self._trainer is not None:
            self._trainer.close()
            self._trainer.wait()

    def _go(self, sitting: Sitting) -> None:
        before, self.sitting = self.sitting, sitting
        if before is not None and before.question is not sitting.question and self.demonstration is not None:
            self.demonstration.stop()
        if self.page is not None and before is not None and before.place != sitting.place:
            self.page.say("")
        self._show()

    def _show(self) -> None:
        if self.active and self.page is not None and self.sitting is not None:
            self.page.show_sitting(self.sitting, self._window.look)
            if self.demonstration is not None and self.demonstration.question is not None:
                self.demonstration.tell()

    def _say(self, text: str) -> None:
        """At the foot of the page; beside the laboratory where it is not open."""
        if self.active and self.page is not None:
            self.page.say(text)
        else:
            self._session.said.emit(text, False)

    def _on_said(self, text: str, undo: bool) -> None:
        if self.active:
            self._say(text)

    def _ensure_page(self) -> QuizPage:
        if self.page is None:
            from regsim.app.quiz.page import QuizPage

            page = self.page = QuizPage()
            page.leave_requested.connect(self.leave)
            page.back_requested.connect(self.back)
            page.review_requested.connect(self.open_review)
            page.next_requested.connect(self.go_on)
            page.question_requested.connect(self.open_question)
            page.question.choice_taken.connect(self.answer)
            page.question.show_requested.connect(self.show_again)
            page.question.scene_requested.connect(self._open_present_scene)
            page.review.question_requested.connect(self.open_question)
            page.review.scene_requested.connect(self.open_scene)
            page.review.again_requested.connect(self.start_again)
            page.review.export_requested.connect(self.export)
            page.review.reset_requested.connect(self.ask_to_reset)
        return self.page

    def _open_present_scene(self) -> None:
        if self.sitting is not None and self.sitting.question is not None:
            self.open_scene(self.sitting.question.scene)

    def _ensure_demonstration(self, page: QuizPage) -> Demonstration:
        if self.demonstration is None:
            from regsim.app.quiz.demonstration import Demonstration

            self._trainer = self.make_trainer(self)
            self._trainer.start()
            self.demonstration = Demonstration(page.show_me, self._trainer, self)
            self.demonstration.finished.connect(page.show_snapshot)
        return self.demonstration
