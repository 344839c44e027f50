"""The inbox in a database: what comes at once, shares a commit, waits, or is refused."""

from __future__ import annotations

import itertools
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from functools import partial
from uuid import uuid4

import pytest
from sqlalchemy import Connection as SqlConnection
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from tests.stores.sync_stores import (
    HARD_NAMES,
    MANY,
    arriving,
    at_once,
    connection_of,
    consented,
    kept,
)
from tests.strategies.device_sync import a_delivery
from tests.support import NOW, at, somebody
from vegaloop.device_sync.adapters.books import SqlSyncBooks
from vegaloop.device_sync.adapters.inbox import RUSH, InboxFull, SqlInbox
from vegaloop.device_sync.application.ports import (
    Acceptance,
    Arrival,
    Sender,
    SyncBook,
)
from vegaloop.device_sync.domain.connection import Connection
from vegaloop.device_sync.domain.vendor import Account, Vendor
from vegaloop.infrastructure.database import Database
from vegaloop.infrastructure.sqlite_queue import WriterQueue
from vegaloop.kernel.identity import PersonId


class Full(Exception):
    """A disk with no room, which is not there a moment later."""

    sqlstate = "53100"


@contextmanager
def commits(database: Database) -> Iterator[list[int]]:
    """Count what is committed."""
    counted: list[int] = []

    def count(_: SqlConnection) -> None:
        counted.append(1)

    event.listen(database.engine, "commit", count)
    try:
        yield counted
    finally:
        event.remove(database.engine, "commit", count)


def _put(connection: Connection, book: SyncBook) -> None:
    book.put_connection(connection)


