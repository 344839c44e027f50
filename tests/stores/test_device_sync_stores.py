"""The contract of the books of device sync: one at a time in a lane, and many deliveries at once."""

from __future__ import annotations

import datetime as dt
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import UUID, uuid4

import pytest
from sqlalchemy import event, select

from tests.stores.sync_stores import (
    HARD_NAMES,
    MANY,
    arriving,
    at_once,
    connection_of,
    consented,
    kept,
)
from tests.strategies.device_sync import HINTED, a_delivery, a_record
from tests.support import NOW, at, somebody
from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.inbox import SqlInbox
from vegaloop.device_sync.adapters.tables import DELIVERIES
from vegaloop.device_sync.application.parts import Hold, is_mine
from vegaloop.device_sync.application.ports import (
    DeliveryQuery,
    Known,
    SyncBook,
)
from vegaloop.device_sync.domain.connection import Disconnected
from vegaloop.device_sync.domain.delivery import Delivery, DeliveryId
from vegaloop.device_sync.domain.lane import LEASE, Lane
from vegaloop.device_sync.domain.progress import Step, StepTaken
from vegaloop.device_sync.domain.trouble import NO_STREAK, Busy, Gone
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.system import RandomIds
from vegaloop.kernel.time import later


class TestLanes:
    """One worker at a time, whatever the others try."""

    @pytest.mark.parametrize("is_there", [True, False])
    def test_twenty_claim_one_lane(
        self, books: SqlSyncBooks, inbox: SqlInbox, *, is_there: bool
    ) -> None:
        me, now = somebody(), at(NOW)
        if is_there:
            inbox.submit([arriving(me)]).result(20)

        def claim(book: SyncBook) -> bool:
            lane = book.lane()
            if not lane.is_free(now):
                return False
            time.sleep(0.01)
            book.put_lane(lane.held(uuid4(), now))
            return True

        assert at_once(lambda _: books.write(me, claim)).count(True) == 1

    def test_twenty_refresh_one_token(self, books: SqlSyncBooks) -> None:
        me, refreshed = somebody(), list[bytes]()

        def connect(book: SyncBook) -> None:
            book.put_connection(connection_of(uuid4().hex, consented()))
            book.put_sealed(Vendor.STRAVA, b"old")
            book.put_lane(Lane(me, at(NOW)))

        books.write(me, connect)

        def work(number: int) -> None:
            hold = Hold(me, UUID(int=number + 1))

            def claim(book: SyncBook) -> bool:
                lane = book.lane()
                if lane.is_free(at(NOW)):
                    book.put_lane(lane.held(hold.token, at(NOW)))
                return lane.is_free(at(NOW))

            def keep(book: SyncBook) -> None:
                assert is_mine(book, hold, at(NOW))
                book.put_sealed(Vendor.STRAVA, b"new")

            while not books.write(me, claim):
                time.sleep(0.005)
            if books.read(me, lambda book: book.sealed(Vendor.STRAVA)) == b"old":
                refreshed.append(b"asked")
                books.write(me, keep)
            books.write(me, lambda book: book.put_lane(Lane(me, at(NOW))))

        at_once(work)
        assert len(refreshed) == 1

    def test_who_was_overtaken_is_told(self, books: SqlSyncBooks) -> None:
        me, hold, other = somebody(), Hold(somebody(), uuid4()), uuid4()
        books.write(me, lambda book: book.put_lane(Lane(me, at(NOW)).held(hold.token, at(NOW))))
        late = later(at(NOW), LEASE)
        books.write(me, lambda book: book.put_lane(book.lane().held(other, late)))
        before = books.read(me, lambda book: book.lane())
        assert not books.write(me, lambda book: is_mine(book, hold, late))
        assert books.read(me, lambda book: book.lane()) == before

    def test_nothing_that_comes_while_a_lane_is_let_go_is_left_behind(
        self, books: SqlSyncBooks, inbox: SqlInbox
    ) -> None:
        me = somebody()
        for _ in range(30):
            books.write(me, lambda book: book.put_lane(Lane(me, None).held(uuid4(), at(NOW))))

            def let_go(book: SyncBook) -> None:
                lane = book.lane()
                due_at = book.next_due()
                time.sleep(0.002)
                book.put_lane(Lane(lane.person, due_at))

            def finish(book: SyncBook) -> None:
                for one in book.deliveries(DeliveryQuery(), None, 10):
                    book.put(one.done(at(NOW)))

            def race(number: int, let_go: Callable[[SyncBook], None] = let_go) -> None:
                if number:
                    inbox.submit([arriving(me)]).result(20)
                else:
                    books.write(me, let_go)

            at_once(race, 2)
            lane, due_at = books.read(me, lambda book: (book.lane(), book.next_due()))
            assert due_at is not None
            assert lane.due_at is not None
            assert lane.due_at <= due_at
            books.write(me, finish)

    def test_an_accept_in_the_middle_of_its_commit_is_not_left_behind(
        self, postgres_database: Database
    ) -> None:
        """Both orders of the two transactions on PostgreSQL, held open by hand."""
        books, me = SqlSyncBooks(postgres_database), somebody()
        books.write(me, lambda book: book.put_lane(Lane(me, at(NOW))))
        waits = threading.Event()

        def let_go(book: SyncBook) -> None:
            waits.set()
            book.put_lane(Lane(me, book.next_due()))

        with ThreadPoolExecutor(1) as pool:
            inside = threading.Event()

            def accepting(book: SyncBook) -> None:
                book.add(a_delivery(uuid4().int), b"")
                inside.set()
                assert not waits.wait(0.3)  # Whoever lets go waits for this to end.
                lane = book.lane()
                book.put_lane(Lane(me, at(NOW), lane.token, lane.until))

            done = pool.submit(books.write, me, accepting)
            assert inside.wait(10)
            books.write(me, let_go)
            done.result(10)
        assert books.read(me, lambda book: book.lane()).due_at == at(NOW)


