"""What is told by a clock on the wall alone. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt

from hypothesis import event, given
from hypothesis import strategies as st

from tests.strategies.biometrics import KnownProfiles, KnownStrain, biometrics_in_memory
from tests.strategies.series import BEGIN, BEGIN_MS, DAY, END, MINUTE, OFFSETS, PHONE, series
from tests.strategies.walls import FIRST, Said, homes, night_at, pulse_at, said, steps_at, walls
from tests.support import CountedIds, PinnedClock, good, somebody
from vegaloop.biometrics import (
    Biometrics,
    Kind,
    Metric,
    NewReading,
    Outcome,
    Reading,
    ReadingQuery,
    Sample,
    SampleBatch,
    WallPass,
)
from vegaloop.biometrics.adapters.memory import MemoryCharts
from vegaloop.biometrics.domain.series.blocks import blocks_of
from vegaloop.infrastructure.memory import Revisions
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import (
    LocalDate,
    Moment,
    TimeZone,
    days_after,
    later,
    moment_at,
    moment_in,
)


def with_steps(*batches: SampleBatch) -> tuple[Biometrics, PersonId, tuple[int, int, int]]:
    """Somebody with these samples, and what became of the last of them."""
    biometrics, me = biometrics_in_memory(), somebody()
    receipts = [good(biometrics.record_samples(me, [batch])) for batch in batches]
    assert not any(one.refused for one in receipts)
    return biometrics, me, receipts[-1].by_batch[0]


def totals(biometrics: Biometrics, me: PersonId) -> dict[LocalDate, int]:
    """What every day comes to."""
    days = biometrics.series.days(me, Metric.STEPS, BEGIN, END)
    return {one.day: one.amount.total for one in days}


def begun(biometrics: Biometrics, me: PersonId) -> dict[LocalDate, int]:
    """How many samples begin each day, also where one lies in the time of another."""
    days = biometrics.series.days(me, Metric.STEPS, BEGIN, END)
    return {one.day: one.amount.n for one in days if one.amount.n}


def readings(biometrics: Biometrics, me: PersonId) -> tuple[Reading, ...]:
    """What is shown of somebody."""
    return biometrics.readings(me, ReadingQuery(limit=100))


class TestBio142:
    """BIO-142. A sample read on an assumed zone keeps its moment: told again by its source at the same time on the wall and of the same length, it is the same sample, wherever the home is by then."""

    @given(of=said, first=homes, then=homes)
    def test_it_is(self, of: list[Said], first: TimeZone, then: TimeZone) -> None:
        once, me, _ = with_steps(steps_at(first, of))
        twice, you, fates = with_steps(steps_at(first, of), steps_at(then, of))
        assert fates == (0, len(of), 0)
        assert totals(twice, you) == totals(once, me)
        event(f"moved: {first != then}")

    @given(of=said, more=st.integers(1, 99), first=homes, then=homes)
    def test_another_value_replaces(
        self, of: list[Said], more: int, first: TimeZone, then: TimeZone
    ) -> None:
        later = [(wall, hours, value + more) for wall, hours, value in of]
        biometrics, me, fates = with_steps(steps_at(first, of), steps_at(then, later))
        once, you, _ = with_steps(steps_at(first, later))
        assert fates == (0, 0, len(of))
        assert totals(biometrics, me) == totals(once, you)


class TestBio143:
    """BIO-143. A reading or a sleep read on an assumed zone keeps its moment: told again by its source at the same time on the wall, it is the same one, wherever the home is by then."""

    @given(of=st.sets(walls, min_size=1, max_size=6), first=homes, then=homes)
    def test_a_reading_is(self, of: set[dt.datetime], first: TimeZone, then: TimeZone) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        good(biometrics.record_all(me, [pulse_at(first, wall, 50) for wall in sorted(of)]))
        before = readings(biometrics, me)
        again = [pulse_at(then, wall, 50) for wall in sorted(of)]
        assert set(good(biometrics.record_all(me, again)).fates) == {Outcome.SEEN}
        assert readings(biometrics, me) == before

    @given(night=st.integers(0, 10), hours=st.integers(5, 11), first=homes, then=homes)
    def test_a_sleep_is_also_where_a_clock_went_on(
        self, night: int, hours: int, first: TimeZone, then: TimeZone
    ) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        evening = FIRST + dt.timedelta(days=night, hours=22)
        good(biometrics.record(me, night_at(first, evening, hours)))
        before = readings(biometrics, me)
        again = good(biometrics.record(me, night_at(then, evening, hours)))
        assert again.outcome is Outcome.SEEN
        assert readings(biometrics, me) == before
        grown = good(biometrics.record(me, night_at(then, evening, hours + 1)))
        assert grown.outcome is Outcome.AMENDED
        (shown,) = readings(biometrics, me)
        assert shown.moment == night_at(first, evening, hours + 1).moment

    @given(wall=walls, offset_s=st.sampled_from(OFFSETS), then=homes)
    def test_one_known_by_its_offset_alone_is(
        self, wall: dt.datetime, offset_s: int, then: TimeZone
    ) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        told = pulse_at(TimeZone("UTC"), wall, 50)
        moment = Moment(later(told.moment.at, dt.timedelta(seconds=-offset_s)), offset_s)
        kept = good(biometrics.record(me, NewReading(moment, told.value, told.source)))
        again = good(biometrics.record(me, pulse_at(then, wall, 50)))
        assert (again.outcome, again.reading) == (Outcome.SEEN, kept.reading)

    @given(wall=walls, first=homes, then=homes)
    def test_what_a_person_took_out_stays_out(
        self, wall: dt.datetime, first: TimeZone, then: TimeZone
    ) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        kept = good(biometrics.record(me, pulse_at(first, wall, 50))).reading
        good(biometrics.remove(me, kept.id))
        good(biometrics.record(me, pulse_at(then, wall, 50)))
        assert readings(biometrics, me) == ()
        assert kept.kind is Kind.RESTING_HEART_RATE


class TestBio144:
    """BIO-144. A sample of 23 hours or more is the only one of its metric, source and local day: the latest said replaces what was said."""

    @given(
        said_of=st.lists(
            st.tuples(st.integers(0, 3), st.integers(23, 25), st.integers(0, 9), homes), min_size=1
        )
    )
    def test_it_is(self, said_of: list[tuple[int, int, int, TimeZone]]) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        latest: dict[LocalDate, int] = {}
        for day, hours, value, home in said_of:
            moment = moment_at(FIRST + dt.timedelta(days=day), home)
            start_ms = int(moment.at.timestamp()) * 1_000
            row = (start_ms, hours * 60 * MINUTE, value, moment.utc_offset_s)
            receipt = good(biometrics.record_samples(me, [series(Metric.STEPS, PHONE, [row])]))
            assert receipt.kept == (moment.local_date not in latest)
            latest[moment.local_date] = value
        assert totals(biometrics, me) == latest

    def test_one_that_was_kept_twice_is_left_once(self) -> None:
        twice = [(BEGIN_MS + n * MINUTE, DAY, 9, 0) for n in (0, 60)]
        charts, me = MemoryCharts(Revisions()), somebody()
        blocks = blocks_of(Metric.STEPS, PHONE, series(Metric.STEPS, PHONE, twice).columns)
        charts.write(me, lambda chart: chart.put_blocks(blocks))
        biometrics = Biometrics(charts, PinnedClock(), CountedIds(), KnownProfiles(), KnownStrain())
        good(biometrics.record_samples(me, [series(Metric.STEPS, PHONE, twice[:1])]))
        assert list(totals(biometrics, me).values()) == [9]

    def test_shorter_ones_beside_it_are_others(self) -> None:
        rows = [(BEGIN_MS, DAY, 9, 0), (BEGIN_MS, DAY - 60 * MINUTE - 1, 5, 0)]
        _, _, fates = with_steps(series(Metric.STEPS, PHONE, rows))
        assert fates == (2, 0, 0)


class TestBio145:
    """BIO-145. A sample read on an assumed zone never takes the place of one of another time on the wall, also where both come to one instant."""

    @given(of=said, news=said, first=homes, then=homes)
    def test_it_never_does(
        self, of: list[Said], news: list[Said], first: TimeZone, then: TimeZone
    ) -> None:
        known = {one[:2] for one in of}
        new = [one for one in news if one[:2] not in known]
        biometrics, me, fates = with_steps(steps_at(first, of), steps_at(then, [*of, *new]))
        assert fates == (len(new), len(of), 0)
        told = begun(biometrics, me)
        once, you, _ = with_steps(steps_at(TimeZone("UTC"), [*of, *new]))
        assert told == begun(once, you)
        again = good(biometrics.record_samples(me, [steps_at(first, [*of, *new])]))
        assert again.by_batch == ((0, len(of) + len(new), 0),)
        assert begun(biometrics, me) == told


AMERICANS = tuple(TimeZone(f"America/{city}") for city in ("New_York", "Chicago", "Los_Angeles"))
TWICE = LocalDate(dt.date(2025, 11, 2))  # From one to two, by the clocks of each.


def a_night(home: TimeZone) -> list[SampleBatch]:
    """The minutes from midnight to three, and of the hour shown twice both passes."""
    begun = moment_at(dt.datetime.combine(TWICE, dt.time()), home)
    minutes = [moment_in(later(begun.at, dt.timedelta(minutes=n)), home) for n in range(240)]
    passes = {
        None: minutes[:60] + minutes[180:],
        WallPass.FIRST: minutes[60:120],
        WallPass.SECOND: minutes[120:180],
    }
    batches = []
    for of, moments in passes.items():
        samples = [Sample(one, 1 + minutes.index(one), 60) for one in moments]
        batch = SampleBatch.of_samples(Metric.STEPS, PHONE, samples)
        batches.append(SampleBatch(batch.metric, batch.source, *batch.columns, True, of))
    return batches


class TestBio156:
    """BIO-156. Samples read on an assumed zone in both passes of an hour that a wall shows twice are two, in whatever parts and order they come, and told again each is the one it was, wherever the home is by then."""

    @given(
        order=st.permutations(range(3)),
        together=st.booleans(),
        first=st.sampled_from(AMERICANS),
        then=st.sampled_from(AMERICANS),
    )
    def test_they_are_two(
        self, order: list[int], together: bool, first: TimeZone, then: TimeZone
    ) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for home, fate in ((first, 0), (first, 1), (then, 1)):
            parts = [a_night(home)[n] for n in order]
            given_ = [parts] if together else [[part] for part in parts]
            for batches in given_:
                receipt = good(biometrics.record_samples(me, batches))
                fates = (receipt.kept, receipt.known, receipt.replaced)
                assert fates[fate] == sum(map(len, batches))
        (day,) = biometrics.series.days(me, Metric.STEPS, TWICE, days_after(TWICE, 1))
        assert day.amount.total == sum(range(1, 241))
