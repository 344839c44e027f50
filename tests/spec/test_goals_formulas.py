"""The rules of progress and forecasts as formulas, for all numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.strategies.goals import numbers, positive, shares
from tests.support import good, refused
from vegaloop.goals.domain.line import (
    Belief,
    Line,
    autocorrelation_factor,
    bayes_slope,
    days_to_target,
    fit_line,
    level_ahead,
    meeting,
    predict,
    reach_probability,
    step_noise,
    theil_sen,
)
from vegaloop.goals.domain.outlook import noise_per_day
from vegaloop.goals.domain.scores import (
    Run,
    adherence,
    avoid_share,
    maintain_score,
    mean,
    reach_share,
)
from vegaloop.kernel.evidence import TooFew, Undefined
from vegaloop.kernel.signal import Summing

whole_days = st.integers(0, 60).map(float)
points = st.lists(st.tuples(whole_days, numbers), min_size=3, max_size=30).filter(
    lambda some: len({x for x, _ in some}) > 1
)
sloping = points.filter(lambda some: abs(line_through(some).slope) > 1e-3)
factors = st.sampled_from([-4.0, -0.5, 0.25, 2.0, 8.0])  # Exact in binary, so laws are exact too.
NEAR = pytest.approx


def line_through(some: list[tuple[float, float]]) -> Line:
    return good(fit_line([x for x, _ in some], [y for _, y in some]))


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
        assert isinstance(refused(reach_share(start, start, start + away)), Undefined)


class TestGoal3:
    """GOAL-3. A limit is kept while no more than it is used; a limit of nothing is kept while nothing is used."""

    @given(positive, positive)
    def test_what_is_used_leaves_the_rest(self, used: float, limit: float) -> None:
        share = avoid_share(used, limit)
        assert share == NEAR(max(0, (limit - used) / limit))
        assert (share > 0) == (used < limit)

    @given(positive)
    def test_a_limit_of_nothing(self, used: float) -> None:
        assert avoid_share(0, 0) == 1
        assert avoid_share(used, 0) == 0


class TestGoal4:
    """GOAL-4. Adherence is the share of the due periods that were kept, inside the interval of Wilson."""

    @given(st.integers(0, 400), st.integers(0, 400))
    def test_kept_and_missed_are_complementary(self, kept: int, missed: int) -> None:
        assume(kept + missed)
        known = good(adherence(kept, kept + missed))
        other = good(adherence(missed, kept + missed))
        assert 0 <= known.lower <= known.rate <= known.upper <= 1
        assert known.rate + other.rate == NEAR(1)
        assert known.lower + other.upper == NEAR(1)

    def test_nothing_due_has_none(self) -> None:
        assert isinstance(refused(adherence(0, 0)), Undefined)


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


class TestGoal10:
    """GOAL-10. A forecast converts with the unit of its values, moves with its days, and does not depend on their order."""

    @given(points, factors, numbers, st.integers(-30, 30))
    def test_the_least_squares_line(
        self,
        some: list[tuple[float, float]],
        factor: float,
        offset: float,
        later: int,
    ) -> None:
        line = line_through(some)
        turned = line_through(list(reversed(some)))
        assert turned == line
        moved = line_through([(x + later, factor * y + offset) for x, y in some])
        assert moved.slope == NEAR(factor * line.slope, abs=1e-9)
        assert moved.slope_se == NEAR(abs(factor) * line.slope_se, rel=1e-6, abs=1e-6)
        assert moved.at(later + 9) == NEAR(factor * line.at(9) + offset, abs=1e-6)
        around, other = predict(line, 9, 0.1), predict(moved, later + 9, 0.1)
        assert other.upper - other.lower == NEAR(
            abs(factor) * (around.upper - around.lower), rel=1e-6, abs=1e-5
        )

    @given(points, factors, numbers, st.integers(-30, 30))
    def test_the_robust_line(
        self, some: list[tuple[float, float]], factor: float, offset: float, later: int
    ) -> None:
        xs, ys = [x for x, _ in some], [y for _, y in some]
        robust = good(theil_sen(xs, ys))
        assert good(theil_sen(xs[::-1], ys[::-1])) == robust
        moved = good(theil_sen([x + later for x in xs], [factor * y + offset for y in ys]))
        assert moved.slope == NEAR(factor * robust.slope, abs=1e-9)

    @given(points)
    def test_a_line_fits_itself(self, some: list[tuple[float, float]]) -> None:
        line = line_through(some)
        again = line_through([(x, line.at(x)) for x, _ in some])
        assert again.slope == NEAR(line.slope, abs=1e-9)
        assert again.residual_sd == NEAR(0, abs=1e-6)

    def test_too_little_for_a_line(self) -> None:
        assert refused(fit_line([0, 1], [0, 1])) == TooFew("points of a line", 2, 3)
        assert isinstance(refused(fit_line([1, 1, 1], [1, 2, 3])), Undefined)
        assert refused(theil_sen([1, 1], [1, 2])) == TooFew("days with a point", 1, 2)
        assert refused(theil_sen([], [])) == TooFew("days with a point", 0, 2)

    def test_smooth_points_are_less_sure(self) -> None:
        assert autocorrelation_factor([0, 0]) == 1
        assert autocorrelation_factor([1, -1, 1, -1]) == 1
        assert autocorrelation_factor([1, 1, 1, -1, -1, -1]) == NEAR(math.sqrt(3))
        line = Line(1, 2, 0.5, 3, 10, 4, 36)
        assert line.widened(2) == Line(1, 2, 1, 6, 10, 4, 36)


class TestGoal11:
    """GOAL-11. The expected day of arrival lies between its bounds, and has no latest where the slope may be none."""

    @given(sloping, positive, positive)
    def test_the_bounds_hold_it(
        self, some: list[tuple[float, float]], wait: float, ahead: float
    ) -> None:
        line, now = line_through(some), 60 + wait
        target = line.at(now + ahead)
        expected = good(days_to_target(line, target))
        between = meeting(line, target, now, 0.1)
        assert expected == NEAR(now + ahead, rel=1e-6)
        assert now <= between.earliest <= expected * (1 + 1e-6)
        assert between.latest is None or between.latest >= expected * (1 - 1e-6)

    @given(sloping, positive)
    def test_the_surer_the_narrower(self, some: list[tuple[float, float]], ahead: float) -> None:
        line, now = line_through(some), 61.0
        target = line.at(now + ahead)
        wide, narrow = meeting(line, target, now, 0.05), meeting(line, target, now, 0.4)
        assert wide.earliest <= narrow.earliest * (1 + 1e-6)
        assert wide.latest is None or (narrow.latest or math.inf) <= wide.latest * (1 + 1e-6)

    def test_the_bounds_are_where_the_interval_meets_the_target(self) -> None:
        line, t = Line(100, -1, 0.1, 2, 28, 13.5, 400), 1.7056179197592727
        between = meeting(line, 50, 27, 0.1)
        assert between.latest is not None
        for x, side in ((between.earliest, -1), (between.latest, 1)):
            assert line.at(x) + side * t * line.level_se(x) == NEAR(50, abs=1e-6)

    @pytest.mark.parametrize("slope", [-1.0, 0.0, 1.0])
    def test_a_line_that_may_be_level_has_no_latest(self, slope: float) -> None:
        line = Line(0, slope, 10, 1, 12, 0, 0.01)
        assert meeting(line, 1_000, 5, 0.1).latest is None
        assert meeting(Line(0, 0, 0, 0, 12, 0, 1), 5, 5, 0.1).latest is None
        assert isinstance(refused(days_to_target(Line(0, 0, 0, 0, 12, 0, 1), 5)), Undefined)


class TestGoal12:
    """GOAL-12. A believed slope lies between the plan and the measured slope, and is at least as sure as either."""

    @given(numbers, positive, numbers, positive)
    def test_it_lies_between(self, plan: float, spread: float, slope: float, se: float) -> None:
        belief = bayes_slope(Belief(plan, spread), slope, se)
        assert min(plan, slope) - 1e-9 <= belief.mean <= max(plan, slope) + 1e-9
        assert belief.sd <= min(spread, se)

    @given(numbers, positive, numbers, positive, shares)
    def test_more_data_is_never_less_sure(
        self, plan: float, spread: float, slope: float, se: float, less: float
    ) -> None:
        surer = bayes_slope(Belief(plan, spread), slope, se * less)
        assert surer.sd <= bayes_slope(Belief(plan, spread), slope, se).sd * (1 + 1e-12)

    @given(numbers, numbers, positive)
    def test_certainty_wins(self, plan: float, slope: float, spread: float) -> None:
        assert bayes_slope(Belief(plan, spread), slope, 0) == Belief(slope, 0)
        assert bayes_slope(Belief(plan, 0), slope, spread) == Belief(plan, 0)


class TestGoal13:
    """GOAL-13. The probability of a target lies between 0 and 1, and is the smaller the further the target."""

    @given(numbers, positive | st.just(0.0), numbers, positive)
    def test_further_is_less_likely(
        self, level: float, sd: float, target: float, further: float
    ) -> None:
        near = reach_probability(Belief(level, sd), target, rising=True)
        far = reach_probability(Belief(level, sd), target + further, rising=True)
        assert 0 <= far <= near <= 1
        down = reach_probability(Belief(-level, sd), -target, rising=False)
        assert down == near


class TestGoal24:
    """GOAL-24. A forecast is the less sure the further ahead it looks, also where every value lay on the line: a level wanders by itself."""

    @given(numbers, positive, numbers, positive, positive, st.integers(0, 400))
    def test_the_variances_add(
        self, level: float, sd: float, slope: float, spread: float, noise: float, days: int
    ) -> None:
        ahead = level_ahead(Belief(level, sd), Belief(slope, spread), days, noise)
        assert ahead.mean == NEAR(level + days * slope)
        assert ahead.sd == NEAR(math.sqrt(sd**2 + (days * spread) ** 2 + noise * days))

    @given(numbers, numbers, positive, st.integers(0, 400), st.integers(1, 400))
    def test_further_days_are_less_sure(
        self, level: float, slope: float, noise: float, days: int, more: int
    ) -> None:
        near = level_ahead(Belief(level, 0), Belief(slope, 0), days, noise)
        far = level_ahead(Belief(level, 0), Belief(slope, 0), days + more, noise)
        assert far.sd > near.sd

    @given(numbers, numbers, positive, positive, st.integers(1, 400), st.integers(1, 400))
    def test_the_chance_of_what_is_expected_tends_away_from_certainty(
        self, level: float, target: float, noise: float, less: float, days: int, more: int
    ) -> None:
        def chance(ahead: int) -> float:
            predicted = level_ahead(Belief(level, less), Belief(0, 0), ahead, noise)
            return reach_probability(predicted, target, rising=True)

        assert abs(chance(days + more) - 0.5) <= abs(chance(days) - 0.5) + 1e-12

    @given(points, factors, st.integers(-30, 30))
    def test_the_noise_converts_with_the_square_of_the_unit(
        self, some: list[tuple[float, float]], factor: float, later: int
    ) -> None:
        xs, residuals = [x for x, _ in some], [y for _, y in some]
        moved = step_noise([x + later for x in xs], [factor * one for one in residuals])
        assert moved == NEAR(factor**2 * step_noise(xs, residuals))

    def test_the_noise_of_each_kind_of_measure(self) -> None:
        xs, residuals = [0.0, 1.0, 2.0, 4.0], [0.0, 2.0, 0.0, 2.0]
        line = Line(0, 0, 1, 2, 4, 1.75, 8.75)
        assert step_noise([3.0], [1.0]) == 0
        told = [
            noise_per_day(measure, summing, line, xs, residuals)
            for measure, summing in (
                ("biometrics.weight_kg", Summing.MEAN),
                ("biometrics.hrv_rmssd_ms", Summing.MEAN),
                ("activity.distance_m", Summing.SUM),
            )
        ]
        assert told == [0.01, NEAR(0.16), 3]


class TestScores:
    """Scores of single periods."""

    @given(numbers, positive, numbers)
    def test_maintaining_is_even_and_falls_outwards(
        self, centre: float, tolerance: float, away: float
    ) -> None:
        score = maintain_score(centre + away, centre, tolerance)
        assert 0 <= score <= 1
        assert maintain_score(centre - away, centre, tolerance) == NEAR(score, abs=1e-9)
        assert maintain_score(centre + 2 * away, centre, tolerance) <= score + 1e-9
        assert (score == 1) == (abs((centre + away) - centre) <= tolerance)

    def test_a_band_without_width(self) -> None:
        assert maintain_score(5, 5, 0) == 1
        assert maintain_score(6, 5, 0) == 0
        assert maintain_score(7.5, 5, 1.5) == NEAR(1 / 3)

    @given(st.lists(numbers, min_size=1))
    def test_a_mean_lies_within(self, values: list[float]) -> None:
        assert min(values) - 1e-9 <= mean(values) <= max(values) + 1e-9
