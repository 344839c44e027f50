"""What a day's sessions cost: energy above rest, and hours of real exercise.

Rule 1: energy is net of the resting cost of the same minutes, or eating would be asked twice (A23).
Rule 2: a day one of whose sessions has no energy has none either; a day without a session has zero.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final, final

from msgspec import Struct

from vegaloop.activity.domain.effort import Effort
from vegaloop.activity.domain.heart import kcal_hr_keytel
from vegaloop.activity.domain.load import LoadMethod, Physique
from vegaloop.activity.domain.session import Session
from vegaloop.kernel.time import LocalDate

__all__ = ("DayExertion", "Wearer", "exertion_of_day", "moderate_hours", "net_energy_kcal")

KCAL_PER_KJ_OF_WORK: Final = 1.086  # A23: a gross efficiency of 0.22.
RESTING_KCAL_PER_KG_H: Final = 1.0  # One MET.
# The American College of Sports Medicine's line between light and moderate (2021).
MODERATE_SHARE_OF_HR_MAX: Final = 0.64
MODERATE_INTENSITY: Final = 0.56  # Above Coggan's active recovery, 55 % of threshold.
MODERATE_RPE: Final = 3.0  # CR10: 3 is called moderate.
# Easier than 3 it is not real exercise; where nothing else is known a session is taken at its word.


@final
class Wearer(Struct, frozen=True):
    """Whose exertion it is, as the energy formulas need them on one day."""

    physique: Physique
    age_years: int | None
    weight_kg: float | None


@final
class DayExertion(Struct, frozen=True):
    """What the sessions of one day cost; `load` is None where none of them has one."""

    day: LocalDate
    moderate_or_harder_hours: float
    net_energy_kcal: float | None
    load: float | None


def exertion_of_day(day: LocalDate, sessions: Iterable[tuple[Session, Wearer]]) -> DayExertion:
    """Sum what the sessions of a day cost. Rule ACT-19."""
    hours, kcal, loads = [], [], []
    for session, wearer in sessions:
        hours.append(moderate_hours(session, wearer.physique))
        kcal.append(net_energy_kcal(session.facts.effort, wearer))
        loads.append(None if session.loads.counted is None else session.loads.counted.value)
    return DayExertion(day, math.fsum(hours), _sum_or_none(kcal), _sum_or_none(loads))


def moderate_hours(session: Session, physique: Physique) -> float:
    """Count the hours of a session at moderate intensity or above.

    By heart rate, the time at 64 % of the maximum or more; else the whole session where its
    intensity factor is at least 0.56, by power or pace; else where it was rated 3 or more; a
    session of which none of this is known is not counted. Rule ACT-19.
    """
    effort, hours = session.facts.effort, session.facts.effort.duration.seconds / 3_600
    highest = physique.hr_max
    if effort.heart and highest is not None:
        least = MODERATE_SHARE_OF_HR_MAX * highest.amount
        return sum(ms for rate, ms in effort.heart if rate >= least) / 3_600_000
    for method in (LoadMethod.POWER, LoadMethod.PACE, LoadMethod.SWIM):
        stress = session.loads.by(method)
        if stress is not None:
            return hours if _intensity(method, stress, hours) >= MODERATE_INTENSITY else 0.0
    rated = session.facts.rpe
    return hours if rated is not None and rated.cr10 >= MODERATE_RPE else 0.0


def net_energy_kcal(effort: Effort, wearer: Wearer) -> float | None:
    """Estimate the energy of a session above rest: by work, else the device, else heart rate.

    Gross energy less 1 kcal/kg/h of resting cost, never below zero. None without a body mass, or
    where nothing tells the gross energy. Source: A23. Rule ACT-19.
    """
    gross_kcal = _gross_kcal(effort, wearer)
    if gross_kcal is None or wearer.weight_kg is None:
        return None
    resting_kcal = RESTING_KCAL_PER_KG_H * wearer.weight_kg * effort.duration.seconds / 3_600
    return max(0.0, gross_kcal - resting_kcal)


def _gross_kcal(effort: Effort, wearer: Wearer) -> float | None:
    if effort.power is not None:
        return effort.power.work.kj * KCAL_PER_KJ_OF_WORK
    if effort.energy is not None:
        return effort.energy.kcal
    sex, age, weight = wearer.physique.sex, wearer.age_years, wearer.weight_kg
    mean_bpm = effort.mean_heart_rate_bpm
    if sex is None or age is None or weight is None or mean_bpm is None:
        return None
    return kcal_hr_keytel(sex, age, weight, mean_bpm, effort.duration.minutes)


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
