"""What biometrics works out, as it is answered over HTTP."""

from __future__ import annotations

import datetime as dt
from typing import TypeAlias, TypeVar, final

from msgspec import Struct

from vegaloop.biometrics.domain.hrv import HrvStatus
from vegaloop.biometrics.domain.kinds import Scale
from vegaloop.biometrics.domain.morning import Morning
from vegaloop.biometrics.domain.resting import RestingStatus
from vegaloop.biometrics.domain.temperature import TemperatureStatus
from vegaloop.kernel.evidence import NoNumber
from vegaloop.kernel.result import Failure, Result, Success, value_in

A = TypeVar("A")


@final
class NotKnownBody(Struct, frozen=True):
    """What could not be worked out, and why."""

    what: str
    reason: NoNumber


Reasons: TypeAlias = tuple[NotKnownBody, ...]


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


def from_baselines(morning: Morning) -> BaselinesBody:
    """Answer how a morning compares with the usual."""
    hrv, resting, temperature = morning.hrv, morning.resting, morning.temperature
    return BaselinesBody(
        date=morning.day,
        hrv=None if (h := value_in(hrv)) is None else _from_hrv(h),
        resting_heart_rate=None if (r := value_in(resting)) is None else _from_resting(r),
        temperature=None if (t := value_in(temperature)) is None else _from_temperature(t),
        not_known=(
            *reason_of("hrv", hrv),
            *reason_of("resting_heart_rate", resting),
            *reason_of("temperature", temperature),
        ),
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


def _method(s: HrvStatus | RestingStatus | TemperatureStatus) -> MethodBody:
    return MethodBody(
        s.quality, s.observed_at, s.window_days, s.n_valid, s.method, s.formula_version
    )


def reason_of(what: str, found: Result[A, NoNumber]) -> Reasons:
    """Give why something was not found; nothing where it was."""
    match found:
        case Success():
            return ()
        case Failure(reason):
            return (NotKnownBody(what, reason),)
