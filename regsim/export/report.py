"""Writes one self-contained HTML page on a training: pictures, results, settings, diagnosis, how to reproduce it.

It refuses to draw (pictures are handed in), to fetch anything from elsewhere, and to name a time or a place: the same
training gives the same bytes.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import astuple
from html import escape

from regsim import __version__, schema
from regsim.experiment import Experiment
from regsim.experiment_file import text
from regsim.export.results import TABLE_COLUMNS, cell, note_on, summaries_of
from regsim.export.words import COLUMNS, INTRODUCTION, sayings
from regsim.knob import shown
from regsim.picture_file import element
from regsim.schema.address import section_knobs
from regsim.schema.knobs import OVERRIDES, SECTIONS, regularizer_knobs
from regsim.snapshot import Snapshot

STYLE = """\
body { font: 16px/1.5 Inter, system-ui, sans-serif; color: #1b1f24; background: #fff; max-width: 72rem;
  margin: 2rem auto; padding: 0 1rem; }
h1 { line-height: 1.2; } h2 { margin-top: 2.5rem; border-bottom: 1px solid #d0d4da; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: .3rem .8rem .3rem 0; border-bottom: 1px solid #e4e7eb; vertical-align: top; }
figure { margin: 1.5rem 0; } img { max-width: 100%; border: 1px solid #d0d4da; }
figcaption, .small { color: #57606a; font-size: .875rem; }
pre { background: #f4f5f7; padding: 1rem; overflow-x: auto; } .wide { overflow-x: auto; }
@media print { body { margin: 0; max-width: none; } figure, tr { break-inside: avoid; }
  h2, h3 { break-after: avoid; } pre { white-space: pre-wrap; }
  .wide { overflow: visible; } table { font-size: .8em; } }"""
ZEROS = {"training.batch_size": "all examples", "training.evaluate_every": "once an epoch"}
"""What a zero stands for where it does not mean none."""
NO_PICTURES = "There are no pictures: no view was to be seen, or this machine cannot draw them (see regsim doctor)."


def report(snapshot: Snapshot, experiment: Experiment, pictures: Mapping[str, bytes]) -> str:
    """The page.

    Parameters
    ----------
    snapshot : Snapshot
        How the runs stand.
    experiment : Experiment
        What replays the training, knobs moved meanwhile included.
    pictures : mapping of str to bytes
        PNG files by their captions, in the order of the page; empty if there are none.
    """
    title = escape(experiment.title)
    body = "\n".join(part for section in SECTIONS_OF_PAGE for part in section(snapshot, experiment, pictures))
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta name="generator" content="RegSim {__version__}">\n<title>{title}</title>\n'
        f"<style>\n{STYLE}\n</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _opening(snapshot: Snapshot, experiment: Experiment, pictures: Mapping[str, bytes]) -> Iterator[str]:
    training, data = experiment.training, experiment.data
    yield f"<h1>{escape(experiment.title)}</h1>"
    yield (
        f'<p class="small">RegSim {__version__} · {_count(len(experiment.runs), "run")} · '
        f"epoch {snapshot.epoch} of {snapshot.experiment.training.epochs} · seed of the data {data.seed}, "
        f"of weights, mini-batches and masks {training.seed} · {training.precision}</p>"
    )


def _diagnosis(snapshot: Snapshot, experiment: Experiment, pictures: Mapping[str, bytes]) -> Iterator[str]:
    yield "<h2>Diagnosis</h2>\n<ul>"
    for run, told in zip(snapshot.runs, summaries_of(snapshot), strict=True):
        sentence = f"<b>{escape(told['label'])}</b>: {escape(run.verdict)}"
        if run.state != "diverged":
            sentence += (
                f"; training loss {run.train_loss:.4f}, validation loss {run.validation_loss:.4f} (gap {run.gap:.4f}), "
                f"the lowest one {run.best_validation_loss:.4f} at epoch {run.best_epoch:g}"
            )
        note = note_on(run)
        yield f"<li>{sentence}{f'; {escape(note)}' if note else ''}.</li>"
    yield "</ul>"


def _pictures(snapshot: Snapshot, experiment: Experiment, pictures: Mapping[str, bytes]) -> Iterator[str]:
    yield "<h2>Pictures</h2>"
    if not pictures:
        yield f"<p>{NO_PICTURES}</p>"
    for caption, png in pictures.items():
        source = base64.b64encode(png).decode()
        yield (
            f'<figure><img alt="{escape(caption)}" src="data:image/png;base64,{source}">'
            f"<figcaption>{escape(caption)}</figcaption></figure>"
        )


def _results(snapshot: Snapshot, experiment: Experiment, pictures: Mapping[str, bytes]) -> Iterator[str]:
    yield "<h2>Results</h2>"
    rows = ([cell(key, run) for key in TABLE_COLUMNS.values()] for run in summaries_of(snapshot))
    yield _table(TABLE_COLUMNS, rows)
    yield (
        '<p class="small">Losses are data losses in evaluation mode, at the weights a run holds; the test set is '
        "looked at once, at the end.</p>"
    )


def _settings(snapshot: Snapshot, experiment: Experiment, pictures: Mapping[str, bytes]) -> Iterator[str]:
    yield "<h2>Settings</h2>"
    runs = range(1, len(experiment.runs) + 1)
    own = [path for path in (*regularizer_knobs(), *OVERRIDES) if any(path in run.values for run in experiment.runs)]
    if own:
        yield "<h3>What the runs differ in</h3>"
        rows = ([path, *(_words(experiment, f"run.{number}.{path}") for number in runs)] for path in own)
        yield _table(["", *(run.label for run in experiment.runs)], rows)
    if experiment.edits:
        yield "<h3>Moved while it trained</h3>"
        edits = (
            [str(edit.update), edit.path, schema.knob(edit.path, experiment).words(edit.value)]
            for edit in experiment.edits
        )
        yield _table(["after update", "setting", "value"], edits)
    yield "<h3>What they share</h3>"
    paths = [f"{section}.{key}" for section in SECTIONS for key in section_knobs(section, experiment)]
    shared = [path for path in paths if path not in own]
    yield _table(
        ["setting", "", "value"],
        ([path, schema.knob(path, experiment).title, _as_in_file(experiment, path)] for path in shared),
    )


def _elsewhere(snapshot: Snapshot, experiment: Experiment, pictures: Mapping[str, bytes]) -> Iterator[str]:
    yield "<h2>In the words of other libraries</h2>"
    yield f"<p>{escape(INTRODUCTION).replace('`', '').replace('*', '')}</p>"
    for run in experiment.runs:
        yield f"<h3>{escape(run.label)}</h3>"
        yield _table(COLUMNS, (astuple(saying) for saying in sayings(experiment, run, snapshot.examples)))


def _reproduction(snapshot: Snapshot, experiment: Experiment, pictures: Mapping[str, bytes]) -> Iterator[str]:
    yield "<h2>How to reproduce it</h2>"
    yield (
        f"<p>Save the lines below as <code>this.regsim.toml</code>. With RegSim {__version__}, "
        "<code>regsim this.regsim.toml</code> opens it, <code>regsim run this.regsim.toml</code> trains it and prints "
        "the results, and <code>regsim export this.regsim.toml -o this.py</code> writes it as a script that needs "
        "nothing but numpy. RegSim opens this very page, too, and each of its pictures, in place of that file.</p>"
    )
    # as in a picture, so that the page itself can be opened like one
    yield f"<pre>{element(text(experiment))}</pre>"


SECTIONS_OF_PAGE = (_opening, _diagnosis, _pictures, _results, _settings, _elsewhere, _reproduction)


def _as_in_file(experiment: Experiment, path: str) -> str:
    value = schema.get(experiment, path)
    return f"{shown(value)} ({ZEROS[path]})" if value == 0 and path in ZEROS else shown(value)


def _words(experiment: Experiment, path: str) -> str:
    return schema.knob(path, experiment).words(schema.get(experiment, path))


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    lines = [f"<tr>{''.join(f'<th>{escape(name)}</th>' for name in header)}</tr>"]
    lines += [f"<tr>{''.join(f'<td>{escape(value)}</td>' for value in row)}</tr>" for row in rows]
    return '<div class="wide"><table>\n' + "\n".join(lines) + "\n</table></div>"
