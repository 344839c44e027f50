"""What was sent: how far it is, how often it counts, and how long it is kept."""

from __future__ import annotations

import datetime as dt
from functools import partial
from typing import Final
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
from msgspec import structs

from tests.device_sync.simulated.world import World
from tests.strategies.device_sync import (
    a_delivery,
    chances,
    connections,
    deliveries,
    hopeless,
    instants,
    passing,
    troubles,
)
from tests.support import NOW, at, good, refused, somebody
from vegaloop.device_sync.adapters.memory import MemorySyncBooks
from vegaloop.device_sync.adapters.memory_inbox import MemoryInbox
from vegaloop.device_sync.application.overseeing import ConsentOver, NoSuchDelivery, Overseeing
from vegaloop.device_sync.application.ports import Acceptance, Arrival, DeliveryQuery, SyncBook
from vegaloop.device_sync.domain.connection import Connected, Connection, Disconnected, GrantId
from vegaloop.device_sync.domain.delivery import KEEP, OVER, Delivery, DeliveryId, State
from vegaloop.device_sync.domain.schedule import ATTEMPTS_MOST
from vegaloop.device_sync.domain.trouble import Busy, Misread, Trouble
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import UTC_ZONE, Instant, later, local_date_of

MOMENT: Final = dt.timedelta(microseconds=1)


class TestDsy1:
    """DSY-1. What was acknowledged waits, is done or is dead; it is never gone before it is old."""

    @given(deliveries(), instants, troubles, chances)
    def test_whatever_happens_it_is_one_of_the_three(
        self, one: Delivery, now: Instant, trouble: Trouble, chance: float
    ) -> None:
        for after in (
            one.done(now),
            one.failed(now, trouble, chance),
            one.put_off(now, trouble),
            one.replayed(now),
        ):
            assert (after.state is State.WAITING) == (after.ended_at is None)
            assert (after.id, after.vendor, after.way, after.topic, after.key) == (
                one.id,
                one.vendor,
                one.way,
                one.topic,
                one.key,
            )
            assert (after.received_at, after.pulled) == (one.received_at, one.pulled)

    def test_what_has_ended_and_does_not_know_when_cannot_be(self) -> None:
        with pytest.raises(ValueError, match="knows when"):
            Delivery(
                id=a_delivery(1).id,
                vendor=Vendor.OURA,
                way=a_delivery(1).way,
                topic="",
                key="k",
                received_at=at(NOW),
                run_at=at(NOW),
                state=State.DONE,
            )

    @pytest.mark.parametrize("key", ["", "x" * 129])
    def test_a_key_is_there_and_short(self, key: str) -> None:
        with pytest.raises(ValueError, match="key"):
            a_delivery(1).__class__(
                id=a_delivery(1).id,
                vendor=Vendor.OURA,
                way=a_delivery(1).way,
                topic="",
                key=key,
                received_at=at(NOW),
                run_at=at(NOW),
            )


keys = st.sampled_from("abc")


class TestDsy2:
    """DSY-2. What a vendor sends a person under one key is one delivery, however often it is sent and however it is cut."""

    @given(
        st.lists(st.tuples(keys, st.booleans(), st.sampled_from((Vendor.OURA, Vendor.WHOOP)))),
        st.integers(1, 5),
    )
    def test_each_key_is_kept_once(
        self, sent: list[tuple[str, bool, Vendor]], at_once: int
    ) -> None:
        books, me, you = MemorySyncBooks(), somebody(), somebody()
        arrivals = [
            Arrival(me if is_mine else you, a_delivery(number, key, vendor), key.encode())
            for number, (key, is_mine, vendor) in enumerate(sent, 1)
        ]
        inbox, kept = MemoryInbox(books), 0
        for start in range(0, len(arrivals), at_once):
            some = arrivals[start : start + at_once]
            answer: Acceptance = inbox.submit(some).result()
            assert answer.kept + answer.known == len(some)
            kept += answer.kept
        assert kept == len(set(sent))
        for person, is_mine in ((me, True), (you, False)):
            found = books.read(person, lambda book: book.deliveries(DeliveryQuery(), None, 99))
            told = {(one.key, is_mine, one.vendor) for one in found}
            assert told == {one for one in sent if one[1] is is_mine}
            assert len(found) == len(told)


class TestDsy3:
    """DSY-3. What did not work is tried again later, and is dead with its reason after the eighth time."""

    @given(st.lists(st.tuples(passing, chances), min_size=1, max_size=12))
    def test_eight_times_and_no_more(self, times: list[tuple[Trouble, float]]) -> None:
        one, now = a_delivery(1), at(NOW)
        for number, (trouble, chance) in enumerate(times, 1):
            if one.state is State.DEAD:
                break
            after = one.failed(now, trouble, chance)
            assert after.attempts == number
            assert after.trouble == trouble
            assert (after.state is State.DEAD) == (number == ATTEMPTS_MOST)
            assert after.state is State.DEAD or after.run_at > now
            one, now = after, max(now, after.run_at)
        assert ATTEMPTS_MOST == 8


