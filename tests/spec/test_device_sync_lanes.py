"""Who works in a person's lane, in what order, and what becomes of whoever is overtaken."""

from __future__ import annotations

import datetime as dt
import json
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.device_sync.simulated.world import World
from tests.strategies.device_sync import a_delivery, instants, minutes
from tests.support import NOW, at, somebody
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.application.calling import Call
from vegaloop.device_sync.application.ports import DeliveryQuery, SyncBook
from vegaloop.device_sync.application.working import Working
from vegaloop.device_sync.domain.connection import Connected, Connection, Lapsed
from vegaloop.device_sync.domain.delivery import Delivery, State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.lane import LEASE, Lane
from vegaloop.device_sync.domain.schedule import is_due
from vegaloop.device_sync.domain.vendor import Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, later

TOKENS: Final = (UUID(int=1), UUID(int=2), UUID(int=3))


def resting(person: PersonId) -> Callable[[SyncBook], None]:
    """Let nothing of somebody be due."""
    return lambda book: book.put_lane(Lane(person, None))


def only(world: World) -> PersonId:
    """Let there be something to do for the first person only, and nothing happen by chance."""
    world.vendor.meanwhile = lambda: None
    person, *others = world.people
    for other in others:
        world.books.write(other, resting(other))
    return person


def telling(world: World, person: PersonId, id: str) -> None:
    """Let a vendor tell of something new."""
    account = world.account(person)
    thing = world.vendor.change(account, id, NOW.date(), f"new {id}")
    told = {"account": account, "id": id, "modified": thing.modified_us, "gone": False}
    world.on_the_way.append(json.dumps({**told, "day": NOW.date().isoformat()}).encode())


class TestDsy31:
    """DSY-31. One worker at a time goes along a lane: another takes it only after it was let go, or after its lease is over."""

    @given(st.lists(st.tuples(st.sampled_from(TOKENS), minutes), max_size=20), instants)
    def test_no_two_leases_overlap(
        self, claims: list[tuple[UUID, dt.timedelta]], due_at: Instant
    ) -> None:
        lane, now = Lane(somebody(), due_at), at(NOW)
        until: Instant | None = None
        for token, wait in claims:
            now = later(now, wait / 1_000)
            assert lane.is_free(now) == (until is None or until <= now)
            assert lane.is_due(now) == is_due(due_at, now)
            if lane.is_free(now):
                lane = lane.held(token, now)
                until = later(now, LEASE)
            assert (lane.until, lane.due_at) == (until, due_at)

    def test_while_one_works_no_other_finds_the_lane(self) -> None:
        world = World(1)
        only(world)
        found: list[bool] = []
        world.vendor.meanwhile = lambda: found.append(Working(world.parts).step())
        assert world.worker.step()
        assert found
        assert not any(found)

    def test_after_the_lease_another_does(self) -> None:
        world = World(1)
        person = only(world)
        found: list[bool] = []

        def meanwhile() -> None:
            world.vendor.meanwhile = lambda: None
            world.advance(LEASE)
            found.append(Working(world.parts).step())

        world.vendor.meanwhile = meanwhile
        assert world.worker.step()
        assert found == [True]
        assert world.books.read(person, lambda book: book.lane().token) is None

    def test_twenty_workers_at_once_ask_for_each_page_once(self) -> None:
        world = World(1)
        only(world)
        calls: list[str] = []
        usual = world.vendor.call

        def call(call: Call) -> object:
            with turn:
                calls.append(call.url)
                return usual(call)

        turn = threading.Lock()
        world.vendor.call = call  # type: ignore[method-assign, assignment]  # it looks on
        with ThreadPoolExecutor(20) as pool:
            stepped = list(pool.map(lambda _: Working(world.joined()).step(), range(20)))
        assert any(stepped)
        assert len(calls) == len(set(calls))


class TestDsy32:
    """DSY-32. Whoever was overtaken writes nothing more in the lane, and another finishes what they began."""

    @pytest.mark.parametrize("pause", [1, 2, 3, 4])
    def test_an_effect_is_there_once(self, pause: int) -> None:
        world = World(2)
        person = only(world)
        for number in range(4):
            telling(world, person, str(number))
        for body in world.on_the_way:
            world.accept(body)
        world.on_the_way = []
        calls: list[int] = []

        def meanwhile() -> None:
            calls.append(1)
            if len(calls) == pause:
                world.advance(LEASE)
                while Working(world.parts).step():
                    pass

        world.vendor.meanwhile = meanwhile
        world.worker.step()
        world.vendor.meanwhile = lambda: None
        for other in world.people:  # They have rested long enough.
            world.try_again(other)
        world.settle()
        assert world.broken() == []

    def test_a_lane_that_was_taken_is_not_let_go_by_who_had_it(self) -> None:
        world = World(1)
        person = only(world)
        other = Lane(person, world.clock.now()).held(TOKENS[0], later(world.clock.now(), LEASE))
        world.vendor.meanwhile = lambda: world.books.write(
            person, lambda book: book.put_lane(other)
        )
        before = world.books.read(person, lambda book: (book.feeds(), book.steps(0, 99)))
        world.worker.step()
        after = world.books.read(person, lambda book: (book.feeds(), book.steps(0, 99)))
        assert after == before
        assert world.books.read(person, lambda book: book.lane()) == other


