"""Daily loads, packed a calendar year a block: what form is computed from.

Rule 1: a block is derived from the sessions of its days and from nothing else; it can be made anew.
Rule 2: a day keeps which methods its load was found by, and whether every session of it has one.
"""

from __future__ import annotations

import datetime as dt
import math
import sys
from array import array
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, Self, final

from msgspec import Struct

from vegaloop.activity.domain.load import LoadMethod
from vegaloop.kernel.quantity import Distance, Duration
from vegaloop.kernel.time import LocalDate, days_after

__all__ = ("DayLoad", "LoadHistory", "LoadYear", "Mark", "Tally", "day_load", "history_of")

_DAYS: Final = 366
_EMPTY_LOADS: Final = bytes(8 * _DAYS)
_EMPTY_MARKS: Final = bytes(2 * _DAYS)
_METHODS: Final = tuple(LoadMethod)
_INCOMPLETE: Final = 1 << len(_METHODS)


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


@final
class DayLoad(Struct, frozen=True):
    """The load of one day."""

    load: float
    mark: Mark = Mark()


@final
class LoadYear(Struct, frozen=True):
    """366 little-endian floats and as many 16-bit marks, from 1 January on."""

    year: int
    loads: bytes = _EMPTY_LOADS
    marks: bytes = _EMPTY_MARKS

    def __post_init__(self) -> None:
        if len(self.loads) != len(_EMPTY_LOADS) or len(self.marks) != len(_EMPTY_MARKS):
            raise ValueError("a year has 366 places")

    def with_days(self, days: Mapping[LocalDate, DayLoad]) -> Self:
        """This year with some of its days made anew."""
        loads, marks = _unpacked_loads(self.loads), _unpacked_marks(self.marks)
        for day, made in days.items():
            place = day.timetuple().tm_yday - 1
            loads[place] = made.load
            marks[place] = _bits(made.mark)
        return type(self)(self.year, _packed(loads), _packed(marks))


@final
class LoadHistory(Struct, frozen=True):
    """The loads of consecutive days from `start` on.

    `days_lived` counts from the very first session, also where `start` is later.
    """

    start: LocalDate
    loads: Sequence[float]
    bits: Sequence[int]
    days_lived: int

    def __len__(self) -> int:
        return len(self.loads)

    @property
    def end(self) -> LocalDate:
        """The day after the last one."""
        return days_after(self.start, len(self.loads))

    @property
    def from_beginning(self) -> bool:
        """Whether the first session lies in it."""
        return self.days_lived == len(self.loads)

    def mark(self, place: int) -> Mark:
        """How the load of the day at a place was found."""
        return _mark(self.bits[place])

    def incomplete_days(self, days: int) -> int:
        """How many of the last so many days have a session without a load."""
        return sum(1 for bits in self.bits[-days:] if bits & _INCOMPLETE)

    def methods(self, days: int) -> tuple[LoadMethod, ...]:
        """The methods of the last so many days."""
        union = 0
        for bits in self.bits[-days:]:
            union |= bits
        return _mark(union).methods


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


def history_of(
    years: Sequence[LoadYear], first: LocalDate, start: LocalDate, end: LocalDate
) -> LoadHistory:
    """Lay years out day by day over [start, end); a year without a block had no session."""
    by_year = {year.year: year for year in years}
    loads: array[float] = array("d")
    bits: array[int] = array("H")
    day = start
    while day < end:
        stop = min(end, LocalDate(dt.date(day.year + 1, 1, 1)))
        block = by_year.get(day.year, LoadYear(day.year))
        place = day.timetuple().tm_yday - 1
        last = place + (stop - day).days
        loads.extend(_unpacked_loads(block.loads)[place:last])
        bits.extend(_unpacked_marks(block.marks)[place:last])
        day = stop
    return LoadHistory(start, loads, bits, max(0, (end - first).days))


def _bits(mark: Mark) -> int:
    found = sum(1 << _METHODS.index(method) for method in mark.methods)
    return found if mark.complete else found | _INCOMPLETE


def _mark(bits: int) -> Mark:
    methods = tuple(method for n, method in enumerate(_METHODS) if bits >> n & 1)
    return Mark(methods, complete=not bits & _INCOMPLETE)


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
