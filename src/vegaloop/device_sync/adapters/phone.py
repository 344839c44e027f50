"""Reading what a phone pushes: a batch of records of Apple Health or Health Connect (docs/phones.md).

Rule 1: a batch is none only where it is not the document it should be: what is wrong with one record
is told to the reader with it, and refuses that one.
Rule 2: a record is kept in one way of writing it, without what the ledger knows: the same again, in
whatever order of its fields, says nothing new.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Callable, Mapping
from typing import Final, Literal, TypeAlias, final, get_args

import msgspec
from msgspec import Raw, Struct

from vegaloop.device_sync.adapters.vendors.answers import is_name, read_as
from vegaloop.device_sync.adapters.vendors.times import day_in, of_iso
from vegaloop.device_sync.application.accepting import BATCH
from vegaloop.device_sync.application.drivers import Context, Page, Read, Reads
from vegaloop.device_sync.domain.record import Record
from vegaloop.device_sync.domain.trouble import Misread, Trouble
from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Instant, later

__all__ = ("BODY_BYTES_MOST", "RECORDS_MOST", "UNREADABLE", "PhoneReads")

BODY_BYTES_MOST: Final = 2 * 2**20
RECORDS_MOST: Final = 5_000
# What records are of that do not say it in a way that can be kept.
UNREADABLE: Final = "unreadable"
# A clock that is further ahead is wrong, and would outdate all that is edited afterwards.
_AHEAD_MOST: Final = dt.timedelta(days=1)
_TYPE: Final = re.compile(r"[A-Za-z0-9_.:-]{1,60}", re.ASCII)
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)
_OF: Final = {
    DataKind.ACTIVITIES: ("workout",),
    DataKind.SLEEP: ("sleep",),
    DataKind.HEART: (
        *("heart_rate", "resting_heart_rate", "hrv_rmssd", "hrv_sdnn", "rr_intervals_ms"),
        *("spo2", "respiratory_rate"),
    ),
    DataKind.BODY: (
        *("weight", "body_fat", "height", "waist", "vo2max", "blood_pressure", "blood_glucose"),
        *("body_temperature", "skin_temperature"),
    ),
}
_KINDS: Final = {name: kind for kind, names in _OF.items() for name in names}

_Source: TypeAlias = Literal["apple_health", "health_connect"]
_SOURCES: Final[tuple[str, ...]] = get_args(_Source)
Says: TypeAlias = Mapping[str, object]


@final
class _Batch(Struct, frozen=True):
    source: _Source
    records: tuple[Raw, ...]
    device: str | None = None


@final
class _Fault(Struct, frozen=True):
    """What keeps a record from being known by its name and its edition: a field, and what it should be."""

    field: str
    wanted: str


@final
class _Wrapped(Struct, frozen=True, omit_defaults=True):
    """A record by itself, as a reader of imports knows it."""

    source: str
    phone_record: Says | Raw | None
    device: str | None = None
    fault: _Fault | None = None


@final
class PhoneReads(Reads):
    """Reads batches."""

    def read(self, topic: str, body: bytes, context: Context) -> Result[Read, Trouble]:
        """Read a batch, record by record in their order."""
        if topic != BATCH:
            return Failure(Misread("topic", BATCH))
        if len(body) > BODY_BYTES_MOST:
            return Failure(Misread("batch", f"at most {BODY_BYTES_MOST} bytes"))
        match read_as(body, _Batch, "batch"):
            case Failure(Misread(field="batch.source", wanted="another value")):
                return Failure(Misread("batch.source", " or ".join(_SOURCES)))
            case Failure(misread):
                return Failure(misread)
            case Success(batch) if len(batch.records) > RECORDS_MOST:
                return Failure(Misread("batch.records", f"at most {RECORDS_MOST}"))
            case Success(batch):
                return Success(Page(tuple(_record(one, batch, context) for one in batch.records)))


def _record(raw: Raw, batch: _Batch, context: Context) -> Record:
    says = _object_in(raw)
    fault = _fault_in(says)
    if says is None or fault is not None:
        return _unreadable(raw, says, fault, batch, context)
    form, gone_at, start = str(says["type"]), says.get("deleted_at"), says.get("start")
    told_at = gone_at if gone_at is not None else says.get("modified_at")
    return Record(
        kind=_KINDS.get(form, DataKind.DAYS),
        form=form,
        external_id=str(says["id"]),
        modified_at=_edited_at(told_at, context.received_at),
        day=day_in(start) if isinstance(start, str) else None,
        data=None if gone_at is not None else _wrapped(says, None, batch),
        giver=batch.source,
    )


def _unreadable(
    raw: Raw, says: Says | None, fault: _Fault | None, batch: _Batch, context: Context
) -> Record:
    """Keep what nobody can tell the name or the edition of apart from all that is well."""
    given = None if says is None else says.get("id")
    is_named = isinstance(given, str) and is_name(given)
    return Record(
        kind=DataKind.DAYS,
        form=UNREADABLE,
        external_id=str(given) if is_named else hashlib.sha256(bytes(raw)).hexdigest(),
        modified_at=context.received_at,
        day=None,
        data=_wrapped(says, fault, batch),
        giver=batch.source,
    )


def _object_in(raw: Raw) -> Says | None:
    try:
        return msgspec.json.decode(raw, type=dict[str, object])
    except (msgspec.DecodeError, ValueError, RecursionError):
        return None


def _is_id(given: object) -> bool:
    return isinstance(given, str) and is_name(given)


def _is_type(given: object) -> bool:
    return isinstance(given, str) and _TYPE.fullmatch(given) is not None


def _is_time(given: object) -> bool:
    return given is None or _time_in(given) is not None


def _time_in(given: object) -> Instant | None:
    return of_iso(given) if isinstance(given, str) and _TIME.fullmatch(given) else None


_WHEN: Final = "a time by RFC 3339 with its offset"
_HEAD: Final[tuple[tuple[str, Callable[[object], bool], str], ...]] = (
    ("id", _is_id, "1 to 128 printable characters without blanks"),
    ("type", _is_type, "1 to 60 letters, digits and underscores"),
    ("modified_at", _is_time, _WHEN),
    ("deleted_at", _is_time, _WHEN),
)


def _fault_in(says: Says | None) -> _Fault | None:
    if says is None:
        return _Fault("record", "an object")
    wrong = (_Fault(field, wanted) for field, fits, wanted in _HEAD if not fits(says.get(field)))
    return next(wrong, None)


def _edited_at(told: object, received_at: Instant) -> Instant:
    """Say when an edition was made: when it came, where it does not say so or cannot be right."""
    at = _time_in(told)
    return received_at if at is None or at > later(received_at, _AHEAD_MOST) else at


def _wrapped(says: Says | None, fault: _Fault | None, batch: _Batch) -> bytes:
    """Wrap a record with what it is of; the phone only where it does not say who wrote it."""
    known = says if says is None or fault is not None else _without_edition(says)
    device = batch.device if says is None or says.get("origin") is None else None
    # The names in the order of their letters, whatever order a phone has them in.
    return msgspec.json.encode(_Wrapped(batch.source, known, device, fault), order="sorted")


def _without_edition(says: Says) -> Says:
    return {name: held for name, held in says.items() if name != "modified_at"}
