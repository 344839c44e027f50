"""The columns of a Withings table: by their names in any language, with the units they say.

Rule 1: a number in a unit nobody knows is told with it, and never taken as it stands (IMP-61).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from typing import Final, final

from vegaloop.imports.adapters.readers.common.columns import bare, cell_at
from vegaloop.imports.adapters.readers.common.making import number_in
from vegaloop.imports.adapters.readers.common.units import Dimension, amount_in
from vegaloop.imports.adapters.readers.withings.words import keys_of
from vegaloop.imports.domain.found import Misshapen
from vegaloop.infrastructure.formats.csv import Row
from vegaloop.kernel.units import KG_PER_POUND, KG_PER_STONE

__all__ = ("Columns",)

_SHOWN: Final = 60
# Stones and pounds: `11 3.2`, `11 st 3.2 lb`, `11:3`.
_STONES: Final = re.compile(r"(\d{1,2})\s*(?:st)?[\s:]\s*(\d{1,2}(?:[.,]\d+)?)\s*(?:lbs?)?$")
_POUNDS_A_STONE: Final = 14
_BOTH: Final = ("st", "st lb", "st lbs", "st:lb", "st/lb", "stlb")
_NOTHING: Final = ("", "0", "0.0", "{}", "[]")


@final
class Columns:
    """The places of the columns of a header."""

    def __init__(self, header: Sequence[str]) -> None:
        self._names = tuple(header)
        self._at: dict[str, int] = {}
        for at, name in enumerate(header):
            for key in keys_of(name):
                self._at.setdefault(key, at)

    def has(self, keys: Collection[str]) -> bool:
        """Tell whether there are columns of all of these."""
        return all(key in self._at for key in keys)

    def has_no_more_than(self, keys: Collection[str]) -> bool:
        """Tell whether every column is one of these."""
        places = {self._at.get(key) for key in keys}
        return all(at in places for at, name in enumerate(self._names) if name)

    def at(self, key: str) -> int:
        """Where a column stands; -1 where there is none."""
        return self._at.get(key, -1)

    def text(self, row: Row, key: str) -> str:
        """The cell of a column; empty where there is none."""
        return cell_at(row, self.at(key))

    def unit(self, key: str) -> str:
        """The unit its header says; empty where it says none."""
        at = self._at.get(key)
        return "" if at is None else self._names[at].partition("(")[2].rstrip(") ").strip()

    def amount(
        self, row: Row, key: str, dimension: Dimension, usual: str = ""
    ) -> float | Misshapen | None:
        """The number of a cell in the unit of a dimension; `usual` is the vendor's only one.

        None where the cell is empty.
        """
        text, unit = self.text(row, key), self.unit(key) or usual
        if not text:
            return None
        both = dimension is Dimension.MASS and unit.casefold() in _BOTH
        stones = _STONES.match(text.casefold()) if both else None
        if stones is not None:
            pounds = float(stones[2].replace(",", "."))
            if pounds < _POUNDS_A_STONE:
                return int(stones[1]) * KG_PER_STONE + pounds * KG_PER_POUND
        number = None if stones is not None else number_in(text)
        if number is None:
            return Misshapen(key, text[:_SHOWN], "a number")
        amount = amount_in(dimension, number, unit)
        if amount is None:
            return Misshapen(key, f"{text} {unit}".strip()[:_SHOWN], f"a unit of {dimension.value}")
        return amount

    def others(self, row: Row, keys: Collection[str]) -> Iterator[str]:
        """The names of columns besides these in which a row holds something."""
        places = {self._at.get(key) for key in keys}
        for at, name in enumerate(self._names):
            if at not in places and cell_at(row, at) not in _NOTHING:
                yield bare(name)
