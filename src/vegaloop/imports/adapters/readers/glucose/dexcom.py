"""Dexcom's two services as they answer: Share, which phones follow, and the API of records.

Rule 1: 39 and 401 mg/dL are how they write that there was less or more than the sensor can tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final, final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.eating import Plates
from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S, offset_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import (
    BadTime,
    When,
    of_epoch_ms,
    of_instant,
    of_iso,
)
from vegaloop.imports.adapters.readers.glucose.values import GlucoseUnit, glucose_of, unit_in
from vegaloop.imports.domain.found import Found, FoundReading, Misshapen, NotTaken, Place
from vegaloop.imports.domain.reasons import BeyondSensor
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.time import Moment

__all__ = ("DexcomApi", "DexcomShare")

_NESTED_MOST: Final = 3
_LOOKED_AT: Final = 5  # Of a list: its first may be the broken one.
_STEP_S: Final = 900
_HAND_S: Final = 60
_LOW_MG_DL, _HIGH_MG_DL = 39, 401
_WORDS: Final = ("low", "high")
_DATE: Final = re.compile(r"/?Date\((-?\d{1,15})([+-]\d{4})?\)/?$", re.ASCII)
_MAKER: Final = Maker(source_of("dexcom"))


@final
class DexcomShare:
    """Reads what Share answers: readings in a list, or in a list of lists."""

    kind: Final = "dexcom"

    def fits(self, value: object) -> bool:
        """Tell by the fields of the first reading."""
        first = next(_flat(value, 0), None)
        record = Fields(first)
        return record.has("WT", "Value") and ("ST" in record or "DT" in record)

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one reading after the other."""
        for number, item in enumerate(_flat(document.value, 0), 1):
            place = arrival.place(line=document.line, item=number)
            record = Fields(item)
            value = record.number("Value")
            if value is not None:
                when = _share_time(record, arrival.profile)
                yield _reading(_MAKER, place, when, value, GlucoseUnit.MG_DL)
            elif record.get("Value") is None:
                yield record.unread(place, "glucose", "Value", "a number")
            yield from record.told(place, "glucose")


@final
class DexcomApi:
    """Reads what the API answers: estimated glucose values, calibrations and events."""

    kind: Final = "dexcom"

    def fits(self, value: object) -> bool:
        """Tell by the list of records and the times in its first."""
        return any(True for _ in _records(value))

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read one record after the other."""
        answer = Fields(document.value)
        unplaced, plates = Unplaced(), Plates(source_of("dexcom"))
        for number, (sort, item) in enumerate(_records(document.value), 1):
            place = arrival.place(line=document.line, item=number)
            record = Fields(item)
            unit = unit_in(record.text("unit")) or unit_in(answer.text("unit"))
            if sort == "event":
                yield from _event(record, place, arrival.profile, plates, unplaced)
            else:
                suffix = " meter" if sort == "calibration" else ""
                device = record.text("transmitterGeneration")
                maker = Maker(source_of("dexcom", f"{device}{suffix}"))
                yield from _estimate(record, maker, place, arrival.profile, unit)
            yield from record.told(place, sort)
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what is none of its lists."""
        return beside(value, {name for name, _, _ in _lists(value)})


def _estimate(
    record: Fields, maker: Maker, place: Place, profile: Profile, unit: GlucoseUnit | None
) -> Iterator[Found]:
    when = _api_time(record, profile)
    status, value = record.text("status").casefold(), record.number("value")
    if status in _WORDS:
        yield NotTaken(place, "glucose", BeyondSensor(status))
    elif value is not None:
        yield _reading(maker, place, when, value, unit or GlucoseUnit.MG_DL)
    elif record.get("value") is None:
        yield record.unread(place, "glucose", "value", "a number")


