"""A correction nobody believes yet, as rules. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    MANUAL,
    PARIS,
    TODAY,
    WATCH,
    biometrics_in_memory,
    hrv,
    morning_of_day,
    resting,
    weigh_in,
)
from tests.support import NOW, PinnedClock, at, good, refused, somebody
from vegaloop.biometrics import (
    Accepted,
    Biometrics,
    Correction,
    Hrv,
    Kind,
    NewReading,
    NoSuchReading,
    Outcome,
    Quarantined,
    ReadingId,
    ReadingQuery,
    Removed,
    RrIntervals,
)
from vegaloop.biometrics.domain.plausible import BeyondLimits, TooManyArtefacts
from vegaloop.biometrics.domain.reading import Earlier
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, days_after, moment_in

WAITING = ReadingQuery(100, quarantined=True)
COUNTING = ReadingQuery(100)


def corrected(good_kg: float = 70, wrong_kg: float = 700) -> tuple[Biometrics, PersonId, ReadingId]:
    """A weight that counts, and an improbable one from the same scale at the same instant."""
    biometrics, me = biometrics_in_memory(), somebody()
    kept = good(biometrics.record(me, weigh_in(0, good_kg, WATCH))).reading
    again = good(biometrics.record(me, weigh_in(0, wrong_kg, WATCH)))
    assert again.outcome is Outcome.QUARANTINED
    return biometrics, me, kept.id


class TestBio57:
    """BIO-57. An improbable correction of a reading that counts waits beside it: the value stays in count until the person takes the correction for true, and for good where they turn it down."""

    @given(good_kg=st.integers(40, 160), wrong_kg=st.integers(401, 900))
    def test_the_value_stays_in_count(self, good_kg: int, wrong_kg: int) -> None:
        biometrics, me, of_id = corrected(good_kg, wrong_kg)
        assert biometrics.body(me, TODAY).weight_kg == good_kg
        (counting,) = biometrics.readings(me, COUNTING)
        assert biometrics.readings(me, WAITING) == (counting,)
        assert (counting.id, counting.value) == (of_id, weigh_in(0, good_kg).value)
        waiting = counting.correction
        assert waiting is not None
        assert waiting.value == weigh_in(0, wrong_kg).value
        assert waiting.reasons == (BeyondLimits("weight_kg", wrong_kg, 20, 400),)
        assert waiting.moment == morning_of_day(0)

    def test_it_may_be_taken_for_true(self) -> None:
        biometrics, me, of_id = corrected()
        released = good(biometrics.release(me, of_id))
        reasons = (BeyondLimits("weight_kg", 700, 20, 400),)
        assert released.standing == Accepted(reasons, at(NOW))
        assert released.value == weigh_in(0, 700).value
        assert [one.value for one in released.earlier] == [weigh_in(0, 70).value]
        assert (released.correction, released.waits) == (None, False)
        assert biometrics.readings(me, WAITING) == ()
        assert biometrics.body(me, TODAY).weight_kg == 700

    def test_it_may_be_turned_down_and_is_not_asked_about_again(self) -> None:
        biometrics, me, of_id = corrected()
        kept = good(biometrics.turn_down(me, of_id))
        assert (kept.value, kept.correction) == (weigh_in(0, 70).value, None)
        assert [one.value for one in kept.earlier] == [weigh_in(0, 700).value]
        assert biometrics.readings(me, WAITING) == ()
        again = good(biometrics.record(me, weigh_in(0, 700, WATCH)))
        assert (again.outcome, again.reading) == (Outcome.SEEN, kept)
        assert good(biometrics.turn_down(me, of_id)) == kept
        unknown = ReadingId(somebody())
        assert refused(biometrics.turn_down(me, unknown)) == NoSuchReading(unknown)
        assert refused(biometrics.turn_down(somebody(), of_id)) == NoSuchReading(of_id)

    def test_what_comes_again_changes_nothing(self) -> None:
        biometrics, me, _ = corrected()
        (before,) = biometrics.readings(me, COUNTING)
        for kg in (70, 700):
            assert good(biometrics.record(me, weigh_in(0, kg, WATCH))).outcome is Outcome.SEEN
        assert biometrics.readings(me, COUNTING) == (before,)

    def test_the_source_may_think_again(self) -> None:
        biometrics, me, _ = corrected()
        good(biometrics.record(me, weigh_in(0, 800, WATCH)))
        (waiting,) = biometrics.readings(me, WAITING)
        assert waiting.correction is not None
        assert waiting.correction.value == weigh_in(0, 800).value
        assert [one.value for one in waiting.earlier] == [weigh_in(0, 700).value]
        done = good(biometrics.record(me, weigh_in(0, 71, WATCH)))
        assert (done.outcome, done.reading.correction) == (Outcome.AMENDED, None)
        assert [one.value for one in done.reading.earlier] == [
            weigh_in(0, kg).value for kg in (700, 70, 800)
        ]
        assert done.reading.counts

    def test_a_person_may_say_it_was_a_slip(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for kg in (70, 700):
            good(biometrics.record(me, weigh_in(0, kg, MANUAL)))
        assert good(biometrics.record(me, weigh_in(0, 700, MANUAL))).outcome is Outcome.SEEN
        done = good(biometrics.record(me, weigh_in(0, 70, MANUAL)))
        assert (done.outcome, done.reading.waits) == (Outcome.AMENDED, False)
        assert done.reading.value == weigh_in(0, 70).value
        assert good(biometrics.record(me, weigh_in(0, 70, MANUAL))).outcome is Outcome.SEEN

    def test_what_is_quarantined_or_removed_does_not_count_and_is_replaced(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        first = good(biometrics.record(me, weigh_in(0, 700))).reading
        done = good(biometrics.record(me, weigh_in(0, 800))).reading
        assert isinstance(done.standing, Quarantined)
        assert (done.value, done.correction) == (weigh_in(0, 800).value, None)
        good(biometrics.remove(me, first.id))
        assert good(biometrics.record(me, weigh_in(0, 900))).reading.correction is None

    def test_removing_a_reading_removes_what_waited_beside_it(self) -> None:
        biometrics, me, of_id = corrected()
        good(biometrics.remove(me, of_id))
        assert biometrics.readings(me, WAITING) == biometrics.readings(me, COUNTING) == ()
        assert refused(biometrics.reading(me, of_id)) == NoSuchReading(of_id)

    def test_beats_stay_with_the_variability_they_made(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        steady = RrIntervals((800_000, 820_000) * 40)
        wild = RrIntervals((*((800_000, 820_000) * 20), *((2_500_000,) * 40)))
        moment = morning_of_day(0)
        kept = good(biometrics.record(me, NewReading(moment, steady, WATCH))).reading
        waits = good(biometrics.record(me, NewReading(moment, wild, WATCH)))
        assert waits.outcome is Outcome.QUARANTINED
        assert waits.reading.correction is not None
        (reason,) = waits.reading.correction.reasons
        assert isinstance(reason, TooManyArtefacts)
        assert good(biometrics.recording(me, kept.id)).rr == steady
        released = good(biometrics.release(me, kept.id))
        assert isinstance(released.value, Hrv)
        assert released.value.beats == 80
        assert good(biometrics.recording(me, kept.id)).rr == wild

    def test_a_device_may_correct_beats_with_a_number(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        steady = RrIntervals((800_000, 820_000) * 40)
        kept = good(biometrics.record(me, NewReading(morning_of_day(0), steady, WATCH))).reading
        good(biometrics.record(me, hrv(0, 900)))
        good(biometrics.release(me, kept.id))
        assert refused(biometrics.recording(me, kept.id)) == NoSuchReading(kept.id)

    def test_the_baseline_does_not_jump(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for ago in range(70):
            good(biometrics.record(me, resting(ago, 50 + ago % 2)))
        before = biometrics.morning(me, TODAY).resting
        good(biometrics.record(me, resting(0, 300)))
        assert biometrics.morning(me, TODAY).resting == before

    def test_a_correction_may_move_the_day(self) -> None:
        clock = PinnedClock()
        biometrics, me = biometrics_in_memory(clock=clock), somebody()
        kept = good(biometrics.record(me, weigh_in(0, 70, WATCH))).reading
        clock.set(NOW + dt.timedelta(hours=1))
        same = kept.moment.at
        elsewhere = moment_in(same, PARIS)
        good(biometrics.record(me, NewReading(elsewhere, weigh_in(0, 700).value, WATCH)))
        clock.set(NOW + dt.timedelta(hours=2))
        released = good(biometrics.release(me, kept.id))
        assert released.recorded_at == at(NOW + dt.timedelta(hours=1))
        assert released.local_date == elsewhere.local_date
        assert released.earlier == (Earlier(kept.value, kept.recorded_at),)

    def test_nothing_waits_beside_what_does_not_count(self) -> None:
        _, _, _ = corrected()
        reading = good(biometrics_in_memory().record(somebody(), weigh_in(0, 700))).reading
        waiting = Correction(reading.value, reading.moment, reading.recorded_at, ())
        with pytest.raises(ValueError, match="counts"):
            reading.awaiting(waiting)
        removed = reading.standing_as(Removed(at(NOW)))
        assert removed.released(_later()) == removed
        assert not removed.waits


def _later() -> Instant:
    return at(NOW + dt.timedelta(days=1))


def test_lists_of_a_kind_and_a_span_have_corrections_too() -> None:
    biometrics, me, of_id = corrected()
    for kind, days, found in ((Kind.WEIGHT, 0, [of_id]), (Kind.HRV, 0, []), (Kind.WEIGHT, 1, [])):
        start = days_after(TODAY, days)
        query = ReadingQuery(10, kind, start, days_after(start, 1), quarantined=True)
        assert [one.id for one in biometrics.readings(me, query)] == found
