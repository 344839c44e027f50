"""A disk that is full until somebody makes room: `python -m tests.faults.full_disk`.

The disk is one of memory of a few megabytes; only root can make it.
"""

from __future__ import annotations

import http.client
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from sqlalchemy import text

from tests.faults.people import ENVIRONMENT, WORD, connect_people, effects, push, waiting
from vegaloop.infrastructure.database import open_database
from vegaloop.infrastructure.migrate import upgrade

DISK_MB: Final = 6
PEOPLE: Final = 5
REFUSED: Final = 50
_ENOUGH: Final = 20_000
_PATIENCE_S: Final = 300


def fill_the_disk(folder: Path) -> str:
    """Say what became of what was acknowledged before, while and after the disk was full."""
    url = f"sqlite:///{folder}/full.db"
    database = open_database(url)
    upgrade(database)
    connect_people(database, PEOPLE)
    database.close()
    with _serving(url) as port:
        acknowledged, refused, asked_to_wait = 0, 0, 0
        while refused < REFUSED and acknowledged < _ENOUGH:
            status, wait = _pushed(port, acknowledged)
            acknowledged += status == 200
            refused += status == 503
            asked_to_wait += bool(wait)
            assert status in {200, 503}, status
        before = acknowledged
        _mount(folder, DISK_MB * 20, "remount,")
        until = time.monotonic() + _PATIENCE_S
        while _pushed(port, acknowledged)[0] != 200:  # It goes on by itself.
            assert time.monotonic() < until, "it never went on"
            time.sleep(0.1)
        acknowledged += 1
        database = open_database(url)
        try:
            while waiting(database) and time.monotonic() < until:
                time.sleep(0.5)
            left, (taken, readings, dead) = waiting(database), effects(database)
            with database.engine.connect() as connection:
                whole = connection.execute(text("PRAGMA integrity_check")).scalar_one()
        finally:
            database.close()
    lost = len({f"weighed-{number}" for number in range(acknowledged)} - taken.keys())
    doubled = sum(count - 1 for count in taken.values()) + readings - len(taken)
    told = (
        f"acked before full {before}, answered 503 {refused} (with Retry-After {asked_to_wait}),"
        f" went on without a restart, lost {lost}, doubled {doubled}, integrity {whole}"
    )
    assert (lost, doubled, left, dead, whole) == (0, 0, 0, 0, "ok"), (told, left, dead)
    assert asked_to_wait == refused == REFUSED, told
    return told


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """Make a disk of a few megabytes in a folder; OSError where nobody may."""
    _mount(folder, DISK_MB, "")
    try:
        yield folder
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _mount(folder: Path, size_mb: int, how: str) -> None:
    options = f"{how}size={size_mb}m"
    command = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    done = subprocess.run(command, check=False, capture_output=True)
    if done.returncode:
        raise PermissionError("only root can make a disk")


@contextmanager
def _serving(url: str) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = os.environ | ENVIRONMENT
    environment |= {"VEGALOOP_DATABASE_URL": url, "VEGALOOP_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-m", "vegaloop.app.cli", "serve"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        until = time.monotonic() + 60
        while _answers(port) is False and time.monotonic() < until:
            time.sleep(0.1)
        yield port
    finally:
        os.killpg(server.pid, signal.SIGTERM)
        server.wait(60)


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), 1):
            return True
    except OSError:
        return False


def _pushed(port: int, message: int) -> tuple[int, str | None]:
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        line.request("POST", f"/v1/hooks/garmin/{WORD}", push(message, PEOPLE))
        answer = line.getresponse()
        return answer.status, answer.getheader("retry-after")
    finally:
        line.close()


def main() -> None:
    """Print what became of them."""
    with tempfile.TemporaryDirectory() as folder, small_disk(Path(folder)) as disk:
        sys.stdout.write(f"disk full: {fill_the_disk(disk)}\n")


if __name__ == "__main__":
    main()
