"""Foods of a person's own: what their label says, for nobody else to see or eat."""

from __future__ import annotations

from typing import Final, TypeAlias, final
from uuid import UUID

from msgspec import Struct

from vegaloop.kernel.errors import Blank, Malformed, TooLong
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.result import Failure, Result, Success, all_of, both, error_in, mapped
from vegaloop.kernel.time import Instant
from vegaloop.nutrition.domain.barcode import barcode_of
from vegaloop.nutrition.domain.food import Food, FoodCategory, FoodId, Serving
from vegaloop.nutrition.domain.food_flags import FoodFlag, doubts_of_code, doubts_of_figures
from vegaloop.nutrition.domain.nutrients import Nutrients
from vegaloop.nutrition.domain.portion import nutrients_stated, portion_mass

__all__ = (
    "HOMEMADE_MOST",
    "CannotBeFood",
    "CannotKeepFood",
    "FoodEntry",
    "LarderFull",
    "NoSuchOwnFood",
    "NotABarcode",
    "OwnFood",
    "RepeatedServing",
    "ServingEntry",
    "decide_own_food",
    "doubts_of",
    "is_homemade",
    "is_recipe",
    "name_faults",
    "own_food_id",
    "recipe_id",
)

OWN: Final = SourceId("own")
RECIPE: Final = SourceId("recipe")
HOMEMADE_MOST: Final = 1_000
SERVINGS_MOST: Final = 20
NAME_CHARACTERS_MOST: Final = 200


@final
class ServingEntry(Struct, frozen=True):
    """A usual way to measure a food out, as somebody says it, not yet checked."""

    name: str
    mass_g: float


@final
class FoodEntry(Struct, frozen=True):
    """What somebody says a food of theirs holds in `per_g` grams of it, not yet checked."""

    name: str
    stated: tuple[tuple[str, float], ...]
    category: FoodCategory = FoodCategory.OTHER
    per_g: float = 100.0
    servings: tuple[ServingEntry, ...] = ()
    brand: str | None = None
    barcode: str | None = None


@final
class OwnFood(Struct, frozen=True):
    """A food only its owner sees; what was eaten of an earlier version stays what it was."""

    food: Food
    version: int
    changed_at: Instant

    def following(self, replaced: OwnFood) -> OwnFood:
        """Take its place: the next version of it."""
        return OwnFood(self.food, replaced.version + 1, self.changed_at)


@final
class NoSuchOwnFood(Struct, frozen=True, tag="nutrition/no-such-own-food"):
    """A food that is not among this person's own."""

    id: FoodId


@final
class LarderFull(Struct, frozen=True, tag="nutrition/larder-full"):
    """As many foods and recipes, or favourites, as one person can keep."""

    most: int


@final
class RepeatedServing(Struct, frozen=True, tag="nutrition/repeated-serving"):
    """A serving named as one before it: nobody could tell which is meant."""

    field: str
    given: str


@final
class NotABarcode(Struct, frozen=True, tag="nutrition/not-a-barcode"):
    """A text that is not the digits of a barcode."""

    field: str
    given: str


CannotBeFood: TypeAlias = RepeatedServing | NotABarcode | Malformed
CannotKeepFood: TypeAlias = NoSuchOwnFood | LarderFull | CannotBeFood


def own_food_id(id: UUID) -> FoodId:
    """Name a food of a person's own."""
    return FoodId(f"{OWN}:{id}")


def recipe_id(id: UUID) -> FoodId:
    """Name a recipe."""
    return FoodId(f"{RECIPE}:{id}")


def is_recipe(id: FoodId) -> bool:
    """Tell whether a food is named as a recipe."""
    return id.startswith(f"{RECIPE}:")


def is_homemade(id: FoodId) -> bool:
    """Tell whether a food is named as one of somebody's own, or as a recipe."""
    return is_recipe(id) or id.startswith(f"{OWN}:")


def decide_own_food(
    entry: FoodEntry, *, id: FoodId, now: Instant
) -> Result[OwnFood, tuple[CannotBeFood, ...]]:
    """Decide whether what somebody says makes a food, and tell everything that is wrong with it."""
    held, servings = _per_100_g(entry), _servings(entry.servings)
    words = (*name_faults(entry.name, "name"), *_label_faults(entry))
    faults = (*words, *(error_in(held) or ()), *(error_in(servings) or ()))
    match both(held, servings):
        case Success((per_100_g, named)) if not faults:
            written = entry.barcode or ""
            barcode = barcode_of(written)
            food = Food(
                id=id,
                name=entry.name.strip(),
                category=entry.category,
                source=OWN,
                servings=named,
                per_100_g=per_100_g,
                brand=None if entry.brand is None else entry.brand.strip(),
                barcode=barcode,
                flags=tuple(sorted({*doubts_of_code(written, barcode), *doubts_of(per_100_g)})),
            )
            return Success(OwnFood(food, 1, now))
        case Success() | Failure():
            return Failure(faults)


def doubts_of(per_100_g: Nutrients) -> tuple[FoodFlag, ...]:
    """Doubt what 100 g of a food hold, sorted by the names of the doubts."""
    energy = None if per_100_g.energy is None else per_100_g.energy.kcal
    held = {nutrient: float(mass.amount) for nutrient, mass in per_100_g.amounts}
    return tuple(sorted(doubts_of_figures(energy, held)))


def name_faults(name: str, field: str) -> tuple[Malformed, ...]:
    """Find what is wrong with a name: that it says nothing, or more than a name does."""
    if not name.strip():
        return (Blank(field),)
    too_long = len(name) > NAME_CHARACTERS_MOST
    return (TooLong(field, len(name), NAME_CHARACTERS_MOST),) if too_long else ()


def _label_faults(entry: FoodEntry) -> tuple[CannotBeFood, ...]:
    brand, barcode = entry.brand, entry.barcode
    faults = () if brand is None else name_faults(brand, "brand")
    if barcode is None or barcode_of(barcode) is not None:
        return faults
    return (*faults, NotABarcode("barcode", barcode))


def _per_100_g(entry: FoodEntry) -> Result[Nutrients, tuple[Malformed, ...]]:
    match portion_mass(entry.per_g, "per_g"):
        case Failure(error):
            return Failure((error,))
        case Success(mass):
            found = nutrients_stated(entry.stated, mass, "nutrients")
            return mapped(found, lambda held: held.per_100_g(mass))


def _servings(
    given: tuple[ServingEntry, ...],
) -> Result[tuple[Serving, ...], tuple[CannotBeFood, ...]]:
    if len(given) > SERVINGS_MOST:
        return Failure((TooLong("servings", len(given), SERVINGS_MOST),))
    names = [one.name.strip() for one in given]
    read = all_of(_serving(one, f"servings[{place}]") for place, one in enumerate(given))
    faults = (
        *(fault for refused in error_in(read) or () for fault in refused),
        *(
            RepeatedServing(f"servings[{place}].name", name)
            for place, name in enumerate(names)
            if name in names[:place]
        ),
    )
    match read:
        case Success(servings) if not faults:
            return Success(servings)
        case Success() | Failure():
            return Failure(faults)


def _serving(given: ServingEntry, field: str) -> Result[Serving, tuple[Malformed, ...]]:
    words = name_faults(given.name, f"{field}.name")
    match portion_mass(given.mass_g, f"{field}.mass_g"):
        case Success(mass) if not words:
            return Success(Serving(given.name.strip(), mass))
        case Success():
            return Failure(words)
        case Failure(error):
            return Failure((*words, error))
