"""Workers that do not have a vendor set up: what is of it waits for them, or for others."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import structs

from tests.device_sync.simulated.driver import SimulatedDriver
from tests.device_sync.simulated.promises import VENDOR
from tests.spec.test_device_sync_unsteady import Rider
from tests.support import at_most
from vegaloop.device_sync.application.drivers import Reads
from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook
from vegaloop.device_sync.application.working import Working
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.delivery import State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.schedule import NEVER
from vegaloop.device_sync.domain.trouble import Locked
from vegaloop.device_sync.domain.vendor import Vendor

MINUTE: Final = dt.timedelta(minutes=1)
_READERS: Final[tuple[Mapping[Vendor, Reads], ...]] = ({}, {VENDOR: SimulatedDriver()})


class Fleet(Rider):
    """Workers, one of which was begun without what a vendor is known by."""

    def __init__(self, reads: Mapping[Vendor, Reads] = _READERS[0]) -> None:
        super().__init__()
        self.well = self.worker
        self.without = Working(structs.replace(self.parts, vendors={}, reads=reads))

    @property
    def connection(self) -> Connection:
        """How the person stands with the vendor."""
        found = self.books.read(self.me, lambda book: book.connection(VENDOR))
        assert found is not None
        return found

    @property
    def feeds(self) -> tuple[Feed, ...]:
        """What is asked for."""
        return self.books.read(self.me, lambda book: book.feeds())

    def are(self, state: State) -> int:
        """Count deliveries."""
        query = DeliveryQuery(VENDOR, state)
        return len(self.books.read(self.me, lambda book: book.deliveries(query, None, 999)))

    def pass_by(self, by: dt.timedelta, *workers: Working) -> None:
        """Let time pass while workers look in turn, each whenever something is due."""
        until, turn = self.clock.now() + by, 0
        while True:
            due_at = self.books.read(self.me, lambda book: book.lane()).due_at
            if due_at is None or due_at > until:
                break
            self.advance(max(due_at - self.clock.now(), MINUTE * 0))
            workers[turn % len(workers)].step()
            turn += 1
            assert turn < 2_000, "this does not end"
        self.advance(until - self.clock.now())


class TestDsy137:
    """DSY-137. What is of a vendor that a worker does not have set up waits there: it neither ends nor spends an attempt, says that a key is missing, and goes on by itself within a quarter of an hour of its being set up, or where another worker has it."""

    @given(st.sampled_from(_READERS), st.integers(0, 2_000))
    @settings(max_examples=at_most(20))
    def test_for_however_long_it_is_not(self, reads: Mapping[Vendor, Reads], minutes: int) -> None:
        here = Fleet(reads)
        here.worker = here.without
        calls = here.vendor.calls.total()
        here.told(here.rides("first"))
        here.pass_by(minutes * MINUTE, here.without)
        assert here.vendor.calls.total() == calls
        assert here.connection.grant is not None
        assert isinstance(here.connection.trouble, Locked)
        assert (here.are(State.WAITING), here.are(State.DEAD)) == (1, 0)
        assert NEVER not in {feed.run_at for feed in here.feeds}
        here.pass_by(15 * MINUTE, here.well)
        assert here.says == "first"
        assert here.connection.trouble is None
        assert here.are(State.WAITING) == here.are(State.DEAD) == 0

    @pytest.mark.parametrize("reads", _READERS)
    def test_others_go_on_meanwhile(self, reads: Mapping[Vendor, Reads]) -> None:
        here = Fleet(reads)
        for says in ("first", "then", "last"):
            here.worker = here.without
            here.told(here.rides(says))
            here.pass_by(60 * MINUTE, here.without, here.well)
            assert here.says == says
        for _ in range(10):
            here.pass_by(6 * 60 * MINUTE, here.without, here.well)
        assert here.are(State.WAITING) == here.are(State.DEAD) == 0
        began = here.clock.now() - 3 * 60 * MINUTE
        assert all(feed.cursor is not None and feed.cursor > began for feed in here.feeds)

    def test_what_was_fetched_already_is_read_by_others(self) -> None:
        here = Fleet()
        here.told(here.rides("first"))
        here.advance(MINUTE)
        here.tell(here.rides("then"))
        here.well.step(iter((True, False)).__next__)
        assert here.are(State.WAITING) == 1
        here.pass_by(300 * MINUTE, here.without)
        assert (here.are(State.WAITING), here.says) == (1, "first")
        here.pass_by(15 * MINUTE, here.well)
        assert here.says == "then"

    def test_what_was_paused_comes_back_when_it_is_tried_again(self) -> None:
        here = Fleet()
        for feed in here.feeds:
            here.books.write(here.me, partial(_pause, feed))
        here.pass_by(3_000 * MINUTE, here.well)
        assert {feed.run_at for feed in here.feeds} == {NEVER}
        here.overseeing.try_again(here.me, None)
        here.work()
        assert all(feed.cursor == here.clock.now() for feed in here.feeds)


def _pause(feed: Feed, book: SyncBook) -> None:
    book.put_feed(feed.paused())
