"""Whoever wants to write to one SQLite file goes in the order they came, from whichever process."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.migrate import upgrade
from vegaloop.infrastructure.sqlite_queue import RUSH_S, WriterQueue


@contextmanager
def opened(folder: Path, count: int) -> Iterator[list[Database]]:
    """Databases of one file, each with a connection of its own, as processes have them."""
    databases = [open_database(f"sqlite:///{folder / 'a.db'}") for _ in range(count)]
    try:
        yield databases
    finally:
        for one in databases:
            one.close()


@contextmanager
def holding(place: Path) -> Iterator[None]:
    """Somebody at the head of the queue, who does not go on."""
    file = os.open(place, os.O_RDWR | os.O_CREAT)
    fcntl.flock(file, fcntl.LOCK_EX)
    try:
        yield
    finally:
        os.close(file)


def at_the_head(place: Path) -> bool:
    file = os.open(place, os.O_RDWR | os.O_CREAT)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(file)
    return False


def test_who_came_first_goes_first(tmp_path: Path) -> None:
    with opened(tmp_path, 3) as (holder, first, second):
        for _ in range(10):
            order: list[str] = []

            def write(database: Database, name: str, order: list[str] = order) -> None:
                with database.transaction(writing=True):
                    order.append(name)

            threads = [
                threading.Thread(target=write, args=one)
                for one in ((first, "first"), (second, "second"))
            ]
            with holder.transaction(writing=True):
                threads[0].start()
                while not at_the_head(tmp_path / "a.db.queue"):
                    pass
                threads[1].start()
            for one in threads:
                one.join(20)
            assert order == ["first", "second"]


def test_nobody_is_held_up_for_good(tmp_path: Path) -> None:
    with holding(tmp_path / "a.db.queue"), WriterQueue(str(tmp_path / "a.db"), 0.05).turn():
        assert at_the_head(tmp_path / "a.db.queue")


def test_it_is_let_go_with_its_process(tmp_path: Path) -> None:
    place = tmp_path / "a.db"
    program = (
        "import sys, time; from vegaloop.infrastructure.sqlite_queue import WriterQueue\n"
        "with WriterQueue(sys.argv[1]).turn(): print(flush=True); time.sleep(60)"
    )
    with subprocess.Popen(
        [sys.executable, "-c", program, str(place)], stdout=subprocess.PIPE
    ) as process:
        assert process.stdout is not None
        process.stdout.readline()
        assert at_the_head(tmp_path / "a.db.queue")
        process.kill()
        process.wait()
    assert not at_the_head(tmp_path / "a.db.queue")


@pytest.mark.parametrize("database", ["", ":memory:", "/nowhere/at/all.db"])
def test_without_a_place_for_it_there_is_none(database: str) -> None:
    with WriterQueue(database).turn():
        pass
    assert not Path(f"{database}.queue").exists()


def test_what_is_new_is_for_its_owner_only_and_what_is_there_stays(tmp_path: Path) -> None:
    file, there = tmp_path / "a.db", tmp_path / "b.db"
    there.touch(0o644)
    there.chmod(0o644)
    umask = os.umask(0o022)
    try:
        for one in (file, there):
            database = open_database(f"sqlite:///{one}")
            upgrade(database)
            modes = {beside.stat().st_mode & 0o777 for beside in tmp_path.glob("a.db*")}
            assert modes == {0o600}
            database.close()
    finally:
        os.umask(umask)
    assert there.stat().st_mode & 0o777 == 0o644


def test_a_rush_is_told_to_everybody_and_is_over_soon(tmp_path: Path) -> None:
    with opened(tmp_path, 2) as (door, worker):
        with door.transaction(writing=True):  # There is a file now.
            pass
        until = time.monotonic() + 20
        while worker.queue.is_rush() and time.monotonic() < until:  # What was just made looks so.
            time.sleep(RUSH_S / 10)
        assert not worker.queue.is_rush()
        door.queue.say_rush()
        assert worker.queue.is_rush()
        while worker.queue.is_rush() and time.monotonic() < until:
            time.sleep(RUSH_S / 10)
        assert not worker.queue.is_rush()


def test_a_clock_that_was_put_back_makes_no_rush(tmp_path: Path) -> None:
    queue, ahead = WriterQueue(str(tmp_path / "a.db")), time.time() + 3_600
    with queue.turn():
        os.utime(tmp_path / "a.db.queue", (ahead, ahead))
    assert not queue.is_rush()


@pytest.mark.parametrize("database", ["", ":memory:", "/nowhere/at/all.db"])
def test_without_a_place_for_it_there_is_no_rush(database: str) -> None:
    queue = WriterQueue(database)
    queue.say_rush()
    assert not queue.is_rush()
