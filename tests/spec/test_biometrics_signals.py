"""What biometrics tells readiness and goals, as rules (docs/rules.md)."""

from __future__ import annotations

import datetime as dt
import math
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    PARIS,
    RING,
    TODAY,
    WATCH,
    biometrics_in_memory,
    breathed,
    checked_in,
    hrv,
    morning_of_day,
    new_readings,
    oxygen,
    resting,
    skin,
    slept,
    weigh_in,
)
from tests.support import NOW, at, good, refused, somebody
from vegaloop.biometrics import (
    Biometrics,
    BodyFat,
    CheckIn,
    Flag,
    Glucose,
    HrvStatus,
    NewReading,
    RestingStatus,
    Scale,
    Sleep,
    SpO2,
    TrendMethod,
)
from vegaloop.biometrics.application.series import SERIES_MEASURES
from vegaloop.biometrics.domain.hrv import HrvDay, hrv_status
from vegaloop.biometrics.domain.resting import RestingDay, resting_status
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import NoSignal, Signal, SignalName, Summing
from vegaloop.kernel.time import LocalDate, Moment, days_after, moment_in, moment_of

A = TypeVar("A")
E = TypeVar("E")

NAMES = {
    SignalName.HRV,
    SignalName.RHR,
    SignalName.SLEEP_LAST,
    SignalName.SLEEP_DEBT,
    SignalName.TEMPERATURE,
    SignalName.SUBJECTIVE,
}
rmssds = st.lists(st.none() | st.floats(10, 200), min_size=67, max_size=67)
bpms = st.lists(st.none() | st.floats(35, 90), min_size=67, max_size=67)


def with_readings(new: list[NewReading]) -> tuple[Biometrics, PersonId]:
    """A service in which somebody recorded this."""
    biometrics, me = biometrics_in_memory(), somebody()
    good(biometrics.record_all(me, new))
    return biometrics, me


def signal_of(biometrics: Biometrics, person: PersonId, name: SignalName) -> Signal | NoSignal:
    """One of a person's signals today."""
    (found,) = [one for one in biometrics.signals(person, TODAY) if one.name is name]
    return found


def sent(biometrics: Biometrics, person: PersonId, name: SignalName) -> Signal:
    """One of a person's signals today, which must be there."""
    found = signal_of(biometrics, person, name)
    assert isinstance(found, Signal)
    return found


def hrv_days(rmssd_ms: list[float | None], factor: float = 1) -> dict[LocalDate, HrvDay]:
    """The days up to today, newest first."""
    return {
        days_after(TODAY, -ago): HrvDay(value * factor, 1, morning_of_day(ago).at)
        for ago, value in enumerate(rmssd_ms)
        if value is not None
    }


def resting_days(bpm: list[float | None], shift: float = 0) -> dict[LocalDate, RestingDay]:
    """The days up to today, newest first."""
    return {
        days_after(TODAY, -ago): RestingDay(value + shift, morning_of_day(ago).at)
        for ago, value in enumerate(bpm)
        if value is not None
    }


def either(result: Result[A, E]) -> A | E:
    """The value of a result, or its error."""
    match result:
        case Success(value):
            return value
        case Failure(error):
            return error


class TestBio15:
    """BIO-15. Scaling every RMSSD, or shifting every resting heart rate, leaves the z-scores and their quality as they are."""

    @given(rmssd_ms=rmssds, factor=st.floats(0.3, 3))
    def test_scaled(self, rmssd_ms: list[float | None], factor: float) -> None:
        usual = either(hrv_status(WATCH, hrv_days(rmssd_ms), TODAY))
        scaled = either(hrv_status(WATCH, hrv_days(rmssd_ms, factor), TODAY))
        if isinstance(usual, TooFew):
            assert scaled == usual
        else:
            for name in ("z7", "z1", "quality", "n_valid", "balance"):
                assert getattr(scaled, name) == pytest.approx(getattr(usual, name), abs=1e-9)

    @given(bpm=bpms, shift=st.floats(-10, 10))
    def test_shifted(self, bpm: list[float | None], shift: float) -> None:
        usual = either(resting_status(WATCH, resting_days(bpm), TODAY))
        shifted = either(resting_status(WATCH, resting_days(bpm, shift), TODAY))
        if isinstance(usual, TooFew):
            assert shifted == usual
        else:
            for name in ("z", "quality", "n_valid"):
                assert getattr(shifted, name) == pytest.approx(getattr(usual, name), abs=1e-9)


