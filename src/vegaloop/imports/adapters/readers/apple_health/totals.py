"""What an export says of a workout: its sums, its laps and its pauses.

Rule 1: what Apple did not write is None; a part that is no number is as if it were not there.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity import Lap, Totals
from vegaloop.imports.adapters.readers.apple_health.routes import Point
from vegaloop.imports.adapters.readers.apple_health.times import Times
from vegaloop.imports.adapters.readers.apple_health.units import amount_of
from vegaloop.imports.adapters.readers.common.making import number_in
from vegaloop.imports.adapters.readers.common.units import Dimension
from vegaloop.imports.domain.found import Place
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import Distance, Duration, Energy, HeartRate, Power
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Instant, Interval, from_epoch_us

__all__ = ("Workout", "laps_of", "pauses_of", "totals_of")

_LAPS_MOST: Final = 5_000
_CADENCE_MOST_RPM: Final = 1_000
_EVENT: Final = "HKWorkoutEventType"
_LENGTHS: Final = (
    "DistanceWalkingRunning",
    "DistanceCycling",
    "DistanceSwimming",
    "DistanceWheelchair",
    "DistanceRowing",
    "DistancePaddleSports",
    "DistanceCrossCountrySkiing",
    "DistanceSkatingSports",
    "DistanceDownhillSnowSports",
)
_STOPS: Final = {"Pause": "Resume", "MotionPaused": "MotionResumed"}
_AMOUNT: Final = re.compile(r"\s*([-+\d.,eE]+)\s*(\S*)\s*")


@final
class Workout(Struct, kw_only=True):
    """A workout, or a part of one, as it is read, element by element."""

    place: Place
    source: SourceId
    said: dict[str, str]
    metadata: dict[str, str] = {}
    statistics: dict[str, dict[str, str]] = {}
    events: list[dict[str, str]] = []
    parts: list[Workout] = []
    routes: list[str] = []
    points: list[Point] = []

    def amount(self, name: str, dimension: Dimension, unsaid: str) -> float | None:
        """What it says itself to have come to, in the unit of a dimension."""
        return _amount(self.said.get(name), self.said.get(f"{name}Unit") or unsaid, dimension)

    def statistic(self, name: str, which: str, dimension: Dimension) -> float | None:
        """What a statistic of it came to: `sum`, `average`, `minimum` or `maximum`."""
        statistic = self.statistics.get(name, {})
        return _amount(statistic.get(which), statistic.get("unit"), dimension)


def totals_of(workout: Workout, elapsed_s: float) -> Totals:
    """Tell what a workout came to."""
    timer_s = workout.amount("duration", Dimension.TIME, "min")
    if timer_s is not None and timer_s > elapsed_s:
        # Times are cut to the second, durations are not.
        elapsed_s = timer_s if timer_s <= elapsed_s + 1 else elapsed_s
        timer_s = timer_s if timer_s <= elapsed_s else None
    distance_m = workout.amount("totalDistance", Dimension.LENGTH, "km")
    if distance_m is None:
        distance_m = _summed(workout, _LENGTHS, Dimension.LENGTH)
    energy_kcal = workout.amount("totalEnergyBurned", Dimension.ENERGY, "kcal")
    if energy_kcal is None:
        energy_kcal = _summed(workout, ("ActiveEnergyBurned",), Dimension.ENERGY)
    power = "CyclingPower" if "CyclingPower" in workout.statistics else "RunningPower"
    return Totals(
        elapsed=Duration(round(elapsed_s * 1_000_000)),
        timer=None if timer_s is None else value_in(Duration.of_seconds(timer_s)),
        distance=_distance(distance_m),
        energy=None if energy_kcal is None else value_in(Energy.of_kcal(energy_kcal)),
        average_heart_rate=_heart_rate(workout.statistic("HeartRate", "average", Dimension.RATE)),
        maximum_heart_rate=_heart_rate(workout.statistic("HeartRate", "maximum", Dimension.RATE)),
        average_power=_power(workout.statistic(power, "average", Dimension.POWER)),
        maximum_power=_power(workout.statistic(power, "maximum", Dimension.POWER)),
        average_cadence_centi_rpm=_centi(
            workout.statistic("CyclingCadence", "average", Dimension.RATE)
        ),
        ascent=_climbed(workout.metadata.get("HKElevationAscended")),
        descent=_climbed(workout.metadata.get("HKElevationDescended")),
    )


def laps_of(workout: Workout, times: Times) -> tuple[Lap, ...]:
    """Tell the laps: the parts of a triathlon, or what lies between the lap events of a watch."""
    if len(workout.parts) > 1:
        spans = ((part, _span_of(part, times)) for part in workout.parts)
        parts = ((part, *span) for part, span in spans if span)
        return tuple(_part(*part) for part in itertools.islice(parts, _LAPS_MOST))
    laps: list[Lap] = []
    marks: list[int] = []
    for event in workout.events:
        at = times.at(event.get("date", ""))
        if event.get("type") != f"{_EVENT}Lap" or at is None or len(laps) >= _LAPS_MOST:
            continue
        lasted_s = _amount(
            event.get("duration"), event.get("durationUnit") or "min", Dimension.TIME
        )
        if lasted_s:
            laps.append(_lap(at[0], at[0] + lasted_s))
        else:
            marks.append(at[0])
    if laps or not marks:
        return tuple(laps)
    ends = _span_of(workout, times)
    edges = sorted({*marks, *(ends or ())})
    return tuple(_lap(a, b) for a, b in itertools.pairwise(edges))[:_LAPS_MOST]


def pauses_of(workout: Workout, times: Times) -> tuple[Interval, ...]:
    """Tell when a workout stood still, by the person or by the watch itself."""
    found: list[Interval] = []
    for stop, go in _STOPS.items():
        began: int | None = None
        for event in workout.events:
            at, kind = times.at(event.get("date", "")), event.get("type", "").removeprefix(_EVENT)
            if at is None:
                continue
            if kind == stop and began is None:
                began = at[0]
            elif kind == go and began is not None:
                if began < at[0]:
                    found.append(Interval(_instant(began), _instant(at[0])))
                began = None
    return tuple(sorted(found, key=lambda pause: pause.start))


def _summed(workout: Workout, names: Sequence[str], dimension: Dimension) -> float | None:
    """Add up the sums of a workout or, where it has none, of its parts."""
    sums = [workout.statistic(name, "sum", dimension) for name in names]
    if all(one is None for one in sums):
        sums = [_summed(part, names, dimension) for part in workout.parts]
    told = [one for one in sums if one is not None]
    return sum(told) if told else None


def _span_of(workout: Workout, times: Times) -> tuple[int, int] | None:
    began, ended = (times.at(workout.said.get(one, "")) for one in ("startDate", "endDate"))
    if began is None or ended is None or ended[0] < began[0]:
        return None
    return began[0], ended[0]


def _part(part: Workout, start_s: int, end_s: int) -> Lap:
    return Lap(_instant(start_s), totals_of(part, end_s - start_s))


def _lap(start_s: float, end_s: float) -> Lap:
    return Lap(_instant(start_s), Totals(elapsed=Duration(round((end_s - start_s) * 1_000_000))))


def _instant(at_s: float) -> Instant:
    return from_epoch_us(round(at_s * 1_000_000))


def _amount(text: str | None, unit: str | None, dimension: Dimension) -> float | None:
    value = number_in(text or "")
    amount = None if value is None else amount_of(value, dimension, unit)
    return amount if amount is not None and 0 <= amount < 1e9 else None


def _climbed(text: str | None) -> Distance | None:
    """Read a height with its unit: `5432 cm`."""
    found = _AMOUNT.fullmatch(text or "")
    return found and _distance(_amount(found.group(1), found.group(2), Dimension.LENGTH))


def _distance(length_m: float | None) -> Distance | None:
    return None if length_m is None else value_in(Distance.of_meters(length_m))


def _heart_rate(rate_bpm: float | None) -> HeartRate | None:
    return None if rate_bpm is None else value_in(HeartRate.of_bpm(rate_bpm))


def _power(power_w: float | None) -> Power | None:
    return None if power_w is None else value_in(Power.of_watts(power_w))


def _centi(rate_rpm: float | None) -> int | None:
    known = rate_rpm is not None and rate_rpm <= _CADENCE_MOST_RPM
    return round(rate_rpm * 100) if known and rate_rpm is not None else None
