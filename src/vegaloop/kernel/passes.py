"""The hour that a clock on the wall shows twice, and which of the two it was.

Rule 1: times in order, rising or falling, turn back once within that hour: those on the later side
are of its second pass. Where the order does not tell, nothing is said.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import Final

from vegaloop.kernel.time import LocalDate, Moment, TimeZone, day_span, later, moment_in

__all__ = ("CHANGE_MOST", "is_odd", "second_pass", "shown_again")

# Times a few minutes out of order are no second pass.
_TURN_LEAST_MS: Final = 600_000
# No clock is put back by more.
CHANGE_MOST: Final = dt.timedelta(hours=2)
_DAY_S: Final = 86_400.0
# Asked for every sample: what was found of the last days that were asked for.
_ODD: Final[dict[tuple[LocalDate, TimeZone], bool]] = {}
_ODD_MOST: Final = 4_096


def shown_again(moment: Moment) -> Moment | None:
    """The moment the clock on the wall showed the same again, if it did."""
    if moment.zone is None or not is_odd(moment.local_date, moment.zone):
        return None
    after = moment_in(later(moment.at, CHANGE_MOST), moment.zone)
    back = dt.timedelta(seconds=moment.utc_offset_s - after.utc_offset_s)
    if back <= dt.timedelta():
        return None
    second = moment_in(later(moment.at, back), moment.zone)
    return second if second.utc_offset_s == after.utc_offset_s else None


def second_pass(
    times_ms: Sequence[int], before: int | None, after: int | None, *, differ: bool = False
) -> range | None:
    """Which of times within such an hour, all read as of its first pass, are of the second.

    `before` and `after` are the times beside them; None where nothing tells. Of two at one time
    that `differ` in what they say, one is of either.
    """
    context = [at for at in (before, *times_ms, after) if at is not None]
    ways = [b > a for a, b in itertools.pairwise(context) if a != b]
    is_rising = 2 * sum(ways) >= len(ways)
    steps = [b - a if is_rising else a - b for a, b in itertools.pairwise(times_ms)]
    turns = [n for n, step in enumerate(steps, 1) if -step >= _TURN_LEAST_MS]
    if steps == [0] and differ:
        turns = [1]  # What is measured once an hour.
    if len(turns) != 1:
        return None
    return range(turns[0], len(times_ms)) if is_rising else range(turns[0])


def is_odd(day: LocalDate, zone: TimeZone) -> bool:
    """Whether the clocks of a zone change on a day."""
    known = _ODD.get((day, zone))
    if known is None:
        if len(_ODD) >= _ODD_MOST:
            _ODD.clear()
        known = _ODD[day, zone] = day_span(day, zone).seconds != _DAY_S
    return known
