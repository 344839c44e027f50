"""Series as they are written. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import event, given, settings
from hypothesis import strategies as st

from tests.strategies.biometrics import biometrics_in_memory
from tests.strategies.series import (
    BAND,
    BEGIN,
    BEGIN_MS,
    DAY,
    END,
    MINUTE,
    PHONE,
    Row,
    at_home,
    left_of,
    local_day,
    once,
    rows,
    series,
    shares_of,
)
from tests.support import NOW, at, at_most, good, refused, somebody
from vegaloop.biometrics import (
    SAMPLES_MOST,
    Biometrics,
    Metric,
    Sample,
    SampleAhead,
    SampleBatch,
    SampleBeyondLimits,
    SampleNowhere,
    SamplesReceipt,
    SampleTooLong,
    SampleTooOld,
    TooManySamples,
)
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import LocalDate, Moment, days_after

many = st.lists(rows, max_size=30)
NOW_MS = int(NOW.timestamp()) * 1_000
SOUND: Row = (BEGIN_MS, MINUTE, 10, 0)


def written(*batches: SampleBatch) -> tuple[Biometrics, PersonId, SamplesReceipt]:
    """Somebody with these samples, and the receipt of them."""
    biometrics, me = biometrics_in_memory(), somebody()
    return biometrics, me, good(biometrics.record_samples(me, batches))


def totals(
    biometrics: Biometrics, me: PersonId, metric: Metric = Metric.STEPS
) -> dict[LocalDate, int]:
    """What every day comes to, in whole numbers."""
    told = biometrics.series.days(me, metric, BEGIN, END)
    assert [one.day for one in told] == sorted({one.day for one in told})
    return {one.day: one.amount.total for one in told}


def plain_totals(given_: Sequence[Row]) -> dict[LocalDate, int]:
    """What the days of one source come to, by a plain reading of the rule."""
    found: dict[LocalDate, int] = {}
    for (start, length, _, offset), left in zip(given_, left_of(given_), strict=True):
        for day, share in shares_of((start, length, left, offset)).items():
            found[day] = found.get(day, 0) + share
    # A part of a sum that is nothing makes no day of its own.
    begun = {local_day(row) for row in given_}
    return {day: one for day, one in found.items() if one or day in begun}


class TestBio130:
    """BIO-130. A sample is the only one of its metric, source, start and length: given again it is known, with another value it replaces what was said, and each given one is counted once."""

    @given(first=many, second=many)
    def test_it_is(self, first: list[Row], second: list[Row]) -> None:
        biometrics, me, one = written(series(Metric.STEPS, PHONE, first))
        other = good(biometrics.record_samples(me, [series(Metric.STEPS, PHONE, second)]))
        assert one.kept + one.known + one.replaced == len(first)
        assert other.kept + other.known + other.replaced == len(second)
        assert one.kept == len(once(first))
        assert one.kept + other.kept == len(once([*first, *second]))
        before = totals(biometrics, me)
        again = good(biometrics.record_samples(me, [series(Metric.STEPS, PHONE, once(second))]))
        assert (again.kept, again.known, again.replaced) == (0, len(once(second)), 0)
        assert totals(biometrics, me) == before
        event(f"replaced: {bool(other.replaced)}")

    @given(of=st.lists(at_home, min_size=1, max_size=20), more=st.integers(1, 99))
    def test_another_value_replaces_what_was_said(self, of: list[Row], more: int) -> None:
        of = once(of)
        biometrics, me, _ = written(series(Metric.STEPS, PHONE, of))
        later = [(start, length, value + more, offset) for start, length, value, offset in of]
        receipt = good(biometrics.record_samples(me, [series(Metric.STEPS, PHONE, later)]))
        assert (receipt.kept, receipt.known, receipt.replaced) == (0, 0, len(of))
        assert totals(biometrics, me) == plain_totals(later)

    def test_years_apart_are_known_alike(self) -> None:
        of = [(SOUND[0] - years * 365 * DAY, 0, 9, 0) for years in (0, 1, 30)]
        biometrics, me, _ = written(series(Metric.STEPS, PHONE, of))
        again = good(biometrics.record_samples(me, [series(Metric.STEPS, PHONE, of)]))
        assert (again.kept, again.known) == (0, 3)

    def test_other_metrics_and_sources_are_others(self) -> None:
        batches = (
            series(Metric.STEPS, PHONE, [SOUND]),
            series(Metric.STEPS, BAND, [SOUND]),
            series(Metric.FLOORS, PHONE, [SOUND]),
            series(Metric.STEPS, PHONE, [SOUND]),
        )
        _, _, receipt = written(*batches)
        assert receipt.by_batch == ((1, 0, 0), (1, 0, 0), (1, 0, 0), (0, 1, 0))


class TestBio131:
    """BIO-131. A sample belongs to the day of its own wall clock when it was first written; given again with another offset it stays where it is."""

    @given(of=many)
    def test_it_does(self, of: list[Row]) -> None:
        of = once(of)
        biometrics, me, _ = written(series(Metric.HEART_RATE, PHONE, _beating(of)))
        told = biometrics.series.days(me, Metric.HEART_RATE, BEGIN, END)
        days = [local_day(row) for row in of]
        assert {one.day: one.amount.n for one in told} == {day: days.count(day) for day in days}

    @given(of=many, offset=st.sampled_from([-36_000, 0, 50_400]))
    def test_it_stays(self, of: list[Row], offset: int) -> None:
        of = once(of)
        biometrics, me, _ = written(series(Metric.STEPS, PHONE, of))
        before = totals(biometrics, me)
        moved = [(start, length, value, offset) for start, length, value, _ in of]
        receipt = good(biometrics.record_samples(me, [series(Metric.STEPS, PHONE, moved)]))
        assert receipt.known == len(of)
        assert totals(biometrics, me) == before


class TestBio132:
    """BIO-132. A sum that passes midnight is shared by time between its two days, except one of 23 hours or more, which is whole its first day's; the days add up to exactly what counts of what was given."""

    @given(of=many)
    def test_it_is(self, of: list[Row]) -> None:
        of = once(of)
        biometrics, me, _ = written(series(Metric.STEPS, PHONE, of))
        assert totals(biometrics, me) == plain_totals(of)
        assert sum(totals(biometrics, me).values()) == sum(left_of(of))
        event(f"passed midnight: {any(len(shares_of(row)) > 1 for row in of)}")

    @given(hours=st.integers(23, 25), begin=st.integers(0, 23), value=st.integers(0, 90_000))
    def test_a_days_own_total_is_that_days(self, hours: int, begin: int, value: int) -> None:
        row = (BEGIN_MS + begin * 60 * MINUTE, hours * 60 * MINUTE, value, 0)
        biometrics, me, _ = written(series(Metric.STEPS, PHONE, [row]))
        assert totals(biometrics, me) == {local_day(row): value}

    def test_a_day_is_told_the_same_alone_and_among_others(self) -> None:
        row = (BEGIN_MS + DAY - 10 * MINUTE, 40 * MINUTE, 103, 0)
        biometrics, me, _ = written(series(Metric.STEPS, PHONE, [row]))
        day = local_day(row)
        assert totals(biometrics, me) == {day: 25, days_after(day, 1): 78}
        (told,) = biometrics.series.day(me, days_after(day, 1))
        assert (told.amount.total, told.amount.n) == (78, 0)


