"""Saves and copies pictures of the window, and shows its two small papers: keys and about.

It refuses to overwrite anything silently, and what cannot be written is said in one sentence.
"""

from __future__ import annotations

import atexit
from collections.abc import Callable
from contextlib import ExitStack
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QLabel, QMessageBox, QWidget

from regsim import __version__
from regsim.app import picture
from regsim.app.actions import key_table
from regsim.app.frame_clock import FrameClock
from regsim.app.making import Making, Rest
from regsim.app.provenance import provenance_of
from regsim.app.sheet import Extent, Sheet
from regsim.app.steps import Steps, undisturbed

if TYPE_CHECKING:
    from regsim.app.laboratory import Laboratory

COPY_RATIO = 2.0


class Files:
    """See the module."""

    def __init__(self, laboratory: Laboratory, making: Making) -> None:
        self._laboratory = laboratory
        self._window = laboratory.window
        self._session = laboratory.session
        self._making = making

    def save_picture(self, view: QWidget | None) -> None:
        """Choose what, how large and where, and write a picture of the window or of one view."""
        from regsim.app.picture_dialog import PictureDialog

        dialog = PictureDialog(self._window, view)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.save_picture_to(Path(dialog.path()), dialog.subject(), dialog.ratio(), dialog.has_caption())

    def save_picture_to(self, path: Path, subject: QWidget, ratio: float, caption: bool = True) -> None:
        """Write a PNG, SVG or PDF of `subject` with `ratio` pixels for one of the screen's."""

        def begin() -> Steps[Rest]:
            provenance = provenance_of(self._session)
            sheet = Sheet(subject, self._window.look, provenance.words if caption else "")
            return picture.save_steps(sheet, path, Extent(sheet.size * ratio), provenance)

        self._making.begin(path.name, self._standing_still(subject, begin), lambda made: f"Saved {made.name}.")

    def copy_picture(self, view: QWidget | None) -> None:
        """Put a picture of the focused view, or of the window, on the clipboard."""
        subject = view or self._window

        def begin() -> Steps[Rest]:
            sheet = Sheet(subject, self._window.look, provenance_of(self._session).words)
            image = yield from picture.image_steps(sheet, sheet.size * COPY_RATIO)
            return lambda note: (image, picture.encoded(image))

        self._making.begin("the picture", self._standing_still(subject, begin), self._put_on_clipboard)

    def _put_on_clipboard(self, copied: tuple[QImage, bytes]) -> str:
        """Both as it is and encoded: otherwise this thread would encode it whenever another program pastes it."""
        image, content = copied
        data = QMimeData()
        data.setImageData(image)
        data.setData("image/png", content)
        QApplication.clipboard().setMimeData(data)
        _hand_over_at_exit()
        return "Copied the picture."

    def _standing_still(self, subject: QWidget, begin: Callable[[], Steps[Rest]]) -> Steps[Rest]:
        """The steps while nothing is drawn by a clock; begun again if a person changes what is pictured."""
        with ExitStack() as held:
            for clock in self._laboratory.findChildren(FrameClock):
                held.enter_context(clock.held())
            return (yield from undisturbed(subject, begin))

    def show_keys(self) -> None:
        """The list of keys, beside the window so that it can be tried out."""
        dialog = QDialog(self._window)
        dialog.setWindowTitle("Keys")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        grid = QGridLayout(dialog)
        grid.setHorizontalSpacing(24)
        rows = list(key_table())
        half = (len(rows) + 1) // 2  # in one column it is higher than a small screen
        for index, (keys, meaning) in enumerate(rows):
            grid.addWidget(QLabel(keys), index % half, 2 * (index // half))
            grid.addWidget(QLabel(meaning), index % half, 2 * (index // half) + 1)
        dialog.show()

    def show_about(self) -> None:
        """Version, licence and whose work is inside."""
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle("About RegSim")
        box.setText(
            f"RegSim {__version__}\nIt makes regularization visible.\n\n"
            "MIT licence. Inter and STIX Two Math: SIL Open Font License. Icons: Lucide, ISC licence.\n"
            "Digits: optdigits, Alpaydın and Kaynak 1998, CC BY 4.0."
        )
        box.open()


@cache
def _hand_over_at_exit() -> None:
    """Leave on the clipboard what is Qt's alone: an object of the interpreter's would outlive it, and end badly."""
    atexit.register(_hand_over)


def _hand_over() -> None:
    if QApplication.instance() is not None and QApplication.clipboard().ownsClipboard():
        image = QApplication.clipboard().image()
        if not image.isNull():
            QApplication.clipboard().setImage(image)
