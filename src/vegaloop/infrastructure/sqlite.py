"""Opening SQLite: one copy of it a process, and what every connection is told."""

from __future__ import annotations

import os
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import ModuleType
from typing import Final, Protocol

from sqlalchemy import Connection, Engine, create_engine, event

from vegaloop.infrastructure.sqlite_queue import IN_MEMORY, WriterQueue

__all__ = ("SQLITE_LEAST", "WRITING", "OldSqlite", "open_sqlite", "sqlite_error")

# Up to 3.51.2 two connections that write and checkpoint at once can corrupt a WAL file.
SQLITE_LEAST: Final = (3, 51, 3)
WRITING: Final = "vegaloop_writing"
# Of as many rows as there are, a statement is another one each time.
_STATEMENTS: Final = 512
# 16 MB: a page that is written again and again is carried over to the file more rarely.
_CARRY_OVER_AFTER_PAGES: Final = 4_000


class OldSqlite(Exception):
    """The SQLite of this process has a bug that can corrupt the database."""


def open_sqlite(url: str) -> Engine:
    """Open a file, or refuse to with a SQLite that has a bug."""
    driver = _sqlite_driver()
    engine = create_engine(
        url,
        module=driver,
        connect_args={
            "check_same_thread": False,
            "timeout": 10,
            "cached_statements": _STATEMENTS,
        },
        pool_size=40,
        pool_use_lifo=True,  # The one last used has its pages and statements at hand.
        hide_parameters=True,
    )
    event.listen(engine, "do_connect", partial(_made_for_its_owner, engine.url.database or ""))
    event.listen(engine, "connect", _prepare_connection)
    event.listen(engine, "begin", partial(_begin, WriterQueue(engine.url.database or "")))
    return engine


def _sqlite_driver() -> ModuleType:
    # Exactly one copy of SQLite may touch a file in one process: this module names it.
    driver = import_module("pysqlite3.dbapi2")
    version: tuple[int, ...] = driver.sqlite_version_info
    if version < SQLITE_LEAST:
        raise OldSqlite(f"SQLite {version} is older than {SQLITE_LEAST}")
    return driver


def sqlite_error() -> type[Exception]:
    """Name what SQLite raises."""
    raised: type[Exception] = _sqlite_driver().Error
    return raised


class _Cursor(Protocol):
    def close(self) -> None: ...


class _SqliteConnection(Protocol):
    isolation_level: str | None

    def execute(self, statement: str) -> _Cursor: ...


def _prepare_connection(connection: _SqliteConnection, _: object) -> None:
    connection.isolation_level = None  # The begin event below says which BEGIN.
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        "busy_timeout=10000",
        "cache_size=-8000",
        "temp_store=MEMORY",
        f"wal_autocheckpoint={_CARRY_OVER_AFTER_PAGES}",
    ):
        connection.execute(f"PRAGMA {pragma}").close()


def _made_for_its_owner(place: str, *_: object) -> None:
    """Make a new file for its owner's eyes only; what SQLite keeps beside it has the same mode."""
    if place not in IN_MEMORY:
        with suppress(OSError):  # It is there, or SQLite says why it cannot be.
            os.close(os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))


def _begin(queue: WriterQueue, connection: Connection) -> None:
    if not connection.get_execution_options().get(WRITING, True):
        connection.exec_driver_sql("BEGIN")
        return
    with queue.turn():
        # A deferred BEGIN that turns writer half-way fails at once, whatever the busy timeout says.
        connection.exec_driver_sql("BEGIN IMMEDIATE")
