"""Draws every scene, question, preset and view without a display, one training after the other, into a folder.

Every picture carries the experiment it shows. It refuses to differ from the window, to train anything twice, and to
replace a file that no gallery has made.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt
from PySide6.QtGui import QImage, QImageReader
from PySide6.QtWidgets import QWidget

from regsim import atomic, picture_file, presets
from regsim.app.contact_sheet import PER_SHEET, Entry, contact_sheet
from regsim.app.picture import encoded, painted, ratio_for
from regsim.app.provenance import PROGRAM, Provenance, provenance_of
from regsim.app.theme import THEMES, Look
from regsim.app.trainer import InlineTrainer
from regsim.app.views import catalogue as views_of_the_grid
from regsim.knob import Refusal
from regsim.lesson import Question, Scene, numbered, questions, scenes

if TYPE_CHECKING:
    from regsim.app.quiz.check import KnowledgeCheck
    from regsim.app.stage import Stage

GROUPS = ("scenes", "questions", "views", "presets")
MARK = "Software"
"""Key of the text in a PNG that tells a picture of a gallery from any other file."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One file: the group it belongs to, its name without the ending, and its caption on the contact sheet."""

    group: str
    name: str
    caption: str


@dataclass(frozen=True, slots=True)
class Pose:
    """What is to be painted, and what made it; None where no experiment is shown."""

    subject: QWidget
    provenance: Provenance | None


@dataclass(frozen=True, slots=True)
class Exhibit:
    """What one training is shown in.

    Parameters
    ----------
    pictures : tuple of Picture
    poses : callable
        Brings the stage from one pose to the next; after each it says what is to be painted.
    """

    pictures: tuple[Picture, ...]
    poses: Callable[[Stage], Iterator[Pose]]


def exhibits(groups: Sequence[str]) -> list[Exhibit]:
    """Everything there is to draw in these groups, in the order of the catalogues."""
    found = [_of_scene(scene) for scene in scenes().values()] if "scenes" in groups else []
    if "questions" in groups:
        found += [_of_question(question) for question in questions().values()]
        found.append(Exhibit((Picture("questions", "question-review", "Review"),), _review))
    if "views" in groups or "presets" in groups:
        found += [_of_preset(key, groups) for key in presets.catalogue()]
    return found


