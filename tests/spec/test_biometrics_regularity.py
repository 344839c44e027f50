"""Nights along the clock, and how regular they are. Each class quotes the rule it holds."""

from __future__ import annotations

import datetime as dt
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import PARIS, RING, TODAY, WATCH, biometrics_in_memory
from tests.support import NOW, PinnedClock, at, good, refused, somebody
from vegaloop.biometrics import MANUAL, NewReading, Sleep, Stage, StageSpan, sleep_of
from vegaloop.biometrics.domain.regularity import bouts_in_bed, nights_by_clock
from vegaloop.biometrics.formulas import sleep_regularity_index, valid_day_pairs
from vegaloop.kernel.evidence import Missing, Outside, TooFew, Undefined
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.quantity import Duration
from vegaloop.kernel.time import UTC_ZONE, LocalDate, day_of, day_span, days_after, moment_in

Days = list[list[bool | None]]
states = st.sampled_from([True, False, None])
weeks = st.integers(1, 24).flatmap(
    lambda epochs: st.lists(
        st.lists(states, min_size=epochs, max_size=epochs), min_size=2, max_size=8
    )
)
# The night of the clock change of spring, and that of autumn.
SPRING, AUTUMN = day_of(dt.date(2026, 3, 29)), day_of(dt.date(2025, 10, 26))


def night(day: LocalDate, from_hour: float = -1, hours: float = 8, *, staged: bool = True) -> Sleep:
    """A night by the clock of Paris: from so many hours after midnight on."""
    start = at(day_span(day, PARIS).start + dt.timedelta(hours=from_hour))
    end = at(start + dt.timedelta(hours=hours))
    if staged:
        return good(sleep_of(start, end, stages=[StageSpan(Stage.LIGHT, start, end)]))
    return good(sleep_of(start, end, slept=Duration(int(hours * 3_600_000_000))))


def recorded(sleep: Sleep, source: SourceId = WATCH) -> NewReading:
    """A sleep as it comes in."""
    return NewReading(moment_in(sleep.end, PARIS), sleep, source)


class TestBio72:
    """BIO-72. The regularity index lies between -100 and 100, is 100 for the same every day, and stays the same when sleep and waking are swapped or every night moves by one time."""

    @given(days=weeks)
    def test_it_does(self, days: Days) -> None:
        pairs = sum(
            a is not None and b is not None
            for day, after in itertools.pairwise(days)
            for a, b in zip(day, after, strict=True)
        )
        if not pairs:
            assert refused(sleep_regularity_index(days)) == TooFew("epoch_pairs", 0, 1)
            return
        index = good(sleep_regularity_index(days))
        assert -100 <= index <= 100
        swapped = [[None if one is None else not one for one in day] for day in days]
        assert good(sleep_regularity_index(swapped)) == index
        turned = [day[3:] + day[:3] for day in days]
        assert good(sleep_regularity_index(turned)) == index

    @given(day=st.lists(st.booleans(), min_size=1), times=st.integers(2, 9))
    def test_the_same_every_day(self, day: list[bool], times: int) -> None:
        assert good(sleep_regularity_index([day] * times)) == 100
        opposite = [[not one for one in day], day]
        assert good(sleep_regularity_index(opposite)) == -100

    def test_half_the_same_is_none(self) -> None:
        assert good(sleep_regularity_index([[True, True], [True, False]])) == 0
        assert good(sleep_regularity_index([[True] * 4, [True, True, True, False]])) == 50

    def test_one_day_tells_nothing(self) -> None:
        assert refused(sleep_regularity_index([])) == TooFew("sleep_days", 0, 2)
        assert refused(sleep_regularity_index([[True]])) == TooFew("sleep_days", 1, 2)
        assert refused(sleep_regularity_index([[True], [True, True]])) == Undefined(
            "sleep_regularity_index", "days of different length"
        )


