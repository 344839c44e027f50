"""What the laps and samples of one TCX activity add up to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar, final

from msgspec import Struct, structs

from vegaloop.activity.adapters.readers.columns import NO_TIME, Columns
from vegaloop.activity.adapters.readers.moments import FileClock
from vegaloop.activity.adapters.readers.points import with_way
from vegaloop.activity.domain.recording import Lap, Recording, Totals
from vegaloop.activity.domain.sampled import completed
from vegaloop.activity.domain.sport_words import sport_of
from vegaloop.activity.domain.streams import Channel
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.result import Result, value_in
from vegaloop.kernel.time import Instant, Interval, from_epoch_us

__all__ = ("LapSums", "recording_of")

A = TypeVar("A")
_QUARTER_MS: Final = 900_000
_AT_ONCE_MS: Final = 5_000
_OFF_MOST_MS: Final = 14 * 3_600_000
_WHOLE_LEAST: Final = 0.8


@final
class LapSums(Struct):
    """A lap as it is met: when it began, at which point, its numbers and words by their element."""

    started_ms: int
    first: int
    sums: dict[str, float]
    words: dict[str, str]

    def of_some_way(self) -> LapSums:
        """This lap without a way of zero, which the format asks of who knows none."""
        some = {name: n for name, n in self.sums.items() if n or name != "DistanceMeters"}
        return structs.replace(self, sums=some)

    def later(self, by_ms: int) -> LapSums:
        """This lap with its start put so much later."""
        if self.started_ms == NO_TIME:
            return self
        return structs.replace(self, started_ms=self.started_ms + by_ms)


def recording_of(
    *,
    sport: str,
    name: str | None,
    started_ms: int,
    laps: list[LapSums],
    breaks: list[int],
    clock: FileClock,
    columns: Columns,
) -> Recording | None:
    """Put an activity together; None if nobody knows when it was."""
    if Channel.DISTANCE not in columns.channels:
        columns = with_way(columns, set(breaks))
        laps = [lap.of_some_way() for lap in laps] if Channel.DISTANCE in columns.channels else laps
    ordered = columns.in_order()
    first = ordered.times_ms[0] if len(ordered) else NO_TIME
    lap_start = laps[0].started_ms if laps else NO_TIME
    start = next((at for at in (lap_start, started_ms, first) if at != NO_TIME), None)
    if start is None:
        return None
    off_ms = _off_ms(start, laps, ordered)
    start += off_ms
    laps = [lap.later(off_ms) for lap in laps]
    word, sub_sport = sport_of(sport)
    streams = ordered.streams(start)
    return Recording(
        sport=word,
        sub_sport=sub_sport,
        name=name,
        start=clock.start(start),
        utc_offset_s=clock.utc_offset_s,
        wall_start=clock.wall_start(start),
        totals=completed(_totals(laps, ordered, start), streams),
        laps=tuple(map(_lap, laps)),
        pauses=_pauses(breaks, columns),
        streams=streams,
        notes=clock.notes,
    )


def _off_ms(start_ms: int, laps: list[LapSums], ordered: Columns) -> int:
    """By how much the clock of the laps is behind that of the points. Rule ACF-96.

    Some write what the wall showed as the starts of laps, beside points in UTC.
    """
    if not len(ordered):
        return 0
    first, last = ordered.times_ms[0], ordered.times_ms[-1]
    quarters = round((first - start_ms) / _QUARTER_MS) * _QUARTER_MS
    fits = abs(first - start_ms - quarters) <= _AT_ONCE_MS and 0 < abs(quarters) <= _OFF_MOST_MS
    timer_ms = 1_000 * (_sum([lap.sums for lap in laps], "TotalTimeSeconds") or 0)
    whole = timer_ms > 0 and last - first >= _WHOLE_LEAST * timer_ms
    return quarters if fits and whole else 0


def _end_ms(lap: LapSums) -> int:
    return lap.started_ms + round(1_000 * lap.sums.get("TotalTimeSeconds", 0))


def _totals(laps: list[LapSums], ordered: Columns, start_ms: int) -> Totals:
    sums = [lap.sums for lap in laps]
    timer_s = _sum(sums, "TotalTimeSeconds") or None
    ends_ms = ordered.times_ms[-1:] if len(ordered) else [_end_ms(lap) for lap in laps]
    span_s = max(0, max(ends_ms, default=start_ms) - start_ms) / 1_000
    elapsed = value_in(Duration.of_seconds(max(span_s, timer_s or 0)))
    return Totals(
        elapsed=elapsed or Duration(0),
        timer=_read(Duration.of_seconds, timer_s),
        distance=_read(Distance.of_meters, _sum(sums, "DistanceMeters")),
        energy=_read(Energy.of_kcal, _sum(sums, "Calories")),
        average_heart_rate=_read(HeartRate.of_bpm, _mean(sums, "AverageHeartRateBpm")),
        maximum_heart_rate=_read(HeartRate.of_bpm, _most(sums, "MaximumHeartRateBpm")),
        average_power=_read(Power.of_watts, _mean(sums, "AvgWatts")),
        maximum_power=_read(Power.of_watts, _most(sums, "MaxWatts")),
        average_cadence_centi_rpm=_cadence(
            _mean(sums, "Cadence") if _mean(sums, "Cadence") else _mean(sums, "AvgRunCadence")
        ),
    )


def _lap(lap: LapSums) -> Lap:
    return Lap(
        _instant(lap.started_ms),
        _lap_totals(lap.sums),
        lap.words.get("TriggerMethod"),
        lap.words.get("Intensity"),
    )


def _lap_totals(sums: dict[str, float]) -> Totals:
    timer = _read(Duration.of_seconds, sums.get("TotalTimeSeconds"))
    return Totals(
        elapsed=timer or Duration(0),
        timer=timer,
        distance=_read(Distance.of_meters, sums.get("DistanceMeters")),
        energy=_read(Energy.of_kcal, sums.get("Calories")),
        average_heart_rate=_read(HeartRate.of_bpm, sums.get("AverageHeartRateBpm")),
        maximum_heart_rate=_read(HeartRate.of_bpm, sums.get("MaximumHeartRateBpm")),
        average_power=_read(Power.of_watts, sums.get("AvgWatts")),
        maximum_power=_read(Power.of_watts, sums.get("MaxWatts")),
        average_cadence_centi_rpm=_cadence(sums.get("Cadence", sums.get("AvgRunCadence"))),
    )


def _sum(sums: list[dict[str, float]], element: str) -> float | None:
    given = [lap[element] for lap in sums if element in lap]
    return sum(given) if given else None


def _most(sums: list[dict[str, float]], element: str) -> float | None:
    return max((lap[element] for lap in sums if element in lap), default=None)


def _mean(sums: list[dict[str, float]], element: str) -> float | None:
    """The mean over time, of the laps that give one."""
    given = [(lap[element], lap.get("TotalTimeSeconds", 0)) for lap in sums if element in lap]
    weight = sum(lasting for _, lasting in given)
    return sum(value * lasting for value, lasting in given) / weight if weight > 0 else None


def _pauses(breaks: list[int], columns: Columns) -> tuple[Interval, ...]:
    found: list[Interval] = []
    for at in breaks:
        if 0 < at < len(columns):
            stopped, went_on = columns.times_ms[at - 1], columns.times_ms[at]
            start, end = _instant(stopped), _instant(went_on)
            if start and end and start < end:
                found.append(Interval(start, end))
    return tuple(found)


def _instant(ms: int) -> Instant | None:
    return None if ms == NO_TIME else from_epoch_us(ms * 1_000)


def _read(of: Callable[[float], Result[A, OutOfRange]], given: float | None) -> A | None:
    return None if given is None else value_in(of(given))


def _cadence(given: float | None) -> int | None:
    return round(given * 100) if given is not None and 0 <= given < 1_000_000 else None
