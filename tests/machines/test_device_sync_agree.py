"""Three stores of device sync, one machine: whatever is done to all, all answer the same."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable
from typing import TypeVar
from uuid import UUID, uuid4

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
)
from msgspec import structs

from tests.machines.device_sync_stores import Stores, look, memory, opened
from tests.machines.runs import run_until_seen
from tests.strategies.device_sync import (
    FIRST,
    a_delivery,
    a_record,
    chances,
    connections,
    feeds,
    instants,
    names,
    steps,
    troubles,
    vendors,
)
from tests.support import somebody
from vegaloop.device_sync.adapters.inbox import SqlInbox
from vegaloop.device_sync.application.ports import (
    Arrival,
    DeliveryQuery,
    Known,
    Sender,
    SyncBook,
)
from vegaloop.device_sync.application.surroundings import Consent
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId, State
from vegaloop.device_sync.domain.feed import Feed
from vegaloop.device_sync.domain.lane import Lane
from vegaloop.device_sync.domain.progress import Fate, Landed, Outcome, StepTaken
from vegaloop.device_sync.domain.quota import Allowance
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.device_sync.domain.vendor import Account, DataKind, Vendor
from vegaloop.imports import HeldActivity
from vegaloop.infrastructure.database import Database
from vegaloop.kernel.identity import PersonId, SourceId
from vegaloop.kernel.time import Instant, days_after, later

A = TypeVar("A")

OUTCOME = Outcome((Landed("activity", "1", Fate.KEPT),))
ALLOWED = (Allowance(2, 900), Allowance(1, 60, per_person=True))
queries = st.builds(
    DeliveryQuery, st.none() | vendors, st.none() | st.sampled_from(State), st.none() | instants
)
people = st.integers(0, 1)
keys = st.sampled_from(("a", "b", "c"))
# The last that is kept with its delivery, the first that is not, and a large one.
SMALL = 1_024
bodies = st.sampled_from((b"", b"raw", b"s" * SMALL, b"l" * (SMALL + 1), b"L" * 9_000))


def machine(  # noqa: C901  # One class over its databases.
    databases: list[Database], seen: Counter[str]
) -> type[RuleBasedStateMachine]:
    class DeviceSyncAgrees(RuleBasedStateMachine):
        @initialize()
        def begin(self) -> None:
            self.people_here = (somebody(), somebody())
            self.stores = [memory(), *map(opened, databases)]
            self.run = uuid4().hex
            self.ids: list[DeliveryId] = []
            self.tokens: list[UUID | None] = [None, None]

        def teardown(self) -> None:
            for store in getattr(self, "stores", ()):
                if isinstance(store.inbox, SqlInbox):
                    store.inbox.close()

        def agreed(self, ask: Callable[[Stores], A]) -> A:
            first, *others = map(ask, self.stores)
            assert all(answer == first for answer in others), (first, others)
            return first

        def write(self, n: int, work: Callable[[SyncBook], A]) -> A:
            return self.agreed(lambda store: store.books.write(self.people_here[n], work))

        def read(self, n: int, work: Callable[[SyncBook], A]) -> A:
            return self.agreed(lambda store: store.books.read(self.people_here[n], work))

        def account(self, name: str) -> Account:
            return Account(f"{self.run}{name}")

        def fresh(self, key: str, vendor: Vendor, received_at: Instant) -> Delivery:
            one = a_delivery(uuid4().int, key, vendor, received_at)
            self.ids.append(one.id)
            return one

        @rule(
            sent=st.lists(
                st.tuples(people | names | keys, keys, vendors, instants, bodies),
                max_size=6,
            ),
            times=st.integers(1, 2),
        )
        def accept(
            self, sent: list[tuple[int | str, str, Vendor, Instant, bytes]], times: int
        ) -> None:
            arrivals = [
                Arrival(
                    Sender(vendor, self.account(whose))
                    if isinstance(whose, str)
                    else self.people_here[whose],
                    self.fresh(key, vendor, received_at),
                    body,
                )
                for whose, key, vendor, received_at, body in sent
            ]
            for _ in range(times):
                answer = self.agreed(lambda store: store.inbox.submit(arrivals).result())
                seen["kept"] += answer.kept
                seen["known"] += answer.known
                seen["strange"] += answer.strange

        @rule(n=people, key=keys, vendor=vendors, received_at=instants, body=bodies)
        def add(self, n: int, key: str, vendor: Vendor, received_at: Instant, body: bytes) -> None:
            one = self.fresh(key, vendor, received_at)
            self.write(n, lambda book: book.add(one, body))

        @rule(n=people, now=instants, lets_go=st.booleans())
        def claim(self, n: int, now: Instant, lets_go: bool) -> None:
            token, one = uuid4(), self.fresh("", Vendor.STRAVA, now)
            arrivals = (Arrival(self.people_here[n], one, b"claimed"),)
            assert self.agreed(lambda store: store.inbox.submit(arrivals).result()).kept == 1

            def work(book: SyncBook) -> bool:
                lane = book.lane()
                if not lane.is_free(now) or not lane.is_due(now):
                    return False
                book.put_lane(lane.held(token, now))
                return True

            if self.write(n, work):
                self.tokens[n] = token
                seen["claimed"] += 1
            if lets_go:
                self.let_go(n)

        def let_go(self, n: int) -> None:
            def work(book: SyncBook) -> bool:
                lane = book.lane()
                if lane.token is None or lane.token != self.tokens[n]:
                    return False
                book.put_lane(Lane(lane.person, book.next_due()))
                return True

            seen["let go"] += self.write(n, work)

        @rule(n=people, before=instants, most=st.integers(1, 3))
        def forget(self, n: int, before: Instant, most: int) -> None:
            long_after = later(before, dt.timedelta(days=2))

            def work(book: SyncBook) -> int:
                for one in book.deliveries(DeliveryQuery(), None, most):
                    book.put(one.done(before))
                return book.forget(long_after, most)

            seen["forgotten"] += self.write(n, work)

        @rule(n=people, now=instants, most=st.integers(1, 3))
        def finish(self, n: int, now: Instant, most: int) -> None:
            def work(book: SyncBook) -> tuple[tuple[DeliveryId, ...], int]:
                found = book.deliveries(DeliveryQuery(), None, most)
                for one in found:
                    book.put(one.done(now), OUTCOME)
                ids = tuple(one.id for one in found)
                return ids, sum(len(book.body(one)) > SMALL for one in ids)

            done, large = self.write(n, work)
            seen["large and done"] += large
            theirs = self.read(1 - n, lambda book: [book.delivery(one) for one in done])
            assert not any(theirs)

        @rule(n=people, most=st.integers(1, 3), now=instants, trouble=troubles, chance=chances)
        def put(self, n: int, most: int, now: Instant, trouble: Trouble, chance: float) -> None:
            def work(book: SyncBook) -> tuple[Delivery, ...]:
                ways = (
                    lambda one: one.failed(now, trouble, chance),
                    lambda one: one.put_off(now, trouble),
                    lambda one: one.replayed(now),
                )
                found = book.deliveries(DeliveryQuery(), None, most)
                changed = tuple(change(one) for change, one in zip(ways, found, strict=False))
                for one in changed:
                    book.put(one)
                return changed

            changed = self.write(n, work)
            found = self.read(n, lambda book: book.deliveries(DeliveryQuery(), None, most))
            assert found == changed

        @rule(n=people, query=queries, now=instants)
        def replay(self, n: int, query: DeliveryQuery, now: Instant) -> None:
            seen["replayed"] += self.write(n, lambda book: book.replay(query, now))

        @rule(n=people, vendor=vendors, until=instants, trouble=troubles, now=instants)
        def put_off(
            self, n: int, vendor: Vendor, until: Instant, trouble: Trouble, now: Instant
        ) -> None:
            self.write(n, lambda book: book.put_off(vendor, until, trouble, now))

        @rule(n=people, query=queries, most=st.integers(1, 4), data=st.data())
        def list_some(self, n: int, query: DeliveryQuery, most: int, data: st.DataObject) -> None:
            before = data.draw(st.none() | st.sampled_from(self.ids)) if self.ids else None
            self.read(n, lambda book: book.deliveries(query, before, most))

        @rule(
            who=st.permutations((0, 1)).flatmap(lambda both: st.sampled_from((both, both[:1]))),
            connection=connections(),
            name=keys | names,
            sealed=st.none() | st.binary(),
        )
        def connect(
            self, who: list[int], connection: Connection, name: str, sealed: bytes | None
        ) -> None:
            account, vendor = self.account(name), connection.vendor
            if "\ud800" in account:  # JSON, in which they come, has none.
                return
            named = structs.replace(connection, account=account)

            def work(book: SyncBook) -> bool:
                if not book.put_connection(named):
                    return False
                book.put_sealed(vendor, sealed)
                return True

            for n in who:
                seen["connected" if self.write(n, work) else "taken"] += 1
                self.agreed(lambda store: store.books.whose(vendor, account))

        @rule(n=people, vendor=vendors, sealed=st.none() | st.binary())
        def seal(self, n: int, vendor: Vendor, sealed: bytes | None) -> None:
            self.write(n, lambda book: book.put_sealed(vendor, sealed))

        @rule(n=people, feed=feeds)
        def put_feed(self, n: int, feed: Feed) -> None:
            self.write(n, lambda book: book.put_feed(feed))

        @rule(
            n=people,
            vendor=vendors,
            told=st.lists(st.tuples(names, names, st.integers(0, 9), st.booleans()), max_size=3),
            held_at=st.lists(instants, max_size=2),
            asked_at=st.lists(st.tuples(instants, instants).map(_ordered), max_size=3),
        )
        def learn(
            self,
            n: int,
            vendor: Vendor,
            told: list[tuple[str, str, int, bool]],
            held_at: list[Instant],
            asked_at: list[tuple[Instant, Instant]],
        ) -> None:
            records = [
                a_record(name, when_s, None if is_gone else "a", form)
                for name, form, when_s, is_gone in told
            ]
            held = tuple(HeldActivity(SourceId("strava"), "1", at_) for at_ in (None, *held_at))
            known = {one.name: _learnt(one, held if one.data else ()) for one in records}
            self.write(n, lambda book: book.learn(vendor, known))
            asked = [*known, ("activity", "never told")]
            found = self.read(n, lambda book: dict(book.known(vendor, asked)))
            assert found == known
            near = self.read(n, lambda book: dict(book.held_in(vendor, asked_at)))
            seen["held then"] += len(near)
            days = FIRST, days_after(FIRST, n)
            self.read(n, lambda book: dict(book.dated(vendor, DataKind.ACTIVITIES, days)))

        @rule(n=people, taken=steps, most=st.integers(1, 3))
        def tell(self, n: int, taken: StepTaken, most: int) -> None:
            self.write(n, lambda book: book.tell(taken))
            self.read(n, lambda book: book.steps(2, most))

        @rule(n=people, state=keys, vendor=vendors, until=instants, at_once=st.booleans())
        def ask_consent(
            self, n: int, state: str, vendor: Vendor, until: Instant, *, at_once: bool
        ) -> None:
            consent = Consent(self.people_here[n], vendor, "verifier", "https://a.example", until)
            hashed = self.run + state
            if self.agreed(lambda store: store.consents.answer(hashed)) is None:
                self.agreed(lambda store: store.consents.ask(hashed, consent))
            if at_once:
                self._answer(hashed)

        @rule(state=keys)
        def answer_consent(self, state: str) -> None:
            self._answer(self.run + state)

        def _answer(self, hashed: str) -> None:
            answer = self.agreed(lambda store: store.consents.answer(hashed))
            seen["answered"] += answer is not None

        @rule(n=people, vendor=vendors, now=instants, times=st.integers(1, 6))
        def admit(self, n: int, vendor: Vendor, now: Instant, times: int) -> None:
            for _ in range(times):
                until = self.agreed(
                    lambda store: store.gates.admit(vendor, self.people_here[n], ALLOWED, now)
                )
                seen["let pass" if until is None else "told to wait"] += 1

        @rule(vendor=vendors, now=instants, times=st.integers(1, 6))
        def call_fails(self, vendor: Vendor, now: Instant, times: int) -> None:
            for _ in range(times):
                self.agreed(lambda store: store.gates.change(vendor, lambda b: b.failed(now)))

        @rule(vendor=vendors, until=instants, works=st.booleans())
        def call_is_answered(self, vendor: Vendor, until: Instant, works: bool) -> None:
            self.agreed(
                lambda store: store.gates.change(
                    vendor, lambda b: b.worked() if works else b.paused(until)
                )
            )

        @rule(now=instants)
        def who_waits(self, now: Instant) -> None:
            def mine(found: tuple[PersonId, ...]) -> set[PersonId]:
                return set(found) & set(self.people_here)

            self.agreed(lambda store: mine(store.books.waiting(now, 100_000)))
            self.agreed(lambda store: mine(store.books.people(None, 100_000)))
            self.agreed(lambda store: mine(store.books.people(self.people_here[0], 100_000)))

        @invariant()
        def books_agree(self) -> None:
            if hasattr(self, "stores"):
                for n in (0, 1):
                    self.read(n, look)

    return DeviceSyncAgrees


def _ordered(pair: tuple[Instant, Instant]) -> tuple[Instant, Instant]:
    return min(pair), max(pair)


def _learnt(record: Record, held: tuple[HeldActivity, ...]) -> Known:
    return Known(record.edition, held, bool(held), record.kind, record.day)


@pytest.mark.xdist_group("machines")
def test_stores_agree(sqlite_database: Database, postgres_database: Database) -> None:
    seen: Counter[str] = Counter()
    wanted = (
        "kept",
        "known",
        "strange",
        "claimed",
        "let go",
        "forgotten",
        "large and done",
        "replayed",
        "connected",
        "taken",
        "answered",
        "let pass",
        "told to wait",
        "held then",
    )
    run_until_seen(
        machine([sqlite_database, postgres_database], seen),
        settings(max_examples=60, stateful_step_count=24, deadline=None),
        lambda: {what for what in wanted if not seen[what]},
    )
