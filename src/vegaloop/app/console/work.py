"""Running a worker until it is told to stop."""

from __future__ import annotations

import os
import signal
import threading
from importlib import import_module
from types import FrameType
from typing import Final

from vegaloop.app.console.opening import opened
from vegaloop.app.console.terminal import read_settings
from vegaloop.app.worker import start_worker
from vegaloop.app.worker_process import ENDS_WITHIN_S, wait_for_parent
from vegaloop.infrastructure.logbook import open_journal

__all__ = ("work",)

# Where both have work to do, whoever answers goes first.
_NICE: Final = 10
_FORMATS: Final = (
    "vegaloop.activity.adapters.readers.fit",
    "vegaloop.imports.adapters.everything",
    "vegaloop.imports.adapters.readers.registry",
)


def work(lanes: int | None, *, beside: bool) -> None:
    """Work until told to stop; `beside` a server, until that is gone."""
    told = threading.Event()

    def stop(_: int, __: FrameType | None) -> None:
        told.set()

    for one in (signal.SIGTERM, signal.SIGINT):
        signal.signal(one, stop)
    if beside:
        os.nice(_NICE)
    settings = read_settings()
    journal = open_journal(as_json=settings.log_json)
    with opened(journal, seals=True) as (vega, _):
        _load_formats()
        end = start_worker(vega, settings.lanes if lanes is None else lanes, journal)
        if beside:
            threading.Thread(target=_follow, args=(told,), daemon=True).start()
        told.wait()
        end()


def _load_formats() -> None:
    """Load the readers before the first file comes: that takes as long as a dozen of them."""
    for module in _FORMATS:
        import_module(module)


def _follow(told: threading.Event) -> None:
    wait_for_parent()
    told.set()
    # Whatever still works then has nobody to work for.
    threading.Timer(ENDS_WITHIN_S, os._exit, (1,)).start()
