"""The rules of belief and probability as formulas, for all numbers."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import factors, numbers, points_at, positive, shares, whole_days
from tests.support import good, refused
from vegaloop.goals.domain.formulas.belief import (
    Belief,
    bayes_slope,
    belief_of,
    level_ahead,
    reach_probability,
)
from vegaloop.goals.domain.formulas.bounds import VALUE_MOST
from vegaloop.goals.domain.formulas.line import Line, step_noise
from vegaloop.goals.domain.outlook import noise_per_day
from vegaloop.kernel.evidence import Outside
from vegaloop.kernel.signal import Summing

NEAR = pytest.approx
points_apart = st.lists(
    st.tuples(whole_days, numbers), min_size=2, max_size=30, unique_by=lambda point: point[0]
)


class TestGoal12:
    """GOAL-12. A believed slope lies between the plan and the measured slope, and is at least as sure as either."""

    @given(numbers, positive, numbers, positive)
    def test_it_lies_between(self, plan: float, spread: float, slope: float, se: float) -> None:
        belief = bayes_slope(Belief(plan, spread), Belief(slope, se))
        assert min(plan, slope) - 1e-9 <= belief.mean <= max(plan, slope) + 1e-9
        assert belief.sd <= min(spread, se)

    @given(numbers, positive, numbers, positive, shares)
    def test_more_data_is_never_less_sure(
        self, plan: float, spread: float, slope: float, se: float, less: float
    ) -> None:
        surer = bayes_slope(Belief(plan, spread), Belief(slope, se * less))
        assert surer.sd <= bayes_slope(Belief(plan, spread), Belief(slope, se)).sd * (1 + 1e-12)

    @given(numbers, numbers, positive)
    def test_certainty_wins(self, plan: float, slope: float, spread: float) -> None:
        assert bayes_slope(Belief(plan, spread), Belief(slope, 0)) == Belief(slope, 0)
        assert bayes_slope(Belief(plan, 0), Belief(slope, spread)) == Belief(plan, 0)

    def test_some_beliefs(self) -> None:
        found = bayes_slope(Belief(-0.07, 0.05), Belief(-0.1176, 0.03))
        assert (found.mean, found.sd) == (NEAR(-0.105, abs=1e-12), NEAR(0.0257247877713763))
        even = bayes_slope(Belief(1, 1e-200), Belief(3, 1e-200))
        assert (even.mean, even.sd) == (NEAR(2), NEAR(1e-200 / math.sqrt(2)))
        assert bayes_slope(Belief(1, 0), Belief(3, 0)) == Belief(3, 0)

    def test_the_impossible_cannot_be_believed(self) -> None:
        for average, sd in ((0, -1), (math.nan, 1), (0, math.inf), (math.inf, 0), (0, math.nan)):
            with pytest.raises(ValueError, match=r"^such a belief cannot be held$"):
                Belief(average, sd)
        assert good(belief_of(-1, 0)) == Belief(-1, 0)
        assert refused(belief_of(1, -1)) == Outside("standard deviation", -1, 0, VALUE_MOST)
        assert refused(belief_of(2e9, 1)) == Outside("mean", 2e9, -VALUE_MOST, VALUE_MOST)


class TestGoal13:
    """GOAL-13. The probability of a target lies between 0 and 1, and is the smaller the further the target."""

    @given(numbers, positive | st.just(0.0), numbers, positive)
    def test_further_is_less_likely(
        self, level: float, sd: float, target: float, further: float
    ) -> None:
        near = good(reach_probability(Belief(level, sd), target, rising=True))
        far = good(reach_probability(Belief(level, sd), target + further, rising=True))
        assert 0 <= far <= near <= 1
        down = good(reach_probability(Belief(-level, sd), -target, rising=False))
        assert down == near

    @pytest.mark.parametrize(
        ("level", "target", "rising", "chance"),
        [
            (Belief(75.5, 1.1), 75, False, 0.32471814186337733),
            (Belief(102, 4), 100, True, 0.6914624612740131),
            (Belief(75, 0), 75, False, 1.0),
            (Belief(75, 0), 75, True, 1.0),
            (Belief(75, 0), 75.1, True, 0.0),
            (Belief(75, 0), 74.9, False, 0.0),
            (Belief(75, 2), 75, True, 0.5),
        ],
    )
    def test_some_chances(self, level: Belief, target: float, rising: bool, chance: float) -> None:
        assert good(reach_probability(level, target, rising=rising)) == NEAR(chance, abs=1e-12)


class TestGoal24:
    """GOAL-24. A forecast is the less sure the further ahead it looks, also where every value lay on the line: a level wanders by itself."""

    @given(numbers, positive, numbers, positive, positive, st.integers(0, 400))
    def test_the_variances_add(
        self, level: float, sd: float, slope: float, spread: float, noise: float, days: int
    ) -> None:
        ahead = good(level_ahead(Belief(level, sd), Belief(slope, spread), days, noise))
        assert ahead.mean == NEAR(level + days * slope)
        assert ahead.sd == NEAR(math.sqrt(sd**2 + (days * spread) ** 2 + noise * days))

    @given(numbers, numbers, positive, st.integers(0, 400), st.integers(1, 400))
    def test_further_days_are_less_sure(
        self, level: float, slope: float, noise: float, days: int, more: int
    ) -> None:
        near = good(level_ahead(Belief(level, 0), Belief(slope, 0), days, noise))
        far = good(level_ahead(Belief(level, 0), Belief(slope, 0), days + more, noise))
        assert far.sd > near.sd

    @given(numbers, numbers, positive, positive, st.integers(1, 400), st.integers(1, 400))
    def test_the_chance_of_what_is_expected_tends_away_from_certainty(
        self, level: float, target: float, noise: float, less: float, days: int, more: int
    ) -> None:
        def chance(ahead: int) -> float:
            predicted = good(level_ahead(Belief(level, less), Belief(0, 0), ahead, noise))
            return good(reach_probability(predicted, target, rising=True))

        assert abs(chance(days + more) - 0.5) <= abs(chance(days) - 0.5) + 1e-12

    @given(points_apart, factors, st.integers(-30, 30))
    def test_the_noise_converts_with_the_square_of_the_unit(
        self, some: list[tuple[float, float]], factor: float, later: int
    ) -> None:
        moved = step_noise(points_at(*((x + later, factor * y) for x, y in some)))
        assert moved == NEAR(factor**2 * step_noise(points_at(*some)))

    def test_the_noise_of_each_kind_of_measure(self) -> None:
        series = points_at((0, 1), (1, 3), (2, 1), (4, 3))
        line = Line(1, 0, 1, 2, 4, 1.75, 8.75)
        assert step_noise(points_at((3, 1))) == 0
        assert step_noise(points_at((3, 1), (3 + 9e-7, 2))) == 0
        assert step_noise(points_at((3, 1), (3 + 1.1e-6, 1))) == 0
        told = [
            noise_per_day(measure, summing, line, series)
            for measure, summing in (
                ("biometrics.weight_kg", Summing.MEAN),
                ("biometrics.hrv_rmssd_ms", Summing.MEAN),
                ("x.bar_kg", Summing.MEAN),
                ("activity.distance_m", Summing.SUM),
            )
        ]
        assert told == [0.01, NEAR(0.16), NEAR(0.16), 3]

    @pytest.mark.parametrize(("days", "noise"), [(-1.0, 1.0), (1.0, -1.0), (math.nan, 1.0)])
    def test_neither_days_nor_noise_are_negative(self, days: float, noise: float) -> None:
        why = refused(level_ahead(Belief(1, 1), Belief(1, 1), days, noise))
        assert isinstance(why, Outside)
        assert (why.what, why.least) == ("noise" if noise < 0 else "days", 0)
