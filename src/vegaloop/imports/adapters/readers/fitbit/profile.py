"""Who somebody is: the profile of the account export and of the web API, and heights.

Rule 1: a height is in centimetres, or in inches where it says so, and in no other unit.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.itemwise import Items, Rows
from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.common.persons import birth_told, height_told, sex_told
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.when import of_iso
from vegaloop.imports.adapters.readers.fitbit.clock import MAKER
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.units import METERS_PER_INCH

__all__ = ("PROFILES",)

_CENTIMETRES_LEAST: Final = 100.0  # Nobody is as many inches tall; what is smaller may be either.
_PROFILE: Final = ("date_of_birth", "gender", "stride_length_walking")


def _is_profile(record: Fields) -> bool:
    return Fields(record.get("user")).has("dateOfBirth", "gender")


def _read_user(record: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    yield from _read_profile(record.within("user"), place, arrival)


def _read_profile(record: Fields, place: Place, _: Arrival) -> Iterator[Found]:
    yield from birth_told(MAKER, place, record.text("dateOfBirth"))
    yield from sex_told(MAKER, place, record.text("gender"))
    height = record.number("height")
    if height is not None and height >= _CENTIMETRES_LEAST:
        yield from height_told(MAKER, place, height / 100)
    elif height and record.text("heightUnit").casefold() == "en_us":
        yield from height_told(MAKER, place, height * METERS_PER_INCH)
    elif height:
        yield MAKER.unsupported(place, "height without its unit")
    yield MAKER.unsupported(place, "profile")
    yield from record.told(place, "profile")


def _read_height(row: Fields, place: Place, arrival: Arrival) -> Iterator[Found]:
    height_mm = row.number("height millimeters")
    when = of_iso(row.text("timestamp"), arrival.profile, "timestamp")
    yield from height_told(MAKER, place, None if height_mm is None else height_mm / 1_000, when)
    yield from row.told(place, "height")


PROFILES: Final[tuple[Reader, ...]] = (
    Items("fitbit", _is_profile, _read_user),
    Rows("fitbit", [_PROFILE], _read_profile),
    Rows("fitbit", [("timestamp", "height millimeters")], _read_height),
)