class TestDsy4:
    """DSY-4. What will never work as it is is dead at once."""

    @given(hopeless, st.integers(0, 7), chances)
    def test_it_is_not_tried_again(self, trouble: Trouble, before: int, chance: float) -> None:
        one = a_delivery(1)
        for _ in range(before):
            one = one.failed(at(NOW), Busy(at(NOW)), chance)
        after = one.failed(at(NOW), trouble, chance)
        assert (after.state, after.trouble, after.ended_at) == (State.DEAD, trouble, at(NOW))
        assert not after.is_due(later(at(NOW), KEEP))


class TestDsy5:
    """DSY-5. What is put off was not tried, and no attempt is spent."""

    @given(deliveries(), st.lists(st.tuples(instants, troubles), min_size=1, max_size=20))
    def test_attempts_stay(self, one: Delivery, times: list[tuple[Instant, Trouble]]) -> None:
        after = one
        for until, trouble in times:
            after = after.put_off(until, trouble)
            assert after.is_due(until)
            assert not after.is_due(later(until, -MOMENT))
        assert after.attempts == one.attempts


queries = st.builds(
    DeliveryQuery,
    st.none() | st.sampled_from((Vendor.STRAVA, Vendor.OURA)),
    st.none() | st.sampled_from(State),
    st.none() | instants,
)


def connected_with(vendor: Vendor) -> Connection:
    """A connection that stands."""
    return Connection(
        vendor=vendor,
        account=Account("a"),
        standing=Connected(GrantId(UUID(int=1)), ()),
        connected_at=at(NOW),
        wanted_from=local_date_of(at(NOW), UTC_ZONE),
    )


class TestDsy6:
    """DSY-6. What is replayed waits from now on and from its first attempt, whatever became of it: one by its id, or all of a vendor, in a state, since a time; what is of a vendor that is not connected stays as it is, and what was dismissed where its state is not named."""

    @given(
        st.lists(deliveries(), max_size=12, unique_by=lambda one: one.id),
        queries,
        st.lists(connections(), max_size=4, unique_by=lambda one: one.vendor),
    )
    def test_those_asked_for_and_no_others(
        self, kept: list[Delivery], query: DeliveryQuery, known: list[Connection]
    ) -> None:
        books, person, now = MemorySyncBooks(), somebody(), at(NOW)
        overseeing = Overseeing(structs.replace(World(1).parts, books=books))

        def fill(book: SyncBook) -> None:
            for one in kept:
                book.add(one, b"")
            for connection in known:
                book.put_connection(connection)

        books.write(person, fill)
        heard = {one.vendor for one in known if not isinstance(one.standing, Disconnected)}
        replayed = overseeing.replay_all(person, query)
        found = dict[DeliveryId, Delivery]()
        for one in books.read(person, lambda b: b.deliveries(DeliveryQuery(), None, 99)):
            found[one.id] = one
        fitting = [
            one
            for one in kept
            if one.vendor in heard | {Vendor.PHONE}
            and query.vendor in {None, one.vendor}
            and query.state in {one.state, None if one.state is not State.DISMISSED else one.state}
            and (query.since is None or one.received_at >= query.since)
        ]
        assert replayed == len(fitting)
        for one in kept:
            assert found[one.id] == (one.replayed(now) if one in fitting else one)
        assert books.read(person, lambda book: book.lane().is_due(now))

    @given(deliveries())
    def test_one_by_its_id(self, one: Delivery) -> None:
        books, person, now = MemorySyncBooks(), somebody(), at(NOW)
        overseeing = Overseeing(structs.replace(World(1).parts, books=books))
        books.write(person, lambda book: book.add(one, b""))
        if one.vendor is not Vendor.PHONE:
            assert refused(overseeing.replay(person, one.id)) == ConsentOver(one.vendor)
            assert books.read(person, lambda book: book.delivery(one.id)) == one
        books.write(person, lambda book: book.put_connection(connected_with(one.vendor)))
        again = good(overseeing.replay(person, one.id))
        assert (again.state, again.attempts, again.trouble) == (State.WAITING, 0, None)
        assert again.is_due(now)
        other = DeliveryId(UUID(int=0))
        assert refused(overseeing.replay(person, other)) == NoSuchDelivery(other)
        assert refused(overseeing.replay(somebody(), one.id)) == NoSuchDelivery(one.id)

    def test_five_thousand_dead_ones_are_all_tried_again(self) -> None:
        books, person, now = MemorySyncBooks(), somebody(), at(NOW)
        overseeing = Overseeing(structs.replace(World(1).parts, books=books))

        def fill(book: SyncBook) -> None:
            for number in range(1_000, 6_000):
                book.add(a_delivery(number), b"")
                book.put(a_delivery(number).failed(now, Busy(now), 0).done(now))
            book.replay(DeliveryQuery(), now)
            for one in book.deliveries(DeliveryQuery(), None, 9_999):
                dead = one
                while dead.state is not State.DEAD:
                    dead = dead.failed(now, Busy(now), 0)
                book.put(dead)

        books.write(person, fill)
        assert overseeing.try_again(person, None) == 0
        books.write(person, lambda book: book.put_connection(connected_with(Vendor.STRAVA)))
        assert overseeing.try_again(person, None) == 5_000
        counts = books.read(person, lambda book: book.counts())
        assert dict(counts) == {(Vendor.STRAVA, State.WAITING): 5_000}