class TestBio16:
    """BIO-16. A baseline is made of one source, and the source that knows best speaks."""

    def test_the_longer_and_fresher_history_speaks(self) -> None:
        old = [hrv(ago, 50, RING) for ago in range(20, 67)]
        new = [hrv(ago, 80) for ago in range(25)]
        biometrics, me = with_readings([*old, *new])
        status = good(biometrics.hrv_status(me, TODAY))
        assert (status.source, status.n_valid) == (WATCH, 18)
        assert status.z7 == pytest.approx(0)

    @given(new=st.lists(st.floats(20, 200), min_size=1, max_size=5))
    def test_a_second_source_changes_no_baseline(self, new: list[float]) -> None:
        own = [hrv(ago, 50 + ago % 5) for ago in range(67)]
        biometrics, me = with_readings(own)
        before = good(biometrics.hrv_status(me, TODAY))
        good(biometrics.record_all(me, [hrv(ago, value, RING) for ago, value in enumerate(new)]))
        assert good(biometrics.hrv_status(me, TODAY)) == before


class TestBio17:
    """BIO-17. A baseline is published from 14 valid days on; before, it says how many there are."""

    @given(days=st.integers(0, 20))
    def test_it_is(self, days: int) -> None:
        ago = [*range(3), *range(10, 10 + days)]
        biometrics, me = with_readings([x for d in ago for x in (hrv(d, 50), resting(d, 50))])
        morning = biometrics.morning(me, TODAY)
        if days < 14:
            assert refused(morning.hrv) == TooFew("hrv_baseline_days", days, 14)
            assert refused(morning.resting) == TooFew("resting_heart_rate_baseline_days", days, 14)
        else:
            assert good(morning.hrv).n_valid == good(morning.resting).n_valid == days
            assert good(morning.hrv).quality == pytest.approx(min(1, days / 42))

    def test_a_week_needs_three_days(self) -> None:
        before = [hrv(ago, 50) for ago in range(7, 47)]
        biometrics, me = with_readings([*before, hrv(1, 60), hrv(2, 60)])
        assert refused(biometrics.hrv_status(me, TODAY)) == TooFew("hrv_recent_days", 2, 3)
        good(biometrics.record(me, hrv(0, 60)))
        assert good(biometrics.hrv_status(me, TODAY)).z7 == pytest.approx(math.log(1.2) / 0.05)

    def test_this_morning_alone_speaks_for_itself(self) -> None:
        biometrics, me = with_readings([hrv(ago, 50) for ago in (0, *range(7, 47))])
        status = good(biometrics.hrv_status(me, TODAY))
        assert (status.z7, status.cv7_percent) == (None, None)
        assert status.balance == status.z1 == pytest.approx(0)

    def test_no_night_of_three_is_too_few(self) -> None:
        biometrics, me = with_readings([resting(ago, 50) for ago in range(3, 40)])
        found = refused(biometrics.morning(me, TODAY).resting)
        assert found == TooFew("resting_heart_rate_recent_nights", 0, 1)

    def test_nothing_is_missing_not_too_few(self) -> None:
        biometrics, me = with_readings([])
        assert refused(biometrics.hrv_status(me, TODAY)) == Missing("hrv")


class TestBio18:
    """BIO-18. A morning at the usual has z-scores of zero, a higher RMSSD never lowers the variability signal, and a higher heart rate never lowers the resting signal."""

    @given(rmssd_ms=st.integers(5, 300), bpm=st.integers(30, 120))
    def test_the_usual(self, rmssd_ms: int, bpm: int) -> None:
        own = [x for ago in range(67) for x in (hrv(ago, rmssd_ms), resting(ago, bpm))]
        biometrics, me = with_readings(own)
        assert sent(biometrics, me, SignalName.HRV).value == pytest.approx(0)
        assert sent(biometrics, me, SignalName.RHR).value == pytest.approx(0)
        assert sent(biometrics, me, SignalName.HRV).quality == 1
        status = good(biometrics.hrv_status(me, TODAY))
        assert status.low_ms < status.usual_ms < status.high_ms
        assert status.cv7_percent == pytest.approx(0, abs=1e-6)

    @given(rmssd_ms=rmssds, more=st.floats(1, 3))
    def test_more_variability(self, rmssd_ms: list[float | None], more: float) -> None:
        today = rmssd_ms[0] or 50
        usual = either(hrv_status(WATCH, hrv_days([today, *rmssd_ms[1:]]), TODAY))
        higher = either(hrv_status(WATCH, hrv_days([today * more, *rmssd_ms[1:]]), TODAY))
        if isinstance(usual, HrvStatus):
            assert isinstance(higher, HrvStatus)
            assert higher.balance >= usual.balance

    @given(bpm=bpms, more=st.floats(0, 30))
    def test_more_heart_rate(self, bpm: list[float | None], more: float) -> None:
        today = bpm[0] or 50
        usual = either(resting_status(WATCH, resting_days([today, *bpm[1:]]), TODAY))
        higher = either(resting_status(WATCH, resting_days([today + more, *bpm[1:]]), TODAY))
        if isinstance(usual, RestingStatus):
            assert isinstance(higher, RestingStatus)
            assert higher.z >= usual.z

    def test_a_week_of_one_millisecond_has_no_share_of_spread(self) -> None:
        status = good(hrv_status(WATCH, hrv_days([1.0] * 67), TODAY))
        assert status.cv7_percent is None


