"""The rules of acute to chronic load and of monotony as formulas, for all series."""

from __future__ import annotations

import math
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.activity import close, factors, loads
from tests.support import good, refused
from vegaloop.activity.domain.formulas.fitness import smoothed
from vegaloop.activity.formulas import (
    WEEK_OF_FOUR,
    Deviation,
    Sameness,
    Windows,
    acwr_coupled,
    acwr_ewma,
    acwr_uncoupled,
    monotony,
    monotony_from_moments,
    monotony_strain,
)
from vegaloop.kernel.evidence import Outside, TooFew, Undefined
from vegaloop.kernel.result import Failure, Success

months = st.lists(loads, min_size=28, max_size=120)
weeks = st.lists(loads, min_size=7, max_size=7)
DOUBLINGS = st.sampled_from([0.25, 0.5, 2.0, 8.0])
HARDLY = Undefined("acwr", "hardly any load in the weeks before")
FORMS = (acwr_coupled, acwr_uncoupled, acwr_ewma)


class TestAct13:
    """ACT-13. The ratio of acute to chronic load is one for constant load, does not change when all loads are multiplied, and is undefined where there was hardly any load before."""

    @given(loads.filter(lambda x: x > 0.01), st.integers(28, 120))
    def test_constant(self, load: float, days: int) -> None:
        assert all(close(good(form([load] * days)), 1) for form in FORMS)

    @given(months, DOUBLINGS)
    def test_scale(self, of: list[float], k: float) -> None:
        for form in FORMS:
            match form(of), form([x * k for x in of]):
                case Success(before), Success(after):
                    assert close(before, after)
                case before, after:
                    assert before == after

    @given(weeks, st.lists(loads, max_size=27))
    def test_undefined(self, week: list[float], short: list[float]) -> None:
        assert refused(acwr_uncoupled([*([0.0] * 21), *week])) == HARDLY
        assert refused(acwr_uncoupled(short)) == TooFew("days of load", len(short), 28)
        assert refused(acwr_coupled(short)) == TooFew("days of load", len(short), 28)

    def test_hardly_any_is_less_than_a_tenth_of_the_median(self) -> None:
        def before(chronic: float) -> list[float]:
            return [*([100.0] * 62), *([chronic] * 21), *([50.0] * 7)]

        assert refused(acwr_uncoupled(before(9.99))) == HARDLY
        assert close(good(acwr_uncoupled(before(10))), 5)
        assert refused(acwr_uncoupled([0.0] * 28)) == HARDLY

    def test_the_median_is_of_ninety_days(self) -> None:
        recent = [*([2.0] * 21), *([2.0] * 7)]
        assert refused(acwr_uncoupled([*([100.0] * 62), *recent])) == HARDLY
        assert close(good(acwr_uncoupled([*([100.0] * 400), *([0.0] * 34), *recent])), 1)
        assert close(good(acwr_uncoupled([*([100.0] * 27), *([0.0] * 35), *recent])), 1)


