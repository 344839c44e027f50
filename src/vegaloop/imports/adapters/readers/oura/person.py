"""Who somebody is."""

from __future__ import annotations

from collections.abc import Iterator

from vegaloop.imports.adapters.readers.common.persons import height_told, sex_told
from vegaloop.imports.adapters.readers.common.records import Fields
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.oura.nights import MAKER
from vegaloop.imports.domain.found import Found, Place
from vegaloop.kernel.person import Profile

__all__ = ("read_person",)


def read_person(
    record: Fields, place: Place, _profile: Profile, unplaced: Unplaced
) -> Iterator[Found]:
    """Read sex and height; an age is no birth date, and a weight without a time none."""
    yield from sex_told(MAKER, place, record.text("biological_sex"))
    yield from height_told(MAKER, place, record.number("height"))
    unplaced.add_all(record, ("age",), place)
    if record.get("weight") is not None:
        unplaced.add("weight without its time", place)
