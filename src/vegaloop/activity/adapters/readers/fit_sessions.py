"""The sessions of a FIT file, each with the laps, lengths, pauses and samples that are its own.

Rule 1: what has a time belongs to the last session that had begun by then, and what came before
any of them to the first.
Rule 2: a file that holds samples and no session has one made of the samples, and a note says so.
"""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import Final, TypeVar, final

from msgspec import Struct

from vegaloop.activity.adapters.readers import fit_names
from vegaloop.activity.adapters.readers.columns import Columns
from vegaloop.activity.adapters.readers.fit_parts import lap_of, length_of, pauses_of, set_of
from vegaloop.activity.adapters.readers.fit_sensors import sensors_of
from vegaloop.activity.adapters.readers.fit_values import (
    instant,
    started,
    totals,
    wall_time,
    whole,
)
from vegaloop.activity.adapters.readers.fit_walls import Wall, Walls, walls_of
from vegaloop.activity.adapters.readers.points import with_way
from vegaloop.activity.domain.activity_file import TooLarge
from vegaloop.activity.domain.recording import (
    Lap,
    Length,
    Note,
    Recording,
    Remark,
    Sensor,
    Sport,
    StrengthSet,
    Totals,
)
from vegaloop.activity.domain.sampled import completed
from vegaloop.activity.domain.streams import MISSING, Channel
from vegaloop.infrastructure.formats.fault import ReadFault
from vegaloop.infrastructure.formats.fit_clock import FIT_EPOCH_S, utc_offset_s
from vegaloop.infrastructure.formats.fit_profile import Lap as LapField
from vegaloop.infrastructure.formats.fit_profile import (
    Session,
    SportMessage,
)
from vegaloop.infrastructure.formats.fit_table import Row
from vegaloop.kernel.quantity import Distance, Duration
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Interval

__all__ = ("Summaries", "recordings_of")

A = TypeVar("A")
MOST_SESSIONS: Final = 500
_NO_ROW: Final = Row(0, False, {}, {})
_NO_FIELD: Final = -1
_MINUTE_S: Final = 60
_DAY_S: Final = 86_400


@final
class Summaries(Struct, frozen=True):
    """The messages of a file that are not samples; columns are in order, times since 1970."""

    sessions: list[Row]
    laps: list[Row]
    lengths: list[Row]
    sets: list[Row]
    events: list[Row]
    activities: list[Row]
    sports: list[Row]
    devices: list[Row]
    rr_intervals: list[tuple[int, int]]
    columns: Columns
    maker: str | None


def recordings_of(file: Summaries) -> tuple[Recording, ...]:
    """Put every session together, in the order of the file; ReadFault if there are too many."""
    if len(file.sessions) > MOST_SESSIONS:
        raise ReadFault(TooLarge("sessions", MOST_SESSIONS))
    shares, walls = _shares(file), walls_of(file.activities, file.maker)
    if not file.sessions:
        return tuple(_made_of_samples(file, share, walls) for share in shares if len(share.columns))
    return tuple(
        _recording(file, row, share, walls)
        for row, share in zip(file.sessions, shares, strict=True)
    )


@final
class _Share(Struct, frozen=True, kw_only=True):
    """What is one session's of the file; `start_s` is in FIT's seconds.

    `before` has the samples of the session before it, whose way some count on.
    """

    start_s: float
    before: Columns | None
    columns: Columns
    laps: tuple[Lap, ...]
    lengths: tuple[Length, ...]
    sets: tuple[StrengthSet, ...]
    pauses: tuple[Interval, ...]
    rr_intervals_ms: tuple[int, ...]
    sensors: tuple[Sensor, ...]


@final
class _What(Struct, frozen=True):
    """What a session was, by what its message says."""

    sport: Sport
    sub_sport: str | None
    name: str | None
    notes: tuple[Note, ...]


def _shares(file: Summaries) -> list[_Share]:
    """Deal everything that has a time out to the sessions, in the order of the file."""
    columns = file.columns
    parts_s = [at / 1_000 - FIT_EPOCH_S for at in columns.begins_ms] or [0.0]
    given = [started(row, Session) for row in file.sessions] or parts_s
    starts = [parts_s[0] if start is None else start for start in given]
    order = sorted(range(len(starts)), key=starts.__getitem__)
    begun = [starts[n] for n in order]
    laps = _dealt([lap_of(row) for row in file.laps], begun)
    lengths = _dealt([length_of(row) for row in file.lengths], begun)
    sets = _dealt([set_of(row) for row in file.sets], begun)
    pauses = _dealt(pauses_of(file.events), begun)
    beats: list[tuple[float | None, int]] = [
        (at / 1_000 - FIT_EPOCH_S, rr) for at, rr in file.rr_intervals
    ]
    rr_intervals_ms = _dealt(beats, begun)
    sensors = sensors_of(file.devices)
    bounds = [None, *(_ms(start) for start in begun[1:]), None]
    cut = [with_way(columns.between(*pair), set()) for pair in pairwise(bounds)]
    shares = {
        n: _Share(
            start_s=starts[n],
            before=cut[place - 1] if place else None,
            columns=cut[place],
            laps=laps[place],
            lengths=lengths[place],
            sets=sets[place],
            pauses=pauses[place],
            rr_intervals_ms=rr_intervals_ms[place],
            sensors=sensors,
        )
        for place, n in enumerate(order)
    }
    return [shares[n] for n in range(len(starts))]


