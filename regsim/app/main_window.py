"""The shell of the window: menu, transport bar, places for panel, cards and views, status line; numpy-free.

It is painted before anything heavy is imported, so that the program is there at once; the laboratory moves in
afterwards. It refuses to know the session.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRectF, Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QColor, QGuiApplication, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QHBoxLayout,
    QLabel,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from regsim.app import style
from regsim.app.actions import fill_menus, make_actions
from regsim.app.settings import HIGHEST_ZOOM, LOWEST_ZOOM, Settings
from regsim.app.theme import DARK, LIGHT, THEMES, Look, Theme
from regsim.app.views_area import ViewsArea

if TYPE_CHECKING:
    from regsim.app.status_line import StatusLine
    from regsim.app.transport import Transport

TOOLS = ("play", "epoch", "batch", "reset", "reroll", "luck", "lesson", "quiz", "present")
"""Actions that are buttons of the transport bar."""
COMPACT_BELOW = 900
"""Windows less high than this (in px at zoom 1) use the tighter grid."""


class BlankCard(QWidget):
    """A card with nothing in it yet, so that all is in place from the first frame."""

    def __init__(self, look: Callable[[], Look], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface and its border."""
        theme = self._look().theme
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(theme.line), 1))
        painter.setBrush(QColor(theme.surface))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        painter.end()


class BlankBar(BlankCard):
    """A surface where the transport bar will be."""

    def paintEvent(self, event: QPaintEvent) -> None:
        """The surface and the line below it."""
        theme = self._look().theme
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.surface))
        painter.fillRect(0, self.height() - 1, self.width(), 1, QColor(theme.line))
        painter.end()


