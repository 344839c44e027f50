"""A portion: what somebody says was on the plate, and what that holds once and for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, TypeAlias, final

from msgspec import Struct

from vegaloop.kernel.errors import Blank, Malformed, NotOneOf, OutOfRange
from vegaloop.kernel.evidence import Missing, NoNumber
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Energy, Mass
from vegaloop.kernel.result import Failure, Result, Success, all_of
from vegaloop.kernel.units import JOULES_PER_KCAL
from vegaloop.nutrition.domain.food import Food, FoodId
from vegaloop.nutrition.domain.formulas.food_energy import (
    ATWATER_GENERAL,
    CarbohydrateBasis,
    Composition,
    energy_atwater_general_kcal,
)
from vegaloop.nutrition.domain.nutrients import Macros, Nutrient, Nutrients

__all__ = (
    "MANUAL",
    "CannotEat",
    "Portion",
    "PortionEntry",
    "PortionLine",
    "Served",
    "ServedEntry",
    "StatedEntry",
    "UnknownFood",
    "UnknownServing",
    "WeighedEntry",
    "decide_portion",
    "mass_taken",
    "nutrients_stated",
    "portion_mass",
)

MANUAL: Final = SourceId("manual")
PORTION_LEAST: Final = Mass(NANOGRAMS_PER_GRAM // 1_000)  # Less of a food is no portion of it.
PORTION_MOST: Final = Mass(
    5_000 * NANOGRAMS_PER_GRAM
)  # Nobody eats more than 5 kg of one thing at once.
SERVINGS_LEAST: Final = 0.001
SERVINGS_MOST: Final = 1_000.0
ENERGY: Final = "energy_kcal"
_BY_FIELD: Final = {nutrient.field: nutrient for nutrient in Nutrient}
_KNOWN_FIELDS: Final = (ENERGY, *_BY_FIELD)


@final
class WeighedEntry(Struct, frozen=True):
    """So many grams of a catalogue food."""

    food: FoodId
    mass_g: float


@final
class ServedEntry(Struct, frozen=True):
    """So many servings of a catalogue food: 2 × cup."""

    food: FoodId
    serving: str
    count: float


@final
class StatedEntry(Struct, frozen=True):
    """Something no catalogue has, with the figures of its label: `("protein_g", 20.0)`."""

    name: str
    stated: tuple[tuple[str, float], ...]
    mass_g: float | None = None


PortionEntry: TypeAlias = WeighedEntry | ServedEntry | StatedEntry


@final
class Served(Struct, frozen=True):
    """How a portion was measured out, in the person's words."""

    serving: str
    count: float


@final
class Portion(Struct, frozen=True):
    """What was eaten of one thing; `nutrients` stay what they were when it was logged."""

    name: str
    nutrients: Nutrients
    source: SourceId
    mass: Mass | None = None
    food: FoodId | None = None
    served: Served | None = None

    @property
    def line(self) -> PortionLine:
        """Itself as a list shows it."""
        macros = self.nutrients.macros
        return PortionLine(self.name, macros, self.source, self.mass, self.food, self.served)


@final
class PortionLine(Struct, frozen=True):
    """A portion as a list shows it: of its nutrients the energy and macronutrients alone."""

    name: str
    macros: Macros
    source: SourceId
    mass: Mass | None = None
    food: FoodId | None = None
    served: Served | None = None


@final
class UnknownFood(Struct, frozen=True, tag="nutrition/unknown-food"):
    """A food the catalogue does not have."""

    field: str
    given: FoodId


@final
class UnknownServing(Struct, frozen=True, tag="nutrition/unknown-serving"):
    """A serving the food does not come in."""

    field: str
    given: str
    known: tuple[str, ...]


CannotEat: TypeAlias = UnknownFood | UnknownServing | Malformed


def decide_portion(
    entry: PortionEntry, foods: Mapping[FoodId, Food], field: str
) -> Result[Portion, tuple[CannotEat, ...]]:
    """Decide what a portion holds; `field` is the path to the entry."""
    match entry:
        case StatedEntry():
            return _of_statement(entry, field)
        case WeighedEntry() | ServedEntry():
            food = foods.get(entry.food)
            if food is None:
                return Failure((UnknownFood(f"{field}.food_id", entry.food),))
            return _of_food(entry, food, field)


def _of_food(
    entry: WeighedEntry | ServedEntry, food: Food, field: str
) -> Result[Portion, tuple[CannotEat, ...]]:
    match mass_taken(entry, food, field):
        case Failure(error):
            return Failure((error,))
        case Success(mass):
            served = Served(entry.serving, entry.count) if isinstance(entry, ServedEntry) else None
            held = food.portion(mass)
            return Success(Portion(food.name, held, food.source, mass, food.id, served))


