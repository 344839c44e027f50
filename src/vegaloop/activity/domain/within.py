"""Whether a session lies within another: what a device recorded that was started late or stopped early.

Rule 1: a person does one thing at a time, so that a session most of whose time is another's too
looks like a part of it, if their sports go together.
Rule 2: it is one where what both recorded of that time agrees: the ground where both know it, else
how far it led, the heart rate or the power.
"""

from __future__ import annotations

import math
from bisect import bisect_left
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain import bare
from vegaloop.activity.domain.formulas.distance import EARTH_RADIUS_M
from vegaloop.activity.domain.link import Twin
from vegaloop.activity.domain.session import Session
from vegaloop.activity.domain.streams import MISSING, Channel, Streams
from vegaloop.activity.domain.twins import (
    DISTANCE_DOUBTED,
    DISTANCE_LEAST,
    HEART_RATE_LEAST,
    OVERLAP_LEAST,
    are_comparable,
    ratio_of,
    shared_s,
    time_apart_ms,
)

__all__ = ("COMPARED", "is_beyond", "may_lie_within", "twin_within")

COMPARED: Final = frozenset(
    (
        Channel.LATITUDE,
        Channel.LONGITUDE,
        Channel.DISTANCE,
        Channel.HEART_RATE,
        Channel.POWER,
    )
)
POWER_LEAST: Final = 0.95  # Two meters, each off by two percent.
# Receivers off by some ten metres, and clocks by seconds, on a fast descent.
NEAR_MOST_M: Final = 200.0
GROUND_LEAST: Final = 0.8
PLACES_LEAST: Final = 10
PLACES_MOST: Final = 120
REACH_MS: Final = 5_000


@final
class _Seen(Struct, frozen=True):
    """What is known of a session over a span of time, None where nothing is."""

    meters: float | None = None
    bpm: float | None = None
    watts: float | None = None


def may_lie_within(one: Session, other: Session) -> bool:
    """Tell whether most of the time of one of two sessions is the other's, by clocks that are known."""
    if not are_comparable(one, other) or one.facts.start_assumed or other.facts.start_assumed:
        return False
    if one.file is None and other.file is None:
        return False  # Who writes down two sessions means two.
    shorter_s = min(one.elapsed.seconds, other.elapsed.seconds)
    return shorter_s > 0 and shared_s(one, other) >= OVERLAP_LEAST * shorter_s


def is_beyond(part: Session, whole: Session, event: Sequence[Session]) -> bool:
    """Tell whether a session has other parts of the event that one is a part of: it is all of it."""
    return any(
        one.id != part.id and shared_s(one, whole) >= OVERLAP_LEAST * one.elapsed.seconds > 0
        for one in event
    )


def twin_within(one: Session, streams: Streams, other: Session, others: Streams) -> Twin:
    """Compare two sessions by what both recorded of the time they share. Rule ACT-153."""
    if (other.elapsed.amount, one.key) < (one.elapsed.amount, other.key):
        one, streams, other, others = other, others, one, streams
    share_s, apart_ms = shared_s(one, other), time_apart_ms(one, other)
    first_ms = max(0, apart_ms)
    last_ms = first_ms + round(1_000 * share_s)
    short = _seen(streams, first_ms, last_ms)
    if not len(streams):
        short = _told(one, share_s / one.elapsed.seconds)
    long = _seen(others, first_ms - apart_ms, last_ms - apart_ms)
    twin = Twin(
        apart_s=abs(apart_ms) / 1_000,
        shift_s=0,
        overlap_share=share_s / one.elapsed.seconds,
        elapsed_ratio=one.elapsed.seconds / other.elapsed.seconds,
        distance_ratio=ratio_of(short.meters, long.meters),
        heart_rate_ratio=ratio_of(short.bpm, long.bpm),
        power_ratio=ratio_of(short.watts, long.watts),
        ground_share=_ground(streams, others, apart_ms),
        sure=False,
    )
    return twin.surely(sure=_agrees(twin))


def _agrees(twin: Twin) -> bool:
    if twin.ground_share is not None:
        return twin.ground_share >= GROUND_LEAST
    distance = twin.distance_ratio
    if distance is not None and distance < DISTANCE_DOUBTED:
        return False
    return (
        (distance or 0) >= DISTANCE_LEAST
        or (twin.heart_rate_ratio or 0) >= HEART_RATE_LEAST
        or (twin.power_ratio or 0) >= POWER_LEAST
    )


def _told(session: Session, share: float) -> _Seen:
    """What a summary says of a share of itself, taken for even."""
    totals = session.facts.totals
    meters = bare.meters(totals.distance)
    return _Seen(
        None if meters is None else share * meters,
        bare.bpm(totals.average_heart_rate),
        bare.watts(totals.average_power),
    )


def _seen(streams: Streams, first_ms: int, last_ms: int) -> _Seen:
    times = streams.numbers
    low, high = bisect_left(times, first_ms), bisect_left(times, last_ms)

    def known(channel: Channel) -> list[int]:
        column = streams.get(channel)
        return [] if column is None else [n for n in column.numbers[low:high] if n != MISSING]

    gone = known(Channel.DISTANCE)
    beats = [n for n in known(Channel.HEART_RATE) if n > 0]
    watts = known(Channel.POWER)
    return _Seen(
        (gone[-1] - gone[0]) / Channel.DISTANCE.per_unit if gone else None,
        sum(beats) / len(beats) if beats else None,
        sum(watts) / len(watts) if watts else None,
    )


def _ground(streams: Streams, others: Streams, apart_ms: int) -> float | None:
    """The share of some places of one that the other was near to at that time."""
    own, theirs = _places(streams), _places(others)
    times = [ms + apart_ms for ms, _, _ in theirs]
    near: list[bool] = []
    for ms, latitude, longitude in own[:: 1 + len(own) // PLACES_MOST]:
        after = bisect_left(times, ms)
        around = [(abs(times[n] - ms), n) for n in (after - 1, after) if 0 <= n < len(times)]
        off_ms, at = min(around, default=(REACH_MS + 1, 0))
        if off_ms <= REACH_MS:
            _, lat, lon = theirs[at]
            near.append(_apart_m((latitude, longitude), (lat, lon)) <= NEAR_MOST_M)
    return sum(near) / len(near) if len(near) >= PLACES_LEAST else None


def _places(streams: Streams) -> list[tuple[int, int, int]]:
    latitudes, longitudes = streams.get(Channel.LATITUDE), streams.get(Channel.LONGITUDE)
    if latitudes is None or longitudes is None:
        return []
    rows = zip(streams.numbers, latitudes.numbers, longitudes.numbers, strict=True)
    return [row for row in rows if MISSING not in row]


def _apart_m(one: Sequence[int], other: Sequence[int]) -> float:
    """How far two places are apart, on a plane: what is near is near, and no more is asked."""
    to_radians = math.pi / 180 / Channel.LATITUDE.per_unit
    north = (other[0] - one[0]) * to_radians
    turned = (other[1] - one[1]) * to_radians
    east = math.remainder(turned, 2 * math.pi) * math.cos(one[0] * to_radians)
    return EARTH_RADIUS_M * math.hypot(north, east)
