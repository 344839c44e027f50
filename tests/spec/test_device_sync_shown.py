"""What a person is shown of their sync."""

from __future__ import annotations

import datetime as dt

from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.simulated.promises import VENDOR
from tests.device_sync.simulated.world import World
from tests.strategies.device_sync import a_delivery, instants, kinds
from tests.support import NOW, at, good
from vegaloop.device_sync.adapters.bodies import from_statuses
from vegaloop.device_sync.application.ports import SyncBook
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.trouble import Down
from vegaloop.device_sync.domain.vendor import DataKind, Vendor
from vegaloop.kernel.time import Instant


class TestDsy81:
    """DSY-81. Of each vendor it is told when it is tried next by itself: the soonest of what waits and of what is asked for, and never where nothing may be."""

    @given(st.lists(instants, max_size=4), st.dictionaries(kinds, instants, max_size=4))
    def test_the_soonest(self, waiting: list[Instant], feeds: dict[DataKind, Instant]) -> None:
        world = World(1)
        person = world.people[0]

        def write(book: SyncBook) -> None:
            for feed in book.feeds():
                book.put_feed(feed.paused())
            for kind, run_at in feeds.items():
                book.put_feed(Feed(vendor=VENDOR, kind=kind, run_at=run_at))
            for number, run_at in enumerate(waiting, 1_000):
                put_off = a_delivery(number, vendor=VENDOR).put_off(run_at, Down("timeout"))
                book.add(put_off, b'{"items": [], "next": null}')

        world.books.write(person, write)
        (status,) = world.overseeing.status(person)
        assert status.next_at == min([*waiting, *feeds.values()], default=None)
        (body,) = from_statuses((status,)).vendors
        assert body.next_at == status.next_at

    def test_whoever_parted_waits_for_nothing(self) -> None:
        world = World(1)
        person = world.people[0]
        (before,) = world.overseeing.status(person)
        assert before.next_at == at(NOW)
        good(world.connecting.disconnect(person, VENDOR))
        (after,) = world.overseeing.status(person)
        assert after.next_at is None

    def test_it_is_then_that_it_is_tried(self) -> None:
        world = World(1)
        person = world.people[0]
        world.vendor.meanwhile = world.vendor.afterwards = lambda: None
        while world.worker.step():
            pass
        for other in world.people[1:]:
            good(world.connecting.disconnect(other, VENDOR))
        (status,) = world.overseeing.status(person)
        assert status.next_at is not None
        world.advance(status.next_at - world.clock.now() - dt.timedelta(seconds=1))
        assert not world.worker.step()
        world.advance(dt.timedelta(seconds=1))
        assert world.worker.step()


class TestDsy121:
    """DSY-121. Of a vendor that was disconnected no day is missing: nothing of it is wanted, until it is connected again."""

    @given(st.integers(0, 40))
    def test_nothing_is_missing_of_it(self, days: int) -> None:
        world = World(1)
        person = world.people[0]
        before = world.overseeing.gaps(person)
        assert any(gap.missing for gap in before)
        good(world.connecting.disconnect(person, VENDOR))
        world.advance(dt.timedelta(days=days))
        (status,) = world.overseeing.status(person)
        assert (world.overseeing.gaps(person), status.gaps) == ((), ())
        world.advance(dt.timedelta(days=-days))
        assert world._consent(person)
        assert world.overseeing.gaps(person) == before

    def test_of_one_vendor_alone(self) -> None:
        world = World(1)
        person = world.people[0]
        assert world.overseeing.gaps(person, VENDOR) == world.overseeing.gaps(person)
        assert world.overseeing.gaps(person, Vendor.OURA) == ()
