"""The rules of progress as formulas, for all numbers."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import numbers, positive, shares
from tests.support import good, refused
from vegaloop.goals.domain.formulas.averages import mean, median
from vegaloop.goals.domain.formulas.progress import (
    Run,
    avoid_share,
    band_score,
    maintain_score,
    reach_share,
    share_left,
)
from vegaloop.kernel.evidence import Undefined

NEAR = pytest.approx


class TestGoal1:
    """GOAL-1. The progress to a target is the share of the way that is gone, up or down, from 0 to 1."""

    @given(numbers, positive | positive.map(lambda n: -n), shares)
    def test_it_is_the_share_of_the_way(self, start: float, way: float, gone: float) -> None:
        share = good(reach_share(start, start + way, start + gone * way))
        assert share == NEAR(gone, abs=1e-9)

    @given(numbers, positive, numbers)
    def test_it_is_bounded_and_the_same_upside_down(
        self, start: float, way: float, current: float
    ) -> None:
        share = good(reach_share(start, start + way, current))
        assert 0 <= share <= 1
        assert good(reach_share(-start, -start - way, -current)) == share

    @given(numbers, positive)
    def test_without_a_way_only_being_there_counts(self, start: float, away: float) -> None:
        assert good(reach_share(start, start, start)) == 1
        why = refused(reach_share(start, start, start + away))
        assert why == Undefined("progress", "the target is where the goal starts")

    @pytest.mark.parametrize(
        ("start", "target", "current", "share"),
        [
            (80, 75, 78, 0.4),
            (75, 80, 77, 0.4),
            (80, 75, 81, 0.0),
            (80, 75, 74, 1.0),
            (0, 100, 130, 1.0),
            (-2, 2, 0, 0.5),
            (75, 75, 75, 1.0),
        ],
    )
    def test_some_shares(self, start: float, target: float, current: float, share: float) -> None:
        assert good(reach_share(start, target, current)) == share


class TestGoal3:
    """GOAL-3. A limit is kept while no more than it is used; a limit of nothing is kept while nothing is used."""

    @given(positive, positive)
    def test_what_is_used_leaves_the_rest(self, used: float, limit: float) -> None:
        share = good(avoid_share(used, limit))
        assert share == NEAR(max(0, (limit - used) / limit))
        assert (share > 0) == (used < limit)

    @given(positive)
    def test_a_limit_of_nothing(self, used: float) -> None:
        assert good(avoid_share(0, 0)) == 1
        assert good(avoid_share(used, 0)) == 0

    @pytest.mark.parametrize(
        ("used", "limit", "share"),
        [
            (0.0, 4.0, 1.0),
            (1.0, 4.0, 0.75),
            (4.0, 4.0, 0.0),
            (5.0, 4.0, 0.0),
            (-1.0, 4.0, 1.0),
            (-1.0, 0.0, 1.0),
        ],
    )
    def test_some_shares(self, used: float, limit: float, share: float) -> None:
        assert good(avoid_share(used, limit)) == share
        assert share_left(used, limit) == share


class TestGoal6:
    """GOAL-6. A miss is frozen while the freezes of the last 30 days allow it, and then neither breaks nor extends a streak."""

    @given(st.lists(st.booleans(), max_size=120), st.integers(0, 4))
    def test_no_30_days_have_more_freezes(self, met: list[bool], freezes: int) -> None:
        run, frozen = Run(), set[int]()
        for day, kept in enumerate(met):
            before, run = run, run.after(day, freezes, met=kept)
            frozen |= set(run.frozen)
            if kept:
                assert run.current == before.current + 1
            else:
                assert run.current in (0, before.current)
            assert run.longest == max(before.longest, run.current)
        for day in range(len(met)):
            assert sum(day - 30 < one <= day for one in frozen) <= freezes

    def test_the_31st_day_frees_a_freeze(self) -> None:
        run = Run(5, 5, (100,))
        assert run.after(129, 1, met=False).current == 0
        assert run.after(130, 1, met=False).current == 5

    @given(st.integers(0, 60), st.lists(st.integers(0, 60)).map(tuple), st.integers(0, 10))
    def test_no_miss_is_frozen_outside_a_streak(
        self, day: int, frozen: tuple[int, ...], freezes: int
    ) -> None:
        assert Run(0, 7, frozen).after(day, freezes, met=False) == Run(0, 7, frozen)


class TestScores:
    """Scores of single periods."""

    @given(numbers, positive, numbers)
    def test_maintaining_is_even_and_falls_outwards(
        self, centre: float, tolerance: float, away: float
    ) -> None:
        score = good(maintain_score(centre + away, centre, tolerance))
        assert 0 <= score <= 1
        assert good(maintain_score(centre - away, centre, tolerance)) == NEAR(score, abs=1e-9)
        assert good(maintain_score(centre + 2 * away, centre, tolerance)) <= score + 1e-9
        assert (score == 1) == (abs((centre + away) - centre) <= tolerance)

    def test_a_band_without_width(self) -> None:
        assert good(maintain_score(5, 5, 0)) == 1
        assert good(maintain_score(6, 5, 0)) == 0
        assert good(maintain_score(7.5, 5, 1.5)) == NEAR(1 / 3)

    @pytest.mark.parametrize(
        ("value", "score"),
        [(8.0, 1.0), (9.0, 0.75), (10.0, 0.5), (12.0, 0.0), (13.0, 0.0), (0.0, 1.0), (-1.0, 0.75)],
    )
    def test_some_scores(self, value: float, score: float) -> None:
        assert good(maintain_score(value, 4, 4)) == score
        assert band_score(value, 4, 4) == score

    @given(st.lists(numbers, min_size=1))
    def test_a_mean_lies_within(self, values: list[float]) -> None:
        assert min(values) - 1e-9 <= mean(values) <= max(values) + 1e-9

    @given(st.lists(numbers, min_size=1))
    def test_a_median_has_as_many_above_as_below(self, values: list[float]) -> None:
        middle = median(values)
        assert sum(one > middle for one in values) == sum(one < middle for one in values) or (
            middle in values
        )
        assert min(values) <= middle <= max(values)
        assert (median([3, 1, 2]), median([4, 1, 2, 3])) == (2, 2.5)
