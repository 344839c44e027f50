"""What becomes of readings, as rules. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    PARIS,
    RING,
    TODAY,
    WATCH,
    biometrics_in_memory,
    hrv,
    implausible,
    moments,
    morning_of_day,
    new_readings,
    plausible,
    weigh_in,
)
from tests.support import NOW, at, good, refused, somebody
from vegaloop.biometrics import (
    BATCH_MOST,
    MANUAL,
    Accepted,
    Biometrics,
    Hrv,
    Kind,
    NewReading,
    NoSuchReading,
    Outcome,
    Quarantined,
    ReadInFuture,
    Reading,
    ReadingId,
    ReadingKey,
    ReadingQuery,
    ReadTooLongAgo,
    Recorded,
    Removed,
    RrIntervals,
    TooFewBeats,
    TooManyReadings,
    Weight,
    sleep_of,
)
from vegaloop.biometrics.domain.plausible import TooManyArtefacts, WeightJump, weight_step_most
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.quantity import Duration, Mass
from vegaloop.kernel.time import Moment, day_of, from_epoch_us, moment_in

ALL = ReadingQuery(1_000)
WAITING = ReadingQuery(1_000, quarantined=True)
imported = new_readings().map(
    lambda new: NewReading(new.moment, new.value, WATCH if new.source == MANUAL else new.source)
)


def shown(biometrics: Biometrics, person: PersonId) -> tuple[Reading, ...]:
    """Everything a person can see, whether it counts or waits."""
    counting = biometrics.readings(person, ALL)
    # What counts while a correction of it waits is in both lists.
    waiting = [one for one in biometrics.readings(person, WAITING) if one not in counting]
    return (*counting, *waiting)


class TestBio1:
    """BIO-1. A reading of one kind, from one source, that began at one instant is kept once."""

    @given(new=new_readings())
    def test_recording_it_again_changes_nothing(self, new: NewReading) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        first = good(biometrics.record(me, new))
        again = good(biometrics.record(me, new))
        assert again == Recorded(Outcome.SEEN, first.reading)
        assert shown(biometrics, me) == (first.reading,)

    @given(batch=st.lists(new_readings(), max_size=12))
    def test_no_two_have_one_identity(self, batch: list[NewReading]) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record_all(me, batch))
        identities = [reading.identity for reading in shown(biometrics, me)]
        assert len(identities) == len(set(identities))


class TestBio2:
    """BIO-2. What a source says later about the same instant replaces what it said, and the earlier value stays beside it."""

    @given(moment=moments, grams=st.lists(st.integers(60_000, 62_000), min_size=1, unique=True))
    def test_every_value_is_there_in_its_order(self, moment: Moment, grams: list[int]) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        values = [Weight(good(Mass.of_grams(g))) for g in grams]
        for value in values:
            good(biometrics.record(me, NewReading(moment, value, WATCH)))
        (reading,) = shown(biometrics, me)
        assert [*(one.value for one in reading.earlier), reading.value] == values

    def test_a_night_that_grew_is_the_same_night(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        start, woke = at(NOW - dt.timedelta(hours=8)), NOW - dt.timedelta(hours=1)
        for end in (at(woke - dt.timedelta(hours=2)), at(woke)):
            night = good(sleep_of(start, end, slept=Duration(60_000_000)))
            recorded = good(biometrics.record(me, NewReading(moment_in(end, PARIS), night, WATCH)))
        assert recorded.outcome is Outcome.AMENDED
        (reading,) = shown(biometrics, me)
        assert reading.moment.at == at(woke)


class TestBio3:
    """BIO-3. A value an import has brought before changes nothing when it comes again; a person may change their mind, and back."""

    @given(batches=st.lists(st.lists(imported, max_size=6), max_size=4))
    def test_replaying_every_delivery_changes_nothing(
        self, batches: list[list[NewReading]]
    ) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for batch in batches:
            good(biometrics.record_all(me, batch))
        before = shown(biometrics, me)
        for batch in batches:
            receipt = good(biometrics.record_all(me, batch))
            assert receipt.seen + len(receipt.refused) == len(batch)
        assert shown(biometrics, me) == before

    def test_a_person_changes_back(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for weight_kg in (70.0, 71.0, 70.0):
            recorded = good(biometrics.record(me, weigh_in(0, weight_kg)))
        assert recorded.outcome is Outcome.AMENDED
        assert recorded.reading.value == weigh_in(0, 70.0).value


class TestBio4:
    """BIO-4. An improbable reading is quarantined with its reasons, and counts in nothing until the person releases it."""

    @given(moment=moments, value=implausible)
    def test_it_waits_until_it_is_released(self, moment: Moment, value: Weight) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        kept = good(biometrics.record(me, NewReading(moment, value)))
        assert kept.outcome is Outcome.QUARANTINED
        assert isinstance(kept.reading.standing, Quarantined)
        assert kept.reading.standing.reasons
        assert biometrics.readings(me, ALL) == ()
        assert biometrics.readings(me, WAITING) == (kept.reading,)
        released = good(biometrics.release(me, kept.reading.id))
        assert released.standing == Accepted(kept.reading.standing.reasons, at(NOW))
        assert biometrics.readings(me, ALL) == (released,)
        assert biometrics.readings(me, WAITING) == ()

    @given(moment=moments, value=plausible)
    def test_a_plausible_one_counts_and_cannot_be_released_more(
        self, moment: Moment, value: Weight
    ) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        kept = good(biometrics.record(me, NewReading(moment, value)))
        assert kept.outcome is Outcome.KEPT
        assert good(biometrics.release(me, kept.reading.id)) == kept.reading

    def test_nothing_is_computed_from_it(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        kept = good(biometrics.record(me, weigh_in(0, 700)))
        assert biometrics.body(me, TODAY).weight_kg is None
        good(biometrics.release(me, kept.reading.id))
        assert biometrics.body(me, TODAY).weight_kg == 700

    def test_what_is_improbable_never_counts_by_itself(self) -> None:
        with pytest.raises(ValueError, match="released"):
            Accepted((TooManyArtefacts(0.2, 0.1),))


class TestBio5:
    """BIO-5. Every reading of a batch has exactly one outcome, and one that cannot be taken stops no other."""

    @given(batch=st.lists(new_readings(), max_size=12), place=st.integers(0, 12))
    def test_the_receipt_adds_up(self, batch: list[NewReading], place: int) -> None:
        late = NewReading(moment_in(at(NOW + dt.timedelta(hours=1)), PARIS), Hrv(50_000))
        given_ = [*batch[:place], late, *batch[place:]]
        biometrics, me = biometrics_in_memory(), somebody()
        receipt = good(biometrics.record_all(me, given_))
        outcomes = receipt.kept + receipt.amended + receipt.seen + receipt.quarantined
        assert outcomes + len(receipt.refused) == len(given_)
        assert min(place, len(batch)) in [one.index for one in receipt.refused]

    def test_a_batch_has_an_end(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        too_many = [hrv(0, 50)] * (BATCH_MOST + 1)
        assert refused(biometrics.record_all(me, too_many)) == TooManyReadings(
            BATCH_MOST + 1, BATCH_MOST
        )


class TestBio6:
    """BIO-6. A batch ends where its readings end when they are recorded one by one in the order of time."""

    @given(batch=st.lists(new_readings(), max_size=12))
    def test_it_does(self, batch: list[NewReading]) -> None:
        together, apart, me = biometrics_in_memory(), biometrics_in_memory(), somebody()
        good(together.record_all(me, batch))
        for new in sorted(batch, key=lambda new: new.moment.at):
            apart.record(me, new)
        assert _without_ids(shown(together, me)) == _without_ids(shown(apart, me))


def _without_ids(readings: tuple[Reading, ...]) -> set[object]:
    return {(r.identity, r.local_date, r.value, r.standing, r.earlier) for r in readings}


class TestBio7:
    """BIO-7. What a person removed counts in nothing, and no import brings it back."""

    @given(new=imported, later=st.lists(imported, max_size=4))
    def test_it_stays_removed(self, new: NewReading, later: list[NewReading]) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        kept = good(biometrics.record(me, new)).reading
        assert good(biometrics.remove(me, kept.id)) == kept.id
        for other in (new, *later):
            biometrics.record(me, other)
        assert kept.identity not in {reading.identity for reading in shown(biometrics, me)}
        assert refused(biometrics.remove(me, kept.id)) == NoSuchReading(kept.id)
        assert refused(biometrics.release(me, kept.id)) == NoSuchReading(kept.id)
        assert refused(biometrics.reading(me, kept.id)) == NoSuchReading(kept.id)
        assert refused(biometrics.recording(me, kept.id)) == NoSuchReading(kept.id)

    def test_the_person_may_record_it_again(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        kept = good(biometrics.record(me, weigh_in(0, 70)))
        good(biometrics.remove(me, kept.reading.id))
        assert biometrics.body(me, TODAY).weight_kg is None
        assert good(biometrics.record(me, weigh_in(0, 70))).reading.counts
        assert biometrics.body(me, TODAY).weight_kg == 70

    def test_a_removed_one_knows_when(self) -> None:
        reading = good(biometrics_in_memory().record(somebody(), hrv(0, 50))).reading
        assert not reading.standing_as(Removed(at(NOW))).counts


class TestBio8:
    """BIO-8. A weight further from the last one that counts than 4 % a day is quarantined."""

    @given(days=st.integers(1, 24), percent=st.floats(-90, 90))
    def test_the_limit_is_4_percent_a_day(self, days: int, percent: float) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        weight_kg = round(100 * (1 + percent / 100), 3)
        good(biometrics.record(me, weigh_in(days, 100)))
        recorded = good(biometrics.record(me, weigh_in(0, weight_kg, WATCH)))
        jumped = abs(weight_kg - 100) > 100 * weight_step_most(days)
        assert (recorded.outcome is Outcome.QUARANTINED) == (jumped or weight_kg < 20)

    def test_it_says_from_where_to_where(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        receipt = good(biometrics.record_all(me, [weigh_in(0, 80), weigh_in(1, 70)]))
        assert (receipt.kept, receipt.quarantined) == (1, 1)
        (waiting,) = biometrics.readings(me, WAITING)
        assert waiting.standing == Quarantined((WeightJump(80, 70, 1, 0.04),))

    def test_a_quarantined_weight_is_nothing_to_compare_with(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for days_ago, weight_kg in ((3, 70), (2, 95), (1, 71)):
            recorded = good(biometrics.record(me, weigh_in(days_ago, weight_kg)))
        assert recorded.outcome is Outcome.KEPT

    def test_a_weight_of_nothing_is_nothing_to_compare_with(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        nothing = good(biometrics.record(me, weigh_in(1, 0)))
        good(biometrics.release(me, nothing.reading.id))
        assert good(biometrics.record(me, weigh_in(0, 70))).outcome is Outcome.KEPT

    def test_an_amended_weight_is_not_compared_with_itself(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record(me, weigh_in(0, 70)))
        assert good(biometrics.record(me, weigh_in(0, 90))).outcome is Outcome.AMENDED


class TestBio10:
    """BIO-10. A reading from the future, or from before 1900, is refused."""

    @given(value=plausible, ahead=st.timedeltas(dt.timedelta(minutes=6), dt.timedelta(days=900)))
    def test_the_future(self, value: Weight, ahead: dt.timedelta) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        when = at(NOW + ahead)
        error = refused(biometrics.record(me, NewReading(moment_in(when, PARIS), value)))
        assert error == ReadInFuture(when, at(NOW))
        assert shown(biometrics, me) == ()

    @pytest.mark.parametrize("year", [2, 1899])
    def test_a_clock_that_was_never_set(self, year: int) -> None:
        since = dt.datetime(year, 6, 1, tzinfo=dt.UTC) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
        when = from_epoch_us(since // dt.timedelta(microseconds=1))
        error = refused(
            biometrics_in_memory().record(somebody(), NewReading(Moment(when, 0), Hrv(50_000)))
        )
        assert isinstance(error, ReadTooLongAgo)

    def test_clocks_may_differ_a_little(self) -> None:
        moment = moment_in(at(NOW + dt.timedelta(minutes=4)), PARIS)
        assert good(biometrics_in_memory().record(somebody(), NewReading(moment, Hrv(50_000))))


class TestBio33:
    """BIO-33. Nobody sees, releases or removes the reading of another."""

    @given(new=new_readings())
    def test_they_do_not(self, new: NewReading) -> None:
        biometrics, me, you = biometrics_in_memory(), somebody(), somebody()
        kept = good(biometrics.record(me, new)).reading
        assert shown(biometrics, you) == ()
        unknown = NoSuchReading(kept.id)
        assert refused(biometrics.reading(you, kept.id)) == unknown
        assert refused(biometrics.release(you, kept.id)) == unknown
        assert refused(biometrics.remove(you, kept.id)) == unknown
        assert refused(biometrics.recording(you, kept.id)) == unknown
        assert good(biometrics.reading(me, kept.id)) == kept


def test_pages_are_newest_first_and_go_on() -> None:
    biometrics, me = biometrics_in_memory(), somebody()
    good(biometrics.record_all(me, [hrv(days, 50) for days in range(5)]))
    first = biometrics.readings(me, ReadingQuery(2, Kind.HRV))
    last = first[-1]
    after = ReadingKey(last.local_date, last.moment.at, last.id)
    start, end = day_of(NOW.date() - dt.timedelta(days=3)), TODAY
    rest = biometrics.readings(me, ReadingQuery(9, Kind.HRV, start, end, after))
    days = [(TODAY - reading.local_date).days for reading in (*first, *rest)]
    assert days == [0, 1, 2, 3]
    assert biometrics.readings(me, ReadingQuery(9, Kind.WEIGHT)) == ()


def test_beats_are_kept_until_a_device_says_better() -> None:
    biometrics, me = biometrics_in_memory(), somebody()
    rr = RrIntervals(tuple(800_000 + 10_000 * (i % 3) for i in range(60)))
    kept = good(biometrics.record(me, NewReading(morning_of_day(0), rr, RING)))
    assert kept.outcome is Outcome.KEPT
    assert good(biometrics.recording(me, kept.reading.id)).rr == rr
    good(biometrics.record(me, hrv(0, 44, RING)))
    assert refused(biometrics.recording(me, kept.reading.id)) == NoSuchReading(kept.reading.id)


def test_a_recording_without_neighbours_is_refused() -> None:
    rr = RrIntervals((800_000, 2_500_000, 800_000))
    error = refused(
        biometrics_in_memory().record(somebody(), NewReading(morning_of_day(0), rr, RING))
    )
    assert error == TooFewBeats(3, 0, 1)


def test_an_unknown_reading_is_nobodys() -> None:
    unknown = ReadingId(uuid4())
    found = biometrics_in_memory().reading(somebody(), unknown)
    assert refused(found) == NoSuchReading(unknown)
    assert SourceId("manual") == MANUAL
