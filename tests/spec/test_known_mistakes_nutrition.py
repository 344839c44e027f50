"""Mistakes other programs made with food and energy, each held off by a test (USERS.md 4, 4b)."""

from __future__ import annotations

import datetime as dt

import pytest

from tests.strategies.nutrition import TODAY, Kitchen, day_log
from tests.support import NOW, CountedIds, PinnedClock, at, good, refused
from vegaloop.app.bridges import BodiesOfBiometrics
from vegaloop.app.services import VegaLoop, vegaloop_in_memory
from vegaloop.biometrics import NewReading, Weight
from vegaloop.dashboard import Ready
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Distance, Mass
from vegaloop.kernel.time import LocalDate, Moment, days_after
from vegaloop.nutrition import (
    Body,
    DayExertion,
    DayLog,
    MealEntry,
    MealKind,
    StatedEntry,
    TrendWeight,
)
from vegaloop.nutrition.domain.balance import adaptive_expenditure, balance_of
from vegaloop.nutrition.domain.circumstances import Circumstances
from vegaloop.nutrition.domain.day import Settled
from vegaloop.nutrition.domain.diet import Diet
from vegaloop.nutrition.formulas import (
    adaptive_tdee_kcal,
    bmr_mifflin_kcal,
    tdee_of_training_kcal,
)

WOMAN = Circumstances(Kitchen().circle.known.profile, Body(60.0, 48.0))


def ago(days: int) -> LocalDate:
    return days_after(TODAY, -days)


def rations(kcal: float, days: int) -> tuple[DayLog, ...]:
    return tuple(day_log(ago(n), kcal) for n in range(1, days + 1))


def falling(kg_a_day: float, days: int) -> tuple[TrendWeight, ...]:
    return tuple(TrendWeight(ago(n), 70 + kg_a_day * (days - n)) for n in range(days, -1, -1))


def diet(*logs: DayLog, known: Circumstances = WOMAN) -> Diet:
    return Diet(TODAY, logs, (), known)


def rations_of(kcal: float) -> StatedEntry:
    return StatedEntry("rations", (("energy_kcal", kcal),))


def weigh(vega: VegaLoop, me: PersonId, days_ago: int, kg: float, hour: int) -> None:
    then = NOW.replace(hour=hour, minute=0) - dt.timedelta(days=days_ago)
    value = Weight(Mass(round(kg * 1_000 * NANOGRAMS_PER_GRAM)))
    good(vega.biometrics.record(me, NewReading(Moment(at(then), 0), value)))


class TestTheSlope:
    """28 mornings have 27 days between them: dividing by 28 understates every loss by 4 %."""

    def test_the_days_between_the_ends_count(self) -> None:
        mornings = [80 - 0.1 * n for n in range(28)]
        spent = good(adaptive_tdee_kcal(2_000, mornings[0], mornings[-1], len(mornings) - 1))
        assert spent == pytest.approx(2_770)

    def test_in_a_balance_too(self) -> None:
        weights = falling(-0.1, 20)
        slim = diet(*rations(2_000, 21), known=Circumstances(WOMAN.profile, Body(60.0)))
        found = good(balance_of(slim, weights, ago(21), TODAY))
        assert (len(weights), found.days) == (21, 20)
        assert found.weight_change_kg == pytest.approx(-2)
        assert found.tdee_kcal == pytest.approx(2_770)


class TestWeightsNobodyMeasured:
    """A weight drawn between two weigh-ins, or carried on after the last, is nobody's measurement."""

    def test_two_weigh_ins_stay_two(self) -> None:
        ends = (TrendWeight(ago(21), 70.0), TrendWeight(TODAY, 69.0))
        found = balance_of(diet(*rations(2_000, 21)), ends, ago(21), TODAY)
        assert refused(found) == TooFew("weigh-ins", 2, 4)

    def test_a_scale_that_fell_silent_ends_the_balance_there(self) -> None:
        silent = tuple(one for one in falling(-0.1, 21) if one.day <= ago(7))
        found = good(balance_of(diet(*rations(2_000, 21)), silent, ago(21), TODAY))
        assert (found.last, found.days, found.days_logged) == (ago(7), 14, 14)

    def test_the_bridge_tells_days_with_a_weigh_in_and_no_other(self) -> None:
        vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
        me, bodies = vega.accounts.owner(), BodiesOfBiometrics(vega.biometrics)
        for days_ago, hour, kg in ((20, 6, 70.0), (13, 6, 70.0), (3, 5, 70.0), (3, 6, 69.0)):
            weigh(vega, me, days_ago, kg, hour)
        trend = bodies.weights(me, ago(25), days_after(TODAY, 1))
        assert [one.day for one in trend] == [ago(20), ago(13), ago(3)]
        assert 69 < trend[-1].trend_kg < 70
        assert bodies.weights(me, ago(13), ago(3)) == trend[1:2]


