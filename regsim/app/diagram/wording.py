"""The sentences and names of the network view; refuses to paint."""

from __future__ import annotations

from regsim.app.diagram.diagram import Shown
from regsim.app.plotting.numbers import count, number
from regsim.examples import Array, Examples
from regsim.snapshot import Mask


def signed(value: float) -> str:
    """A weight with its sign: ``+0.830``, ``−1.204``."""
    return f"+{number(value)}" if value > 0 else number(value)


def unit_name(examples: Examples, sizes: tuple[int, ...], layer: int, place: int) -> str:
    """What a unit is called: an input and an output by their names, a hidden one by its number."""
    if layer == 0:
        return examples.feature_names[place]
    if layer == len(sizes) - 1:
        return examples.class_names[place] if examples.class_names else "output"
    if len(sizes) == 3:
        return f"hidden unit {place + 1}"
    return f"unit {place + 1} of hidden layer {layer}"


def mask_sentence(mask: Mask, short: bool = False) -> str:
    """How many units the last step dropped; training points are counted from 1, like units."""
    hidden = mask.kept[1:]
    total, kept = sum(len(units) for units in hidden), sum(int(units.sum()) for units in hidden)
    dropped = f"{total - kept} of {total} hidden units"
    inputs_dropped = len(mask.kept[0]) - int(mask.kept[0].sum())
    if inputs_dropped or not total:
        inputs = f"{inputs_dropped} of {len(mask.kept[0])} inputs"
        dropped = f"{dropped} and {inputs}" if total else inputs
    if short:
        return f"{dropped} dropped at update {mask.update}"
    return f"The mask trained at update {mask.update} for training point {mask.example + 1}: {dropped} dropped"


def weights_sentence(nonzero: int, zeros: int, full: int, pale: int) -> str:
    """Which weights are drawn."""
    missing = f"; {count(zeros)} exact {'zero is' if zeros == 1 else 'zeros are'} not drawn" if zeros else ""
    if nonzero == 0:
        return "All weights are exactly 0: nothing to draw"
    if nonzero <= full:
        words = f"{'All' if nonzero > 1 else 'The only'} {count(nonzero)} {'non-zero ' if zeros else ''}"
        if nonzero == 1:
            return f"The only non-zero weight{missing}"
        return f"{words}weights{missing}"
    weak = nonzero - full
    rest = f", the next {count(pale)} faint" if weak > pale else ""
    return f"The {count(full)} largest of {count(nonzero)} non-zero weights in full strength{rest}{missing}"


def short_weights_sentence(nonzero: int, full: int) -> str:
    """The same where there is little room."""
    return f"{count(min(nonzero, full))} of {count(nonzero)} non-zero weights in full"


def unit_sentence(name: str, ways_in: Array, ways_out: Array, bias: float | None, dropped: bool) -> str:
    """What an inspected unit has; `ways_in` and `ways_out` are its weights."""
    parts = [
        f"{int((weights != 0).sum())} {words}"
        for weights, words in ((ways_in, "in"), (ways_out, "out"))
        if len(weights)
    ]
    if bias is not None:
        parts.append(f"bias {signed(bias)}")
    if dropped:
        parts.append("dropped in this step")
    return f"{opened(name)}: {', '.join(parts)}"


def weight_sentence(source: str, target: str, weight: float) -> str:
    """What an inspected weight is."""
    return f"{opened(source)} → {target}: weight {signed(weight)}"


def opened(name: str) -> str:
    """A unit's name at the beginning of a sentence; names of inputs and classes keep their case."""
    return f"{name[0].upper()}{name[1:]}" if name.startswith(("unit ", "hidden unit ")) else name


def reading_sentence(label: str, shown: Shown | None, sentence: str) -> str:
    """What the picture says, for who cannot see it."""
    if shown is None:
        return f"Network of {label}: {sentence}"
    layers = " – ".join(str(size) for size in shown.sizes)
    return f"Network of {label}, {layers} units: {sentence}"