class TestOneOfAPersonAtATime:
    """What a unit of work has read is as it is until it ends."""

    def test_a_consent_taken_back_in_the_middle_stays_taken_back(self, books: SqlSyncBooks) -> None:
        me, name = somebody(), uuid4().hex
        under = connection_of(name, consented())
        books.write(me, lambda book: book.put_connection(under))
        has_read = threading.Event()

        def take(book: SyncBook) -> None:
            found = book.connection(Vendor.STRAVA)
            assert found is not None
            has_read.set()
            time.sleep(0.2)
            book.put_connection(found.worked(at(NOW)))

        def end(book: SyncBook) -> None:
            found = book.connection(Vendor.STRAVA)
            assert found is not None
            book.put_connection(found.ended(at(NOW)))

        with ThreadPoolExecutor(1) as pool:
            taking = pool.submit(books.write, me, take)
            assert has_read.wait(10)
            books.write(me, end)
            taking.result(10)
        found = books.read(me, lambda book: book.connection(Vendor.STRAVA))
        assert found is not None
        assert isinstance(found.standing, Disconnected)
        assert found.worked_at == at(NOW)
        assert books.whose(Vendor.STRAVA, Account(name)) is None

    def test_every_step_of_many_is_told(self, books: SqlSyncBooks) -> None:
        me = somebody()
        taken = StepTaken(at(NOW), Vendor.OURA, Step.TAKEN)
        at_once(lambda _: books.write(me, lambda book: book.tell(taken)))
        numbers = [one.number for one in books.read(me, lambda book: book.steps(0, 99))]
        assert numbers == list(range(1, MANY + 1))

    def test_a_fault_in_the_middle_keeps_nothing(self, books: SqlSyncBooks) -> None:
        me = somebody()

        def work(book: SyncBook) -> None:
            book.add(a_delivery(1), b"")
            book.put_lane(Lane(me, at(NOW)))
            raise KeyError

        with pytest.raises(KeyError):
            books.write(me, work)
        assert kept(books, me) == ()
        assert me not in books.people(None, 100_000)


