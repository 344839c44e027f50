"""What biometrics works out, as it is answered over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias, TypeVar, final

from msgspec import Struct

from vegaloop.biometrics.domain.body import BodyOnDay, LeanMethod
from vegaloop.biometrics.domain.hrv import HrvStatus
from vegaloop.biometrics.domain.kinds import Scale
from vegaloop.biometrics.domain.morning import Morning
from vegaloop.biometrics.domain.resting import RestingStatus
from vegaloop.biometrics.domain.sleep import LastNight, SleepDebt
from vegaloop.biometrics.domain.temperature import TemperatureStatus
from vegaloop.biometrics.domain.trend import WeightTrend
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success

A = TypeVar("A")
Reasons: TypeAlias = tuple["NotKnownBody", ...]


@final
class NotKnownBody(Struct, frozen=True):
    """What could not be worked out, and why."""

    what: str
    reason: NoNumber


@final
class MethodBody(Struct, frozen=True):
    """Where a number comes from: how far to trust it, on what it rests, and how it was made."""

    quality: float
    observed_at: dt.datetime
    window_days: int
    n_valid: int
    method: str
    formula_version: str


@final
class HrvStatusBody(Struct, frozen=True):
    """Variability against your usual, in units of your own spread."""

    source: str
    z7: float | None
    z1: float | None
    rmssd_ms: float | None
    mean7_ms: float | None
    usual_ms: float
    low_ms: float
    high_ms: float
    cv7_percent: float | None
    n_recent: int
    provenance: MethodBody


@final
class RestingStatusBody(Struct, frozen=True):
    """Resting heart rate against your usual; `z` is upward."""

    source: str
    z: float
    recent_bpm: float
    usual_bpm: float
    spread_bpm: float
    n_recent: int
    provenance: MethodBody


@final
class TemperatureStatusBody(Struct, frozen=True):
    """How far the last night was from your usual."""

    source: str
    scale: Scale
    deviation_c: float
    usual_c: float | None
    provenance: MethodBody


@final
class BaselinesBody(Struct, frozen=True):
    """How a morning compares with what is usual for you; null is explained in `not_known`."""

    date: dt.date
    hrv: HrvStatusBody | None
    resting_heart_rate: RestingStatusBody | None
    temperature: TemperatureStatusBody | None
    not_known: Reasons


@final
class LastNightBody(Struct, frozen=True):
    """The night that ended that morning against what was needed."""

    source: str
    asleep_minutes: float
    in_bed_minutes: float
    efficiency_percent: float
    need_minutes: float
    sufficiency_percent: float
    provenance: MethodBody


@final
class SleepDebtBody(Struct, frozen=True):
    """What is owed in sleep."""

    debt_hours: float
    provenance: MethodBody


@final
class SleepOnDayBody(Struct, frozen=True):
    """The last night, what it needed to be, and what is owed."""

    date: dt.date
    last_night: LastNightBody | None
    debt: SleepDebtBody | None
    not_known: Reasons


@final
class TrendPointBody(Struct, frozen=True):
    """A weigh-in, and the trend it left."""

    date: dt.date
    at: dt.datetime
    weight_kg: float
    trend_kg: float


@final
class WeightTrendBody(Struct, frozen=True):
    """The trend through weigh-ins, oldest first."""

    data: tuple[TrendPointBody, ...]
    window_days: int
    n_valid: int
    method: str
    formula_version: str


@final
class BodyOnDayBody(Struct, frozen=True):
    """What is known of your body; the weight is the trend."""

    date: dt.date
    observed_on: dt.date | None
    weight_kg: float | None
    bmi_kg_m2: float | None
    body_fat_percent: float | None
    fat_free_mass_kg: float | None
    fat_free_mass_method: LeanMethod | None


def from_baselines(morning: Morning) -> BaselinesBody:
    """Answer how a morning compares with the usual."""
    hrv, resting, temperature = morning.hrv, morning.resting, morning.temperature
    return BaselinesBody(
        date=morning.day,
        hrv=None if (h := _known(hrv)) is None else _from_hrv(h),
        resting_heart_rate=None if (r := _known(resting)) is None else _from_resting(r),
        temperature=None if (t := _known(temperature)) is None else _from_temperature(t),
        not_known=(
            *_reason("hrv", hrv),
            *_reason("resting_heart_rate", resting),
            *_reason("temperature", temperature),
        ),
    )


def from_sleep(morning: Morning) -> SleepOnDayBody:
    """Answer how the last night was."""
    night, debt = morning.last_night, morning.sleep_debt
    return SleepOnDayBody(
        date=morning.day,
        last_night=None if (n := _known(night)) is None else _from_night(n),
        debt=None if (d := _known(debt)) is None else SleepDebtBody(d.debt_hours, _method(d)),
        not_known=(*_reason("last_night", night), *_reason("debt", debt)),
    )


def from_trend(trend: WeightTrend) -> WeightTrendBody:
    """Answer a trend."""
    points = tuple(TrendPointBody(p.day, p.at, p.weight_kg, p.trend_kg) for p in trend.points)
    return WeightTrendBody(
        points, trend.window_days, trend.n_valid, trend.method, trend.formula_version
    )


def from_body(day: dt.date, body: BodyOnDay) -> BodyOnDayBody:
    """Answer what is known of a body."""
    return BodyOnDayBody(
        date=day,
        observed_on=body.observed_on,
        weight_kg=body.weight_kg,
        bmi_kg_m2=body.bmi_kg_m2,
        body_fat_percent=body.body_fat_percent,
        fat_free_mass_kg=body.fat_free_mass_kg,
        fat_free_mass_method=body.lean_method,
    )


def _from_hrv(s: HrvStatus) -> HrvStatusBody:
    return HrvStatusBody(
        source=s.source,
        z7=s.z7,
        z1=s.z1,
        rmssd_ms=s.rmssd_ms,
        mean7_ms=s.mean7_ms,
        usual_ms=s.usual_ms,
        low_ms=s.low_ms,
        high_ms=s.high_ms,
        cv7_percent=s.cv7_percent,
        n_recent=s.n_recent,
        provenance=_method(s),
    )


def _from_resting(s: RestingStatus) -> RestingStatusBody:
    return RestingStatusBody(
        s.source, s.z, s.recent_bpm, s.usual_bpm, s.spread_bpm, s.n_recent, _method(s)
    )


def _from_temperature(s: TemperatureStatus) -> TemperatureStatusBody:
    return TemperatureStatusBody(s.source, s.scale, s.deviation_c, s.usual_c, _method(s))


def _from_night(n: LastNight) -> LastNightBody:
    return LastNightBody(
        source=n.source,
        asleep_minutes=n.asleep_minutes,
        in_bed_minutes=n.in_bed_minutes,
        efficiency_percent=100 * n.efficiency,
        need_minutes=n.need_minutes,
        sufficiency_percent=100 * n.sufficiency,
        provenance=MethodBody(n.quality, n.observed_at, 1, 1, n.method, n.formula_version),
    )


def _method(s: HrvStatus | RestingStatus | TemperatureStatus | SleepDebt) -> MethodBody:
    return MethodBody(
        s.quality, s.observed_at, s.window_days, s.n_valid, s.method, s.formula_version
    )


def _known(found: Result[A, NoNumber]) -> A | None:
    match found:
        case Success(value):
            return value
        case Failure():
            return None


def _reason(what: str, found: Result[A, NoNumber]) -> Reasons:
    match found:
        case Success():
            return ()
        case Failure(reason):
            return (NotKnownBody(what, reason),)
