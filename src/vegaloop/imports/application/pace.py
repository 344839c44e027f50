"""Giving readers up that take too long: once, and at the same place whenever they read again.

Rule 1: up to the read an import had come to, its readers are given up where they were, and nowhere
else, whatever the clock says.
"""

from __future__ import annotations

from typing import Final, final

from vegaloop.imports.domain.bringing import Lapses

__all__ = ("Pace",)

_NONE: Final = Lapses()


@final
class Pace:
    """Hears of every read, and remembers at which of them a reader was given up."""

    def __init__(self, before: Lapses = _NONE) -> None:
        self._before = before
        self._again = frozenset(before.at)
        self._reads = 0
        self._at = list(before.at)

    def is_over(self, late_s: float) -> bool:
        """Hear of one more read, by a reader so late or not yet; tell whether it is given up."""
        self._reads += 1
        if self._reads <= self._before.reads:
            return self._reads in self._again
        if late_s > 0:
            self._at.append(self._reads)
        return late_s > 0

    @property
    def lapses(self) -> Lapses:
        """The reads until now, and those at which a reader was given up."""
        return Lapses(self._reads, tuple(self._at))
