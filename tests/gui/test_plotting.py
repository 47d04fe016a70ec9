"""What the views share: pyramids, curves, ranges, labels, ticks."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtGui import QImage, QPainter

from regsim.app.plotting.calm import GrowingRange, LabelOrder, dodged
from regsim.app.plotting.curve import Curve, columns_of, smoothed
from regsim.app.plotting.frame import FAR, Span
from regsim.app.plotting.pyramid import Pyramid
from regsim.app.plotting.strokes import line_pen, polygon, segments, stroke
from regsim.app.plotting.ticks import linear_ticks, log_ticks, rung_above, rung_below


@pytest.mark.parametrize("length", [1, 7, 63, 64, 65, 5000, 20_001])
def test_a_pyramid_that_grew_has_the_extremes_and_means_of_the_whole(length):
    values = np.random.default_rng(length).standard_normal(length)
    pyramid = Pyramid()
    for end in sorted({1, length // 3, length // 2, length} - {0}):
        pyramid.extend(values[:end])
    low, high, mean = pyramid.columns(np.array([0, length]))
    assert (low[0], high[0]) == (values.min(), values.max())
    assert mean[0] == pytest.approx(values.mean())


def test_columns_of_a_pyramid_agree_with_the_values_to_within_half_a_column():
    values = np.cumsum(np.random.default_rng(0).standard_normal(40_000))
    pyramid = Pyramid()
    pyramid.extend(values)
    edges = np.linspace(0, len(values), 301).astype(np.intp)
    low, high, _ = pyramid.columns(edges)
    for k in range(1, 299):
        half = (edges[k + 1] - edges[k]) // 2
        wide = values[edges[k] - half : edges[k + 1] + half]
        narrow = values[edges[k] : edges[k + 1] - half]
        assert wide.min() <= low[k] <= narrow.min()
        assert narrow.max() <= high[k] <= wide.max()


def test_another_history_starts_again():
    pyramid = Pyramid()
    assert not pyramid.extend(np.arange(100.0))
    assert pyramid.extend(np.arange(200.0))
    assert not pyramid.extend(np.arange(50.0, 300.0))
    assert pyramid.columns(np.array([0, 250]))[0][0] == 50


def test_what_is_not_finite_does_not_spoil_its_neighbours():
    values = np.ones(1000)
    values[900:] = np.nan
    pyramid = Pyramid()
    pyramid.extend(values)
    _, _, mean = pyramid.columns(np.array([0, 450, 800]))
    assert np.allclose(mean, 1)


def traced(values, smooth=True):
    curve = Curve()
    curve.extend(values)
    x, y = Span(0, len(values), False, 0, 600), Span(0, 2, False, 300, 0)
    return curve.trace(columns_of(np.arange(float(len(values))), x), y, smooth)


def test_only_noisy_lines_are_smoothed():
    t = np.linspace(0, 1, 400)
    calm, noisy = 1 - 0.5 * t, 1 - 0.5 * t + 0.05 * np.random.default_rng(1).standard_normal(400)
    assert not traced(calm).noisy
    assert traced(noisy).noisy
    assert not traced(noisy, smooth=False).noisy
    assert np.abs(traced(noisy).y - (300 - 150 * calm)).mean() < 3


def test_a_hundred_thousand_measurements_become_a_few_hundred_points_that_keep_every_spike():
    values = np.full(100_000, 1.0)
    values[54_321] = 1.8
    trace = traced(values, smooth=False)
    assert len(trace.x) <= 301
    assert trace.top.min() == pytest.approx(300 - 150 * 1.8)


def test_the_past_of_a_line_does_not_move_when_points_arrive():
    values = 1 + 0.1 * np.random.default_rng(2).standard_normal(8000)
    x, y = Span(0, 8000, False, 0, 600), Span(0, 2, False, 300, 0)
    curve = Curve()
    early, late = [], []
    for end, kept in ((4000, early), (4400, late)):
        curve.extend(values[:end])
        kept.append(curve.trace(columns_of(np.arange(float(end)), x), y, True))
    past = slice(0, 100)
    assert np.abs(early[0].y[past] - late[0].y[past]).max() < 0.5


def test_smoothing_keeps_a_constant_and_begins_at_the_first_point():
    assert np.allclose(smoothed(np.full(50, 3.0), 4.0), 3.0)
    fall = np.exp(-np.arange(60.0))
    assert smoothed(fall, 5.0)[0] == fall[0]


def test_pixels_and_values_are_inverse_and_bounded():
    for span in (Span(0, 400, False, 80, 700), Span(0.01, 5, True, 300, 20)):
        assert span.value(span.pixels(0.5)) == pytest.approx(0.5)
        wild = span.pixels(np.array([np.nan, np.inf, -np.inf, 0.0, 1e300]))
        assert (np.abs(wild) <= FAR).all()


def test_a_range_grows_one_nice_value_at_a_time_and_at_most_twice_a_second():
    growing = GrowingRange(from_zero=True)
    growing.cover(0, 0.8, now=0.0, moving=True)
    highs = []
    for now in np.arange(0, 3, 0.1):
        growing.cover(0, 18.0, now=float(now), moving=True)
        highs.append(growing.high)
    assert sorted(set(highs)) == [2.0, 3.0, 5.0, 10.0, 20.0]
    assert highs[:5] == [2.0] * 5
    growing.cover(0, 0.1, now=9.0, moving=False)
    assert growing.high == 20.0
    growing.reset()
    growing.cover(0, 0.1, now=9.0, moving=True)
    assert growing.high == 0.1


def test_labels_change_places_only_when_values_differ_by_five_per_cent():
    order = LabelOrder()
    assert order.arrange({"a": 1.0, "b": 0.9}) == ["a", "b"]
    assert order.arrange({"a": 1.0, "b": 1.04}) == ["a", "b"]
    assert order.arrange({"a": 1.0, "b": 1.06}) == ["b", "a"]
    assert order.arrange({"a": 1.03, "b": 1.0, "c": 5.0}) == ["c", "b", "a"]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.floats(0, 300), max_size=6))
def test_dodged_labels_keep_distance_order_and_bounds(wanted):
    placed = dodged(sorted(wanted), 17.0, 10.0, 290.0)
    assert all(b - a >= 17.0 - 1e-6 for a, b in pairwise(placed))
    assert all(10.0 - 1e-6 <= at <= 290.0 + 1e-6 for at in placed)


def test_labels_with_room_stay_where_they_want_to_be():
    assert dodged([50.0, 100.0], 17.0, 0.0, 300.0) == [50.0, 100.0]


@settings(max_examples=100, deadline=None)
@given(st.floats(1e-6, 1e6), st.floats(1.01, 1e6), st.integers(2, 12))
def test_ticks_stand_within_the_range_and_are_not_too_many(low, factor, most):
    high = low * factor
    for ticks in (linear_ticks(0.0, high, most), log_ticks(low, high, most)):
        assert all(-1e-9 <= tick <= high * 1.001 for tick in ticks)
        assert len(ticks) <= most + 2
        assert ticks == sorted(set(ticks))


@settings(max_examples=100, deadline=None)
@given(st.floats(1e-9, 1e9))
def test_rungs_enclose(value):
    assert rung_below(value) <= value * (1 + 1e-6)
    assert rung_above(value) >= value * (1 - 1e-6)


def test_segments_and_polygons_arrive_on_the_picture(qapp):
    image = QImage(100, 50, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    x, y = np.array([10.0, 50.0, 90.0]), np.array([10.0, 40.0, 10.0])
    painter.setBrush("red")
    painter.drawPolygon(polygon(x, y))
    stroke(painter, segments(np.array([0.0, 100.0]), np.array([45.0, 45.0])), line_pen("blue", 3.0))
    painter.end()
    assert image.pixelColor(50, 20).name() == "#ff0000"
    assert image.pixelColor(80, 45).name() == "#0000ff"
    assert image.pixelColor(5, 5).name() == "#ffffff"


@pytest.mark.parametrize("number", [1, 1023, 1025, 5000])
def test_every_line_of_a_stroke_is_drawn_whatever_their_number(qapp, number):
    image = QImage(number, 3, QImage.Format.Format_RGB32)
    image.fill("white")
    x = np.arange(number) + 0.5
    lines = np.stack([x, np.full(number, 0.0), x, np.full(number, 3.0)], axis=1)
    painter = QPainter(image)
    stroke(painter, lines, line_pen("black", 1.0))
    painter.end()
    assert {image.pixelColor(place, 1).name() for place in range(number)} == {"#000000"}


@settings(max_examples=60)
@given(length=st.integers(40, 3000), cuts=st.lists(st.integers(0, 3000), min_size=2, max_size=12, unique=True))
def test_means_of_unequal_columns_lie_between_their_extremes(length, cuts):
    pyramid, values = Pyramid(), np.sin(np.arange(length) ** 2.0)
    pyramid.extend(values)
    edges = np.unique(np.clip(cuts, 0, length))
    if len(edges) < 2:
        return
    low, high, mean = pyramid.columns(edges)
    assert np.all(low <= mean + 1e-9)
    assert np.all(mean <= high + 1e-9)
