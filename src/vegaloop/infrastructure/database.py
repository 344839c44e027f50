"""One engine a process, one unit of work a call, and the column types every context shares.

Rule 1: a unit of work belongs to one person, and may be run again from its start.
Rule 2: writers of one person wait for each other; readers wait for nobody.
Rule 3: what `write` has returned is on the disk (`synchronous=FULL`, `synchronous_commit`).
Rule 4: what one unit of work reads, or one snapshot, is of one moment.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from functools import cache
from typing import Final, TypeVar, final
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    Connection,
    Dialect,
    Engine,
    MetaData,
    Named,
    Table,
    TypedColumns,
    Uuid,
    make_url,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import DBAPIError, OperationalError
from sqlalchemy.types import TypeDecorator

from vegaloop.infrastructure.postgres import open_postgres, unsafe_settings
from vegaloop.infrastructure.sqlite import WRITING, open_sqlite, sqlite_error
from vegaloop.infrastructure.sqlite_queue import WriterQueue
from vegaloop.kernel.identity import PersonId
from vegaloop.kernel.time import Instant, epoch_us, from_epoch_us

A = TypeVar("A")
C = TypeVar("C", bound=TypedColumns)

METADATA: Final = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

_ATTEMPTS_MAX: Final = 6
# A server that was ended in a moment is there again after a second or two: it is given ten, and
# asked so often that nobody waits much longer than it takes.
_ATTEMPTS_LOST: Final = 36
_WAIT_MOST_S: Final = 0.32
# No state: it could not even be asked. The others: it is shutting down, or starting (class 57P).
_STATES_OF_RESTART: Final = frozenset({None, "57P01", "57P02", "57P03"})
_SERIALIZATION_FAILURES: Final = frozenset({"40001", "40P01"})


class InstantColumn(TypeDecorator[Instant]):
    """An instant, stored as whole microseconds since 1970 because both engines agree on integers."""

    impl = BigInteger  # type: ignore[mutable-override]  # SQLAlchemy's own idiom
    cache_ok = True  # type: ignore[mutable-override]  # idem

    def process_bind_param(self, value: Instant | None, dialect: Dialect) -> int | None:
        """Count the microseconds."""
        return None if value is None else epoch_us(value)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Instant | None:
        """Give the instant back."""
        return None if value is None else from_epoch_us(value)


class _RevisionColumns(TypedColumns):
    person_id: Named[UUID] = Column(Uuid, primary_key=True)
    revision: Named[int] = Column(BigInteger)
    __row_pos__: tuple[UUID, int]


# How often a person's records have changed; its row is also the lock of that person's writers.
person_revision: Final = Table("person_revision", METADATA, _RevisionColumns)


class _ThisThread(threading.local):
    snapshot: Connection | None = None
    together: Connection | None = None


@final
class Database:
    """A database, opened; the same calls on SQLite and on PostgreSQL."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._is_sqlite = engine.dialect.name == "sqlite"
        # SQLite has one writer at a time: whoever waits here goes on at once, its own busy loop
        # looks ever more rarely.
        self._turn = threading.Lock() if self._is_sqlite else nullcontext()
        self.queue = WriterQueue(engine.url.database or "" if self._is_sqlite else "")
        self._here = _ThisThread()

    def read(self, person: PersonId, work: Callable[[Connection], A]) -> A:
        """Run a unit of work that only reads, on one consistent snapshot."""
        return self._retried(lambda: self._run(person, work, writing=False))

    def write(self, person: PersonId, work: Callable[[Connection], A]) -> A:
        """Run a unit of work and keep what it wrote, or nothing of it."""
        return self._retried(lambda: self._run(person, work, writing=True))

    def common(self, work: Callable[[Connection], A]) -> A:
        """Run a unit of work no answer to a person depends on, and keep what it wrote, or nothing."""

        def unit() -> A:
            with self._joined(writing=True) as connection:
                return work(connection)

        return self._retried(unit)

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all that this thread reads inside see one moment, over one connection."""
        with ExitStack() as begun:
            self._here.snapshot = self._retried(
                lambda: begun.enter_context(self._begun(writing=False))
            )
            try:
                yield
            finally:
                self._here.snapshot = None

    def together(self, person: PersonId, work: Callable[[], A]) -> A:
        """Make all that this thread reads and writes inside one unit of work, kept whole or not at all."""

        def unit() -> A:
            with self._begun(writing=True) as connection:
                _touch(connection, person)
                self._here.together = connection
                try:
                    return work()
                finally:
                    self._here.together = None

        return self._retried(unit)

    def revision(self, person: PersonId) -> int:
        """How often the person's records have changed."""
        c = person_revision.c
        query = select(c.revision).where(c.person_id == person)
        return self.read(person, lambda connection: connection.execute(query).scalar() or 0)

    def risks(self) -> tuple[str, ...]:
        """Name the settings of the server by which a power cut may take what was answered."""
        if self._is_sqlite:
            return ()
        with self.transaction(writing=False) as connection:
            return unsafe_settings(connection)

    def close(self) -> None:
        """Close every connection."""
        self.engine.dispose()

    @contextmanager
    def transaction(self, *, writing: bool) -> Iterator[Connection]:
        """Begin one transaction that belongs to nobody: for the reference tables only.

        It is begun again until the server has a connection for it; what breaks later is not tried again.
        """
        with ExitStack() as begun:
            yield self._retried(lambda: begun.enter_context(self._joined(writing=writing)))

    @contextmanager
    def _joined(self, *, writing: bool) -> Iterator[Connection]:
        if self._here.together is not None:
            yield self._here.together
            return
        shared = None if writing else self._here.snapshot
        if shared is None:
            with self._begun(writing=writing) as connection:
                yield connection
            return
        try:
            yield shared
        except DBAPIError:
            # PostgreSQL answers nothing more in a transaction that failed: the rest reads alone.
            self._here.snapshot = None
            raise

    @contextmanager
    def _begun(self, *, writing: bool) -> Iterator[Connection]:
        options = {WRITING: writing}
        # Rule 4, on PostgreSQL; in SQLite every transaction sees one moment.
        repeatable = {} if writing or self._is_sqlite else {"isolation_level": "REPEATABLE READ"}
        with (
            self._turn if writing else nullcontext(),
            self.engine.connect().execution_options(**options, **repeatable) as connection,
            connection.begin(),
        ):
            yield connection

    def _run(self, person: PersonId, work: Callable[[Connection], A], *, writing: bool) -> A:
        with self._joined(writing=writing) as connection:
            if writing and self._here.together is None:  # The whole has said so.
                _touch(connection, person)
            return work(connection)

    def _retried(self, unit: Callable[[], A]) -> A:
        if self._here.together is not None:  # The whole is tried again, never a part of it.
            return unit()
        attempt = 1
        while True:
            try:
                return unit()
            except DBAPIError as error:
                if attempt >= _attempts_worth(error):
                    raise
                time.sleep(min(0.01 * 2**attempt, _WAIT_MOST_S))
                attempt += 1


