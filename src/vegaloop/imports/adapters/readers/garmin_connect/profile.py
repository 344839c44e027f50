"""Who somebody is: the profile of the account export, and the answers of the services.

Rule 1: a height says no unit: below three it is in metres, else in centimetres.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.itemwise import Items
from vegaloop.imports.adapters.readers.common.kinds import Reader
from vegaloop.imports.adapters.readers.common.persons import birth_told, height_told, sex_told
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.garmin_connect.clock import MAKER
from vegaloop.imports.domain.found import Found, Place

__all__ = ("PROFILES", "height_in")

_METERS_MOST: Final = 3.0
_AROUND: Final = ("userData", "userInfo")


def height_in(record: Fields) -> float | None:
    """The height a record tells, in metres."""
    height = record.number("height")
    return height / 100 if height is not None and height >= _METERS_MOST else height


def _is_profile(record: Fields) -> bool:
    held = [record.get(name) for name in _AROUND]
    inner = any("birthDate" in Fields(one) for one in held)
    return inner or record.has("userName", "birthDate", "emailAddress")


def _read(record: Fields, place: Place, _: Arrival) -> Iterator[Found]:
    held = record.within(*_AROUND) or record
    yield from birth_told(MAKER, place, held.text("birthDate"))
    yield from sex_told(MAKER, place, held.text("gender", "genderType"))
    measured = record.within("biometricProfile") or held
    yield from height_told(MAKER, place, height_in(measured))
    yield MAKER.unsupported(place, "profile")
    yield from record.told(place, "profile")


PROFILES: Final[tuple[Reader, ...]] = (Items("garmin_connect", _is_profile, _read),)
