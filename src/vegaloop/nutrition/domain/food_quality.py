"""What can be said of a food besides its nutrients: Nutri-Score, glycaemic load, its own label.

Rule 1: what is not known is named, never taken for zero; but a part of nothing is nothing: food
without fat has no saturates, food without carbohydrate no sugars and no fibre.
"""

from __future__ import annotations

from typing import Final, final

from msgspec import Struct

from vegaloop.kernel.evidence import Derived, Missing, NoNumber
from vegaloop.kernel.quantity import Mass
from vegaloop.kernel.result import Failure, Result, Success
from vegaloop.nutrition.domain.energy import FORMULA_VERSION
from vegaloop.nutrition.domain.food import Food, Quality
from vegaloop.nutrition.domain.formulas.carbohydrate_quality import (
    available_carbohydrate_g,
    glycaemic_load,
)
from vegaloop.nutrition.domain.formulas.food_energy import (
    CarbohydrateBasis,
    Composition,
    energy_atwater_general_kcal,
    label_agrees,
)
from vegaloop.nutrition.domain.formulas.nutri_score import (
    NutriScore,
    NutriScoreFacts,
    nutri_score_2023,
)
from vegaloop.nutrition.domain.nutrients import HUNDRED_GRAMS, Nutrient, Nutrients

__all__ = (
    "FoodQuality",
    "ServingLoad",
    "available_of",
    "glycaemic_load_of",
    "nutri_score_of",
    "quality_of",
)

SALT_G_PER_G_SODIUM: Final = 2.5  # Regulation (EU) 1169/2011, annex I.
# Of what a part is a part: where there is none of the one there is none of the other.
_WITHIN: Final = {
    Nutrient.SATURATES: Nutrient.FAT,
    Nutrient.SUGARS: Nutrient.CARBOHYDRATE,
    Nutrient.FIBRE: Nutrient.CARBOHYDRATE,
}
GLYCAEMIC_METHOD: Final = "glycaemic_index_2008"


@final
class ServingLoad(Struct, frozen=True):
    """The glycaemic load of one serving, or of 100 g where the serving has no name."""

    serving: str | None
    mass: Mass
    load: Result[Derived, NoNumber]


@final
class FoodQuality(Struct, frozen=True):
    """A food, and how it is judged."""

    food: Food
    nutri_score: Result[NutriScore, NoNumber]
    loads: tuple[ServingLoad, ...]
    energy_agrees: Result[bool, NoNumber]


def quality_of(food: Food) -> FoodQuality:
    """Judge a food by all that is known of it (NUT-87)."""
    portions = ((None, HUNDRED_GRAMS), *((one.name, one.mass) for one in food.servings))
    return FoodQuality(
        food,
        nutri_score_of(food),
        tuple(ServingLoad(name, mass, _load(food, mass)) for name, mass in portions),
        _energy_agrees(food.per_100_g),
    )


def nutri_score_of(food: Food) -> Result[NutriScore, NoNumber]:
    """Compute the Nutri-Score of a food, or name the first figure it lacks (N12, NUT-87).

    A drink is taken to weigh 1 g/ml.
    """
    held, quality = food.per_100_g, food.quality
    sugars_g, saturates_g = _grams(held, Nutrient.SUGARS), _grams(held, Nutrient.SATURATES)
    protein_g, fibre_g = _grams(held, Nutrient.PROTEIN), _grams(held, Nutrient.FIBRE)
    sodium_g, energy, fvl_percent = _grams(held, Nutrient.SODIUM), held.energy, quality.fvl_percent
    if quality.nutri_score is None:
        return Failure(Missing("nutri_score_category"))
    if energy is None:
        return Failure(Missing("energy_kcal"))
    if sugars_g is None:
        return Failure(Missing("sugars_g"))
    if saturates_g is None:
        return Failure(Missing("saturates_g"))
    if sodium_g is None:
        return Failure(Missing("sodium_mg"))
    if protein_g is None:
        return Failure(Missing("protein_g"))
    if fibre_g is None:
        return Failure(Missing("fibre_g"))
    if fvl_percent is None:
        return Failure(Missing("fvl_percent"))
    facts = NutriScoreFacts(
        energy_kj=energy.kj,
        sugars_g=sugars_g,
        saturates_g=saturates_g,
        salt_g=SALT_G_PER_G_SODIUM * sodium_g,
        protein_g=protein_g,
        fibre_g=fibre_g,
        fvl_percent=fvl_percent,
        fat_g=_grams(held, Nutrient.FAT),
    )
    return nutri_score_2023(quality.nutri_score, facts)


def available_of(held: Nutrients) -> Result[float, NoNumber]:
    """Compute the carbohydrate a body can take up of so much food, in grams (N10)."""
    carbohydrate_g, fibre_g = _grams(held, Nutrient.CARBOHYDRATE), _grams(held, Nutrient.FIBRE)
    if carbohydrate_g is None:
        return Failure(Missing("carbohydrate_g"))
    if fibre_g is None:
        return Failure(Missing("fibre_g"))
    return available_carbohydrate_g(carbohydrate_g, fibre_g, CarbohydrateBasis.BY_DIFFERENCE)


def glycaemic_load_of(held: Nutrients, quality: Quality | None) -> Result[float, NoNumber]:
    """Compute the glycaemic load of so much food; without carbohydrate it has none (N10, NUT-94)."""
    match available_of(held):
        case Failure(reason):
            return Failure(reason)
        case Success(available_g):
            if not available_g:
                return Success(0.0)
            if quality is None or quality.glycaemic_index is None:
                return Failure(Missing("glycaemic_index"))
            return glycaemic_load(quality.glycaemic_index, available_g)


def _load(food: Food, mass: Mass) -> Result[Derived, NoNumber]:
    match glycaemic_load_of(food.portion(mass), food.quality):
        case Failure(reason):
            return Failure(reason)
        case Success(load):
            return Success(
                Derived(
                    value=load,
                    method=GLYCAEMIC_METHOD,
                    formula_version=FORMULA_VERSION,
                    window_days=1,
                    n_valid=1,
                )
            )


def _energy_agrees(held: Nutrients) -> Result[bool, NoNumber]:
    if held.energy is None:
        return Failure(Missing("energy_kcal"))
    match _computed_kcal(held):
        case Failure(reason):
            return Failure(reason)
        case Success(computed_kcal):
            return label_agrees(held.energy.kcal, computed_kcal)


def _computed_kcal(held: Nutrients) -> Result[float, NoNumber]:
    protein_g, fat_g = _grams(held, Nutrient.PROTEIN), _grams(held, Nutrient.FAT)
    carbohydrate_g, alcohol_g = _grams(held, Nutrient.CARBOHYDRATE), _grams(held, Nutrient.ALCOHOL)
    if protein_g is None or fat_g is None or carbohydrate_g is None:
        return Failure(Missing("macronutrients"))
    return energy_atwater_general_kcal(
        Composition(
            protein_g=protein_g,
            fat_g=fat_g,
            carbohydrate_g=carbohydrate_g,
            basis=CarbohydrateBasis.BY_DIFFERENCE,
            alcohol_g=alcohol_g or 0.0,
        )
    )


def _grams(held: Nutrients, nutrient: Nutrient) -> float | None:
    mass = held.of(nutrient)
    if mass is None and nutrient in _WITHIN:
        whole = held.of(_WITHIN[nutrient])
        return 0.0 if whole is not None and not whole.amount else None
    return None if mass is None else mass.grams
