"""Which picture shows which examples; refuses to show weights unless they can be compared with the true ones."""

from __future__ import annotations

from importlib import import_module

from regsim.app.fields.bars import Bars, fits
from regsim.app.fields.base import Picture
from regsim.examples import Examples
from regsim.snapshot import Snapshot


def picture_kind(examples: Examples, wants_weights: bool) -> type[Picture]:
    """The class of the picture."""
    if wants_weights:
        return Bars
    if examples.picture == "scatter" and examples.task == "classification":
        return _named("confusion")
    return _named(examples.picture)


def has_weights_to_compare(snapshot: Snapshot) -> bool:
    """Whether some run is a linear model of data whose true weights are known."""
    return any(fits(snapshot.examples, run) for run in snapshot.runs)


def _named(key: str) -> type[Picture]:
    """The picture in the module of that name; imported only now, since the first frame needs one of eight."""
    kind: type[Picture] = getattr(import_module(f"regsim.app.fields.{key}"), key.capitalize())
    return kind
