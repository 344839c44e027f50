"""What a person is capable of, as it is answered; the same for eyes."""

from __future__ import annotations

import datetime as dt
from typing import Final, final
from uuid import UUID

from msgspec import Struct

from vegaloop.activity.domain.capacity import Capacity, Race, RaceTime
from vegaloop.activity.domain.capacity_fits import CriticalFigures
from vegaloop.infrastructure.figures import FigureBody, figure_of

__all__ = ("CapacityBody", "from_capacity")

CAVEAT: Final = (
    "Made of the best efforts of your training in 90 days: where you did not go all out, you are "
    "capable of more."
)


@final
class CriticalPowerBody(Struct, frozen=True, kw_only=True):
    """Critical power, what can be spent above it, and the power at no time, by one fit."""

    method: str
    cp_w: FigureBody
    w_prime_j: FigureBody
    p_max_w: FigureBody | None
    r2: float | None


@final
class CriticalSpeedBody(Struct, frozen=True, kw_only=True):
    """Critical speed, and the distance that can be spent above it."""

    method: str
    cs_m_s: FigureBody
    d_prime_m: FigureBody
    r2: float | None


@final
class RaceBody(Struct, frozen=True, kw_only=True):
    """The run that VDOT was read from, by its best time over a distance."""

    activity_id: UUID
    local_date: dt.date
    distance_m: float
    time_s: float


@final
class RaceTimeBody(Struct, frozen=True, kw_only=True):
    """A race, and the time VDOT gives for it."""

    name: str
    distance_m: float
    time_s: FigureBody


@final
class CapacityBody(Struct, frozen=True, kw_only=True):
    """What the best efforts of the 90 days up to a day show; of the critical powers the first counts.

    `low` and `high` of a fit are one standard error away. `caveat` says what these numbers are not.
    """

    day: dt.date
    critical_power: tuple[CriticalPowerBody, ...]
    critical_speed: CriticalSpeedBody
    ftp_w: FigureBody
    vdot_ml_kg_min: FigureBody
    vdot_from: RaceBody | None
    races: tuple[RaceTimeBody, ...]
    vo2max_ml_kg_min: FigureBody
    caveat: str


def from_capacity(capacity: Capacity) -> CapacityBody:
    """Tell what a person is capable of."""
    speed = capacity.speed
    return CapacityBody(
        day=capacity.day,
        critical_power=tuple(map(_from_fit, capacity.power)),
        critical_speed=CriticalSpeedBody(
            method=speed.method,
            cs_m_s=figure_of(speed.critical),
            d_prime_m=figure_of(speed.reserve),
            r2=speed.r2,
        ),
        ftp_w=figure_of(capacity.ftp),
        vdot_ml_kg_min=figure_of(capacity.vdot),
        vdot_from=None if capacity.vdot_from is None else _from_race(capacity.vdot_from),
        races=tuple(map(_from_race_time, capacity.races)),
        vo2max_ml_kg_min=figure_of(capacity.vo2max),
        caveat=CAVEAT,
    )


def _from_fit(fit: CriticalFigures) -> CriticalPowerBody:
    return CriticalPowerBody(
        method=fit.method,
        cp_w=figure_of(fit.critical),
        w_prime_j=figure_of(fit.reserve),
        p_max_w=None if fit.greatest is None else figure_of(fit.greatest),
        r2=fit.r2,
    )


def _from_race(race: Race) -> RaceBody:
    return RaceBody(
        activity_id=race.session,
        local_date=race.day,
        distance_m=race.best.meters,
        time_s=race.best.seconds,
    )


def _from_race_time(race: RaceTime) -> RaceTimeBody:
    return RaceTimeBody(name=race.name, distance_m=race.distance_m, time_s=figure_of(race.time_s))
