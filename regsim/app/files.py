"""Saves and copies pictures of the window, and shows its two small papers: keys and about.

It refuses to overwrite anything silently, and what cannot be written is said in one sentence.
"""

from __future__ import annotations

import atexit
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QDialog, QGridLayout, QLabel, QMessageBox, QWidget
from shiboken6 import isValid

from regsim import __version__
from regsim.app import picture
from regsim.app.actions import key_table
from regsim.app.making import Making, Rest
from regsim.app.picture_choice import PictureChoice
from regsim.app.picturing import pictured, standing_still, whole_moment
from regsim.app.provenance import Provenance
from regsim.app.sheet import Extent, Sheet
from regsim.app.steps import Steps

if TYPE_CHECKING:
    from regsim.app.laboratory import Laboratory


class Files:
    """See the module."""

    def __init__(self, laboratory: Laboratory, making: Making) -> None:
        self._laboratory = laboratory
        self._window = laboratory.window
        self._session = laboratory.session
        self._making = making
        self._last: PictureChoice | None = None
        self._folder = Path(self._window.settings.folder)

    def save_picture(self, view: QWidget | None) -> None:
        """Choose what, how large and where, while the screen stands still, and write that picture."""
        from regsim.app.picture_dialog import PictureDialog

        for _ in whole_moment(self._laboratory):
            QApplication.processEvents()
        with standing_still(self._laboratory):
            dialog = PictureDialog(self._laboratory, self._last, self._key(view), self._folder)
            if dialog.exec() == QDialog.DialogCode.Accepted:
                self._last = dialog.choice()
                self._folder = dialog.path().parent
                self.save_picture_to(dialog.path(), self._last)
            dialog.deleteLater()

    def save_picture_to(self, path: Path, choice: PictureChoice) -> None:
        """Write a PNG, SVG or PDF of what was chosen; what cannot be written is said in one sentence."""

        def paint(sheet: Sheet, extent: Extent, provenance: Provenance) -> Steps[Rest]:
            return picture.save_steps(sheet, path, extent, provenance)

        steps = pictured(self._laboratory, choice, paint)
        self._making.begin(path.name, steps, lambda made: f"Saved {made.name}.")

    def copy_picture(self, view: QWidget | None) -> None:
        """Put a picture of the focused view, or of the window, on the clipboard."""
        key = self._key(view)

        def paint(sheet: Sheet, extent: Extent, provenance: Provenance) -> Steps[Rest]:
            image = yield from picture.image_steps(sheet, extent.pixels)
            return lambda note: (image, picture.encoded(image))

        steps = pictured(self._laboratory, PictureChoice(() if key is None else (key,)), paint)
        self._making.begin("the picture", steps, self._put_on_clipboard)

    def _key(self, view: QWidget | None) -> str | None:
        found = (key for key, (_, each) in self._laboratory.exhibition.views.items() if each is view)
        return next(found, None)

    @staticmethod
    def _put_on_clipboard(copied: tuple[QImage, bytes]) -> str:
        """Both as it is and encoded: otherwise this thread would encode it whenever another program pastes it."""
        image, content = copied
        data = QMimeData()
        data.setImageData(image)
        data.setData("image/png", content)
        QApplication.clipboard().setMimeData(data)
        atexit.register(_hand_over, data)
        return "Copied the picture."

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


def _hand_over(data: QMimeData) -> None:
    """Leave on the clipboard what is Qt's alone: an object of the interpreter's would outlive it, and end badly."""
    if isValid(data) and QApplication.instance() is not None:  # Qt has deleted it if something else was copied since
        QApplication.clipboard().setImage(data.imageData())
