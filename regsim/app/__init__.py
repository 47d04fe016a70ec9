"""The window: the only place where Qt and pyqtgraph exist.

Qt for Python replaces Python's import by one that reads the source of every module imported from then on, to see
whether it uses Qt: that is for `from __feature__ import snake_case`, which nothing here does. To read the hundreds of
modules of numpy, pyqtgraph and our own takes a tenth of the start, so Python's own import is put back.
"""

import builtins

_python_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401  # what replaces it

builtins.__import__ = _python_import
