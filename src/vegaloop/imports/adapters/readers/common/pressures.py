"""Systolic and diastolic pressures told apart, paired by their source and moment."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, final

from msgspec import Struct

from vegaloop.imports.adapters.readers.common.body_values import pressure_of
from vegaloop.imports.adapters.readers.common.making import Maker
from vegaloop.imports.adapters.readers.common.when import When
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken, Place
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Success
from vegaloop.kernel.time import Instant

__all__ = ("DIASTOLIC", "PRESSURE", "SYSTOLIC", "Pressures")

PRESSURE: Final = "blood_pressure"
SYSTOLIC: Final = "systolic"
DIASTOLIC: Final = "diastolic"


@final
class _Side(Struct, frozen=True):
    place: Place
    when: When
    mmhg: float


@final
class Pressures:
    """Waits until both of a pair are there, whatever order they come in; told twice is told once."""

    def __init__(self) -> None:
        self._waiting: dict[tuple[SourceId, Instant], dict[str, dict[float, _Side]]] = {}

    def add(self, maker: Maker, side: str, place: Place, when: When, mmhg: float) -> None:
        """Take one of the two."""
        pair = self._waiting.setdefault((maker.source, when.at), {SYSTOLIC: {}, DIASTOLIC: {}})
        pair[side].setdefault(mmhg, _Side(place, when, mmhg))

    def found(self) -> Iterator[Found]:
        """Pair them in order; one without the other is no reading."""
        for (source, _), pair in self._waiting.items():
            high, low = (list(pair[side].values()) for side in (SYSTOLIC, DIASTOLIC))
            for systolic, diastolic in zip(high, low, strict=False):
                read = pressure_of(systolic.mmhg, diastolic.mmhg)
                yield Maker(source).reading(systolic.place, PRESSURE, Success(systolic.when), read)
            for lone in (*high[len(low) :], *low[len(high) :]):
                lacking = DIASTOLIC if lone in high else SYSTOLIC
                reason = Misshapen(lacking, "", "the other pressure of the same moment")
                yield NotTaken(lone.place, PRESSURE, reason)
        self._waiting.clear()
