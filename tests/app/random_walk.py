"""Drives the window at random with real clicks, keys and edits; fixed seeds, so that a failure can be repeated."""

from __future__ import annotations

import random

from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from regsim import schema
from regsim.app.laboratory import Laboratory
from regsim.knob import Knob, Value

KEPT_FROM_CHANCE = {
    "open", "open_data", "save", "save_as", "save_picture", "film", "export_code", "export_data", "export_report",
    "quit", "preferences", "keys", "about",
}  # fmt: skip
"""Actions that open modal papers or end the walk."""


class RandomWalk:
    """One person who does anything at any time."""

    def __init__(self, laboratory: Laboratory, seed: int) -> None:
        self._laboratory = laboratory
        self._random = random.Random(seed)

    def step(self) -> str:
        """Do one thing and say what it was."""
        deed = self._random.choices(
            [self._click, self._press_key, self._act, self._edit, self._turn_wheel, self._resize],
            weights=[30, 15, 20, 25, 6, 4],
        )[0]
        said = deed()
        self._close_papers()
        for _ in range(self._random.randint(0, 4)):
            self._laboratory.clock.tick()
            QApplication.processEvents()
        return said

    def _widgets(self) -> list[QWidget]:
        return [child for child in self._laboratory.window.findChildren(QWidget) if child.isVisible()]

    def _somewhere(self, widget: QWidget) -> QPoint:
        return QPoint(
            self._random.randrange(max(widget.width(), 1)),
            self._random.randrange(max(widget.height(), 1)),
        )

    def _click(self) -> str:
        widget = self._random.choice(self._widgets())
        at = self._somewhere(widget)
        if self._random.random() < 0.3:
            QTest.mousePress(widget, Qt.MouseButton.LeftButton, pos=at)
            QTest.mouseMove(widget, self._somewhere(widget))
            QTest.mouseRelease(widget, Qt.MouseButton.LeftButton, pos=self._somewhere(widget))
            return f"drag in {type(widget).__name__}"
        double = self._random.random() < 0.1
        (QTest.mouseDClick if double else QTest.mouseClick)(widget, Qt.MouseButton.LeftButton, pos=at)
        return f"click {type(widget).__name__} at {at.x()}, {at.y()}"

    def _press_key(self) -> str:
        focus = QApplication.focusWidget() or self._laboratory.window
        key = self._random.choice(
            [Qt.Key.Key_Space, Qt.Key.Key_Tab, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right,
             Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_Period, Qt.Key.Key_Comma, Qt.Key.Key_L, Qt.Key.Key_M,
             Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_4, Qt.Key.Key_BracketLeft, Qt.Key.Key_BracketRight, Qt.Key.Key_F6,
             Qt.Key.Key_PageDown, Qt.Key.Key_PageUp]
        )  # fmt: skip
        QTest.keyClick(focus, key)
        return f"key {key.name} in {type(focus).__name__}"

    def _act(self) -> str:
        actions = [action for key, action in self._laboratory.actions.items() if key not in KEPT_FROM_CHANCE]
        action = self._random.choice(actions)
        if action.isEnabled():
            action.trigger()
        return f"action {action.objectName()}"

    def _edit(self) -> str:
        session = self._laboratory.session
        path = self._random.choice(schema.paths(session.experiment))
        knob = schema.knob(path, session.experiment)
        value = self._value(path, knob)
        session.edit(path, value, self._random.choice(["done", "drag"]))
        return f"edit {path} = {value}"

    def _value(self, path: str, knob: Knob) -> Value:
        if path.endswith("hidden"):
            return tuple(self._random.randint(1, 24) for _ in range(self._random.randint(0, 3)))
        if knob.key in ("n_train", "n_validation", "n_test"):
            return self._random.randint(2, 200)
        if knob.key == "epochs":
            return self._random.randint(1, 300)
        if knob.choices:
            return self._random.choice(knob.choices)
        if isinstance(knob.default, bool):
            return self._random.random() < 0.5
        if isinstance(knob.default, str):
            return self._random.choice(["A", "Ω", "a very long name for one single run of the comparison"])
        low, high = knob.span or (knob.low or 0.0, knob.high if knob.high is not None else 10.0)
        value = self._random.choice([low, high, self._random.uniform(low, high)])
        return round(value) if isinstance(knob.default, int) else float(value)

    def _turn_wheel(self) -> str:
        widget = self._random.choice(self._widgets())
        at = QPointF(self._somewhere(widget))
        amount = QPoint(0, self._random.choice([-120, 120]))
        event = QWheelEvent(
            at, QPointF(widget.mapToGlobal(at)), QPoint(), amount, Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(widget, event)
        return f"wheel over {type(widget).__name__}"

    def _resize(self) -> str:
        size = self._random.choice([(1280, 720), (1000, 620), (1920, 1080), (1440, 900)])
        self._laboratory.window.resize(*size)
        return f"resize {size}"

    def _close_papers(self) -> None:
        popup = QApplication.activePopupWidget()
        while popup is not None:
            popup.close()
            QApplication.processEvents()
            popup = QApplication.activePopupWidget()
        modal = QApplication.activeModalWidget()
        if modal is not None and not isinstance(modal, QMenu):
            modal.close()
