"""The worker: takes what people brought, in a thread beside the requests.

Rule 1: it holds nothing; killed at any moment, the next one goes on where it was.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Final

from vegaloop.imports import Import, Imports
from vegaloop.infrastructure.bell import Bell
from vegaloop.infrastructure.logbook import Journal

__all__ = ("start_worker",)

# What another process left, or lost, is found without a bell.
_LOOK_EVERY_S: Final = 10.0
_STOP_WITHIN_S: Final = 10.0
# A phone sends dozens of files at once: they are all accepted before the first of them is taken.
_QUIET_S: Final = 0.1
_QUIET_WITHIN_S: Final = 1.0


def start_worker(imports: Imports, bell: Bell, journal: Journal) -> Callable[[], None]:
    """Start it; what is returned stops it after the batch it is at."""
    stopping = threading.Event()

    def work() -> None:
        while not stopping.is_set():
            if not _taken(imports, journal, lambda _: not stopping.is_set()):
                bell.wait(_LOOK_EVERY_S)
                bell.wait_out(_QUIET_S, _QUIET_WITHIN_S)

    def stop() -> None:
        stopping.set()
        bell.ring()
        thread.join(_STOP_WITHIN_S)

    thread = threading.Thread(target=work, name="imports", daemon=True)
    thread.start()
    return stop


def _taken(imports: Imports, journal: Journal, go_on: Callable[[Import], bool]) -> bool:
    try:
        return imports.take_waiting(go_on)
    except Exception as error:  # noqa: BLE001  # One import must not end all others.
        journal.error("imports.broke", kind=type(error).__name__)
        return False