class TestBio19:
    """BIO-19. A variability or a resting heart rate is worth half for each day it is late."""

    @given(late=st.integers(0, 2))
    def test_it_is(self, late: int) -> None:
        own = [x for ago in range(late, 70) for x in (hrv(ago, 50), resting(ago, 50))]
        biometrics, me = with_readings(own)
        for name in (SignalName.HRV, SignalName.RHR):
            signal = sent(biometrics, me, name)
            assert signal.quality == 0.5**late
            assert signal.observed_at == morning_of_day(late).at


class TestBio23:
    """BIO-23. A night recorded by several sources is counted once: measured before estimated, longer before shorter."""

    @given(
        nights=st.permutations(
            [
                slept(0, 300, source=WATCH),
                slept(0, 320, source=RING),
                slept(0, 590, source=SourceId("guess"), measured=False),
            ]
        )
    )
    def test_one_speaks(self, nights: list[NewReading]) -> None:
        biometrics, me = with_readings(nights)
        night = good(biometrics.morning(me, TODAY).last_night)
        assert (night.source, night.asleep_minutes, night.quality) == (RING, 320, 1)

    def test_a_night_in_two_parts_is_added_up(self) -> None:
        first = slept(0, 100, 120)
        moment = moment_in(at(first.moment.at - dt.timedelta(hours=3)), PARIS)
        biometrics, me = with_readings([first])
        second = NewReading(moment, _ended(moment, 200, 240), WATCH)
        good(biometrics.record(me, second))
        assert good(biometrics.morning(me, TODAY).last_night).asleep_minutes == 300

    def test_a_night_inside_another_of_the_same_source_is_left_out(self) -> None:
        whole = slept(0, 400, 480)
        moment = moment_in(at(whole.moment.at - dt.timedelta(hours=1)), PARIS)
        inside = NewReading(moment, _ended(moment, 60, 90), WATCH)
        biometrics, me = with_readings([whole, inside])
        assert good(biometrics.morning(me, TODAY).last_night).asleep_minutes == 400

    def test_an_estimate_is_worth_less(self) -> None:
        biometrics, me = with_readings([slept(0, 400, measured=False)])
        assert sent(biometrics, me, SignalName.SLEEP_LAST).quality == 0.7


def _ended(moment: Moment, asleep_minutes: float, in_bed_minutes: int) -> Sleep:
    start = at(moment.at - dt.timedelta(minutes=in_bed_minutes))
    return Sleep(start, moment.at, good(Duration.of_minutes(asleep_minutes)))


class TestBio24:
    """BIO-24. A night nobody recorded adds nothing to a debt, and is never a night without sleep."""

    @given(known=st.sets(st.integers(0, 66), min_size=1), asleep=st.integers(0, 600))
    def test_unknown_nights_only_fade(self, known: set[int], asleep: int) -> None:
        biometrics, me = with_readings([slept(ago, asleep) for ago in known])
        found = signal_of(biometrics, me, SignalName.SLEEP_DEBT)
        recent = len([ago for ago in known if ago < 14])
        if not recent:
            assert found == NoSignal(SignalName.SLEEP_DEBT, Missing("sleep"))
        else:
            assert isinstance(found, Signal)
            assert found.quality == pytest.approx(recent / 14)
            full, me = with_readings([slept(ago, asleep) for ago in range(67)])
            everything = sent(full, me, SignalName.SLEEP_DEBT).value
            assert found.value <= everything + 1e-9 or asleep >= 480

    def test_a_day_with_a_nap_only_has_no_night(self) -> None:
        biometrics, me = with_readings([slept(1, 60, 90, nap=True), slept(2, 400)])
        yesterday = biometrics.morning(me, days_after(TODAY, -1))
        assert refused(yesterday.last_night) == Missing("sleep")
        assert good(yesterday.sleep_debt).n_valid == 1


