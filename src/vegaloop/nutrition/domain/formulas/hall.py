"""How a body changes with a lasting change of what it eats (formula book N15).

The dynamic model of Hall & Jordan 2008, Chow & Hall 2008 and Hall 2010/2011: fat, lean tissue,
glycogen, water outside the cells and the slowing of expenditure, by Runge-Kutta of fourth order.
Rule 1: a change of nothing changes nothing.
Rule 2: fat follows lean tissue along Forbes's curve, so it is never used up.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.evidence import Outside, Undefined, outside
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.kernel.units import kcal_from_kj
from vegaloop.nutrition.domain.formulas.hall_body import (
    CARBOHYDRATE_SHARE,
    FAT_KCAL_PER_KG,
    FAT_UPKEEP_KCAL_PER_KG,
    FORBES_KG,
    GLYCOGEN_KG,
    GLYCOGEN_WITH_WATER,
    LEAN_KCAL_PER_KG,
    LEAN_UPKEEP_KCAL_PER_KG,
    THERMIC_SHARE,
    Baseline,
    Person,
    baseline_of,
)
from vegaloop.nutrition.domain.formulas.limits import DAY_KCAL

__all__ = ("BodyThen", "Person", "hall_dynamic_weight")

GLYCOGEN_KCAL_PER_KG: Final = kcal_from_kj(17_600)
FAT_BUILDING_KCAL_PER_KG: Final = kcal_from_kj(750)
LEAN_BUILDING_KCAL_PER_KG: Final = kcal_from_kj(960)
ADAPTATION_SHARE: Final = 0.14
ADAPTATION_DAYS: Final = 14.0
SODIUM_MG_PER_L: Final = 3_220.0
SODIUM_LEAVING_MG_PER_L: Final = 3_000.0
SODIUM_OF_CARBOHYDRATE_MG: Final = 4_000.0

DAYS: Final = (0.0, 3_660.0)
STEP_DAYS: Final = (0.01, 1.0)
# Steps of this method grow errors where glycogen turns over more than 2.78 times in one.
TURNOVER_MOST: Final = 2.7
_GRID: Final = 1e-9

_Stores: TypeAlias = tuple[float, float, float]
"""Glycogen kg, adaptation kcal a day, water outside the cells kg: none depends on lean tissue."""
_State: TypeAlias = tuple[_Stores, float]
"""The stores, and the lean tissue, kg."""


@final
class BodyThen(Struct, frozen=True):
    """A body after so many days."""

    day: float
    weight_kg: float
    fat_kg: float
    lean_kg: float
    extracellular_water_kg: float
    glycogen_kg: float
    adaptation_kcal: float


@final
class _Course(Struct, frozen=True):
    start: Baseline
    delta_kcal: float

    def fat_kg(self, lean_kg: float) -> float:
        grown_kcal = LEAN_KCAL_PER_KG * (lean_kg - self.start.lean_kg)
        return self.start.fat_kg * math.exp(grown_kcal / (FAT_KCAL_PER_KG * FORBES_KG))

    def glycogen(self, glycogen_kg: float) -> float:
        """How fast glycogen changes, kg a day."""
        eaten_kcal = self.start.intake_kcal + self.delta_kcal
        held_kcal = self.start.intake_kcal * (glycogen_kg / GLYCOGEN_KG) ** 2
        return CARBOHYDRATE_SHARE * (eaten_kcal - held_kcal) / GLYCOGEN_KCAL_PER_KG

    def adaptation(self, adaptation_kcal: float) -> float:
        """How fast expenditure adapts, kcal a day a day."""
        return (ADAPTATION_SHARE * self.delta_kcal - adaptation_kcal) / ADAPTATION_DAYS

    def water(self, water_kg: float) -> float:
        """How fast the water outside the cells changes, kg a day."""
        left_mg = SODIUM_LEAVING_MG_PER_L * (water_kg - self.start.extracellular_water_kg)
        kept_mg = SODIUM_OF_CARBOHYDRATE_MG * self.delta_kcal / self.start.intake_kcal
        return (kept_mg - left_mg) / SODIUM_MG_PER_L

    def lean(self, lean_kg: float, stores: _Stores) -> float:
        """How fast lean tissue changes, kg a day: its share of what is left to build from."""
        glycogen_kg, adaptation_kcal, water_kg = stores
        fat_kg = self.fat_kg(lean_kg)
        weight_kg = fat_kg + lean_kg + water_kg + GLYCOGEN_WITH_WATER * glycogen_kg
        # The published package adds the change of glycogen in kg, not its energy; so do we (N15).
        spent_kcal = (
            self.start.constant_kcal
            + self.start.activity_kcal_per_kg * weight_kg
            + THERMIC_SHARE * self.delta_kcal
            + adaptation_kcal
            + self.glycogen(glycogen_kg)
            + LEAN_UPKEEP_KCAL_PER_KG * lean_kg
            + FAT_UPKEEP_KCAL_PER_KG * fat_kg
        )
        building = (1 + LEAN_BUILDING_KCAL_PER_KG / LEAN_KCAL_PER_KG) * FORBES_KG + (
            1 + FAT_BUILDING_KCAL_PER_KG / FAT_KCAL_PER_KG
        ) * fat_kg
        left_kcal = self.start.intake_kcal + self.delta_kcal - spent_kcal
        return FORBES_KG / LEAN_KCAL_PER_KG * left_kcal / building

    def step(self, state: _State, days: float) -> _State:
        """Move on by some days in one step: the stores first, then lean tissue between them."""
        now, lean_kg = state
        glycogen_kg, adaptation_kcal, water_kg = now
        then = (
            _moved(self.glycogen, glycogen_kg, days),
            _moved(self.adaptation, adaptation_kcal, days),
            _moved(self.water, water_kg, days),
        )
        midway = ((now[0] + then[0]) / 2, (now[1] + then[1]) / 2, (now[2] + then[2]) / 2)
        first = self.lean(lean_kg, now)
        second = self.lean(lean_kg + days / 2 * first, midway)
        third = self.lean(lean_kg + days / 2 * second, midway)
        fourth = self.lean(lean_kg + days * third, then)
        return then, lean_kg + days * (first + 2 * second + 2 * third + fourth) / 6

    def body(self, day: float, state: _State) -> BodyThen:
        """Tell a state as a body."""
        (glycogen_kg, adaptation_kcal, water_kg), lean_kg = state
        fat_kg = self.fat_kg(lean_kg)
        weight_kg = fat_kg + lean_kg + water_kg + GLYCOGEN_WITH_WATER * glycogen_kg
        return BodyThen(day, weight_kg, fat_kg, lean_kg, water_kg, glycogen_kg, adaptation_kcal)


def hall_dynamic_weight(
    person: Person, delta_kcal: float, at_days: Sequence[float], step_days: float = 1.0
) -> Result[tuple[BodyThen, ...], Outside | Undefined]:
    """Forecast an adult's body on some days of eating so much more a day (N15, NUT-50).

    kcal a day against what keeps the weight; `at_days` in any order, up to ten years from the
    start; a day between two steps is reached by one shorter step. There is no value for a body
    the model has no parts of, for eating less than nothing, and where lean tissue would be used up.
    Source: Hall & Jordan 2008, Chow & Hall 2008, Hall 2010 and 2011, as the R package bw runs it.
    """
    match baseline_of(person):
        case Failure(reason):
            return Failure(reason)
        case Success(start):
            fault = _fault(start, delta_kcal, at_days, step_days)
            if fault is not None:
                return Failure(fault)
            return _survived(tuple(_followed(_Course(start, delta_kcal), at_days, step_days)))


def _fault(
    start: Baseline, delta_kcal: float, at_days: Sequence[float], step_days: float
) -> Outside | None:
    eaten_kcal = start.intake_kcal + delta_kcal
    # Glycogen turns over fastest at the start, or where it settles by what is eaten.
    settled_kcal = math.sqrt(start.intake_kcal * max(start.intake_kcal, eaten_kcal))
    turnover = 2 * CARBOHYDRATE_SHARE * settled_kcal / (GLYCOGEN_KG * GLYCOGEN_KCAL_PER_KG)
    return outside(
        ("intake_kcal", eaten_kcal, *DAY_KCAL),
        ("step_days", step_days, *STEP_DAYS),
        ("glycogen turnover a step", turnover * step_days, 0.0, TURNOVER_MOST),
        *(("at_days", day, *DAYS) for day in at_days),
    )


def _followed(course: _Course, at_days: Sequence[float], step_days: float) -> Iterator[BodyThen]:
    """The bodies of some days, each in the place its day was asked in."""
    start = course.start
    state: _State = ((GLYCOGEN_KG, 0.0, start.extracellular_water_kg), start.lean_kg)
    steps, found = 0, dict[int, BodyThen]()
    for day, place in sorted((day, place) for place, day in enumerate(at_days)):
        whole = math.floor(day / step_days + _GRID)
        for _ in range(whole - steps):
            state = course.step(state, step_days)
        steps = whole
        rest_days = day - whole * step_days
        reached = course.step(state, rest_days) if rest_days > _GRID else state
        found[place] = course.body(day, reached)
    return (found[place] for place in range(len(at_days)))


def _survived(bodies: tuple[BodyThen, ...]) -> Result[tuple[BodyThen, ...], Undefined]:
    spent = next((body for body in bodies if not body.lean_kg > 0), None)
    if spent is not None:
        return Failure(Undefined("hall_dynamic_weight", "lean tissue would be used up"))
    return Success(bodies)


def _moved(rate: Callable[[float], float], value: float, days: float) -> float:
    """Take one step of fourth order along a rate that depends on the value alone."""
    first = rate(value)
    second = rate(value + days / 2 * first)
    third = rate(value + days / 2 * second)
    fourth = rate(value + days * third)
    return value + days * (first + 2 * second + 2 * third + fourth) / 6
