"""Mistakes other programs made with bodies and nights, each held off by a test (USERS.md 4, 4b)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    PARIS,
    TODAY,
    WATCH,
    biometrics_in_memory,
    morning_of_day,
    slept,
    weigh_in,
)
from tests.support import NOW, CountedIds, PinnedClock, at, good, refused, somebody
from vegaloop.app.services import VegaLoop, vegaloop_in_memory
from vegaloop.biometrics import (
    BodyFat,
    Glucose,
    Kind,
    NewReading,
    Outcome,
    Quarantined,
    ReadingQuery,
    Stage,
    StageSpan,
    TrendMethod,
    sleep_of,
)
from vegaloop.biometrics.domain.plausible import BeyondLimits
from vegaloop.biometrics.formulas import bmi, body_fat_navy, trend_weight_ewma, weight_rate
from vegaloop.dashboard import Ready
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.evidence import Missing, Outside, TooFew
from vegaloop.kernel.person import Profile, Sex
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.time import Moment, TimeZone, day_of, days_after, moment_in, moment_of

HOUR = dt.timedelta(hours=1)


def vega() -> VegaLoop:
    """Everything, over memory."""
    return vegaloop_in_memory(clock=PinnedClock(), ids=CountedIds())


class TestWeightsNobodyMeasured:
    """A fit over days filled in between two weigh-ins is surer than the two weigh-ins are."""

    def test_a_day_without_a_weigh_in_is_in_no_answer(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for days_ago in (21, 14, 0):
            good(biometrics.record(me, weigh_in(days_ago, 80 - days_ago / 10)))
        end = days_after(TODAY, 1)
        report = biometrics.reports.weight(me, days_after(TODAY, -27), end, TrendMethod.EWMA)
        assert len(report.trend.points) == report.trend.n_valid == 3
        assert good(report.rate).n_valid == 3
        measured = good(
            biometrics.measured(me, "biometrics.weight_kg", days_after(TODAY, -27), end)
        )
        assert len(measured) == 3

    def test_nothing_is_carried_forward_or_looked_ahead_for(self) -> None:
        early = good(trend_weight_ewma([(0, 80), (10, 80)]))
        late = good(trend_weight_ewma([(0, 80), (10, 80), (20, 60)]))
        assert late[:2] == early


class TestARateFromASmoothedLine:
    """A trend lags by nine days, so that its slope is too small while a loss begins."""

    @given(loss=st.floats(0.02, 0.2), days=st.integers(7, 28))
    def test_the_rate_is_that_of_the_weigh_ins(self, loss: float, days: int) -> None:
        weigh_ins = [(float(day), 90 - loss * day) for day in range(days + 1)]
        trend = good(trend_weight_ewma(weigh_ins))
        smoothed = (trend[-1] - trend[0]) / days
        rate = good(weight_rate(weigh_ins))
        assert rate.kg_a_week / 7 == pytest.approx(-loss)
        assert abs(smoothed) < 0.9 * loss

    def test_days_between_are_counted_not_days(self) -> None:
        """28 weigh-ins have 27 days between them; a slope over 28 is 4 % too small."""
        weigh_ins = [(float(day), 80 - 0.1 * day) for day in range(28)]
        assert good(weight_rate(weigh_ins)).kg_a_week == pytest.approx(-0.7)


class TestTwoScreensTwoRates:
    """A board that counts its own change a week says another number than the page of the weight."""

    def test_the_board_says_what_the_report_says(self) -> None:
        system = vega()
        me = system.accounts.owner()
        for days_ago, kg in ((12, 81.0), (7, 80.0), (3, 80.3), (0, 79.8)):
            good(system.biometrics.record(me, weigh_in(days_ago, kg)))
        section = system.dashboard.on(me, TODAY).biometrics
        assert isinstance(section, Ready)
        report = system.biometrics.reports.weight(
            me, days_after(TODAY, -27), days_after(TODAY, 1), TrendMethod.EWMA
        )
        shown = section.data.weight
        assert shown is not None
        assert shown.rate_kg_per_week == good(report.rate).value
        assert shown.trend_weight_kg == good(report.smoothed).value


class TestFatAHundredfold:
    """A share sent as 0.2 for 20 %, or as 2000, was kept as it came and repaired later."""

    def test_a_share_is_a_percent_or_it_waits(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        fraction = good(BodyFat.of_percent(0.2))
        kept = good(biometrics.record(me, NewReading(morning_of_day(0), fraction, WATCH)))
        assert kept.reading.standing == Quarantined((BeyondLimits("body_fat_percent", 0.2, 2, 60),))
        assert biometrics.body(me, TODAY).fat_free_mass_kg is None
        assert isinstance(refused(BodyFat.of_percent(2_000)), OutOfRange)


class TestGlucoseInTheOtherUnit:
    """5.5 mmol/L stored as 5.5 mg/dL, or 99 mg/dL as 99 mmol/L, is no glucose anybody has."""

    @given(mg_dl=st.integers(40, 400))
    def test_both_units_are_one_reading(self, mg_dl: int) -> None:
        one, other = good(Glucose.of_mg_dl(mg_dl)), good(Glucose.of_mmol_l(mg_dl / 18.016))
        assert one.micromol_l == other.micromol_l

    @pytest.mark.parametrize("value", [good(Glucose.of_mmol_l(99)), good(Glucose.of_mg_dl(5.5))])
    def test_a_wrong_unit_waits_for_the_person(self, value: Glucose) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        kept = good(biometrics.record(me, NewReading(morning_of_day(0), value, WATCH)))
        assert kept.outcome is Outcome.QUARANTINED
        report = biometrics.reports.glucose(me, TODAY, days_after(TODAY, 1))
        assert refused(report.mean) == Missing("glucose")

    def test_a_limit_in_one_unit_is_the_limit_in_the_other(self) -> None:
        """10.0 mmol/L is 180.2 mg/dL: in range on the meter, and in range here."""
        assert good(Glucose.of_mmol_l(10.0)).whole_mg_dl == 180
        assert good(Glucose.of_mg_dl(70)).whole_mg_dl == 70


class TestSleepWithTheTimeAwake:
    """The hours in bed were shown as the hours slept."""

    def test_the_time_awake_is_no_sleep(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        end = at(NOW)
        start, woke = at(end - 8 * HOUR), at(end - HOUR)
        stages = (StageSpan(Stage.LIGHT, start, woke), StageSpan(Stage.AWAKE, woke, end))
        night = good(sleep_of(start, end, stages=stages))
        good(biometrics.record(me, NewReading(moment_in(end, PARIS), night, WATCH)))
        report = biometrics.reports.sleep(me, TODAY)
        last = good(report.last_night)
        assert (last.asleep_minutes, last.in_bed_minutes) == (420, 480)
        assert last.efficiency == 0.875
        assert good(report.debt).debt_hours == pytest.approx(1)
        days = good(
            biometrics.measured(me, "biometrics.asleep_minutes", TODAY, days_after(TODAY, 1))
        )
        assert days[0].value == 420


class TestAWeightADayEarly:
    """A weigh-in before breakfast east of Greenwich was filed under the day before, by UTC."""

    @pytest.mark.parametrize("zone", ["Pacific/Auckland", "Asia/Tokyo", "America/Los_Angeles"])
    def test_it_belongs_to_the_day_on_the_wall(self, zone: str) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        wall = moment_in(at(dt.datetime(2026, 3, 18, 18, 30, tzinfo=dt.UTC)), TimeZone(zone))
        good(biometrics.record(me, NewReading(wall, weigh_in(0, 80).value)))
        (reading,) = biometrics.readings(me, ReadingQuery(5, Kind.WEIGHT))
        assert reading.local_date == day_of(wall.local.date())
        assert reading.local_date == day_of(dt.date(2026, 3, 18 if "Los" in zone else 19))

    def test_the_offset_of_the_device_goes_before_the_home(self) -> None:
        given_ = dt.datetime.fromisoformat("2026-03-19T00:30:00+13:00")
        moment: Moment = good(moment_of(given_, None, PARIS))
        assert moment.local_date == day_of(dt.date(2026, 3, 19))


class TestABirthdayOnTheWrongDay:
    """Somebody grew older on each save, or a year too early, or never, born on a leap day."""

    @pytest.mark.parametrize(
        ("born", "on", "age"),
        [
            ("1961-03-21", "2026-03-20", 64),
            ("1961-03-20", "2026-03-20", 65),
            ("1960-02-29", "2025-02-28", 64),
            ("1960-02-29", "2025-03-01", 65),
        ],
    )
    def test_the_need_of_sleep_changes_on_the_day(self, born: str, on: str, age: int) -> None:
        profile = Profile(birth_date=dt.date.fromisoformat(born), home_zone=PARIS)
        assert profile.age_years(day_of(dt.date.fromisoformat(on))) == age
        report = biometrics_in_memory(profile).reports.sleep(
            somebody(), day_of(dt.date.fromisoformat(on))
        )
        assert good(report.base).hours == (7.5 if age >= 65 else 8)
        assert good(report.recommended_hours) == ((7, 8) if age >= 65 else (7, 9))


class TestABodyMadeUp:
    """Without a height or a sex, 170 cm and a man were taken, and numbers shown for them."""

    def test_what_was_not_said_is_missing(self) -> None:
        biometrics, me = biometrics_in_memory(Profile()), somebody()
        good(biometrics.record(me, weigh_in(0, 70)))
        body = biometrics.body(me, TODAY)
        assert refused(body.bmi) == Missing("height")
        assert refused(body.fat_free_mass) == Missing("sex")
        assert refused(body.navy_fat) == Missing("sex")

    def test_a_height_in_metres_taken_for_centimetres_has_no_index(self) -> None:
        assert isinstance(refused(bmi(70, 175)), Outside)
        assert isinstance(refused(body_fat_navy(Sex.MALE, 175, 0.86, 0.38)), Outside)


class TestNoHistoryIsNoBadSleep:
    """Somebody new had a consistency of 0, as though their sleep were the worst there is."""

    def test_regularity_is_not_told_at_first(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record_all(me, [slept(n, 420) for n in range(5)]))
        few = biometrics.reports.sleep(me, TODAY)
        assert refused(few.regularity) == TooFew("night_pairs", 4, 5)
        good(biometrics.record(me, slept(5, 420)))
        assert good(biometrics.reports.sleep(me, TODAY).regularity).value == 100

    def test_a_night_nobody_recorded_is_not_a_night_awake(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        nights = [slept(n, 420) for n in range(14) if n != 6]
        good(biometrics.record_all(me, nights))
        regularity = good(biometrics.reports.sleep(me, TODAY).regularity)
        assert (regularity.value, regularity.n_valid) == (100, 11)


class TestATrendThatGrewSilently:
    """A new need changed every debt of the past, and nothing told what it had been."""

    def test_the_debt_before_can_be_read(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record_all(me, [slept(n, 400) for n in range(3)]))
        before = good(biometrics.morning(me, TODAY).sleep_debt).debt_hours
        good(biometrics.sleep_needs.set(me, days_after(TODAY, -30), 600))
        (change,) = biometrics.sleep_needs.shown(me).changes
        after = good(biometrics.morning(me, TODAY).sleep_debt).debt_hours
        assert (change.debt_was_hours, change.debt_became_hours) == (before, after)
        assert after > before


class TestTheNightOfAClockChange:
    """A night over a clock change was an hour too long or too short, or two nights."""

    @pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 7), ("2025-10-26", 9)])
    def test_it_has_the_hours_it_had(self, day: str, hours: int) -> None:
        clock = PinnedClock(dt.datetime(2026, 4, 1, tzinfo=dt.UTC))
        biometrics, me = biometrics_in_memory(clock=clock), somebody()
        woke = day_of(dt.date.fromisoformat(day))
        # From 23:00 to 7:00 on the wall, before and after the change.
        end = at(dt.datetime.fromisoformat(f"{day}T07:00:00+0{2 if hours == 7 else 1}:00"))
        start = at(end - hours * HOUR)
        night = good(sleep_of(start, end, slept=Duration(hours * 3_600_000_000)))
        good(biometrics.record(me, NewReading(moment_in(end, PARIS), night, WATCH)))
        assert moment_in(start, PARIS).local.hour == 23
        last = good(biometrics.reports.sleep(me, woke).last_night)
        assert last.asleep_minutes == hours * 60
        before = biometrics.reports.sleep(me, days_after(woke, -1))
        assert refused(before.last_night) == Missing("sleep")
