"""iHealth's API: pages of measures of one kind.

Rule 1: times are seconds since 1970 as if the wall clock were in UTC; where a record would then be
older than its last change says, they are of UTC itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from typing import Final, TypeAlias, final

from vegaloop.biometrics import BodyFat, Glucose, Instrument, Metric, SpO2
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import (
    body_temperature_of,
    pressure_of,
    weight_of,
)
from vegaloop.imports.adapters.readers.common.days import day_totals, whole_day
from vegaloop.imports.adapters.readers.common.documents import beside
from vegaloop.imports.adapters.readers.common.making import UNMEASURED, Maker, source_of
from vegaloop.imports.adapters.readers.common.offsets import offset_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.when import (
    BadTime,
    When,
    of_epoch_s,
    of_offset,
    of_wall,
)
from vegaloop.imports.adapters.readers.common.workouts import Told, Workout, recordings_of
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.infrastructure.formats.json import Document
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import (
    KG_PER_POUND,
    KG_PER_STONE,
    METERS_PER_MILE,
    MMHG_PER_KPA,
    celsius_from_fahrenheit,
)

__all__ = ("READERS",)

ReadOne: TypeAlias = Callable[[Fields, Place, Profile, Fields, Unplaced], Iterator[Found]]

_MAKER: Final = Maker(source_of("ihealth"))
_CLOCKS_DIFFER_S: Final = 300.0
_SECONDS_MOST: Final = 4e9
_WEIGHT_UNITS: Final = (1.0, KG_PER_POUND, KG_PER_STONE)
_DISTANCE_UNITS: Final = (1_000.0, METERS_PER_MILE)


def _weight(
    one: Fields, place: Place, profile: Profile, page: Fields, _: Unplaced
) -> Iterator[Found]:
    when = _when(one, "MDate", profile)
    weight, fat = one.number("WeightValue"), one.number("FatValue")
    if weight:
        kg = weight * _unit(page, "WeightUnit", _WEIGHT_UNITS)
        yield _MAKER.reading(place, "weight", when, weight_of(kg))
    else:
        yield _absent(place, "weight", "WeightValue", one)
    if fat:
        share = BodyFat.of_percent(fat, instrument=Instrument.BIA)
        yield _MAKER.reading(place, "body_fat", when, share)


def _pressure(
    one: Fields, place: Place, profile: Profile, page: Fields, _: Unplaced
) -> Iterator[Found]:
    when = _when(one, "MDate", profile)
    high, low = one.number("HP"), one.number("LP")
    if high and low:
        mmhg = MMHG_PER_KPA if page.whole("BPUnit") == 1 else 1.0
        yield _MAKER.reading(place, "blood_pressure", when, pressure_of(high * mmhg, low * mmhg))
    else:
        yield _absent(place, "blood_pressure", "HP", one)
    yield from _pulse(one, place, when)


def _glucose(
    one: Fields, place: Place, profile: Profile, page: Fields, _: Unplaced
) -> Iterator[Found]:
    value = one.number("BG")
    if not value:
        yield _absent(place, "glucose", "BG", one)
        return
    read = Glucose.of_mmol_l if page.whole("BGUnit") == 1 else Glucose.of_mg_dl
    yield _MAKER.reading(place, "glucose", _when(one, "MDate", profile), read(value))


def _oxygen(
    one: Fields, place: Place, profile: Profile, _page: Fields, _: Unplaced
) -> Iterator[Found]:
    when, value = _when(one, "MDate", profile), one.number("BO")
    if value:
        yield _MAKER.reading(place, "spo2", when, SpO2.of_percent(value))
    else:
        yield _absent(place, "spo2", "BO", one)
    yield from _pulse(one, place, when)


def _temperature(
    one: Fields, place: Place, profile: Profile, page: Fields, _: Unplaced
) -> Iterator[Found]:
    value = one.number("Temperature", "T")
    if not value:
        yield _absent(place, "temperature", "Temperature", one)
        return
    celsius = celsius_from_fahrenheit(value) if page.whole("TUnit") == 1 else value
    when = _when(one, "MDate", profile)
    yield _MAKER.reading(place, "temperature", when, body_temperature_of(celsius))


def _heart(
    one: Fields, place: Place, profile: Profile, _page: Fields, _: Unplaced
) -> Iterator[Found]:
    yield from _pulse(one, place, _when(one, "MDate", profile))


def _day(
    one: Fields, place: Place, profile: Profile, page: Fields, unplaced: Unplaced
) -> Iterator[Found]:
    """Read the steps of a day: the clock of its record says nothing but which day."""
    match _when(one, "MDate", profile):
        case Failure(error):
            yield NotTaken(place, "day", error)
        case Success(when):
            offset_s = None if when.zone_assumed else when.moment.utc_offset_s
            steps, far = one.number("Steps"), one.number("DistanceTraveled")
            meters = None if far is None else far * _unit(page, "DistanceUnit", _DISTANCE_UNITS)
            match whole_day(when.moment.local.date().isoformat(), profile, offset_s=offset_s):
                case Failure(error):
                    yield NotTaken(place, "day", error)
                case Success(day):
                    totals = ((Metric.STEPS, steps or None), (Metric.DISTANCE, meters or None))
                    yield from day_totals(_MAKER, place, day, totals)
                    if not steps:
                        yield _absent(place, "steps", "Steps", one)
    if one.get("Calories") is not None:
        unplaced.add("total energy", place)


def _sleep(
    one: Fields, place: Place, profile: Profile, _: Fields, unplaced: Unplaced
) -> Iterator[Found]:
    # What is called hours counts minutes.
    minutes = one.number("HoursSlept")
    start, end = _when(one, "StartTime", profile), _when(one, "EndTime", profile)
    slept_s = None if minutes is None else minutes * 60
    yield _MAKER.sleep(place, start, end, slept_s=slept_s)
    unplaced.add_all(one, ("SleepEfficiency",), place)


def _sport(
    one: Fields, place: Place, profile: Profile, _page: Fields, _: Unplaced
) -> Iterator[Found]:
    begins, ends = one.number("SportStartTime"), one.number("SportEndTime")
    elapsed_s = None if begins is None or ends is None else ends - begins
    workout = Workout(
        sport=one.text("SportName").partition(",")[0],
        start=_when(one, "SportStartTime", profile),
        told=Told(elapsed_s=elapsed_s, energy_kcal=one.number("Calories")),
        source=_MAKER.source,
        external_id=one.text("DataID"),
        name=one.text("SportName"),
    )
    yield from recordings_of(place, workout)


_FOODS: Final = "FoodDataList"
_LISTS: Final[dict[str, tuple[str, ReadOne]]] = {
    "WeightDataList": ("weight", _weight),
    "BPDataList": ("blood_pressure", _pressure),
    "BGDataList": ("glucose", _glucose),
    "BODataList": ("spo2", _oxygen),
    "TDataList": ("temperature", _temperature),
    "HRDataList": ("heart_rate", _heart),
    "ARDataList": ("day", _day),
    "SRDataList": ("sleep", _sleep),
    "SPORTDataList": ("activity", _sport),
}


@final
class IHealth:
    """Reads a page."""

    kind = "ihealth"

    def fits(self, value: object) -> bool:
        """Tell by the list it is named after."""
        record = Fields(value)
        return any(name in record for name in (*_LISTS, _FOODS))

    def read(self, document: Document, arrival: Arrival) -> Iterator[Found]:
        """Read each of its items."""
        page, unplaced = Fields(document.value), Unplaced()
        for name, (what, read) in _LISTS.items():
            for item, value in enumerate(page.many(name), 1):
                place, one = arrival.place(line=document.line, item=item), Fields(value)
                yield from read(one, place, arrival.profile, page, unplaced)
                yield from one.told(place, what)
        for item, _ in enumerate(page.many(_FOODS), 1):
            unplaced.add("food", arrival.place(item=item))
        yield from page.told(arrival.place(line=document.line), "record")
        yield from unplaced.told()

    def leaves(self, value: object) -> Mapping[str, object]:
        """Name what is none of its lists."""
        return beside(value, {*_LISTS, _FOODS})


def _pulse(one: Fields, place: Place, when: Result[When, BadTime]) -> Iterator[Found]:
    rate = one.number("HR")
    if rate:  # Zero where the device felt none.
        yield _MAKER.sample(place, Metric.HEART_RATE, when, rate)


def _absent(place: Place, what: str, field: str, one: Fields) -> NotTaken:
    if one.number(field) == 0:
        return _MAKER.unsupported(place, UNMEASURED)
    return one.unread(place, what, field, "a number above zero")


def _unit(page: Fields, name: str, units: tuple[float, ...]) -> float:
    at = page.whole(name) or 0
    return units[at] if 0 <= at < len(units) else units[0]


def _when(one: Fields, field: str, profile: Profile) -> Result[When, BadTime]:
    """Read when it was, on the wall its `TimeZone` names."""
    seconds, changed = one.number(field), one.number("LastChangeTime")
    if seconds is None or not 0 <= seconds <= _SECONDS_MOST:
        return Failure(Misshapen(field, one.text(field), "seconds since 1970"))
    offset_s = _offset_s(one.text("TimeZone"))
    wall = dt.datetime(1970, 1, 1) + dt.timedelta(seconds=seconds)  # noqa: DTZ001  # A wall has no zone.
    if offset_s is None:
        return of_wall(wall, profile, field)
    if changed is not None and seconds - offset_s > changed + _CLOCKS_DIFFER_S:
        return of_epoch_s(seconds, profile, field, offset_s)
    return of_offset(wall, offset_s, field)


def _offset_s(zone: str) -> int | None:
    """Read `-0800`, `+05:30` or a number of hours."""
    return offset_in(f"+{zone}" if zone[:1].isdigit() else zone)


READERS: Final = (IHealth(),)
