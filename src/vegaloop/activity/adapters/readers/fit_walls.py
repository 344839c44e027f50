"""What a FIT file says of the clock on the wall.

Rule 1: a wall clock that shows UTC was set by nobody, but where its maker is known to set it.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.adapters.readers.fit_values import seconds
from vegaloop.infrastructure.formats.fit_clock import utc_offset_s
from vegaloop.infrastructure.formats.fit_profile import Activity
from vegaloop.infrastructure.formats.fit_table import Row

__all__ = ("Wall", "Walls", "walls_of")

# COROS, TomTom and many an app write UTC where the wall clock belongs, in New York as in Prague.
_SET_WALLS: Final = frozenset(("bryton", "development", "garmin", "suunto", "wahoo_fitness"))


@final
class Wall(Struct, frozen=True):
    """How far the wall clock was ahead of the file's, and whether it shows UTC as nobody set it."""

    ahead_s: float | None
    is_unset: bool


@final
class Walls(Struct, frozen=True):
    """What the summaries say of the wall clock, and whether its maker is known to set it.

    Each says where it is and how far the wall clock was ahead of the file's.
    """

    clocks: list[tuple[int, float]]
    is_set: bool

    def of(self, session: Row) -> Wall:
        """By the first summary after the session, else the last before it. Rule ACF-90."""
        after = bisect_right(self.clocks, (session.at, float("inf")))
        ahead_s = self.clocks[min(after, len(self.clocks) - 1)][1] if self.clocks else None
        return Wall(ahead_s, utc_offset_s(ahead_s) == 0 and not self.is_set)


def walls_of(activities: list[Row], maker: str | None) -> Walls:
    """Take what the summaries of a file say, and who made it."""
    found: list[tuple[int, float]] = []
    for row in activities:
        local = seconds(row, Activity.LOCAL_TIMESTAMP)
        own = seconds(row, Activity.TIMESTAMP)
        if local is not None and own is not None:
            found.append((row.at, local - own))
    return Walls(found, maker in _SET_WALLS)
