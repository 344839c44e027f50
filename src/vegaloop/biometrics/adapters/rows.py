"""A reading as a row and back: plain columns, one number, and a blob for what only it reads.

Rule 1: a kind that is one number needs no blob, so that a morning decodes hundreds of rows fast.
"""

from __future__ import annotations

import array
import datetime as dt
import sys
import zlib
from typing import Final, final
from uuid import UUID

import msgspec
from msgspec import Struct

from vegaloop.biometrics.domain.kinds import (
    BodyFat,
    Glucose,
    Hrv,
    Kind,
    RestingHeartRate,
    SpO2,
    Weight,
)
from vegaloop.biometrics.domain.night import Sleep, StageSpan
from vegaloop.biometrics.domain.plausible import Implausible, Value
from vegaloop.biometrics.domain.reading import (
    Accepted,
    Earlier,
    Observed,
    Quarantined,
    Reading,
    ReadingId,
    Removed,
    Standing,
)
from vegaloop.biometrics.domain.rr import RrIntervals
from vegaloop.kernel.identity import DeviceId, SourceId
from vegaloop.kernel.quantity import HeartRate, Mass
from vegaloop.kernel.time import Instant, LocalDate, Moment, TimeZone

ACCEPTED: Final = "accepted"
QUARANTINED: Final = "quarantined"
REMOVED: Final = "removed"


@final
class _Detail(Struct, frozen=True, omit_defaults=True):
    """What a row keeps beside its columns; most rows keep nothing."""

    value: Value | None = None
    stages: tuple[StageSpan, ...] = ()
    reasons: tuple[Implausible, ...] = ()
    decided_at: Instant | None = None
    earlier: tuple[Earlier, ...] = ()


@final
class _Glance(Struct, frozen=True):
    """What formulas need of a detail; the rest of it is skipped, which is most of a night."""

    value: Value | None = None


_NO_DETAIL: Final = _Detail()
_DECODER: Final = msgspec.json.Decoder(_Detail)
_GLANCER: Final = msgspec.json.Decoder(_Glance)
_ENCODER: Final = msgspec.json.Encoder()


def row_of(reading: Reading) -> dict[str, object]:
    """Give the columns of a reading, without whose it is."""
    amount, value = _split(reading.value)
    stages = reading.value.stages if isinstance(reading.value, Sleep) else ()
    standing, reasons, decided_at = _standing_columns(reading.standing)
    detail = _Detail(value, stages, reasons, decided_at, reading.earlier)
    return {
        "reading_id": reading.id,
        "kind": reading.kind.value,
        "source": reading.source,
        "began_at": reading.identity.began_at,
        "at": reading.moment.at,
        "utc_offset_s": reading.moment.utc_offset_s,
        "zone": reading.moment.zone,
        "local_date": reading.local_date,
        "device": reading.device,
        "recorded_at": reading.recorded_at,
        "standing": standing,
        "amount": amount,
        "detail": None if detail == _NO_DETAIL else _ENCODER.encode(detail),
    }


def from_row(  # noqa: PLR0913, PLR0917  # One argument a column.
    _: UUID,
    reading_id: UUID,
    kind: str,
    source: str,
    __: Instant,
    at: Instant,
    utc_offset_s: int,
    zone: str | None,
    local_date: dt.date,
    device: UUID | None,
    recorded_at: Instant,
    standing: str,
    amount: int | None,
    detail: bytes | None,
) -> Reading:
    """Give the reading of a row."""
    kept = _NO_DETAIL if detail is None else _DECODER.decode(detail)
    return Reading(
        id=ReadingId(reading_id),
        moment=Moment(at, utc_offset_s, None if zone is None else TimeZone(zone)),
        local_date=LocalDate(local_date),
        source=SourceId(source),
        recorded_at=recorded_at,
        value=_value(Kind(kind), amount, kept),
        device=None if device is None else DeviceId(device),
        standing=_standing(standing, kept, recorded_at),
        earlier=kept.earlier,
    )


def observed_from(
    source: str,
    at: Instant,
    local_date: dt.date,
    kind: str,
    amount: int | None,
    detail: bytes | None,
) -> Observed:
    """Give what formulas see of a row."""
    value = None if detail is None else _GLANCER.decode(detail).value
    return Observed(
        SourceId(source),
        at,
        LocalDate(local_date),
        _plain(Kind(kind), amount or 0) if value is None else value,
    )


def packed(rr: RrIntervals) -> bytes:
    """Pack intervals as compressed little-endian 32-bit integers."""
    columns = array.array("I", rr.rr_us)
    if sys.byteorder == "big":
        columns.byteswap()
    return zlib.compress(columns.tobytes())


def unpacked(blob: bytes) -> RrIntervals:
    """Give packed intervals back."""
    columns = array.array("I")
    columns.frombytes(zlib.decompress(blob))
    if sys.byteorder == "big":
        columns.byteswap()
    return RrIntervals(tuple(columns))


def _split(value: Value) -> tuple[int | None, Value | None]:
    """The number of a value, and the value itself where the number is not all of it."""
    match value:
        case Hrv(rmssd_us, beats):
            return rmssd_us, value if beats else None
        case RestingHeartRate(rate):
            return rate.amount, None
        case Weight(mass):
            return mass.amount, None
        case BodyFat(milli_percent) | SpO2(milli_percent):
            return milli_percent, None
        case Glucose(micromol_l):
            return micromol_l, None
        case Sleep():
            return value.asleep.amount, _with_stages(value, ())
        case several:
            return None, several


def _value(kind: Kind, amount: int | None, kept: _Detail) -> Value:
    if kept.value is None:
        return _plain(kind, amount or 0)
    if isinstance(kept.value, Sleep):
        return _with_stages(kept.value, kept.stages)
    return kept.value


def _with_stages(sleep: Sleep, stages: tuple[StageSpan, ...]) -> Sleep:
    return Sleep(sleep.start, sleep.end, sleep.asleep, stages, sleep.measured, sleep.nap)


def _plain(kind: Kind, amount: int) -> Value:
    match kind:
        case Kind.HRV:
            return Hrv(amount)
        case Kind.RESTING_HEART_RATE:
            return RestingHeartRate(HeartRate(amount))
        case Kind.WEIGHT:
            return Weight(Mass(amount))
        case Kind.BODY_FAT:
            return BodyFat(amount)
        case Kind.SPO2:
            return SpO2(amount)
        case Kind.GLUCOSE:
            return Glucose(amount)
        case Kind.SLEEP | Kind.TEMPERATURE | Kind.BLOOD_PRESSURE | Kind.CHECK_IN:
            raise ValueError(f"{kind} is more than a number")


def _standing_columns(
    standing: Standing,
) -> tuple[str, tuple[Implausible, ...], Instant | None]:
    match standing:
        case Accepted(reasons, released_at):
            return ACCEPTED, reasons, released_at
        case Quarantined(reasons):
            return QUARANTINED, reasons, None
        case Removed(removed_at):
            return REMOVED, (), removed_at


def _standing(standing: str, kept: _Detail, recorded_at: Instant) -> Standing:
    if standing == QUARANTINED:
        return Quarantined(kept.reasons)
    if standing == REMOVED:
        return Removed(kept.decided_at or recorded_at)
    return Accepted(kept.reasons, kept.decided_at)