class TestABodyByDefault:
    """70 kg, 170 cm, 30 years, male is a body; it is not the body of whoever said nothing."""

    def test_nothing_is_computed_of_nobody(self) -> None:
        told = Kitchen()
        told.circle.known = Circumstances()
        spending = told.nutrition.spending(told.me, TODAY)
        assert refused(spending.tdee) == Missing("weight_kg")
        assert refused(spending.rest) == Missing("weight_kg")

    def test_what_the_records_tell_is_not_pulled_towards_an_equation(self) -> None:
        big_eater = diet(*rations(4_600, 21))
        found = good(adaptive_expenditure(big_eater, falling(0.0, 21)).tdee)
        assert found.value == pytest.approx(4_600)

    def test_the_height_is_the_persons_own(self) -> None:
        def rest(height_mm: int) -> float:
            profile = Profile(Sex.MALE, dt.date(1990, 1, 1), Distance(height_mm))
            kitchen = Kitchen()
            kitchen.circle.known = Circumstances(profile, Body(70.0))
            return good(kitchen.nutrition.spending(kitchen.me, TODAY).rest).value

        assert rest(1_800) - rest(1_700) == pytest.approx(62.5)

    def test_a_resting_day_of_350_kcal_is_not_an_adults(self) -> None:
        with pytest.raises(AssertionError, match="success"):
            good(bmr_mifflin_kcal(0.0, 0.0, 0.0, Sex.MALE))


class TestAStaleFigure:
    """A figure kept for an hour is wrong for an hour: a new log or weight changes it at once."""

    def test_a_log_counts_at_once(self) -> None:
        kitchen = Kitchen()
        kitchen.circle.trend = falling(0.0, 21)
        for days_ago in range(1, 22):
            kitchen.eat(rations_of(2_000), days_ago=days_ago)
            good(kitchen.nutrition.close_day(kitchen.me, ago(days_ago)))
        before = good(kitchen.nutrition.spending(kitchen.me, TODAY).adaptive.tdee).value
        kitchen.eat(rations_of(420), days_ago=3)
        after = good(kitchen.nutrition.spending(kitchen.me, TODAY).adaptive.tdee).value
        assert after - before == pytest.approx(420 / 21)

    def test_a_weight_counts_at_once(self) -> None:
        kitchen = Kitchen()
        before = kitchen.nutrition.spending(kitchen.me, TODAY)
        kitchen.circle.known = Circumstances(kitchen.circle.known.profile, Body(61.0, 49.0))
        after = kitchen.nutrition.spending(kitchen.me, TODAY)
        assert good(after.rest).value - good(before.rest).value == pytest.approx(22)


class TestACrumbOfADay:
    """A day with 200 kcal logged is a day that was not logged; counting it starves the mean."""

    def test_it_is_no_complete_day(self) -> None:
        settled = tuple(Settled(ago(n), day_log(ago(n), 2_000).macros.energy) for n in (5, 6, 7))
        crumbs = tuple(day_log(ago(n), 200, closed=False) for n in (1, 2, 3, 4))
        known = Diet(TODAY, (*rations(2_000, 21)[4:], *crumbs), settled, WOMAN)
        found = good(balance_of(known, falling(0.0, 21), ago(21), TODAY))
        assert (found.days_logged, found.mean_intake_kcal) == (17, 2_000)

    def test_unless_the_person_says_that_this_was_all(self) -> None:
        fasted = (day_log(ago(1), 200), *rations(2_000, 21)[1:])
        found = good(balance_of(diet(*fasted), falling(0.0, 21), ago(21), TODAY))
        assert (found.days_logged, found.mean_intake_kcal) == (21, (20 * 2_000 + 200) / 21)


class TestTwoDensities:
    """6000 kcal/kg in one place and 7700 in another make two expenditures of one person."""

    def test_the_density_is_named_and_used(self) -> None:
        for known in (WOMAN, Circumstances(WOMAN.profile, Body(60.0))):
            found = adaptive_expenditure(diet(*rations(2_000, 21), known=known), falling(-0.1, 21))
            (one,) = found.balances
            assert one.tdee_kcal == pytest.approx(2_000 + 0.1 * found.density.kcal_per_kg)
            assert good(found.tdee).method.endswith(found.density.method)


class TestExerciseTwice:
    """Training is counted in the level of the day or as its own energy; both is once too often."""

    def test_an_active_level_is_refused_beside_sessions(self) -> None:
        assert refused(tdee_of_training_kcal(1_500, 600, 1.725)).what == "factor"

    def test_a_session_adds_its_net_energy_once(self) -> None:
        kitchen = Kitchen()
        rest_day = good(kitchen.nutrition.spending(kitchen.me, TODAY).tdee).value
        done = (DayExertion(TODAY, 1.0, 500.0, ("power",)),)
        body = kitchen.circle.known.body
        kitchen.circle.known = Circumstances(kitchen.circle.known.profile, body, done)
        assert good(kitchen.nutrition.spending(kitchen.me, TODAY).tdee).value == rest_day + 500

    def test_the_balance_of_the_records_knows_no_sessions_at_all(self) -> None:
        trained = tuple(DayExertion(ago(n), 1.0, 800.0) for n in range(1, 22))
        known = Circumstances(WOMAN.profile, WOMAN.body, trained)
        for one in (WOMAN, known):
            found = adaptive_expenditure(diet(*rations(2_600, 21), known=one), falling(0.0, 21))
            assert good(found.tdee).value == pytest.approx(2_600)


class TestTwoScreens:
    """The day, the expenditure and the board ask one function: they cannot tell two figures."""

    def test_one_figure_on_every_screen(self) -> None:
        vega = vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())
        me = vega.accounts.owner()
        good(vega.accounts.update_profile(me, WOMAN.profile))
        weigh(vega, me, 1, 60.0, 6)
        meal = MealEntry(MealKind.BREAKFAST, NOW, (rations_of(500),))
        day = good(vega.nutrition.log_meal(me, meal)).day
        target = day.targets.energy_kcal
        assert target is not None
        assert good(vega.nutrition.spending(me, TODAY).tdee).value == target
        board = vega.dashboard.on(me, TODAY).nutrition
        assert isinstance(board, Ready)
        assert board.data.target.energy_kcal == target
