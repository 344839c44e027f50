"""Totals of a day beside finer samples. Each class quotes the rule it holds (docs/rules.md)."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Sequence

import pytest
from hypothesis import event, given
from hypothesis import strategies as st

from tests.spec.test_biometrics_series import written
from tests.strategies.biometrics import PARIS
from tests.strategies.series import BAND, CLIP, MINUTE, PHONE, Row, once, series
from tests.support import at, good
from vegaloop.biometrics import Metric
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.time import LocalDate, day_of, day_span, days_after, later, moment_in

# Of 24 hours, of 23 and of 25.
DATES = (dt.date(2026, 3, 3), dt.date(2025, 3, 30), dt.date(2025, 10, 26))
SCALE = SourceId("scale")

# At which quarter of an hour, how many minutes long, how many steps.
Bout = tuple[int, int, int]
bouts = st.lists(
    st.tuples(st.integers(0, 91), st.sampled_from([1, 7, 15, 60, 600]), st.integers(0, 3_000)),
    max_size=12,
)
dates = st.sampled_from(DATES)
amounts = st.integers(0, 20_000)
orders = st.permutations([PHONE, BAND, CLIP, SCALE])


def walked(date: dt.date, of: Sequence[Bout], offset_s: int | None = None) -> list[Row]:
    """Bouts of a day in Paris, on its wall or on another; a bout ends where the day does."""
    span = day_span(day_of(date), PARIS)
    rows = []
    for quarter, minutes, steps in of:
        moment = moment_in(at(later(span.start, dt.timedelta(minutes=15 * quarter))), PARIS)
        left = int(span.end.timestamp() - moment.at.timestamp()) * 1_000
        begin_ms = int(moment.at.timestamp()) * 1_000
        offset = moment.utc_offset_s if offset_s is None else offset_s
        rows.append((begin_ms, min(minutes * MINUTE, left), steps, offset))
    return once(rows)


def total(date: dt.date, steps: int) -> list[Row]:
    """A total of a day in Paris."""
    span = day_span(day_of(date), PARIS)
    offset = moment_in(span.start, PARIS).utc_offset_s
    return [(int(span.start.timestamp()) * 1_000, int(span.seconds) * 1_000, steps, offset)]


def steps_of(
    date: dt.date, order: Sequence[SourceId], *said: tuple[SourceId, Sequence[Row]]
) -> int:
    """What a day comes to for somebody who trusts sources in this order."""
    biometrics, me, receipt = written(
        *(series(Metric.STEPS, source, of) for source, of in said if of)
    )
    assert not receipt.refused
    good(biometrics.series.prefer(me, None, order))
    return sum(one.amount.total for one in biometrics.series.day(me, day_of(date)))


class TestBio146:
    """BIO-146. A sample of a sum counts for no more than is left of it by what sources before it count in its time: a total of a day and the samples of others come to the larger of the two at most."""

    @given(date=dates, a=bouts, b=bouts, steps=amounts, order=orders)
    def test_it_does(
        self, date: dt.date, a: list[Bout], b: list[Bout], steps: int, order: list[SourceId]
    ) -> None:
        finer = (PHONE, walked(date, a)), (BAND, walked(date, b))
        alone = steps_of(date, order, *finer)
        both = steps_of(date, order, *finer, (SCALE, total(date, steps)))
        assert both <= max(steps, alone)
        ahead = [one for one in finer if order.index(one[0]) < order.index(SCALE)]
        assert both >= steps_of(date, order, *ahead)
        event(f"finer ones before it: {len(ahead)}, the total tells more: {steps > alone}")

    @given(date=dates, of=bouts, steps=amounts, more=amounts)
    def test_two_totals_come_to_one_of_them(
        self, date: dt.date, of: list[Bout], steps: int, more: int
    ) -> None:
        totals = (SCALE, total(date, steps)), (CLIP, total(date, more))
        assert steps_of(date, (SCALE, CLIP), *totals) == steps
        beside = steps_of(date, (PHONE, SCALE, CLIP), *totals, (PHONE, walked(date, of)))
        assert beside == steps_of(date, (PHONE, SCALE), totals[0], (PHONE, walked(date, of)))

    def test_minutes_in_which_something_was_walked_are_not_doubled(self) -> None:
        minutes = [(4 * hour, 15, 2_500) for hour in (8, 12, 13, 18)]
        said = (PHONE, walked(DATES[0], minutes)), (SCALE, total(DATES[0], 10_000))
        assert steps_of(DATES[0], (), *said) == 10_000
        assert steps_of(DATES[0], (SCALE,), *said) == 10_000

    def test_half_a_day_leaves_the_share_of_the_other_half(self) -> None:
        morning = (PHONE, walked(DATES[0], [(0, 12 * 60, 3_000)]))
        assert steps_of(DATES[0], (PHONE,), morning, (SCALE, total(DATES[0], 10_000))) == 8_000
        assert steps_of(DATES[0], (PHONE,), morning, (SCALE, total(DATES[0], 4_000))) == 4_000

    def test_hours_are_no_more_beside_a_walk_from_one_into_the_next(self) -> None:
        walk = (PHONE, walked(DATES[0], [(35, 15, 1_000), (36, 15, 1_000)]))
        hours = (BAND, walked(DATES[0], [(32, 60, 1_100), (36, 60, 1_050)]))
        assert steps_of(DATES[0], (PHONE,), walk, hours) == 2_150


class TestBio147:
    """BIO-147. A total of 23 hours or more speaks for its whole day, however long that is: where it comes first nothing else of the day counts, and beside a source that speaks for the whole day it counts nothing."""

    @given(date=dates, a=bouts, b=bouts, steps=amounts)
    def test_it_is_all_of_the_day(
        self, date: dt.date, a: list[Bout], b: list[Bout], steps: int
    ) -> None:
        finer = (PHONE, walked(date, a)), (BAND, walked(date, b))
        assert steps_of(date, (SCALE,), *finer, (SCALE, total(date, steps))) == steps

    @given(date=dates, minutes=st.sampled_from([15, 60]), steps=amounts, each=st.integers(0, 50))
    def test_who_speaks_for_the_whole_day_leaves_nothing(
        self, date: dt.date, minutes: int, steps: int, each: int
    ) -> None:
        span = day_span(day_of(date), PARIS)
        of = [(n, minutes, each) for n in range(0, int(span.seconds) // 900, minutes // 15)]
        said = (PHONE, walked(date, of)), (SCALE, total(date, steps))
        assert steps_of(date, (PHONE,), *said) == each * len(of)


class TestBio148:
    """BIO-148. Whether two sources speak for one moment is told by the instants: writing one of them with another offset changes no sum as long as its samples stay on their day."""

    @given(
        date=dates,
        a=bouts,
        b=st.lists(st.tuples(st.integers(16, 60), st.sampled_from([1, 15]), amounts), max_size=9),
        offset=st.sampled_from([-3_600, 0, 3_600, 7_200, 10_800]),
        first=st.sampled_from([PHONE, BAND]),
    )
    def test_it_is(
        self, date: dt.date, a: list[Bout], b: list[Bout], offset: int, first: SourceId
    ) -> None:
        plain, moved = (
            steps_of(date, (first,), (PHONE, walked(date, a)), (BAND, walked(date, b, offset_s)))
            for offset_s in (None, offset)
        )
        assert plain == moved

    @pytest.mark.parametrize("first", [PHONE, BAND])
    def test_the_hour_that_comes_twice_is_two(self, first: SourceId) -> None:
        one, other = walked(DATES[2], [(8, 60, 700)]), walked(DATES[2], [(12, 60, 400)])
        assert steps_of(DATES[2], (first,), (PHONE, one), (BAND, other)) == 1_100


class TestBio149:
    """BIO-149. A day is the same in whatever order its sources came."""

    @given(
        date=dates, a=bouts, b=bouts, steps=amounts, order=orders, came=st.permutations(range(3))
    )
    def test_it_is(
        self,
        date: dt.date,
        a: list[Bout],
        b: list[Bout],
        steps: int,
        order: list[SourceId],
        came: list[int],
    ) -> None:
        said = (PHONE, walked(date, a)), (BAND, walked(date, b)), (SCALE, total(date, steps))
        for trusted in (order, ()):
            mixed = steps_of(date, trusted, *(said[n] for n in came))
            assert mixed == steps_of(date, trusted, *said)


class TestBio151:
    """BIO-151. A total of a day counts for what the finer samples of its own source leave of it: what one source tells as both comes to the larger of the two."""

    @given(date=dates, a=bouts, b=bouts, steps=amounts, first=st.sampled_from([PHONE, BAND]))
    def test_it_does(
        self, date: dt.date, a: list[Bout], b: list[Bout], steps: int, first: SourceId
    ) -> None:
        both = [*walked(date, a), *total(date, steps)]
        alone = steps_of(date, (), (PHONE, both))
        assert alone == max(steps, steps_of(date, (), (PHONE, walked(date, a))))
        other = (BAND, walked(date, b))
        beside = steps_of(date, (first,), (PHONE, both), other)
        # What is said, not what it comes to alone: a share is rounded down.
        assert beside <= max(steps, steps_of(date, (first,), (PHONE, walked(date, a)), other))
        if first == PHONE:
            assert beside >= alone

    def test_it_is_told_of_the_source_alone(self) -> None:
        both = [*walked(DATES[0], [(32, 15, 4_000)]), *total(DATES[0], 9_000)]
        biometrics, me, _ = written(
            series(Metric.STEPS, PHONE, both),
            series(Metric.STEPS, BAND, walked(DATES[0], [(60, 15, 500)])),
        )
        (day,) = biometrics.series.days(me, Metric.STEPS, *_around(DATES[0]))
        assert [(share.source, share.alone.total) for share in day.shares] == [
            (PHONE, 9_000),
            (BAND, 500),
        ]
        found = biometrics.series.samples(me, Metric.STEPS, day_of(DATES[0]))
        assert found.told == day
        assert sum(one.counts or 0 for one in found.samples) == day.amount.total == 9_000


class TestBio150:
    """BIO-150. An order may name sources nothing came from yet: it is kept, they are told, and count in it from their first sample on."""

    @given(order=orders, came=st.sets(st.sampled_from([PHONE, BAND, CLIP, SCALE])))
    def test_they_are(self, order: list[SourceId], came: set[SourceId]) -> None:
        of = walked(DATES[0], [(30, 15, 100)])
        biometrics, me, _ = written(
            *(series(Metric.STEPS, source, of) for source in sorted(came)),
            series(Metric.FLOORS, PHONE, of),
        )
        good(biometrics.series.prefer(me, None, order))
        shown = good(biometrics.series.prefer(me, Metric.STEPS, order))
        of_all, of_steps = shown.priorities
        assert of_all.sources == of_steps.sources == tuple(order)
        assert set(shown.unseen(of_steps)) == set(order) - came
        assert set(shown.unseen(of_all)) == set(order) - came - {PHONE}
        good(biometrics.record_samples(me, [series(Metric.STEPS, source, of) for source in order]))
        shown = biometrics.series.sources(me)
        assert [shown.unseen(one) for one in shown.priorities] == [(), ()]
        (day,) = biometrics.series.days(me, Metric.STEPS, *_around(DATES[0]))
        assert [share.source for share in day.shares] == order


class TestBio161:
    """BIO-161. Of one source a sample of a sum counts for what those shorter ones leave of it that begin on its day, last and lie in its time: told again with a later end, or once more in coarser or finer pieces, nothing counts twice, in whatever order it comes."""

    @given(
        date=dates,
        told=st.lists(st.tuples(st.integers(1, 22 * 60), st.integers(0, 2_000)), min_size=1),
        came=st.randoms(use_true_random=False),
    )
    def test_a_total_that_grows_is_its_largest(
        self, date: dt.date, told: list[tuple[int, int]], came: random.Random
    ) -> None:
        begin_ms, offset = total(date, 0)[0][0], total(date, 0)[0][3]
        so_far, rows = 0, []
        for minutes, more in sorted(dict(told).items()):
            so_far += more
            rows.append((begin_ms, minutes * MINUTE, so_far, offset))
        came.shuffle(rows)
        archives = rows[::2], rows[1::2]
        assert steps_of(date, (), *((PHONE, of) for of in archives)) == so_far
        assert steps_of(date, (), (PHONE, rows), (PHONE, total(date, so_far))) == so_far

    @given(
        date=dates,
        minutes=st.dictionaries(st.integers(0, 22 * 60 - 1), st.integers(0, 200), max_size=60),
        pieces=st.lists(st.sampled_from([2, 5, 15, 60, 6 * 60, 22 * 60]), max_size=3),
    )
    def test_coarser_pieces_add_nothing(
        self, date: dt.date, minutes: dict[int, int], pieces: list[int]
    ) -> None:
        (begin_ms, _, _, offset) = total(date, 0)[0]
        archives = []
        for length in (1, *pieces):
            sums: dict[int, int] = {}
            for minute, steps in minutes.items():
                sums[minute // length] = sums.get(minute // length, 0) + steps
            archives.append(
                [
                    (begin_ms + n * length * MINUTE, length * MINUTE, steps, offset)
                    for n, steps in sums.items()
                ]
            )
        walked_ = sum(minutes.values())
        for of in (archives, archives[::-1]):
            assert steps_of(date, (), *((PHONE, one) for one in of)) == walked_
        beside = steps_of(date, (PHONE,), *((PHONE, one) for one in archives), (BAND, archives[0]))
        assert beside == walked_

    @given(date=dates, of=bouts)
    def test_what_counts_of_each_is_shown(self, date: dt.date, of: list[Bout]) -> None:
        biometrics, me, _ = written(series(Metric.STEPS, PHONE, walked(date, of)))
        found = biometrics.series.samples(me, Metric.STEPS, day_of(date))
        assert [one.value for one in found.samples] == [row[2] for row in sorted(walked(date, of))]
        assert all((one.counts or 0) <= one.value for one in found.samples)
        counts = sum(one.counts or 0 for one in found.samples)
        assert counts == (found.told.amount.total if found.told else 0)

    def test_two_that_overlap_and_two_of_other_days_are_two(self) -> None:
        overlapping = walked(DATES[0], [(32, 60, 500), (33, 60, 400)])
        assert steps_of(DATES[0], (), (PHONE, overlapping)) == 900
        (late,) = walked(DATES[0], [(91, 15, 300)])
        night, after = (
            (late[0], 240 * MINUTE, 400, late[3]),
            (late[0] + 90 * MINUTE, MINUTE, 9, late[3]),
        )
        biometrics, me, _ = written(series(Metric.STEPS, PHONE, [night, after]))
        days = biometrics.series.days(
            me, Metric.STEPS, _around(DATES[0])[0], days_after(_around(DATES[0])[1], 1)
        )
        assert sum(one.amount.total for one in days) == 409

    def test_a_moment_lies_in_nothing(self) -> None:
        """Apple cuts times to the second: what took less is a moment, with which the next begins."""
        (quarter,) = walked(DATES[0], [(32, 15, 300)])
        begin_ms, length_ms, _, offset = quarter
        for at_ms in (0, length_ms - 1, length_ms):
            moment = (begin_ms + at_ms, 0, 20, offset)
            assert steps_of(DATES[0], (), (PHONE, [quarter, moment])) == 320


class TestBio170:
    """BIO-170. What samples of a sum lose to sources before theirs, the longer ones of their own source that hold them do not: a day is no less because its source told a part of it as well."""

    @given(
        date=dates,
        told=st.dictionaries(st.integers(1, 22 * 60), st.integers(0, 2_000), min_size=1),
        of=bouts,
    )
    def test_it_is_at_most_the_larger(
        self, date: dt.date, told: dict[int, int], of: list[Bout]
    ) -> None:
        begin_ms, _, _, offset = total(date, 0)[0]
        so_far, rows = 0, []
        for minutes, more in sorted(told.items()):
            so_far += more
            rows.append((begin_ms, minutes * MINUTE, so_far, offset))
        band, order = (BAND, walked(date, of)), (BAND, PHONE)
        parts = steps_of(date, order, band, (PHONE, rows))
        both = steps_of(date, order, band, (PHONE, [*rows, *total(date, so_far)]))
        assert parts <= both <= max(parts, so_far)

    def test_a_part_that_was_told_before_lowers_no_total(self) -> None:
        (begin_ms, _, _, offset), hour = total(DATES[0], 0)[0], 60 * MINUTE
        band = BAND, walked(DATES[0], [(32 + n, 15, 250) for n in range(16)])
        quarters = walked(DATES[0], [(32 + n, 15, 240) for n in range(16)])
        by_two, by_night = ((begin_ms, n * hour, n * 400 + 200, offset) for n in (14, 22))
        for total_ in ([by_night], total(DATES[0], 9_000)):
            for parts in ([], [by_two], quarters, [by_two, *quarters]):
                said = (PHONE, parts), (PHONE, total_), band
                assert steps_of(DATES[0], (BAND, PHONE), *said) == 9_000
                assert steps_of(DATES[0], (PHONE, BAND), *said) == 9_000


def _around(date: dt.date) -> tuple[LocalDate, LocalDate]:
    return day_of(date), days_after(day_of(date), 1)
