"""Films a training without a display: trains once, stops at even distances, paints what is there, and encodes it.

It refuses to keep its frames in memory, and to differ from a still picture: stage, sheet and caption are the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage

from regsim import atomic
from regsim.app.pace import batches_per_epoch
from regsim.app.picture import image_steps, save, staged
from regsim.app.provenance import provenance_of
from regsim.app.sheet import SCREEN_DPI, Extent, Sheet
from regsim.app.stage import Stage
from regsim.app.steps import finished
from regsim.experiment import Experiment
from regsim.film import ENCODERS, Pace, Reel
from regsim.knob import Refusal

if TYPE_CHECKING:
    from PIL.Image import Image

SECONDS = 8.0
"""How long a film lasts by default, without the hold at its end: as long as a class looks at a slide's picture."""
RATES = (4.0, 5.0, 10.0, 20.0)
"""Frames a second chosen by default: all of them whole hundredths of a second long."""
FEWEST_FRAMES, MOST_FRAMES = 2, 1000
MOST_PIXELS = 1_500_000_000
"""Of all frames together: so much takes some 100 bytes of memory for each 1,000 pixels as an APNG, the largest kind."""


@dataclass(frozen=True, slots=True)
class Cut:
    """What of a training is filmed.

    Parameters
    ----------
    first : int
        Epoch of the first frame.
    last : int, optional
        Epoch of the last one; the end by default.
    frames : int, optional
        At most so many, in [2, 1000]; as many as `SECONDS` take by default.
    rate : float, optional
        Frames a second, in [1, 50]; by default so that they last about `SECONDS`.
    """

    first: int = 0
    last: int | None = None
    frames: int | None = None
    rate: float | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """A cut of a certain training.

    Parameters
    ----------
    stops : tuple of int
        Updates at which there is a frame, ascending.
    last : int
        Epoch of the last one.
    pace : Pace
    """

    stops: tuple[int, ...]
    last: int
    pace: Pace

    @property
    def seconds(self) -> float:
        """How long the film lasts if training does not end earlier, with the hold at its end."""
        return self.pace.seconds(len(self.stops))


def planned(cut: Cut, experiment: Experiment, size: tuple[int, int]) -> Plan:
    """The frames of a film of `size` pixels, as evenly apart as whole updates are, and their pace.

    Raises
    ------
    Refusal
        If there is nothing between its ends, or all frames together are too large.
    """
    whole = experiment.training.epochs
    last = whole if cut.last is None else min(cut.last, whole)
    if cut.first >= last:
        raise Refusal(f"--from-epoch {cut.first}: must be below {last}, where the film ends")
    each = batches_per_epoch(experiment)
    span = (last - cut.first) * each
    count = min(cut.frames or round(SECONDS * (cut.rate or RATES[-1])), span + 1)
    if count * size[0] * size[1] > MOST_PIXELS:
        most = MOST_PIXELS // (size[0] * size[1])
        raise Refusal(f"{count} frames of {size[0]}x{size[1]} are too large: at most {most}, or choose a smaller size")
    stops = tuple(cut.first * each + round(index * span / (count - 1)) for index in range(count))
    slow_enough = [rate for rate in RATES if rate * SECONDS <= count]
    return Plan(stops, last, Pace(cut.rate or max(slow_enough, default=RATES[0])))


def render(
    experiment: Experiment,
    outputs: Sequence[Path],
    cut: Cut,
    note: Callable[[float], None],
    *,
    dpi: float | None = None,
    **how: Any,
) -> None:
    """Train `experiment` once and write films of it, and pictures of the last epoch, without a display.

    A film ends where training does, if that is before the end of the cut.

    Parameters
    ----------
    experiment : Experiment
    outputs : sequence of Path
        Films and pictures.
    cut : Cut
    note : callable
        Told the share done, in [0, 1].
    dpi, **how
        As in `regsim.app.picture.staged`.

    Raises
    ------
    Refusal
        If a file cannot be written, a view is unknown or a film too large; what was there is kept.
    """
    films = [output for output in outputs if output.suffix.lower() in ENCODERS]
    plan = planned(cut, experiment, how["size"])
    work = _Work(len(plan.stops) * (1 + len(films)), note)
    with staged(experiment, epochs=plan.last, dpi=dpi, **how) as (stage, sheet_with), Reel(how["size"]) as reel:
        for image in _images(stage, experiment, plan, sheet_with, QSize(*how["size"])):
            reel.add(image)
            work.go_on()
        provenance = provenance_of(stage.laboratory.session)
        for output in films:
            text = provenance.text(output.resolve().parent)
            atomic.write_bytes(output, ENCODERS[output.suffix.lower()](reel, plan.pace, text, work.go_on))
        for output in outputs:
            if output not in films:
                save(sheet_with(provenance.words), output, Extent(QSize(*how["size"]), dpi or SCREEN_DPI), provenance)


class _Work:
    def __init__(self, steps: int, note: Callable[[float], None]) -> None:
        self._steps = steps
        self._done = 0
        self._note = note

    def go_on(self) -> None:
        """One step is done."""
        self._done += 1
        self._note(self._done / self._steps)


def _images(
    stage: Stage, experiment: Experiment, plan: Plan, sheet_with: Callable[[str], Sheet], pixels: QSize
) -> Iterator[Image]:
    """A frame at each stop, as long as there is anything to train."""
    first, *others = plan.stops
    stage.train(experiment, first // batches_per_epoch(experiment))
    session = stage.laboratory.session
    for updates in (0, *(later - earlier for earlier, later in zip(plan.stops, others, strict=False))):
        if updates:
            stage.go_on(updates)
        provenance = provenance_of(session)
        yield _pillow_image(finished(image_steps(sheet_with(provenance.words_within(plan.last)), pixels)))
        if session.snapshot is not None and session.snapshot.finished:
            return


def _pillow_image(image: QImage) -> Image:
    from PIL import Image

    size = (image.width(), image.height())
    return Image.frombuffer("RGB", size, bytes(image.constBits()), "raw", "BGRX", image.bytesPerLine(), 1)
