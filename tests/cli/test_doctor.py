"""The doctor names what is missing and the exact command that brings it, without loading Qt."""

from __future__ import annotations

import argparse
import importlib.util
import sys

import pytest

from regsim.cli import doctor
from regsim.knob import Refusal

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="system libraries are looked for on Linux only")


@pytest.fixture
def all_fine(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    monkeypatch.setattr(doctor, "_loads", lambda _: True)
    monkeypatch.setattr(doctor, "corrupts_memory", lambda *_: False)
    return monkeypatch


def test_nothing_missing_is_code_0(all_fine: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    assert doctor.report(argparse.Namespace()) == 0
    assert "missing" not in capsys.readouterr().out
    doctor.require_window()
    doctor.require_pictures()


@on_linux
def test_missing_libraries_are_named_with_the_line_that_installs_them(
    all_fine: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    all_fine.setattr(doctor, "_loads", lambda name: name not in ("libEGL.so.1", "libxcb-cursor.so.0"))
    all_fine.setattr(doctor, "_x11_answers", lambda: True)
    all_fine.setenv("QT_QPA_PLATFORM", "xcb")
    all_fine.setenv("DISPLAY", ":0")
    assert doctor.report(argparse.Namespace()) == 2
    assert "apt-get install -y libegl1 libxcb-cursor0\n" in capsys.readouterr().out
    with pytest.raises(Refusal, match=r"libEGL\.so\.1, system library libxcb-cursor\.so\.0") as refusal:
        doctor.require_window()
    assert len(str(refusal.value).splitlines()) == 1
    with pytest.raises(Refusal, match=r"apt-get install -y libegl1$"):
        doctor.require_pictures()


def test_the_pair_that_corrupts_memory_is_known() -> None:
    assert doctor.corrupts_memory("6.12.0", (3, 11))
    assert not doctor.corrupts_memory("6.11.3", (3, 11))
    assert not doctor.corrupts_memory("6.12.0", (3, 12))


def test_the_pair_that_corrupts_memory_is_refused(all_fine: pytest.MonkeyPatch) -> None:
    all_fine.setattr(doctor, "corrupts_memory", lambda *_: True)
    with pytest.raises(Refusal, match=r"pip install 'PySide6-Essentials>=6.11.2,<6.12'"):
        doctor.require_window()


def test_a_missing_package_is_named(all_fine: pytest.MonkeyPatch) -> None:
    find_spec = importlib.util.find_spec
    all_fine.setattr(importlib.util, "find_spec", lambda name: None if name == "numpy" else find_spec(name))
    with pytest.raises(Refusal, match="Missing: numpy"):
        doctor.require_pictures()
