"""A record of Health Connect: its times, its source, and its numbers with their units."""

from __future__ import annotations

from functools import cached_property
from typing import Final, final

from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.naming import edited_at
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S, offset_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import seconds_between, stepped, wall_at
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_s
from vegaloop.imports.domain.found import Misshapen, Place
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, mapped
from vegaloop.kernel.time import Instant
from vegaloop.kernel.units import MG_DL_PER_MMOL_L_GLUCOSE

__all__ = ("ENDS", "ORIGINS", "STARTS", "Entry", "offset_of")

# What the platform calls its units, and the code of each.
_MASSES: Final = {
    "kilograms": "kg",
    "grams": "g",
    "milligrams": "mg",
    "micrograms": "ug",
    "ounces": "oz",
    "pounds": "lb",
}
_LENGTHS: Final = {"meters": "m", "kilometers": "km", "miles": "mi", "feet": "ft", "inches": "in"}
_ENERGIES: Final = {"kilocalories": "kcal", "calories": "cal", "joules": "J", "kilojoules": "kJ"}
_BY_MASS: Final = {"milligramsperdeciliter": "mg/dL", "mgdl": "mg/dL"}
_BY_AMOUNT: Final = {"millimolesperliter": "mmol/L", "mmoll": "mmol/L"}
_VOLUMES: Final = {"milliliters": "mL", "liters": "L", "fluidouncesus": "fl_oz_us"}
_DEGREES: Final = {"celsius": "Cel", "fahrenheit": "[degF]"}
_SHOWN: Final = 60
# Seconds since 1970, thousandths, millionths and billionths of one, each below the next.
_COUNTED: Final = ((1e11, 1), (1e14, 1_000), (1e17, 1_000_000), (1e20, 1_000_000_000))
STARTS: Final = ("startTime", "startTimeMillis", "start", "sessionStartTime")
ENDS: Final = ("endTime", "endTimeMillis", "end", "sessionEndTime")
ORIGINS: Final = ("dataOrigin", "packageName", "source", "app", "sourceName")
_PLAIN: Final = ("value", "percentage", "percent", "beatsPerMinute", "millimetersOfMercury", "mmHg")


@final
class Entry:
    """A record on its way."""

    def __init__(self, record: Fields, place: Place, profile: Profile, unplaced: Unplaced) -> None:
        self.record = record
        self.place = place
        self.profile = profile
        self.unplaced = unplaced
        self.maker = Maker(_source(record.within("metadata") or record))

    @property
    def id(self) -> str:
        """The store's name for it."""
        return self.record.within("metadata").text("id") or self.record.text("uid", "id", "uuid")

    @property
    def edited_at(self) -> Instant | None:
        """When the store last changed it, if it says so."""
        told = self.record.within("metadata").get("lastModifiedTime", "lastModifiedTimeMillis")
        return edited_at(told or self.record.get("lastModifiedTime"), self.profile)

    @cached_property
    def at(self) -> Result[When, BadTime]:
        """When it was, of a record of a moment."""
        return self.when(self.record, ("time", "timeMillis", *STARTS), ("zoneOffset",))

    @cached_property
    def start(self) -> Result[When, BadTime]:
        """When it began; where only its end and length are told, so long before."""
        names = (*STARTS, "time")
        length_s = None if self.record.get(*names) else self.record.number("durationSeconds")
        if length_s is None:
            return self.when(self.record, names, ("startZoneOffset",))
        return mapped(self.end, lambda ended: stepped(ended, -length_s))

    @cached_property
    def end(self) -> Result[When, BadTime]:
        """When it ended."""
        return self.when(self.record, ENDS, ("endZoneOffset", "startZoneOffset"))

    @property
    def length_s(self) -> float:
        """How long it lasted; zero where that is not known."""
        return max(0.0, seconds_between(self.start, self.end) or 0.0)

    def when(
        self, fields: Fields, names: tuple[str, ...], offsets: tuple[str, ...]
    ) -> Result[When, BadTime]:
        """Read a time: ISO 8601, or counted since 1970, on the wall of an offset beside it."""
        held = fields.get(*names)
        offset_s = offset_of(self.record.get(*offsets, "zoneOffset", "startZoneOffset"))
        if isinstance(held, str) and not held.strip().isdecimal():
            return wall_at(held, offset_s, self.profile, names[0])
        epoch_s = _epoch_s(held)
        if epoch_s is None:
            return Failure(Misshapen(names[0], str(held or "")[:_SHOWN], "a time"))
        return of_epoch_s(epoch_s, self.profile, names[0], offset_s)

    def kg(self, *names: str, plain: str = "kg") -> float | None:
        """A mass in kilograms; a plain number is in a unit."""
        return _quantity(self.record, names, Dimension.MASS, _MASSES, plain)

    def meters(self, *names: str) -> float | None:
        """A length in metres."""
        return _quantity(self.record, names, Dimension.LENGTH, _LENGTHS, "m")

    def kcal(self, *names: str) -> float | None:
        """An energy in kilocalories."""
        return _quantity(self.record, names, Dimension.ENERGY, _ENERGIES, "kcal")

    def mg_dl(self, *names: str) -> float | None:
        """A concentration of glucose in mg/dL; a plain number is in mmol/L, as the platform's is."""
        by_mass = _quantity(self.record, names, Dimension.MASS_CONCENTRATION, _BY_MASS, "")
        if by_mass is not None:
            return by_mass
        mmol = _quantity(self.record, names, Dimension.MOLES_CONCENTRATION, _BY_AMOUNT, "mmol/L")
        return None if mmol is None else mmol * MG_DL_PER_MMOL_L_GLUCOSE

    def ml(self, *names: str) -> float | None:
        """A volume in millilitres; a plain number is in litres, as the platform's is."""
        return _quantity(self.record, names, Dimension.VOLUME, _VOLUMES, "L")

    def celsius(self, *names: str) -> float | None:
        """A temperature in degrees Celsius."""
        return _quantity(self.record, names, Dimension.TEMPERATURE, _DEGREES, "Cel")

    def plain(self, *names: str) -> float | None:
        """A number without a unit, or the one inside of a quantity that has but one."""
        held = self.record.get(*names)
        if isinstance(held, dict):
            inner = Fields(held)
            return inner.number(*_PLAIN, *(f"in{name}" for name in _PLAIN))
        return self.record.number(*names)


