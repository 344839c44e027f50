"""The worker's own process, beside the one that answers: begun with it, and ended with it.

Rule 1: it reads its input, which ends with whoever began it, however that ends.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from vegaloop.app.worker import STOP_WITHIN_S
from vegaloop.infrastructure.logbook import Journal

__all__ = ("ENDS_WITHIN_S", "start_worker_process", "wait_for_parent")

_COMMAND: Final = (sys.executable, "-m", "vegaloop.app.cli", "worker", "--beside")
# Where it ends again and again, there is no use in hurrying.
_AGAIN_S: Final = (0.2, 1.0, 5.0, 30.0)
_LIVED_S: Final = 60.0
# Longer than the worker itself takes.
ENDS_WITHIN_S: Final = STOP_WITHIN_S + 5.0


def start_worker_process(journal: Journal) -> Callable[[], None]:
    """Start it, and again whenever it ends; what is returned stops it."""
    stopping = threading.Event()
    running: list[subprocess.Popen[bytes]] = []

    def watch() -> None:
        fell = 0
        while not stopping.is_set():
            began = time.monotonic()
            try:
                with _begun() as process:
                    running.append(process)
                    if stopping.is_set():  # Whoever stops may have looked before it was there.
                        process.terminate()
                    process.wait()
                    running.clear()
            except OSError as fault:  # No memory or no process is left, for now.
                journal.error(
                    "worker.not-begun", kind=type(fault).__name__, number=fault.errno or 0
                )
            else:
                if stopping.is_set():
                    return
                journal.error("worker.ended", code=process.returncode)
            fell = 0 if time.monotonic() - began > _LIVED_S else fell
            stopping.wait(_AGAIN_S[min(fell, len(_AGAIN_S) - 1)])
            fell += 1

    thread = threading.Thread(target=watch, name="worker-watch", daemon=True)
    thread.start()

    def stop() -> None:
        stopping.set()
        for process in running:
            with suppress(OSError):
                process.terminate()
        thread.join(ENDS_WITHIN_S)
        for process in running:
            with suppress(OSError):
                process.kill()

    return stop


def _begun() -> subprocess.Popen[bytes]:
    # A group of its own: Ctrl-C in a terminal is told to whoever began it, who ends it in order.
    return subprocess.Popen(_COMMAND, stdin=subprocess.PIPE, start_new_session=True)  # noqa: S603


def wait_for_parent() -> None:
    """Wait until whoever began this process is gone."""
    # Not through `sys.stdin`: an interpreter that ends cannot take its lock from who waits in it.
    while os.read(sys.stdin.fileno(), 1):
        pass