class TestBio73:
    """BIO-73. Regularity compares minutes of the clock: an unknown minute, an unrecorded night and the hour a clock change skips are left out."""

    def test_a_night_reaches_from_noon_to_noon(self) -> None:
        day = day_of(dt.date(2026, 2, 10))
        (laid,) = nights_by_clock({day: (night(day),)}, day, days_after(day, 1), PARIS)
        # Noon, 11 hours to 23:00, 8 hours asleep to 7:00, 5 hours to noon.
        assert laid == (False,) * 660 + (True,) * 480 + (False,) * 300

    def test_an_unrecorded_night_is_unknown(self) -> None:
        day = day_of(dt.date(2026, 2, 10))
        before, laid, after = nights_by_clock(
            {day: (night(day),)}, days_after(day, -1), days_after(day, 2), PARIS
        )
        assert set(before) == set(after) == {None}
        assert laid.count(True) == 480

    def test_the_skipped_hour_is_unknown(self) -> None:
        # 22:00 to 6:00 on the clock, which jumped from 2 to 3.
        sleep = night(SPRING, -2, 7)
        (laid,) = nights_by_clock({SPRING: (sleep,)}, SPRING, days_after(SPRING, 1), PARIS)
        assert len(laid) == 1_440
        assert laid[600:840] == (True,) * 240
        assert laid[840:900] == (None,) * 60
        assert laid[900:1_080] == (True,) * 180
        assert laid[1_080:] == (False,) * 360

    def test_of_an_hour_shown_twice_the_first_counts(self) -> None:
        # Awake from 2 to 3 of summer time, asleep from 2 to 3 of winter time.
        first, second = night(AUTUMN, -2, 4), night(AUTUMN, 3, 4)
        (laid,) = nights_by_clock({AUTUMN: (first, second)}, AUTUMN, days_after(AUTUMN, 1), PARIS)
        assert laid[600:840] == (True,) * 240
        assert laid[840:900] == (False,) * 60
        assert laid[900:1_080] == (True,) * 180
        assert laid[1_080:] == (False,) * 360

    @pytest.mark.parametrize("change", [SPRING, AUTUMN])
    def test_the_same_clock_times_are_regular_over_a_clock_change(self, change: LocalDate) -> None:
        days = [days_after(change, n) for n in range(-3, 4)]
        sleeps = {}
        for day in days:
            bed, wake = day_span(days_after(day, -1), PARIS).end, day_span(day, PARIS).end
            start = at(bed - dt.timedelta(hours=1))  # 23:00 of the evening before.
            end = at(wake - dt.timedelta(hours=17))  # 7:00.
            sleeps[day] = (good(sleep_of(start, end, stages=[StageSpan(Stage.DEEP, start, end)])),)
        nights = nights_by_clock(sleeps, days[0], days_after(days[-1], 1), PARIS)
        assert good(sleep_regularity_index(nights)) == 100
        assert valid_day_pairs(nights) == 6

    def test_between_two_stages_nothing_is_known(self) -> None:
        start = at(NOW)
        minute = dt.timedelta(minutes=1)
        spans = [
            StageSpan(Stage.AWAKE, start, at(start + 2 * minute)),
            StageSpan(Stage.REM, at(start + 3 * minute), at(start + 4.5 * minute)),
        ]
        sleep = good(sleep_of(start, at(start + 6 * minute), stages=spans))
        assert bouts_in_bed(sleep) == ((False, 2), (None, 1), (True, 1.5), (None, 1.5))

    def test_half_of_a_pair_must_be_known(self) -> None:
        known: list[bool | None] = [True, True, False, False]
        half: list[bool | None] = [True, False, None, None]
        less: list[bool | None] = [True, None, None, None]
        assert valid_day_pairs([known, half]) == 1
        assert valid_day_pairs([known, less]) == 0
        assert valid_day_pairs([known, known, half, half, less]) == 3


