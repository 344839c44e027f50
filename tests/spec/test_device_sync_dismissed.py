"""What can never be read, put away. Each class quotes its rule (docs/rules.md)."""

from __future__ import annotations

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.device_sync.simulated.world import World
from tests.spec.test_device_sync_deliveries import connected_with
from tests.strategies.device_sync import deliveries, hopeless
from tests.support import good, refused, somebody
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.application.overseeing import NoSuchDelivery, NotDead, Overseeing
from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId, State
from vegaloop.device_sync.domain.trouble import Trouble


class TestDsy114:
    """DSY-114. What is dead is dismissed by its id, by whoever it is of: it counts as failed no more, and keeps what it died of; nothing else can be dismissed."""

    @given(deliveries(), st.none() | hopeless)
    def test_one(self, one: Delivery, trouble: Trouble | None) -> None:
        books, me = MemorySyncBooks(), somebody()
        overseeing = Overseeing(structs.replace(World(1).parts, books=books))
        before = structs.replace(connected_with(one.vendor), trouble=trouble)

        def fill(book: SyncBook) -> None:
            book.add(one, b"raw")
            book.put_connection(before)

        books.write(me, fill)
        unknown = DeliveryId(UUID(int=0))
        assert refused(overseeing.dismiss(me, unknown)) == NoSuchDelivery(unknown)
        assert refused(overseeing.dismiss(somebody(), one.id)) == NoSuchDelivery(one.id)
        if one.state not in {State.DEAD, State.DISMISSED}:
            assert refused(overseeing.dismiss(me, one.id)) == NotDead(one.id, one.state)
            assert books.read(me, lambda book: book.delivery(one.id)) == one
            return
        gone = good(overseeing.dismiss(me, one.id))
        assert (gone.state, gone.trouble) == (State.DISMISSED, one.trouble)
        assert good(overseeing.dismiss(me, one.id)) == gone
        assert books.read(me, lambda book: book.body(one.id)) == b"raw"
        (status,) = [shown for shown in overseeing.status(me) if shown.vendor is one.vendor]
        was_of_it = one.state is State.DEAD and trouble == one.trouble
        assert (status.dead, status.trouble) == (0, None if was_of_it else trouble)
        assert overseeing.try_again(me, None) == overseeing.replay_all(me, DeliveryQuery()) == 0
        assert good(overseeing.replay(me, one.id)).state is State.WAITING

    @given(deliveries())
    def test_where_its_state_is_named(self, one: Delivery) -> None:
        books, me = MemorySyncBooks(), somebody()
        overseeing = Overseeing(structs.replace(World(1).parts, books=books))
        books.write(me, lambda book: book.add(one, b"raw"))
        books.write(me, lambda book: book.put_connection(connected_with(one.vendor)))
        named = DeliveryQuery(state=State.DISMISSED)
        assert overseeing.replay_all(me, named) == (one.state is State.DISMISSED)
