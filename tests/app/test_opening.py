"""The way to a living window: what it leaves for later, and that it leaves nothing switched off."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = """
import gc, sys
from PySide6.QtCore import QTimer
from regsim.app import application
from regsim.__main__ import main

LATER = (
    "regsim.sweep", "regsim.lesson", "regsim.app.controls", "regsim.app.fields.gallery", "xml.sax", "ziamath", "PIL",
)

class Watched(application.Opening):
    def _finish(self):
        print(len(self.laboratory.exhibition.views), [name for name in LATER if name in sys.modules], gc.isenabled())
        self.furnished.connect(lambda: QTimer.singleShot(0, self.tell))
        super()._finish()

    def tell(self):
        print(gc.isenabled())
        self._window.close()

application.Opening = Watched
sys.exit(main([]))
"""


def test_views_live_before_what_nobody_sees_is_read_and_garbage_is_collected_afterwards(tmp_path: Path) -> None:
    environment = {**os.environ, "HOME": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path)}
    environment["QT_QPA_PLATFORM"] = "offscreen"
    told = subprocess.run(
        [sys.executable, "-c", PROGRAM], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (told.returncode, told.stdout.splitlines()) == (0, ["4 [] False", "True"]), told.stderr
