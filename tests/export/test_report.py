"""The report stands alone, says what was trained and how to train it again, and has the same bytes every time."""

from __future__ import annotations

from dataclasses import replace
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest

from regsim import experiment_file
from regsim.experiment import Edit, Run, Values
from regsim.export.report import NO_PICTURES, report
from tests.export.experiments import random_experiment, trained


class Page(HTMLParser):
    """What a page holds: its tags in balance, its texts, and what it would fetch."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.sources: list[str] = []
        self.preformatted = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in ("meta", "img"):
            self.open.append(tag)
        self.sources += [value or "" for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "pre" in self.open:
            self.preformatted += data


@pytest.mark.parametrize("seed", range(8))
def test_reports_stand_alone_and_carry_their_experiment(seed: int, tmp_path: Path) -> None:
    experiment = random_experiment(seed)
    snapshot = trained(experiment)
    text = report(snapshot, experiment, {"Loss <1>": b"\x89PNG"})
    assert text == report(snapshot, experiment, {"Loss <1>": b"\x89PNG"})
    page = Page(text)
    assert page.open == []
    assert page.sources == ["data:image/png;base64,iVBORw=="]
    assert page.preformatted == experiment_file.text(experiment)
    path = tmp_path / "mine.html"
    path.write_text(text, encoding="utf-8")
    assert experiment_file.read(path) == experiment_file.parse(page.preformatted)
    for run, asked in zip(snapshot.runs, experiment.runs, strict=True):
        assert asked.label in text
        assert run.verdict in text
    for edit in experiment.edits:
        assert f"<td>{edit.path}</td>" in text


def test_what_people_write_is_text_and_not_markup() -> None:
    experiment = replace(
        random_experiment(0),
        title="<script>alert(1)</script>",
        runs=(Run('a "b" <c>', values=Values({"l2.strength": 0.1})),),
        edits=(Edit(1, "run.1.l2.strength", 0.2),),
    )
    text = report(trained(experiment), experiment, {})
    assert "<script" not in text
    assert "<c>" not in text
    assert NO_PICTURES in text
    assert 'a "b" <c>' in unescape(text)
