"""Databases written by four processes, and copied meanwhile: `python -m tests.faults.stores`.

Takes how often each process writes.
"""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError

from tests.faults.figures import (
    Figure,
    Figures,
    at_least,
    exactly,
    leave,
    number_given,
    on_both_engines,
    on_sqlite,
)
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.migrate import upgrade
from vegaloop.infrastructure.sqlite import SQLITE_LEAST
from vegaloop.kernel.identity import PersonId

PROCESSES: Final = 4
TIMES: Final = 500
_ME: Final = PersonId(UUID(int=1))


def _add(connection: Connection) -> None:
    found = connection.execute(text("SELECT n FROM counted")).scalar_one()
    connection.execute(text("UPDATE counted SET n = :n"), {"n": found + 1})


def add(url: str, times: int) -> int:
    """Read a number and write the next one so often; how often that was refused."""
    refused = 0
    with closing(open_database(url)) as database:
        for _ in range(times):
            try:
                database.write(_ME, _add)
            except DBAPIError:
                refused += 1
    return refused


def written_by_four(url: str, times: int = TIMES) -> Figures:
    """Let four processes read and write one number."""
    with closing(open_database(url)) as database:
        upgrade(database)
        _make(database)
        with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
            refused = pool.starmap(add, [(url, times)] * PROCESSES)
        with database.transaction(writing=False) as connection:
            found = connection.execute(text("SELECT n FROM counted")).scalar_one()
    return Figures(
        (
            at_least("processes", len(refused), 4),
            exactly("refused", sum(refused)),
            exactly("lost updates", PROCESSES * times - found),
        )
    )


def _make(database: Database) -> None:
    with database.transaction(writing=True) as connection:
        connection.execute(text("CREATE TABLE counted (n INTEGER)"))
        connection.execute(text("INSERT INTO counted VALUES (0)"))


@contextmanager
def _written(url: str) -> Iterator[None]:
    over = threading.Event()

    def write() -> None:
        while not over.is_set():
            add(url, 10)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        yield
    finally:
        over.set()
        writer.join()


def copied_while_written(url: str) -> Figures:
    """Copy a file somebody writes as docs/operations.md says; number and revision go together."""
    torn = copies = 0
    with closing(open_database(url)) as database, tempfile.TemporaryDirectory() as folder:
        upgrade(database)
        _make(database)
        with _written(url):
            for number in range(20):
                copy = Path(folder) / f"{number}.db"
                with database.engine.connect() as connection:
                    plain = connection.connection.dbapi_connection
                    assert plain is not None
                    plain.cursor().execute("VACUUM INTO ?", (str(copy),))
                with closing(open_database(f"sqlite:///{copy}")) as opened:
                    torn += not _is_whole(opened)
                copies += 1
    return Figures((at_least("copies", copies, 20), exactly("torn", torn)))


def _is_whole(database: Database) -> bool:
    with database.transaction(writing=False) as connection:
        found = connection.execute(text("SELECT n FROM counted")).scalar_one()
        checked = connection.execute(text("PRAGMA integrity_check")).scalar_one()
    return checked == "ok" and database.revision(_ME) == found


_OPENED: Final = """
import sys
from pathlib import Path
from vegaloop.app.services import open_vegaloop
from vegaloop.app.settings import Settings
with open_vegaloop(Settings(database_url=sys.argv[1])) as vega:
    vega.accounts.owner()
    maps = Path("/proc/self/maps").read_text().split()
print(len({one for one in maps if "sqlite3" in one and ".so" in one}))
print(sys.modules["pysqlite3.dbapi2"].sqlite_version)
"""


def one_copy(url: str) -> Figures:
    """Look which SQLite a process has that has opened everything."""
    command = [sys.executable, "-c", _OPENED, url]
    told = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    version, least = tuple(map(int, told[1].split("."))), ".".join(map(str, SQLITE_LEAST))
    return Figures(
        (
            exactly("copies of SQLite", int(told[0]), 1),
            Figure("SQLite", told[1], f">= {least}", version >= SQLITE_LEAST),
        )
    )


if __name__ == "__main__":
    trial = partial(written_by_four, times=number_given(1, TIMES))
    leave(
        {
            **on_both_engines("four processes that write", trial),
            "copied while written, SQLite": partial(on_sqlite, copied_while_written),
            "one copy, SQLite": partial(on_sqlite, one_copy),
        }
    )
