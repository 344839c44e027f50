"""Weights and girths of a diary: MyFitnessPal's measurements, Lose It!'s weights.

Rule 1: weights that do not say their unit are in the one unit in which all of them can be the
person's; where that is both, in the one the tables beside them are in, else none is taken (IMP-57).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from typing import Final, final

from vegaloop.biometrics import BodyFat
from vegaloop.imports.adapters.readers.common.arrival import Arrival
from vegaloop.imports.adapters.readers.common.body_values import weight_of
from vegaloop.imports.adapters.readers.common.columns import cell_at, column, place_of
from vegaloop.imports.adapters.readers.common.days import day_reading
from vegaloop.imports.adapters.readers.common.making import Maker, number_in, source_of
from vegaloop.imports.adapters.readers.common.unplaced import Unplaced
from vegaloop.imports.adapters.readers.diaries.beside import told_beside
from vegaloop.imports.domain.found import Found
from vegaloop.infrastructure.formats.csv import Line, Table
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
     "hals", "taille", "hüfte", "id", "height", "heightcm", "heightm", "heightin", "bmi")
)  # fmt: skip
_UNITS: Final = (1.0, KG_PER_POUND)
_BMI: Final = (15.0, 60.0)
# Without a height: what grown-ups and children of ten weigh; and grown-ups alone.
_ANYBODY_KG: Final = (30.0, 300.0)
_GROWN_KG: Final = (40.0, 300.0)
# Columns beside that are in the unit of the person: MyFitnessPal's exercises name their weights so.
_SAID: Final = {name: unit for name, unit in _WEIGHTS.items() if unit} | {
    "kilograms": 1.0,
    "pounds": KG_PER_POUND,
}
_LOOKED_AT: Final = 3
_WANTED: Final = "kilograms or pounds: name the column Weight (kg) or Weight (lbs)"


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
        day_at = place_of(names, _DATES)
        at = place_of(names, tuple(_WEIGHTS))
        fat_at = place_of(names, _FATS[:-1])
        deleted_at = place_of(names, ("deleted",))
        maker, unplaced, rows = Maker(source_of("diary")), Unplaced(), list(table)
        unit = _WEIGHTS[names[at]] or _unit(
            [n for row in rows if (n := number_in(cell_at(row, at))) is not None], arrival
        )
        for row in rows:
            place, day = arrival.place(line=row.line), cell_at(row, day_at)
            if cell_at(row, deleted_at) in ("1", "true"):
                unplaced.add("deleted entry", place)
                continue
            text = cell_at(row, at)
            number, fat = number_in(text), number_in(cell_at(row, fat_at))
            if text and (number is None or unit is None):
                wanted = "a number" if number is None else _WANTED
                yield maker.misshapen(place, "weight", "weight", text, wanted)
            elif number is not None and unit is not None:
                weight = weight_of(number * unit)
                yield day_reading(maker, place, "weight", day, weight, arrival.profile)
            if fat is not None:
                share = BodyFat.of_percent(fat)
                yield day_reading(maker, place, "body_fat", day, share, arrival.profile)
            for n, name in enumerate(table.header.cells):
                if n not in (day_at, at, fat_at, deleted_at) and cell_at(row, n):
                    unplaced.add(name, place)
        yield from unplaced.told()


def _unit(weights: Sequence[float], arrival: Arrival) -> float | None:
    """The one unit in which all weights can be the person's, or the one of what came with them.

    A weight that can be in neither says nothing of the unit.
    """
    anybody, grown = _bounds(arrival.profile, _ANYBODY_KG), _bounds(arrival.profile, _GROWN_KG)
    known = [one for one in weights if any(_fits(one * unit, anybody) for unit in _UNITS)]

    def all_fit(unit: float, bounds: tuple[float, float]) -> bool:
        return bool(known) and all(_fits(one * unit, bounds) for one in known)

    can = {unit for unit in _UNITS if all_fit(unit, anybody)}
    if len(can) > 1:
        said = told_beside(arrival, _units_in)
        can = {unit for unit in said if len(said) == 1 and all_fit(unit, grown)}
    return can.pop() if len(can) == 1 else None


def _bounds(profile: Profile, kg: tuple[float, float]) -> tuple[float, float]:
    """What the person can weigh: by their height, where it is known."""
    if profile.height is None or not profile.height.amount:
        return kg
    square_m2 = profile.height.meters**2
    return _BMI[0] * square_m2, _BMI[1] * square_m2


def _fits(kg: float, bounds: tuple[float, float]) -> bool:
    return bounds[0] <= kg <= bounds[1]


def _units_in(lines: Iterator[Line]) -> Iterator[float]:
    """The units the names of columns say, in the first lines of a table."""
    for line in islice(lines, _LOOKED_AT):
        yield from (unit for cell in line.cells if (unit := _SAID.get(column(cell))) is not None)
