"""Everything one activity tells, as it is answered; the same for eyes."""

from __future__ import annotations

import datetime as dt
from typing import TypeVar, final
from uuid import UUID

from msgspec import Struct

from vegaloop.activity.adapters.answers import from_load
from vegaloop.activity.adapters.bodies import LackingBody, LoadBody
from vegaloop.activity.domain.analysis import Analysis
from vegaloop.activity.domain.analysis_balance import Balance
from vegaloop.activity.domain.analysis_ground import BestEffort, GroundAnalysis
from vegaloop.activity.domain.analysis_power import CURVE_METHOD, CurvePoint
from vegaloop.activity.domain.analysis_zones import ZoneTime, ZoneTimes
from vegaloop.activity.domain.formulas.zones import Scheme
from vegaloop.activity.domain.sport import Sport
from vegaloop.activity.domain.streams import Channel
from vegaloop.infrastructure.figures import FigureBody, figure_of
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("AnalysisBody", "from_analysis")

A = TypeVar("A")


@final
class PowerBody(Struct, frozen=True, kw_only=True):
    """Power, and what it is against the thresholds of the day.

    `intensity_factor` is weighted power over threshold power, `variability_index` over mean power,
    and `relative_intensity` xPower over critical power.
    """

    mean_power_w: FigureBody
    weighted_power_w: FigureBody
    xpower_w: FigureBody
    intensity_factor: FigureBody
    variability_index: FigureBody
    relative_intensity: FigureBody
    bike_score: FigureBody
    efficiency_factor_w_per_bpm: FigureBody
    decoupling_pct: FigureBody


@final
class ZoneTimeBody(Struct, frozen=True):
    """The time from `low` up to, not including, `high`; null is an open end."""

    name: str
    low: float | None
    high: float | None
    seconds: float


@final
class ZoneTimesBody(Struct, frozen=True, kw_only=True):
    """The time in the zones of one scheme; bounds are in W, bpm or, of speed, in s/km (slow first)."""

    channel: Channel
    scheme: Scheme
    zones: tuple[ZoneTimeBody, ...]
    reason: NoNumber | None
    notes: tuple[str, ...]


@final
class CurvePointBody(Struct, frozen=True):
    """The most power held for so long; `drawn_w` is the most held for so long or longer."""

    duration_s: int
    power_w: float
    drawn_w: float


@final
class CurveBody(Struct, frozen=True):
    """The mean-maximal curve; empty with a reason where there is none.

    `method` ends with what stands in for seconds without a number.
    """

    points: tuple[CurvePointBody, ...]
    reason: NoNumber | None
    method: str


@final
class BestEffortBody(Struct, frozen=True):
    """The least time a distance was covered in, and how many seconds after the start it began."""

    name: str
    distance_m: float
    start_s: float
    time_s: FigureBody


@final
class BestEffortsBody(Struct, frozen=True):
    """The best efforts over the distances of the sport; empty with a reason where there is none."""

    efforts: tuple[BestEffortBody, ...]
    reason: NoNumber | None


@final
class BalanceBody(Struct, frozen=True, kw_only=True):
    """What was left of W′, the work above critical power: the n-th `left_j` is at the n-th `at_s`.

    Below zero critical power or W′ is set too low. `critical_power_method` says where both are from.
    """

    cp_w: float | None
    w_prime_j: float | None
    critical_power_method: str | None
    least_j: FigureBody
    end_j: FigureBody
    at_s: tuple[int, ...]
    left_j: tuple[float, ...]


@final
class GroundBody(Struct, frozen=True, kw_only=True):
    """The ground an activity led over; `device_…` is what the device says itself."""

    ascent_m: FigureBody
    descent_m: FigureBody
    device_ascent_m: float | None
    device_descent_m: float | None
    track_length_m: FigureBody
    device_distance_m: float | None
    moving_pace_s_per_km: FigureBody
    elapsed_pace_s_per_km: FigureBody
    grade_adjusted_speed_m_s: FigureBody
    grade_adjusted_pace_s_per_km: FigureBody


@final
class EnergyBody(Struct, frozen=True):
    """The energy of an activity by one method: with what rest would have cost, and above it."""

    method: str
    gross_kcal: FigureBody
    net_kcal: FigureBody


@final
class AnalysisBody(Struct, frozen=True, kw_only=True):
    """Everything one activity tells, with the thresholds of its day.

    Each number has its method and how far it can be relied on, or the reason why it is not there.
    """

    activity_id: UUID
    sport: Sport
    local_date: dt.date
    loads: tuple[LoadBody, ...]
    lacking: tuple[LackingBody, ...]
    power: PowerBody
    zones: tuple[ZoneTimesBody, ...]
    mean_maximal: CurveBody
    best_efforts: BestEffortsBody
    w_balance: BalanceBody
    ground: GroundBody
    energy: tuple[EnergyBody, ...]
    formula_version: str


