"""A reading as a row and back: plain columns, and a blob for what only itself reads."""

from __future__ import annotations

import array
import datetime as dt
import sys
import zlib
from typing import Final, final
from uuid import UUID

import msgspec
from msgspec import Struct

from vegaloop.biometrics.adapters.values import columns_of, value_from
from vegaloop.biometrics.domain.night import Sleep, StageSpan
from vegaloop.biometrics.domain.plausible import Implausible, Value
from vegaloop.biometrics.domain.reading import (
    Accepted,
    Correction,
    Earlier,
    Left,
    Observed,
    Quarantined,
    Reading,
    ReadingId,
    Removed,
    Standing,
)
from vegaloop.biometrics.domain.rr import Corrections, RrIntervals
from vegaloop.biometrics.domain.vitals import Hrv
from vegaloop.kernel.identity import DeviceId, SourceId
from vegaloop.kernel.time import Instant, LocalDate, Moment, TimeZone, from_epoch_us

ACCEPTED: Final = "accepted"
QUARANTINED: Final = "quarantined"
REMOVED: Final = "removed"


@final
class _Detail(Struct, frozen=True, omit_defaults=True):
    """What a row keeps beside its columns; most rows keep nothing."""

    stages: tuple[StageSpan, ...] = ()
    reasons: tuple[Implausible, ...] = ()
    decided_at: Instant | None = None
    earlier: tuple[Earlier, ...] = ()
    corrections: Corrections | None = None
    correction: Correction | None = None
    left: tuple[Left, ...] = ()


_NO_DETAIL: Final = _Detail()
_DECODER: Final = msgspec.json.Decoder(_Detail)
_ENCODER: Final = msgspec.json.Encoder()


def row_of(reading: Reading) -> dict[str, object]:
    """Give the columns of a reading, without whose it is."""
    value = reading.value
    stages = value.stages if isinstance(value, Sleep) else ()
    corrections = value.corrections if isinstance(value, Hrv) else None
    standing, reasons, decided_at = _standing_columns(reading.standing)
    detail = _Detail(
        stages,
        reasons,
        decided_at,
        reading.earlier,
        corrections,
        reading.correction,
        reading.left,
    )
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
        **columns_of(reading.value),
        "detail": None if detail == _NO_DETAIL else _ENCODER.encode(detail),
        "modified_at": reading.modified_at,
        "external_id": reading.external_id,
    }


def from_row(  # noqa: PLR0913, PLR0917  # One argument a column.
    _: UUID,
    reading_id: UUID,
    kind: str,
    source: str,
    began_at: Instant,
    at: Instant,
    utc_offset_s: int,
    zone: str | None,
    local_date: dt.date,
    device: UUID | None,
    recorded_at: Instant,
    standing: str,
    sort: str | None,
    amount: int | None,
    beats: int,
    artefacts: int,
    several: bytes | None,
    detail: bytes | None,
    modified_at: Instant | None,
    external_id: str | None,
) -> Reading:
    """Give the reading of a row."""
    kept = _NO_DETAIL if detail is None else _DECODER.decode(detail)
    value = value_from(kind, sort, amount, beats, artefacts, several, began_at, at)
    return Reading(
        id=ReadingId(reading_id),
        moment=Moment(at, utc_offset_s, None if zone is None else TimeZone(zone)),
        local_date=LocalDate(local_date),
        source=SourceId(source),
        recorded_at=recorded_at,
        value=_whole(value, kept),
        device=None if device is None else DeviceId(device),
        standing=_standing(standing, kept, recorded_at),
        earlier=kept.earlier,
        correction=kept.correction,
        modified_at=modified_at,
        external_id=external_id,
        left=kept.left,
    )


def observed_from(  # noqa: PLR0913, PLR0917  # One argument a column.
    source: str,
    began_at_us: int,
    at_us: int,
    local_date: dt.date,
    kind: str,
    sort: str | None,
    amount: int | None,
    beats: int,
    artefacts: int,
    several: bytes | None,
) -> Observed:
    """Give what formulas see of a row."""
    at = from_epoch_us(at_us)
    began_at = at if began_at_us == at_us else from_epoch_us(began_at_us)
    value = value_from(kind, sort, amount, beats, artefacts, several, began_at, at)
    return Observed(SourceId(source), at, LocalDate(local_date), value)


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


def _whole(value: Value, kept: _Detail) -> Value:
    """Give a value what formulas do not see of it."""
    if isinstance(value, Sleep):
        v = value
        return Sleep(v.start, v.end, v.asleep, kept.stages, v.measured, v.nap, v.free)
    if isinstance(value, Hrv):
        return Hrv(value.rmssd_us, value.beats, value.artefacts, value.method, kept.corrections)
    return value


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
