"""What days cost by a person's own records, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.nutrition import TODAY, Kitchen, day_log
from tests.support import good, refused
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Energy
from vegaloop.kernel.time import LocalDate, days_after
from vegaloop.nutrition import Adaptive, Body, DayExertion, DayLog, Totals, TrendWeight
from vegaloop.nutrition.domain.balance import adaptive_expenditure, balance_of
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.day import Settled
from vegaloop.nutrition.domain.diet import Diet
from vegaloop.nutrition.domain.spending import believed_tdee, usual_tdee

KNOWN = Circumstances(Kitchen().circle.known.profile, Body(70.0))


def ago(days: int) -> LocalDate:
    return days_after(TODAY, -days)


def weighed(
    slope_kg: float = 0.0, *, first: int = 84, last: int = 0, every: int = 7
) -> tuple[TrendWeight, ...]:
    """A trend that changes by so much a day, on some days."""
    return tuple(
        TrendWeight(ago(n), 70 + slope_kg * (first - n)) for n in range(first, last - 1, -every)
    )


def eaten(kcal: float, *, first: int = 84, last: int = 1) -> tuple[DayLog, ...]:
    return tuple(day_log(ago(n), kcal) for n in range(first, last - 1, -1))


def diet(logs: tuple[DayLog, ...], known: Circumstances = KNOWN) -> Diet:
    return Diet(TODAY, logs, (), known)


def told(logs: tuple[DayLog, ...], weights: tuple[TrendWeight, ...]) -> Adaptive:
    return adaptive_expenditure(diet(logs), weights)


class TestNut47:
    """NUT-47. A balance rests on four measured weigh-ins that span two weeks, and on five days in seven logged in full."""

    @given(kcal=st.integers(1_500, 4_000), grams_a_day=st.integers(-100, 100))
    def test_it_tells_what_a_day_costs(self, kcal: int, grams_a_day: int) -> None:
        slope = grams_a_day / 1_000
        found = good(balance_of(diet(eaten(kcal)), weighed(slope), ago(21), TODAY))
        assert found.tdee_kcal == pytest.approx(kcal - 7_700 * slope)
        assert (found.first, found.last, found.days, found.days_logged) == (ago(21), TODAY, 21, 21)
        assert found.mean_intake_kcal == kcal
        assert found.weight_change_kg == pytest.approx(21 * slope)
        assert found.error_kcal == pytest.approx(7_700 * 0.35 / 21)
        assert found.quality == 1

    def test_the_days_lie_between_the_weigh_ins(self) -> None:
        weights = weighed(-0.1, first=17, last=2, every=5)
        logs = (*eaten(2_000, first=17, last=3), *eaten(9_000, first=2, last=1))
        found = good(
            balance_of(diet((*logs, *eaten(9_000, first=21, last=18))), weights, ago(21), TODAY)
        )
        assert (found.first, found.last, found.days, found.days_logged) == (ago(17), ago(2), 15, 15)
        assert found.tdee_kcal == pytest.approx(2_000 + 770)

    @pytest.mark.parametrize(
        ("weights", "reason"),
        [
            ((), TooFew("weigh-ins", 0, 4)),
            (weighed(first=20, last=2, every=9), TooFew("weigh-ins", 3, 4)),
            (weighed(first=13, last=0, every=4), TooFew("days between weigh-ins", 12, 14)),
        ],
    )
    def test_too_few_weigh_ins(self, weights: tuple[TrendWeight, ...], reason: TooFew) -> None:
        assert refused(balance_of(diet(eaten(2_000)), weights, ago(21), TODAY)) == reason

    def test_two_weeks_and_four_weigh_ins_are_enough(self) -> None:
        weights = (*weighed(first=14, last=2, every=4)[:3], TrendWeight(TODAY, 70.0))
        assert good(balance_of(diet(eaten(2_000)), weights, ago(21), TODAY)).days == 14

    @pytest.mark.parametrize(("days_logged", "enough"), [(15, True), (14, False)])
    def test_five_days_in_seven(self, days_logged: int, enough: bool) -> None:
        logs = eaten(2_000, first=21, last=22 - days_logged)
        found = balance_of(diet(logs), weighed(), ago(21), TODAY)
        if enough:
            assert good(found).days_logged == days_logged
        else:
            assert refused(found) == TooFew("days logged in full", days_logged, 15)

    def test_ten_of_fourteen_days_are_five_in_seven(self) -> None:
        logs, weights = eaten(2_000, first=14, last=5), weighed(first=14, every=2)
        assert good(balance_of(diet(logs), weights, ago(21), TODAY)).days_logged == 10

    def test_a_day_of_unknown_energy_is_left_out(self) -> None:
        noon = day_log(ago(1), 1).closed_at
        stew = DayLog(ago(1), noon, 1, noon, Totals(without_energy=1))
        logs = (*eaten(2_000, first=21, last=2), stew)
        assert good(balance_of(diet(logs), weighed(), ago(21), TODAY)).days_logged == 20

    def test_measured_fat_sets_the_density(self) -> None:
        lean = Circumstances(KNOWN.profile, Body(70.0, 50.0))
        found = adaptive_expenditure(diet(eaten(2_000), lean), weighed(-0.1))
        density = 1_816 * 10.4 / 30.4 + 9_441 * 20 / 30.4
        assert (found.density.method, found.density.kcal_per_kg) == (
            "forbes_1987",
            pytest.approx(density),
        )
        for one in found.balances:
            assert one.tdee_kcal == pytest.approx(2_000 + 0.1 * density)
            assert one.error_kcal == pytest.approx(density * 0.35 / 21)

    def test_what_cannot_be_balanced(self) -> None:
        heavy = tuple(TrendWeight(one.day, 1_000.0) for one in weighed())
        assert refused(balance_of(diet(eaten(2_000)), heavy, ago(21), TODAY)).what == (
            "trend_start_kg"
        )


class TestLearning:
    """The belief is learned from four blocks of three weeks (NUT-48)."""

    @given(kcal=st.integers(1_500, 4_000), grams_a_day=st.integers(-100, 100))
    def test_of_steady_records_it_is_what_each_balance_says(
        self, kcal: int, grams_a_day: int
    ) -> None:
        found = told(eaten(kcal), weighed(grams_a_day / 1_000))
        figure = good(found.tdee)
        assert figure.value == pytest.approx(kcal - 7.7 * grams_a_day)
        assert len(found.balances) == 4
        assert (figure.n_valid, figure.window_days, figure.quality) == (84, 84, 1)
        assert figure.method == "energy-balance/kalman-of-21-days/wishnofsky_1958"
        assert figure.low is not None
        assert figure.high is not None
        assert figure.high - figure.value == pytest.approx(figure.value - figure.low)
        assert figure.notes == ("intake-as-logged",)
        assert figure.formula_version == "nutrition-1"

    def test_one_block(self) -> None:
        found = told(eaten(2_000, first=21), weighed(first=21))
        figure = good(found.tdee)
        slack = 1.96 * 7_700 * 0.35 / 21
        assert (figure.low, figure.high) == (
            pytest.approx(2_000 - slack),
            pytest.approx(2_000 + slack),
        )
        assert (figure.quality, figure.n_valid) == (0.5, 21)
        assert figure.notes == ("intake-as-logged", "trend-warming-up")

    @pytest.mark.parametrize(("lead_days", "young"), [(13, True), (14, False)])
    def test_a_trend_with_a_lead_is_not_young(self, lead_days: int, young: bool) -> None:
        lead = TrendWeight(ago(21 + lead_days), 70.0)
        figure = good(told(eaten(2_000, first=21), (lead, *weighed(first=21))).tdee)
        assert ("trend-warming-up" in figure.notes) is young

    @pytest.mark.parametrize(("blocks", "quality"), [(1, 0.5), (2, 0.75), (3, 1.0), (4, 1.0)])
    def test_its_quality(self, blocks: int, quality: float) -> None:
        logs = eaten(2_000, first=21 * blocks)
        figure = good(told(logs, weighed(first=21 * blocks)).tdee)
        assert (figure.quality, len(told(logs, weighed()).balances)) == (quality, blocks)

    def test_logs_that_are_less_than_whole_lower_it(self) -> None:
        settled = (Settled(ago(30), Energy(2_400 * 4_184)),)
        logs = tuple(day_log(ago(n), 1_620, closed=False) for n in range(1, 22))
        found = adaptive_expenditure(Diet(TODAY, logs, settled, KNOWN), weighed(first=21))
        assert good(found.tdee).quality == pytest.approx(0.5 * 0.9)

    def test_it_follows_a_change_by_450_kcal_in_three_weeks_at_most(self) -> None:
        logs = (*eaten(2_000, first=42, last=22), *eaten(5_000, first=21))
        figure = good(told(logs, weighed(first=42)).tdee)
        assert figure.value == 2_450

    def test_a_month_without_records_widens_it(self) -> None:
        logs = eaten(2_000, first=84, last=22)
        whole, old = good(told(eaten(2_000), weighed()).tdee), good(told(logs, weighed()).tdee)
        assert old.value == whole.value
        assert old.low is not None
        assert whole.low is not None
        assert old.low < whole.low

    def test_without_any_balance_the_newest_reason_is_told(self) -> None:
        found = told(eaten(2_000), ())
        assert refused(found.tdee) == TooFew("weigh-ins", 0, 4)
        assert found.balances == ()
        few = (*weighed(first=84, last=64, every=9), *weighed(first=20, last=11, every=9))
        assert refused(told(eaten(2_000), few).tdee) == TooFew("weigh-ins", 2, 4)
        assert found.density.kcal_per_kg == 7_700


class TestNut49:
    """NUT-49. A usual day costs what intake and weight tell, else rest and the training logged in four weeks."""

    def test_the_records_come_first(self) -> None:
        assert good(believed_tdee(diet(eaten(2_345)), weighed())).value == pytest.approx(2_345)

    def test_else_rest_and_training(self) -> None:
        rest = 10 * 70 + 6.25 * 170 - 5 * 36 - 161
        trained = tuple(DayExertion(ago(n), 1.0, 700.0) for n in (1, 8, 15, 22, 29))
        known = Circumstances(KNOWN.profile, KNOWN.body, trained)
        figure = good(believed_tdee(diet((), known), ()))
        assert figure.value == pytest.approx(1.35 * rest + 100)
        assert (figure.window_days, figure.n_valid) == (28, 28)
        assert figure.low == pytest.approx(0.9 * 1.3 * rest + 100)

    @pytest.mark.parametrize(("unknown", "enough"), [(8, True), (9, False)])
    def test_training_of_unknown_cost_is_not_free(self, unknown: int, enough: bool) -> None:
        trained = tuple(DayExertion(ago(n), 1.0, None) for n in range(1, unknown + 1))
        found = usual_tdee(diet((), Circumstances(KNOWN.profile, KNOWN.body, trained)))
        if enough:
            assert good(found).n_valid == 20
        else:
            assert refused(found) == TooFew("days of known training", 19, 20)

    def test_of_nobody_there_is_none(self) -> None:
        nobody = Circumstances(Profile())
        assert refused(believed_tdee(diet((), nobody), ())) == Missing("weight_kg")
