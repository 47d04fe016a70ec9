"""Lays out what a snapshot holds as tables; refuses to compute anything new or invent what it lacks."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from regsim.counting import SIDE_BINS, counted
from regsim.examples import Array, Examples, Split
from regsim.export.observations import SCENE_TABLES
from regsim.export.results import history, results
from regsim.export.table import Row, Table
from regsim.knob import Refusal
from regsim.snapshot import RunSnapshot, Snapshot

BIAS = "bias"
"""Stands where the sending unit of a weight would."""


def weights(snapshot: Snapshot) -> Table:
    """Every weight and bias, one a row: run, layer (counted from 1), the unit it leads to, where it comes from.

    Raises
    ------
    Refusal
        If the snapshot has no weights.
    """
    if not any(run.weights for run in snapshot.runs):
        raise _missing("weights")
    rows = ((label, *row) for label, run in _labelled(snapshot) for row in _weights(run, snapshot.examples))
    return Table(("run", "layer", "unit", "from", "weight"), rows)


def network(snapshot: Snapshot) -> Table:
    """Every weight and bias, and whether the last step trained it for the example whose mask is shown.

    The last column is 1 where both ends were kept, 0 where one of them was dropped, and empty for a run without a mask.

    Raises
    ------
    Refusal
        If the snapshot has no weights.
    """
    if not any(run.weights for run in snapshot.runs):
        raise _missing("weights")
    rows = (
        (label, *row, kept)
        for label, run in _labelled(snapshot)
        for row, kept in zip(_weights(run, snapshot.examples), _kept(run), strict=True)
    )
    return Table(("run", "layer", "unit", "from", "weight", "kept"), rows)


def masks(snapshot: Snapshot) -> Table:
    """The units that were kept in the last step for one training example, one unit a row; layer 0 are the inputs.

    Raises
    ------
    Refusal
        If no run has just dropped units.
    """
    if all(run.mask is None for run in snapshot.runs):
        raise _missing("dropout masks")
    return Table(("run", "update", "example", "layer", "unit", "kept"), _masks(snapshot))


def histogram(snapshot: Snapshot) -> Table:
    """Weights counted into bins of equal width, the same for all runs, exact zeros in a row of their own (0 to 0).

    Raises
    ------
    Refusal
        If the snapshot has no weights, or none of them is finite and not zero.
    """
    edges = bin_edges(snapshot)
    if edges is None:
        raise _missing("weights")
    return Table(("run", "from", "to", "weights"), _histogram(snapshot, edges))


def prediction(snapshot: Snapshot) -> Table:
    """What the picture of the fit is drawn from, in the units of the data.

    A curve, a field of probabilities or a surface, a row each place, followed by the points and the noise-free truth;
    of images, texts and many inputs the predictions of single validation examples.

    Raises
    ------
    Refusal
        If the snapshot has no predictions.
    """
    first = next((run.prediction for run in snapshot.runs if run.prediction is not None), None)
    if first is None:
        raise _missing("predictions")
    examples = snapshot.examples
    names, places = places_of(snapshot, first)
    outputs = [f"p({name})" for name in examples.class_names] or ["prediction"]
    header = ("what", "run", *names, examples.target_name or ("class" if examples.class_names else "target"), *outputs)
    return Table(header, _prediction(snapshot, places, len(outputs)))


TABLES: dict[str, Callable[[Snapshot], Table]] = {
    "results": results,
    "history": history,
    "weights": weights,
    "network": network,
    "masks": masks,
    "histogram": histogram,
    "prediction": prediction,
    **SCENE_TABLES,
}
"""Every table there is; what a view shows as numbers is one of them."""


def bin_edges(snapshot: Snapshot) -> Array | None:
    """Edges of the bins, symmetric about 0 and the same for all runs; None where there is nothing to count."""
    sizes = [np.abs(matrix).max() for run in snapshot.runs for matrix in run.weights if matrix.size]
    largest = max((float(size) for size in sizes if np.isfinite(size)), default=0.0)
    return np.linspace(-largest, largest, 2 * SIDE_BINS + 1) if largest else None


def bin_counts(run: RunSnapshot, edges: Array) -> tuple[Array, int] | None:
    """Weights in each bin from the lowest to the highest, and exact zeros; None where a weight is not finite."""
    counts = counted(run.weights, float(edges[-1])) if run.weights else None
    return None if counts is None else (np.concatenate([counts.below[::-1], counts.above]), counts.zeros)


def places_of(snapshot: Snapshot, prediction: Array) -> tuple[tuple[str, ...], Array]:
    """Names of the columns that say where a prediction is made, and these places in their own units, a row each."""
    examples = snapshot.examples
    if not _is_drawn(examples):
        return ("example",), np.arange(1, len(prediction) + 1)[:, None]
    names = tuple(examples.feature_names[axis] for axis in examples.axes)
    return names, inputs_in_own_units(examples, examples.grid(len(prediction)))[:, examples.axes]


def inputs_in_own_units(examples: Examples, x: Array) -> Array:
    """Inputs (N, D) as they were before they were standardised."""
    if not examples.scales:
        return x
    means, deviations = np.transpose(examples.scales)
    found: Array = x * deviations + means
    return found


def in_own_units(examples: Examples, targets: Array) -> Array:
    """Targets, or predictions of them, as they were before they were standardised."""
    if examples.target_scale is None:
        return targets
    mean, deviation = examples.target_scale
    return targets * deviation + mean


def _missing(what: str) -> Refusal:
    return Refusal(f"there are no {what} to export: no run has any now, or no view shows them")


def _labelled(snapshot: Snapshot) -> Iterator[tuple[str, RunSnapshot]]:
    yield from zip((run.label for run in snapshot.experiment.runs), snapshot.runs, strict=True)


def _weights(run: RunSnapshot, examples: Examples) -> Iterator[Row]:
    for layer, (matrix, biases) in enumerate(zip(run.weights, run.biases, strict=True), start=1):
        names = examples.feature_names if layer == 1 else [str(k + 1) for k in range(matrix.shape[1])]
        for unit, (row, bias) in enumerate(zip(matrix.tolist(), biases.tolist(), strict=True), start=1):
            for name, weight in zip(names, row, strict=True):
                yield layer, unit, name, weight
            yield layer, unit, BIAS, bias


def _kept(run: RunSnapshot) -> Iterator[int | None]:
    """In the order of `_weights`; the outputs are always kept."""
    for layer, matrix in enumerate(run.weights):
        if run.mask is None:
            yield from [None] * (matrix.size + len(matrix))
            continue
        kept = run.mask.kept
        senders = [*kept[layer].tolist(), True]
        receivers = kept[layer + 1].tolist() if layer + 1 < len(kept) else [True] * len(matrix)
        yield from (int(sender and receiver) for receiver in receivers for sender in senders)


def _masks(snapshot: Snapshot) -> Iterator[Row]:
    for label, run in _labelled(snapshot):
        if run.mask is not None:
            for layer, kept in enumerate(run.mask.kept):
                for unit, is_kept in enumerate(kept.tolist(), start=1):
                    yield label, run.mask.update, run.mask.example + 1, layer, unit, int(is_kept)


def _histogram(snapshot: Snapshot, edges: Array) -> Iterator[Row]:
    bounds = edges.tolist()
    for label, run in _labelled(snapshot):
        found = bin_counts(run, edges)
        if found is None:
            continue
        bins, zeros = found
        for place, count in enumerate(bins.tolist()):
            if place == SIDE_BINS:
                yield label, 0.0, 0.0, zeros
            yield label, bounds[place], bounds[place + 1], count


def _is_drawn(examples: Examples) -> bool:
    return examples.picture in ("curve", "field", "surface")


def _prediction(snapshot: Snapshot, places: Array, outputs: int) -> Iterator[Row]:
    examples, at = snapshot.examples, places.tolist()
    is_drawn = _is_drawn(examples)
    targets = [None] * len(at) if is_drawn else _targets(examples, examples.validation.first(len(at)))
    what = "fit" if is_drawn else "validation example"
    for label, run in _labelled(snapshot):
        if run.prediction is not None:
            rows = in_own_units(examples, run.prediction).reshape(len(at), -1).tolist()
            for place, target, row in zip(at, targets, rows, strict=True):
                yield what, label, *place, target, *row
    if is_drawn:
        nothing = [None] * outputs
        for what, split in (("training point", examples.train), ("validation point", examples.validation)):
            inputs = inputs_in_own_units(examples, split.x)[:, examples.axes].tolist()
            for place, target in zip(inputs, _targets(examples, split), strict=True):
                yield what, None, *place, target, *nothing
        if examples.truth is not None:
            for x, y in np.transpose(examples.truth).tolist():
                yield "truth", None, x, y, *nothing


def _targets(examples: Examples, split: Split) -> list[object]:
    """Names of classes, or numbers in their own units."""
    if examples.class_names:
        return [examples.class_names[index] for index in split.y.tolist()]
    return list(in_own_units(examples, split.y).tolist())
