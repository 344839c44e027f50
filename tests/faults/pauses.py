"""Stopping a worker past its lease: `python -m tests.faults.pauses`.

Another goes on meanwhile; woken, the first finds the lane in other hands, and writes nothing.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
import sys
import tempfile
from typing import Final, final

from sqlalchemy import text

from tests.faults.between import prepared, receive
from tests.faults.people import ENVIRONMENT, effects, waiting
from tests.postgres import running_postgres
from vegaloop.app.services import VegaLoop, open_vegaloop
from vegaloop.app.settings import Settings
from vegaloop.app.vendor_settings import vendor_keys
from vegaloop.device_sync.adapters.vendors.garmin import GarminDriver
from vegaloop.device_sync.application.drivers import Context, Read
from vegaloop.device_sync.domain.trouble import Trouble
from vegaloop.infrastructure.database import Database, open_database
from vegaloop.infrastructure.system import SystemClock
from vegaloop.kernel.result import Result
from vegaloop.kernel.time import Clock, Instant, later

TIMES: Final = 20
_ROWS: Final = (
    "SELECT person_id, due_at, token FROM sync_lane ORDER BY person_id",
    "SELECT delivery_id, told FROM sync_delivery ORDER BY delivery_id",
    "SELECT delivery_id, outcome FROM sync_body ORDER BY delivery_id",
    "SELECT person_id, number, told FROM sync_step ORDER BY person_id, number",
)


@final
class Ahead(Clock):
    """A clock five minutes ahead, for which the leases of others have ended."""

    def now(self) -> Instant:
        return later(SystemClock().now(), dt.timedelta(minutes=5))


def pause_past_the_lease(url: str, times: int) -> str:
    """Say how many of the stopped workers wrote anything once they were woken."""
    keys, settings = vendor_keys(ENVIRONMENT), Settings(database_url=url)
    stale = 0
    database = open_database(url)
    try:
        for number in range(times):
            with open_vegaloop(settings, vendors=keys) as vega:
                receive(vega, number)
            stopped = _stopped_worker(url)
            with open_vegaloop(settings, vendors=keys, clock=Ahead()) as other:
                assert other.sync.working.step(), "nobody could go on"
            before = _rows(database)
            os.kill(stopped, signal.SIGCONT)
            _, status = os.waitpid(stopped, 0)
            assert os.WIFEXITED(status), "the stopped worker did not end by itself"
            stale += _rows(database) != before
        left, (taken, readings, dead) = waiting(database), effects(database)
    finally:
        database.close()
    doubled = sum(count - 1 for count in taken.values()) + readings - len(taken)
    told = f"{times} stopped past the lease, stale acknowledgements {stale}, doubled {doubled}"
    assert (stale, doubled, left, dead, len(taken)) == (0, 0, 0, 0, times), told
    return told


def _stopped_worker(url: str) -> int:
    """Start a worker that stops itself between reading a delivery and writing what became of it."""
    child = os.fork()
    if child == 0:
        try:
            _work_and_stop(url)
            os._exit(0)
        finally:
            os._exit(1)
    _, status = os.waitpid(child, os.WUNTRACED)
    assert os.WIFSTOPPED(status), "the worker did not get as far as that"
    return child


def _work_and_stop(url: str) -> None:
    read = GarminDriver.read

    def stopping(
        driver: GarminDriver, topic: str, body: bytes, context: Context
    ) -> Result[Read, Trouble]:
        found = read(driver, topic, body, context)
        os.kill(os.getpid(), signal.SIGSTOP)
        return found

    GarminDriver.read = stopping  # type: ignore[method-assign]  # In this process only.
    with open_vegaloop(Settings(database_url=url), vendors=vendor_keys(ENVIRONMENT)) as vega:
        _step(vega)


def _step(vega: VegaLoop) -> None:
    vega.sync.working.step()


def _rows(database: Database) -> list[list[tuple[object, ...]]]:
    with database.engine.connect() as connection:
        return [[tuple(row) for row in connection.execute(text(query))] for query in _ROWS]


def main() -> None:
    """Print what became of them, on both engines."""
    times = int(sys.argv[1]) if len(sys.argv) > 1 else TIMES
    with tempfile.TemporaryDirectory() as folder:
        told = pause_past_the_lease(prepared(f"sqlite:///{folder}/pauses.db"), times)
        sys.stdout.write(f"SIGSTOP, SQLite: {told}\n")
    with running_postgres() as url:
        sys.stdout.write(f"SIGSTOP, PostgreSQL: {pause_past_the_lease(prepared(url), times)}\n")


if __name__ == "__main__":
    main()