class Keeping(RuleBasedStateMachine):
    """Deliveries that end, are replayed and grow old; a model knows when each may be forgotten."""

    def __init__(self) -> None:
        super().__init__()
        self.books, self.me = MemorySyncBooks(), somebody()
        self.now, self.number = at(NOW), 0
        self.model: dict[DeliveryId, Delivery] = {}

    @rule()
    def accept(self) -> None:
        self.number += 1
        one = a_delivery(self.number)
        assert self.books.write(self.me, lambda book: book.add(one, b"raw"))
        self.model[one.id] = one

    @rule(data=st.data(), trouble=hopeless)
    def end(self, data: st.DataObject, trouble: Trouble) -> None:
        if self.model:
            one = self.model[data.draw(st.sampled_from(sorted(self.model)))]
            dead = one.failed(self.now, trouble, 0)
            after = data.draw(st.sampled_from((one.done(self.now), dead, dead.dismissed(self.now))))
            self.put(after)

    @rule(data=st.data())
    def replay(self, data: st.DataObject) -> None:
        if self.model:
            one = self.model[data.draw(st.sampled_from(sorted(self.model)))]
            self.put(one.replayed(self.now))

    def put(self, after: Delivery) -> None:
        self.books.write(self.me, lambda book: book.put(after))
        self.model[after.id] = after

    @rule(by=st.integers(1, 60))
    def days_go_by(self, by: int) -> None:
        self.now = later(self.now, dt.timedelta(days=by))

    @rule(most=st.integers(1, 5))
    def forget(self, most: int) -> None:
        since = later(self.now, -KEEP)
        old = [
            one.id
            for one in self.model.values()
            if one.state in OVER and one.ended_at is not None and one.ended_at < since
        ]
        gone = self.books.write(self.me, lambda book: book.forget(since, most))
        assert gone == min(most, len(old))
        for one in sorted(old)[:most]:
            del self.model[one]

    @invariant()
    def all_others_are_there(self) -> None:
        found = _all(self.books, self.me)
        assert {one.id: one for one in found} == self.model
        for one in found:
            assert self.books.read(self.me, partial(_body, one.id)) == b"raw"


def _body(which: DeliveryId, book: SyncBook) -> bytes:
    return book.body(which)


def _all(books: MemorySyncBooks, person: PersonId) -> tuple[Delivery, ...]:
    return books.read(person, lambda book: book.deliveries(DeliveryQuery(), None, 999))


class TestDsy7:
    """DSY-7. What is done or dismissed is kept for 90 days more with its bytes and its key, and what waits or is dead until it is."""

    def test_the_dead_are_not_forgotten(self) -> None:
        books, me = MemorySyncBooks(), somebody()
        late = later(at(NOW), 2 * KEEP)

        def work(book: SyncBook) -> int:
            for number, state in enumerate(State, 1):
                one = a_delivery(number)
                book.add(one, b"raw")
                dead = one.failed(at(NOW), Misread("body", "JSON"), 0)
                ways = {State.DEAD: dead, State.DISMISSED: dead.dismissed(at(NOW))}
                book.put({State.DONE: one.done(at(NOW)), **ways}.get(state, one))
            return book.forget(late, 99)

        assert books.write(me, work) == len(OVER)
        assert {one.state for one in _all(books, me)} == {State.WAITING, State.DEAD}

    def test_nothing_else_is_ever_forgotten(self) -> None:
        run_state_machine_as_test(Keeping)

    @given(deliveries(), st.integers(0, 200))
    def test_only_what_is_over_grows_old(self, one: Delivery, days: int) -> None:
        now = later(one.received_at, dt.timedelta(days=days))
        is_long_done = one.ended_at is not None and now - one.ended_at > dt.timedelta(days=90)

        def work(book: SyncBook) -> int:
            book.add(structs.replace(one, state=State.WAITING, ended_at=None), b"raw")
            book.put(one)
            return book.forget(later(now, -KEEP), 1)

        forgotten = MemorySyncBooks().write(somebody(), work)
        assert forgotten == (one.state in OVER and is_long_done)
