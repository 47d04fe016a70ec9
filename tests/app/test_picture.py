"""Pictures of the window and of a view: as large as asked, readable, and put where they were asked for."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from regsim.app import picture
from regsim.app.laboratory import Laboratory
from regsim.app.stage import Stage
from tests.app.laboratory import small_experiment


def colours(image: QImage) -> int:
    """How many different colours a coarse net of pixels meets."""
    return len({image.pixel(x, y) for x in range(0, image.width(), 7) for y in range(0, image.height(), 7)})


def test_the_window_is_saved_at_the_chosen_scale(laboratory: Laboratory, tmp_path: Path) -> None:
    path = tmp_path / "window.png"
    assert laboratory.controls is not None
    laboratory.controls.files.save_picture_to(path, laboratory.window, 1.5)
    saved = QImage(str(path))
    assert saved.size() == laboratory.window.size() * 1.5
    assert colours(saved) > 20


def test_a_view_is_copied_as_a_picture(laboratory: Laboratory) -> None:
    view = laboratory.exhibition.views["weights"][1]
    assert laboratory.controls is not None
    laboratory.controls.files.copy_picture(view)
    copied = QApplication.clipboard().image()
    assert copied.size() == view.size() * 2
    assert colours(copied) > 3


@pytest.mark.parametrize("view", [None, "loss", "weights", "network", "fit"])
def test_pictures_without_a_display_have_the_size_asked_for(qapp: object, tmp_path: Path, view: str | None) -> None:
    path = tmp_path / "picture.png"
    picture.render(small_experiment(3), path, epochs=3, window=view is None, view=view, size=(1111, 703), theme="light")
    saved = QImage(str(path))
    assert saved.size() == QSize(1111, 703)
    assert colours(saved) > 3


def test_a_still_window_shows_its_last_numbers(qapp: object) -> None:
    stage = Stage(QSize(1280, 720), "light", None)
    stage.train(small_experiment(2), 7)
    counter = stage.window.transport.counter.texts()
    panel = stage.laboratory.furnish().panel.explanation.measured()
    stage.close()
    assert counter == ("7", "7 updates")
    assert "‖w‖" in panel
