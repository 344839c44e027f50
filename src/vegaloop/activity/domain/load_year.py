"""Daily loads, packed a calendar year a block: what form is computed from.

Rule 1: a block is derived from the sessions of its days and from nothing else; it can be made anew.
Rule 2: a day keeps which methods its load was found by, and whether every session of it has one.
Rule 3: a day is marked exactly where it has a session, so that blocks know the first and last day.
"""

from __future__ import annotations

import datetime as dt
import math
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Self, final

from msgspec import Struct

from vegaloop.activity.domain.load import (
    EARLIER_VERSIONS,
    FORMULA_VERSION,
    LoadMethod,
)
from vegaloop.kernel.quantity import Distance, Duration
from vegaloop.kernel.time import LocalDate, days_after

__all__ = ("Bounds", "DayLoad", "LoadYear", "Mark", "Tally", "bounds_of", "day_load")

_DAYS: Final = 366
_EMPTY_LOADS: Final = bytes(8 * _DAYS)
_EMPTY_MARKS: Final = bytes(2 * _DAYS)
# The bits of a method and of this mark never change: they are kept.
_BITS: Final = {
    LoadMethod.POWER: 1 << 0,
    LoadMethod.PACE: 1 << 1,
    LoadMethod.SWIM: 1 << 2,
    LoadMethod.HEART_RATE: 1 << 3,
    LoadMethod.HEART_RATE_MEAN: 1 << 4,
    LoadMethod.RPE: 1 << 5,
    LoadMethod.RPE_PROVISIONAL: 1 << 6,
    LoadMethod.PACE_GRADED: 1 << 7,
}
_METHODS: Final = tuple(method for method in LoadMethod if method in _BITS)
INCOMPLETE: Final = 1 << 9


@final
class Tally(Struct, frozen=True):
    """The few numbers of a session that its day is summed from."""

    day: LocalDate
    elapsed: Duration
    distance: Distance | None
    load: float | None
    method: LoadMethod | None
    stress_per_au: float | None


@final
class Mark(Struct, frozen=True):
    """By which methods a day's load was found, and whether all of it was."""

    methods: tuple[LoadMethod, ...] = ()
    complete: bool = True

    @classmethod
    def of_bits(cls, bits: int) -> Self:
        """Read it from the bits a year keeps."""
        methods = tuple(method for method in _METHODS if bits & _BITS[method])
        return cls(methods, complete=not bits & INCOMPLETE)

    @property
    def bits(self) -> int:
        """The bits a year keeps of it."""
        found = sum(_BITS[method] for method in self.methods)
        return found if self.complete else found | INCOMPLETE


@final
class DayLoad(Struct, frozen=True):
    """The load of one day."""

    load: float
    mark: Mark = Mark()


@final
class LoadYear(Struct, frozen=True):
    """366 little-endian floats and as many 16-bit marks, from 1 January on.

    A year that an earlier version of the formulas began stays of that version until all its loads
    are computed anew.
    """

    year: int
    loads: bytes = _EMPTY_LOADS
    marks: bytes = _EMPTY_MARKS
    formula_version: str = FORMULA_VERSION

    def __post_init__(self) -> None:
        if len(self.loads) != len(_EMPTY_LOADS) or len(self.marks) != len(_EMPTY_MARKS):
            raise ValueError("a year has 366 places")

    @property
    def is_empty(self) -> bool:
        """Whether no day of it has a session."""
        return self.marks == _EMPTY_MARKS

    @property
    def is_stale(self) -> bool:
        """Whether an earlier version of the formulas computed some of its loads."""
        return self.formula_version in EARLIER_VERSIONS

    @property
    def renewed(self) -> Self:
        """This year, now that all its loads are of this version."""
        return type(self)(self.year, self.loads, self.marks)

    def between(self, start: int, end: int) -> tuple[array[float], array[int]]:
        """The loads and the bits of the marks of its places [start, end), 1 January being 0."""
        return _unpacked_loads(self.loads)[start:end], _unpacked_marks(self.marks)[start:end]

    def with_days(self, days: Mapping[LocalDate, DayLoad]) -> Self:
        """This year with some of its days made anew."""
        loads, marks = _unpacked_loads(self.loads), _unpacked_marks(self.marks)
        for day, made in days.items():
            place = day.timetuple().tm_yday - 1
            loads[place] = made.load
            marks[place] = made.mark.bits
        return type(self)(self.year, _packed(loads), _packed(marks), self.formula_version)


@final
class Bounds(Struct, frozen=True):
    """The days of the first and the last session."""

    first: LocalDate
    last: LocalDate


def day_load(tallies: Iterable[Tally]) -> DayLoad:
    """Sum the sessions of one day; the order they are given in does not matter."""
    known: list[float] = []
    methods: set[LoadMethod] = set()
    complete = True
    for tally in tallies:
        if tally.load is None or tally.method is None:
            complete = False
        else:
            known.append(tally.load)
            methods.add(tally.method)
    return DayLoad(math.fsum(known), Mark(tuple(m for m in _METHODS if m in methods), complete))


def bounds_of(years: Sequence[LoadYear]) -> Bounds | None:
    """Find the first and the last day with a session, in years in order of which none is empty."""
    if not years:
        return None
    first, last = years[0], years[-1]
    return Bounds(
        _day(first, len(first.marks) - len(first.marks.lstrip(b"\0"))),
        _day(last, len(last.marks.rstrip(b"\0")) - 1),
    )


def _day(year: LoadYear, byte: int) -> LocalDate:
    return days_after(LocalDate(dt.date(year.year, 1, 1)), byte // 2)


def _unpacked_loads(data: bytes) -> array[float]:
    numbers: array[float] = array("d")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _unpacked_marks(data: bytes) -> array[int]:
    numbers: array[int] = array("H")
    numbers.frombytes(data)
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers


def _packed(numbers: array[float] | array[int]) -> bytes:
    if sys.byteorder == "big":
        numbers.byteswap()
    return numbers.tobytes()