def _dealt(things: list[tuple[float | None, A]], begun: list[float]) -> list[tuple[A, ...]]:
    piles: list[list[A]] = [[] for _ in begun]
    for at, thing in things:
        piles[max(0, bisect_right(begun, at or 0) - 1)].append(thing)
    return [tuple(pile) for pile in piles]


def _recording(file: Summaries, row: Row, share: _Share, walls: Walls) -> Recording:
    columns = share.columns
    span_ms = columns.times_ms[-1] - columns.times_ms[0] if len(columns) else 0
    named = Session.SPORT in row.numbers or len(file.sessions) > 1
    what = _what(row, Session.SPORT, Session.SUB_SPORT, Session.SPORT_NAME)
    what = what if named else _set_before(file, what)
    sums = totals(row, Session, span_ms)
    if sums.distance is None and share.before is not None:
        gone_on = _gone_on(_way_cm(share.before), _way_cm(columns))
        sums = sums.filled(Totals(elapsed=sums.elapsed, distance=gone_on))
    doubtful = _doubtful(sums, span_ms if len(columns) else None)
    notes = (Note(Remark.DOUBTFUL_ELAPSED, at_byte=row.at),) if doubtful else ()
    return _built(share, what, sums, walls.of(row), notes)


def _made_of_samples(file: Summaries, share: _Share, walls: Walls) -> Recording:
    row = file.sports[-1] if file.sports else _NO_ROW
    what = _set_before(file, _what(_NO_ROW, Session.SPORT, Session.SUB_SPORT, Session.SPORT_NAME))
    times = share.columns.times_ms
    before = [] if share.before is None else _way_cm(share.before)
    gone_on = _gone_on(before, _way_cm(share.columns))
    spanned = Totals(elapsed=Duration((times[-1] - times[0]) * 1_000), distance=gone_on)
    sums = completed(spanned, share.columns.streams(times[0]))
    return _built(share, what, sums, walls.of(row), (Note(Remark.NO_SESSION),))


def _built(
    share: _Share, what: _What, sums: Totals, wall: Wall, notes: tuple[Note, ...]
) -> Recording:
    start, ahead_s = instant(share.start_s), wall.ahead_s
    on_wall = start is None and ahead_s is not None
    unset = start is not None and wall.is_unset
    clock = () if start else (Note(Remark.RELATIVE_CLOCK),)
    assumed = (Note(Remark.ZONE_ASSUMED),) if on_wall or unset else ()
    return Recording(
        sport=what.sport,
        sub_sport=what.sub_sport,
        name=what.name,
        start=start,
        utc_offset_s=utc_offset_s(ahead_s) if start else None,
        wall_start=wall_time(share.start_s + (ahead_s or 0)) if on_wall else None,
        totals=sums,
        laps=share.laps,
        lengths=share.lengths,
        sets=share.sets,
        pauses=share.pauses,
        sensors=share.sensors,
        streams=share.columns.streams(_ms(share.start_s), share.rr_intervals_ms),
        notes=(*notes, *what.notes, *clock, *assumed),
    )


def _doubtful(sums: Totals, span_ms: int | None) -> bool:
    """Whether the elapsed time is less than the timer's, or days more than it or the samples'."""
    elapsed_s = sums.elapsed.seconds
    timer_s = sums.timer.seconds if sums.timer else elapsed_s
    span_s = elapsed_s if span_ms is None else span_ms / 1_000
    return timer_s > elapsed_s + _MINUTE_S or elapsed_s > min(timer_s, span_s) + _DAY_S


def _gone_on(before_cm: list[int], way_cm: list[int]) -> Distance | None:
    """How far a session went whose samples count on from the one before; None if they do not."""
    if not before_cm or not way_cm or way_cm[0] < before_cm[-1]:
        return None
    return value_in(Distance.of_meters((way_cm[-1] - before_cm[-1]) / 100))


def _way_cm(columns: Columns) -> list[int]:
    return [n for n in columns.channels.get(Channel.DISTANCE, ()) if n != MISSING]


def _ms(fit_seconds: float) -> int:
    return round((fit_seconds + FIT_EPOCH_S) * 1_000)


def _set_before(file: Summaries, session: _What) -> _What:
    """What was to be done, as the device was set, else as its first lap says. Rule ACF-94."""
    if file.sports:
        row = file.sports[-1]
        what = _what(row, SportMessage.SPORT, SportMessage.SUB_SPORT, SportMessage.NAME)
        return _What(what.sport, what.sub_sport, session.name or what.name, what.notes)
    lap = next((lap for lap in file.laps if LapField.SPORT in lap.numbers), None)
    if lap is None:
        return session
    what = _what(lap, LapField.SPORT, LapField.SUB_SPORT, _NO_FIELD)
    return _What(what.sport, what.sub_sport, session.name, what.notes)


def _what(row: Row, sport: int, sub_sport: int, name: int) -> _What:
    variety = whole(row, sub_sport)
    word = fit_names.sport(whole(row, sport) or 0)
    known = word in set(Sport)
    return _What(
        sport=Sport(word) if known else Sport.GENERIC,
        sub_sport=None if variety is None else fit_names.sub_sport(variety),
        name=row.text(name),
        notes=() if known else (Note(Remark.UNKNOWN_SPORT, at_byte=row.at, detail=word),),
    )
