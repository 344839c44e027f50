"""The rules of best efforts as formulas (formula book A16)."""

from __future__ import annotations

import math
from itertools import accumulate
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.support import good, refused
from vegaloop.activity.domain.formulas.best_efforts import (
    RIDING_MOST_M_S,
    RUNNING_MOST_M_S,
    BestTime,
    WholeSeconds,
    best_effort_distance_1hz,
    best_times,
)
from vegaloop.kernel.evidence import Outside, TooFew

# By eighths of a metre, which floats add exactly, with stops among them.
seconds_m = st.lists(
    st.one_of(st.integers(0, 64).map(lambda n: n / 8), st.just(0.0)), min_size=1, max_size=60
)
targets = st.integers(1, 2_000).map(lambda n: n / 8)
NO_LIMIT: Final = 1e9


def gone(speeds: list[float]) -> tuple[list[float], list[float]]:
    """Seconds and how far one had come at each."""
    return [float(n) for n in range(len(speeds) + 1)], list(accumulate(speeds, initial=0.0))


def by_trying_all(speeds: list[float], distance: float) -> tuple[int, int] | None:
    way = list(accumulate(speeds, initial=0.0))
    found = [
        (end - start, start)
        for start in range(len(way))
        for end in range(start, len(way))
        if way[end] - way[start] >= distance
    ]
    return min(found, default=None)


