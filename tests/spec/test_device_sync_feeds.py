"""Which days were read and which are missing, and how a feed is read until none is."""

from __future__ import annotations

import datetime as dt
import itertools
from functools import partial
from typing import Final

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.simulated.driver import SimulatedDriver
from tests.device_sync.simulated.world import World
from tests.strategies.device_sync import (
    DAYS,
    FIRST,
    chances,
    coverages,
    feeds,
    instants,
    some_days,
    spans,
    troubles,
)
from tests.support import NOW, at
from vegaloop.device_sync.application.drivers import PageCall
from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook
from vegaloop.device_sync.domain.coverage import Days, Span, days_of
from vegaloop.device_sync.domain.feed import PAGES_MOST, Feed, Reading, Rhythm
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import (
    Instant,
    LocalDate,
    day_of,
    day_span,
    days_after,
    days_from,
    later,
    local_date_of,
)

HOUR: Final = dt.timedelta(hours=1)
rhythms = st.builds(
    Rhythm,
    st.integers(1, 24).map(lambda n: n * HOUR),
    st.integers(0, 7),
    st.integers(1, 10),
)


def held(days: Days) -> frozenset[LocalDate]:
    """The days, one by one."""
    return frozenset(day for start, end in days.spans for day in days_from(start, end)) - {
        end for start, end in days.spans if end not in days
    }


def span_days(span: Span) -> frozenset[LocalDate]:
    """The days from the first up to, not including, the second."""
    start, end = span
    count = (end - start).days
    return frozenset(days_after(start, n) for n in range(max(count, 0)))


class TestDsy17:
    """DSY-17. Spans of days are sets of days: joined, cut and clipped they hold the same days, and equal days are equal values."""

    @given(st.lists(spans, max_size=8))
    def test_joined(self, some: list[Span]) -> None:
        days, truth = days_of(some), frozenset[LocalDate]().union(*map(span_days, some))
        assert held(days) == truth
        assert len(days) == len(truth)
        assert all((day in days) == (day in truth) for day in every_day())
        assert days_of(reversed(some)) == days == days_of([*some, *some])

    @given(coverages, spans)
    def test_cut_clipped_and_missing(self, days: Days, span: Span) -> None:
        truth, hole = held(days), span_days(span)
        assert held(days.with_span(span)) == truth | hole
        assert held(days.without(span)) == truth - hole
        assert held(days.within(span)) == truth & hole
        assert held(days.missing_in(span)) == hole - truth

    @given(coverages, coverages)
    def test_equal_days_are_equal_values(self, one: Days, other: Days) -> None:
        assert (one == other) == (held(one) == held(other))

    @given(coverages, spans)
    def test_what_is_cut_out_and_put_back_is_as_it_was(self, days: Days, span: Span) -> None:
        back = days.without(span)
        for part in days.within(span).spans:
            back = back.with_span(part)
        assert back == days

    @given(coverages, st.integers(1, 10))
    def test_the_last_days(self, days: Days, most: int) -> None:
        last = days.last(most)
        if last is None:
            assert not days.spans
            return
        assert 1 <= len(span_days(last)) <= most
        assert span_days(last) <= held(days)
        assert max(held(days)) in span_days(last)

    @given(st.lists(st.tuples(some_days, some_days), min_size=1, max_size=4))
    def test_spans_that_touch_or_stand_otherwise_cannot_be(self, some: list[Span]) -> None:
        in_order = all(start < end for start, end in some) and all(
            one[1] < other[0] for one, other in itertools.pairwise(some)
        )
        if in_order:
            assert Days(tuple(some)) == days_of(some)
        else:
            with pytest.raises(ValueError, match="in order"):
                Days(tuple(some))


def every_day() -> tuple[LocalDate, ...]:
    """Every day a test tells of, and some about them."""
    return tuple(days_after(FIRST, n) for n in range(-2, DAYS + 3))


def a_feed() -> Feed:
    """A feed that was never read."""
    return Feed(vendor=Vendor.OURA, kind=DataKind.SLEEP, run_at=at(NOW))


class TestDsy18:
    """DSY-18. A day is missing where it is wanted, is over, and was not read whole."""

    @given(feeds, some_days, some_days)
    def test_no_other_day_is(self, feed: Feed, wanted_from: LocalDate, today: LocalDate) -> None:
        missing = feed.missing(wanted_from, today)
        for day in every_day():
            wanted = wanted_from <= day < today
            assert (day in missing) == (wanted and day not in feed.covered)