def open_database(url: str) -> Database:
    """Open a database by its URL: `sqlite:///file.db` or `postgresql+psycopg://…`."""
    if make_url(url).get_backend_name() == "sqlite":
        return Database(open_sqlite(url))
    return Database(open_postgres(url))


def upsert(connection: Connection, table: Table[C]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that can say what happens ON CONFLICT, in the dialect of the connection."""
    return _upsert(connection.dialect.name, table)


def keep_first(connection: Connection, table: Table[C]) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT that leaves a row with the same key as it is."""
    return _keep_first(connection.dialect.name, table)


def replace_row(
    connection: Connection, table: Table[C], *names: str
) -> postgresql.Insert | sqlite.Insert:
    """Begin an INSERT of whole rows that replaces a row with the same key, or some columns of it."""
    return _replace_row(connection.dialect.name, table, names)


# To build a statement takes longer than SQLite needs to run it: those that never change are kept.
@cache
def _upsert(dialect: str, table: Table[C]) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


@cache
def _keep_first(dialect: str, table: Table[C]) -> postgresql.Insert | sqlite.Insert:
    return _upsert(dialect, table).on_conflict_do_nothing()


@cache
def _replace_row(
    dialect: str, table: Table[C], names: tuple[str, ...]
) -> postgresql.Insert | sqlite.Insert:
    insert = _upsert(dialect, table)
    replaced = {
        column.name: column
        for column in insert.excluded
        if (column.name in names if names else not column.primary_key)
    }
    return insert.on_conflict_do_update(index_elements=[*table.primary_key], set_=replaced)


@cache
def _count_one(dialect: str) -> postgresql.Insert | sqlite.Insert:
    c = person_revision.c
    return _upsert(dialect, person_revision).on_conflict_do_update(
        index_elements=[c.person_id], set_={"revision": c.revision + 1}
    )


def _touch(connection: Connection, person: PersonId) -> None:
    first = {"person_id": person, "revision": 1}
    connection.execute(_count_one(connection.dialect.name), [first])


def _attempts_worth(error: DBAPIError) -> int:
    """Say how often a unit of work that broke is tried in all."""
    state: object = getattr(error.orig, "sqlstate", None)
    is_postgres = not isinstance(error.orig, sqlite_error())
    if error.connection_invalidated or (
        is_postgres and isinstance(error, OperationalError) and state in _STATES_OF_RESTART
    ):
        return _ATTEMPTS_LOST
    if state in _SERIALIZATION_FAILURES or "database is locked" in str(error.orig):
        return _ATTEMPTS_MAX
    return 1
