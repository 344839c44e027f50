"""Everything one session tells, each number with its method or why there is none.

Rule 1: thresholds are those of the session's day: a ride of years ago is not measured by who
somebody is today.
Rule 2: nothing is left out: what cannot be told says what it lacks.
"""

from __future__ import annotations

from typing import TypeVar, final

from msgspec import Struct

from vegaloop.activity.domain.analysis_balance import Balance, CriticalPower, balance_of
from vegaloop.activity.domain.analysis_energy import EnergyCost, energy_costs
from vegaloop.activity.domain.analysis_ground import GroundAnalysis, analysis_of_ground
from vegaloop.activity.domain.analysis_power import (
    CurvePoint,
    HeartFigures,
    PowerFigures,
    curve_of,
    heart_figures,
    power_figures,
)
from vegaloop.activity.domain.analysis_zones import ZoneTimes, zone_times
from vegaloop.activity.domain.exertion import Wearer
from vegaloop.activity.domain.load import Loads
from vegaloop.activity.domain.seconds import heart_runs, power_runs
from vegaloop.activity.domain.session import Session, SessionId
from vegaloop.activity.domain.sport import RIDDEN, Sport
from vegaloop.activity.domain.streams import Streams
from vegaloop.activity.domain.zone_sheet import zones_on
from vegaloop.kernel.evidence import Missing, NoNumber, Undefined
from vegaloop.kernel.quantity import Power
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import LocalDate

A = TypeVar("A")

__all__ = ("Analysis", "analysis_of")


@final
class Analysis(Struct, frozen=True, kw_only=True):
    """Everything one session tells."""

    session: SessionId
    sport: Sport
    day: LocalDate
    loads: Loads
    power: PowerFigures
    heart: HeartFigures
    zones: tuple[ZoneTimes, ...]
    curve: Result[tuple[CurvePoint, ...], NoNumber]
    balance: Result[Balance, NoNumber]
    ground: GroundAnalysis
    energy: tuple[EnergyCost, ...]


def analysis_of(
    session: Session, streams: Streams, wearer: Wearer, critical: Result[CriticalPower, NoNumber]
) -> Analysis:
    """Compute what a session tells; `critical` is critical power on its day. Rules ACT-69, ACT-70."""
    sport, facts, thresholds = session.sport, session.facts, wearer.physique.thresholds
    pauses_ms, timer_s = facts.pauses_ms, facts.effort.duration.seconds
    power, heart = power_runs(streams, pauses_ms), heart_runs(streams, pauses_ms)
    ftp_w = _if_ridden(sport, _watts(thresholds.ftp, "ftp_w"), "ftp_w")
    ridden = _if_ridden(sport, critical, "cp_w")
    ground = analysis_of_ground(sport, facts, streams, wearer.weight_kg)
    return Analysis(
        session=session.id,
        sport=sport,
        day=session.local_date,
        loads=session.loads,
        power=power_figures(power, timer_s, ftp_w, _cp_w(ridden), _doubts(ridden)),
        heart=heart_figures(power, heart, timer_s),
        zones=zone_times(
            sport,
            facts.effort,
            power,
            streams,
            pauses_ms,
            zones_on(session.local_date, wearer.physique),
        ),
        curve=curve_of(power),
        balance=balance_of(power, ridden),
        ground=ground,
        energy=energy_costs(sport, facts.effort, wearer, ground.grade_energy_kcal),
    )


def _if_ridden(sport: Sport, found: Result[A, NoNumber], name: str) -> Result[A, NoNumber]:
    # Threshold and critical power are of riding: a runner's power is on another scale.
    if sport in RIDDEN:
        return found
    return Failure(Undefined(name, "it is known of riding only"))


def _watts(power: Power | None, name: str) -> Result[float, NoNumber]:
    return Failure(Missing(name)) if power is None else Success(power.watts)


def _doubts(critical: Result[CriticalPower, NoNumber]) -> tuple[str, ...]:
    match critical:
        case Failure():
            return ()
        case Success(known):
            return known.notes


def _cp_w(critical: Result[CriticalPower, NoNumber]) -> Result[float, NoNumber]:
    match critical:
        case Failure(reason):
            return Failure(reason)
        case Success(known):
            return Success(known.cp_w)
