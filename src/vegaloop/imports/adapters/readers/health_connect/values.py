"""A record of Health Connect: its times, its source, and its numbers with their units."""

from __future__ import annotations

from typing import Final, final

from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.offsets import OFFSET_MOST_S, offset_in
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.common.walls import seconds_between, wall_at
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_epoch_ms
from vegaloop.imports.domain.found import Misshapen, Place
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result
from vegaloop.kernel.units import MG_DL_PER_MMOL_L_GLUCOSE, celsius_from_fahrenheit

__all__ = ("Entry",)

# What the platform calls its units, and the code of each.
_MASSES: Final = {"kilograms": "kg", "grams": "g", "pounds": "lb"}
_LENGTHS: Final = {"meters": "m", "kilometers": "km", "miles": "mi", "feet": "ft", "inches": "in"}
_ENERGIES: Final = {"kilocalories": "kcal", "calories": "cal", "joules": "J", "kilojoules": "kJ"}
_BY_MASS: Final = {"milligramsperdeciliter": "mg/dL", "mgdl": "mg/dL"}
_BY_AMOUNT: Final = {"millimolesperliter": "mmol/L", "mmoll": "mmol/L"}
_VOLUMES: Final = {"milliliters": "mL", "liters": "L"}
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
    def at(self) -> Result[When, BadTime]:
        """When it was, of a record of a moment."""
        return self.when(self.record, ("time", "timeMillis", "startTime"), ("zoneOffset",))

    @property
    def start(self) -> Result[When, BadTime]:
        """When it began."""
        return self.when(
            self.record, ("startTime", "startTimeMillis", "time"), ("startZoneOffset",)
        )

    @property
    def end(self) -> Result[When, BadTime]:
        """When it ended."""
        offsets = ("endZoneOffset", "startZoneOffset")
        return self.when(self.record, ("endTime", "endTimeMillis"), offsets)

    @property
    def length_s(self) -> float:
        """How long it lasted; zero where that is not known."""
        return max(0.0, seconds_between(self.start, self.end) or 0.0)

    def when(
        self, fields: Fields, names: tuple[str, ...], offsets: tuple[str, ...]
    ) -> Result[When, BadTime]:
        """Read a time: ISO 8601, or milliseconds since 1970, on the wall of an offset beside it."""
        held = fields.get(*names)
        offset_s = _offset_s(self.record.get(*offsets, "zoneOffset", "startZoneOffset"))
        if isinstance(held, str):
            return wall_at(held, offset_s, self.profile, names[0])
        millis = fields.number(*names)
        if millis is None:
            return Failure(Misshapen(names[0], "", "a time"))
        return of_epoch_ms(millis, self.profile, names[0], offset_s)

    def kg(self, *names: str) -> float | None:
        """A mass in kilograms."""
        return _quantity(self.record, names, Dimension.MASS, _MASSES, "kg")

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
        held = self.record.get(*names)
        if isinstance(held, dict):
            fahrenheit = Fields(held).number("inFahrenheit", "fahrenheit")
            if fahrenheit is not None and not Fields(held).has("inCelsius"):
                return celsius_from_fahrenheit(fahrenheit)
            return Fields(held).number("inCelsius", "celsius", "value")
        return self.record.number(*names)

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
    if not isinstance(held, dict):
        return _converted(record.number(*names), dimension, plain)
    inner = Fields(held)
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
    held = metadata.get("dataOrigin", "packageName", "package_name", "source", "app")
    name = Fields(held).text("packageName", "package_name") if isinstance(held, dict) else held
    return source_of("health_connect", name if isinstance(name, str) else "")


def _offset_s(held: object) -> int | None:
    """Read `+02:00`, `Z`, seconds, or an object with its total seconds."""
    if isinstance(held, dict):
        held = Fields(held).get("totalSeconds", "total_seconds", "id")
    if isinstance(held, str):
        return offset_in(held)
    return held if type(held) is int and abs(held) <= OFFSET_MOST_S else None
