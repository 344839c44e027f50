"""What a vendor no longer lists: sought, and gone when it is. Each class quotes its rule."""

from __future__ import annotations

import datetime as dt
from contextlib import AbstractContextManager
from typing import Final
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device_sync.simulated.driver import OVERLAP_DAYS
from tests.device_sync.simulated.sleeper import NIGHTS, Sleeper
from tests.device_sync.simulated.vendor import PAGE_ITEMS, SimulatedVendor
from tests.strategies.device_sync import a_delivery, a_record
from tests.support import NOW, CountedIds, at, at_most, somebody
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.application.calling import Answer, NoAnswer
from vegaloop.device_sync.application.drivers import Follow
from vegaloop.device_sync.application.following import follow_up
from vegaloop.device_sync.application.ports import DeliveryQuery, Known
from vegaloop.device_sync.application.seeking import SOUGHT_MOST, seek
from vegaloop.device_sync.domain.delivery import Pulled, State
from vegaloop.device_sync.domain.feed import Reading, Rhythm
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import day_of, days_after, later

_SECOND: Final = dt.timedelta(seconds=1)
_WITHIN: Final = range(1, OVERLAP_DAYS)  # Days ago that lie well within what is read again.
some_nights = st.sets(st.sampled_from(NIGHTS), max_size=SOUGHT_MOST)


def silent_on_nights(answer: object, path: str = "/object") -> AbstractContextManager[object]:
    """Let a vendor list nights, and answer something else where one is asked for, or on a path."""
    answered = SimulatedVendor._answered

    def silent(vendor: SimulatedVendor, asked: str, *rest: object) -> object:
        known = answered(vendor, asked, *rest)  # type: ignore[arg-type]  # As it was asked.
        return answer if asked.startswith(path) else known

    return patch.object(SimulatedVendor, "_answered", silent)


class TestDsy88:
    """DSY-88. What is known of a day well within a window, and is on none of the pages of one that was read whole, is sought by its name: ten things a window at most, and each once a day in one edition."""

    @given(some_nights)
    @settings(max_examples=at_most(15))
    def test_what_is_not_listed(self, gone: set[str]) -> None:
        world = Sleeper()
        assert world.sought() == []
        for night in gone:
            world.delete(night)
        world.pull()
        assert sorted(world.sought()) == sorted(gone)

    @pytest.mark.parametrize("days_ago", range(OVERLAP_DAYS + 2))
    def test_only_well_within(self, days_ago: int) -> None:
        world = Sleeper(days_ago, nights=1)
        world.delete(NIGHTS[0])
        world.pull()
        assert bool(world.sought()) is (days_ago in _WITHIN)

    def test_ten_at_once_and_the_rest_later(self) -> None:
        world, left = Sleeper(), len(NIGHTS)
        for night in NIGHTS:
            world.delete(night)
        while left:
            world.pull()
            left = max(0, left - SOUGHT_MOST)
            assert len(world.nights) == left
        assert sorted(world.sought()) == sorted(NIGHTS)

    def test_once_a_day(self) -> None:
        world, days = Sleeper(nights=PAGE_ITEMS), 2
        for _ in range(8 * days):
            world.hide({NIGHTS[0]})
            world.pull()
        assert set(world.sought()) == {NIGHTS[0]}
        assert days <= len(world.sought()) <= days + 1
        assert NIGHTS[0] in world.nights

    def test_a_window_that_was_not_read_whole_says_nothing(self) -> None:
        world = Sleeper()
        world.delete(NIGHTS[0])
        answered, pages = SimulatedVendor._page, 0

        def breaks(
            vendor: SimulatedVendor, account: str, query: dict[str, str]
        ) -> dict[str, object]:
            nonlocal pages
            pages += "night" in query
            page = answered(vendor, account, query)
            return {"items": "none"} if pages % 3 == 0 else page

        with patch.object(SimulatedVendor, "_page", breaks):
            world.pull()
        assert (pages > 0, world.sought()) == (True, [])


