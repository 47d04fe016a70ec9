"""Every pair of colours that stands on another is told apart: contrast after WCAG 2.2, computed from the tokens."""

from __future__ import annotations

import pytest

from regsim.app.theme import THEMES, Theme, mixed


def luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(a: str, b: str) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_text_is_readable_on_every_ground(theme: Theme) -> None:
    least = 7.0 if theme.key == "projector" else 4.5
    for ground in (theme.window, theme.surface, theme.field):
        assert contrast(theme.text, ground) >= 7.0
        assert contrast(theme.text2, ground) >= 4.5
    assert contrast(theme.on_ink, theme.ink) >= 7.0
    assert contrast(theme.error, theme.surface) >= 4.5
    for colour in theme.runs_text:
        assert contrast(colour, theme.surface) >= least


@pytest.mark.parametrize("theme", THEMES.values(), ids=list(THEMES))
def test_lines_and_controls_stand_out_from_their_surface(theme: Theme) -> None:
    for colour in (*theme.runs, theme.control, theme.positive, theme.negative, theme.dropped):
        assert contrast(colour, theme.surface) >= 3.0


def test_mixing_is_opaque_and_ends_at_its_ends() -> None:
    assert mixed("#102030", "#FFFFFF", 1.0).name() == "#102030"
    assert mixed("#102030", "#FFFFFF", 0.0).name() == "#ffffff"
    assert mixed("#000000", "#FFFFFF", 0.5).alpha() == 255
