"""Nightscout's documents: entries, treatments, and what there is no room for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.eating import Plates
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_ms, of_iso
from vegaloop.imports.adapters.readers.glucose.values import GlucoseUnit, glucose_of
from vegaloop.imports.domain.found import Found, FoundReading, Misshapen, NotTaken, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result

__all__ = ("NightscoutDocuments",)

_LOOKED_AT: Final = 5
_CODES_BELOW_MG_DL: Final = 14  # What is less is the number of a fault of the sensor.
_OFFSET_MOST_MINUTES: Final = 18 * 60
_OTHERS: Final = (
    ("openaps", "devicestatus"),
    ("loop", "devicestatus"),
    ("pump", "devicestatus"),
    ("defaultProfile", "profile"),
)


@final
class NightscoutDocuments:
    """Reads lists of them, as they are or in the answer of version 3 of the API."""

    kind: Final = "nightscout"

    def fits(self, value: object) -> bool:
        """Tell by the fields of the first objects."""
        return any(_sort(Fields(one)) for one in _items(value)[:_LOOKED_AT])

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one object after the other."""
        unplaced, plates = Unplaced(), Plates(source_of("nightscout"))
        for number, item in enumerate(_items(document.value), 1):
            place = arrival.place(line=document.line, item=number)
            record = Fields(item)
            match _sort(record):
                case "entry":
                    yield from _entry(record, place, arrival.profile, unplaced)
                case "treatment":
                    yield from _treatment(record, place, arrival.profile, plates, unplaced)
                case "":
                    wanted = "an entry or a treatment"
                    given = ",".join(map(str, item)) if isinstance(item, dict) else str(item)[:60]
                    yield _MAKER.misshapen(place, "nightscout", "record", given, wanted)
                case sort:
                    unplaced.add(sort, place)
            yield from record.told(place, "glucose")
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what stands beside the list of an answer."""
        return beside(value, {"result"})


_MAKER: Final = Maker(source_of("nightscout"))


def _items(value: object) -> list[object]:
    if isinstance(value, dict) and isinstance(value.get("result"), list) and "status" in value:
        held: list[object] = value["result"]
        return held
    if isinstance(value, list):
        return value
    return [value]


def _sort(record: Fields) -> str:
    """What an object is; empty where it is nothing of Nightscout's."""
    if ("sgv" in record or "mbg" in record) and ("dateString" in record or "date" in record):
        return "entry"
    if record.has("type", "date", "dateString") and "value" not in record:
        return "entry"
    if record.has("eventType", "created_at"):
        return "treatment"
    named = (sort for field, sort in _OTHERS if field in record and "created_at" in record)
    return next(named, "profile" if record.has("defaultProfile", "store") else "")


def _entry(record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> Iterator[Found]:
    kind = record.text("type") or "sgv"
    if kind not in ("sgv", "mbg"):
        unplaced.add(f"entry of type {kind}", place)
        return
    device = record.text("device")
    maker = Maker(source_of("nightscout", f"{device} meter" if kind == "mbg" else device))
    value = record.number(kind, "sgv", "mbg", "glucose")
    if value is None:
        if record.get(kind, "sgv", "mbg", "glucose") is None:
            yield record.unread(place, "glucose", kind, "a number")
        return
    if value < _CODES_BELOW_MG_DL:
        yield maker.misshapen(place, "glucose", kind, value, "mg/dL, not the number of a fault")
        return
    when = _time(record, profile)
    yield maker.reading(place, "glucose", when, glucose_of(value, GlucoseUnit.MG_DL))


def _treatment(
    record: Fields, place: Place, profile: Profile, plates: Plates, unplaced: Unplaced
) -> Iterator[Found]:
    when = _time(record, profile)
    grams = record.number("carbs")
    taken = False
    if grams is not None and grams > 0:
        name, key = record.text("foodType", "note"), record.text("_id", "identifier")
        yield from plates.carbohydrate(place, when, grams, name, key)
        taken = True
    if record.text("glucoseType").casefold() == "finger" and record.get("glucose") is not None:
        yield from _finger(record, place, when)
        taken = True
    if not taken or record.get("insulin") is not None:
        unplaced.add(f"treatment: {record.text('eventType').casefold() or 'other'}", place)


def _finger(
    record: Fields, place: Place, when: Result[When, BadTime]
) -> Iterator[FoundReading | NotTaken]:
    value = record.number("glucose")
    if value is not None:
        mmol = record.text("units").casefold().startswith("mmol")
        unit = GlucoseUnit.MMOL_L if mmol else GlucoseUnit.MG_DL
        maker = Maker(source_of("nightscout", "meter"))
        yield maker.reading(place, "glucose", when, glucose_of(value, unit))


def _time(record: Fields, profile: Profile) -> Result[When, BadTime]:
    minutes = record.number("utcOffset")
    known = minutes is not None and minutes != 0 and abs(minutes) <= _OFFSET_MOST_MINUTES
    offset_s = round(minutes * 60) if known and minutes is not None else None
    for name in ("date", "mills"):
        if isinstance(record.get(name), int | float):
            epoch_ms = record.number(name)
            if epoch_ms is not None:
                return of_epoch_ms(epoch_ms, profile, name, offset_s)
    written = record.text("dateString", "created_at", "sysTime")
    if not written:
        return Failure(Misshapen("date", "", "milliseconds since 1970"))
    return of_iso(written, profile, "dateString")