def read_through(
    feed: Feed, rhythm: Rhythm, wanted_from: LocalDate, today: LocalDate, now: Instant
) -> tuple[Feed, list[Reading]]:
    """Read window after window, until nothing is missing and what is new was read."""
    windows: list[Reading] = []
    while feed.run_at <= now:
        window = feed.next_window(rhythm, wanted_from, today, now)
        windows.append(window)
        feed = feed.begun(window).read(window.seen(7), rhythm, wanted_from, today, now)
        assert len(windows) < 200
    return feed, windows


class TestDsy19:
    """DSY-19. The cursor moves only when what is new was read whole, and to when that reading began."""

    @given(feeds, rhythms, some_days, some_days, instants)
    def test_windows_of_what_is_missing_leave_it(
        self, feed: Feed, rhythm: Rhythm, wanted: LocalDate, today: LocalDate, now: Instant
    ) -> None:
        window = feed.next_window(rhythm, wanted, today, now)
        begun = feed.begun(window)
        assert begun.cursor == feed.cursor
        turned = window.seen(1).after("2")
        assert turned is not None
        assert begun.turned(turned, now).cursor == feed.cursor
        assert begun.turned(turned, now).covered == feed.covered
        is_new = window.days[1] > today
        after = begun.read(window.seen(1), rhythm, wanted, today, later(now, HOUR))
        assert after.cursor == (now if is_new else feed.cursor)

    @given(feeds, rhythms, some_days, some_days, instants)
    def test_what_is_asked_for_begins_before_the_cursor(
        self, feed: Feed, rhythm: Rhythm, wanted: LocalDate, today: LocalDate, now: Instant
    ) -> None:
        window = feed.next_window(rhythm, wanted, today, now)
        if window.since is not None:
            assert feed.cursor is not None
            assert feed.cursor - window.since == dt.timedelta(days=rhythm.overlap_days)
        elif window.days[1] > today:
            assert feed.cursor is None


class TestDsy20:
    """DSY-20. Whatever goes wrong, the cursor and the covered days stay, and a window that was begun is read on."""

    @given(feeds, rhythms, st.lists(st.tuples(troubles, chances), min_size=1, max_size=12))
    def test_trouble_moves_nothing(
        self, feed: Feed, rhythm: Rhythm, times: list[tuple[Trouble, float]]
    ) -> None:
        window = feed.next_window(rhythm, FIRST, days_after(FIRST, DAYS), at(NOW))
        after = feed.begun(window)
        for trouble, chance in times:
            before, after = after, after.failed(at(NOW), trouble, chance)
            assert (after.cursor, after.covered, after.seen) == (
                feed.cursor,
                feed.covered,
                feed.seen,
            )
            assert after.reading in (before.reading, None)
            assert after.run_at > at(NOW)
            assert after.put_off(at(NOW), trouble).reading == after.reading
        if after.reading is not None:
            assert after.next_window(rhythm, FIRST, FIRST, at(NOW)) == window


class TestDsy21:
    """DSY-21. What is new is read, with some days before it again, and then the days that are missing, the newest first, until none is."""

    @given(rhythms, st.integers(0, 40), instants, coverages)
    def test_nothing_is_missing_in_the_end(
        self, rhythm: Rhythm, ago: int, now: Instant, covered: Days
    ) -> None:
        today = days_after(FIRST, DAYS)
        wanted = days_after(today, -ago)
        new = Feed(vendor=Vendor.OURA, kind=DataKind.BODY, run_at=now, covered=covered)
        feed, (first, *others) = read_through(new, rhythm, wanted, today, now)
        assert not feed.missing(wanted, today).spans
        assert feed.run_at == later(now, rhythm.every)
        assert first.days == (
            max(wanted, days_after(today, -rhythm.overlap_days)),
            days_after(today, 1),
        )
        ends = [window.days[1] for window in others]
        assert ends == sorted(ends, reverse=True)
        for window in others:
            assert len(span_days(window.days)) <= rhythm.page_days
            assert not span_days(window.days) & held(covered)

    def test_what_is_new_comes_before_the_rest_of_what_is_missing(self) -> None:
        rhythm, today = Rhythm(HOUR, 2, 3), days_after(FIRST, DAYS)
        feed = Feed(vendor=Vendor.OURA, kind=DataKind.BODY, run_at=at(NOW), cursor=at(NOW))
        late = later(at(NOW), 2 * HOUR)
        assert feed.next_window(rhythm, FIRST, today, at(NOW)).days[1] <= today
        assert feed.next_window(rhythm, FIRST, today, late).days[1] > today


