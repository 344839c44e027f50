"""Times of a file without a zone: those of the wall at home of their day, in their order."""

from __future__ import annotations

from array import array
from typing import Final, final

from vegaloop.activity.adapters.readers.columns import NO_TIME
from vegaloop.kernel.passes import second_pass, shown_again
from vegaloop.kernel.person import Profile
from vegaloop.kernel.time import LocalDate, epoch_us, from_epoch_us, moment_at

__all__ = ("at_home",)

_MINUTE_MS: Final = 60_000


def at_home(walls_ms: array[int], home: Profile) -> array[int]:
    """Read times, counted as if a wall were in UTC, as milliseconds since 1970 at home.

    An hour the clocks repeat is read in the order of the times.
    """
    shifts = _Shifts(home)
    times = array("q", walls_ms)
    run: list[int] = []
    before: int | None = None
    for n, wall in enumerate(walls_ms):
        if wall == NO_TIME:
            continue
        first, again = shifts[wall // _MINUTE_MS]
        times[n] = wall + first
        if again:
            run.append(n)
            continue
        _turn(times, run, before, times[n], shifts)
        run, before = [], times[n]
    _turn(times, run, before, None, shifts)
    return times


def _turn(
    times: array[int], run: list[int], before: int | None, after: int | None, shifts: _Shifts
) -> None:
    """Put what is of the second pass there."""
    later = second_pass([times[n] for n in run], before, after)
    for n in run[later.start : later.stop] if later else ():
        times[n] += shifts.again_ms


@final
class _Shifts(dict[int, tuple[int, bool]]):
    """By how much a minute on the wall is moved to UTC, and whether the wall shows it again."""

    def __init__(self, home: Profile) -> None:
        super().__init__()
        self._home = home
        self.again_ms = 0

    def __missing__(self, minute: int) -> tuple[int, bool]:
        wall = from_epoch_us(minute * _MINUTE_MS * 1_000).replace(tzinfo=None)
        moment = moment_at(wall, self._home.zone_on(LocalDate(wall.date())))
        again = shown_again(moment)
        if again is not None:
            self.again_ms = (epoch_us(again.at) - epoch_us(moment.at)) // 1_000
        shift = epoch_us(moment.at) // 1_000 - minute * _MINUTE_MS
        self[minute] = found = shift, again is not None
        return found