def mass_taken(
    entry: WeighedEntry | ServedEntry, food: Food, field: str
) -> Result[Mass, CannotEat]:
    """Tell how much of a food is meant, by mass or by serving; `field` is the path to the entry."""
    match entry:
        case WeighedEntry():
            return portion_mass(entry.mass_g, f"{field}.mass_g")
        case ServedEntry():
            return _mass_served(entry, food, field)


def _mass_served(entry: ServedEntry, food: Food, field: str) -> Result[Mass, CannotEat]:
    found = next((one for one in food.servings if one.name == entry.serving), None)
    if found is None:
        known = tuple(one.name for one in food.servings)
        return Failure(UnknownServing(f"{field}.serving", entry.serving, known))
    count = f"{field}.servings"
    if not SERVINGS_LEAST <= entry.count <= SERVINGS_MOST:
        return Failure(OutOfRange(count, entry.count, SERVINGS_LEAST, SERVINGS_MOST))
    mass = found.mass.times(entry.count)
    if not PORTION_LEAST <= mass <= PORTION_MOST:
        per_serving_g = found.mass.grams
        least, most = PORTION_LEAST.grams / per_serving_g, PORTION_MOST.grams / per_serving_g
        return Failure(OutOfRange(count, entry.count, least, most))
    return Success(mass)


def _of_statement(entry: StatedEntry, field: str) -> Result[Portion, tuple[CannotEat, ...]]:
    faults: tuple[CannotEat, ...] = () if entry.name.strip() else (Blank(f"{field}.name"),)
    mass = None
    if entry.mass_g is not None:
        match portion_mass(entry.mass_g, f"{field}.mass_g"):
            case Success(weighed):
                mass = weighed
            case Failure(error):
                faults = (*faults, error)
    match nutrients_stated(entry.stated, mass or PORTION_MOST, f"{field}.nutrients"):
        case Failure(errors):
            return Failure((*faults, *errors))
        case Success(nutrients):
            held = Portion(entry.name.strip(), nutrients, MANUAL, mass)
            return Failure(faults) if faults else Success(held)


def nutrients_stated(
    stated: tuple[tuple[str, float], ...], most: Mass, field: str
) -> Result[Nutrients, tuple[Malformed, ...]]:
    """Read the figures of a label for so much at most, and its energy by NUT-1."""
    figures = dict(stated)
    read = all_of(_amount(name, figure, most, field) for name, figure in figures.items())
    match read:
        case Failure(errors):
            return Failure(errors)
        case Success(amounts):
            held = Nutrients.of_amounts(None, (one for one in amounts if one is not None))
            return Success(Nutrients(_energy(figures.get(ENERGY), held), held.amounts))


def _amount(
    name: str, figure: float, most: Mass, field: str
) -> Result[tuple[Nutrient, Mass] | None, Malformed]:
    """Read one figure; None stands for the energy, which has been looked at only for its range."""
    path = f"{field}.{name}"
    nutrient = _BY_FIELD.get(name)
    if nutrient is None:
        if name != ENERGY:
            return Failure(NotOneOf(field, name, _KNOWN_FIELDS))
        most_kcal = most.grams * ATWATER_GENERAL.fat
        in_range = 0 <= figure <= most_kcal
        return Success(None) if in_range else Failure(OutOfRange(path, figure, 0, most_kcal))
    match nutrient.mass(figure):
        case Success(mass) if mass <= most:
            return Success((nutrient, mass))
        case Success() | Failure():
            return Failure(OutOfRange(path, figure, 0, nutrient.stated(most)))


def _energy(stated_kcal: float | None, held: Nutrients) -> Energy | None:
    """Take the energy that was stated, or that of all three macronutrients (NUT-1)."""
    found = _macronutrient_kcal(held) if stated_kcal is None else Success(stated_kcal)
    match found:
        case Failure():
            return None
        case Success(kcal):
            return Energy(round(kcal * JOULES_PER_KCAL))


def _macronutrient_kcal(held: Nutrients) -> Result[float, NoNumber]:
    protein, fat = held.of(Nutrient.PROTEIN), held.of(Nutrient.FAT)
    carbohydrate, alcohol = held.of(Nutrient.CARBOHYDRATE), held.of(Nutrient.ALCOHOL)
    if protein is None or fat is None or carbohydrate is None:
        return Failure(Missing("macronutrients"))
    return energy_atwater_general_kcal(
        Composition(
            protein_g=protein.grams,
            fat_g=fat.grams,
            carbohydrate_g=carbohydrate.grams,
            basis=CarbohydrateBasis.BY_DIFFERENCE,
            alcohol_g=0.0 if alcohol is None else alcohol.grams,
        )
    )


def portion_mass(grams: float, field: str) -> Result[Mass, OutOfRange]:
    """Read the mass of a portion: not so little that it is none, nor more than anybody eats."""
    if not PORTION_LEAST.grams <= grams <= PORTION_MOST.grams:
        return Failure(OutOfRange(field, grams, PORTION_LEAST.grams, PORTION_MOST.grams))
    return Mass.of_grams(grams, field)
