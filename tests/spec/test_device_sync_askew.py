"""Clocks that are wrong for a while, and people who change accounts. Each class quotes its rule."""

from __future__ import annotations

import datetime as dt
import json
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.device_sync.simulated.sleeper import NIGHTS, Sleeper
from tests.strategies.device_sync import a_delivery
from tests.support import NOW, at, at_most, somebody
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook
from vegaloop.device_sync.domain.coverage import days_of
from vegaloop.device_sync.domain.delivery import State
from vegaloop.device_sync.domain.feed import Feed, Reading
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.schedule import NEVER, is_due, waits_most
from vegaloop.device_sync.domain.trouble import Busy, Forbidden
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.time import LocalDate, days_after, later

DAY: Final = dt.timedelta(days=1)
TODAY: Final = LocalDate(NOW.date())
_ahead = st.timedeltas(dt.timedelta(hours=30), dt.timedelta(days=90))
# Days ago that lie well within a window when all is read anew.
_WELL_WITHIN: Final = (*range(1, 5), *range(7, 15), *range(17, 25))
_behind = st.timedeltas(dt.timedelta(), dt.timedelta(hours=25))


class TestDsy108:
    """DSY-108. What a clock that was far ahead put off is due once the clock is right; of a feed whose cursor it set nobody knows what was read, and all of it is read anew."""

    @given(_ahead, _behind)
    def test_what_lies_further_ahead_than_anything_waits_is_due(
        self, ahead: dt.timedelta, wait: dt.timedelta
    ) -> None:
        now = at(NOW)
        assert is_due(later(now, ahead), now)
        assert is_due(now, now)
        assert is_due(later(now, wait), now) is not wait
        assert not is_due(waits_most(now), now)
        assert not is_due(NEVER, now)
        assert Lane(somebody(), later(now, ahead)).is_due(now)
        assert a_delivery(1).put_off(later(now, ahead), Busy(now)).is_due(now)

    @given(_ahead)
    def test_what_is_due_so_is_put_off_with_all_others(self, ahead: dt.timedelta) -> None:
        books, me, now = MemorySyncBooks(), somebody(), at(NOW)
        until = later(now, dt.timedelta(minutes=1))

        def work(book: SyncBook) -> None:
            book.add(a_delivery(1, topic="hint:a").put_off(later(now, ahead), Busy(now)), b"")
            assert book.due(now) is not None
            book.put_off(Vendor.STRAVA, until, Busy(until), now)
            assert book.due(now) is None
            assert book.next_due() == until

        books.write(me, work)

    @given(st.timedeltas(dt.timedelta(hours=-90), dt.timedelta(days=90)), st.integers(0, 90))
    def test_what_was_read_ahead_was_not_read(self, ahead: dt.timedelta, days: int) -> None:
        now, then = at(NOW), later(at(NOW), ahead)
        covered = days_of([(days_after(TODAY, -40), days_after(TODAY, days))])
        feed = Feed(
            vendor=Vendor.STRAVA,
            kind=DataKind.SLEEP,
            run_at=then,
            cursor=then,
            covered=covered,
            reading=Reading((TODAY, days_after(TODAY, 1)), None, then),
        ).at(now, TODAY)
        is_believed = ahead <= dt.timedelta(hours=1)
        assert feed.cursor == (then if is_believed else None)
        assert (feed.reading is not None) is is_believed
        assert len(feed.covered) == (40 if is_believed else 0)
        assert feed.at(now, TODAY) == feed

    @pytest.mark.parametrize("days", [2, 30])
    def test_a_feed_goes_on_by_itself(self, days: int) -> None:
        world = Sleeper(nights=2)
        world.set_clock(days * DAY)
        world.pull()
        world.set_clock(0 * DAY)
        world.vendor.change(world.account(world.me), NIGHTS[5], NOW.date(), "asleep again")
        world.pull(1)
        assert NIGHTS[5] in world.nights


class TestDsy109:
    """DSY-109. Who connects with another account keeps what came of the one before: it is neither sought nor asked for with the other's consent, until it is listed again, or its own account is connected again."""

    @given(st.booleans(), st.integers(1, 4))
    @settings(max_examples=at_most(10))
    def test_what_came_of_another_account_stays(self, is_told: bool, pulls: int) -> None:
        world = Sleeper(nights=3)
        mine, had = world.signed_in[world.me], world.nights
        assert len(had) == 3
        if is_told:
            told = {"account": world.account(world.me), "id": NIGHTS[0], "modified": 1}
            world.accept(json.dumps({**told, "day": f"{TODAY}", "gone": False}).encode())
        world.signed_in[world.me] = mine + 1
        world.connect(world.me)
        for _ in range(pulls):
            world.pull()
        assert world.nights == had
        assert world.sought() == []
        dead = world.books.read(
            world.me, lambda book: book.deliveries(DeliveryQuery(state=State.DEAD), None, 9)
        )
        assert [one.trouble for one in dead] == [Forbidden("account")] * is_told
        world.signed_in[world.me] = mine
        world.connect(world.me)
        world.try_again(world.me)
        world.pull()
        world.delete(NIGHTS[1])  # Here again it is missed.
        world.pull()
        assert [*set(world.sought())] == [NIGHTS[1]]
        assert world.nights == had - {NIGHTS[1]}

    @given(st.integers(0, 2), st.sets(st.sampled_from(NIGHTS[:3])), st.sampled_from(_WELL_WITHIN))
    @settings(max_examples=at_most(10))
    def test_what_was_deleted_meanwhile_is_missed(
        self, pulls: int, gone: set[str], days_ago: int
    ) -> None:
        world = Sleeper(days_ago, nights=3)
        mine, account, had = world.signed_in[world.me], world.account(world.me), world.nights
        world.signed_in[world.me] = mine + 1
        world.connect(world.me)
        for _ in range(pulls):
            world.pull()
        for night in gone:
            world.vendor.change(account, night, NOW.date(), None)
        assert world.nights == had
        world.signed_in[world.me] = mine
        world.connect(world.me)
        world.try_again(world.me)
        world.pull()
        world.pull()
        assert world.nights == had - gone