def _some_before(before: DeliveryId, book: SyncBook) -> tuple[Delivery, ...]:
    return book.deliveries(DeliveryQuery(), before, 3)


class TestDeliveries:
    """Lists and changes of many at once."""

    def test_the_order_of_ids_is_that_of_time(self, books: SqlSyncBooks) -> None:
        me, ids = somebody(), [DeliveryId(UUID(int=one << 100 | one)) for one in range(1, 200, 7)]
        ids += [DeliveryId(RandomIds().fresh())]
        time.sleep(0.002)
        ids += [DeliveryId(RandomIds().fresh())]

        def add(book: SyncBook) -> None:
            for one in reversed(ids):
                book.add(a_delivery(one.int), b"")

        books.write(me, add)
        newest = [one.id for one in kept(books, me)]
        assert newest == ids[::-1]
        for number, before in enumerate(newest):
            found = books.read(me, partial(_some_before, before))
            assert [one.id for one in found] == newest[number + 1 : number + 4]

    def test_three_thousand_are_put_off_and_replayed(self, books: SqlSyncBooks) -> None:
        me, until = somebody(), later(at(NOW), dt.timedelta(hours=1))
        came, gone = a_delivery(1), Gone("data")

        def fill(book: SyncBook) -> None:
            for _ in range(3_000):
                one = a_delivery(uuid4().int, topic=HINTED)
                book.add(one.failed(at(NOW), gone, 0), b"")
            book.add(came, b"")

        books.write(me, fill)
        trouble = Busy(until)
        books.write(me, lambda book: book.put_off(Vendor.STRAVA, until, trouble, at(NOW)))
        late = [one for one in kept(books, me) if one.id != came.id]
        shown = {(one.run_at, one.trouble, one.streak.count(gone)) for one in late}
        assert shown == {(until, trouble, 1)}
        assert books.read(me, lambda book: book.due(at(NOW))) == came
        assert books.write(me, lambda book: book.replay(DeliveryQuery(), at(NOW))) == 3_001
        assert {one.streak for one in kept(books, me)} == {NO_STREAK}
        assert {(one.run_at, one.trouble) for one in kept(books, me)} == {(at(NOW), None)}

    def test_names_nobody_can_write_come_back(self, books: SqlSyncBooks) -> None:
        me = somebody()
        records = [a_record(name, 1, "a", form) for name in HARD_NAMES for form in HARD_NAMES]
        known = {one.name: Known(one.edition) for one in records}
        assert len({name for _, name in known}) == len(HARD_NAMES)
        books.write(me, lambda book: book.learn(Vendor.STRAVA, known))
        assert books.read(me, lambda book: book.known(Vendor.STRAVA, known)) == known

    def test_an_add_tells_whether_it_is_new(self, books: SqlSyncBooks) -> None:
        me = somebody()

        def add(_: int) -> bool:
            return books.write(me, lambda book: book.add(a_delivery(uuid4().int, "one"), b""))

        assert at_once(add).count(True) == 1

    def test_bytes_are_not_written_again(self, engine: Database, books: SqlSyncBooks) -> None:
        me = somebody()
        books.write(me, lambda book: book.add(a_delivery(5), b"raw"))
        statements: list[str] = []

        def note(_c: object, _u: object, statement: str, *_: object) -> None:
            statements.append(statement)

        event.listen(engine.engine, "before_cursor_execute", note)
        try:
            books.write(me, lambda book: book.put(a_delivery(5).done(at(NOW))))
        finally:
            event.remove(engine.engine, "before_cursor_execute", note)
        assert not any("sync_body" in one for one in statements)
        with engine.transaction(writing=False) as connection:
            c = DELIVERIES.c
            query = select(c.state).where(c.person_id == me)
            assert connection.execute(query).scalars().all() == ["done"]