def _event(
    record: Fields, place: Place, profile: Profile, plates: Plates, unplaced: Unplaced
) -> Iterator[Found]:
    kind = record.text("eventType").casefold()
    when, value = _api_time(record, profile), record.number("value")
    if record.text("eventStatus").casefold() == "deleted":
        unplaced.add("deleted entry", place)
    elif kind == "carbs":
        yield from plates.carbohydrate(place, when, value, key=record.text("recordId"))
    elif kind in ("bloodglucose", "blood glucose") and value is not None:
        unit = unit_in(record.text("unit")) or GlucoseUnit.MG_DL
        maker = Maker(source_of("dexcom", "meter"))
        yield maker.reading(place, "glucose", when, glucose_of(value, unit))
    else:
        unplaced.add(f"{kind} event", place)


def _reading(
    maker: Maker, place: Place, when: Result[When, BadTime], value: float, unit: GlucoseUnit
) -> FoundReading | NotTaken:
    if unit is GlucoseUnit.MG_DL and value in (_LOW_MG_DL, _HIGH_MG_DL):
        return NotTaken(place, "glucose", BeyondSensor(_WORDS[value == _HIGH_MG_DL]))
    return maker.reading(place, "glucose", when, glucose_of(value, unit))


def _share_time(record: Fields, profile: Profile) -> Result[When, BadTime]:
    """Read `Date(1750022969925-0400)`: milliseconds, on a wall so far ahead of UTC."""
    written = record.text("DT", "WT", "ST")
    found = _DATE.match(written)
    if found is None:
        return Failure(Misshapen("DT", written[:60], "Date(milliseconds and offset)"))
    milliseconds, offset = found.groups()
    return of_epoch_ms(int(milliseconds), profile, "DT", offset_in(offset or ""))


def _api_time(record: Fields, profile: Profile) -> Result[When, BadTime]:
    """Read the system's time, which is UTC, on the wall the display showed."""
    shown = of_iso(record.text("displayTime"), Profile(), "displayTime")
    match of_iso(record.text("systemTime"), Profile(), "systemTime"):
        case Failure():
            return of_iso(record.text("displayTime"), profile, "displayTime")
        case Success(system):
            ahead_s = _ahead_s(system, shown)
            if ahead_s is None:
                return of_instant(system.at, profile, "systemTime")
            return Success(When(Moment(system.at, ahead_s)))


def _ahead_s(system: When, shown: Result[When, BadTime]) -> int | None:
    """How far the display was ahead of UTC: as it says, or by the clock it showed."""
    match shown:
        case Failure():
            return None
        case Success(display):
            if not display.zone_assumed:
                return display.moment.utc_offset_s or None
            ahead_s = (display.at - system.at).total_seconds()
            # Displays are set by hand: only what is nearly an offset is one.
            nearly = round(ahead_s / _STEP_S) * _STEP_S
            known = abs(ahead_s - nearly) <= _HAND_S and abs(nearly) <= OFFSET_MOST_S
            return nearly if known else None


def _flat(value: object, depth: int) -> Iterator[object]:
    """The readings in lists of lists."""
    if not isinstance(value, list) or depth > _NESTED_MOST:
        if depth:
            yield value
        return
    for one in value:
        yield from _flat(one, depth + 1)


def _records(value: object) -> Iterator[tuple[str, object]]:
    """The records of an answer, of each what it is."""
    yield from ((sort, one) for _, sort, held in _lists(value) for one in held)


def _lists(value: object) -> Iterator[tuple[str, str, list[object]]]:
    """The lists of an answer: what it is called, of what it is, and its records."""
    answer = Fields(value)
    sorts = ("egv", "calibration", "event")
    for name in value if isinstance(value, dict) else ():
        sort = str(name).casefold().removesuffix("s")
        if sort in sorts and str(name).casefold() != sort:
            held = answer.many(str(name))
            if any(Fields(one).has("systemTime", "displayTime") for one in held[:_LOOKED_AT]):
                yield str(name), sort, held
    sort = answer.text("recordType").casefold()
    if sort in sorts and "records" in answer:
        yield "records", sort, answer.many("records")
