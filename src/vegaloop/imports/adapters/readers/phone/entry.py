"""A record a phone pushed: whose it is, when it was, and its numbers with their units.

Rule 1: numbers are numbers and every one has its unit: nothing is guessed from words.
Rule 2: a source is named as the export of the same platform names it, so that both are one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.common.making import Maker, source_of
from vegaloop.imports.adapters.readers.common.records import Fields, shown
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.common.walls import in_zone, seconds_between
from vegaloop.imports.adapters.readers.common.when import BadTime, When, of_iso
from vegaloop.imports.domain.found import Found, Misshapen, Place
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import Failure, Result, Success, value_in
from vegaloop.kernel.time import time_zone_of

__all__ = (
    "APPLE",
    "NUMBER",
    "ONE_NUMBER",
    "PLATFORMS",
    "Bound",
    "Entry",
    "Read",
    "Rows",
    "first_of",
    "number_of",
)

APPLE: Final = "apple_health"
PLATFORMS: Final = frozenset((APPLE, "health_connect"))
_OFFSET_MOST_S: Final = 31 * 86_400.0
_NUMBER_MOST: Final = 1e12  # Nothing that is measured here comes near.
NUMBER: Final = "a number from -1e12 to 1e12"
_AFTER: Final = f"seconds after the start, 0 to {_OFFSET_MOST_S:.0f}"
_TIME: Final = re.compile(
    r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d{1,9})?(?:[Zz]|[+-]\d\d:\d\d)", re.ASCII
)

# What is found in a record, or the first thing that is wrong with it.
Read: TypeAlias = Result[Sequence[Found], BadTime]
# Lists of seconds after the start, and so many numbers behind them.
Rows: TypeAlias = tuple[tuple[float, ...], ...]


@final
class Bound(Struct, frozen=True):
    """What a number of a stream is of, and how far from zero it may be."""

    most: float = _NUMBER_MOST
    wanted: str = NUMBER


ONE_NUMBER: Final = (Bound(),)


@final
class Entry:
    """A record on its way."""

    def __init__(
        self, record: Fields, platform: str, device: str, place: Place, profile: Profile
    ) -> None:
        self.record = record
        self.form = record.text("type")
        self.place = place
        self.profile = profile
        self.is_apple = platform == APPLE
        self.maker = Maker(source_of(platform, record.text("origin") or device))

    @property
    def id(self) -> str:
        """The platform's name for it."""
        return self.record.text("id")

    @cached_property
    def start(self) -> Result[When, BadTime]:
        """When it was, or began."""
        return self.when(self.record, "start")

    @cached_property
    def end(self) -> Result[When, BadTime]:
        """When it ended; what has no end was at a moment."""
        return self.start if self.record.as_sent("end") is None else self.when(self.record, "end")

    @property
    def length_s(self) -> float:
        """How long it lasted."""
        return max(0.0, seconds_between(self.start, self.end) or 0.0)

    def when(self, fields: Fields, name: str, path: str = "") -> Result[When, BadTime]:
        """Read a time with its offset, on the wall of the zone the record names."""
        text = fields.text(name)
        if _TIME.fullmatch(text) is None:
            given = shown(fields.as_sent(name))
            return Failure(Misshapen(path + name, given, "a time by RFC 3339 with its offset"))
        zone = self.record.text("zone")
        found = of_iso(text.upper(), self.profile, path + name)
        return in_zone(found, zone) if zone else found

    @property
    def has_zone(self) -> bool:
        """Whether the zone it names is one, where it names any; an empty text is the name of none."""
        zone = self.record.as_sent("zone")
        named = isinstance(zone, str) and value_in(time_zone_of(zone)) is not None
        return zone is None or named

    @property
    def has_origin(self) -> bool:
        """Whether what it says of who wrote it is a name, where it says it."""
        return isinstance(self.record.as_sent("origin"), str | None)

    def amount(self, dimension: Dimension, field: str = "value") -> Result[float, Misshapen]:
        """Read a number in the unit of a dimension."""
        match self.number(field):
            case Success(number):
                amount = self.in_unit(dimension, number)
                wrong = self.wrong("unit", f"a unit of {dimension.value}")
                return wrong if amount is None else Success(amount)
            case Failure(error):
                return Failure(error)

    def in_unit(self, dimension: Dimension, number: float) -> float | None:
        """Convert a number of this record to the unit of a dimension; None where its own is none."""
        unit = self.record.text("unit")
        return amount_in(dimension, number, unit) if unit else None

    def number(self, field: str) -> Result[float, Misshapen]:
        """Read a number."""
        number = number_of(self.record.get(field))
        return self.wrong(field, NUMBER) if number is None else Success(number)

    def told(self, field: str) -> Result[float | None, Misshapen]:
        """Read a number that may be left out."""
        return Success(None) if self.record.get(field) is None else self.number(field)

    def rows(self, field: str, numbers: Sequence[Bound], *, least: int) -> Result[Rows, Misshapen]:
        """Read a stream that may be left out: lists of seconds, and of numbers within bounds.

        Of those so many at `least` are there.
        """
        held = self.record.get(field)
        if held is None:
            return Success(())
        if not isinstance(held, list):
            return self.wrong(field, "a list of lists of numbers")
        rows: list[tuple[float, ...]] = []
        for place, one in enumerate(held):
            row = _row(one, numbers, least)
            if row is None:
                wanted = ", ".join((_AFTER, *(bound.wanted for bound in numbers)))
                return Failure(Misshapen(f"{field}[{place}]", shown(one), f"[{wanted}]"))
            rows.append(row)
        return Success(tuple(rows))

    def wrong(self, field: str, wanted: str) -> Failure[Misshapen]:
        """Say which field is not what it should be."""
        return Failure(Misshapen(field, shown(self.record.as_sent(field)), wanted))


def first_of(errors: Sequence[BadTime | tuple[BadTime, ...]]) -> BadTime:
    """Take the first of some errors, of which some are several."""
    first = errors[0]
    return first[0] if isinstance(first, tuple) else first


def number_of(held: object) -> float | None:
    """Take a number for one; None for all else."""
    if isinstance(held, bool) or not isinstance(held, int | float):
        return None
    return float(held) if abs(held) <= _NUMBER_MOST else None  # NaN fails this too.


def _row(held: object, numbers: Sequence[Bound], least: int) -> tuple[float, ...] | None:
    if not isinstance(held, list) or not least < len(held) <= len(numbers) + 1:
        return None
    read = [number_of(one) for one in held]
    known = tuple(one for one in read if one is not None)
    if len(known) < len(held) or not 0 <= known[0] <= _OFFSET_MOST_S:
        return None
    fits = all(abs(one) <= bound.most for one, bound in zip(known[1:], numbers, strict=False))
    return known if fits else None