class TestBio25:
    """BIO-25. A temperature is compared with the nights before, from seven on; shifting them all leaves the deviation as it is."""

    @given(
        before=st.lists(st.integers(350, 370), min_size=1, max_size=30), shift=st.integers(-30, 30)
    )
    def test_it_is(self, before: list[int], shift: int) -> None:
        figures = []
        for by in (0, shift):
            nights = [skin(1 + ago, (c + by) / 10) for ago, c in enumerate(before)]
            biometrics, me = with_readings([*nights, skin(0, (365 + by) / 10)])
            figures.append(biometrics.morning(me, TODAY).temperature)
        if len(before) < 7:
            assert refused(figures[0]) == TooFew("temperature_baseline_nights", len(before), 7)
        else:
            one, other = good(figures[0]), good(figures[1])
            assert one.deviation_c == pytest.approx(other.deviation_c)
            assert one.quality == min(1, len(before) / 21)

    def test_a_device_may_have_compared_already(self) -> None:
        biometrics, me = with_readings([skin(ago, 0.5, Scale.DEVIATION) for ago in range(10)])
        status = good(biometrics.morning(me, TODAY).temperature)
        assert (status.deviation_c, status.usual_c) == (0.5, None)

    def test_a_night_late_is_no_news(self) -> None:
        biometrics, me = with_readings([skin(ago, 36) for ago in range(1, 20)])
        assert refused(biometrics.morning(me, TODAY).temperature) == Missing("temperature")


class TestBio28:
    """BIO-28. A question left open in a check-in is no answer: the rest speak, with the weight of their number."""

    @given(answers=st.tuples(*[st.none() | st.integers(1, 5)] * 5))
    def test_the_rest_speak(self, answers: tuple[int | None, ...]) -> None:
        fatigue, soreness, mood, stress, quality = answers
        check_in = CheckIn(fatigue, soreness, mood, stress, quality)
        biometrics, me = with_readings([checked_in(0, check_in)])
        found = signal_of(biometrics, me, SignalName.SUBJECTIVE)
        bad = [(5 - a) / 4 for a in (fatigue, soreness, stress) if a is not None]
        fine = [(a - 1) / 4 for a in (mood, quality) if a is not None]
        if not bad + fine:
            assert found == NoSignal(SignalName.SUBJECTIVE, Missing("check_in"))
        else:
            assert isinstance(found, Signal)
            assert found.value == pytest.approx(sum(bad + fine) / len(bad + fine))
            assert found.quality == len(bad + fine) / 5

    def test_the_best_and_the_worst_morning(self) -> None:
        assert CheckIn(1, 1, 5, 1, 5).subjective == 1
        assert CheckIn(5, 5, 1, 5, 1).subjective == 0
        assert CheckIn().subjective is None


class TestBio29:
    """BIO-29. Illness and injury are flagged on the day of the check-in, by its newest one."""

    @given(ill=st.booleans(), injured=st.booleans(), earlier=st.booleans())
    def test_they_are(self, ill: bool, injured: bool, earlier: bool) -> None:
        biometrics, me = with_readings(
            [
                checked_in(1, CheckIn(ill=True, injured=True)),
                checked_in(0, CheckIn(ill=earlier, injured=earlier), -30),
                checked_in(0, CheckIn(ill=ill, injured=injured)),
            ]
        )
        flags = biometrics.flags(me, TODAY)
        assert (Flag.ILLNESS in flags, Flag.INJURY in flags) == (ill, injured)
        assert biometrics.morning(me, TODAY).flags == flags
        assert biometrics.flags(me, days_after(TODAY, 1)) == ()
        assert biometrics.morning(me, days_after(TODAY, 1)).flags == ()


class TestBio30:
    """BIO-30. Each signal of biometrics is published once, as a number or as the reason there is none."""

    @given(new=st.lists(new_readings(), max_size=15), ago=st.integers(0, 14))
    def test_it_is(self, new: list[NewReading], ago: int) -> None:
        biometrics, me = with_readings(new)
        published = biometrics.signals(me, days_after(TODAY, -ago))
        assert len(published) == len(NAMES)
        assert {one.name for one in published} == NAMES

    def test_a_full_history_gives_them_all(self) -> None:
        own = [
            x
            for ago in range(67)
            for x in (hrv(ago, 50), resting(ago, 50), slept(ago, 450), skin(ago, 36))
        ]
        biometrics, me = with_readings([*own, checked_in(0, CheckIn(mood=3))])
        published = biometrics.signals(me, TODAY)
        assert all(isinstance(one, Signal) for one in published)
        ratio = sent(biometrics, me, SignalName.SLEEP_LAST).value
        assert ratio == pytest.approx(450 / 480 * (0.85 + 0.15 * 0.10 / 0.20))