class TestBio74:
    """BIO-74. Regularity is published from five pairs of neighbouring nights on."""

    @given(nights=st.sets(st.integers(0, 27), max_size=28))
    def test_it_is(self, nights: set[int]) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        given_ = [recorded(night(days_after(TODAY, -n))) for n in nights]
        good(biometrics.record_all(me, given_))
        report = biometrics.reports.sleep(me, TODAY)
        pairs = sum(n + 1 in nights for n in nights)
        if pairs < 5:
            assert refused(report.regularity) == TooFew("night_pairs", pairs, 5)
            return
        found = good(report.regularity)
        assert (found.value, found.n_valid, found.window_days) == (100, pairs, 28)
        assert found.quality == min(1, pairs / 14)
        assert found.method == "sri/phillips-2017/noon-to-noon/1-minute"
        assert found.notes == ()

    def test_the_zone_a_night_was_written_in_changes_nothing(self) -> None:
        told = []
        for zone in (PARIS, UTC_ZONE):
            biometrics, me = biometrics_in_memory(), somebody()
            for n in range(8):
                sleep = night(days_after(TODAY, -n), -1 - n % 2)
                good(biometrics.record(me, NewReading(moment_in(sleep.end, zone), sleep, WATCH)))
            told.append(good(biometrics.reports.sleep(me, TODAY).regularity).value)
        assert told[0] == told[1] < 100

    def test_without_stages_all_of_the_night_is_taken_for_sleep(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for n in range(6):
            new = recorded(night(days_after(TODAY, -n), staged=False), MANUAL)
            good(biometrics.record(me, new))
        report = biometrics.reports.sleep(me, TODAY)
        assert good(report.regularity).notes == ("nights-without-stages",)
        assert refused(report.latency) == Missing("sleep_stages")
        assert refused(report.awake_after_onset) == Missing("sleep_stages")

    def test_a_night_told_twice_is_laid_once(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for n in range(6):
            day = days_after(TODAY, -n)
            good(biometrics.record(me, recorded(night(day))))
            good(biometrics.record(me, recorded(night(day, -3 + n % 2, 4), RING)))
        assert good(biometrics.reports.sleep(me, TODAY).regularity).value == 100


class TestTheNightInItsParts:
    """BIO-70, at the door: the longest night of the morning in its parts, or why there are none."""

    def test_it_is_told(self) -> None:
        biometrics, me = biometrics_in_memory(Profile(home_zone=PARIS)), somebody()
        end = at(NOW)
        minute = dt.timedelta(minutes=1)
        times = [at(end - minute * n) for n in (400, 385, 200, 180, 10, 0)]
        stages = (Stage.AWAKE, Stage.LIGHT, Stage.AWAKE, Stage.REM, Stage.AWAKE)
        spans = [
            StageSpan(stage, a, b) for stage, a, b in zip(stages, times, times[1:], strict=False)
        ]
        sleep = good(sleep_of(times[0], end, stages=spans))
        nap = good(
            sleep_of(
                at(end - 12 * 60 * minute), at(end - 500 * minute), slept=Duration(0), nap=True
            )
        )
        good(biometrics.record_all(me, [recorded(sleep), recorded(nap)]))
        report = biometrics.reports.sleep(me, TODAY)
        latency, awake = good(report.latency), good(report.awake_after_onset)
        assert (latency.value, awake.value) == (15, 20)
        assert (latency.method, latency.quality, latency.notes) == (
            "sleep-diary-2012/by-stages",
            1,
            (),
        )
        assert (latency.window_days, latency.n_valid) == (1, 1)
        assert good(report.awake_after_waking).value == 10
        assert good(report.slept).asleep_minutes == 355
        assert good(report.slept).in_bed_minutes == 400 == 15 + 355 + 20 + 10
        assert refused(report.recommended_hours) == Missing("birth_date")

    def test_a_record_that_begins_asleep_says_so(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record(me, recorded(night(TODAY), MANUAL)))
        report = biometrics.reports.sleep(me, TODAY)
        assert refused(report.latency) == Undefined("sleep_latency", "the record begins asleep")
        assert good(report.awake_after_onset).value == good(report.awake_after_waking).value == 0

    def test_a_night_awake_and_a_child(self) -> None:
        child = Profile(birth_date=dt.date(2016, 1, 1), home_zone=PARIS)
        biometrics, me = biometrics_in_memory(child), somebody()
        start = at(NOW - dt.timedelta(hours=8))
        awake = good(sleep_of(start, at(NOW), stages=[StageSpan(Stage.AWAKE, start, at(NOW))]))
        good(biometrics.record(me, recorded(awake)))
        report = biometrics.reports.sleep(me, TODAY)
        assert refused(report.latency) == Undefined("sleep_latency", "no sleep")
        assert refused(report.awake_after_onset) == Undefined("waso", "no sleep")
        assert refused(report.recommended_hours) == Outside("age_years", 10, 18, 120)
        assert good(report.last_night).asleep_minutes == 0

    def test_what_a_person_told_is_worth_less(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        end = at(NOW)
        start = at(end - dt.timedelta(hours=7))
        spans = [StageSpan(Stage.ASLEEP, start, end)]
        told = good(sleep_of(start, end, stages=spans, measured=False))
        good(biometrics.record(me, recorded(told, MANUAL)))
        assert good(biometrics.reports.sleep(me, TODAY).awake_after_onset).quality == 0.7

    def test_without_a_night_there_is_none(self) -> None:
        report = biometrics_in_memory(clock=PinnedClock()).reports.sleep(somebody(), TODAY)
        assert refused(report.latency) == Missing("sleep")
        assert refused(report.regularity) == TooFew("night_pairs", 0, 5)