def draw(
    folder: Path,
    *,
    groups: Sequence[str],
    size: tuple[int, int],
    theme: str,
    resume: bool,
    progress: Callable[[int, int, str], None],
) -> int:
    """Draw all pictures and their contact sheets.

    Parameters
    ----------
    folder : Path
        Made if it is not there.
    groups : sequence of str
        Of `GROUPS`.
    size : (int, int)
        Pixels of a window; a view alone is as large as the room for views.
    theme : {"light", "dark", "projector", "print"}
    resume : bool
        Keep the pictures of a gallery of this size and theme that are there already.
    progress : callable
        Told how many pictures are done, of how many, and which comes next.

    Returns
    -------
    int
        How many files were written.

    Raises
    ------
    Refusal
        Before anything is drawn, if the folder cannot be written or holds another file by one of the names.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    planned = exhibits(groups)
    pictures = [picture for exhibit in planned for picture in exhibit.pictures]
    sheets = _sheets(pictures)
    _prepare(folder, [*(picture.name for picture in pictures), *sheets])
    stamp = f"{PROGRAM} gallery, {theme}, {size[0]}x{size[1]}"
    from regsim.app.process import make_application

    application = make_application([])
    written = _draw_pictures(folder, planned, size, theme, stamp, resume, progress)
    progress(len(pictures), len(pictures), "contact sheets")
    look = Look(THEMES[theme])
    for name, (title, on_sheet) in sheets.items():
        entries = [Entry(QImage(str(_path(folder, each.name))), each.caption) for each in on_sheet]
        heading = f"{title}, {theme}, {size[0]} × {size[1]}, {PROGRAM}"
        _save(contact_sheet(heading, entries, look), _path(folder, name), stamp)
    del application
    return written + len(sheets)


def _draw_pictures(
    folder: Path,
    planned: Sequence[Exhibit],
    size: tuple[int, int],
    theme: str,
    stamp: str,
    resume: bool,
    progress: Callable[[int, int, str], None],
) -> int:
    from regsim.app.stage import Stage

    total = sum(len(exhibit.pictures) for exhibit in planned)
    ratio = ratio_for(size)
    stage = Stage(QSize(round(size[0] / ratio), round(size[1] / ratio)), theme)
    done = written = 0
    try:
        for exhibit in planned:
            paths = [_path(folder, picture.name) for picture in exhibit.pictures]
            if not (resume and all(_stamp(path) == stamp for path in paths)):
                progress(done, total, exhibit.pictures[0].caption)
                for path, pose in zip(paths, exhibit.poses(stage), strict=True):
                    stage.hold_still()
                    image = painted(pose.subject, ratio)
                    if pose.subject is stage.window:  # which may not be as small as asked
                        image = image.scaled(QSize(*size), mode=Qt.TransformationMode.SmoothTransformation)
                    _save(image, path, stamp, pose.provenance)
                    written += 1
            done += len(paths)
    finally:
        stage.close()
    return written


def _of_scene(scene: Scene) -> Exhibit:
    number = numbered(scene)
    sortable = number.rjust(4, "0")

    def poses(stage: Stage) -> Iterator[Pose]:
        """Before the prediction; after it and a whole training, with an answer that is not the usual one."""
        tour = stage.laboratory.furnish().tour
        tour.open(scene.key)
        stage.advance(0)
        yield _of_laboratory(stage, stage.window)
        predict = scene.predict
        tour.answer((predict.usual + 1) % len(predict.choices))
        stage.advance()
        yield _of_laboratory(stage, stage.window)

    return Exhibit(
        tuple(
            Picture("scenes", f"scene-{sortable}-{scene.key}-{step}", f"{number}  {scene.title} ({step})")
            for step in ("predict", "explain")
        ),
        poses,
    )


def _of_question(question: Question) -> Exhibit:
    def poses(stage: Stage) -> Iterator[Pose]:
        """Open; and answered, with what demonstrates the right answer at its end; every other answer is wrong."""
        quiz = _entered(stage)
        assert quiz.sitting is not None
        quiz.open_question([each.key for each in quiz.sitting.questions].index(question.key))
        yield Pose(stage.window, Provenance(question.show.experiment, 0))
        quiz.answer((question.right + question.place % 2) % len(question.answers))
        assert quiz.demonstration is not None
        quiz.demonstration.run_to_end(question)
        yield Pose(stage.window, provenance_of(quiz.demonstration.session))
        quiz.leave()

    return Exhibit(
        tuple(
            Picture(
                "questions", f"question-{question.chapter:02d}-{question.key}-{state}", f"{question.text} ({state})"
            )
            for state in ("open", "answered")
        ),
        poses,
    )


def _review(stage: Stage) -> Iterator[Pose]:
    """All that was answered."""
    quiz = _entered(stage)
    quiz.open_review()
    yield Pose(stage.window, None)
    quiz.leave()


def _of_laboratory(stage: Stage, subject: QWidget) -> Pose:
    return Pose(subject, provenance_of(stage.laboratory.session))


def _entered(stage: Stage) -> KnowledgeCheck:
    quiz = stage.laboratory.furnish().quiz
    quiz.make_trainer = InlineTrainer
    quiz.enter()
    return quiz


def _of_preset(key: str, groups: Sequence[str]) -> Exhibit:
    kinds = views_of_the_grid()
    title = presets.load(key).title
    shown = list(kinds) if "views" in groups else []
    window = [Picture("presets", f"preset-{key}", title)] if "presets" in groups else []
    alone = [Picture("views", f"view-{key}-{view}", f"{title}: {kinds[view].title}") for view in shown]

    def poses(stage: Stage) -> Iterator[Pose]:
        """The whole window, then each view alone."""
        stage.train(presets.load(key), None)
        if window:
            yield _of_laboratory(stage, stage.window)
        exhibition = stage.laboratory.exhibition
        for view in shown:
            exhibition.maximise(view)
            stage.advance()  # what only this view wishes for
            yield _of_laboratory(stage, exhibition.views[view][1])
            exhibition.maximise(None)

    return Exhibit((*window, *alone), poses)


def _sheets(pictures: Sequence[Picture]) -> dict[str, tuple[str, list[Picture]]]:
    """Title and pictures of each contact sheet, by its name."""
    found = {}
    for group in GROUPS:
        members = [picture for picture in pictures if picture.group == group]
        count = -(-len(members) // PER_SHEET)
        for number in range(count):
            title = f"{group.capitalize()}, sheet {number + 1} of {count}"
            found[f"sheet-{group}-{number + 1}"] = title, members[number * PER_SHEET : (number + 1) * PER_SHEET]
    return found


def _path(folder: Path, name: str) -> Path:
    return folder / f"{name}.png"


def _prepare(folder: Path, names: Sequence[str]) -> None:
    """Make the folder; turn away one that cannot be written, or that holds what is not a gallery's."""
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise Refusal(f"{folder} cannot be a folder: {(error.strerror or str(error)).lower()}") from error
    if not os.access(folder, os.W_OK | os.X_OK):
        raise Refusal(f"{folder} cannot be written: permission denied")
    for path in (_path(folder, name) for name in names):
        if path.exists() and "gallery" not in _stamp(path):
            raise Refusal(f"{path} exists and was not made by a gallery: move it away, or name another folder")


def _stamp(path: Path) -> str:
    """What the file says of how it was made; empty if it says nothing, or is not there."""
    return QImageReader(str(path), QByteArray(b"PNG")).text(MARK)


def _save(image: QImage, path: Path, stamp: str, provenance: Provenance | None = None) -> None:
    image.setText(MARK, stamp)
    content = encoded(image)
    if provenance is not None:
        content = picture_file.png_with(content, provenance.text(), {"Description": provenance.words})
    atomic.write_bytes(path, content)
