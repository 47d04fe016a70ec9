"""Makes the commented file that a person starts from; every word of it comes from the knobs."""

from __future__ import annotations

import textwrap

from regsim.experiment import Experiment
from regsim.experiment_file.writing import literal
from regsim.knob import Knob
from regsim.schema import OVERRIDES, knob, regularizers
from regsim.schema.address import section_knobs
from regsim.schema.knobs import SECTIONS

HEAD = """\
# A RegSim experiment. Every line may be left out: then the value in it holds.
# Lines that begin with "# " and a name are defaults; remove the "# " and change the value.

title = "My experiment"
"""

RUNS = """\
# One to four runs train side by side on the same data, from the same initial weights.
# What a run does not say is off.

[[run]]
label = "Plain"

[[run]]
label = "{title}"
{path} = {value}
"""

EDITS = """\
# Knobs moved while it trained; replaying them gives the same numbers.
#
# [[edit]]
# update = 1250
# path = "{path}"
# value = {value}
"""


def template() -> str:
    """A whole experiment of two runs, with every other setting as a comment that says what it is."""
    experiment = Experiment()
    sections = [_section(name, experiment) for name in SECTIONS]
    first = next((plug for plug in regularizers().values() if not plug.needs), None)
    if first is None:
        return "\n".join([HEAD, *sections])
    main = first.knobs[0]
    path, value = f"{first.key}.{main.key}", literal(main.typical)
    shared = [_described(knob(name, experiment), name) for name in OVERRIDES]
    named = {f"{key}.{each.key}": each for key, plug in regularizers().items() for each in plug.knobs}
    own = [_described(each, name) for name, each in named.items() if name != path]
    aside = "# For this run only, in place of the experiment's own:\n" + "".join(shared)
    runs = RUNS.format(title=first.title, path=path, value=value) + "\n" + "".join(own) + "\n" + aside
    return "\n".join([HEAD, *sections, runs, EDITS.format(path=f"run.2.{path}", value=value)])


def _section(name: str, experiment: Experiment) -> str:
    return f"[{name}]\n" + "".join(_described(each, each.key) for each in section_knobs(name, experiment).values())


def _described(found: Knob, name: str) -> str:
    described = f"{found.title}: {found.help} {_allowed(found)}"
    lines = textwrap.wrap(described, 100, initial_indent="#   ", subsequent_indent="#   ")
    return "\n".join([*lines, f"# {name} = {literal(found.default)}"]) + "\n"


def _allowed(found: Knob) -> str:
    words = found.allowed()
    return f"{words[0].upper()}{words[1:]}."
