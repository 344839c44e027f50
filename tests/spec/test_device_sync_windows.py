"""Windows of several pages: read until they can be trusted, and never round and round."""

from __future__ import annotations

import datetime as dt
from typing import Final

from hypothesis import given
from hypothesis import strategies as st

from tests.strategies.device_sync import DAYS, FIRST, chances, feeds, troubles
from tests.support import NOW, at, good
from vegaloop.device_sync.adapters.vendors.garmin import GarminDriver
from vegaloop.device_sync.application.drivers import Context, Page
from vegaloop.device_sync.domain.coverage import Days
from vegaloop.device_sync.domain.feed import Feed, Reading, Rhythm
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.kernel.time import UTC_ZONE, LocalDate, days_after, local_date_of

OVERLAP: Final = dt.timedelta(days=5)
READINGS_MOST: Final = 3
some_marks = st.lists(st.integers(0, 3), min_size=1, max_size=4)


def read(window: Reading, marks: list[int]) -> Reading:
    """Read a window whose pages sum up to these."""
    for mark in marks:
        window = window.seen(mark)
    return window


class TestDsy53:
    """DSY-53. A window of several pages that no later one looks at again is covered when two readings of it said the same, or after three."""

    @given(st.lists(some_marks, min_size=READINGS_MOST, max_size=READINGS_MOST))
    def test_read_until_it_says_the_same(self, told: list[list[int]]) -> None:
        window = Reading((FIRST, days_after(FIRST, 9)), None, at(NOW))
        before: list[int] | None = None
        for number, marks in enumerate(told, 1):
            window = read(window, marks)
            trusted = len(marks) == 1 or marks == before or number == READINGS_MOST
            assert window.is_settled(OVERLAP) == trusted
            if trusted:
                return
            before, window = marks, window.anew()
            assert (window.began_at, window.days, window.page) == (
                at(NOW),
                (FIRST, days_after(FIRST, 9)),
                None,
            )

    @given(st.integers(0, 10))
    def test_what_a_later_one_looks_at_again_is_read_once(self, days: int) -> None:
        since = at(NOW - dt.timedelta(days=days))
        window = read(Reading((FIRST, days_after(FIRST, 9)), since, at(NOW)), [1, 2])
        assert window.is_settled(OVERLAP) == (dt.timedelta(days=days) <= 2 * OVERLAP)


class TestDsy101:
    """DSY-101. A window of a vendor that only pushes what it is asked for is asked for once, however many pages it has."""

    @given(st.sampled_from(list(GarminDriver.rhythms)), st.integers(0, 200))
    def test_garmin_first_read(self, kind: DataKind, days: int) -> None:
        driver, now = GarminDriver(), at(NOW)
        today, wanted = FIRST, days_after(FIRST, -days)
        feed = Feed(vendor=Vendor.GARMIN, kind=kind, run_at=now)
        asked: list[str] = []
        while feed.run_at <= now:
            window = feed.next_window(driver.rhythms[kind], wanted, today, now)
            call = driver.page(kind, window, "token")
            asked.append(call.call.url)
            page = good(driver.read(call.topic, b"", Context(Account("a"), UTC_ZONE, now)))
            assert isinstance(page, Page)
            seen = window.seen(len(asked))
            turned = None if page.next is None else seen.after(page.next)
            feed = (
                feed.read(seen, driver.rhythms[kind], wanted, today, now)
                if turned is None
                else feed.begun(window).turned(turned, now)
            )
        assert len(set(asked)) == len(asked)
        assert feed.missing(wanted, today).spans == ()


class TestDsy129:
    """DSY-129. After a pause a feed reads again, as missing, the days it would have looked at again meanwhile: how long nobody looked makes no difference."""

    @given(
        rhythm=st.builds(
            Rhythm,
            st.integers(1, 24).map(lambda hours: dt.timedelta(hours=hours)),
            st.integers(0, 14),
            st.integers(1, 10),
        ),
        paused=st.integers(0, 60 * 24).map(lambda hours: dt.timedelta(hours=hours)),
        ago=st.integers(0, 90),
    )
    def test_every_day_is_looked_at_as_long_as_its_overlap(
        self, rhythm: Rhythm, paused: dt.timedelta, ago: int
    ) -> None:
        now, cursor = at(NOW), at(NOW - paused)
        today, last = (local_date_of(one, UTC_ZONE) for one in (now, cursor))
        wanted = days_after(today, -ago)
        covered = Days().with_span((wanted, last))
        feed = Feed(
            vendor=Vendor.OURA, kind=DataKind.BODY, run_at=now, cursor=cursor, covered=covered
        )
        looked = set[LocalDate]()
        first = feed.next_window(rhythm, wanted, today, now)
        while feed.run_at <= now:
            window = feed.next_window(rhythm, wanted, today, now)
            looked |= _days_in(*window.days)
            feed = feed.begun(window).read(window.seen(7), rhythm, wanted, today, now)
        again = _days_in(max(wanted, days_after(last, -rhythm.overlap_days)), today)
        if paused > rhythm.every + dt.timedelta(days=1):
            assert again <= looked
        elif first.days[1] > today:
            assert not (looked - _days_in(*first.days)) & _days_in(wanted, last)
        assert not feed.missing(wanted, today).spans


def _days_in(start: LocalDate, end: LocalDate) -> set[LocalDate]:
    return {days_after(start, n) for n in range(max((end - start).days, 0))}


class TestDsy54:
    """DSY-54. A window that went in a circle is begun anew, and not read on from where it turned."""

    @given(feeds, troubles, chances)
    def test_it_begins_at_its_first_page(self, feed: Feed, trouble: Trouble, chance: float) -> None:
        rhythm = Rhythm(dt.timedelta(hours=1), 5, 10)
        today = days_after(FIRST, DAYS)
        turned = Reading((FIRST, today), None, at(NOW)).after("a")
        assert turned is not None
        assert turned.after("a") is None
        after = feed.begun(turned).dropped().failed(at(NOW), trouble, chance)
        assert after.reading is None
        assert (after.cursor, after.covered) == (feed.cursor, feed.covered)
        assert after.next_window(rhythm, FIRST, today, at(NOW)).page is None