def _quantity(
    record: Fields,
    names: tuple[str, ...],
    dimension: Dimension,
    codes: dict[str, str],
    plain: str,
) -> float | None:
    """Read a quantity: with its unit in a field, in the name of its field, or nowhere (`plain`)."""
    held = record.get(*names)
    if held is None:  # The unit is in the name of the field: `weightKg`, `weight_in_kilograms`.
        for name in names:
            for unit, code in codes.items():
                value = record.number(f"{name}in{unit}", f"{name}{unit}", f"{name}{code}")
                if value is not None:
                    return _converted(value, dimension, code)
        inner = record if "value" in record else Fields(None)
    elif isinstance(held, dict):
        inner = Fields(held)
    else:
        inner = Fields({"value": held, "unit": record.get("unit", "units")})
    said = inner.text("unit", "units")
    if said and "value" in inner:
        code = codes.get(said.casefold().translate(_BARE), said)
        return _converted(inner.number("value", "magnitude"), dimension, code)
    for unit, code in codes.items():
        value = inner.number(f"in{unit}", unit)
        if value is not None:
            return _converted(value, dimension, code)
    return _converted(inner.number("value"), dimension, plain)


def _converted(value: float | None, dimension: Dimension, unit: str) -> float | None:
    return None if value is None else amount_in(dimension, value, unit)


_BARE: Final = str.maketrans("", "", "_-/ ")


def _source(metadata: Fields) -> SourceId:
    held = metadata.get(*ORIGINS)
    name = Fields(held).text("packageName") if isinstance(held, dict) else held
    return source_of("health_connect", name if isinstance(name, str) else "")


def _epoch_s(held: object) -> float | None:
    """Read seconds since 1970, in whatever parts of one they are counted, or as an object has them."""
    if isinstance(held, dict):
        inner = Fields(held)
        seconds = inner.number("epochSecond", "seconds")
        nanos = inner.number("nano", "nanos", "nanoOfSecond")
        return None if seconds is None else seconds + (nanos or 0) / 1e9
    if isinstance(held, str):
        held = int(held) if held.strip().isdecimal() and len(held) <= _SHOWN else None
    if isinstance(held, bool) or not isinstance(held, int | float) or not held >= 0:
        return None
    return next((held / parts for most, parts in _COUNTED if held < most), None)


def offset_of(held: object) -> int | None:
    """Read `+02:00`, `Z`, seconds, or an object with its total seconds."""
    if isinstance(held, dict):
        held = Fields(held).get("totalSeconds", "total_seconds", "id")
    if isinstance(held, str):
        return offset_in(held)
    return held if type(held) is int and abs(held) <= OFFSET_MOST_S else None
