"""What biometrics tells readiness and goals, as rules (docs/rules.md)."""

from __future__ import annotations

import datetime as dt

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
    sent,
    signal_of,
    skin,
    slept,
    weigh_in,
    with_readings,
)
from tests.support import NOW, at, good, refused, somebody
from vegaloop.biometrics import (
    BodyFat,
    CheckIn,
    Flag,
    Glucose,
    NewReading,
    Scale,
    Sleep,
    SpO2,
    TrendMethod,
)
from vegaloop.biometrics.application.series import SERIES_MEASURES
from vegaloop.kernel.evidence import Missing, TooFew
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.signal import NoSignal, Signal, SignalName, Summing
from vegaloop.kernel.time import Moment, days_after, moment_in, moment_of

NAMES = {
    SignalName.HRV,
    SignalName.RHR,
    SignalName.SLEEP_LAST,
    SignalName.SLEEP_DEBT,
    SignalName.TEMPERATURE,
    SignalName.SUBJECTIVE,
}


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