class MainWindow(QMainWindow):
    """See the module."""

    look_changed = Signal()
    first_painted = Signal()
    closing = Signal()
    """The person closes the window; it is hidden at once, what still works ends by itself."""
    transport: Transport
    status: StatusLine

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = settings
        self.look = Look(self._theme(), settings.zoom)
        self.actions_by_key: dict[str, QAction] = make_actions(self)
        self.menus = fill_menus(self.menuBar(), self.actions_by_key)
        self._title = QLabel("RegSim")
        self._title.setContentsMargins(0, 0, 14, 0)
        self._title.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.menuBar().setCornerWidget(self._title, Qt.Corner.TopRightCorner)
        self._bar: QWidget = BlankBar(lambda: self.look)
        self._foot: QWidget = QWidget()
        self.views = ViewsArea()
        self._panel: QWidget = BlankCard(lambda: self.look)
        self._cards: QWidget = BlankCard(lambda: self.look)
        self._lesson: QWidget | None = None
        self._titles = ("", "", False)
        self._painted = False
        self.may_close: Callable[[], bool] = lambda: True
        """Asked before the window closes; whoever says no closes it later."""
        self._build()
        for rank in range(4):
            self.views.place(rank, BlankCard(lambda: self.look))
        self._connect_theme()
        self.setWindowTitle("RegSim")
        self.setMinimumSize(960, 600)
        if not (settings.geometry and self.restoreGeometry(settings.geometry)):
            self._take_initial_size()
        self.apply_look()

    def _build(self) -> None:
        centre = QWidget()
        self._rows = QVBoxLayout(centre)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(0)
        self._body = QHBoxLayout()
        self._column = QVBoxLayout()
        self._body.addWidget(self._panel)
        self._body.addLayout(self._column, 1)
        self._column.addWidget(self._cards)
        self._column.addWidget(self.views, 1)
        self._rows.addWidget(self._bar)
        self._rows.addLayout(self._body, 1)
        self._rows.addWidget(self._foot)
        # the keys of the window work from the start, and again after a click beside everything
        centre.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self._pages = QStackedWidget()
        self._centre = centre
        self._pages.addWidget(centre)
        self.setCentralWidget(self._pages)
        centre.setFocus()

    def _take_initial_size(self) -> None:
        screen = QGuiApplication.primaryScreen()
        room = screen.availableGeometry() if screen is not None else None
        width, height = (1920, 1080) if room is None else (room.width(), room.height())
        if width <= 1920 and room is not None:
            self.resize(width, height)
            self.setWindowState(Qt.WindowState.WindowMaximized)
        else:
            self.resize(min(width, 1920), min(height, 1080))

    # What the laboratory puts in

    def equip(self) -> None:
        """Build the transport bar and the status line, which the first frame does without."""
        from regsim.app.status_line import StatusLine
        from regsim.app.transport import Transport

        self.transport = Transport({key: self.actions_by_key[key] for key in TOOLS})
        self.status = StatusLine()
        for old, new in ((self._bar, self.transport), (self._foot, self.status)):
            self._rows.replaceWidget(old, new)
            self._discard(old)
        self._bar, self._foot = self.transport, self.status

    def place_panel(self, panel: QWidget) -> None:
        """Replace the blank panel."""
        self._body.replaceWidget(self._panel, panel)
        self._discard(self._panel)
        self._panel = panel
        self.apply_look()

    def place_cards(self, cards: QWidget) -> None:
        """Replace the blank cards."""
        self._column.replaceWidget(self._cards, cards)
        self._discard(self._cards)
        self._cards = cards
        self.apply_look()

    def place_offer(self, offer: QWidget) -> None:
        """Put a line above the status line, hidden until it is shown."""
        offer.hide()
        self._rows.insertWidget(self._rows.indexOf(self._foot), offer)

    def place_lesson(self, lesson: QWidget) -> None:
        """Put the panel of the lesson at the right of cards and views, hidden until it is shown."""
        lesson.hide()
        self._body.addWidget(lesson)
        self._lesson = lesson
        self.apply_look()

    def show_lesson(self, shown: bool) -> None:
        """The lesson's panel at the right, or the parameters at the left."""
        if self._lesson is not None:
            self._panel.setVisible(not shown)
            self._lesson.setVisible(shown)

    def show_page(self, page: QWidget | None) -> None:
        """A page in place of everything below the menu bar; None brings the laboratory back."""
        if page is not None and self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentIndex(0 if page is None else self._pages.indexOf(page))

    @staticmethod
    def _discard(widget: QWidget) -> None:
        widget.hide()
        widget.deleteLater()

    def take_keys(self) -> None:
        """Give the focus to no control: every key means what the list of keys says."""
        self._centre.setFocus()

    def set_experiment_title(self, title: str) -> None:
        """At the right of the menu bar and in the window's frame."""
        self._show_titles(title, *self._titles[1:])

    def set_file(self, name: str, modified: bool) -> None:
        """Beside the title: name of the file, empty if there is none, and whether it lacks changes made here."""
        self._show_titles(self._titles[0], name, modified)

    def _show_titles(self, title: str, name: str, modified: bool) -> None:
        if (title, name, modified) == self._titles:
            return
        self._titles = (title, name, modified)
        words = " — ".join(part for part in (title, name, "RegSim") if part)
        self._title.setText(f"● {words}" if modified else words)
        # a menu bar lays its corner out only when the corner itself is set
        self.menuBar().setCornerWidget(self._title, Qt.Corner.TopRightCorner)
        self._title.show()
        # the mark stands before the program's name, which Qt adds by itself where it does not end the title
        document = " — ".join(part for part in (title, name) if part).replace("[*]", "[*][*]")
        self.setWindowTitle(f"{document}[*] — RegSim" if document else "RegSim[*]")
        self.setWindowModified(modified)

    def panels(self) -> Mapping[str, QWidget]:
        """What F6 goes round, in order."""
        parts = {"transport": self._bar, "panel": self._panel, "cards": self._cards, "views": self.views}
        if self._lesson is not None:
            parts["lesson"] = self._lesson
        return {key: part for key, part in parts.items() if part.isVisibleTo(self)}

    # Looks

    def apply_look(self) -> None:
        """Theme, zoom and size class on everything of the shell; announces it."""
        look, px = self.look, self.look.px
        application = QApplication.instance()
        if isinstance(application, QApplication):
            style.apply_look(application, look)
        margin = round(px(8 if look.compact else 12))
        self._body.setContentsMargins(margin, margin, margin, margin)
        self._body.setSpacing(margin)
        self._column.setSpacing(margin)
        self.views.set_gutter(margin)
        self._panel.setFixedWidth(round(px(256 if look.compact else 304)))
        if self._lesson is not None:
            self._lesson.setFixedWidth(round(px(360 if look.compact else 468)))
        self._cards.setFixedHeight(round(px(86 if look.compact else 112)))
        if isinstance(self._bar, BlankBar):
            self._bar.setFixedHeight(round(px(56)))
            self._foot.setFixedHeight(round(px(24)))
        self.menuBar().setFixedHeight(round(px(28)))
        self._title.setFont(look.font("caption"))
        self._title.setFixedHeight(self.menuBar().height())
        self.look_changed.emit()

    def set_theme(self, choice: str) -> None:
        """``system``, ``light``, ``dark`` or ``projector``; remembered."""
        self.settings.theme = choice
        self.wear(Look(self._theme(), self.look.zoom, self.look.compact))

    def set_zoom(self, zoom: float) -> None:
        """0.8 to 2; remembered."""
        zoom = round(min(max(zoom, LOWEST_ZOOM), HIGHEST_ZOOM), 2)
        self.settings.zoom = zoom
        self.wear(Look(self.look.theme, zoom, self._is_compact(zoom)))

    def wear(self, look: Look) -> None:
        """Another theme, zoom or size class; remembered by nobody."""
        if look != self.look:
            self.look = look
            self.apply_look()

    def _is_compact(self, zoom: float) -> bool:
        return self.height() / zoom < COMPACT_BELOW

    def _theme(self) -> Theme:
        choice = self.settings.theme
        if choice != "system":
            return THEMES[choice]
        return DARK if QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark else LIGHT

    def _connect_theme(self) -> None:
        hints = QGuiApplication.styleHints()
        hints.colorSchemeChanged.connect(lambda _scheme: self.set_theme(self.settings.theme))

    # Qt's virtuals

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Change the size class with the height."""
        super().resizeEvent(event)
        self.wear(Look(self.look.theme, self.look.zoom, self._is_compact(self.look.zoom)))

    def event(self, event: QEvent) -> bool:
        """A focused button takes Space for itself; everywhere else it plays."""
        if event.type() == QEvent.Type.ShortcutOverride:
            focus = QApplication.focusWidget()
            if isinstance(focus, QAbstractButton) and getattr(event, "key", int)() == Qt.Key.Key_Space:
                event.accept()
                return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Say once that the first frame is on its way."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            self.first_painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window and go at once, unless there is something to be asked first."""
        if not self.may_close():
            event.ignore()
            return
        self.settings.geometry = self.saveGeometry()
        self.hide()
        self.closing.emit()
        super().closeEvent(event)
