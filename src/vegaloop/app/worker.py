"""The worker: takes what people brought and what vendors sent, in threads of a process of its own.

Rule 1: it holds nothing; killed at any moment, the next one goes on where it was.
Rule 2: whatever breaks, it is told in the journal and tried again: no thread ends by itself.
Rule 3: while many wait at the door, it waits before each step; but never so long that it stands still.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from functools import partial
from typing import Final

from vegaloop.app.services import VegaLoop
from vegaloop.infrastructure.logbook import Journal

__all__ = ("STOP_WITHIN_S", "start_worker")

# What waits is looked for so often: what a person sees of it is the time until somebody looked.
LOOK_EVERY_S: Final = 0.2
# After something broke: most often that is the database, which a crowd would only hold up.
_REST_S: Final = 2.0
# A call of half a minute and its commit: tokens that are good for once are given only once.
STOP_WITHIN_S: Final = 45.0
# A phone sends dozens of files at once: they are all accepted before the first of them is taken.
_QUIET_S: Final = 0.1
_QUIET_LOOKS_MOST: Final = 10
# While what comes in is written, a step of the worker would hold up dozens.
_GIVE_WAY_S: Final = 0.05
_GIVE_WAY_LOOKS_MOST: Final = 60


def start_worker(vega: VegaLoop, lanes: int, journal: Journal) -> Callable[[], None]:
    """Start it, with so many lanes at once; what is returned stops it after the steps it is at."""
    stopping = threading.Event()

    def goes_on() -> bool:
        for _ in range(_GIVE_WAY_LOOKS_MOST):
            if not vega.is_rush() or stopping.wait(_GIVE_WAY_S):
                break
        return not stopping.is_set()

    works = [partial(_take_imports, vega, stopping, goes_on)]
    works += [partial(vega.sync.working.step, goes_on)] * lanes
    threads = [
        threading.Thread(
            target=_work, args=(work, goes_on, stopping, journal), name="worker", daemon=True
        )
        for work in works
    ]
    for thread in threads:
        thread.start()

    def stop() -> None:
        stopping.set()
        until = time.monotonic() + STOP_WITHIN_S
        for thread in threads:
            thread.join(max(0.0, until - time.monotonic()))

    return stop


def _work(
    work: Callable[[], bool],
    goes_on: Callable[[], bool],
    stopping: threading.Event,
    journal: Journal,
) -> None:
    while goes_on():
        try:
            worked = work()
        except Exception as error:  # noqa: BLE001  # Rule 2.
            journal.error("worker.broke", kind=type(error).__name__)
            stopping.wait(_REST_S)
        else:
            if not worked:
                stopping.wait(LOOK_EVERY_S)


def _take_imports(vega: VegaLoop, stopping: threading.Event, goes_on: Callable[[], bool]) -> bool:
    """Take all that waits, once nobody has brought anything for a moment."""
    waiting = vega.imports.waiting()
    if not waiting:
        return False
    for _ in range(_QUIET_LOOKS_MOST):
        stopping.wait(_QUIET_S)
        before, waiting = waiting, vega.imports.waiting()
        if waiting == before:
            break
    taken = False
    while goes_on() and vega.imports.take_waiting(lambda _: goes_on()):
        taken = True
    return taken
