"""Databases written by four processes, and the one copy of SQLite: `python -m tests.faults.stores`.

Takes how often each process writes.
"""

from __future__ import annotations

import multiprocessing
import subprocess
import sys
from contextlib import closing
from functools import partial
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
            "one copy, SQLite": partial(on_sqlite, one_copy),
        }
    )
