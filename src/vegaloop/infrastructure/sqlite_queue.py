"""The queue of all who want to write to one SQLite file, whichever process they are in.

SQLite lets one write at a time. Whoever waits looks again ever more rarely, down to ten times a second,
and whoever comes later goes first meanwhile: beside a worker that writes all the time a server starves.

Rule 1: one waits for SQLite at a time; all others wait for that one.
Rule 2: the queue holds nobody up for good: whoever has waited too long, or cannot stand in it, goes on.
Rule 3: whoever writes for many says so, and whoever can wait may ask whether somebody does.
"""

from __future__ import annotations

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final, final

__all__ = ("IN_MEMORY", "WriterQueue")

PATIENCE_S: Final = 5.0
_LOOK_EVERY_S: Final = 0.0005
# Whoever writes for many does so again as soon as whoever is writing lets them.
RUSH_S: Final = 0.2
IN_MEMORY: Final = ("", ":memory:")


@final
class WriterQueue:
    """The queue before a file: a lock on an empty file beside it, which the system takes back."""

    def __init__(self, database: str, patience_s: float = PATIENCE_S) -> None:
        self._place = f"{database}.queue" if database not in IN_MEMORY else ""
        self._patience_s = patience_s

    def say_rush(self) -> None:
        """Say that many wait for what is written now: by the time of the empty file."""
        with suppress(OSError):
            os.utime(self._place)

    def is_rush(self) -> bool:
        """Tell whether somebody said so a moment ago, in whichever process."""
        if not self._place:
            return False
        try:
            said_at = Path(self._place).stat().st_mtime
        except OSError:
            return False
        return 0 <= time.time() - said_at < RUSH_S

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Come to the head of the queue, and be there until the block ends."""
        file = None
        with suppress(OSError):  # In memory there is none; and a full disk has no room for it.
            file = os.open(self._place, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            if file is not None:
                self._come_to_the_head(file)
            yield
        finally:
            if file is not None:
                os.close(file)  # Lets the next one go.

    def _come_to_the_head(self, file: int) -> None:
        until = time.monotonic() + self._patience_s
        while time.monotonic() < until:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                time.sleep(_LOOK_EVERY_S)
            except OSError:  # Some file systems know no locks.
                return
            else:
                return
