"""The rules of the forecast of a goal."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.goals import (
    AT_LEAST_5,
    HEIGHT,
    TODAY,
    a_forecast,
    a_series,
    goal_of,
    positive,
)
from tests.support import good, refused
from vegaloop.goals import Arrived, Expected, Reach, Unreachable
from vegaloop.goals.domain.outlook import HORIZON_DAYS, WhyNot, forecast_on
from vegaloop.kernel.evidence import Missing, TooFew, Undefined
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.signal import DayValue, Summing
from vegaloop.kernel.time import LocalDate, days_after


class TestForecastOfAGoal:
    """The forecast of a goal is made of the last 28 days, in any unit (GOAL-10, GOAL-11)."""

    NOISE = (0.3, -0.2, 0.1, -0.4, 0.2, 0.0, -0.1)

    def falling(self, slope: float = -0.1, count: int = 28) -> tuple[DayValue, ...]:
        return a_series([80 + slope * n + self.NOISE[n % 7] for n in range(count)], TODAY)

    def test_an_expected_day_between_its_bounds(self) -> None:
        due = days_after(TODAY, 60)
        found = a_forecast(self.falling(), Reach(80, 75, due), days_after(TODAY, -27))
        assert isinstance(found.arrival, Expected)
        assert found.arrival.latest is not None
        assert found.arrival.not_before <= found.arrival.on <= found.arrival.latest
        assert good(found.probability) > 0.9
        assert (found.n_valid, found.method, found.formula_version) == (28, "ols-28d", "goals-4")

    def test_a_perfect_line_is_not_certain(self) -> None:
        values = a_series([80 - n / 8 for n in range(28)], TODAY)
        chances = [
            good(
                a_forecast(
                    values, Reach(80, 76.75 - ahead / 8, due), days_after(TODAY, -27)
                ).probability
            )
            for ahead in (1, 10, 100)
            if (due := days_after(TODAY, ahead))
        ]
        assert chances == sorted(chances, reverse=True)
        assert 0.5 < chances[-1] < chances[0] < 1

    def test_a_forecast_without_a_due_day_to_come_has_no_chance(self) -> None:
        start, due = days_after(TODAY, -27), days_after(TODAY, -1)
        open_end = a_forecast(self.falling(), Reach(80, 75), start)
        assert refused(open_end.probability) == Missing("due day")
        over = a_forecast(self.falling(), Reach(80, 75, due), start)
        assert isinstance(refused(over.probability), Undefined)

    @given(st.sampled_from([2.0, 0.25, -4.0]), st.integers(-64, 64), st.integers(-90, 90))
    def test_other_units_and_other_days(self, factor: float, offset: int, later: int) -> None:
        start, due = days_after(TODAY, -27), days_after(TODAY, 40)
        one = a_forecast(self.falling(), Reach(80, 76, due), start, HEIGHT)
        values = tuple(
            DayValue(days_after(v.day, later), factor * v.value + offset) for v in self.falling()
        )
        aim = Reach(factor * 80 + offset, factor * 76 + offset, days_after(due, later))
        goal, day = goal_of(aim, days_after(start, later), HEIGHT), days_after(TODAY, later)
        two = good(forecast_on(goal, Summing.MEAN, values, day))
        assert isinstance(one.arrival, Expected)
        assert isinstance(two.arrival, Expected)
        assert two.arrival.on == days_after(one.arrival.on, later)
        assert two.arrival.not_before == days_after(one.arrival.not_before, later)
        assert two.slope_per_day == pytest.approx(factor * one.slope_per_day)
        assert good(two.probability) == pytest.approx(good(one.probability))

    def test_an_uncertain_trend_is_not_before(self) -> None:
        wild = [80 - 0.02 * n + (1.5 if n % 2 else -1.5) for n in range(28)]
        found = a_forecast(a_series(wild, TODAY), Reach(80, 70), days_after(TODAY, -27))
        assert found.arrival == Unreachable(WhyNot.NO_TREND)
        some = [80 - 0.07 * n + (1.5 if n % 2 else -1.5) for n in range(28)]
        found = a_forecast(a_series(some, TODAY), Reach(80, 70), days_after(TODAY, -27))
        assert isinstance(found.arrival, Expected)
        assert found.arrival.latest is None
        assert refused(found.probability) == Missing("due day")

    @pytest.mark.parametrize(
        ("noise", "latest"), [(1.424, LocalDate(dt.date(2036, 3, 14))), (1.4241, None)]
    )
    def test_later_than_ten_years_is_no_bound(self, noise: float, latest: LocalDate | None) -> None:
        wild = [80 - 0.07 * n + (noise if n % 2 else -noise) for n in range(28)]
        found = a_forecast(a_series(wild, TODAY), Reach(80, 70), days_after(TODAY, -27))
        assert isinstance(found.arrival, Expected)
        assert found.arrival.latest == latest

    def test_a_target_behind_is_reached(self) -> None:
        found = a_forecast(self.falling(), Reach(82, 80), days_after(TODAY, -27))
        assert isinstance(found.arrival, Arrived)

    def test_after_the_due_day_there_is_no_chance(self) -> None:
        aim = Reach(80, 70, days_after(TODAY, -1))
        found = a_forecast(self.falling(), aim, days_after(TODAY, -27))
        assert refused(found.probability) == Undefined("reach probability", "the due day is over")

    def test_only_a_way_has_an_end(self) -> None:
        goal = goal_of(AT_LEAST_5, days_after(TODAY, -27))
        assert isinstance(refused(forecast_on(goal, Summing.SUM, (), TODAY)), Undefined)


class TestGoal14:
    """GOAL-14. A forecast needs ten points over fourteen days, and says what is missing where there are fewer."""

    @given(st.sets(st.integers(0, 40), max_size=30))
    def test_points_and_days(self, ago: set[int]) -> None:
        values = tuple(DayValue(days_after(TODAY, -n), 80 - n / 8) for n in sorted(ago)[::-1])
        goal = goal_of(Reach(80, 70), days_after(TODAY, -40))
        recent = sorted(n for n in ago if n < 28)
        match forecast_on(goal, Summing.MEAN, values, TODAY):
            case Success(forecast):
                assert forecast.n_valid == len(recent) >= 10
                assert recent[-1] - recent[0] >= 13
            case Failure(reason):
                assert isinstance(reason, TooFew)
                assert reason.given == (
                    len(recent) if len(recent) < 10 else recent[-1] - recent[0] + 1
                )
                assert reason.given < reason.needed

    def test_many_points_in_few_days(self) -> None:
        goal = goal_of(Reach(80, 70), days_after(TODAY, -40))
        few = forecast_on(goal, Summing.MEAN, a_series([80.0] * 13, TODAY), TODAY)
        assert refused(few) == TooFew("days from first to last point", 13, 14)
        enough = forecast_on(goal, Summing.MEAN, a_series([80.0] * 14, TODAY), TODAY)
        assert good(enough).n_valid == 14


class TestGoal15:
    """GOAL-15. A trend that leads away from the target, or is smaller than its own error, reaches nothing."""

    @given(positive, positive)
    def test_away(self, slope: float, way: float) -> None:
        values = a_series([slope * n for n in range(20)], TODAY)
        aim = Reach(0, -way)
        found = a_forecast(values, aim, days_after(TODAY, -19))
        assert found.arrival == Unreachable(WhyNot.WRONG_WAY)

    def test_level_or_too_slow(self) -> None:
        level = a_forecast(a_series([5.0] * 20, TODAY), Reach(5, 9), days_after(TODAY, -19))
        assert level.arrival == Unreachable(WhyNot.NO_TREND)
        slow = a_series([n / 1_000 for n in range(20)], TODAY)
        far = Reach(0, HORIZON_DAYS)
        found = a_forecast(slow, far, days_after(TODAY, -19))
        assert found.arrival == Unreachable(WhyNot.BEYOND_HORIZON)