class TestBio31:
    """BIO-31. Writing the same instants with another offset changes no signal while the person's zone stays."""

    @given(hours=st.lists(st.integers(-12, 14), min_size=20, max_size=20))
    def test_it_does_not(self, hours: list[int]) -> None:
        plain, moved, me = biometrics_in_memory(), biometrics_in_memory(), somebody()
        for ago, offset in enumerate(hours):
            for new in (hrv(ago, 50 + ago), resting(ago, 50 + ago), slept(ago, 400 + ago)):
                good(plain.record(me, new))
                written = new.moment.at.astimezone(dt.timezone(dt.timedelta(hours=offset)))
                moment = good(moment_of(written, PARIS, PARIS))
                good(moved.record(me, NewReading(moment, new.value, new.source)))
        assert plain.signals(me, TODAY) == moved.signals(me, TODAY)


class TestBio32:
    """BIO-32. A measure has at most one value a day, the mean of the readings that count, oldest first."""

    @given(kg=st.lists(st.integers(700, 710), min_size=1, max_size=4))
    def test_it_has(self, kg: list[int]) -> None:
        new = [weigh_in(2, 70), weigh_in(0, 700)]
        new += [weigh_in(1, value / 10, SourceId(f"scale-{n}")) for n, value in enumerate(kg)]
        biometrics, me = with_readings(new)
        start, end = days_after(TODAY, -2), days_after(TODAY, 1)
        first, second = good(biometrics.measured(me, "biometrics.weight_kg", start, end))
        assert (first.day, first.value) == (start, 70)
        assert second.value == pytest.approx(sum(kg) / len(kg) / 10)

    def test_every_measure_has_its_days(self) -> None:
        new = [
            hrv(0, 50),
            resting(0, 48),
            slept(0, 400),
            slept(1, 30, nap=True),
            weigh_in(0, 70),
            NewReading(morning_of_day(0), BodyFat(15_000)),
            NewReading(morning_of_day(0), SpO2(97_000)),
            NewReading(morning_of_day(0), Glucose(5_500)),
            breathed(0, 14.5),
            oxygen(0, 96.5, 97, 97.5, source=RING),
            checked_in(0, CheckIn(ill=True)),
            checked_in(0, CheckIn(mood=3), 5),
        ]
        biometrics, me = with_readings(new)
        found = {
            measure.name: [
                value.value
                for value in good(
                    biometrics.measured(me, measure.name, TODAY, days_after(TODAY, 1))
                )
            ]
            for measure in biometrics.measures()
        }
        assert found == {
            "biometrics.weight_kg": [70],
            "biometrics.trend_weight_kg": [70],
            "biometrics.resting_heart_rate_bpm": [48],
            "biometrics.hrv_rmssd_ms": [50],
            "biometrics.asleep_minutes": [400],
            "biometrics.body_fat_percent": [15],
            "biometrics.spo2_percent": [97],
            "biometrics.breaths_per_min": [14.5],
            "biometrics.glucose_mmol_l": [5.5],
            "biometrics.unwell": [1],
            **{name: [] for name in SERIES_MEASURES},  # Told by samples, of which there are none.
        }
        for measure in biometrics.measures():
            of_series = measure.name in SERIES_MEASURES
            assert measure.summing is (Summing.SUM if of_series else Summing.MEAN)

    def test_an_unknown_name_is_told(self) -> None:
        biometrics, me = with_readings([])
        error = refused(biometrics.measured(me, "biometrics.luck", TODAY, TODAY))
        assert (error.given, len(error.known)) == ("biometrics.luck", len(biometrics.measures()))


def test_a_trend_is_led_in_to_by_the_half_year_before() -> None:
    biometrics, me = with_readings([weigh_in(ago, 80 - ago % 2) for ago in range(0, 200, 2)])
    start, end = days_after(TODAY, -10), days_after(TODAY, 1)
    for method in TrendMethod:
        trend = biometrics.weight_trend(me, start, end, method)
        assert [point.day for point in trend.points] == [
            days_after(TODAY, -ago) for ago in (10, 8, 6, 4, 2, 0)
        ]
        assert {point.trend_kg for point in trend.points} == {80}
        assert trend.n_valid == 96


def test_today_is_where_the_person_lives() -> None:
    biometrics = biometrics_in_memory()
    assert biometrics.home_zone(somebody()) == PARIS
    assert biometrics.today(somebody()) == NOW.date()
