"""The card: header, failures that end in it, thumbnails, and no demand for room."""

import pytest
from canned import snapshot
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QWidget

from regsim.app.card import Card
from regsim.app.card_header import LegendEntry, line_sample
from regsim.app.plotting.canvas import Canvas
from regsim.app.plotting.numbers import count, number, percent, short_number, tick_text
from regsim.app.theme import DARK, LIGHT, Look
from regsim.app.thumbnails import ThumbnailRun
from regsim.app.views.base import Showing


class Picture(Card):
    """A card whose drawing or painting can be told to fail."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Picture", parent)
        self.drawn = 0
        self.fault: Exception | None = None
        self.canvas = Canvas(self.guarded, self.paint_picture, self)
        self.set_body(self.canvas)

    def dress(self, look: Look) -> None:
        self.canvas.update()

    def draw(self, snapshot: object, showing: Showing) -> None:
        self.drawn += 1
        self.canvas.update()

    def paint_picture(self, painter: QPainter, rect: QRectF) -> None:
        if self.fault is not None:
            raise self.fault
        painter.fillRect(rect, QColor("#123456"))


@pytest.fixture
def card(qtbot):
    made = Picture()
    qtbot.addWidget(made)
    made.restyle(Look(LIGHT))
    made.resize(600, 300)
    return made


def show(card: Card) -> None:
    shown = snapshot(runs=2, epochs=5, hidden=(4,))
    card.show_snapshot(shown, Showing(shown.experiment))


def test_an_exception_while_painting_is_shown_in_the_card_and_ends_there(card, qtbot):
    show(card)
    card.fault = ValueError("out of memory")
    card.show()
    card.grab()
    qtbot.waitUntil(lambda: card._failed.isVisible())
    assert card._failed.label.text() == "This view failed: out of memory; training goes on."
    before = card.drawn
    show(card)
    assert card.drawn == before, "a failed view is switched off"


def test_try_again_draws_the_last_snapshot_once_more(card, qtbot):
    show(card)
    card.fault = ValueError("out of memory")
    card.show()
    card.grab()
    qtbot.waitUntil(lambda: card._failed.isVisible())
    card.fault = None
    before = card.drawn
    qtbot.mouseClick(card._failed.button, Qt.MouseButton.LeftButton)
    assert card.failure == ""
    assert card.drawn == before + 1
    assert card.grab().toImage().pixelColor(300, 200) == QColor("#123456")


def test_double_click_enter_and_the_button_ask_for_the_whole_area(card, qtbot):
    card.show()
    for act in (
        lambda: qtbot.mouseDClick(card.canvas, Qt.MouseButton.LeftButton),
        lambda: qtbot.keyClick(card, Qt.Key.Key_Return),
        lambda: qtbot.mouseClick(card.header.maximise, Qt.MouseButton.LeftButton),
    ):
        with qtbot.waitSignal(card.maximise_requested):
            act()


def test_long_labels_and_legends_demand_no_room(card):
    card.set_run((0, "A run with a name that is far too long for any card " * 3))
    card.set_legend([LegendEntry("a long entry " * 10, line_sample(QColor("black"), 2.0))] * 5)
    card.add_chip("log", "Logarithmic")
    assert card.minimumSizeHint().width() < 200
    card.resize(160, 120)
    card.grab()
    assert card.failure == ""


def test_a_click_or_space_on_a_thumbnail_shows_its_run(card, qtbot):
    card.thumbnails.show_runs([ThumbnailRun(1, 1, "L2"), ThumbnailRun(2, 2, "L1", diverged=True)])
    card.show()
    first, second = card.thumbnails.items
    with qtbot.waitSignal(card.run_selected) as clicked:
        qtbot.mouseClick(first, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(card.run_selected) as pressed:
        qtbot.keyClick(second, Qt.Key.Key_Space)
    assert (clicked.args, pressed.args) == ([1], [2])
    assert first.accessibleName() == "Show L2 large"
    card.thumbnails.show_runs([])
    assert not card.thumbnails.isVisible()


def test_the_surface_follows_the_theme(card):
    for theme in (LIGHT, DARK):
        card.restyle(Look(theme))
        assert card.grab().toImage().pixelColor(300, 8) == QColor(theme.surface)


def test_chips_are_in_reach_of_the_keyboard(card, qtbot):
    chip = card.add_chip("log", "Logarithmic")
    card.show()
    assert chip.focusPolicy() & Qt.FocusPolicy.TabFocus
    qtbot.keyClick(chip, Qt.Key.Key_Space)
    assert chip.isChecked()
    assert chip.accessibleName() == "log"
    assert min(chip.width(), chip.height()) >= 24


def test_the_legend_gives_way_from_its_end(card):
    entries = [LegendEntry(f"entry {i}", line_sample(QColor("red"), 2.0)) for i in range(4)]
    card.set_legend(entries)
    seen = []
    for width in (700, 330, 120):
        card.resize(width, 200)
        image = card.grab().toImage()
        red = [x for x in range(width) if image.pixelColor(x, round(card.header.height() / 2)) == QColor("red")]
        seen.append(len(red))
    assert seen[0] > seen[1] > seen[2] == 0


@pytest.mark.parametrize(
    ("value", "text"),
    [(0.584, "0.584"), (12.345, "12.35"), (1234.0, "1.2e3"), (-0.5, "−0.500"), (float("nan"), "—"), (9.9999, "10.00")],
)
def test_numbers_have_a_fixed_width(value, text):
    assert number(value) == text


def test_other_numbers():
    assert [short_number(v) for v in (3.2, 0.071, 0.0004, 0.0)] == ["3.20", "0.071", "4e-4", "0.00"]
    assert [percent(v) for v in (0.995, 0.99999, 1.0, 0.0, 0.00001)] == ["99.5 %", "99.9 %", "100 %", "0 %", "0.1 %"]
    assert count(4352) == "4,352"
    assert [tick_text(v) for v in (0, 0.1, -1.5, 20000, 1e-5)] == ["0", "0.1", "−1.5", "20,000", "1e−5"]


def test_the_double_click_reaches_the_card_from_a_child(card, qtbot):
    card.show()
    with qtbot.waitSignal(card.maximise_requested):
        qtbot.mouseDClick(card.header, Qt.MouseButton.LeftButton, pos=QPointF(40, 10).toPoint())
