"""The button that names the experiment and opens the list of presets, to be searched by typing; refuses to load one."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from regsim.app import icons
from regsim.app.theme import Look
from regsim.app.widgets.keyed import Keyed

_MIDDLE_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class PresetPicker(Keyed, QAbstractButton):
    """Shows title and detail of the experiment; a click or a key opens the presets."""

    preset_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = Look()
        self._detail = ""
        self._presets: dict[str, tuple[str, str]] = {}
        self.popup = PresetList(self)
        self.popup.preset_chosen.connect(self.preset_chosen)
        self.clicked.connect(self.open)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_presets(self, presets: Mapping[str, tuple[str, str]]) -> None:
        """Offer these: key to title and detail."""
        self._presets = dict(presets)

    def show_state(self, title: str, detail: str, look: Look, width: float) -> None:
        """Show what is loaded."""
        self._look, self._detail = look, detail
        self.setText(title)
        self.setAccessibleName(f"Experiment: {title}")
        self.setAccessibleDescription(f"{detail}; opens the list of presets")
        self.setToolTip(f"{title}: {detail}" if detail else title)
        self.setFixedSize(round(look.px(width)), round(look.px(34)))
        self.update()

    def open(self) -> None:
        """Open the list below the button."""
        self.popup.open_at(self.mapToGlobal(QPoint(0, self.height() + 4)), self._presets, self.text(), self._look)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Down opens; a letter opens and searches."""
        if event.key() == Qt.Key.Key_Down:
            self.open()
        elif event.text().isalpha() and not event.modifiers():
            self.open()
            self.popup.search.setText(event.text())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Its fixed size."""
        return self.size()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Magnifier, title, detail, chevron."""
        look, theme, px = self._look, self._look.theme, self._look.px
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.control if self.underMouse() else theme.line), 1))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), px(6), px(6))
        side = round(px(16))
        top = (self.height() - side) // 2
        icons.icon("search", look, theme.text2).paint(painter, QRect(round(px(11)), top, side, side))
        right = self.width() - round(px(11)) - side
        icons.icon("chevron-down", look, theme.text2).paint(painter, QRect(right, top, side, side))
        left, room = px(35), right - px(6) - px(35)
        painter.setFont(look.font("strong"))
        painter.setPen(QColor(theme.text))
        metrics = QFontMetricsF(look.font("strong"))
        title = metrics.elidedText(self.text(), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(left, 0, room, self.height()), _MIDDLE_LEFT, title)
        used = metrics.horizontalAdvance(title) + px(8)
        painter.setFont(look.font("body"))
        painter.setPen(QColor(theme.text2))
        rest = max(0.0, room - used)
        if QFontMetricsF(look.font("body")).horizontalAdvance(self._detail) <= rest:  # whole or not at all
            painter.drawText(QRectF(left + used, 0, rest, self.height()), _MIDDLE_LEFT, self._detail)


class PresetList(QFrame):
    """A search field over a list; typing narrows it, Enter takes the marked one, Esc closes."""

    preset_chosen = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.search = QLineEdit(placeholderText="Type to search")
        self.search.setAccessibleName("Search presets")
        self.list = QListWidget()
        self.list.setAccessibleName("Presets")
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.addWidget(self.search)
        column.addWidget(self.list)
        self.setFrameShape(QFrame.Shape.Box)
        self.search.textChanged.connect(self._narrow)
        self.search.returnPressed.connect(self._take_current)
        self.search.installEventFilter(self)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)

    def open_at(self, place: QPoint, presets: Mapping[str, tuple[str, str]], current: str, look: Look) -> None:
        """Open with the top left corner at `place` on the screen."""
        self.list.clear()
        self.search.clear()
        for key, (title, detail) in presets.items():
            item = QListWidgetItem(f"{title}   {detail}")
            item.setData(Qt.ItemDataRole.UserRole, key)
            item.setSizeHint(QSize(0, round(look.px(28))))
            self.list.addItem(item)
            if title == current:
                self.list.setCurrentItem(item)
        rows = min(12, len(presets))
        self.resize(round(look.px(380)), round(look.px(28 * rows + 56)))
        self.move(place)
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: object, event: QEvent) -> bool:
        """Arrows in the search field move in the list."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move(step)
                return True
        return False

    def visible_items(self) -> list[QListWidgetItem]:
        """Those that match what is typed."""
        items = (self.list.item(row) for row in range(self.list.count()))
        return [item for item in items if not item.isHidden()]

    def _narrow(self, text: str) -> None:
        wanted = text.lower().split()
        for row in range(self.list.count()):
            item = self.list.item(row)
            words = f"{item.text()} {item.data(Qt.ItemDataRole.UserRole)}".lower()
            item.setHidden(not all(word in words for word in wanted))
        visible = self.visible_items()
        if visible and self.list.currentItem() not in visible:
            self.list.setCurrentItem(visible[0])

    def _move(self, step: int) -> None:
        visible = self.visible_items()
        if visible:
            current = self.list.currentItem()
            at = visible.index(current) + step if current in visible else 0
            self.list.setCurrentItem(visible[min(len(visible) - 1, max(0, at))])

    def _take_current(self) -> None:
        item = self.list.currentItem()
        if item is not None and not item.isHidden():
            self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        self.close()
        self.preset_chosen.emit(item.data(Qt.ItemDataRole.UserRole))
