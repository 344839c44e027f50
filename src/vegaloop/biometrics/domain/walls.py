"""Readings told by a clock on the wall that did not say where it hung.

Rule 1: what was read on an assumed zone keeps its moment, wherever the home is by then.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Final, TypeAlias

from msgspec import structs

from vegaloop.biometrics.domain.kinds import Kind
from vegaloop.biometrics.domain.night import Sleep, StageSpan, sleep_of
from vegaloop.biometrics.domain.reading import Entry, Reading
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Instant, LocalDate, Moment, days_after, later, moment_at, moment_in

# Of one kind and source: when on the wall it began.
OnWall: TypeAlias = tuple[Kind, SourceId, dt.datetime]
Told: TypeAlias = tuple[Kind, SourceId]
DAYS_APART: Final = 30  # Fewer days between two readings are asked for with them.


def spans_to_know(
    entries: Iterable[Entry],
) -> tuple[tuple[Told, tuple[LocalDate, LocalDate]], ...]:
    """Tell of which kinds and sources, on which days [start, end), readings may be told again."""
    days: dict[Told, set[LocalDate]] = {}
    for entry in entries:
        if entry.on_wall:
            one = entry.reading
            days.setdefault((one.kind, one.source), set()).add(one.local_date)
    return tuple((told, span) for told, of in days.items() for span in _spans(sorted(of)))


def on_known_walls(entries: Iterable[Entry], known: Iterable[Reading]) -> tuple[Entry, ...]:
    """Give entries read on an assumed zone the moment they are known to have had."""
    walls: dict[OnWall, Moment] = {}
    for reading in known:
        walls.setdefault(_began(reading), reading.moment)
    return tuple(_moved(entry, walls) if entry.on_wall else entry for entry in entries)


def _spans(days: list[LocalDate]) -> tuple[tuple[LocalDate, LocalDate], ...]:
    found = [(days[0], days_after(days[0], 1))]
    for day in days[1:]:
        start, end = found[-1]
        if (day - end).days > DAYS_APART:
            found.append((day, days_after(day, 1)))
        else:
            found[-1] = (start, days_after(day, 1))
    return tuple(found)


def _began(reading: Reading) -> OnWall:
    wall = _wall(reading.identity.began_at, reading.moment)
    return reading.kind, reading.source, wall


def _moved(entry: Entry, walls: Mapping[OnWall, Moment]) -> Entry:
    given = entry.reading
    there = walls.get(_began(given))
    if there is None or _is_same_clock(there, given.moment):
        return entry
    moment = _moment(_wall(given.moment.at, given.moment), there)
    value = given.value
    if isinstance(value, Sleep):
        match _slept(value, given.moment, there):
            case None:
                return entry
            case Sleep() as moved:
                value = moved
    day = moment.local_date
    reading = structs.replace(given, moment=moment, local_date=day, value=value)
    return structs.replace(entry, reading=reading)


def _is_same_clock(one: Moment, other: Moment) -> bool:
    # A clock that shows an hour twice is one clock: which pass it was, the entry says.
    if one.zone is not None and one.zone == other.zone:
        return True
    return (one.zone, one.utc_offset_s) == (other.zone, other.utc_offset_s)


def _slept(sleep: Sleep, here: Moment, there: Moment) -> Sleep | None:
    """Read a sleep on another wall; None where a clock that was put back leaves no room for it."""

    def moved(at: Instant) -> Instant:
        return _moment(_wall(at, here), there).at

    stages = tuple(StageSpan(s.stage, moved(s.start), moved(s.end)) for s in sleep.stages)
    found = sleep_of(
        moved(sleep.start),
        moved(sleep.end),
        slept=None if stages else sleep.asleep,
        stages=stages,
        measured=sleep.measured,
        nap=sleep.nap,
        free=sleep.free,
    )
    match found:
        case Success(value):
            return value
        case Failure():
            return None


def _wall(at: Instant, of: Moment) -> dt.datetime:
    """Tell what the wall of a moment shows at an instant, also where its clock was put on."""
    there = Moment(at, of.utc_offset_s) if of.zone is None else moment_in(at, of.zone)
    return there.local.replace(tzinfo=None)


def _moment(wall: dt.datetime, there: Moment) -> Moment:
    """Read a time on the wall of a moment."""
    if there.zone is not None:
        return moment_at(wall, there.zone)
    return Moment(later(there.at, wall - _wall(there.at, there)), there.utc_offset_s)
