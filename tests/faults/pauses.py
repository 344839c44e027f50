"""Stopping a worker past its lease: `python -m tests.faults.pauses [TIMES]`.

Another goes on meanwhile; woken, the first finds the lane in other hands, and writes nothing.
"""

from __future__ import annotations

import datetime as dt
import os
import signal
from contextlib import closing
from functools import partial
from typing import Final, final

from sqlalchemy import text

from tests.faults.figures import Figures, exactly, leave, number_given, on_both_engines
from tests.faults.people import opened, prepared, receive, what_became_of
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
    """A clock that is ahead, for which the leases of others have ended."""

    def __init__(self, by: dt.timedelta = dt.timedelta(minutes=5)) -> None:
        self._by = by

    def now(self) -> Instant:
        return later(SystemClock().now(), self._by)


def pause_past_the_lease(url: str, times: int = TIMES) -> Figures:
    """Say how many of the stopped workers wrote anything once they were woken."""
    prepared(url)
    stale = woken = 0
    with closing(open_database(url)) as database:
        for number in range(times):
            with opened(url) as vega:
                receive(vega, number)
            stopped = _stopped_worker(url)
            with opened(url, Ahead()) as other:
                assert other.sync.working.step(), "nobody could go on"
            before = _rows(database)
            os.kill(stopped, signal.SIGCONT)
            _, status = os.waitpid(stopped, 0)
            woken += os.WIFEXITED(status)
            stale += _rows(database) != before
        return Figures(
            (
                exactly("stopped past the lease, and ended by themselves", woken, times),
                exactly("stale acknowledgements", stale),
                *what_became_of(database, range(times)),
            )
        )


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
    with opened(url) as vega:
        vega.sync.working.step()


def _rows(database: Database) -> list[list[tuple[object, ...]]]:
    with database.engine.connect() as connection:
        return [[tuple(row) for row in connection.execute(text(query))] for query in _ROWS]


if __name__ == "__main__":
    trial = partial(pause_past_the_lease, times=number_given(1, TIMES))
    leave(on_both_engines("SIGSTOP past the lease", trial))
