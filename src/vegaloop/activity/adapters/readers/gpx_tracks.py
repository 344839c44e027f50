"""The tracks of a GPX file, and which of them are one recording."""

from __future__ import annotations

from array import array
from itertools import pairwise
from typing import Final

from msgspec import Struct

from vegaloop.activity.adapters.readers.columns import NO_TIME, Columns, Of, are_apart
from vegaloop.activity.domain.sport_words import sport_of
from vegaloop.kernel.time import Interval, from_epoch_us

__all__ = ("Track", "breaks_in", "joined", "outings_of", "parted", "pauses_in")

_SAME_OUTING_MS: Final = 4 * 3_600_000


class Track(Struct):
    """A track: where its segments begin among all points, and where it ends."""

    name: str | None = None
    kind: str | None = None
    segments: list[int] = []
    end: int = 0


def parted(tracks: list[Track], columns: Columns) -> list[Track]:
    """The tracks, in parts where one goes on after more than a day. Rule ACF-95."""
    parts: list[Track] = []
    for track in tracks:
        first = min(track.segments, default=track.end)
        times = columns.times_ms[first : track.end]
        cuts = [first]
        if times and are_apart(min(times), max(times)):
            timed = [n for n, time in enumerate(times) if time != NO_TIME]
            cuts += [first + b for a, b in pairwise(timed) if are_apart(times[a], times[b])]
        for begin, end in pairwise([*cuts, track.end]):
            within = [at for at in track.segments if begin < at < end]
            parts.append(Track(track.name, track.kind, [begin, *within], end))
    return parts


def outings_of(tracks: list[Track], columns: Columns) -> list[list[Track]]:
    """Put tracks together that are one recording. Rule ACF-13."""
    found: list[list[Track]] = []
    ended = NO_TIME
    for track in tracks:
        first = min(track.segments, default=track.end)
        times = [time for time in columns.times_ms[first : track.end] if time != NO_TIME]
        if not times:
            continue
        goes_on = 0 <= min(times) - ended <= _SAME_OUTING_MS
        if found and goes_on and sport_of(track.kind) == sport_of(found[-1][0].kind):
            found[-1].append(track)
        else:
            found.append([track])
        ended = max(times)
    return found


def joined(outing: list[Track], columns: Columns) -> Columns:
    """The points of an outing, as they were written."""
    times: array[int] = array("q")
    channels: dict[Of, array[int]] = {of: array("i") for of in columns.channels}
    for track in outing:
        first = track.segments[0]
        times += columns.times_ms[first : track.end]
        for of, column in columns.channels.items():
            channels[of] += column[first : track.end]
    return Columns(times, channels)


def breaks_in(outing: list[Track]) -> set[int]:
    """Where segments begin among the points of an outing."""
    breaks: set[int] = set()
    gone = 0
    for track in outing:
        breaks |= {gone + segment - track.segments[0] for segment in track.segments}
        gone += track.end - track.segments[0]
    return breaks


def pauses_in(columns: Columns, breaks: set[int]) -> tuple[Interval, ...]:
    """The times between segments, in which the clock stood."""
    found: list[Interval] = []
    for at in sorted(breaks):
        if 0 < at < len(columns):
            stopped, went_on = columns.times_ms[at - 1], columns.times_ms[at]
            if NO_TIME < stopped < went_on:
                both = from_epoch_us(stopped * 1_000), from_epoch_us(went_on * 1_000)
                found.append(Interval(*both))
    return tuple(found)
