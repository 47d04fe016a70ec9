"""The law between a value and a place on a slider, with its stops; refuses to know pixels and widgets."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from dataclasses import dataclass

from regsim.knob import Knob

DECADE = (1.0, 1.2, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0, 6.0, 8.0)
"""Ten values a decade, about equally spaced on a logarithmic scale (the series R″10 of ISO 3)."""


@dataclass(frozen=True, slots=True)
class SliderLaw:
    """Stops at equal distances; between them a value has a place by interpolation.

    Parameters
    ----------
    stops : tuple of float
        Strictly increasing, at least two; the last one may be infinite.
    log : bool
        Whether to interpolate between logarithms.
    whole : bool
        Whether the values are whole numbers.
    rest : float, optional
        A value apart from the scale, with a notch of its own at the left: *off*, or zero on a logarithmic scale.
    """

    stops: tuple[float, ...]
    log: bool = False
    whole: bool = False
    rest: float | None = None

    @classmethod
    def of(cls, knob: Knob) -> SliderLaw | None:
        """The law of a knob; None if it has no slider."""
        if knob.span is None or not isinstance(knob.default, (int, float)):
            return None
        low, high = knob.span
        whole = isinstance(knob.default, int)
        stops = _decades(low, high) if knob.scale == "log" else _multiples(low, high, knob.step)
        if whole:
            stops = tuple(sorted({float(round(stop)) for stop in stops}))
        zero = knob.low if knob.low == 0 and knob.scale == "log" else None
        apart = knob.off if knob.off is not None else zero
        has_notch = isinstance(apart, (int, float)) and apart < low
        return cls(stops, knob.scale == "log", whole, float(apart) if has_notch else None)  # type: ignore[arg-type]

    def place(self, value: float) -> float | None:
        """Where `value` stands in [0, 1]; None means in the notch. Values beyond the scale stand at its end."""
        if self.rest is not None and value <= self.rest:
            return None
        last = len(self.stops) - 1
        if value <= self.stops[0]:
            return 0.0
        if value >= self.stops[-1]:
            return 1.0
        above = bisect_right(self.stops, value)
        low, high = self.stops[above - 1], self.stops[above]
        return (above - 1 + self._between(value, low, high)) / last

    def value(self, place: float | None) -> float:
        """The stop nearest to a place in [0, 1]; the notch's value for None."""
        if place is None and self.rest is not None:
            return self.rest
        last = len(self.stops) - 1
        return self.stops[round(min(1.0, max(0.0, place or 0.0)) * last)]

    def stepped(self, value: float, steps: int) -> float:
        """The value `steps` stops above (or below, if negative) `value`; the notch is below the lowest stop."""
        all_stops = self.all_stops()
        at = bisect_right(all_stops, value) - 1 if steps > 0 else bisect_left(all_stops, value)
        return all_stops[min(len(all_stops) - 1, max(0, at + steps))]

    def all_stops(self) -> tuple[float, ...]:
        """The stops, the notch first where there is one."""
        return self.stops if self.rest is None else (self.rest, *self.stops)

    def index(self, value: float) -> int:
        """Number of the stop nearest to `value` among all stops, the notch included."""
        all_stops = self.all_stops()
        place = self.place(value)
        if place is None:
            return 0
        return round(place * (len(self.stops) - 1)) + len(all_stops) - len(self.stops)

    def _between(self, value: float, low: float, high: float) -> float:
        if math.isinf(high):
            return 0.0
        if self.log:
            return math.log(value / low) / math.log(high / low)
        return (value - low) / (high - low)


SLOWEST, FASTEST = 1.0, 5000.0
"""Updates per second at the ends of the scale of speeds; beyond it goes as fast as it can."""


def speed_law() -> SliderLaw:
    """Updates per second from `SLOWEST` to `FASTEST`, and then as fast as it goes."""
    return SliderLaw((*_decades(SLOWEST, FASTEST), math.inf), log=True)


def _decades(low: float, high: float) -> tuple[float, ...]:
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    # Read from text, so that a stop is the very number that a person types.
    series = [float(f"{mantissa:g}e{power}") for power in range(first, last + 1) for mantissa in DECADE]
    # A stop hard by an end would make that one step shorter than the others.
    inner = [stop for stop in series if low * 1.05 < stop < high / 1.05]
    return (float(low), *inner, float(high))


def _multiples(low: float, high: float, step: float | None) -> tuple[float, ...]:
    step = step or (high - low) / 20
    count = math.floor((high - low) / step + 1e-9)
    stops = [float(f"{low + index * step:.10g}") for index in range(count + 1)]
    return tuple(stops if stops[-1] >= high - 1e-9 * step else [*stops, float(high)])
