"""What was eaten, as Health Connect tells it: a record is a food with what is known of it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from vegaloop.imports.adapters.readers.common.eating import Plates, kind_named, portion_of
from vegaloop.imports.adapters.readers.health_connect.values import Entry
from vegaloop.imports.domain.found import Found, Misshapen, NotTaken
from vegaloop.nutrition import MealKind, Nutrient

__all__ = ("eaten",)

_ENERGY: Final = "energy_kcal"
_MEALS: Final = {
    "1": MealKind.BREAKFAST,
    "2": MealKind.LUNCH,
    "3": MealKind.DINNER,
    "4": MealKind.SNACK,
}
_NUTRIENTS: Final = {
    "totalCarbohydrate": Nutrient.CARBOHYDRATE,
    "totalFat": Nutrient.FAT,
    "saturatedFat": Nutrient.SATURATES,
    "dietaryFiber": Nutrient.FIBRE,
    "sugar": Nutrient.SUGARS,
    "folate": Nutrient.FOLATE_DFE,
    "vitaminA": Nutrient.VITAMIN_A_RAE,
    "vitaminE": Nutrient.VITAMIN_E_ALPHA_TOCOPHEROL,
} | {
    nutrient.value: nutrient
    for nutrient in (
        Nutrient.PROTEIN,
        Nutrient.BIOTIN,
        Nutrient.CALCIUM,
        Nutrient.CHLORIDE,
        Nutrient.CHROMIUM,
        Nutrient.COPPER,
        Nutrient.IODINE,
        Nutrient.IRON,
        Nutrient.MAGNESIUM,
        Nutrient.MANGANESE,
        Nutrient.MOLYBDENUM,
        Nutrient.NIACIN,
        Nutrient.PANTOTHENIC_ACID,
        Nutrient.PHOSPHORUS,
        Nutrient.POTASSIUM,
        Nutrient.RIBOFLAVIN,
        Nutrient.SELENIUM,
        Nutrient.SODIUM,
        Nutrient.THIAMIN,
        Nutrient.VITAMIN_B12,
        Nutrient.VITAMIN_B6,
        Nutrient.VITAMIN_C,
        Nutrient.VITAMIN_D,
        Nutrient.VITAMIN_K,
        Nutrient.ZINC,
    )
}
_PER_KG: Final = {"g": 1e3, "mg": 1e6, "ug": 1e9}
_DECIMALS: Final = 9


def eaten(entry: Entry) -> Iterator[Found]:
    """Read a food; a plain number of a nutrient is in grams, as the platform's is."""
    figures: list[tuple[str, float]] = []
    energy_kcal = entry.kcal("energy")
    if energy_kcal is not None:
        figures.append((_ENERGY, energy_kcal))
    for field, nutrient in _NUTRIENTS.items():
        mass_kg = entry.kg(field, plain="g")
        if mass_kg is not None:
            amount = round(mass_kg * _PER_KG[nutrient.unit], _DECIMALS)
            figures.append((nutrient.field, amount))
    if not figures:
        reason = Misshapen("nutrients", "", "at least one that is known")
        yield NotTaken(entry.place, "meal", reason)
        return
    said = entry.record.text("mealType").casefold().removeprefix("meal_type_")
    portion = portion_of(entry.record.text("name"), figures)
    kind = _MEALS.get(said) or kind_named(said)
    yield from Plates(entry.maker.source).meals(
        entry.place, entry.start, [portion], key=entry.id, kind=kind
    )
