"""Ending the receiver between commit and answer: `python -m tests.faults.between`.

The vendor hears nothing and sends again; what it sends again is known, and has one effect.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
from collections.abc import Callable
from typing import Final

from tests.faults.people import ENVIRONMENT, WORD, connect_people, effects, push, waiting
from tests.postgres import running_postgres
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.app.vendor_settings import vendor_keys
from vegaloop.device_sync import Vendor
from vegaloop.device_sync.application.drivers import Envelope
from vegaloop.device_sync.application.ports import Acceptance
from vegaloop.infrastructure.database import open_database
from vegaloop.infrastructure.migrate import upgrade
from vegaloop.kernel.result import Failure, Success

TIMES: Final = 200
PEOPLE: Final = 5


def receive(vega: VegaLoop, message: int) -> Acceptance:
    """Take one push as the route does, and give what would be answered."""
    match vega.sync.accepting.hook(Vendor.GARMIN, Envelope(WORD, {}, (), push(message, PEOPLE))):
        case Success(arrivals):
            return vega.sync.accepting.accept(arrivals).result()
        case Failure(error):
            raise AssertionError(error)


def in_a_process(work: Callable[[], None]) -> int:
    """Do work in a process of its own; the signal that ended it, 0 where it ended by itself."""
    child = os.fork()
    if child == 0:
        try:
            work()
        finally:
            os._exit(1)
    _, status = os.waitpid(child, 0)
    return os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0


def die_before_answering(url: str, times: int) -> str:
    """Say what became of pushes whose receiver died after it had kept them."""

    def taken_and_gone(message: int) -> None:
        with open_vegaloop(Settings(database_url=url), vendors=vendor_keys(ENVIRONMENT)) as vega:
            receive(vega, message)
            os.kill(os.getpid(), signal.SIGKILL)

    ended = sum(
        in_a_process(lambda number=message: taken_and_gone(number)) == signal.SIGKILL
        for message in range(times)
    )
    known = 0
    with open_vegaloop(Settings(database_url=url), vendors=vendor_keys(ENVIRONMENT)) as vega:
        for message in range(times):
            known += receive(vega, message).known
        while vega.sync.working.step():
            pass
    database = open_database(url)
    try:
        left, (taken, readings, dead) = waiting(database), effects(database)
    finally:
        database.close()
    doubled = sum(count - 1 for count in taken.values()) + readings - len(taken)
    told = (
        f"{ended} kills, {known} known when sent again,"
        f" lost {times - len(taken) + left + dead}, doubled {doubled}"
    )
    assert (ended, known, len(taken), left, dead, doubled) == (times, times, times, 0, 0, 0), told
    return told


def prepared(url: str) -> str:
    """Make a database with people in it."""
    database = open_database(url)
    try:
        upgrade(database)
        connect_people(database, PEOPLE)
    finally:
        database.close()
    return url


def main() -> None:
    """Print what became of them, on both engines."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    with tempfile.TemporaryDirectory() as folder:
        url = prepared(f"sqlite:///{folder}/between.db")
        sys.stdout.write(f"between commit and answer, SQLite: {die_before_answering(url, times)}\n")
    with running_postgres() as url:
        told = die_before_answering(prepared(url), times)
        sys.stdout.write(f"between commit and answer, PostgreSQL: {told}\n")


if __name__ == "__main__":
    main()
