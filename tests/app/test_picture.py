"""Pictures of the window and of views: as large as asked, the same in every format, turned back into experiments."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from PySide6.QtCore import QMimeData, QPointF, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QImage, QPainter
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from regsim import experiment_file, presets, schema
from regsim.app import icons, picture
from regsim.app.card_header import Chip, MaximiseButton
from regsim.app.formula import as_fine, formula_pixmap
from regsim.app.laboratory import Laboratory
from regsim.app.panel.explanation import Explanation, Words
from regsim.app.pdf import pdf_steps
from regsim.app.picture_choice import PictureChoice, PictureSize
from regsim.app.provenance import Provenance
from regsim.app.sheet import Extent, Sheet
from regsim.app.stage import Stage
from regsim.app.steps import finished
from regsim.app.svg import svg_steps
from regsim.app.theme import Look
from regsim.app.views import all_views
from regsim.experiment import Edit, Experiment
from regsim.knob import Refusal
from tests.app.laboratory import small_experiment, tick_until
from tests.schema.test_experiment_file import experiments, sound

KINDS = (".png", ".svg", ".pdf")


def svg(sheet: Sheet, pixels: QSize, words: str, text: str) -> bytes:
    return finished(svg_steps(sheet, Extent(pixels), words, text))()


def pdf(sheet: Sheet, pixels: QSize, words: str, text: str) -> bytes:
    return finished(pdf_steps(sheet, Extent(pixels), words, text))()


@pytest.fixture
def made(laboratory: Laboratory, qtbot: QtBot) -> Callable[[], None]:
    """Waits until a file is there."""
    assert laboratory.controls is not None
    making = laboratory.controls.making
    return lambda: qtbot.waitUntil(lambda: not making.busy, timeout=20_000)


def colours(image: QImage) -> int:
    """How many different colours a coarse net of pixels meets."""
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})


def difference(one: QImage, other: QImage) -> float:
    """Mean difference of the grey values, 0 to 255, after both were made small: edges may fall differently."""
    small = [
        image.convertToFormat(QImage.Format.Format_Grayscale8).scaled(
            160, 100, mode=Qt.TransformationMode.SmoothTransformation
        )
        for image in (one, other)
    ]
    first, second = (bytes(image.constBits()) for image in small)
    return sum(abs(a - b) for a, b in zip(first, second, strict=True)) / len(first)


@pytest.mark.parametrize("caption", [True, False])
def test_the_window_is_saved_at_the_chosen_scale(
    laboratory: Laboratory, made: Callable[[], None], tmp_path: Path, caption: bool
) -> None:
    path = tmp_path / "window.png"
    assert laboratory.controls is not None
    choice = PictureChoice(size=PictureSize(scale=1.5), caption=None if caption else "")
    laboratory.controls.files.save_picture_to(path, choice)
    made()
    saved = QImage(str(path))
    assert saved.width() == laboratory.window.width() * 1.5
    assert saved.height() == (laboratory.window.height() + 24 * caption) * 1.5
    assert colours(saved) > 20
    assert saved.text("Description").startswith("Small, seed 1, epoch 0, RegSim")


def test_a_view_is_copied_as_a_picture(laboratory: Laboratory, made: Callable[[], None]) -> None:
    view = laboratory.exhibition.views["weights"][1]
    assert laboratory.controls is not None
    laboratory.controls.files.copy_picture(view)
    made()
    copied = QApplication.clipboard().image()
    assert copied.size() == QSize(view.width(), view.height() + 24) * 2
    assert colours(copied) > 3


@pytest.mark.parametrize("views", [(), ("loss",), ("fit",), ("network", "weights", "loss")])
def test_pictures_without_a_display_have_the_size_asked_for(qapp: object, tmp_path: Path, views: tuple[str]) -> None:
    path = tmp_path / "picture.png"
    picture.render(small_experiment(3), [path], epochs=3, views=views, size=(1111, 703))
    saved = QImage(str(path))
    assert saved.size() == QSize(1111, 703)
    assert colours(saved) > 3


def test_every_view_is_drawn_in_every_format(qapp: object) -> None:
    for key in all_views():
        stage = Stage(QSize(480, 320), "light", [key])
        stage.train(small_experiment(2), 2)
        sheet = Sheet(stage.subject(), stage.window.look, "what made it")
        drawn = svg(sheet, sheet.size, "title", "text").decode()
        page = pdf(sheet, sheet.size, "title", "text")
        assert not any(
            button.isVisible() for kind in (MaximiseButton, Chip) for button in stage.subject().findChildren(kind)
        ), key
        stage.close()
        assert drawn.count("<path") > 5, key
        assert "<text" not in drawn, key  # outlines: no reader needs our fonts
        assert "non-scaling-stroke" not in drawn, key  # neither hairs nor blots
        assert page.count(b"/FontFile2") >= 1, key


def test_four_outputs_come_from_one_training_and_are_the_same_each_time(qapp: object, tmp_path: Path) -> None:
    first = [tmp_path / f"first{ending}" for ending in KINDS]
    second = [tmp_path / f"second{ending}" for ending in KINDS]
    for outputs in (first, second):
        picture.render(small_experiment(2), outputs, epochs=2, size=(1280, 720), theme="dark")
    for one, other in zip(first, second, strict=True):
        assert one.read_bytes() == other.read_bytes()


@pytest.mark.parametrize("ending", KINDS)
def test_a_dropped_picture_restores_the_experiment_with_its_edits(
    laboratory: Laboratory, made: Callable[[], None], tmp_path: Path, ending: str
) -> None:
    session, window = laboratory.session, laboratory.window
    path = tmp_path / f"shot{ending}"
    assert laboratory.controls is not None
    session.step(whole_epoch=True)
    tick_until(laboratory, lambda: session.snapshot is not None and session.snapshot.epoch == 1)
    session.edit("run.2.l2.strength", 0.03)
    session.step(whole_epoch=True)
    tick_until(laboratory, lambda: session.snapshot is not None and session.snapshot.epoch == 2)
    pictured = session.recorded()
    assert len(pictured.edits) == 1
    laboratory.controls.files.save_picture_to(path, PictureChoice(("loss",), caption=""))
    made()
    laboratory.open(small_experiment(1), play=False)
    content = QMimeData()
    content.setUrls([QUrl.fromLocalFile(str(path))])
    held = (Qt.DropAction.CopyAction, content, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    entering = QDragEnterEvent(QPointF(9, 9).toPoint(), *held)
    QApplication.sendEvent(window, entering)
    assert entering.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(9, 9), *held))
    tick_until(laboratory, lambda: session.snapshot is not None and len(session.snapshot.runs) == 4)
    assert session.recorded() == pictured
    assert laboratory.controls.document.path is None  # saving the experiment must not write over the picture


def test_the_words_say_seeds_epoch_edits_and_version() -> None:
    experiment = replace(small_experiment(1), edits=(Edit(3, "run.1.l2.strength", 0.1),))
    assert Provenance(experiment, 7).words.startswith("Small, seed 1, epoch 7, 1 edit while training, RegSim ")
    assert (
        "data seed 5, training seed 1"
        in Provenance(replace(experiment, data=replace(experiment.data, seed=5)), 7).words
    )
    assert experiment_file.parse(Provenance(experiment, 7).text()) == experiment


def test_on_paper_negative_weights_and_zeros_differ_without_colour(qapp: object) -> None:
    drawn = {}
    for theme in ("light", "print"):
        stage = Stage(QSize(600, 400), theme, ["network"])
        stage.train(small_experiment(1), 2)
        assert stage.window.look.theme.key == theme
        drawn[theme] = svg(Sheet(stage.subject(), stage.window.look), QSize(600, 400), "t", "x").decode()
        stage.close()
    assert "stroke-dasharray" not in drawn["light"]
    assert drawn["print"].count("stroke-dasharray") > 3


def test_the_caption_can_be_left_out(qapp: object) -> None:
    subject = QWidget()
    subject.resize(300, 200)
    drawn = [svg(Sheet(subject, Look(), caption), QSize(300, 200), "t", "x").decode() for caption in ("made of", "")]
    assert "<title>made of</title>" in drawn[0]
    assert "made of" not in drawn[1]


def test_a_picture_of_another_shape_keeps_its_proportions(qapp: object) -> None:
    subject = QWidget()
    subject.resize(100, 100)
    subject.setStyleSheet("background: black")
    image = finished(picture.image_steps(Sheet(subject, Look()), QSize(400, 200)))
    row = [image.pixelColor(x, 100) for x in (50, 110, 290, 350)]
    ground = QColor(Look().theme.window)
    assert row == [ground, QColor("black"), QColor("black"), ground]


def test_another_ending_is_refused(qapp: object, tmp_path: Path) -> None:
    subject = QWidget()
    with pytest.raises(Refusal, match="must end in"):
        picture.save(
            Sheet(subject, Look()), tmp_path / "a.gif", Extent(QSize(64, 64)), Provenance(small_experiment(1), 0)
        )


@pytest.mark.skipif(
    not (shutil.which("rsvg-convert") and shutil.which("pdftoppm")), reason="needs rsvg-convert and pdftoppm"
)
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("views", [(), ("fit",), ("network",)])
def test_other_programs_draw_the_same_picture(qapp: object, tmp_path: Path, views: tuple[str, ...], theme: str) -> None:
    outputs = [tmp_path / f"a{ending}" for ending in KINDS]
    picture.render(small_experiment(3), outputs, epochs=9, views=views, size=(1280, 800), theme=theme)
    subprocess.run(["rsvg-convert", tmp_path / "a.svg", "-o", tmp_path / "svg.png"], check=True)
    subprocess.run(["pdftoppm", "-png", "-r", "96", "-singlefile", tmp_path / "a.pdf", tmp_path / "pdf"], check=True)
    own = QImage(str(outputs[0]))
    for name in ("svg.png", "pdf.png"):
        other = QImage(str(tmp_path / name))
        assert other.size() == own.size()
        assert difference(own, other) < 2.5, name


def test_a_still_window_shows_its_last_numbers(qapp: object) -> None:
    stage = Stage(QSize(1280, 720), "light")
    stage.train(small_experiment(2), 7)
    counter = stage.window.transport.counter.texts()
    panel = stage.laboratory.furnish().panel.explanation.measured()
    stage.close()
    assert counter == ("7", "7 updates")
    assert "‖w‖" in panel


def test_a_wide_letter_does_not_cut_all_that_follow(qapp: object) -> None:
    """Qt keeps the clip of a text that is wider than its box, where it stands in another clip."""
    stage = Stage(QSize(800, 476), "light", ["fit"])
    stage.train(experiment_file.parse('[data]\nkind = "synthetic_language"\nn_train = 64'), 0)
    drawn = svg(Sheet(stage.subject(), stage.window.look), QSize(800, 476), "t", "x").decode()
    stage.close()
    assert drawn.count("<title>w</title>") > 1
    clips = re.findall(r'<clipPath id="w[^"]*">\s*<path [^>]*d="M([\d.]+),[\d.]+ L([\d.]+),', drawn)
    assert clips
    assert all(float(right) - float(left) > 60 for left, right in clips)


def test_each_digit_of_a_drawing_is_another_image(qapp: object) -> None:
    stage = Stage(QSize(700, 480), "light", ["fit"])
    stage.train(schema.put(presets.load("digits"), "data.n_train", 100), 1)
    drawn = svg(Sheet(stage.subject(), stage.window.look), QSize(700, 480), "t", "x").decode()
    stage.close()
    images = re.findall(r'xlink:href="data:image/png;base64,([^"]*)"', drawn)
    assert len(set(images)) >= 40


def test_icons_are_as_fine_as_the_file(qapp: object) -> None:
    image = QImage(64, 64, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    image.setDevicePixelRatio(4.0)
    painter = QPainter(image)
    icons.icon("search", Look()).paint(painter, QRect(0, 0, 16, 16))
    painter.end()
    fine = icons.pixmap("search", Look().theme.text, 16, 4.0).toImage()
    alpha = [[255 - fine.pixelColor(x, y).alpha() for x in range(64)] for y in range(64)]
    grey = [[image.pixelColor(x, y).lightness() for x in range(64)] for y in range(64)]
    assert np.abs(np.array(grey) - np.array(alpha)).max() < 40


def test_formulas_are_as_fine_as_the_file_and_none_is_missing(qapp: object) -> None:
    stage = Stage(QSize(1920, 1080), "light")
    stage.train(presets.load("overfitting"), 0)
    explanation = stage.window.findChildren(Explanation)[0]
    words = Words("What L2 does", "It shrinks.", r"w - 2\alpha\lambda w")
    explanation.show_words(words, stage.look)
    without = picture.painted(explanation, 1.0)
    stage.hold_still()
    assert picture.painted(explanation, 1.0) != without
    stage.close()
    canvas = QImage(8, 8, QImage.Format.Format_RGB32)
    canvas.setDevicePixelRatio(4.0)
    painter = QPainter(canvas)
    coarse = formula_pixmap(words.formula, Look(), 14, 1.0)
    fine = as_fine(coarse, painter, words.formula, Look(), 14)
    painter.end()
    assert fine.width() >= 4 * coarse.width() - 4
    assert fine.deviceIndependentSize().height() == pytest.approx(coarse.height(), abs=1)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(experiments().filter(sound))
def test_an_experiment_comes_back_from_every_kind_of_file_that_is_written(
    qapp: QApplication, tmp_path: Path, experiment: Experiment
) -> None:
    sheet = Sheet(QWidget(), Look())
    for ending in KINDS:
        path = tmp_path / f"shot{ending}"
        write = finished(picture.save_steps(sheet, path, Extent(QSize(64, 48)), Provenance(experiment, 3)))
        assert experiment_file.read(write(lambda share: None)) == experiment
