"""Runs every test without a display, and fails it on what it leaves behind: widgets, threads."""

from __future__ import annotations

import gc
import os
import threading
from collections.abc import Iterator

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


def pytest_collection_finish() -> None:
    """Spare the collections after each test what is imported by now and stays."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_runtest_teardown(item: pytest.Item) -> Iterator[None]:
    """Let Qt delete what was asked to be deleted before Python collects: a collection in between made tests flaky."""
    yield
    if "qtbot" not in getattr(item, "fixturenames", ()):
        return
    from PySide6.QtCore import QCoreApplication, QEvent

    application = QCoreApplication.instance()
    if application is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        application.processEvents()
        gc.collect()


@pytest.fixture(autouse=True)
def nothing_left_behind() -> Iterator[None]:
    """No thread outlives a test, and no window that it opened."""
    threads = set(threading.enumerate())
    yield
    assert {thread for thread in threading.enumerate() if thread not in threads} == set()


@pytest.fixture(scope="session")
def qapp() -> object:
    """One application for all tests, as the program makes it."""
    from regsim.app.process import make_application

    application = make_application([])
    application.setCursorFlashTime(0)
    return application