class TestBio133:
    """BIO-133. A sample ahead by more than five minutes, from before 1980, longer than 25 hours, of an offset no clock has or a value no body has is refused by its place, and stops no other."""

    @settings(max_examples=at_most(25))
    @given(of=many, place=st.integers(0, 30))
    def test_it_is(self, of: list[Row], place: int) -> None:
        of = once(of)
        place = min(place, len(of))
        for bad, why in REFUSED:
            mixed = [*of[:place], bad, *of[place:]]
            batches = (series(Metric.STEPS, BAND, of), series(Metric.STEPS, PHONE, mixed))
            biometrics, me, receipt = written(*batches)
            assert [(one.batch, one.index, one.why) for one in receipt.refused] == [(1, place, why)]
            assert receipt.by_batch == ((len(of), 0, 0), (len(of), 0, 0))
            assert totals(biometrics, me) == plain_totals(of)

    def test_a_clock_may_be_ahead_by_five_minutes(self) -> None:
        _, _, receipt = written(series(Metric.STEPS, PHONE, [(NOW_MS + 5 * MINUTE, 0, 1, 0)]))
        assert receipt.kept == 1

    @pytest.mark.parametrize("metric", Metric)
    def test_the_limits_themselves_are_taken(self, metric: Metric) -> None:
        least, most = metric.limits
        of = [(BEGIN_MS + n * MINUTE, 0, value, 0) for n, value in enumerate((least, most))]
        beyond = [
            (BEGIN_MS + n * DAY, 0, value, 0) for n, value in enumerate((least - 1, most + 1))
        ]
        _, _, receipt = written(series(metric, PHONE, [*of, *beyond]))
        assert (receipt.kept, [one.index for one in receipt.refused]) == (2, [2, 3])

    @given(value=st.sampled_from([float("nan"), float("inf"), -1e300, 1e300]))
    def test_what_is_no_number_is_beyond_all_limits(self, value: float) -> None:
        sample = Sample(Moment(at(NOW), 0), value)
        _, _, receipt = written(SampleBatch.of_samples(Metric.STEPS, PHONE, [sample]))
        assert isinstance(receipt.refused[0].why, SampleBeyondLimits)

    def test_too_many_at_once_are_refused(self) -> None:
        most = series(Metric.STEPS, PHONE, [SOUND])
        data = (column * (SAMPLES_MOST + 1) for column in most.columns)
        batch = SampleBatch(Metric.STEPS, PHONE, *data)
        found = refused(biometrics_in_memory().record_samples(somebody(), [batch]))
        assert found == TooManySamples(SAMPLES_MOST + 1, SAMPLES_MOST)

    @pytest.mark.parametrize("source", ["", "x" * 65])
    def test_a_source_has_a_name(self, source: str) -> None:
        with pytest.raises(ValueError, match="source"):
            series(Metric.STEPS, SourceId(source), [SOUND])

    def test_columns_are_of_one_length(self) -> None:
        with pytest.raises(ValueError, match="each sample"):
            SampleBatch(Metric.STEPS, PHONE, b"12345678", b"1234", b"1234", b"")


