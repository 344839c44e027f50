"""Days and what they tell about fuelling, as rules. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt
from statistics import median

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.strategies.nutrition import (
    OATS,
    TODAY,
    Kitchen,
    circumstances,
    day_log,
    grams,
    settled_days,
)
from tests.support import NOW, at, good, refused
from vegaloop.kernel.evidence import Missing, Outside, TooFew, Undefined
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Distance, Energy
from vegaloop.kernel.signal import DayValue, NoSignal, Published, Signal, SignalName, UnknownMeasure
from vegaloop.kernel.time import LocalDate, days_after, days_from
from vegaloop.nutrition import (
    Body,
    DayAhead,
    DayExertion,
    DayLog,
    DayTally,
    Macros,
    StatedEntry,
    Totals,
    WeighedEntry,
)
from vegaloop.nutrition.domain.availability import energy_availability
from vegaloop.nutrition.domain.circumstances import (
    Circumstances,
)
from vegaloop.nutrition.domain.day import Settled, completeness, decide_closing, report_of
from vegaloop.nutrition.domain.diet import Diet
from vegaloop.nutrition.domain.expenditure import (
    expenditure_kcal,
)
from vegaloop.nutrition.domain.fuelling import fuelling_signals
from vegaloop.nutrition.domain.nutrients import NOTHING

OATMEAL = WeighedEntry(OATS.id, 80.0)
LEAN = Circumstances(Kitchen().circle.known.profile, Body(60.0, 50.0))
kcals = st.integers(0, 6_000).map(float)


def ago(days: int) -> LocalDate:
    return days_after(TODAY, -days)


def week(
    kcal: float, *, days: int = 7, closed: bool = True, **grams_eaten: float
) -> tuple[DayLog, ...]:
    return tuple(day_log(ago(n), kcal, closed=closed, **grams_eaten) for n in range(days, 0, -1))


def signal_of(diet: Diet, name: SignalName) -> Published:
    return next(one for one in fuelling_signals(diet) if one.name is name)


def given_signal(diet: Diet, name: SignalName) -> Signal:
    found = signal_of(diet, name)
    assert isinstance(found, Signal)
    return found


def reason(diet: Diet, name: SignalName) -> object:
    found = signal_of(diet, name)
    assert isinstance(found, NoSignal)
    return found.reason


class TestNut9:
    """NUT-9. A closed day is complete; an open one as far as its energy reaches 75 % of what is expected."""

    @given(kcal=kcals, settled=settled_days, known=circumstances)
    def test_it_does(self, kcal: float, settled: tuple[Settled, ...], known: Circumstances) -> None:
        assert good(completeness(day_log(TODAY, kcal), settled, known)) == 1
        recent = [one.energy.kcal for one in settled if one.day >= ago(60)]
        expected = median(recent) if recent else good(expenditure_kcal(TODAY, known))
        found = good(completeness(day_log(TODAY, kcal, closed=False), settled, known))
        assert found == pytest.approx(min(1, kcal / (0.75 * expected)), abs=1e-3)
        event(f"expected from closed days: {bool(recent)}")

    def test_without_anything_to_expect_it_is_not_known(self) -> None:
        log = day_log(TODAY, 2_000, closed=False)
        assert Missing("weight_kg") in refused(completeness(log, (), Circumstances()))
        fasted = (Settled(ago(1), Energy(0)),)
        assert refused(completeness(log, fasted, LEAN)) == (
            Undefined("completeness", "no energy is expected"),
        )

    def test_closing_and_reopening(self) -> None:
        kitchen = Kitchen()
        kitchen.eat(OATMEAL)
        nutrition, me = kitchen.nutrition, kitchen.me
        open_share = good(kitchen.report().completeness)
        assert 0 < open_share < 1
        closed = good(nutrition.close_day(me, TODAY))
        assert (closed.log.closed_at, good(closed.completeness)) == (at(NOW), 1)
        kitchen.clock.set(NOW + dt.timedelta(hours=1))
        assert good(nutrition.close_day(me, TODAY)).log.closed_at == at(NOW)
        assert kitchen.eat(OATMEAL).day.log.closed_at == at(NOW)
        reopened = nutrition.reopen_day(me, TODAY)
        assert reopened.log.closed_at is None
        assert good(reopened.completeness) > open_share

    def test_a_closed_day_of_unknown_energy_sets_no_expectation(self) -> None:
        kitchen = Kitchen()
        kitchen.eat(StatedEntry("stew", ()), days_ago=1)
        good(kitchen.nutrition.close_day(kitchen.me, ago(1)))
        rest = good(expenditure_kcal(TODAY, kitchen.circle.known))
        done = kitchen.eat(OATMEAL).day
        assert good(done.completeness) == pytest.approx(
            (done.log.macros.energy.kcal) / (0.75 * rest)
        )


class TestNut10:
    """NUT-10. More food never lowers the completeness of a day."""

    @given(kcal=kcals, more=kcals, closed=st.booleans(), known=circumstances, settled=settled_days)
    def test_it_does_not(
        self,
        kcal: float,
        more: float,
        closed: bool,
        known: Circumstances,
        settled: tuple[Settled, ...],
    ) -> None:
        less = good(completeness(day_log(TODAY, kcal, closed=closed), settled, known))
        full = good(completeness(day_log(TODAY, kcal + more, closed=closed), settled, known))
        assert 0 <= less <= full <= 1


class TestNut12:
    """NUT-12. Energy availability is told from five of the seven days before, each logged to 80 %."""

    @given(kcal=st.integers(500, 5_000), spent=st.integers(0, 2_000), days=st.integers(0, 7))
    def test_it_is(self, kcal: int, spent: int, days: int) -> None:
        training = tuple(DayExertion(ago(n), 1.0, float(spent)) for n in range(1, 8))
        known = Circumstances(LEAN.profile, LEAN.body, training)
        diet = Diet(TODAY, week(kcal, days=days), (), known)
        if days < 5:
            short = TooFew("days logged in full", days, 5)
            assert refused(energy_availability(diet)) == short
            assert reason(diet, SignalName.ENERGY_AVAILABILITY) == short
            return
        found = good(energy_availability(diet))
        assert found.kcal_per_kg == pytest.approx((kcal - spent) / 50)
        assert found.if_tenth_unlogged_kcal_per_kg == pytest.approx((kcal / 0.9 - spent) / 50)
        assert found.if_fifth_unlogged_kcal_per_kg == pytest.approx((kcal / 0.8 - spent) / 50)
        assert (found.quality, found.n_valid) == (1, days)
        told = given_signal(diet, SignalName.ENERGY_AVAILABILITY)
        assert (told.value, told.n_valid) == (found.kcal_per_kg, days)
        assert told.observed_at.date() == ago(1)

    def test_days_that_do_not_count(self) -> None:
        rest = good(expenditure_kcal(TODAY, LEAN))
        whole = week(3_000)

        def n_valid(instead: DayLog, known: Circumstances = LEAN) -> int:
            diet = Diet(TODAY, (*whole[:-1], instead), (), known)
            return good(energy_availability(diet)).n_valid

        assert n_valid(whole[-1]) == 7
        assert n_valid(day_log(ago(1), 0.61 * rest, closed=False)) == 7
        assert n_valid(day_log(ago(1), 0.59 * rest, closed=False)) == 6
        assert n_valid(DayLog(ago(1))) == 6
        assert n_valid(DayLog(ago(1), at(NOW), 1, at(NOW), Totals(without_energy=1))) == 6
        unknown_cost = Circumstances(LEAN.profile, LEAN.body, (DayExertion(ago(1), 1, None),))
        assert n_valid(whole[-1], unknown_cost) == 6

    def test_today_does_not_count(self) -> None:
        diet = Diet(TODAY, (*week(3_000), day_log(TODAY, 50)), (), LEAN)
        assert good(energy_availability(diet)).kcal_per_kg == pytest.approx(60)

    def test_without_fat_free_mass_there_is_none(self) -> None:
        known = Circumstances(LEAN.profile, Body(60.0))
        missing = Missing("fat_free_mass_kg")
        assert refused(energy_availability(Diet(TODAY, week(3_000), (), known))) == missing

    def test_the_quality_is_the_mean_completeness(self) -> None:
        rest = good(expenditure_kcal(TODAY, LEAN))
        open_days = week(0.66 * rest, closed=False)
        found = good(energy_availability(Diet(TODAY, open_days, (), LEAN)))
        assert found.quality == pytest.approx(0.66 / 0.75, abs=1e-3)


class TestNut13:
    """NUT-13. The carbohydrate signal is yesterday's intake over its target, and today's once today is closed."""

    @given(eaten=st.integers(0, 900), today=st.integers(0, 900), closed=st.booleans())
    def test_it_is(self, eaten: int, today: int, closed: bool) -> None:
        logs = (
            day_log(ago(1), 2_000, carbohydrate_g=eaten),
            day_log(TODAY, 2_000, closed=closed, carbohydrate_g=today),
        )
        told = given_signal(Diet(TODAY, logs, (), LEAN), SignalName.CARBOHYDRATE)
        asked = 60 * 3.5
        expected = (eaten + today) / (2 * asked) if closed else eaten / asked
        assert told.value == pytest.approx(expected)
        assert told.n_valid == told.window_days == 1 + closed
        assert told.observed_at.date() == (TODAY if closed else ago(1))

    def test_a_thin_or_unclear_log_says_nothing(self) -> None:
        rest = good(expenditure_kcal(TODAY, LEAN))
        none = TooFew("days of carbohydrate", 0, 1)
        thin = day_log(ago(1), 0.3 * rest, closed=False)
        unclear = DayLog(ago(1), at(NOW), 1, at(NOW), Totals(Energy(9_000_000)))
        for log in (thin, unclear, DayLog(ago(1))):
            assert reason(Diet(TODAY, (log,), (), LEAN), SignalName.CARBOHYDRATE) == none

    def test_without_a_weight_there_is_none(self) -> None:
        known = Circumstances(LEAN.profile, Body(None, 50.0))
        diet = Diet(TODAY, week(3_000), (), known)
        assert reason(diet, SignalName.CARBOHYDRATE) == Missing("weight_kg")


class TestNut14:
    """NUT-14. The protein signal is the mean of the three days before over the target, from two of them."""

    @given(grams_eaten=st.lists(st.none() | st.integers(0, 300), min_size=3, max_size=3))
    def test_it_is(self, grams_eaten: list[int | None]) -> None:
        logs = tuple(
            day_log(ago(n), 2_000, protein_g=eaten)
            for n, eaten in enumerate(grams_eaten, 1)
            if eaten is not None
        )
        known = [eaten for eaten in grams_eaten if eaten is not None]
        diet = Diet(TODAY, logs, (), LEAN)
        if len(known) < 2:
            assert reason(diet, SignalName.PROTEIN) == TooFew("days of protein", len(known), 2)
            return
        told = given_signal(diet, SignalName.PROTEIN)
        assert told.value == pytest.approx(sum(known) / len(known) / (1.6 * 60))
        assert (told.n_valid, told.window_days) == (len(known), 3)

    def test_without_a_height_there_is_none(self) -> None:
        known = Circumstances(body=LEAN.body)
        diet = Diet(TODAY, week(3_000), (), known)
        assert reason(diet, SignalName.PROTEIN) == Missing("height_m")

    def test_of_a_fast_it_is_nothing_at_all(self) -> None:
        fasts = tuple(DayLog(ago(n)).closed(at(NOW)) for n in (1, 2, 3))
        assert given_signal(Diet(TODAY, fasts, (), LEAN), SignalName.PROTEIN).value == 0


class TestSignals:
    """Each signal is published once, and the service says what the rules say (R2)."""

    def test_the_service_publishes_each_once(self) -> None:
        kitchen = Kitchen()
        for days_ago in range(1, 8):
            kitchen.eat(OATMEAL, WeighedEntry(OATS.id, 500.0), days_ago=days_ago)
            good(kitchen.nutrition.close_day(kitchen.me, ago(days_ago)))
        told = kitchen.nutrition.signals(kitchen.me, TODAY)
        assert [one.name for one in told] == [
            SignalName.ENERGY_AVAILABILITY,
            SignalName.CARBOHYDRATE,
            SignalName.PROTEIN,
        ]
        assert all(isinstance(one, Signal) for one in told)
        energy = good(kitchen.nutrition.energy_availability(kitchen.me, TODAY).week)
        assert energy.kcal_per_kg == pytest.approx(5.8 * 1_500_000 / 4_184 / 48, abs=1e-3)

    def test_of_somebody_without_height_no_protein_is_asked(self) -> None:
        flat = Circumstances(Profile(height=Distance(0)), LEAN.body)
        diet = Diet(TODAY, week(3_000), (), flat)
        assert reason(diet, SignalName.PROTEIN) == Outside("height_m", 0.0, 0.3, 2.8)


class TestNut32:
    """NUT-32. A day without meals has no value, unless it was closed: then nothing was eaten."""

    def test_it_has_not(self) -> None:
        kitchen = Kitchen()
        nutrition, me = kitchen.nutrition, kitchen.me
        kitchen.eat(OATMEAL, days_ago=3)
        kitchen.eat(StatedEntry("stew", (("protein_g", 20.0),)), days_ago=2)
        good(nutrition.close_day(me, ago(1)))

        def values(name: str) -> tuple[DayValue, ...]:
            return good(nutrition.measured(me, name, ago(9), days_after(TODAY, 1)))

        eaten = OATS.portion(grams(80))
        assert eaten.energy is not None
        assert values("nutrition.energy_kcal") == (
            DayValue(ago(3), eaten.energy.kcal),
            DayValue(ago(1), 0),
        )
        assert values("nutrition.protein_g") == (
            DayValue(ago(3), 10.4),
            DayValue(ago(2), 20.0),
            DayValue(ago(1), 0),
        )
        assert len(values("nutrition.fibre_g")) == 2
        assert kitchen.report(ago(1)).log.eaten == NOTHING.macros
        assert kitchen.report(ago(4)).log.eaten == Macros()
        nutrition.reopen_day(me, ago(1))
        assert kitchen.report(ago(1)).log == DayLog(ago(1))

    def test_every_measure_is_named_after_nutrition(self) -> None:
        nutrition = Kitchen().nutrition
        names = [measure.name for measure in nutrition.measures()]
        assert names == [
            f"nutrition.{what}"
            for what in ("energy_kcal", "protein_g", "carbohydrate_g", "fat_g", "fibre_g")
        ]
        unknown = nutrition.measured(Kitchen().me, "nutrition.gold_g", ago(1), TODAY)
        assert refused(unknown) == UnknownMeasure("nutrition.gold_g", tuple(names))


class TestNut33:
    """NUT-33. A day can be closed once it has begun anywhere on Earth."""

    @given(hours=st.integers(0, 23), ahead=st.integers(-400, 400))
    def test_it_can(self, hours: int, ahead: int) -> None:
        now = at(NOW + dt.timedelta(hours=hours))
        first = LocalDate((now + dt.timedelta(hours=14)).date())
        day = days_after(first, ahead)
        if ahead > 0:
            assert refused(decide_closing(day, now)) == DayAhead(day, first)
        else:
            assert good(decide_closing(day, now)) == day

    def test_the_service_refuses_it_too(self) -> None:
        kitchen = Kitchen()
        tomorrow = days_after(TODAY, 2)
        assert refused(kitchen.nutrition.close_day(kitchen.me, tomorrow)) == DayAhead(
            tomorrow, TODAY
        )


class TestNut35:
    """NUT-35. What is left of a day is its target less what was eaten."""

    @given(kcal=kcals, protein=st.integers(0, 400), known=circumstances)
    def test_it_is(self, kcal: float, protein: int, known: Circumstances) -> None:
        log = day_log(TODAY, kcal, protein_g=protein)
        report = report_of(log, (), known)
        assert report.left.energy_kcal == pytest.approx(
            (report.targets.energy_kcal or 0) - kcal, abs=0.01
        )
        assert report.left.protein_g == pytest.approx((report.targets.protein_g or 0) - protein)
        assert report.left.fat_g is None  # Nobody said what fat it held.

    @given(known=circumstances)
    def test_before_the_first_meal_all_of_it_is_left(self, known: Circumstances) -> None:
        report = report_of(DayLog(TODAY), (), known)
        assert report.left.energy_kcal == report.targets.energy_kcal
        assert report.left.fibre_g == report.targets.fibre_g

    def test_without_a_target_nothing_can_be_told(self) -> None:
        report = report_of(day_log(TODAY, 500), (), Circumstances())
        assert report.left.energy_kcal is None


class TestDays:
    """A span of days is told as each of its days is."""

    def test_a_list_says_what_each_day_says(self) -> None:
        kitchen = Kitchen()
        for days_ago in (1, 2, 3, 5):
            kitchen.eat(OATMEAL, days_ago=days_ago)
        good(kitchen.nutrition.close_day(kitchen.me, ago(3)))
        listed = kitchen.nutrition.days(kitchen.me, ago(6), TODAY)
        alone = [kitchen.report(day) for day in days_from(ago(6), TODAY)]
        assert list(listed) == [
            DayTally(report.log, report.completeness) for report in alone if not report.log.is_empty
        ]
