"""A night in its parts, and the regularity of the weeks before it (formula book B7)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.biometrics.domain.days import sleep_days, sleeps_of_nights
from vegaloop.biometrics.domain.formulas.sleep import (
    Bout,
    awake_after_waking_of,
    latency_of,
    recommended_sleep_hours,
    sleep_regularity_index,
    valid_day_pairs,
    waso_of,
)
from vegaloop.biometrics.domain.need import Base, SleepNeed
from vegaloop.biometrics.domain.night import Sleep, Stage
from vegaloop.biometrics.domain.quality import FORMULA_VERSION
from vegaloop.biometrics.domain.reading import Observed
from vegaloop.biometrics.domain.regularity import bouts_in_bed, nights_by_clock
from vegaloop.biometrics.domain.sleep import (
    MANUAL_QUALITY,
    MEASURED_QUALITY,
    LastNight,
    SleepDay,
    SleepDebt,
    bases_of,
    last_night,
    sleep_debt,
)
from vegaloop.kernel.evidence import Derived, Missing, NoNumber, TooFew, Undefined
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate, days_after

REGULARITY_DAYS: Final = 28
REGULARITY_PAIRS_LEAST: Final = 5  # As sleepreg publishes it; book B7.
REGULARITY_PAIRS_MATURE: Final = 14
REGULARITY_METHOD: Final = "sri/phillips-2017/noon-to-noon/1-minute"
PARTS_METHOD: Final = "sleep-diary-2012/by-stages"
# Where a device tells no stages, all of the time in bed is taken for sleep.
_WHOLE_NIGHTS: Final = ("nights-without-stages",)


@final
class SleepReport(Struct, frozen=True):
    """The night that ended on a day and its parts in minutes, and how regular sleep has been.

    `regularity` is from -100 to 100; `n_valid` is how many neighbouring nights it compares.
    """

    day: LocalDate
    slept: Result[SleepDay, NoNumber]
    last_night: Result[LastNight, NoNumber]
    debt: Result[SleepDebt, NoNumber]
    latency: Result[Derived, NoNumber]
    awake_after_onset: Result[Derived, NoNumber]
    awake_after_waking: Result[Derived, NoNumber]
    regularity: Result[Derived, NoNumber]
    recommended_hours: Result[tuple[float, float], NoNumber]
    base: Result[Base, NoNumber]


def sleep_report(
    day: LocalDate,
    readings: Sequence[Observed],
    staged: Sequence[Observed],
    profile: Profile,
    strains: Mapping[LocalDate, float],
    needs: Sequence[SleepNeed],
) -> SleepReport:
    """Work out a night; `staged` has the sleeps of the last weeks with their stages."""
    days, age = sleep_days(readings), profile.age_years(day)
    bases = bases_of(age, days, needs)
    sleeps = sleeps_of_nights(staged, sleep_days(staged))
    nights = [sleep for sleep in sleeps.get(day, ()) if not sleep.nap]
    whole = days.get(day)
    return SleepReport(
        day=day,
        slept=Failure(Missing("sleep"))
        if whole is None or whole.in_bed_minutes <= 0
        else Success(whole),
        last_night=last_night(days, day, bases, strains),
        debt=sleep_debt(days, day, bases, strains),
        latency=_latency(nights),
        awake_after_onset=_part(nights, waso_of),
        awake_after_waking=_part(nights, awake_after_waking_of),
        regularity=_regularity(sleeps, day, profile),
        recommended_hours=_recommended(age),
        base=bases.on(day),
    )


def _recommended(age_years: int | None) -> Result[tuple[float, float], NoNumber]:
    if age_years is None:
        return Failure(Missing("birth_date"))
    match recommended_sleep_hours(age_years):
        case Success(hours):
            return Success(hours)
        case Failure(reason):
            return Failure(reason)


def _latency(nights: Sequence[Sleep]) -> Result[Derived, NoNumber]:
    if nights and nights[0].stages and _begins_asleep(nights[0]):
        return Failure(Undefined("sleep_latency", "the record begins asleep"))
    return _part(nights, latency_of)


def _part(
    nights: Sequence[Sleep], part: Callable[[Sequence[Bout]], Result[float, NoNumber]]
) -> Result[Derived, NoNumber]:
    if not nights:
        return Failure(Missing("sleep"))
    if not all(night.stages for night in nights):
        return Failure(Missing("sleep_stages"))
    measured = all(night.measured for night in nights)
    match part([bout for night in nights for bout in bouts_in_bed(night)]):
        case Failure(reason):
            return Failure(reason)
        case Success(minutes):
            return Success(
                Derived(
                    value=minutes,
                    method=PARTS_METHOD,
                    formula_version=FORMULA_VERSION,
                    window_days=1,
                    n_valid=1,
                    quality=MEASURED_QUALITY if measured else MANUAL_QUALITY,
                )
            )


def _begins_asleep(night: Sleep) -> bool:
    """Tell of a device that starts its record at falling asleep: it knows of no time before."""
    first = night.stages[0]
    return first.start == night.start and first.stage is not Stage.AWAKE


def _regularity(
    sleeps: Mapping[LocalDate, Sequence[Sleep]], day: LocalDate, profile: Profile
) -> Result[Derived, NoNumber]:
    start, end = days_after(day, 1 - REGULARITY_DAYS), days_after(day, 1)
    nights = nights_by_clock(sleeps, start, end, profile.home_zone)
    pairs, index = valid_day_pairs(nights), sleep_regularity_index(nights)
    if pairs < REGULARITY_PAIRS_LEAST or isinstance(index, Failure):
        return Failure(TooFew("night_pairs", pairs, REGULARITY_PAIRS_LEAST))
    staged = all(one.stages for of_day in sleeps.values() for one in of_day)
    return Success(
        Derived(
            value=index.unwrap(),
            method=REGULARITY_METHOD,
            formula_version=FORMULA_VERSION,
            window_days=REGULARITY_DAYS,
            n_valid=pairs,
            quality=min(1.0, pairs / REGULARITY_PAIRS_MATURE),
            notes=() if staged else _WHOLE_NIGHTS,
        )
    )