class TestDsy89:
    """DSY-89. What is sought is taken out when the vendor does not have it, and stays as long as it has it, or does not say, or was asked more than a week after it was missed."""

    @given(some_nights, some_nights)
    @settings(max_examples=at_most(15))
    def test_a_list_that_leaves_things_out_deletes_nothing(
        self, gone: set[str], hidden: set[str]
    ) -> None:
        world = Sleeper()
        for night in gone:
            world.delete(night)
        for hours in (3, 3, 24):
            world.hide(hidden)
            world.pull(hours)
        assert world.nights == {*NIGHTS} - gone

    def test_an_empty_list_deletes_nothing(self) -> None:
        world = Sleeper(nights=PAGE_ITEMS)
        for _ in range(10):
            world.hide({*NIGHTS})
            world.pull()
        assert {*world.sought()} == world.nights == {*NIGHTS[:PAGE_ITEMS]}

    @pytest.mark.parametrize(
        "answer", [Failure(NoAnswer("timeout")), Success(Answer(503, {}, b""))]
    )
    def test_silence_deletes_nothing(self, answer: object) -> None:
        world = Sleeper()
        world.delete(NIGHTS[0])
        with silent_on_nights(answer):
            world.pull()
        assert world.sought(State.WAITING) == [NIGHTS[0]]
        assert world.nights == {*NIGHTS}
        world.pull()
        assert world.nights == {*NIGHTS} - {NIGHTS[0]}

    @pytest.mark.parametrize(("days", "stays"), [(6, False), (8, True)])
    def test_what_is_asked_late_says_nothing(self, days: int, stays: bool) -> None:
        world = Sleeper(nights=1)
        world.delete(NIGHTS[0])
        with silent_on_nights(Failure(NoAnswer("timeout"))):
            world.pull()
        assert world.sought(State.WAITING) == [NIGHTS[0]]
        with silent_on_nights(Failure(NoAnswer("timeout")), "/list"):
            world.pull(24 * days)
        assert world.sought(State.DONE) == [NIGHTS[0]]
        assert (NIGHTS[0] in world.nights) is stays
        world.pull()  # Listed, and not there, it is missed anew.
        assert NIGHTS[0] not in world.nights

    @pytest.mark.parametrize(("names_days", "is_sought"), [(None, True), (21, True), (19, False)])
    def test_not_where_a_vendor_names_only_what_is_later(
        self, names_days: int | None, is_sought: bool
    ) -> None:
        world, day = Sleeper(20, nights=1), days_after(day_of(NOW.date()), -20)
        days = days_after(day, -5), days_after(day, 5)
        page = a_delivery(900, pulled=Pulled(DataKind.SLEEP, days))
        window, rhythm = (
            Reading(days, None, at(NOW)),
            Rhythm(_SECOND, 5, 10, ("night",), names_days),
        )
        ids = CountedIds()
        world.books.write(world.me, lambda book: seek(book, page, window, rhythm, ids))
        assert world.sought() == [NIGHTS[0]] * is_sought


class TestDsy90:
    """DSY-90. What is listed again after it was gone is followed up again, though it says what it said."""

    @given(st.integers(1, 9), st.booleans())
    def test_again(self, gone_s: int, is_gone: bool) -> None:
        books, me, ids = MemorySyncBooks(), somebody(), CountedIds()
        thing = a_record("1", gone_s, None if is_gone else "a")
        follow = (Follow("hint:thing", "1:a", b"{}", thing.name),)
        for number, second in enumerate((0, 5)):
            page = a_delivery(900 + number, received_at=later(at(NOW), second * _SECOND))
            books.write(me, lambda book, page=page: follow_up(book, page, follow, ids, at(NOW)))
            learnt = {thing.name: Known(thing.edition)}
            books.write(me, lambda book, learnt=learnt: book.learn(Vendor.STRAVA, learnt))
        found = books.read(me, lambda book: book.deliveries(DeliveryQuery(), None, 9))
        assert len(found) == (2 if is_gone and gone_s < 5 else 1)
