"""The need of sleep, by whom it is told and what setting it changes. Each class quotes its rule."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import TODAY, biometrics_in_memory, morning_of_day, slept
from tests.support import NOW, PinnedClock, at, good, refused, somebody
from vegaloop.biometrics import (
    Base,
    Biometrics,
    NeedAhead,
    NeedChange,
    NewReading,
    Origin,
    SleepNeed,
    sleep_of,
)
from vegaloop.biometrics.domain.need import Bases, usual_base
from vegaloop.biometrics.formulas import free_nights_need_hours
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.evidence import Outside, TooFew
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.result import Success
from vegaloop.kernel.time import LocalDate, days_after


def need(day: LocalDate, hours: float) -> SleepNeed:
    """A need from a day on."""
    return SleepNeed(day, good(Duration.of_minutes(60 * hours)), at(NOW))


def slept_free(biometrics: Biometrics, me: PersonId, nights: int, hours: float) -> None:
    """Record nights no alarm ended, the newest this morning."""
    for days_ago in range(nights):
        moment = morning_of_day(days_ago)
        start = at(moment.at - dt.timedelta(hours=hours))
        asleep = good(Duration.of_minutes(60 * hours))
        night = good(sleep_of(start, moment.at, slept=asleep, free=True))
        good(biometrics.record(me, NewReading(moment, night)))


class TestBio75:
    """BIO-75. The need of sleep is what the person set for that day, else the mean of at least 14 nights no alarm ended, else by age."""

    @given(
        set_hours=st.dictionaries(st.integers(-30, 30), st.floats(4, 12), max_size=5),
        day=st.integers(-40, 40),
    )
    def test_the_newest_that_has_begun_holds(self, set_hours: dict[int, float], day: int) -> None:
        usual = Base(8, Origin.AGE)
        needs = tuple(need(days_after(TODAY, n), hours) for n, hours in set_hours.items())
        found = good(Bases(Success(usual), needs).on(days_after(TODAY, day)))
        begun = [n for n in set_hours if n <= day]
        if begun:
            assert found.origin is Origin.SET
            assert found.hours == pytest.approx(set_hours[max(begun)], abs=1e-6)
        else:
            assert found == usual

    @given(nights=st.lists(st.floats(5, 11), max_size=20))
    def test_free_nights_go_before_age(self, nights: list[float]) -> None:
        base = good(usual_base(70, nights))
        if len(nights) < 14:
            assert base == Base(7.5, Origin.AGE)
            assert refused(free_nights_need_hours(nights)) == TooFew("free_nights", len(nights), 14)
        else:
            assert base == Base(good(free_nights_need_hours(nights)), Origin.FREE_NIGHTS)
            assert min(nights) - 1e-9 <= base.hours <= max(nights) + 1e-9

    def test_nights_nobody_lives_by_are_no_need(self) -> None:
        assert good(free_nights_need_hours([4.0] * 14)) == 4
        assert good(free_nights_need_hours([12.0] * 14)) == 12
        assert refused(free_nights_need_hours([3.5] * 14)) == Outside("need_hours", 3.5, 4, 12)
        assert good(usual_base(30, [12.5] * 14)) == Base(8, Origin.AGE)

    @pytest.mark.parametrize(("nights", "minutes"), [(13, 480), (14, 540)])
    def test_a_morning_counts_them(self, nights: int, minutes: float) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        slept_free(biometrics, me, nights, 9)
        report = biometrics.reports.sleep(me, TODAY)
        assert good(report.last_night).need_minutes == minutes
        assert good(report.base).hours * 60 == minutes
        morning = biometrics.morning(me, TODAY)
        assert morning.last_night == report.last_night
        assert morning.sleep_debt == report.debt

    def test_a_nap_is_no_free_night(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for days_ago in range(1, 15):
            moment = morning_of_day(days_ago, 600)
            start = at(moment.at - dt.timedelta(hours=5))
            nap = good(
                sleep_of(start, moment.at, slept=Duration(18_000_000_000), nap=True, free=True)
            )
            good(biometrics.record(me, NewReading(moment, nap)))
        assert good(biometrics.reports.sleep(me, TODAY).base) == Base(8, Origin.AGE)


class TestBio76:
    """BIO-76. Setting a need counts the debt anew and keeps what was before and after, newest first; a day that has not begun is refused."""

    def test_the_debt_before_and_after(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record_all(me, [slept(1, 420), slept(0, 420)]))
        before = biometrics.morning(me, TODAY)
        assert good(before.sleep_debt).debt_hours == pytest.approx(1.9)
        change = good(biometrics.sleep_needs.set(me, TODAY, 450))
        expected = NeedChange(
            changed_at=at(NOW),
            effective_from=TODAY,
            was=Base(8, Origin.AGE),
            became=Base(7.5, Origin.SET),
            debt_was_hours=good(before.sleep_debt).debt_hours,
            debt_became_hours=pytest.approx(1.4),
        )
        assert change == expected
        after = biometrics.morning(me, TODAY)
        assert good(after.sleep_debt).debt_hours == change.debt_became_hours
        assert good(after.last_night).method.startswith("base-set-by-person/")
        yesterday = good(biometrics.morning(me, days_after(TODAY, -1)).last_night)
        assert yesterday.need_minutes == 480

    def test_every_change_is_kept(self) -> None:
        clock = PinnedClock()
        biometrics, me = biometrics_in_memory(clock=clock), somebody()
        first = good(biometrics.sleep_needs.set(me, TODAY, 540))
        clock.set(NOW + dt.timedelta(hours=1))
        second = good(biometrics.sleep_needs.set(me, days_after(TODAY, -5), 500))
        third = good(biometrics.sleep_needs.set(me, TODAY, 520))
        assert (first.debt_was_hours, first.debt_became_hours) == (None, None)
        assert third.was == Base(9, Origin.SET)
        shown = biometrics.sleep_needs.shown(me)
        assert shown.changes == (third, second, first)
        assert [(one.effective_from, one.need.minutes) for one in shown.needs] == [
            (days_after(TODAY, -5), 500),
            (TODAY, 520),
        ]

    def test_the_nap_of_the_day_before_the_oldest_night_counts(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record_all(me, [slept(67, 120, 150, nap=True), slept(66, 0, 60)]))
        good(biometrics.record(me, slept(0, 480)))
        change = good(biometrics.sleep_needs.set(me, TODAY, 480))
        now = good(biometrics.morning(me, TODAY).sleep_debt).debt_hours
        assert change.debt_was_hours == change.debt_became_hours == now
        assert now == pytest.approx(6 * 0.9**66)

    def test_the_next_night_cannot_be_set(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        tomorrow = days_after(TODAY, 1)
        error = refused(biometrics.sleep_needs.set(me, tomorrow, 480))
        assert error == NeedAhead(tomorrow, TODAY)
        assert biometrics.sleep_needs.shown(me).changes == ()

    @pytest.mark.parametrize("minutes", [239.9, 720.1, float("nan")])
    def test_a_need_nobody_has_is_refused(self, minutes: float) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        error = refused(biometrics.sleep_needs.set(me, TODAY, minutes))
        assert isinstance(error, OutOfRange)
        assert (error.field, error.least, error.most) == ("need_minutes", 240, 720)
        assert good(biometrics.sleep_needs.set(me, TODAY, 240)).became == Base(4, Origin.SET)
        assert good(biometrics.sleep_needs.set(me, TODAY, 720)).became == Base(12, Origin.SET)
        with pytest.raises(ValueError, match="so much or so little"):
            need(TODAY, 3.9)