REFUSED = (
    ((NOW_MS + 5 * MINUTE + 1, 0, 1, 0), SampleAhead(NOW_MS + 5 * MINUTE + 1, NOW_MS)),
    ((0, 0, 1, 0), SampleTooOld(0, 315_532_800_000)),
    ((BEGIN_MS, 25 * 60 * MINUTE + 1, 1, 0), SampleTooLong(25 * 60 * MINUTE + 1, 25 * 60 * MINUTE)),
    ((BEGIN_MS, -1, 1, 0), SampleTooLong(-1, 25 * 60 * MINUTE)),
    ((BEGIN_MS, 0, -1, 0), SampleBeyondLimits(-1, 0, 200_000)),
    ((BEGIN_MS, 0, 1, 64_801), SampleNowhere(64_801, 64_800)),
    ((2**62, -5, -7, -(2**31)), SampleAhead(2**62, NOW_MS)),
)


class TestBio134:
    """BIO-134. Samples come to the same days in whatever order and in however many parts they are given."""

    @given(of=many.map(once), order=st.randoms(), parts=st.integers(1, 4))
    def test_they_do(self, of: list[Row], order: object, parts: int) -> None:
        biometrics, me, _ = written(series(Metric.DISTANCE, PHONE, of))
        mixed = list(of)
        order.shuffle(mixed)  # type: ignore[attr-defined]  # Hypothesis types it as an object
        other = somebody()
        for part in range(parts):
            batch = series(Metric.DISTANCE, PHONE, mixed[part::parts])
            assert good(biometrics.record_samples(other, [batch])).kept == len(batch)
        assert totals(biometrics, other, Metric.DISTANCE) == totals(biometrics, me, Metric.DISTANCE)
        for day in {local_day(row) for row in of}:
            told = [biometrics.series.samples(p, Metric.DISTANCE, day) for p in (me, other)]
            assert told[0] == told[1]


def _beating(of: Sequence[Row]) -> list[Row]:
    """The same rows, with values a heart has."""
    return [(start, length, 2_000 + value, offset) for start, length, value, offset in of]


def test_samples_one_by_one_are_columns() -> None:
    moment = Moment(at(dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)), 3_600)
    batch = SampleBatch.of_samples(Metric.OXYGEN, BAND, [Sample(moment, 97.5, 1.5)])
    start_ms = int(moment.at.timestamp()) * 1_000
    assert batch == series(Metric.OXYGEN, BAND, [(start_ms, 1_500, 9_750, 3_600)])
