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
from vegaloop.activity.domain.heart import kcal_hr_keytel
from vegaloop.activity.domain.load import LoadMethod, Physique
from vegaloop.activity.domain.met import MET_OF_REST, MET_OF_SPORT, kcal_met
from vegaloop.activity.domain.session import Bout
from vegaloop.activity.domain.sport import Sport
from vegaloop.kernel.time import LocalDate

__all__ = (
    "DayExertion",
    "EnergyMethod",
    "NetEnergy",
    "Wearer",
    "exertion_of_day",
    "moderate_hours",
    "net_energy",
)

KCAL_PER_KJ_OF_WORK: Final = 1.086  # A23: a gross efficiency of 0.22.
# The American College of Sports Medicine's line between light and moderate (2021).
MODERATE_SHARE_OF_HR_MAX: Final = 0.64
MODERATE_INTENSITY: Final = 0.56  # Above Coggan's active recovery, 55 % of threshold.
MODERATE_RPE: Final = 3.0  # CR10: 3 is called moderate.
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
    for method in (LoadMethod.POWER, LoadMethod.PACE, LoadMethod.SWIM):
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
    resting_kcal = kcal_met(MET_OF_REST, wearer.weight_kg, effort.duration.minutes)
    gross = _gross(sport, effort, wearer, wearer.weight_kg)
    return None if gross is None else NetEnergy(max(0.0, gross[0] - resting_kcal), gross[1])


def _gross(
    sport: Sport, effort: Effort, wearer: Wearer, weight_kg: float
) -> tuple[float, EnergyMethod] | None:
    if effort.power is not None:
        return effort.power.work.kj * KCAL_PER_KJ_OF_WORK, EnergyMethod.WORK
    if effort.energy is not None:
        return effort.energy.kcal, EnergyMethod.DEVICE
    sex, age, mean_bpm = wearer.physique.sex, wearer.age_years, effort.mean_heart_rate_bpm
    minutes = effort.duration.minutes
    if sex is not None and age is not None and mean_bpm is not None:
        return kcal_hr_keytel(sex, age, weight_kg, mean_bpm, minutes), EnergyMethod.HEART_RATE
    met = MET_OF_SPORT.get(sport)
    return None if met is None else (kcal_met(met, weight_kg, minutes), EnergyMethod.MET)


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
