"""What a person's best efforts of the last 90 days say they are capable of (formula book A14, A21).

Rule 1: best efforts of training are no races: what is made of them is at most too little.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.capacity_fits import (
    FROM_TRAINING,
    MAYBE_NOT_ALL_OUT,
    TRAINING_QUALITY,
    TWENTY_MINUTES_S,
    WINDOW_DAYS,
    CriticalFigures,
    best_powers,
    best_speeds,
    critical_powers,
    critical_speed,
)
from vegaloop.activity.domain.figure import Figure
from vegaloop.activity.domain.formulas.aerobic import vdot, vdot_race_time_s, vo2max_uth
from vegaloop.activity.domain.formulas.critical import PowerEffort
from vegaloop.activity.domain.formulas.field_test import ftp_from_20_minutes_w
from vegaloop.activity.domain.load import FORMULA_VERSION
from vegaloop.activity.domain.peaks import BestTime, SessionPeaks
from vegaloop.activity.domain.physique import Physique
from vegaloop.activity.domain.session import SessionId
from vegaloop.activity.domain.sport import Sport
from vegaloop.kernel.evidence import Derived, Missing, NoNumber, Outside
from vegaloop.kernel.person import Sex
from vegaloop.kernel.quantity import Power
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate
from vegaloop.kernel.units import METERS_PER_MILE

__all__ = ("RACES", "Capacity", "Race", "RaceTime", "capacity_on")

RACES: Final = (
    ("1500_m", 1_500.0),
    ("1_mile", METERS_PER_MILE),
    ("5_km", 5_000.0),
    ("10_km", 10_000.0),
    ("half_marathon", 21_097.5),
    ("marathon", 42_195.0),
)
UTH_SEE: Final = 2.7  # ml/kg/min, over 46 trained men of 21 to 51 years.
UTH_YEARS: Final = range(21, 52)
UTH_QUALITY: Final = 0.5
VDOT_METHOD: Final = "vdot_daniels_gilbert_1979"
A_RUN: Final = "a run of 3.5 minutes to 4 hours"
FTP_APART_MOST: Final = 0.1
FTP_APART: Final = "more-than-10-percent-from-the-ftp-given"
ESTIMATED: Final = "estimated"
OTHER_PEOPLE: Final = "outside-the-people-of-the-study"


@final
class Race(Struct, frozen=True):
    """The run a VDOT was read from, by the best time over one distance of it."""

    session: SessionId
    day: LocalDate
    best: BestTime
    vdot: float


@final
class RaceTime(Struct, frozen=True):
    """A distance people race, and the time somebody would take, in s."""

    name: str
    distance_m: float
    time_s: Figure


@final
class Capacity(Struct, frozen=True, kw_only=True):
    """What a person is capable of on a day, by their own best efforts.

    The first of `power` is the default; VDOT and VO2max are in ml/kg/min, FTP in W.
    """

    day: LocalDate
    power: tuple[CriticalFigures, ...]
    speed: CriticalFigures
    ftp: Figure
    vdot: Figure
    vdot_from: Race | None
    races: tuple[RaceTime, ...]
    vo2max: Figure


def capacity_on(
    day: LocalDate, peaks: Sequence[SessionPeaks], physique: Physique, age_years: int | None
) -> Capacity:
    """Tell what the best efforts of the 90 days up to a day show. Rule ACT-43."""
    powers = best_powers(peaks)
    runs = [one for one in peaks if one.sport is Sport.RUNNING]
    race = _best_race(runs)
    rating = None if race is None else race.vdot
    return Capacity(
        day=day,
        power=critical_powers(powers, physique.thresholds.ftp),
        speed=critical_speed(best_speeds(runs)),
        ftp=_ftp(powers, physique.thresholds.ftp),
        vdot=_from_training(_or_missing(rating, A_RUN), VDOT_METHOD),
        vdot_from=race,
        races=tuple(RaceTime(name, meters, _race_time(rating, meters)) for name, meters in RACES),
        vo2max=_vo2max(physique, age_years),
    )


def _ftp(powers: Sequence[PowerEffort], given: Power | None) -> Figure:
    best = next((one.power_w for one in powers if one.duration_s == TWENTY_MINUTES_S), None)
    match _or_missing(best, "a ride of 20 minutes by power"):
        case Failure(reason):
            return Failure(reason)
        case Success(best_w):
            found = ftp_from_20_minutes_w(best_w)
            return _from_training(found, "ftp_95_percent_of_20_min", _apart(found, given))


def _apart(found: Result[float, Outside], given: Power | None) -> tuple[str, ...]:
    match found:
        case Success(watts) if given is not None:
            apart = abs(watts - given.watts) > FTP_APART_MOST * given.watts
            return (FTP_APART,) if apart else ()
        case Success() | Failure():
            return ()


def _best_race(runs: Iterable[SessionPeaks]) -> Race | None:
    found: Race | None = None
    for one in runs:
        for best in one.peaks.distances:
            match vdot(best.meters, best.seconds):
                case Success(rating) if found is None or rating > found.vdot:
                    found = Race(one.session, one.day, best, rating)
                case Success() | Failure():
                    continue
    return found


def _race_time(rating: float | None, distance_m: float) -> Figure:
    match _or_missing(rating, A_RUN):
        case Failure(reason):
            return Failure(reason)
        case Success(known):
            return _from_training(vdot_race_time_s(known, distance_m), VDOT_METHOD)


def _vo2max(physique: Physique, age_years: int | None) -> Figure:
    highest, rest = physique.hr_max, physique.thresholds.hr_rest
    if highest is None or rest is None:
        return Failure(Missing("hr_max_bpm" if highest is None else "hr_rest_bpm"))
    doubts = (
        (ESTIMATED, physique.hr_max_estimated),
        (OTHER_PEOPLE, physique.sex is not Sex.MALE or age_years not in UTH_YEARS),
    )
    notes = tuple(word for word, so in doubts if so)
    match vo2max_uth(highest.bpm, rest.bpm):
        case Failure(reason):
            return Failure(reason)
        case Success(value):
            return Success(
                Derived(
                    value=value,
                    method="vo2max_uth_2004",
                    formula_version=FORMULA_VERSION,
                    window_days=1,
                    n_valid=2,
                    quality=UTH_QUALITY / (1 + len(notes)),
                    low=value - UTH_SEE,
                    high=value + UTH_SEE,
                    notes=notes,
                )
            )


def _from_training(
    found: Result[float, NoNumber], method: str, more: tuple[str, ...] = ()
) -> Figure:
    match found:
        case Failure(reason):
            return Failure(reason)
        case Success(value):
            return Success(
                Derived(
                    value=value,
                    method=method,
                    formula_version=FORMULA_VERSION,
                    window_days=WINDOW_DAYS,
                    n_valid=1,
                    quality=TRAINING_QUALITY,
                    notes=(FROM_TRAINING, MAYBE_NOT_ALL_OUT, *more),
                )
            )


def _or_missing(value: float | None, what: str) -> Result[float, NoNumber]:
    return Failure(Missing(what)) if value is None else Success(value)
