"""How much may come out of what arrived, and how long it may take.

Rule 1: what comes out of everything together is bounded by how much arrived, each file counted once
however often it is read.
Rule 2: a file that gives nothing is given up: after a minute, and a second for each MiB of it that
was read meanwhile. Only the time of reading counts, not that of keeping what was found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Final, TypeVar, final

from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.kernel.formats import TookTooLong, TooLarge

__all__ = ("Allowance", "Meter", "Patience")

A = TypeVar("A")

SILENT_S: Final = 60
BYTES_A_SECOND_LEAST: Final = 2**20  # The slowest reader takes ten times as many.
WHOLE_S: Final = 6 * 3_600


def _nothing(_: int) -> None:
    """Wait for ever."""


def _is_late(late_s: float) -> bool:
    return late_s > 0


@final
class Allowance:
    """How many bytes may come out of everything together."""

    def __init__(self, most: int, on_read: Callable[[int], None] = _nothing) -> None:
        self.most = most
        self.left = most
        self.on_read = on_read

    def take(self, count: int) -> None:
        """Let so many more come out; ReadFault where they are too many."""
        self.left -= count
        if self.left < 0:
            raise ReadFault(TooLarge("unpacked bytes", self.most))


@final
class Meter:
    """How far the bytes of one file were read at most.

    `most` says how many may come out of so many packed ones.
    """

    def __init__(self, most: Callable[[int], int], shared: Allowance) -> None:
        self._most = most
        self._shared = shared
        self._reached = 0

    def reach(self, at: int, taken: int) -> None:
        """Read up to a place, out of so many bytes; ReadFault where it is too far or took too long."""
        if at > self._most(taken):
            raise ReadFault(TooLarge("unpacked bytes", self._most(taken)))
        if at > self._reached:
            self._shared.take(at - self._reached)
            self._shared.on_read(at - self._reached)
            self._reached = at
        else:
            self._shared.on_read(0)


@final
class Patience:
    """How long readers may take: each until it gives something, and all of them together.

    `is_over` hears at every read how late it is, and has the last word on giving up.
    """

    def __init__(
        self, seconds: Callable[[], float], is_over: Callable[[float], bool] = _is_late
    ) -> None:
        self._seconds = seconds
        self._is_over = is_over
        self._spent_s = 0.0
        self._since_s = seconds()
        self._read = 0
        self._rests = False

    def on_read(self, count: int) -> None:
        """Hear of so many new bytes that a reader took; ReadFault where it took too long."""
        self._read += count
        # A reader may read ahead while what it found is kept: nobody waits for it then.
        silent_s = 0.0 if self._rests else self._seconds() - self._since_s
        late_s = silent_s - (SILENT_S + self._read / BYTES_A_SECOND_LEAST)
        ended_s = self._spent_s + silent_s - WHOLE_S
        if not self._is_over(max(late_s, ended_s)):
            return
        if ended_s > 0:
            raise ReadFault(TookTooLong("seconds of reading", WHOLE_S))
        raise ReadFault(TookTooLong("seconds of a file that gives nothing", SILENT_S))

    def begin(self) -> None:
        """Begin to wait for another reader."""
        self._pause()
        self._read = 0

    def timed(self, given: Iterable[A]) -> Iterator[A]:
        """Give what is given, and count the time until it is."""
        self._resume()
        for one in given:
            self._pause()
            self._rests = True
            yield one
            self._rests = False
            self._resume()

    def _resume(self) -> None:
        self._since_s, self._read = self._seconds(), 0

    def _pause(self) -> None:
        now_s = self._seconds()
        self._spent_s += now_s - self._since_s
        self._since_s = now_s