def from_analysis(found: Analysis) -> AnalysisBody:
    """Tell everything one activity says."""
    return AnalysisBody(
        activity_id=found.session,
        sport=found.sport,
        local_date=found.day,
        loads=tuple(map(from_load, found.loads.values)),
        lacking=tuple(LackingBody(one.method, one.reason) for one in found.loads.lacking),
        power=_from_power(found),
        zones=tuple(map(_from_zones, found.zones)),
        mean_maximal=_from_curve(found.curve),
        best_efforts=_from_efforts(found.ground.best_efforts),
        w_balance=_from_balance(found.balance),
        ground=_from_ground(found.ground),
        energy=tuple(
            EnergyBody(one.method, figure_of(one.gross_kcal), figure_of(one.net_kcal))
            for one in found.energy
        ),
        formula_version=found.loads.formula_version,
    )


def _from_power(found: Analysis) -> PowerBody:
    power, heart = found.power, found.heart
    return PowerBody(
        mean_power_w=figure_of(power.mean_w),
        weighted_power_w=figure_of(power.weighted_w),
        xpower_w=figure_of(power.xpower_w),
        intensity_factor=figure_of(power.intensity_factor),
        variability_index=figure_of(power.variability_index),
        relative_intensity=figure_of(power.relative_intensity),
        bike_score=figure_of(power.bike_score),
        efficiency_factor_w_per_bpm=figure_of(heart.efficiency_w_per_bpm),
        decoupling_pct=figure_of(heart.decoupling_pct),
    )


def _from_zones(found: ZoneTimes) -> ZoneTimesBody:
    none: tuple[ZoneTime, ...] = ()
    times, lacking = _split(found.times, none)
    return ZoneTimesBody(
        channel=found.channel,
        scheme=found.scheme,
        zones=tuple(
            ZoneTimeBody(one.zone.name, one.zone.low, one.zone.high, one.seconds) for one in times
        ),
        reason=lacking,
        notes=found.notes,
    )


def _from_curve(found: Result[tuple[CurvePoint, ...], NoNumber]) -> CurveBody:
    none: tuple[CurvePoint, ...] = ()
    points, lacking = _split(found, none)
    return CurveBody(
        tuple(CurvePointBody(one.duration_s, one.power_w, one.drawn_w) for one in points),
        lacking,
        CURVE_METHOD,
    )


def _from_efforts(found: Result[tuple[BestEffort, ...], NoNumber]) -> BestEffortsBody:
    none: tuple[BestEffort, ...] = ()
    efforts, lacking = _split(found, none)
    return BestEffortsBody(
        tuple(
            BestEffortBody(one.name, one.distance_m, one.start_s, figure_of(Success(one.time_s)))
            for one in efforts
        ),
        lacking,
    )


def _from_balance(found: Result[Balance, NoNumber]) -> BalanceBody:
    match found:
        case Failure(reason):
            return BalanceBody(
                cp_w=None,
                w_prime_j=None,
                critical_power_method=None,
                least_j=figure_of(Failure(reason)),
                end_j=figure_of(Failure(reason)),
                at_s=(),
                left_j=(),
            )
        case Success(balance):
            return BalanceBody(
                cp_w=balance.critical.cp_w,
                w_prime_j=balance.critical.w_prime_j,
                critical_power_method=balance.critical.method,
                least_j=figure_of(balance.least_j),
                end_j=figure_of(balance.end_j),
                at_s=tuple(point.at_s for point in balance.points),
                left_j=tuple(point.left_j for point in balance.points),
            )


def _from_ground(found: GroundAnalysis) -> GroundBody:
    return GroundBody(
        ascent_m=figure_of(found.climb.gain_m),
        descent_m=figure_of(found.climb.loss_m),
        device_ascent_m=found.device_ascent_m,
        device_descent_m=found.device_descent_m,
        track_length_m=figure_of(found.track_length_m),
        device_distance_m=found.device_distance_m,
        moving_pace_s_per_km=figure_of(found.moving_pace_s_per_km),
        elapsed_pace_s_per_km=figure_of(found.elapsed_pace_s_per_km),
        grade_adjusted_speed_m_s=figure_of(found.graded_speed_m_s),
        grade_adjusted_pace_s_per_km=figure_of(found.graded_pace_s_per_km),
    )


def _split(found: Result[A, NoNumber], none: A) -> tuple[A, NoNumber | None]:
    match found:
        case Success(value):
            return value, None
        case Failure(reason):
            return none, reason
