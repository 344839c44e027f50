"""Several sources at once, and what days are told. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.spec.test_biometrics_series import totals, written
from tests.strategies.biometrics import PARIS, biometrics_in_memory
from tests.strategies.series import (
    BAND,
    BEGIN,
    BEGIN_MS,
    CLIP,
    DAY,
    END,
    MINUTE,
    PHONE,
    Piece,
    Row,
    at_home,
    counting,
    left_of,
    local_day,
    once,
    series,
    united,
)
from tests.support import at, good, refused, somebody
from vegaloop.biometrics import (
    Biometrics,
    Kind,
    Metric,
    Night,
    OrderedBy,
    ReadingQuery,
    Respiration,
    Scale,
    SeriesDay,
    SpO2,
    SpO2Night,
    Telling,
    Temperature,
    night_readings,
)
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.signal import Summing
from vegaloop.kernel.time import Instant, LocalDate, Moment, days_after, from_epoch_us, moment_in

few = st.lists(at_home, max_size=12).map(once)
sums = st.sampled_from([one for one in Metric if one.told is Telling.SUM])
means = st.sampled_from([Metric.STRESS, Metric.HEART_RATE])
orders = st.permutations([PHONE, BAND, CLIP])


def preferring(order: Sequence[SourceId], *batches: tuple[Metric, SourceId, list[Row]]) -> Told:
    """The days of somebody who trusts sources in this order."""
    biometrics, me, receipt = written(*(series(*one) for one in batches))
    assert not receipt.refused
    good(biometrics.series.prefer(me, None, order))
    return told(biometrics, me, batches[0][0])


Told = dict[LocalDate, SeriesDay]


def told(biometrics: Biometrics, me: PersonId, metric: Metric) -> Told:
    """The days of a metric."""
    return {one.day: one for one in biometrics.series.days(me, metric, BEGIN, END)}


def fit(metric: Metric, of: list[Row]) -> list[Row]:
    """Rows with values the metric can have."""
    least, most = metric.limits
    return [(row[0], row[1], least + row[2] % (most - least + 1), row[3]) for row in of]


class TestBio135:
    """BIO-135. One source counts for each moment: a source behind the others changes nothing of what they say and lowers no sum, and the sum of a day is at least that of the first source and at most that of all."""

    @given(metric=sums, a=few, b=few, c=few, order=orders)
    def test_it_does(
        self, metric: Metric, a: list[Row], b: list[Row], c: list[Row], order: list[SourceId]
    ) -> None:
        said = [(metric, source, of) for source, of in zip(order, (a, b, c), strict=True)]
        ahead, whole = preferring(order, *said[:2]), preferring(order, *said)
        for day, one in whole.items():
            counting = {s.source: s.counts for s in one.shares}
            assert one.amount.total == sum(s.total for s in counting.values() if s)
            alone = [share.alone.total for share in one.shares]
            assert alone[0] <= one.amount.total <= sum(alone)
            first = counting[one.shares[0].source]
            assert (first.total if first else 0) == alone[0]
            if day in ahead:
                before = {s.source: s.counts for s in ahead[day].shares}
                assert ahead[day].amount.total <= one.amount.total
                for source, amount in before.items():
                    mine = counting[source]
                    assert (mine and mine.total) == (amount and amount.total)
        event(f"several: {any(len(one.shares) > 1 for one in whole.values())}")

    @given(a=few, b=few)
    def test_the_share_is_that_of_the_time_nobody_before_speaks_for(
        self, a: list[Row], b: list[Row]
    ) -> None:
        day = local_day((BEGIN_MS, 0, 0, 3_600))
        first, second = ([_within(row) for row in of if row[1]] for of in (a, b))
        first, second = once(first), once(second)
        told, left = left_of(first), left_of(second)
        spans = united(
            [(row[0], row[0] + row[1], value) for row, value in zip(first, told, strict=True)]
        )
        expected = sum(told)
        pieces = [
            Piece(start, start + length, value, alone, length, length)
            for (start, length, value, _), alone in zip(second, left, strict=True)
        ]
        expected += sum(one or 0 for one in counting(pieces, spans))
        found = preferring(
            (BAND, PHONE), (Metric.STEPS, BAND, first), (Metric.STEPS, PHONE, second)
        )
        assert (found[day].amount.total if day in found else 0) == expected

    @given(metric=means, a=few, b=few)
    def test_a_mean_is_of_the_samples_that_begin_where_nobody_speaks(
        self, metric: Metric, a: list[Row], b: list[Row]
    ) -> None:
        a, b = fit(metric, a), fit(metric, b)
        found = preferring((BAND, PHONE), (metric, BAND, a), (metric, PHONE, b))
        for day, one in found.items():
            spoken = [
                (start, start + (length or _held(start, a, metric)))
                for start, length, _, _ in (row for row in a if local_day(row) == day)
            ]
            counting = [row[2] for row in a if local_day(row) == day] + [
                row[2]
                for row in b
                if local_day(row) == day and not any(s <= row[0] < e for s, e in spoken)
            ]
            assert (one.amount.n, one.amount.total) == (len(counting), sum(counting))
            assert (one.amount.least, one.amount.most) == (min(counting), max(counting))


def _within(row: Row) -> Row:
    """The same, in whole seconds of one local day."""
    start, length, value, offset = row
    local = (start + offset * 1_000) % DAY // 1_000 * 1_000
    local = min(local, DAY // 2)
    return (
        BEGIN_MS - offset * 1_000 + local,
        min(length // 1_000 + 1, 40_000) * 1_000,
        value,
        offset,
    )


def _held(start: int, of: list[Row], metric: Metric) -> int:
    return min([metric.holds_ms, *(row[0] - start for row in of if row[0] > start)])


class TestBio136:
    """BIO-136. A source that repeats what a source before it says adds nothing."""

    @given(metric=st.sampled_from(Metric), a=few, order=orders)
    def test_it_does_not(self, metric: Metric, a: list[Row], order: list[SourceId]) -> None:
        a = fit(metric, a)
        alone = preferring(order, (metric, order[0], a))
        again = preferring(order, *((metric, source, a) for source in order))
        assert {day: one.amount.total for day, one in again.items()} == {
            day: one.amount.total for day, one in alone.items()
        }
        assert {day: one.amount.n for day, one in again.items()} == {
            day: one.amount.n for day, one in alone.items()
        }


class TestBio137:
    """BIO-137. The order of sources is what the person said of the metric, else of all metrics, else by the more samples that day and by name; it is told, holds at once of every day, and changes no sample."""

    @given(a=few, b=few, order=st.permutations([PHONE, BAND]))
    def test_it_is(self, a: list[Row], b: list[Row], order: list[SourceId]) -> None:
        metric = Metric.STEPS
        biometrics, me, _ = written(series(metric, PHONE, a), series(metric, BAND, b))
        plain = told(biometrics, me, metric)
        for one in plain.values():
            if len(one.shares) > 1:
                assert one.ordered_by is OrderedBy.MOST_SAMPLES
                by_count = [(-share.alone.n, share.source) for share in one.shares]
                assert by_count == sorted(by_count)
            else:
                assert one.ordered_by is OrderedBy.ONLY_SOURCE
        good(biometrics.series.prefer(me, None, list(reversed(order))))
        good(biometrics.series.prefer(me, metric, order))
        for one in told(biometrics, me, metric).values():
            if len(one.shares) > 1:
                assert one.ordered_by is OrderedBy.PERSON
                assert [share.source for share in one.shares] == list(order)
        good(biometrics.series.prefer(me, metric, ()))
        for one in told(biometrics, me, metric).values():
            assert [s.source for s in one.shares if len(one.shares) > 1] in ([], order[::-1])
        good(biometrics.series.prefer(me, None, ()))
        assert told(biometrics, me, metric) == plain

    def test_it_is_shown_with_the_sources_there_are(self) -> None:
        row = (BEGIN_MS, 0, 70, 0)
        biometrics, me, _ = written(
            series(Metric.STRESS, BAND, [row, (BEGIN_MS + 3 * DAY, 0, 70, 0)]),
            series(Metric.STEPS, PHONE, [row]),
        )
        shown = good(biometrics.series.prefer(me, Metric.STRESS, (BAND, PHONE, BAND)))
        assert shown == biometrics.series.sources(me)
        day = local_day(row)
        assert [(s.metric, s.source, s.days, s.n, s.first, s.last) for s in shown.seen] == [
            (Metric.STEPS, PHONE, 1, 1, day, day),
            (Metric.STRESS, BAND, 2, 2, day, days_after(day, 3)),
        ]
        (said,) = shown.priorities
        assert (said.metric, said.sources) == (Metric.STRESS, (BAND, PHONE))

    def test_there_is_an_end_to_it(self) -> None:
        sources = [SourceId(f"s{n}") for n in range(101)]
        error = refused(biometrics_in_memory().series.prefer(somebody(), None, sources))
        assert (error.field, error.given, error.most) == ("sources", 101, 100)


class TestBio138:
    """BIO-138. A day of a series is its sum, its mean with the least and the most, or its last; a day without samples is left out, never zero."""

    @given(metric=st.sampled_from(Metric), a=few)
    def test_it_is(self, metric: Metric, a: list[Row]) -> None:
        a = [(start, 0, value, offset) for start, _, value, offset in fit(metric, a)]
        a = once(a)
        found = preferring((), (metric, PHONE, a))
        assert set(found) == {local_day(row) for row in a}
        for day, one in found.items():
            own = [row for row in sorted(a) if local_day(row) == day]
            values = [row[2] / metric.per_unit for row in own]
            plain = {
                Telling.SUM: sum(values),
                Telling.MEAN: sum(values) / len(values),
                Telling.LAST: values[-1],
            }
            assert one.amount.told(metric) == pytest.approx(plain[metric.told])
            assert (one.amount.least / metric.per_unit, one.amount.most / metric.per_unit) == (
                min(values),
                max(values),
            )

    @given(a=few, b=few)
    def test_a_day_of_all_is_the_days_of_each(self, a: list[Row], b: list[Row]) -> None:
        biometrics, me, _ = written(
            series(Metric.STEPS, PHONE, a),
            series(Metric.STEPS, BAND, b),
            series(Metric.STRESS, BAND, fit(Metric.STRESS, a)),
        )
        days = [told(biometrics, me, metric) for metric in Metric]
        for day in {local_day(row) for row in (*a, *b)}:
            each = (of_metric.get(day) for of_metric in days)
            assert biometrics.series.day(me, day) == tuple(one for one in each if one)


class TestBio139:
    """BIO-139. What a goal is told of a series is what its days are."""

    @given(a=few, b=few)
    def test_it_is(self, a: list[Row], b: list[Row]) -> None:
        biometrics, me, _ = written(
            series(Metric.ACTIVE_ENERGY, PHONE, a), series(Metric.ACTIVE_ENERGY, BAND, b)
        )
        name = "biometrics.active_energy_kcal"
        found = good(biometrics.measured(me, name, BEGIN, END))
        kcal = {day: j / 4_184 for day, j in totals(biometrics, me, Metric.ACTIVE_ENERGY).items()}
        assert {one.day: one.value for one in found} == kcal
        (measure,) = (one for one in biometrics.measures() if one.name == name)
        assert (measure.unit, measure.summing) == ("kcal", Summing.SUM)

    def test_steps_can_be_aimed_at(self) -> None:
        names = {one.name for one in biometrics_in_memory().measures()}
        assert {"biometrics.steps_count", "biometrics.distance_m"} <= names


class TestBio140:
    """BIO-140. A sample of no length speaks until the next of its source begins, and no longer than its metric holds; where nothing before it speaks at its start it counts whole, if it is no sum."""

    @given(gaps=st.lists(st.integers(1, 30), min_size=1, max_size=20), metric=means)
    def test_it_does(self, gaps: list[int], metric: Metric) -> None:
        begin, rows = BEGIN_MS, []
        for gap in gaps:
            rows.append((begin, 0, metric.limits[1], 0))
            begin += gap * MINUTE
        biometrics, me, _ = written(
            series(metric, BAND, rows), series(metric, PHONE, PROBES(metric))
        )
        good(biometrics.series.prefer(me, None, (BAND, PHONE)))
        found = biometrics.series.samples(me, metric, local_day(rows[0]))
        held = metric.holds_ms // MINUTE
        mine = [one for one in found.samples if one.source == BAND]
        assert [one.length_s for one in mine] == [60 * min(gap, held) for gap in (*gaps[:-1], held)]
        spoken = {
            row[0] // MINUTE + n
            for row, one in zip(rows, mine, strict=True)
            for n in range(int(one.length_s) // 60)
        }
        for one in found.samples:
            minute = int(one.moment.at.timestamp()) // 60
            speaks = one.source == BAND or minute not in spoken
            assert one.counts == (one.value if speaks else None)


def PROBES(metric: Metric) -> list[Row]:  # noqa: N802  # It stands for a constant of each metric.
    """A sample every minute of half a day."""
    return [(BEGIN_MS + n * MINUTE, 0, metric.limits[0], 0) for n in range(700)]


WAKING = moment_in(at(dt.datetime(2026, 3, 10, 5, 30, tzinfo=dt.UTC)), PARIS)
ASLEEP = at(dt.datetime(2026, 3, 9, 21, 0, tzinfo=dt.UTC))
NIGHT = Night(ASLEEP, WAKING)
ASLEEP_MS = int(ASLEEP.timestamp()) * 1_000


class TestBio141:
    """BIO-141. The oxygen, breath and skin temperature of a night are one reading each of a source, read at the midnight its day of waking begins: samples that come later amend it."""

    @given(
        of=st.lists(
            st.tuples(st.integers(0, 1_000), st.integers(0, 1_000)), min_size=1, max_size=40
        )
    )
    def test_they_are(self, of: list[tuple[int, int]]) -> None:
        for metric, least in ((Metric.OXYGEN, 8_800), (Metric.RESPIRATION, 1_200)):
            per = {minute: least + more for minute, more in of}
            given_ = [(ASLEEP_MS + m * MINUTE, 0, v, 3_600) for m, v in sorted(per.items())]
            inside = [row for row in given_ if row[0] < int(WAKING.at.timestamp()) * 1_000]
            found = night_readings([series(metric, BAND, given_)], [NIGHT])
            assert len(found) == bool(inside)
            for one in found:
                assert one.moment.at == at(dt.datetime(2026, 3, 9, 23, 0, tzinfo=dt.UTC))
                assert one.moment.local_date == WAKING.local_date
                assert one.source == BAND
                values = [row[2] / 100 for row in inside]
                match one.value:
                    case SpO2Night() as night:
                        there = [v for v in night.percent if v is not None]
                        assert set(there) <= set(values)
                        assert night.percent[0] == values[0]
                    case SpO2() as single:
                        assert [single.percent] == values
                    case Respiration() as breath:
                        assert breath.per_min == pytest.approx(sum(values) / len(values), abs=6e-4)
                    case other:
                        raise AssertionError(other)

    def test_even_samples_stay_as_they_are(self) -> None:
        of = [(ASLEEP_MS + n * 5 * MINUTE, 0, 9_000 + n, 0) for n in range(60)]
        (one,) = night_readings([series(Metric.OXYGEN, BAND, of)], [NIGHT])
        assert isinstance(one.value, SpO2Night)
        assert one.value.interval_s == 300
        assert one.value.milli_percent == tuple(90_000 + 10 * n for n in range(60))

    def test_a_night_of_a_second_each_is_thinned(self) -> None:
        of = [(ASLEEP_MS + n * 1_000, 0, 9_500, 0) for n in range(20_000)]
        (one,) = night_readings([series(Metric.OXYGEN, BAND, of)], [NIGHT])
        assert isinstance(one.value, SpO2Night)
        assert 4_000 <= len(one.value.milli_percent) <= 5_000
        assert None not in one.value.milli_percent

    def test_more_samples_amend_the_reading(self) -> None:
        biometrics, me = biometrics_in_memory(), somebody()
        for count in (3, 6):
            of = [(ASLEEP_MS + n * MINUTE, 0, 33_000 + 500 * n, 0) for n in range(count)]
            new = night_readings([series(Metric.SKIN_TEMPERATURE, BAND, of)], [NIGHT, NIGHT][:1])
            good(biometrics.record_all(me, new))
        (kept,) = biometrics.readings(me, ReadingQuery(9, Kind.TEMPERATURE))
        assert kept.value == Temperature(Scale.SKIN, 34_250)
        assert len(kept.earlier) == 1

    def test_without_a_zone_the_offset_tells_midnight(self) -> None:
        waking = Moment(WAKING.at, 3_600)
        of = [(ASLEEP_MS, 0, 1_500, 0), (ASLEEP_MS - 1, 0, 1_000, 0), (ASLEEP_MS + 1, 0, 9, 0)]
        batches = [series(Metric.RESPIRATION, BAND, of), series(Metric.STEPS, BAND, of)]
        (one,) = night_readings(batches, [Night(ASLEEP, waking)])
        assert one.moment == Moment(at(dt.datetime(2026, 3, 9, 23, 0, tzinfo=dt.UTC)), 3_600)
        assert one.value == Respiration(15_000)

    def test_nobody_wakes_before_the_night(self) -> None:
        with pytest.raises(ValueError, match="wakes"):
            Night(Instant(WAKING.at), Moment(from_epoch_us(0), 0))
