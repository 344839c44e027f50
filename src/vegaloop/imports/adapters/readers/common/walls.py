"""Moments on the wall that is named beside them, and moments after others on the same wall."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Final

from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_s, of_iso
from vegaloop.imports.domain.found import Misshapen
from vegaloop.kernel.passes import shown_again
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, mapped, value_in
from vegaloop.kernel.time import Instant, Moment, later, moment_in, time_zone_of

__all__ = (
    "continued",
    "in_zone",
    "of_epoch_in",
    "on_wall",
    "seconds_between",
    "stepped",
    "wall_at",
)

_STEP_MOST_S: Final = 400 * 86_400.0


def on_wall(found: Result[When, BadTime], ahead_s: int | None) -> Result[When, BadTime]:
    """Put an instant on the wall so far ahead of UTC, where that is known."""
    match found:
        case Success(when) if ahead_s is not None:
            return Success(When(Moment(when.at, ahead_s)))
        case Success() | Failure():
            return found


def wall_at(
    text: str,
    ahead_s: int | None,
    profile: Profile,
    field: str = "time",
    formats: Sequence[str] = (),
) -> Result[When, BadTime]:
    """Read a time on the wall so far ahead of UTC; on that at home where nothing says how far."""
    return on_wall(of_iso(text, profile, field, formats, ahead_s), ahead_s)


def in_zone(found: Result[When, BadTime], zone: str) -> Result[When, BadTime]:
    """Put a moment on the wall of a named zone, where that is one."""
    known = value_in(time_zone_of(zone))
    return found if known is None else mapped(found, lambda when: When(moment_in(when.at, known)))


def of_epoch_in(
    seconds: float | None, zone: str, profile: Profile, field: str
) -> Result[When, BadTime]:
    """Read seconds since 1970 on the wall of a named zone, or of the person's home."""
    if seconds is None:
        return Failure(Misshapen(field, "", "seconds since 1970"))
    return in_zone(of_epoch_s(seconds, profile, field), zone)


def stepped(when: When, seconds: float) -> When:
    """The moment so many seconds after another, on the same wall."""
    if not abs(seconds) <= _STEP_MOST_S:  # NaN fails this too.
        return when
    at = later(when.moment.at, dt.timedelta(seconds=seconds))
    zone = when.moment.zone
    moment = Moment(at, when.moment.utc_offset_s) if zone is None else moment_in(at, zone)
    return When(moment, when.zone_assumed)


def continued(when: When, at: Instant) -> When:
    """Of an hour that a wall at home shows twice, the time that is nearer to another."""
    again = shown_again(when.moment) if when.zone_assumed else None
    if again is None or abs(again.at - at) >= abs(when.at - at):
        return when
    return When(again, zone_assumed=True)


def seconds_between(start: Result[When, BadTime], end: Result[When, BadTime]) -> float | None:
    """How long it was from one moment to the other, where both are known."""
    began, ended = value_in(start), value_in(end)
    if began is None or ended is None:
        return None
    return (ended.at - began.at).total_seconds()
