"""What a vendor edits and deletes, of readings, samples and nights, in whatever order it comes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.strategies.biometrics import (
    TODAY,
    WATCH,
    biometrics_in_memory,
    morning_of_day,
    new_readings,
    resting,
    slept,
    weigh_in,
)
from tests.strategies.series import (
    BAND,
    BEGIN,
    BEGIN_MS,
    END,
    MINUTE,
    PHONE,
    Row,
    at_home,
    columns_of,
    local_day,
    once,
    rows,
    rows_of,
    series,
)
from tests.support import NOW, at, at_most, good, somebody
from vegaloop.biometrics import (
    MANUAL,
    Biometrics,
    Identity,
    Kind,
    LocalDays,
    Metric,
    NewReading,
    Outcome,
    Reading,
    ReadingQuery,
    ReadingsWithdrawn,
    RrIntervals,
    SampleBatch,
    SamplesWithdrawn,
    TheseSamples,
)
from vegaloop.biometrics.domain.series.blocks import opened
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.result import Success
from vegaloop.kernel.time import Instant, Interval, days_after, epoch_us, from_epoch_us

ME: PersonId = somebody()
STEADY, CALM = RrIntervals((800_000, 820_000) * 40), RrIntervals((900_000, 940_000) * 40)
WILD, WILDER = (
    RrIntervals((800_000, 1_900_000, 400_000, high) * 20) for high in (820_000, 700_000)
)
VALUES = (*(resting(0, bpm).value for bpm in (50, 51, 52, 300, 301)), STEADY, CALM, WILD, WILDER)


def hour(n: int) -> Instant:
    return at(NOW - dt.timedelta(days=9) + dt.timedelta(hours=n))


def dated(value: object, modified: int | None) -> NewReading:
    """A value of this morning, modified at an hour."""
    when = None if modified is None else hour(modified)
    return NewReading(morning_of_day(0), value, WATCH, modified_at=when)  # type: ignore[arg-type]


def shown(biometrics: Biometrics, *, with_past: bool = False) -> object:
    """All readings there are and wait, without ids, and the beats behind them."""
    found = {
        one.id: one
        for quarantined in (False, True)
        for one in biometrics.readings(ME, ReadingQuery(1_000, quarantined=quarantined))
    }
    return sorted(repr(_shown(biometrics, one, with_past)) for one in found.values())


def _shown(biometrics: Biometrics, one: Reading, with_past: bool) -> object:
    beats = biometrics.recording(ME, one.id)
    return (
        one.identity,
        one.value,
        one.moment,
        one.device,
        one.standing,
        one.correction,
        one.modified_at,
        one.earlier if with_past else None,
        beats.unwrap().rr if isinstance(beats, Success) else None,
    )


def told(news: Sequence[NewReading]) -> Biometrics:
    biometrics = biometrics_in_memory()
    good(biometrics.record_all(ME, news))
    return biometrics


class TestBio152:
    """BIO-152. Of the values of one reading that its source dates the one modified last stands, in whatever order and parts they come: the newest that can be counts, and a newer one that cannot waits beside it."""

    @settings(max_examples=at_most(300))
    @given(
        st.lists(st.tuples(st.integers(0, 20), st.sampled_from(VALUES)), unique_by=lambda e: e[0]),
        st.data(),
    )
    def test_any_order_ends_the_same(
        self, events: list[tuple[int, object]], data: st.DataObject
    ) -> None:
        straight = biometrics_in_memory()
        for modified, value in sorted(events, key=lambda event: event[0]):
            good(straight.record(ME, dated(value, modified)))
        again = data.draw(st.lists(st.sampled_from(events))) if events else []
        mixed = data.draw(st.permutations([*events, *again]))
        cut = data.draw(st.integers(0, len(mixed)))
        biometrics = biometrics_in_memory()
        for part in (mixed[:cut], mixed[cut:]):
            good(biometrics.record_all(ME, [dated(value, modified) for modified, value in part]))
        assert shown(biometrics) == shown(straight)
        before = shown(biometrics, with_past=True)
        receipt = good(
            biometrics.record_all(ME, [dated(value, modified) for modified, value in mixed])
        )
        assert receipt.seen == len(mixed)
        assert shown(biometrics, with_past=True) == before

    def test_it_is_followed_back_to_what_it_was(self) -> None:
        biometrics = biometrics_in_memory()
        one, other = VALUES[:2]
        done = [
            good(biometrics.record(ME, dated(value, n)))
            for n, value in enumerate((one, other, one))
        ]
        assert [each.outcome for each in done] == [Outcome.KEPT, Outcome.AMENDED, Outcome.AMENDED]
        assert [each.reading.value for each in done] == [one, other, one]

    @given(st.lists(st.tuples(st.sampled_from(VALUES[:5]), st.none() | st.integers(0, 3))))
    def test_what_is_not_dated_is_said_once(self, events: list[tuple[object, int | None]]) -> None:
        biometrics = biometrics_in_memory()
        for value, modified in events:
            good(biometrics.record(ME, dated(value, modified)))
        undated = [value for value, modified in events if modified is None]
        assert all(
            good(biometrics.record(ME, dated(value, None))).outcome is Outcome.SEEN
            for value in undated
        )

    def test_what_the_person_turned_down_is_not_asked_again(self) -> None:
        biometrics = biometrics_in_memory()
        kept = good(biometrics.record(ME, dated(VALUES[0], 1))).reading
        good(biometrics.record(ME, dated(VALUES[3], 2)))
        good(biometrics.turn_down(ME, kept.id))
        before = shown(biometrics)
        for modified in (1, 2, 3):
            assert good(biometrics.record(ME, dated(VALUES[3], modified))).outcome is Outcome.SEEN
        assert shown(biometrics) == before
        assert good(biometrics.record(ME, dated(VALUES[4], 4))).outcome is Outcome.QUARANTINED
        good(biometrics.release(ME, kept.id))
        assert good(biometrics.record(ME, dated(VALUES[0], 3))).outcome is Outcome.SEEN

    def test_what_the_person_removed_stays_removed(self) -> None:
        biometrics = biometrics_in_memory()
        kept = good(biometrics.record(ME, dated(VALUES[0], 1))).reading
        good(biometrics.remove(ME, kept.id))
        for modified in (0, 1, 2):
            assert good(biometrics.record(ME, dated(VALUES[1], modified))).outcome is Outcome.SEEN
        assert shown(biometrics) == []


def absolute(new: NewReading) -> bool:
    """Whether it is judged by itself: a weight is by the weight before."""
    return new.identity.kind is not Kind.WEIGHT


class TestBio153:
    """BIO-153. A reading its source takes back is gone as if it had never come, and the readings made of its night are made anew, unless the person said, released, removed or turned down anything of it: then it stays."""

    @settings(max_examples=at_most(60))
    @given(st.lists(new_readings().filter(absolute), max_size=12), st.sets(st.integers(0, 11)))
    def test_as_if_it_had_never_come(self, news: list[NewReading], places: set[int]) -> None:
        biometrics = told(news)
        taken = [new.identity for n, new in enumerate(news) if n in places]
        nobody = Identity(Kind.GLUCOSE, WATCH, hour(0))
        answer = biometrics.withdraw(ME, (*taken, *taken, nobody))
        theirs = {one for one in taken if one.source != MANUAL}
        assert {*answer.gone} == theirs
        assert {*answer.locked} == {*taken} - theirs
        rest = told([new for new in news if new.identity not in theirs])
        assert shown(biometrics, with_past=True) == shown(rest, with_past=True)
        assert biometrics.withdraw(ME, tuple(theirs)) == ReadingsWithdrawn()
        again = [new for new in news if new.identity in theirs]
        good(biometrics.record_all(ME, again))
        assert shown(biometrics) == shown(told(news))

    @pytest.mark.parametrize("how", ["release", "remove", "turn_down", "correct"])
    def test_what_the_person_touched_stays_and_says_so(self, how: str) -> None:
        biometrics = biometrics_in_memory()
        first = VALUES[3] if how == "release" else VALUES[0]
        kept = good(biometrics.record(ME, dated(first, 1))).reading
        good(biometrics.record(ME, dated(VALUES[4], 2)))
        decide = {"remove": biometrics.remove, "turn_down": biometrics.turn_down}
        good(decide.get(how, biometrics.release)(ME, kept.id))
        before = shown(biometrics, with_past=True)
        for _ in range(2):
            answer = biometrics.withdraw(ME, (kept.identity,))
            assert answer == ReadingsWithdrawn(locked=(kept.identity,))
        assert shown(biometrics, with_past=True) == before

    def test_edits_and_deletions_by_the_time_of_each(self) -> None:
        """A start that was edited is another reading: the one before is taken back."""
        early, late = slept(1, 400, 600), slept(1, 400, 500)
        biometrics = told([early])
        biometrics.withdraw(ME, (early.identity,))
        good(biometrics.record(ME, late))
        assert shown(biometrics) == shown(told([late]))

    @given(st.booleans(), st.booleans())
    def test_nights_follow_their_sleep(self, nap_too: bool, settled: bool) -> None:
        night, nap = slept(1, 400), slept(1, 60, 120, nap=True)
        sleeps = [night, nap] if nap_too else [night]
        biometrics, never = told(sleeps), told(sleeps[1:])
        for one in (biometrics, never):
            good(one.record_samples(ME, [overnight(Metric.OXYGEN), overnight(Metric.RESPIRATION)]))
            if settled or one is never:
                good(one.settle_nights(ME, days_after(TODAY, -3), TODAY))
        biometrics.withdraw(ME, (night.identity,))
        assert shown(biometrics) == shown(never)


def overnight(metric: Metric, value: int = 95, ago: int = 1) -> SampleBatch:
    """A sample every ten minutes of the day a night ends on, and of the one before."""
    end = morning_of_day(ago, 900)
    start_ms = epoch_us(end.at) // 1_000 - 1_800 * MINUTE
    each = value * metric.per_unit if metric is Metric.OXYGEN else 15 * metric.per_unit
    made = [(start_ms + n * 10 * MINUTE, 0, each + n % 3, 3_600) for n in range(180)]
    return series(metric, PHONE, made)


class TestBio154:
    """BIO-154. Samples their source takes back, those of some local days, those that begin in a time or just these, are gone as if they had never come, and the nights made of them are made anew."""

    @settings(max_examples=at_most(60))
    @given(
        st.lists(rows, max_size=25),
        st.lists(at_home, max_size=8),
        st.tuples(st.integers(-100, 1_500), st.integers(0, 400)),
    )
    def test_of_a_time(self, of: list[Row], others: list[Row], when: tuple[int, int]) -> None:
        of, first_ms = once(of), BEGIN_MS + when[0] * 15 * MINUTE
        end_ms = first_ms + when[1] * 15 * MINUTE
        span = Interval(from_epoch_us(first_ms * 1_000), from_epoch_us(end_ms * 1_000))
        left = [row for row in of if not first_ms <= row[0] < end_ms]
        self.compare(of, others, left, span)

    @settings(max_examples=at_most(60))
    @given(
        st.lists(rows, max_size=25),
        st.lists(at_home, max_size=8),
        st.tuples(st.integers(-1, 15), st.integers(0, 16)),
    )
    def test_of_local_days(self, of: list[Row], others: list[Row], when: tuple[int, int]) -> None:
        of, first = once(of), days_after(BEGIN, when[0])
        span = LocalDays(first, days_after(first, when[1]))
        left = [row for row in of if not span.start <= local_day(row) < span.end]
        self.compare(of, others, left, span)

    @settings(max_examples=at_most(60))
    @given(st.lists(rows, max_size=25), st.lists(at_home, max_size=8), st.data())
    def test_of_these(self, of: list[Row], others: list[Row], data: st.DataObject) -> None:
        of = once(of)
        gone = data.draw(st.lists(st.sampled_from(of), unique=True)) if of else []
        strangers = data.draw(st.lists(rows, max_size=3))
        says_otherwise = [(start, length, 7, 0) for start, length, _, _ in (*gone, *strangers)]
        names = {(start, length) for start, length, *_ in says_otherwise}
        left = [row for row in of if row[:2] not in names]
        self.compare(of, others, left, TheseSamples(columns_of(says_otherwise)))

    def test_of_the_total_of_a_day(self) -> None:
        biometrics, day_ms = biometrics_in_memory(), 24 * 60 * MINUTE
        other = (BEGIN_MS + MINUTE, 0, 1, 0)
        given_ = series(Metric.STEPS, PHONE, [(BEGIN_MS, day_ms, 900, 0), other])
        good(biometrics.record_samples(ME, [given_]))
        same_day = TheseSamples(columns_of([(BEGIN_MS + MINUTE, day_ms - MINUTE, 5, 0)]))
        assert biometrics.withdraw_samples(ME, PHONE, Metric.STEPS, same_day).gone == 1
        (left,) = self.blocks(biometrics)
        assert rows_of(opened([left])) == [other]

    def test_of_times_there_are_none_of(self) -> None:
        biometrics = biometrics_in_memory()
        far = TheseSamples(columns_of([(-(2**62), 0, 1, 0), (2**62, 0, 1, 0)]))
        assert biometrics.withdraw_samples(ME, PHONE, Metric.STEPS, far).gone == 0

    def compare(
        self,
        of: list[Row],
        others: list[Row],
        left: list[Row],
        span: Interval | LocalDays | TheseSamples,
    ) -> None:
        biometrics, never = biometrics_in_memory(), biometrics_in_memory()
        for one, mine in ((biometrics, of), (never, left)):
            told_ = [(PHONE, mine), (BAND, others)]
            batches = [series(Metric.STEPS, source, given_) for source, given_ in told_]
            good(one.record_samples(ME, [*batches, series(Metric.FLOORS, PHONE, others)]))
        for gone in (len(of) - len(left), 0):
            answer = biometrics.withdraw_samples(ME, PHONE, Metric.STEPS, span)
            assert answer == SamplesWithdrawn(gone)
            assert self.kept(biometrics) == self.kept(never)
        good(biometrics.record_samples(ME, [series(Metric.STEPS, PHONE, of)]))
        whole = biometrics_in_memory()
        good(whole.record_samples(ME, [series(Metric.STEPS, PHONE, of)]))
        assert self.blocks(biometrics) == self.blocks(whole)

    def kept(self, biometrics: Biometrics) -> object:
        first, end = days_after(BEGIN, -3), days_after(END, 3)
        days = [
            biometrics.series.days(ME, metric, first, end)
            for metric in (Metric.STEPS, Metric.FLOORS)
        ]
        return days, biometrics.series.sources(ME), self.blocks(biometrics)

    def blocks(self, biometrics: Biometrics) -> object:
        days = days_after(BEGIN, -3), days_after(END, 3)
        return biometrics._charts.read(ME, lambda chart: chart.blocks((Metric.STEPS, PHONE), days))

    def test_of_any_time(self) -> None:
        biometrics = biometrics_in_memory()
        good(biometrics.record_samples(ME, [series(Metric.STEPS, PHONE, [(BEGIN_MS, 0, 1, 0)])]))
        first, last = (at(dt.datetime(year, 1, 1, tzinfo=dt.UTC)) for year in (1900, 2199))
        for span in (Interval(first, first), Interval(last, last)):
            assert biometrics.withdraw_samples(ME, PHONE, Metric.STEPS, span).gone == 0
        assert biometrics.withdraw_samples(ME, PHONE, Metric.STEPS, Interval(first, last)).gone == 1

    def test_nights_follow_their_samples(self) -> None:
        biometrics, never = told([slept(1, 400)]), told([slept(1, 400)])
        for one in (biometrics, never):
            good(one.record_samples(ME, [overnight(Metric.OXYGEN)]))
        good(biometrics.record_samples(ME, [overnight(Metric.RESPIRATION)]))
        for one in (biometrics, never):
            good(one.settle_nights(ME, days_after(TODAY, -3), TODAY))
        day = days_after(TODAY, -1)
        span = LocalDays(days_after(day, -1), days_after(day, 1))
        assert biometrics.withdraw_samples(ME, PHONE, Metric.RESPIRATION, span).gone > 100
        assert shown(biometrics) == shown(never)


class TestBio155:
    """BIO-155. A reading made of a night is what its sleep and its samples say now, also where it has been that before."""

    def test_there_and_back(self) -> None:
        seen = []
        biometrics = biometrics_in_memory()
        good(biometrics.record_samples(ME, [overnight(Metric.OXYGEN)]))
        short, long = slept(1, 400), slept(1, 400, 660)
        for n, sleep in enumerate((short, long, short)):
            biometrics.withdraw(ME, (short.identity, long.identity))
            good(biometrics.record(ME, sleep))
            good(biometrics.settle_nights(ME, days_after(TODAY, -3), TODAY))
            seen.append(shown(biometrics))
            assert good(biometrics.settle_nights(ME, days_after(TODAY, -3), TODAY)).seen == 1, n
        assert seen[0] == seen[2] != seen[1]

    def test_also_by_samples_alone(self) -> None:
        seen = []
        biometrics = told([slept(1, 400)])
        for value in (95, 96, 95, 95):
            good(biometrics.record_samples(ME, [overnight(Metric.OXYGEN, value)]))
            good(biometrics.settle_nights(ME, days_after(TODAY, -3), TODAY))
            seen.append(shown(biometrics))
        assert seen[0] == seen[2] == seen[3] != seen[1]

    def test_what_the_person_removed_stays_removed(self) -> None:
        biometrics = told([slept(1, 400), weigh_in(1, 70)])
        for value in (95, 96, 95):
            good(biometrics.record_samples(ME, [overnight(Metric.OXYGEN, value)]))
            good(biometrics.settle_nights(ME, days_after(TODAY, -3), TODAY))
            for one in biometrics.readings(ME, ReadingQuery(9, Kind.SPO2)):
                good(biometrics.remove(ME, one.id))
        assert biometrics.readings(ME, ReadingQuery(9, Kind.SPO2)) == ()
