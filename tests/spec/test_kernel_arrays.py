"""The functions over long columns, each against a plain reference."""

from __future__ import annotations

import math
from array import array
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vegaloop.kernel.arrays import (
    extremes,
    fourth_powers,
    great_circles,
    largest_means,
    quickest_ways,
)

numbers = st.floats(0, 2_000, allow_subnormal=False)


def plain_largest_mean(of: list[float], width: int) -> float | None:
    if width < 1 or width > len(of):
        return None
    return max(sum(of[n : n + width]) / width for n in range(len(of) - width + 1))


class TestLargestMeans:
    """The largest mean of so many neighbours."""

    @given(st.lists(numbers, max_size=80), st.lists(st.integers(-1, 90), max_size=8))
    def test_the_plain_way(self, of: list[float], widths: list[int]) -> None:
        found = largest_means(array("d", of), widths)
        assert len(found) == len(widths)
        for width, mean in zip(widths, found, strict=True):
            plain = plain_largest_mean(of, width)
            assert mean == (None if plain is None else pytest.approx(plain, rel=1e-9, abs=1e-9))

    def test_its_ends_count(self) -> None:
        assert largest_means(array("d", [9, 0, 0, 8]), [0, 1, 2, 3, 4, 5]) == (
            *(None, 9.0, 4.5, 3.0, 4.25, None),
        )

    def test_whole_numbers_are_exact(self) -> None:
        column = array("d", [float(n % 700) for n in range(20_000)])
        (most,) = largest_means(column, [700])
        assert most == sum(range(700)) / 700


class TestExtremes:
    """The least and the greatest."""

    @given(st.lists(st.floats(allow_nan=False), min_size=1))
    def test_the_plain_way(self, of: list[float]) -> None:
        assert extremes(array("d", of)) == (min(of), max(of))

    def test_nothing_is_less_than_nan(self) -> None:
        assert all(math.isnan(one) for one in extremes(array("d", [1, math.nan, 2])))


class TestFourthPowers:
    """The fourth powers of the means of so many neighbours, added up."""

    @given(st.lists(numbers, max_size=80), st.integers(1, 40))
    def test_the_plain_way(self, of: list[float], width: int) -> None:
        means = [sum(of[n - width : n]) / width for n in range(width, len(of) + 1)]
        plain = sum(mean**4 for mean in means)
        assert fourth_powers(array("d", of), width) == pytest.approx(plain, rel=1e-9, abs=1e-6)

    def test_of_pairs(self) -> None:
        assert fourth_powers(array("d", [1, 3, 5]), 2) == 2**4 + 4**4
        assert fourth_powers(array("d", [1]), 2) == 0


places = st.tuples(st.floats(-90, 90), st.floats(-400, 400))


def plain_great_circle(one: tuple[float, float], other: tuple[float, float]) -> float:
    (lat_a, lon_a), (lat_b, lon_b) = (
        (math.radians(deg) for deg in place) for place in (one, other)
    )
    a = math.sin((lat_b - lat_a) / 2) ** 2
    b = math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * math.asin(math.sqrt(min(1.0, a + b)))


class TestGreatCircles:
    """The angle from each place to the next."""

    @given(st.lists(places, min_size=1, max_size=30))
    def test_the_plain_way(self, of: list[tuple[float, float]]) -> None:
        found = great_circles(*(array("d", [place[n] for place in of]) for n in (0, 1)))
        plain = [plain_great_circle(one, other) for one, other in pairwise(of)]
        assert list(found) == pytest.approx(plain, rel=1e-9, abs=1e-7)

    def test_a_quarter_of_the_way_round(self) -> None:
        found = great_circles(array("d", [0, 90, 0, 0]), array("d", [0, 0, 90, 270]))
        assert list(found) == pytest.approx([math.pi / 2, math.pi / 2, math.pi])


def plain_quickest_way(
    times: list[float], places: list[float], length: float, fastest: float
) -> float | None:
    """The least time of a length, by trying every begin and every end that is a sample."""
    ways, best = [[0]], None
    for n in range(1, len(times)):
        step = places[n] - places[n - 1]
        if step < 0 or step > fastest * (times[n] - times[n - 1]):
            ways.append([])
        ways[-1].append(n)
    for way in ways:
        known = [(places[n], times[n]) for n in way]
        begun = [(place, time, at(known, place + length, first=True)) for place, time in known]
        ended = [(place, at(known, place - length, first=False), time) for place, time in known]
        for _, start, end in (*begun, *ended):
            if start is not None and end is not None:
                best = end - start if best is None else min(best, end - start)
    return best


def at(known: list[tuple[float, float]], place: float, *, first: bool) -> float | None:
    """When somebody was at a place, the first or the last time; None if never."""
    found = [time for here, time in known if here == place]
    for (before, since), (after, until) in pairwise(known):
        if before < place < after:
            found.append(since + (place - before) / (after - before) * (until - since))
    return None if not found else min(found) if first else max(found)


class TestQuickestWays:
    """The least time of each length."""

    # Eighths are added exactly, so that both see the same plateaus.
    STEPS = st.lists(st.tuples(st.integers(0, 3), st.integers(-4, 80)), max_size=40)

    @given(STEPS, st.lists(st.integers(1, 900), min_size=1, max_size=4), st.integers(1, 12))
    def test_the_plain_way(
        self, steps: list[tuple[int, int]], eighths: list[int], fastest: int
    ) -> None:
        times, places = [0.0], [0.0]
        for seconds, meters in steps:
            times.append(times[-1] + seconds)
            places.append(places[-1] + meters / 8)
        lengths = [n / 8 for n in eighths]
        found = quickest_ways(array("d", times), array("d", places), lengths, float(fastest))
        for length, one in zip(lengths, found, strict=True):
            plain = plain_quickest_way(times, places, length, float(fastest))
            assert (one is None) == (plain is None)
            if one is not None and plain is not None:
                assert one[0] == pytest.approx(plain, abs=1e-9)

    def test_without_a_sample_there_is_none(self) -> None:
        assert quickest_ways(array("d"), array("d"), [1.0], 9.0) == (None,)
        assert quickest_ways(array("d", [0]), array("d", [5]), [1.0, 2.0], 9.0) == (None, None)

    def test_it_says_when_it_began(self) -> None:
        times, places = array("d", [0, 10, 20, 30]), array("d", [0, 20, 60, 80])
        assert quickest_ways(times, places, [40.0, 80.0], 9.0) == ((10.0, 10.0), (30.0, 0.0))
        # Of two ways as quick as each other in two stretches, the one that began first.
        twice = array("d", [0, 20, 0, 20])
        assert quickest_ways(times, twice, [20.0], 9.0) == ((10.0, 0.0),)
