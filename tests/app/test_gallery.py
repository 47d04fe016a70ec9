"""The gallery: a file for everything there is to see, contact sheets, nothing lost of what is not its own."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from regsim import experiment_file, presets
from regsim.app import gallery
from regsim.app.views import catalogue
from regsim.knob import Refusal
from regsim.lesson import questions, scenes

SCENE = "shrink_factor"
"""The quickest one."""


@pytest.fixture
def one_scene(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gallery, "scenes", lambda: {SCENE: scenes()[SCENE]})


def drawn(folder: Path, resume: bool = False) -> list[str]:
    """Captions in the order in which they were drawn."""
    told: list[str] = []
    gallery.draw(
        folder, groups=("scenes",), size=(1280, 720), theme="dark", resume=resume,
        progress=lambda done, total, words: told.append(f"{done} of {total} {words}"),
    )  # fmt: skip
    return told


@pytest.mark.usefixtures("qapp", "one_scene")
def test_a_scene_is_drawn_before_and_after_its_training(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    told = drawn(folder)
    assert told == ["0 of 2 3.2  When the factor leaves (0, 1) (predict)", "2 of 2 contact sheets"]
    names = ["scene-03.2-shrink_factor-explain.png", "scene-03.2-shrink_factor-predict.png", "sheet-scenes-1.png"]
    assert sorted(path.name for path in folder.iterdir()) == names
    explain, predict, sheet = (QImage(str(folder / name)) for name in names)
    assert explain.size() == predict.size() == QSize(1280, 720)
    assert explain != predict
    assert sheet.width() > 1280
    for name in names[:2]:
        assert experiment_file.read(folder / name) == scenes()[SCENE].experiment


@pytest.mark.usefixtures("qapp")
def test_pictures_of_a_question_carry_what_demonstrates_its_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    question = min(questions().values(), key=lambda each: each.show.experiment.training.epochs)
    monkeypatch.setattr(gallery, "questions", lambda: {question.key: question})
    gallery.draw(
        tmp_path, groups=("questions",), size=(1280, 720), theme="light", resume=False,
        progress=lambda done, total, words: None,
    )  # fmt: skip
    pictures = [path for path in tmp_path.iterdir() if question.key in path.name]
    assert len(pictures) == 2
    for path in pictures:
        assert experiment_file.read(path) == question.show.experiment


@pytest.mark.usefixtures("qapp", "one_scene")
def test_an_interrupted_gallery_goes_on_where_it_was(tmp_path: Path) -> None:
    drawn(tmp_path)
    assert drawn(tmp_path, resume=True) == ["2 of 2 contact sheets"]
    (tmp_path / "scene-03.2-shrink_factor-explain.png").unlink()
    assert len(drawn(tmp_path, resume=True)) == 2


@pytest.mark.usefixtures("qapp", "one_scene")
def test_a_file_of_another_origin_is_kept(tmp_path: Path) -> None:
    mine = tmp_path / "sheet-scenes-1.png"
    QImage(4, 4, QImage.Format.Format_RGB32).save(str(mine))
    before = mine.read_bytes()
    with pytest.raises(Refusal, match="was not made by a gallery"):
        drawn(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == [mine.name]
    assert mine.read_bytes() == before


def test_everything_has_a_picture_of_its_own() -> None:
    pictures = [picture for exhibit in gallery.exhibits(gallery.GROUPS) for picture in exhibit.pictures]
    names = {picture.name for picture in pictures}
    assert len(names) == len(pictures)
    for key in scenes():
        assert sum(f"-{key}-" in name for name in names if name.startswith("scene-")) == 2
    for key in questions():
        assert sum(f"-{key}-" in name for name in names if name.startswith("question-")) == 2
    for preset in presets.catalogue():
        assert {f"preset-{preset}", *(f"view-{preset}-{view}" for view in catalogue())} <= names
