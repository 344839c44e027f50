"""Which published limit holds for the pace of a goal, by the measure it is over (formula book G4)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.goals.domain.aim import Reach
from vegaloop.goals.domain.footing import Footing
from vegaloop.goals.domain.formulas.limits import (
    CTL_LIMIT,
    FORTNIGHT_DAYS,
    WEEK_DAYS,
    RateLimit,
    fat_floor_percent,
    fuelled_loss,
    mass_floor_kg,
    mass_limit,
    volume_limit,
)
from vegaloop.goals.domain.names import BODY_FAT, BODY_MASSES, CTL
from vegaloop.goals.domain.outlook import Forecast
from vegaloop.kernel.evidence import Missing, NoNumber, Undefined
from vegaloop.kernel.person import Sex
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.signal import DayValue
from vegaloop.kernel.time import LocalDate, days_after


@final
class Body(Struct, frozen=True):
    """What limits a pace beside the measure itself; None is not known.

    Energy availability in kcal per kg of fat-free mass a day, as it is now.
    """

    sex: Sex | None = None
    fat_percent: float | None = None
    energy_availability_kcal_kg: float | None = None
    height_m: float | None = None


@final
class Restraint(Struct, frozen=True):
    """The limit of a change a week, what it rests on, whose it is and what must be known of it."""

    limit: RateLimit
    footing: Footing
    source: str
    notes: tuple[str, ...] = ()


LOW_ENERGY: Final = "low-energy-availability"
ASSOCIATION: Final = "an-association-not-a-limit"

Restrained: TypeAlias = Result[Restraint, NoNumber]


def restraint_on(
    measure: str,
    aim: Reach,
    footing: Footing,
    forecast: Result[Forecast, NoNumber],
    body: Body,
) -> Restrained:
    """Find the limit of a level: of body mass, and of training load where it is built up."""
    if measure in BODY_MASSES:
        return _of_mass(aim, footing, forecast, body)
    if measure == CTL and aim.rising:
        return Success(Restraint(CTL_LIMIT, footing, "ctl-ramp"))
    return Failure(Undefined("limit", "none is published for this measure in that direction"))


def volume_restraint(values: Sequence[DayValue], day: LocalDate) -> Restrained:
    """Find the limit of a weekly distance, by that of the last 14 days."""
    since = days_after(day, -FORTNIGHT_DAYS)
    recent = [one.value for one in values if since < one.day <= day]
    volume = math.fsum(recent)
    match volume_limit(volume):
        case Failure(reason):
            return Failure(reason)
        case Success(limit):
            footing = Footing(volume, "total", FORTNIGHT_DAYS, len(recent), 1.0)
            return Success(Restraint(limit, footing, "nielsen-2014", (ASSOCIATION,)))


def floor_of(measure: str, body: Body) -> Result[float, NoNumber]:
    """Find the least a body can be asked for: of mass by height, of fat by sex (GOAL-39, GOAL-50)."""
    if measure in BODY_MASSES:
        return Failure(Missing("height")) if body.height_m is None else mass_floor_kg(body.height_m)
    if measure != BODY_FAT:
        return Failure(Undefined("floor", "none is published for this measure"))
    if body.sex is None:
        return Failure(Missing("sex"))
    return Success(fat_floor_percent(body.sex))


def _of_mass(
    aim: Reach, footing: Footing, forecast: Result[Forecast, NoNumber], body: Body
) -> Restrained:
    match mass_limit(footing.level, losing=not aim.rising):
        case Failure(reason):
            return Failure(reason)
        case Success(limit):
            if aim.rising:
                return Success(Restraint(limit, footing, "iraki-2019"))
            return Success(_fuelled(limit, footing, forecast, body))


def _fuelled(
    limit: RateLimit, footing: Footing, forecast: Result[Forecast, NoNumber], body: Body
) -> Restraint:
    plain = Restraint(limit, footing, "helms-2014")
    if body.fat_percent is None or body.energy_availability_kcal_kg is None:
        return plain
    if isinstance(forecast, Failure):
        return plain
    fat_free_kg = footing.level * (1 - body.fat_percent / 100)
    trend_kg_week = forecast.unwrap().slope_per_day * WEEK_DAYS
    match fuelled_loss(body.energy_availability_kcal_kg, fat_free_kg, trend_kg_week):
        case Failure():
            return plain
        case Success(most):
            if most >= limit.advised:
                return plain
            return Restraint(limit.capped(most), footing, "helms-2014", (LOW_ENERGY,))
