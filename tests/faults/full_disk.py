"""A disk that is full until somebody makes room: `python -m tests.faults.full_disk`.

The disk is one of memory of a few megabytes; only root can make it. Of PostgreSQL the tables alone
are on it. Lanes a worker could not let go of are free when their leases end, two minutes later.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import Final

import psycopg
from sqlalchemy import select, text

from tests.benchmarks.server import serving
from tests.faults.figures import Figures, at_least, exactly, leave
from tests.faults.people import ENVIRONMENT, prepared, sent, wait_until_done, what_became_of
from tests.postgres import (
    data_of,
    plain_url,
    running_postgres,
)
from vegaloop.infrastructure.database import METADATA, Database, open_database

DISK_KB: Final = 6_000
ROOM_KB: Final = 120_000
# What a server has left beside what it needs when nobody has pushed yet.
_LEFT_KB: Final = 600
REFUSED: Final = 50
_ENOUGH: Final = 20_000
_GOES_ON_S: Final = 120


def fill_the_disk(url: str, make_room: Callable[[], None]) -> Figures:
    """Say what became of what was acknowledged before, while and after the disk was full."""
    with (
        serving(url, ENVIRONMENT, is_heard=False) as served,
        closing(open_database(url)) as database,
    ):
        acknowledged, refused, asked_to_wait = 0, 0, 0
        while refused < REFUSED and acknowledged < _ENOUGH:
            status, wait = sent(served.port, acknowledged)
            assert status in {200, 503}, status
            acknowledged += status == 200
            refused += status == 503
            asked_to_wait += bool(wait)
        make_room()
        until = time.monotonic() + _GOES_ON_S
        went_on = 0
        while not went_on and time.monotonic() < until:
            went_on += sent(served.port, acknowledged)[0] == 200
            time.sleep(0.1)
        wait_until_done(database)
        return Figures(
            (
                at_least("acknowledged before it was full", acknowledged, 1),
                exactly("answered 503", refused, REFUSED),
                exactly("with Retry-After", asked_to_wait, REFUSED),
                exactly("taken after room was made, without a restart", went_on, 1),
                *what_became_of(database, range(acknowledged + went_on)),
                exactly("integrity", _integrity(database), "ok"),
            )
        )


def _integrity(database: Database) -> str:
    """What SQLite says of a file; of PostgreSQL that each table can be read, whose pages have sums."""
    with database.transaction(writing=False) as connection:
        if connection.dialect.name == "sqlite":
            return str(connection.execute(text("PRAGMA integrity_check")).scalar_one())
        for table in METADATA.sorted_tables:
            connection.execute(select(table)).all()
        return str(
            connection.execute(
                text("SELECT 'ok' WHERE current_setting('data_checksums') = 'on'")
            ).scalar()
        )


@contextmanager
def small_disk(size_kb: int = DISK_KB) -> Iterator[Path]:
    """Make a disk of a few megabytes in a folder; PermissionError where nobody may."""
    with tempfile.TemporaryDirectory() as folder:
        _mount(Path(folder), size_kb, "")
        Path(folder).chmod(0o755)  # PostgreSQL runs as a user of its own.
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def _mount(folder: Path, size_kb: int, how: str) -> None:
    options = f"{how}size={size_kb}k"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True)
    if done.returncode:
        raise PermissionError("only root can make a disk")


def sqlite_full() -> Figures:
    """Fill a disk with a file on it."""
    with small_disk() as folder:
        make_room = partial(_mount, folder, ROOM_KB, "remount,")
        return fill_the_disk(prepared(f"sqlite:///{folder / 'full.db'}"), make_room)


def tables_full() -> Figures:
    """Fill a disk with nothing of PostgreSQL on it but tables."""
    with small_disk(ROOM_KB) as folder, running_postgres() as url:
        place, owner = folder / "tables", data_of(url).stat()
        place.mkdir()
        os.chown(place, owner.st_uid, owner.st_gid)
        with psycopg.connect(plain_url(url), autocommit=True) as line:
            line.execute(f"CREATE TABLESPACE small LOCATION '{place}'".encode())
            line.execute(b"ALTER DATABASE postgres SET default_tablespace = small")
        _leave_little(folder, url)
        return fill_the_disk(url, partial(_mount, folder, ROOM_KB, "remount,"))


def _leave_little(folder: Path, url: str) -> None:
    prepared(url)
    with psycopg.connect(plain_url(url), autocommit=True) as line:
        line.execute(b"CHECKPOINT")
    used_kb = shutil.disk_usage(folder).used >> 10
    _mount(folder, used_kb + _LEFT_KB, "remount,")


if __name__ == "__main__":
    leave(
        {
            "disk full, SQLite": sqlite_full,
            "disk full, PostgreSQL": tables_full,
        }
    )
