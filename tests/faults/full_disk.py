"""A disk that is full until somebody makes room: `python -m tests.faults.full_disk`.

The disk is one of memory of a few megabytes; only root can make it.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import text

from tests.benchmarks.server import serving
from tests.faults.figures import Figures, at_least, exactly, leave
from tests.faults.people import ENVIRONMENT, prepared, sent, wait_until_done, what_became_of
from vegaloop.infrastructure.database import open_database

DISK_MB: Final = 6
REFUSED: Final = 50
_ENOUGH: Final = 20_000
_GOES_ON_S: Final = 120


def fill_the_disk(folder: Path) -> Figures:
    """Say what became of what was acknowledged before, while and after the disk was full."""
    file = folder / "full.db"
    url = prepared(f"sqlite:///{file}")
    with (
        serving(file, ENVIRONMENT, is_heard=False) as served,
        closing(open_database(url)) as database,
    ):
        acknowledged, refused, asked_to_wait = 0, 0, 0
        while refused < REFUSED and acknowledged < _ENOUGH:
            status, wait = sent(served.port, acknowledged)
            assert status in {200, 503}, status
            acknowledged += status == 200
            refused += status == 503
            asked_to_wait += bool(wait)
        _mount(folder, DISK_MB * 20, "remount,")
        until = time.monotonic() + _GOES_ON_S
        went_on = 0
        while not went_on and time.monotonic() < until:
            went_on += sent(served.port, acknowledged)[0] == 200
            time.sleep(0.1)
        wait_until_done(database)
        with database.engine.connect() as connection:
            whole = connection.execute(text("PRAGMA integrity_check")).scalar_one()
        return Figures(
            (
                at_least("acknowledged before it was full", acknowledged, 1),
                exactly("answered 503", refused, REFUSED),
                exactly("with Retry-After", asked_to_wait, REFUSED),
                exactly("taken after room was made, without a restart", went_on, 1),
                *what_became_of(database, range(acknowledged + went_on)),
                exactly("integrity", whole, "ok"),
            )
        )


@contextmanager
def small_disk() -> Iterator[Path]:
    """Make a disk of a few megabytes in a folder; PermissionError where nobody may."""
    with tempfile.TemporaryDirectory() as folder:
        _mount(Path(folder), DISK_MB, "")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", folder], check=True)


def _mount(folder: Path, size_mb: int, how: str) -> None:
    options = f"{how}size={size_mb}m"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True)
    if done.returncode:
        raise PermissionError("only root can make a disk")


def on_a_small_disk() -> Figures:
    """Fill a disk of its own."""
    with small_disk() as folder:
        return fill_the_disk(folder)


if __name__ == "__main__":
    leave({"disk full, SQLite": on_a_small_disk})
