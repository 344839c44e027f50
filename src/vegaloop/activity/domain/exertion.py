"""What a day's sessions cost: energy above rest, and hours of real exercise.

Rule 1: energy is net of the resting cost of the same minutes, or eating would be asked twice (A23).
Rule 2: a day one of whose sessions has no energy has none either; a day without a session has zero.
Rule 3: what was measured goes before what was estimated, and each answer names how it was found.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.effort import Effort
from vegaloop.activity.domain.formulas.energy import (
    REST_MET,
    kcal_hr_keytel,
    kcal_met,
    kcal_work,
)
from vegaloop.activity.domain.load import LoadMethod
from vegaloop.activity.domain.met import MET_OF_SPORT
from vegaloop.activity.domain.physique import Physique
from vegaloop.activity.domain.session import Bout
from vegaloop.activity.domain.sport import Sport
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.result import Failure, Result, Success, both
from vegaloop.kernel.time import LocalDate

__all__ = (
    "DayExertion",
    "EnergyMethod",
    "NetEnergy",
    "Wearer",
    "exertion_of_day",
    "gross_kcal",
    "moderate_hours",
    "net_energy",
)

# The American College of Sports Medicine's line between light and moderate (2021).
MODERATE_SHARE_OF_HR_MAX: Final = 0.64
MODERATE_INTENSITY: Final = 0.56  # Above Coggan's active recovery, 55 % of threshold.
MODERATE_RPE: Final = 3.0  # CR10: 3 is called moderate.
# Those whose stress per hour is a power of the intensity.
INTENSITIES: Final = (
    LoadMethod.POWER,
    LoadMethod.PACE_GRADED,
    LoadMethod.PACE,
    LoadMethod.SWIM,
)
# Easier than 3 it is not real exercise; where nothing is known a session is taken at its word.


class EnergyMethod(StrEnum):
    """How the energy of a session was found; the first that can be is used."""

    WORK = "work"
    DEVICE = "device"
    HEART_RATE = "heart_rate"
    MET = "met"


@final
class NetEnergy(Struct, frozen=True):
    """What a session cost above rest, and how it was found."""

    kcal: float
    method: EnergyMethod


@final
class Wearer(Struct, frozen=True):
    """Whose exertion it is, as the energy formulas need them on one day."""

    physique: Physique
    age_years: int | None
    weight_kg: float | None


@final
class DayExertion(Struct, frozen=True):
    """What the sessions of one day cost; `load` is None where none of them has one.

    `energy_methods` are those its energy was found by; the more of it is by `met`, the coarser.
    """

    day: LocalDate
    moderate_or_harder_hours: float
    net_energy_kcal: float | None
    load: float | None
    energy_methods: tuple[EnergyMethod, ...] = ()


def exertion_of_day(day: LocalDate, bouts: Iterable[tuple[Bout, Wearer]]) -> DayExertion:
    """Sum what the sessions of a day cost. Rule ACT-19."""
    hours, energies, loads = [], [], []
    for bout, wearer in bouts:
        hours.append(moderate_hours(bout, wearer.physique))
        energies.append(net_energy(bout.sport, bout.effort, wearer))
        loads.append(None if bout.loads.counted is None else bout.loads.counted.value)
    methods = {energy.method for energy in energies if energy is not None}
    return DayExertion(
        day,
        math.fsum(hours),
        _sum_or_none([None if energy is None else energy.kcal for energy in energies]),
        _sum_or_none(loads),
        tuple(method for method in EnergyMethod if method in methods),
    )


def moderate_hours(bout: Bout, physique: Physique) -> float:
    """Count the hours of a session at moderate intensity or above.

    By heart rate, the time at 64 % of the maximum or more; else the whole session where its
    intensity factor is at least 0.56, by power or pace; else where it was rated 3 or more; else,
    as nothing tells that it was easy, the whole session counts. Rule ACT-19.
    """
    effort, hours = bout.effort, bout.effort.duration.seconds / 3_600
    highest = physique.hr_max
    if effort.heart and highest is not None:
        least = MODERATE_SHARE_OF_HR_MAX * highest.amount
        return sum(ms for rate, ms in effort.heart if rate >= least) / 3_600_000
    for method in INTENSITIES:
        stress = bout.loads.by(method)
        if stress is not None:
            return hours if _intensity(method, stress, hours) >= MODERATE_INTENSITY else 0.0
    rated = bout.rpe
    return hours if rated is None or rated.cr10 >= MODERATE_RPE else 0.0


def net_energy(sport: Sport, effort: Effort, wearer: Wearer) -> NetEnergy | None:
    """Estimate the energy of a session above rest, in kcal.

    By work, else the device, else heart rate, else the MET of the sport: gross energy less that of
    rest, 1 kcal/kg/h, never below zero. None without a body mass, or where none of the four is
    known. Source: A23. Rule ACT-19.
    """
    if wearer.weight_kg is None:
        return None
    rest = kcal_met(REST_MET, wearer.weight_kg, effort.duration.minutes)
    for method in EnergyMethod:
        match both(gross_kcal(method, sport, effort, wearer), rest):
            case Success((spent, resting)):
                return NetEnergy(max(0.0, spent - resting), method)
            case Failure():
                continue
    return None


def gross_kcal(
    method: EnergyMethod, sport: Sport, effort: Effort, wearer: Wearer
) -> Result[float, NoNumber]:
    """Estimate the energy of a session by one method, rest included, or say what that lacks."""
    minutes = effort.duration.minutes
    match method:
        case EnergyMethod.WORK:
            power = effort.power
            return Failure(Missing("power_w")) if power is None else kcal_work(power.work.kj)
        case EnergyMethod.DEVICE:
            energy = effort.energy
            return Failure(Missing("energy_kcal")) if energy is None else Success(energy.kcal)
        case EnergyMethod.HEART_RATE:
            return _by_heart(effort.mean_heart_rate_bpm, wearer, minutes)
        case EnergyMethod.MET:
            met = MET_OF_SPORT.get(sport)
            if met is None or wearer.weight_kg is None:
                return Failure(Missing("met" if met is None else "weight_kg"))
            return kcal_met(met, wearer.weight_kg, minutes)


def _by_heart(mean_bpm: float | None, wearer: Wearer, minutes: float) -> Result[float, NoNumber]:
    sex, age, weight_kg = wearer.physique.sex, wearer.age_years, wearer.weight_kg
    if mean_bpm is None:
        return Failure(Missing("heart_rate_bpm"))
    if sex is None or age is None:
        return Failure(Missing("sex" if sex is None else "birth_date"))
    if weight_kg is None:
        return Failure(Missing("weight_kg"))
    return kcal_hr_keytel(sex, age, weight_kg, mean_bpm, minutes)


def _intensity(method: LoadMethod, stress: float, hours: float) -> float:
    if not hours:
        return 0.0
    power_of_intensity = stress / 100 / hours
    if method is LoadMethod.SWIM:
        return math.cbrt(power_of_intensity)
    return math.sqrt(power_of_intensity)


def _sum_or_none(parts: list[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return math.fsum(known) if len(known) == len(parts) else None
