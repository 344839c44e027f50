"""The streams of one training, made of all that recorded it.

Rule 1: a channel is of one recording as a whole, position being one channel.
Rule 2: what another recording gives is laid on the times of the one that counts; nothing is made up
between samples that are far apart.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.streams import MISSING, Channel, Stream, Streams, packed, packed_times

__all__ = ("Given", "Source", "given_by", "merged")

# A recording on another one's times takes the sample next to each, not one further away.
REACH_MS: Final = 5_000
# Two clocks set by satellite or by phone are off by a few seconds at most.
LAG_MOST_S: Final = 5
LAG_SAMPLES_LEAST: Final = 60
LAG_SAMPLES_MOST: Final = 600
# A lag that explains less than half of the difference may be chance.
LAG_CLEAR: Final = 0.5
# A channel of one's own stands, unless another one covers more than twice as much.
OWN_LEAST: Final = 0.5

_WHOLE: Final = (
    (Channel.HEART_RATE,),
    (Channel.POWER,),
    (Channel.CADENCE,),
    (Channel.SPEED,),
    (Channel.DISTANCE,),
    (Channel.ALTITUDE,),
    (Channel.TEMPERATURE,),
    (Channel.LATITUDE, Channel.LONGITUDE),
)
_TELLING: Final = (Channel.SPEED, Channel.POWER, Channel.HEART_RATE, Channel.CADENCE)
# Zero is no beat and, all along, no watt. Rule ACT-110.
_ABOVE_ZERO: Final = frozenset((Channel.HEART_RATE, Channel.POWER))


@final
class Source(Struct, frozen=True):
    """Another recording of a training, which began so much later than the one that counts."""

    streams: Streams
    apart_ms: int


@final
class Given(Struct, frozen=True):
    """Which channels a recording gives, and what makes its times those of the one that counts."""

    channels: tuple[Channel, ...]
    offset_ms: int


def given_by(lead: Streams, sources: Sequence[Source]) -> tuple[Given, ...]:
    """Decide what each source gives to the one that counts, the better first. Rule ACT-143."""
    if not len(lead):
        return _all_of_the_first(sources)
    offsets = [one.apart_ms + 1_000 * _lag_s(lead, one) for one in sources]
    gives: list[list[Channel]] = [[] for _ in sources]
    picks = [_nearest(lead, one.streams, off) for one, off in zip(sources, offsets, strict=True)]
    for whole in _WHOLE:
        shares = [
            _covered(one.streams, whole, pick) for one, pick in zip(sources, picks, strict=True)
        ]
        most = max(shares, default=0)
        if _covered(lead, whole, range(len(lead))) < OWN_LEAST * most:
            gives[shares.index(most)] += whole
    return tuple(Given(tuple(of), off) for of, off in zip(gives, offsets, strict=True))


def merged(lead: Streams, sources: Sequence[tuple[Streams, Given]]) -> Streams:
    """Lay what sources give beside what the one that counts has itself. Rule ACT-143."""
    times = lead.times_ms
    if not len(lead):
        times = next((_moved(one, given) for one, given in sources if given.channels), b"")
    base = Streams(times)
    columns = {column.channel: column for column in lead.columns}
    for streams, given in sources:
        pick = _nearest(base, streams, given.offset_ms) if given.channels else ()
        for channel in given.channels:
            column = streams.get(channel)
            if column is not None:
                numbers = column.numbers
                laid = packed(MISSING if n is None else numbers[n] for n in pick)
                columns[channel] = Stream(channel, laid)
    laid_out = tuple(columns[one] for one in Channel if one in columns)
    return Streams(times, laid_out, lead.extras if len(lead) else (), lead.beats_ms)


def _all_of_the_first(sources: Sequence[Source]) -> tuple[Given, ...]:
    first = next((one for one in sources if len(one.streams)), None)
    return tuple(
        Given(one.streams.channels if one is first else (), one.apart_ms) for one in sources
    )


def _moved(streams: Streams, given: Given) -> bytes:
    return packed_times(ms + given.offset_ms for ms in streams.numbers)


def _covered(streams: Streams, whole: Sequence[Channel], pick: Sequence[int | None]) -> int:
    """How many of the times a channel has a number at; all of what belongs together."""
    columns = [streams.get(channel) for channel in whole]
    numbers = [column.numbers for column in columns if column is not None]
    if len(numbers) < len(whole):
        return 0
    least = 1 if whole[0] in _ABOVE_ZERO else MISSING + 1
    return sum(n is not None and all(of[n] >= least for of in numbers) for n in pick)


def _nearest(base: Streams, other: Streams, offset_ms: int) -> tuple[int | None, ...]:
    """Find for each time of the base which sample of the other is next to it, if one is near."""
    theirs = [ms + offset_ms for ms in other.numbers]
    found: list[int | None] = []
    n, last = 0, len(theirs) - 1
    for at in base.numbers:
        while n < last and abs(theirs[n + 1] - at) <= abs(theirs[n] - at):
            n += 1
        found.append(n if last >= 0 and abs(theirs[n] - at) <= REACH_MS else None)
    return tuple(found)


def _lag_s(lead: Streams, source: Source) -> int:
    """By how many seconds the source runs late, where one channel of both shows it clearly."""
    for channel in _TELLING:
        mine, theirs = lead.get(channel), source.streams.get(channel)
        if mine is not None and theirs is not None:
            own = _by_second(lead.numbers, mine.numbers, 0)
            their = _by_second(source.streams.numbers, theirs.numbers, source.apart_ms)
            return _best_lag(own, their)
    return 0


def _by_second(times: array[int], numbers: array[int], offset_ms: int) -> dict[int, int]:
    samples = zip(times, numbers, strict=True)
    return {(ms + offset_ms) // 1_000: n for ms, n in samples if n != MISSING}


def _best_lag(own: dict[int, int], their: dict[int, int]) -> int:
    step = max(1, len(own) // LAG_SAMPLES_MOST)
    seconds = list(own)[::step]
    apart: dict[int, float] = {}
    for lag in range(-LAG_MOST_S, LAG_MOST_S + 1):
        both = [abs(own[s] - their[s - lag]) for s in seconds if s - lag in their]
        if len(both) >= LAG_SAMPLES_LEAST:
            apart[lag] = sum(both) / len(both)
    if 0 not in apart:
        return 0
    _, _, best = min((mean, abs(lag), lag) for lag, mean in apart.items())
    return best if apart[best] <= LAG_CLEAR * apart[0] and apart[0] > 0 else 0