class TestDsy33:
    """DSY-33. What is due in a lane is taken in the order in which it was received, before anything is asked for; whatever is taken together with the lane being let go stays due."""

    @given(st.lists(instants, min_size=1, max_size=8))
    def test_the_first_received_comes_first(self, received: list[Instant]) -> None:
        books, me, last = MemorySyncBooks(), somebody(), max(received)

        def work(book: SyncBook) -> None:
            for number, when in enumerate(received, 1_000):
                book.add(a_delivery(number, received_at=when), b"")
            order: list[Delivery] = []
            while (one := book.due(last)) is not None:
                order.append(one)
                book.put(one.done(last))
            assert order == sorted(order, key=lambda one: (one.received_at, one.id))
            assert len(order) == len(received)

        books.write(me, work)

    def test_a_thing_that_comes_while_the_lane_is_let_go_is_due(self) -> None:
        world = World(1)
        person = only(world)
        telling(world, person, "late")
        world.worker.step(lambda: False)
        lane = world.books.read(person, lambda book: book.lane())
        assert lane.token is None
        assert lane.is_due(world.clock.now())

    def test_a_lane_is_due_when_the_first_thing_in_it_is(self) -> None:
        world = World(1)
        person = only(world)
        while world.worker.step():
            pass
        lane = world.books.read(person, lambda book: book.lane())
        assert lane.due_at == world.books.read(person, lambda book: book.next_due())
        feed: Feed = world.books.read(person, lambda book: book.feeds()[0])
        assert lane.due_at == feed.run_at
        assert feed.run_at > world.clock.now()


def expired(world: World) -> None:
    """Let every access token be over."""
    world.advance(dt.timedelta(hours=7))


def refreshes(world: World) -> list[Call]:
    """Watch calls for tokens."""
    seen: list[Call] = []
    usual = world.vendor.call

    def call(call: Call) -> object:
        if call.url.endswith("/token"):
            seen.append(call)
        return usual(call)

    world.vendor.call = call  # type: ignore[method-assign, assignment]  # it looks on
    return seen


def standing(world: World, person: PersonId) -> object:
    """How the connection stands."""

    def look(book: SyncBook) -> Connection | None:
        return book.connection(Vendor.STRAVA)

    connection = world.books.read(person, look)
    assert connection is not None
    return connection.standing


class TestDsy37:
    """DSY-37. Tokens are refreshed by whoever holds the lane, so once; what a vendor says of old tokens to one who was overtaken ends nothing."""

    def test_twenty_workers_refresh_once(self) -> None:
        world = World(1)
        person = only(world)
        expired(world)
        seen = refreshes(world)
        with ThreadPoolExecutor(20) as pool:
            list(pool.map(lambda _: Working(world.joined()).step(), range(20)))
        assert len(seen) == 1
        assert isinstance(standing(world, person), Connected)

    def test_a_refusal_heard_too_late_does_not_end_the_consent(self) -> None:
        world = World(1)
        person = only(world)
        expired(world)
        seen: list[bool] = []

        def meanwhile() -> None:
            world.vendor.meanwhile = lambda: None
            world.advance(LEASE)  # Before the vendor answers, another worker has new tokens.
            seen.append(Working(world.parts).step())

        world.vendor.meanwhile = meanwhile
        world.worker.step()
        assert seen == [True]
        assert isinstance(standing(world, person), Connected)

    def test_a_refusal_heard_in_time_does(self) -> None:
        world = World(1)
        person = only(world)
        expired(world)
        for grant in world.vendor.grants:
            grant.is_revoked = True
        world.worker.step()
        assert isinstance(standing(world, person), Lapsed)

    def test_what_waits_stays_until_the_person_consents_again(self) -> None:
        world = World(1)
        person = only(world)
        telling(world, person, "2")
        for body in world.on_the_way:
            world.accept(body)
        for grant in world.vendor.grants:
            grant.is_revoked = True
        expired(world)
        for _ in range(30):
            world.worker.step()
            world.advance(dt.timedelta(days=1))
        counts = world.books.read(person, lambda book: book.counts())
        assert dict(counts) == {(Vendor.STRAVA, State.WAITING): 1}
        world.connect(person)
        world.overseeing.try_again(person, None)
        while world.worker.step():
            pass
        assert world.kept.things[person] == {"2": "new 2"}
        found = world.books.read(person, lambda book: book.deliveries(DeliveryQuery(), None, 99))
        assert {one.state for one in found} == {State.DONE}
