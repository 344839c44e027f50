"""What a file says of the person: sex, birth date and height.

Rule 1: what is blank, or says that nothing is said, is nothing; a sex the formulas have no figures
for is named.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.making import UNMEASURED, Maker
from vegaloop.imports.adapters.readers.common.measures import Amount
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.domain.found import Found, FoundPerson, NotTaken, Place
from vegaloop.kernel.person import Sex
from vegaloop.kernel.quantity import Distance
from vegaloop.kernel.result import Failure, Result, Success

__all__ = ("birth_told", "height_measured", "height_told", "sex_told")

_SEXES: Final = {"female": Sex.FEMALE, "f": Sex.FEMALE, "male": Sex.MALE, "m": Sex.MALE}
_UNSAID: Final = frozenset({"", "na", "none", "notset", "not_set", "not set", "unknown"})
_DATE_CHARACTERS: Final = 10  # What stands behind is the midnight it began with.


def sex_told(maker: Maker, place: Place, said: str) -> Iterator[Found]:
    """Take a sex told in a word."""
    word = said.strip().casefold()
    sex = _SEXES.get(word)
    if sex is not None:
        yield FoundPerson(place, sex, maker.source)
    elif word not in _UNSAID:
        yield maker.unsupported(place, "sex")


def birth_told(maker: Maker, place: Place, said: str) -> Iterator[Found]:
    """Take a birth date, the year first."""
    if said.strip().casefold() in _UNSAID:
        return
    try:
        born = dt.date.fromisoformat(said.strip()[:_DATE_CHARACTERS])
    except ValueError:
        yield maker.misshapen(place, "birth_date", "birth_date", said, "a date")
    else:
        yield FoundPerson(place, born, maker.source)


def height_told(
    maker: Maker, place: Place, height_m: float | None, when: Result[When, BadTime] | None = None
) -> Iterator[Found]:
    """Take a height in metres, as of a moment where it was told at one; zero is none."""
    if height_m is None:
        return
    if not height_m:
        yield maker.unsupported(place, UNMEASURED)
        return
    match Distance.of_meters(height_m, "height_m"):
        case Failure(error):
            yield NotTaken(place, "height", error)
        case Success(height):
            yield _as_of(maker, place, height, when)


def height_measured(
    maker: Maker, place: Place, amount: Amount, when: Result[When, BadTime]
) -> Iterator[Found]:
    """Take a height in any unit of a length."""
    height_m = amount_in(Dimension.LENGTH, amount.value, amount.unit)
    if height_m is None:
        wanted = "a unit of a length"
        yield maker.misshapen(place, "height", f"{amount.field}.unit", amount.unit, wanted)
    else:
        yield from height_told(maker, place, height_m, when)


def _as_of(
    maker: Maker, place: Place, height: Distance, when: Result[When, BadTime] | None
) -> Found:
    if when is None:
        return FoundPerson(place, height, maker.source)
    match when:
        case Failure(bad_time):
            return NotTaken(place, "height", bad_time)
        case Success(known):
            return FoundPerson(place, height, maker.source, known.at)
