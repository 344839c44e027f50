"""Weights and girths of a diary: MyFitnessPal's measurements, Lose It!'s weights.

Rule 1: a weight that does not say its unit is in the one all weights of the file can be in, by the
height of the person; where that is unknown or leaves both, none is taken (IMP-57).
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from typing import Final, final

from vegaloop.biometrics import BodyFat
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import weight_of
from vegaloop.imports.adapters.readers.common.columns import column
from vegaloop.imports.adapters.readers.common.days import day_reading
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.csv import Line, Row, Table
from vegaloop.kernel.person import Profile
from vegaloop.kernel.units import KG_PER_POUND, KG_PER_STONE

__all__ = ("Weighed",)

_DATES: Final = ("date", "datum", "fecha", "data")
_WEIGHTS: Final = {
    "weight": None,
    "gewicht": None,
    "poids": None,
    "peso": None,
    "weightkg": 1.0,
    "weightlbs": KG_PER_POUND,
    "weightlb": KG_PER_POUND,
    "weightst": KG_PER_STONE,
}
_FATS: Final = ("bodyfat", "bodyfatpercentage", "körperfett", "körperfettanteil", "deleted")
_BESIDE: Final = frozenset(
    (*_DATES, *_WEIGHTS, *_FATS, "neck", "waist", "hips", "hip", "chest", "arm", "thigh", "steps",
     "hals", "taille", "hüfte", "id")
)  # fmt: skip
_BMI: Final = (15.0, 60.0)


@final
class Weighed:
    """Reads a table of dates and weights, and of nothing a scale's maker tells beside them."""

    kind: Final = "weights"

    def header_of(self, first: Sequence[Line]) -> int | None:
        """Find a header of a date, a weight, and what diaries let people measure."""
        for at, line in enumerate(first):
            names = {column(cell) for cell in line.cells if cell}
            if names & set(_DATES) and names & set(_WEIGHTS) and names <= _BESIDE:
                return at
        return None

    def read(self, table: Table, arrival: Arrival) -> Iterator[Found]:
        """Read all lines: the greatest and the least weight tell the unit."""
        names = [column(cell) for cell in table.header.cells]
        day_at = _first(names, _DATES)
        at = _first(names, tuple(_WEIGHTS))
        fat_at = _first(names, _FATS[:-1])
        deleted_at = _first(names, ("deleted",))
        maker, unplaced, rows = Maker(source_of("diary")), Unplaced(), list(table)
        unit = _WEIGHTS[names[at]] or _unit(
            [n for row in rows if (n := number_in(_cell(row, at))) is not None], arrival.profile
        )
        for row in rows:
            place, day = arrival.place(line=row.line), _cell(row, day_at)
            if _cell(row, deleted_at) in ("1", "true"):
                unplaced.add("deleted entry", place)
                continue
            text = _cell(row, at)
            number, fat = number_in(text), number_in(_cell(row, fat_at))
            if text and (number is None or unit is None or not math.isfinite(number)):
                wanted = "a number" if number is None else "a weight that says its unit"
                yield maker.misshapen(place, "weight", "weight", text, wanted)
            elif number is not None and unit is not None:
                weight = weight_of(number * unit)
                yield day_reading(maker, place, "weight", day, weight, arrival.profile)
            if fat is not None:
                share = BodyFat.of_percent(fat)
                yield day_reading(maker, place, "body_fat", day, share, arrival.profile)
            for n, name in enumerate(table.header.cells):
                if n not in (day_at, at, fat_at, deleted_at) and _cell(row, n):
                    unplaced.add(name, place)
        yield from unplaced.told()


def _unit(weights: Sequence[float], profile: Profile) -> float | None:
    """The one unit in which all weights can be the person's."""
    if not weights or profile.height is None or not profile.height.amount:
        return None
    square_m2 = profile.height.meters**2
    least, most = (bound * square_m2 for bound in _BMI)
    can = [
        unit
        for unit in (1.0, KG_PER_POUND)
        if least <= min(weights) * unit and max(weights) * unit <= most
    ]
    return can[0] if len(can) == 1 else None


def _first(names: Sequence[str], several: Sequence[str]) -> int:
    return next((at for at, name in enumerate(names) if name in several), -1)


def _cell(row: Row, at: int) -> str:
    return row.cells[at] if 0 <= at < len(row.cells) else ""
