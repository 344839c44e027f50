"""The time a session spent in each zone of power, heart rate and pace."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.activity.domain.effort import Effort
from vegaloop.activity.domain.formulas.one_hz import Gaps, Run, at_one_hz, joined
from vegaloop.activity.domain.formulas.weighted_power import WEIGHTED_GAPS
from vegaloop.activity.domain.formulas.zones import Scheme, Zone, ms_in_zones
from vegaloop.activity.domain.recording import PausesMs
from vegaloop.activity.domain.sport import RIDDEN, Sport
from vegaloop.activity.domain.streams import Channel, Streams
from vegaloop.activity.domain.zone_sheet import SchemeZones, ZoneSheet
from vegaloop.kernel.evidence import Missing, NoNumber, Undefined
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("ZoneTime", "ZoneTimes", "zone_times")

SPEED_MOST_MM_S: Final = 12_500  # A16: what is above is a satellite's mistake.
SPEED_GAPS: Final = Gaps(drawn_most_s=3, zeros_most_s=3)
# The schemes that are of one sport; the others are of all.
_OF_SPORT: Final = {
    Scheme.FRIEL_CYCLING: RIDDEN,
    Scheme.FRIEL_RUNNING: frozenset((Sport.RUNNING,)),
}


@final
class ZoneTime(Struct, frozen=True):
    """A zone, and how long somebody was in it."""

    zone: Zone
    seconds: float


_Times: TypeAlias = Result[tuple[ZoneTime, ...], NoNumber]


@final
class ZoneTimes(Struct, frozen=True):
    """The time in each zone of a scheme, or why there is none; in the order of the zones.

    `channel` is what the zones are of; those of speed are paces, in seconds a kilometre.
    """

    channel: Channel
    scheme: Scheme
    times: _Times
    notes: tuple[str, ...]


def zone_times(
    sport: Sport,
    effort: Effort,
    power: Sequence[Run],
    streams: Streams,
    pauses_ms: PausesMs,
    sheet: ZoneSheet,
) -> tuple[ZoneTimes, ...]:
    """Tell the time in the zones of every scheme that is of the sport. Rule ACT-71."""
    hearts = [one for one in sheet.heart_rate if sport in _OF_SPORT.get(one.scheme, (sport,))]
    return (
        _told(Channel.POWER, sheet.power, _in_power(sport, power, sheet.power)),
        *(_told(Channel.HEART_RATE, one, _in_heart_rate(effort, one)) for one in hearts),
        _told(Channel.SPEED, sheet.pace, _in_pace(sport, streams, pauses_ms, sheet.pace)),
    )


def _told(channel: Channel, scheme: SchemeZones, times: _Times) -> ZoneTimes:
    return ZoneTimes(channel, scheme.scheme, times, scheme.notes)


def _in_power(sport: Sport, runs: Sequence[Run], scheme: SchemeZones) -> _Times:
    if sport not in RIDDEN:
        return Failure(Undefined("power zones", "threshold power is known of riding only"))
    spent = Counter(watts for run in joined(runs, WEIGHTED_GAPS) for watts in run.values)
    match scheme.zones:
        case Failure(reason):
            return Failure(reason)
        case Success(zones) if spent:
            return Success(_counted(spent, zones, [zone.low or 0.0 for zone in zones[1:]]))
        case Success():
            return Failure(Missing("power_w"))


def _in_heart_rate(effort: Effort, scheme: SchemeZones) -> _Times:
    match scheme.zones:
        case Failure(reason):
            return Failure(reason)
        case Success(zones) if effort.heart and not effort.heart_averaged:
            spent = zip(zones, ms_in_zones(effort.heart, zones), strict=True)
            return Success(tuple(ZoneTime(zone, ms / 1_000) for zone, ms in spent))
        case Success():
            return Failure(Missing("heart_rate_bpm"))


def _in_pace(sport: Sport, streams: Streams, pauses_ms: PausesMs, scheme: SchemeZones) -> _Times:
    if sport is not Sport.RUNNING:
        return Failure(Undefined("pace zones", "threshold pace is known of running only"))
    spent = _speeds_mm_s(streams, pauses_ms)
    match scheme.zones:
        case Failure(reason):
            return Failure(reason)
        case Success(zones) if spent:
            return Success(_counted(spent, zones, [1e6 / zone.low for zone in zones if zone.low]))
        case Success():
            return Failure(Missing("speed_m_s"))


def _speeds_mm_s(streams: Streams, pauses_ms: PausesMs) -> Counter[float]:
    column = streams.get(Channel.SPEED)
    if column is None:
        return Counter()
    runs = at_one_hz(streams.numbers, column.numbers, pauses_ms, least=0, most=SPEED_MOST_MM_S)
    return Counter(mm_s for run in joined(runs, SPEED_GAPS) for mm_s in run.values)


def _counted(
    spent: Counter[float], zones: Sequence[Zone], rising: Sequence[float]
) -> tuple[ZoneTime, ...]:
    seconds = [0] * len(zones)
    for value, count in spent.items():
        seconds[bisect_right(rising, value)] += count
    return tuple(ZoneTime(zone, float(count)) for zone, count in zip(zones, seconds, strict=True))