class TestTheInbox:
    """Whatever comes at once is kept once, and whoever waits is told."""

    def test_one_key_twenty_times_at_once(self, inbox: SqlInbox, books: SqlSyncBooks) -> None:
        me = somebody()
        answers = at_once(lambda _: inbox.submit([arriving(me, "same")]).result(20))
        assert Counter(answers) == {Acceptance(1, 0): 1, Acceptance(0, 1): MANY - 1}
        assert len(kept(books, me)) == 1

    def test_two_inboxes_on_one_database(self, engine: Database, books: SqlSyncBooks) -> None:
        both, us = (SqlInbox(engine), SqlInbox(engine)), (somebody(), somebody(), somebody())
        keys = [f"key {number}" for number in range(30)]

        def send(number: int) -> list[Acceptance]:
            # In other orders, which is how two writers come to wait for each other.
            sent = [(one, key) for key in keys for one in us]
            sent = sent[number * 4 :] + sent[: number * 4]
            sent = sent[::-1] if number % 2 else sent
            waiting = [
                both[number % 2].submit(
                    [arriving(one, key) for one, key in sent[start : start + 9]]
                )
                for start in range(0, len(sent), 9)
            ]
            return [one.result(60) for one in waiting]

        answers = list(itertools.chain.from_iterable(at_once(send)))
        for inbox in both:
            inbox.close()
        assert sum(one.kept for one in answers) == len(keys) * len(us)
        assert sum(one.known for one in answers) == len(keys) * len(us) * (MANY - 1)
        for one in us:
            assert sorted(found.key for found in kept(books, one)) == sorted(keys)

    def test_many_share_one_commit(
        self, engine: Database, inbox: SqlInbox, books: SqlSyncBooks
    ) -> None:
        people = [somebody() for _ in range(MANY)]
        with commits(engine) as counted:
            waiting = [inbox.submit([arriving(people[n % MANY])]) for n in range(1_000)]
            assert sum(one.result(60).kept for one in waiting) == 1_000
        assert len(counted) <= 100
        assert sum(len(kept(books, one)) for one in people) == 1_000

    @pytest.mark.parametrize("count", [RUSH - 1, RUSH])
    def test_many_at_once_are_a_rush_where_there_is_one_writer(
        self,
        monkeypatch: pytest.MonkeyPatch,
        inbox: SqlInbox,
        count: int,
    ) -> None:
        said = list[bool]()
        monkeypatch.setattr(WriterQueue, "say_rush", lambda _: said.append(True))
        me = somebody()
        inbox.submit([arriving(me) for _ in range(count)]).result(20)
        assert said == [True] * (count >= RUSH)

    def test_what_is_acknowledged_is_due(self, inbox: SqlInbox, books: SqlSyncBooks) -> None:
        me = somebody()
        inbox.submit([arriving(me)]).result(20)
        assert me in books.waiting(at(NOW), 10_000)
        assert me in books.people(None, 10_000)

    def test_whoever_gives_up_stops_nobody(self, inbox: SqlInbox, books: SqlSyncBooks) -> None:
        me = somebody()
        for _ in range(50):
            inbox.submit([arriving(me)]).cancel()
        assert inbox.submit([arriving(me, "last")]).result(20) == Acceptance(1, 0)
        assert "last" in {one.key for one in kept(books, me)}

    def test_a_broken_database_is_told_to_everybody(
        self, engine: Database, inbox: SqlInbox, books: SqlSyncBooks
    ) -> None:
        me = somebody()

        def broken(*_: object) -> None:
            raise OperationalError("", {}, Full())

        event.listen(engine.engine, "before_cursor_execute", broken)
        try:
            waiting = [inbox.submit([arriving(me)]) for _ in range(MANY)]
            errors = [one.exception(20) for one in waiting]
        finally:
            event.remove(engine.engine, "before_cursor_execute", broken)
        assert all(isinstance(one, OperationalError) for one in errors)
        assert kept(books, me) == ()
        assert inbox.submit([arriving(me)]).result(20) == Acceptance(1, 0)

    def test_a_failed_commit_acknowledges_nothing(
        self, engine: Database, inbox: SqlInbox, books: SqlSyncBooks
    ) -> None:
        me = somebody()

        def full(_: SqlConnection) -> None:
            raise OperationalError("", {}, Full())

        event.listen(engine.engine, "commit", full)
        try:
            waiting = [inbox.submit([arriving(me)]) for _ in range(MANY)]
            errors = [one.exception(20) for one in waiting]
        finally:
            event.remove(engine.engine, "commit", full)
        assert all(isinstance(one, OperationalError) for one in errors)
        assert kept(books, me) == ()
        assert inbox.submit([arriving(me)]).result(20) == Acceptance(1, 0)

    def test_a_locked_database_is_waited_for(
        self, engine: Database, inbox: SqlInbox, books: SqlSyncBooks
    ) -> None:
        me = somebody()
        inbox.submit([arriving(me)]).result(20)
        with engine.engine.connect() as other, other.begin():
            _lock(other, me)
            waiting = [inbox.submit([arriving(me)]) for _ in range(MANY)]
            time.sleep(0.2)
            assert not any(one.done() for one in waiting)
        assert sum(one.result(30).kept for one in waiting) == MANY
        assert len(kept(books, me)) == MANY + 1

    def test_it_says_when_it_is_full_or_closed(
        self, engine: Database, inbox: SqlInbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("vegaloop.device_sync.adapters.inbox.WAITING_MOST", 3)
        me, waiting = somebody(), list[Future[Acceptance]]()
        with engine.engine.connect() as other, other.begin():
            _lock(other, me)
            if engine.engine.dialect.name == "postgresql":
                other.execute(text("LOCK TABLE sync_delivery IN ACCESS EXCLUSIVE MODE"))
            _fill(inbox, me, waiting)
        assert all(one.result(30).kept == 1 for one in waiting)
        inbox.close()
        with pytest.raises(InboxFull):
            inbox.submit([arriving(me)])

    def test_names_nobody_can_write(self, inbox: SqlInbox, books: SqlSyncBooks) -> None:
        me, run = somebody(), uuid4().hex
        for name in HARD_NAMES:
            sent = Arrival(Sender(Vendor.STRAVA, Account(run + name)), a_delivery(1, "k"), b"\x00")
            assert inbox.submit([sent]).result(20) == Acceptance(0, 0, 1)
        for name in (one for one in HARD_NAMES if one != "\ud800"):  # JSON has none of these.
            account = Account(run + name)
            connection = connection_of(account, consented())
            books.write(me, partial(_put, connection))
            assert books.whose(Vendor.STRAVA, account) == me
            sent = Arrival(Sender(Vendor.STRAVA, account), a_delivery(uuid4().int), b"\x00")
            assert inbox.submit([sent]).result(20) == Acceptance(1, 0)
            others = {run + one for one in HARD_NAMES} - {account}
            assert not any(books.whose(Vendor.STRAVA, Account(one)) for one in others)


def _fill(inbox: SqlInbox, person: PersonId, waiting: list[Future[Acceptance]]) -> None:
    """Send more than can wait."""
    for _ in range(20):
        try:
            waiting.append(inbox.submit([arriving(person)]))
        except InboxFull:
            return
        time.sleep(0.01)
    raise AssertionError("it was never full")


def _lock(connection: SqlConnection, person: PersonId) -> None:
    """Hold what a writer of this person needs."""
    if connection.dialect.name == "sqlite":
        return  # The transaction itself does, which writes alone.
    statement = text("SELECT 1 FROM sync_lane WHERE person_id = :me FOR UPDATE")
    connection.execute(statement, {"me": person})
