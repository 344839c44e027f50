"""PostgreSQL ended at once, under writers: `python -m tests.faults.restarts [RESTARTS]`.

Every unit of work is tried again until the server is there: nobody hears of it.
"""

from __future__ import annotations

import itertools
import threading
import time
from collections.abc import Callable
from contextlib import closing
from functools import partial
from typing import Final

from sqlalchemy.exc import DBAPIError

from tests.faults.figures import (
    Figures,
    at_least,
    at_most,
    counted,
    exactly,
    leave,
    number_given,
    on_postgres,
)
from tests.faults.pauses import Ahead
from tests.faults.people import opened, prepared, receive, what_became_of, work_off
from tests.postgres import restart_postgres
from vegaloop.app.services import VegaLoop
from vegaloop.infrastructure.database import open_database

RESTARTS: Final = 5
WRITERS: Final = 8
WORST_S: Final = 2.0
WAIT: Final = "worst wait in s"
_BETWEEN_S: Final = 1.0


class Load:
    """Writers and a worker that go on until they are told to stop."""

    def __init__(self, vega: VegaLoop) -> None:
        self._vega = vega
        self._over = threading.Event()
        self._turn = threading.Lock()
        self._numbers = itertools.count()
        self.acknowledged: list[int] = []
        self.failed: list[str] = []
        self.worst_s = 0.0

    def go_on(self, meanwhile: Callable[[], None]) -> None:
        """Write and work while something else is done."""
        threads = [threading.Thread(target=self._write) for _ in range(WRITERS)]
        threads.append(threading.Thread(target=self._work))
        for thread in threads:
            thread.start()
        try:
            meanwhile()
        finally:
            self._over.set()
            for thread in threads:
                thread.join()

    def _write(self) -> None:
        while not self._over.is_set():
            with self._turn:
                number = next(self._numbers)
            began = time.monotonic()
            try:
                receive(self._vega, number)
            except DBAPIError as error:
                self.failed.append(type(error).__name__)
            else:
                with self._turn:
                    self.acknowledged.append(number)
                    self.worst_s = max(self.worst_s, time.monotonic() - began)

    def _work(self) -> None:
        while not self._over.is_set():
            try:
                self._vega.sync.working.step()
            except DBAPIError as error:
                self.failed.append(f"worker: {type(error).__name__}")


def restart_under_load(url: str, restarts: int = RESTARTS) -> Figures:
    """Say how many requests failed, what was lost, and how long anybody waited."""

    took_s: list[float] = []

    def restart() -> None:
        for _ in range(restarts):
            time.sleep(_BETWEEN_S)
            began = time.monotonic()
            restart_postgres(url)
            took_s.append(time.monotonic() - began)
        time.sleep(_BETWEEN_S)

    with opened(prepared(url)) as vega:
        load = Load(vega)
        load.go_on(restart)
    # A lane whose worker lost the server for long is free when its lease has ended.
    with opened(url, Ahead()) as vega:
        work_off(vega)
    with closing(open_database(url)) as database:
        return Figures(
            (
                exactly("restarts", len(took_s), restarts),
                counted("slowest restart in s", max(took_s)),
                at_least("acknowledged", len(load.acknowledged), restarts),
                exactly("failed", len(load.failed)),
                at_most(WAIT, load.worst_s, WORST_S),
                *what_became_of(database, load.acknowledged),
            )
        )


if __name__ == "__main__":
    trial = partial(restart_under_load, restarts=number_given(1, RESTARTS))
    leave({f"restarts under {WRITERS} writers, PostgreSQL": partial(on_postgres, trial)})
