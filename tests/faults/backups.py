"""Databases copied as docs/operations.md says while they are written: `python -m tests.faults.backups [COPIES]`.

Each copy is opened elsewhere: its rows are those that were written, and what was acknowledged before
SQLite began to copy, or before PostgreSQL ended, is there once.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final, TypeAlias, final

import psycopg
from msgspec import Struct
from sqlalchemy import text

from tests.faults.figures import (
    Figures,
    at_least,
    counted,
    exactly,
    leave,
    number_given,
    on_postgres,
    on_sqlite,
)
from tests.faults.pauses import Ahead
from tests.faults.people import became, opened, prepared, work_off
from tests.faults.restarts import Load
from tests.postgres import data_of, plain_url, run_postgres, started_over
from vegaloop.infrastructure.database import Database, open_database

COPIES: Final = 3
_BETWEEN_S: Final = 0.5
# What nobody changes once it is written.
_ROWS: Final = (
    "SELECT person_id, delivery_id, vendor, key, received_at, body FROM sync_delivery",
    "SELECT person_id, delivery_id, body FROM sync_body",
    "SELECT * FROM biometrics_reading",
)
_STREAMING: Final = (
    b"SELECT count(*) FROM pg_stat_progress_basebackup WHERE phase = 'streaming database files'"
)

Copier: TypeAlias = Callable[[str, Path, Load], Sequence[int]]
Opener: TypeAlias = Callable[[Path], AbstractContextManager[str]]


@final
class Engine(Struct, frozen=True):
    """How a database is copied, which gives what must be in the copy, and how that is opened."""

    copy: Copier
    open: Opener


@final
class Copy(Struct, frozen=True):
    """A copy, and the pushes that must be in it."""

    place: Path
    acknowledged: Sequence[int]


def copy_while_written(url: str, engine: Engine, copies: int = COPIES) -> Figures:
    """Say what is in the copies that was never written, and what was written and is not there."""
    made: list[Copy] = []
    with tempfile.TemporaryDirectory() as name, opened(prepared(url)) as vega:
        folder, load = Path(name), Load(vega)
        folder.chmod(0o777)  # PostgreSQL runs as a user of its own.

        def copy() -> None:
            for number in range(copies):
                time.sleep(_BETWEEN_S)
                place = folder / f"copy-{number}"
                made.append(Copy(place, engine.copy(url, place, load)))

        load.go_on(copy)
        with closing(open_database(url)) as database:
            written = _hashes(database)
        return _looked_at(made, engine.open, written, len(load.acknowledged))


def _looked_at(
    made: Sequence[Copy], opener: Opener, written: frozenset[bytes], acknowledged: int
) -> Figures:
    rows = differing = asked = 0
    lost: dict[str, int] = {}
    for copy in made:
        with opener(copy.place) as url:
            with closing(open_database(url)) as database:
                found = _hashes(database)
            with opened(url, Ahead()) as vega:
                work_off(vega)
            with closing(open_database(url)) as database:
                now = became(database, copy.acknowledged)
        rows, differing = rows + len(found), differing + len(found - written)
        asked += len(copy.acknowledged)
        lost = {name: lost.get(name, 0) + count for name, count in now.items()}
    return Figures(
        (
            at_least("copies", len(made), 1),
            at_least("rows", rows, len(made)),
            exactly("differing", differing),
            at_least("acknowledged by then, in all copies", asked, len(made)),
            counted("acknowledged at last", acknowledged),
            *(exactly(name, count) for name, count in lost.items()),
        )
    )


def _hashes(database: Database) -> frozenset[bytes]:
    """A hash of each row that nobody changes."""
    with database.transaction(writing=False) as connection:
        return frozenset(
            hashlib.sha256(repr((nth, *map(_plain, row))).encode()).digest()
            for nth, query in enumerate(_ROWS)
            for row in connection.execute(text(query))
        )


def _plain(value: object) -> object:
    return bytes(value) if isinstance(value, memoryview) else value


def vacuum_into(url: str, place: Path, load: Load) -> Sequence[int]:
    """Copy a file: all that was acknowledged before."""
    until = tuple(load.acknowledged)
    with closing(open_database(url)) as database, database.engine.connect() as connection:
        plain = connection.connection.dbapi_connection
        assert plain is not None
        plain.cursor().execute("VACUUM INTO ?", (str(place),))
    return until


def file_alone(url: str, place: Path, load: Load) -> Sequence[int]:
    """Copy a file as nobody should: without what stands in its log."""
    until = tuple(load.acknowledged)
    shutil.copy(url.removeprefix("sqlite:///"), place)
    return until


def base_backup(url: str, place: Path, load: Load) -> Sequence[int]:
    """Copy a server: all that was acknowledged while its files were still being sent."""
    whom = ("-h", str(data_of(url)), "-U", "postgres")
    how = ("-X", "stream", "-c", "fast", "--no-sync", "--max-rate", "32M", "-D", str(place))
    until: Sequence[int] = ()
    with ThreadPoolExecutor(1) as copier, psycopg.connect(plain_url(url), autocommit=True) as line:
        copying = copier.submit(run_postgres, url, "pg_basebackup", (*whom, *how))
        while not copying.done():
            so_far = tuple(load.acknowledged)
            if line.execute(_STREAMING).fetchone() == (1,):
                until = so_far
            time.sleep(0.01)
        copying.result()
    for of_the_running_one in place.glob(".[sh]*"):  # Its socket's lock, and who holds it.
        of_the_running_one.unlink()
    return until


@contextmanager
def _opened_file(place: Path) -> Iterator[str]:
    url = f"sqlite:///{place}"
    with closing(open_database(url)) as database, database.transaction(writing=False) as connection:
        checked = connection.execute(text("PRAGMA integrity_check")).scalar_one()
    assert checked == "ok", checked
    yield url


SQLITE: Final = Engine(vacuum_into, _opened_file)
ALONE: Final = Engine(file_alone, _opened_file)
POSTGRES: Final = Engine(base_backup, started_over)


def notice(url: str) -> Figures:
    """See that a copy of the file alone is noticed."""
    try:
        missed = not copy_while_written(url, ALONE, 2).is_kept
    except Exception:  # noqa: BLE001  # It may be no database at all.
        missed = True
    return Figures((exactly("missed", missed, wanted=True),))


if __name__ == "__main__":
    count = number_given(1, COPIES)
    leave(
        {
            "copied while written, SQLite": partial(
                on_sqlite, partial(copy_while_written, engine=SQLITE, copies=4 * count)
            ),
            "copied while written, PostgreSQL": partial(
                on_postgres, partial(copy_while_written, engine=POSTGRES, copies=count)
            ),
            "a copy of the file alone, SQLite": partial(on_sqlite, notice),
        }
    )