class TestAct34:
    """ACT-34. The coupled ratio is at most four, the uncoupled one compares with the three weeks before alone, the exponential one starts at one, and none of them is called a risk."""

    @given(months)
    def test_coupled(self, of: list[float]) -> None:
        match acwr_coupled(of):
            case Success(ratio):
                assert 0 <= ratio <= 4 + 1e-9
                assert close(ratio * statistics.fmean(of[-28:]), statistics.fmean(of[-7:]))
            case Failure(reason):
                assert reason == HARDLY

    @given(months)
    def test_uncoupled(self, of: list[float]) -> None:
        match acwr_uncoupled(of):
            case Success(ratio):
                assert close(ratio * statistics.fmean(of[-28:-7]), statistics.fmean(of[-7:]))
            case Failure(reason):
                assert reason == HARDLY

    @given(loads.filter(bool), months)
    def test_exponential(self, first: float, more: list[float]) -> None:
        assert good(acwr_ewma([first])) == 1
        match acwr_ewma([first, *more]):
            case Success(ratio):
                acute = smoothed([first, *more], 2 / 8, first)[-1]
                assert close(ratio * smoothed([first, *more], 2 / 29, first)[-1], acute)
            case Failure(reason):
                assert reason == HARDLY

    def test_only_the_last_days_count_in_the_rolling_ones(self) -> None:
        of = [float(n % 5) for n in range(120)]
        for form in (acwr_coupled, acwr_uncoupled):
            assert form([500.0, *of]) == form(of)

    def test_outside_its_domain_there_is_none(self) -> None:
        assert refused(acwr_ewma([])) == TooFew("days of load", 0, 1)
        for form in FORMS:
            assert refused(form([-1.0] * 28)) == Outside("load", -1, 0, 1e6)
        assert Windows(7, 28) == WEEK_OF_FOUR
        assert good(acwr_coupled([0, 2, 4, 6], Windows(1, 4))) == 2
        assert good(acwr_uncoupled([0, 2, 4, 6], Windows(1, 4))) == 3
        for acute, chronic in ((0, 28), (28, 28)):
            with pytest.raises(ValueError, match="shorter"):
                Windows(acute, chronic)


class TestAct14:
    """ACT-14. Monotony does not change when all loads are multiplied or the days of the week change places."""

    @given(weeks, factors, st.randoms(use_true_random=False), st.sampled_from(Deviation))
    def test_scale_and_order(
        self, week: list[float], k: float, chance: st.DataObject, by: Deviation
    ) -> None:
        moved = list(week)
        chance.shuffle(moved)  # type: ignore[attr-defined]  # It is a random.Random.
        match monotony(week, by), monotony([x * k for x in moved], by):
            case Success(found), Success(again):
                assert math.isinf(found) == math.isinf(again) or max(found, again) > 1e6
                assert math.isinf(found) or math.isinf(again) or close(found, again, rel=1e-6)
            case found, again:
                assert found == again == Failure(Undefined("monotony", "no load"))
                assert not any(week)

    @given(loads.filter(bool), st.sampled_from(Deviation))
    def test_days_that_are_alike_have_the_greatest(self, load: float, by: Deviation) -> None:
        assert good(monotony([load] * 7, by)) == math.inf
        assert good(monotony_strain([load] * 7, by)) == Sameness(math.inf, math.inf)

    @given(weeks.filter(lambda week: max(week) > min(week) + 0.01))
    def test_the_two_deviations_differ_by_a_known_share(self, week: list[float]) -> None:
        sample, population = (good(monotony_strain(week, by)) for by in Deviation)
        assert close(sample.monotony, population.monotony * math.sqrt(6 / 7))
        assert close(sample.strain, sample.monotony * sum(week))
        assert good(monotony(week)) == sample.monotony
        assert good(monotony_strain(week)) == sample

    def test_from_moments(self) -> None:
        assert good(monotony_from_moments(3, 2)) == 1.5
        assert good(monotony_from_moments(0, 2)) == 0
        assert good(monotony_from_moments(3, 0)) == math.inf
        assert refused(monotony_from_moments(0, 0)) == Undefined("monotony", "no load")
        assert refused(monotony_from_moments(-1, 1)) == Outside("mean", -1, 0, 1e6)
        assert refused(monotony_from_moments(1, -1)) == Outside("sd", -1, 0, 1e6)

    def test_outside_its_domain_there_is_none(self) -> None:
        assert refused(monotony([50.0])) == TooFew("days of load", 1, 2)
        assert refused(monotony_strain([])) == TooFew("days of load", 0, 2)
        assert refused(monotony([1, math.inf])) == Outside("load", math.inf, 0, 1e6)
        assert good(monotony([1, 3])) == 2 / math.sqrt(2)
        assert good(monotony([1, 3], Deviation.POPULATION)) == 2
