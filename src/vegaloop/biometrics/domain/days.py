"""From readings to one value a day: the only place that looks into readings for the formulas.

Rule 1: a day's value is the mean of what one source read on it.
Rule 2: of the sources of one night one is chosen; a night is never counted twice.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import TypeVar

from vegaloop.biometrics.domain.hrv import BY_DEVICE, HrvDay
from vegaloop.biometrics.domain.kinds import RestingHeartRate, Scale, Temperature
from vegaloop.biometrics.domain.night import Sleep
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.respiration import OxygenDay, RespirationDay
from vegaloop.biometrics.domain.resting import RestingDay
from vegaloop.biometrics.domain.samples import mean, median
from vegaloop.biometrics.domain.sleep import SleepDay
from vegaloop.biometrics.domain.temperature import TemperatureDay
from vegaloop.biometrics.domain.vitals import Hrv, Respiration, SpO2, SpO2Night
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Success
from vegaloop.kernel.time import Instant, LocalDate

A = TypeVar("A")
K = TypeVar("K", bound=Hashable)


def hrv_days(readings: Iterable[Observed]) -> dict[SourceId, dict[LocalDate, HrvDay]]:
    """Give the variability of each day, source by source."""
    found = (
        (r.source, r.local_date, (r.at, r.value))
        for r in readings
        if isinstance(r.value, Hrv) and r.value.rmssd_us
    )
    return _by_source(
        found,
        lambda day: HrvDay(
            mean([hrv.rmssd_ms for _, hrv in day]),
            mean([hrv.quality for _, hrv in day]),
            _newest(day),
            "+".join(sorted({hrv.corrected_by or BY_DEVICE for _, hrv in day})),
        ),
    )


def resting_days(readings: Iterable[Observed]) -> dict[SourceId, dict[LocalDate, RestingDay]]:
    """Give the resting heart rate of each day, source by source."""
    found = (
        (r.source, r.local_date, (r.at, r.value.rate.bpm))
        for r in readings
        if isinstance(r.value, RestingHeartRate)
    )
    return _by_source(found, lambda day: RestingDay(mean([bpm for _, bpm in day]), _newest(day)))


def temperature_days(
    readings: Iterable[Observed],
) -> dict[tuple[SourceId, Scale], dict[LocalDate, TemperatureDay]]:
    """Give the temperature of each day, for each source and scale."""
    found = (
        ((r.source, r.value.scale), r.local_date, (r.at, r.value.celsius))
        for r in readings
        if isinstance(r.value, Temperature)
    )
    return _by_source(found, lambda day: TemperatureDay(mean([c for _, c in day]), _newest(day)))


def respiration_days(
    readings: Iterable[Observed],
) -> dict[SourceId, dict[LocalDate, RespirationDay]]:
    """Give the breaths a minute of each day, source by source."""
    found = (
        (r.source, r.local_date, (r.at, r.value.per_min))
        for r in readings
        if isinstance(r.value, Respiration)
    )
    return _by_source(
        found, lambda day: RespirationDay(mean([rate for _, rate in day]), _newest(day))
    )


def oxygen_days(readings: Iterable[Observed]) -> dict[SourceId, dict[LocalDate, OxygenDay]]:
    """Give the oxygen of each day, source by source: of a sampled night, else of single readings.

    A night without a valid sample is no night.
    """
    found = [
        (r.source, r.local_date, (r.at, one))
        for r in readings
        if isinstance(r.value, SpO2 | SpO2Night)
        for one in _oxygen(r.value, r.at)
    ]
    return _by_source(found, lambda day: _oxygen_day([one for _, one in day], _newest(day)))


def _oxygen(value: SpO2 | SpO2Night, at: Instant) -> tuple[OxygenDay, ...]:
    if isinstance(value, SpO2):
        return (OxygenDay(value.percent, None, 1, at),)
    match value.summary:
        case Success(night):
            return (OxygenDay(night.median_percent, night.below_90_s / 60, night.n_valid, at),)
        case Failure():
            return ()


def _oxygen_day(found: Sequence[OxygenDay], observed_at: Instant) -> OxygenDay:
    sampled = [one for one in found if one.below_90_minutes is not None]
    if sampled:
        return max(sampled, key=_samples)
    return OxygenDay(median([one.median_percent for one in found]), None, len(found), observed_at)


def _samples(day: OxygenDay) -> int:
    return day.n_valid


def sleep_days(readings: Iterable[Observed]) -> dict[LocalDate, SleepDay]:
    """Give the night that ended on each day by its best source, with the naps of that day.

    What was measured goes before what was estimated, then the longer sleep before the shorter.
    """
    found = ((r.source, r.local_date, r.value) for r in readings if isinstance(r.value, Sleep))
    days: dict[LocalDate, list[SleepDay]] = {}
    for source, by_day in sorted(_grouped(found).items()):
        for day, sleeps in by_day.items():
            days.setdefault(day, []).append(_sleep_day(source, sleeps))
    return {day: _best_night(candidates) for day, candidates in days.items()}


def sleeps_of_nights(
    readings: Iterable[Observed], nights: Mapping[LocalDate, SleepDay]
) -> dict[LocalDate, tuple[Sleep, ...]]:
    """Give the sleeps of each day by the source its night is told by, in the order of time."""
    days: dict[LocalDate, list[Sleep]] = {}
    for reading in readings:
        night = nights.get(reading.local_date)
        if (
            isinstance(reading.value, Sleep)
            and night is not None
            and reading.source == night.source
        ):
            days.setdefault(reading.local_date, []).append(reading.value)
    return {day: tuple(sorted(_apart(sleeps), key=_started)) for day, sleeps in days.items()}


def _started(sleep: Sleep) -> Instant:
    return sleep.start


def _sleep_day(source: SourceId, sleeps: Sequence[Sleep]) -> SleepDay:
    apart = _apart(sleeps) if len(sleeps) > 1 else sleeps
    nights = [sleep for sleep in apart if not sleep.nap]
    naps = [sleep for sleep in apart if sleep.nap]
    return SleepDay(
        source=source,
        asleep_minutes=sum([night.asleep.minutes for night in nights]),
        in_bed_minutes=sum([night.in_bed.minutes for night in nights]),
        nap_minutes=sum([nap.asleep.minutes for nap in naps]),
        measured=all(sleep.measured for sleep in nights or naps),
        woke_at=max(sleep.end for sleep in nights or naps),
        free=bool(nights) and all(night.free for night in nights),
    )


def _apart(sleeps: Sequence[Sleep]) -> list[Sleep]:
    """Leave out each sleep that overlaps a longer one: a source may send a night twice."""
    kept: list[Sleep] = []
    for sleep in sorted(sleeps, key=_longest_first):
        if all(sleep.end <= other.start or other.end <= sleep.start for other in kept):
            kept.append(sleep)
    return kept


def _longest_first(sleep: Sleep) -> tuple[int, Instant]:
    return (-sleep.asleep.amount, sleep.start)


def _worth(day: SleepDay) -> tuple[bool, bool, float]:
    return (day.in_bed_minutes > 0, day.measured, day.asleep_minutes)


def _best_night(candidates: Sequence[SleepDay]) -> SleepDay:
    best = max(candidates, key=_worth)
    if len(candidates) == 1:
        return best
    return SleepDay(
        best.source,
        best.asleep_minutes,
        best.in_bed_minutes,
        max(one.nap_minutes for one in candidates),
        best.measured,
        best.woke_at,
        best.free,
    )


def _newest(day: Sequence[tuple[Instant, object]]) -> Instant:
    return max([at for at, _ in day])


B = TypeVar("B")


def _by_source(
    found: Iterable[tuple[K, LocalDate, A]], make: Callable[[Sequence[A]], B]
) -> dict[K, dict[LocalDate, B]]:
    return {
        source: {day: make(values) for day, values in days.items()}
        for source, days in _grouped(found).items()
    }


def _grouped(found: Iterable[tuple[K, LocalDate, A]]) -> dict[K, dict[LocalDate, list[A]]]:
    groups: dict[K, dict[LocalDate, list[A]]] = {}
    for source, day, value in found:
        groups.setdefault(source, {}).setdefault(day, []).append(value)
    return groups