class TestDsy22:
    """DSY-22. A day that was not over when it was asked for is not covered, also where it ended meanwhile."""

    @given(feeds, rhythms, some_days, some_days)
    def test_today_is_never_covered(
        self, feed: Feed, rhythm: Rhythm, wanted: LocalDate, today: LocalDate
    ) -> None:
        window = feed.next_window(rhythm, wanted, today, at(NOW))
        after = feed.begun(window).read(window.seen(1), rhythm, wanted, today, at(NOW))
        new = held(after.covered) - held(feed.covered)
        assert all(day < today for day in new)

    def test_a_window_over_midnight_covers_the_days_before_the_first_of_them(self) -> None:
        world = World(4)
        person, *others = world.people
        for other in others:
            world.books.write(other, partial(_rest, other))
        for n in range(9):  # Three pages.
            world.vendor.change(world.account(person), str(n), NOW.date(), "run")
        zone = world.parts.profiles.profile(person).home_zone
        day = day_of(NOW.date())
        world.clock.set(day_span(day, zone).end - dt.timedelta(seconds=20))
        calls: list[int] = []

        def meanwhile() -> None:
            calls.append(1)
            if len(calls) == 2:  # The first is for tokens, this for the first page.
                world.advance(dt.timedelta(seconds=30))

        world.vendor.meanwhile = meanwhile

        def read() -> Feed:
            return world.books.read(person, lambda book: book.feeds()[0])

        world.worker.step(lambda: read().cursor is None)
        feed = read()
        assert feed.cursor is not None
        assert len(calls) > 2
        assert local_date_of(feed.cursor, zone) == day
        assert day not in feed.covered
        assert days_after(day, -1) in feed.covered

    def test_what_is_of_two_days_and_looks_the_same_is_kept_twice(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        usual = SimulatedDriver.page

        def page(self: SimulatedDriver, kind: DataKind, reading: Reading, access: str) -> PageCall:
            return PageCall(usual(self, kind, reading, access).call, f"page:{reading.days}")

        monkeypatch.setattr(SimulatedDriver, "page", page)
        world = World(5)
        world.settle()
        for person in world.people:
            kept = world.books.read(
                person, lambda book: book.deliveries(DeliveryQuery(), None, 999)
            )
            pulled = [one.pulled for one in kept if one.pulled is not None]
            for feed in world.books.read(person, lambda book: book.feeds()):
                own = [one.days for one in pulled if one.kind is feed.kind]
                assert held(feed.covered) <= {day for days in own for day in span_days(days)}


def _rest(person: PersonId, book: SyncBook) -> None:
    book.put_lane(Lane(person, None))


class TestDsy23:
    """DSY-23. A vendor whose pages go in a circle, or never end, has failed, and none of its days is covered."""

    @given(st.lists(st.sampled_from("abcdef"), max_size=20))
    def test_a_page_comes_once(self, pages: list[str]) -> None:
        reading: Reading | None = Reading((FIRST, days_after(FIRST, 1)), None, at(NOW))
        turned: set[str] = set()
        for page in pages:
            assert reading is not None
            reading = reading.after(page)
            assert (reading is None) == (page in turned)
            if reading is None:
                return
            turned.add(page)

    def test_five_hundred_pages_are_the_most(self) -> None:
        reading: Reading | None = Reading((FIRST, days_after(FIRST, 1)), None, at(NOW))
        for number in range(PAGES_MOST):
            assert reading is not None
            reading = reading.after(str(number))
        assert reading is not None
        assert reading.after("one more") is None


class TestDsy24:
    """DSY-24. A feed is never given up: after too many failures it is read anew, every ten hours."""

    @given(troubles, chances, st.integers(9, 30))
    def test_it_is_always_due_again(self, trouble: Trouble, chance: float, times: int) -> None:
        feed, now = a_feed(), at(NOW)
        for _ in range(times):
            feed = feed.failed(now, trouble, chance)
            assert now < feed.run_at <= later(now, 24 * HOUR)
        assert feed.run_at == later(now, 10 * HOUR)
        assert feed.reading is None

    @given(feeds, instants)
    def test_whoever_asks_for_it_has_it_read_now(self, feed: Feed, now: Instant) -> None:
        asked = feed.asked(now)
        assert (asked.run_at, asked.attempts, asked.trouble) == (now, 0, None)
        assert (asked.cursor, asked.covered) == (feed.cursor, feed.covered)