class TestAct101:
    """ACT-101. A longer distance never takes less time, an effort in whole seconds is less than a second longer than one in parts of them, and none leads over a step nobody is fast enough for."""

    @given(seconds_m, targets)
    def test_whole_seconds_by_trying_all(self, speeds: list[float], distance: float) -> None:
        expected = by_trying_all(speeds, distance)
        if expected is None:
            refused(best_effort_distance_1hz(speeds, distance))
        else:
            assert good(best_effort_distance_1hz(speeds, distance)) == expected

    @given(seconds_m, targets)
    def test_parts_of_seconds_are_never_slower(self, speeds: list[float], distance: float) -> None:
        (fine,) = best_times(*gone(speeds), [distance], NO_LIMIT)
        whole = best_effort_distance_1hz(speeds, distance)
        assert isinstance(fine, type(whole))
        if sum(speeds) >= distance:
            # A start and an end between two seconds each cost up to one.
            assert 0 <= good(whole).seconds - good(fine).time_s < 2

    @given(seconds_m, targets, targets)
    def test_a_longer_distance_takes_longer(self, speeds: list[float], a: float, b: float) -> None:
        shorter, longer = best_times(*gone(speeds), sorted((a, b)), NO_LIMIT)
        if sum(speeds) >= max(a, b):
            assert good(shorter).time_s <= good(longer).time_s + 1e-9
            lesser = good(best_effort_distance_1hz(speeds, min(a, b)))
            assert lesser.seconds <= good(best_effort_distance_1hz(speeds, max(a, b))).seconds

    @given(st.floats(0.5, 12), st.integers(2, 100), st.floats(0.01, 1))
    def test_even_speed(self, speed: float, seconds: int, share: float) -> None:
        distance = share * speed * seconds
        (found,) = best_times(*gone([speed] * seconds), [distance], RUNNING_MOST_M_S)
        if distance >= 0.001:
            assert math.isclose(good(found).time_s, distance / speed, rel_tol=1e-6)

    @given(seconds_m, targets, st.integers(1, 50))
    def test_standing_before_and_after_changes_nothing(
        self, speeds: list[float], distance: float, still: int
    ) -> None:
        (alone,) = best_times(*gone(speeds), [distance], NO_LIMIT)
        waited = [0.0] * still + speeds + [0.0] * still
        (later,) = best_times(*gone(waited), [distance], NO_LIMIT)
        if sum(speeds) >= distance:
            assert math.isclose(good(alone).time_s, good(later).time_s, abs_tol=1e-9)

    @given(seconds_m, seconds_m, targets)
    def test_no_effort_leads_over_a_leap(
        self, before: list[float], after: list[float], distance: float
    ) -> None:
        leap = [*before, 1_000.0, *after]
        (found,) = best_times(*gone(leap), [distance], RUNNING_MOST_M_S)
        parts = [best_times(*gone(part), [distance], NO_LIMIT)[0] for part in (before, after)]
        known = [
            good(one).time_s
            for one, part in zip(parts, (before, after), strict=True)
            if sum(part) >= distance
        ]
        if known:
            assert math.isclose(good(found).time_s, min(known), abs_tol=1e-6)
        else:
            assert isinstance(refused(found), TooFew)

    def test_a_step_as_fast_as_the_limit_is_believed(self) -> None:
        times, way = gone([12.5] * 4)
        assert good(best_times(times, way, [50], RUNNING_MOST_M_S)[0]) == BestTime(4, 0)
        assert isinstance(refused(best_times(times, way, [50], 12.49)[0]), TooFew)
        assert (RUNNING_MOST_M_S, RIDING_MOST_M_S) == (12.5, 30)

    def test_a_step_back_ends_a_way(self) -> None:
        found = best_times([0, 10, 11, 21], [0, 40, 20, 60], [40, 41], NO_LIMIT)
        assert good(found[0]) == BestTime(10, 0)
        assert refused(found[1]) == TooFew("metres", 60, 41)

    def test_both_ends_may_lie_between_samples(self) -> None:
        # 2 m/s for 10 s, 4 m/s for 10 s, 2 m/s for 10 s: 50 m are 40 m fast and 10 m slow.
        (found,) = best_times([0, 10, 20, 30], [0, 20, 60, 80], [50], NO_LIMIT)
        assert good(found) == BestTime(15, 10)
        (within,) = best_times([0, 10], [0, 100], [25], NO_LIMIT)
        assert good(within) == BestTime(2.5, 0)

    def test_standing_still_on_the_way_counts(self) -> None:
        (found,) = best_times([0, 10, 70, 80], [0, 50, 50, 100], [60], NO_LIMIT)
        assert good(found).time_s == pytest.approx(72)
        (shorter,) = best_times([0, 10, 70, 80], [0, 50, 50, 100], [50], NO_LIMIT)
        assert good(shorter).time_s == pytest.approx(10)

    def test_the_first_of_several_in_whole_seconds(self) -> None:
        found = best_effort_distance_1hz([1, 3, 3, 1, 3, 3], 6)
        assert good(found) == WholeSeconds(2, 1)

    def test_its_boundaries(self) -> None:
        one_hz = best_effort_distance_1hz
        assert refused(one_hz([3, 3], 0)) == Outside("distance_m", 0, 0.001, 1e8)
        assert refused(one_hz([3, 3], 1.1e8)) == Outside("distance_m", 1.1e8, 0.001, 1e8)
        assert refused(one_hz([3, -1], 1)) == Outside("speed_m_s", -1, 0, 1e6)
        assert refused(one_hz([3, 1.1e6], 1)) == Outside("speed_m_s", 1.1e6, 0, 1e6)
        assert refused(one_hz([3, 3], 7)) == TooFew("metres", 6, 7)
        assert refused(one_hz([], 7)) == TooFew("metres", 0, 7)
        assert good(one_hz([3, 3], 6)) == WholeSeconds(2, 0)
        assert good(one_hz([1e6] * 100, 1e8)) == WholeSeconds(100, 0)

    def test_the_boundaries_of_the_fine_form(self) -> None:
        def only(*of: object) -> object:
            (found,) = best_times(*of)  # type: ignore[arg-type]  # A test may say anything.
            return refused(found)

        times, way = [0.0, 10.0], [0.0, 40.0]
        assert only(times, way, [0], 9) == Outside("distance_m", 0, 0.001, 1e8)
        assert only(times, way, [1.1e8], 9) == Outside("distance_m", 1.1e8, 0.001, 1e8)
        assert only([0, 7e7], way, [1], 9) == Outside("time_s", 7e7, -6e7, 6e7)
        assert only([-7e7, 0], way, [1], 9) == Outside("time_s", -7e7, -6e7, 6e7)
        assert only(times, [0, 1.1e8], [1], 9) == Outside("distance_m", 1.1e8, 0, 1e8)
        assert only(times, [-1, 3], [1], 9) == Outside("distance_m", -1, 0, 1e8)
        assert only([], [], [400], 9) == TooFew("metres", 0, 400)
        assert only([5], [100], [400], 9) == TooFew("metres", 0, 400)
        assert good(best_times(times, way, [0.001], 9)[0]).time_s == pytest.approx(0.00025)
        assert good(best_times([-6e7, 6e7], [0, 1e8], [1e8], 9)[0]) == BestTime(1.2e8, -6e7)
        assert best_times(times, way, [], 9) == ()
