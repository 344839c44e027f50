"""What Open Food Facts says of a product, whatever file it stands in.

Its figures of 100 g are grams, but for energy (kcal or kJ) and alcohol (percent by volume); those
of drinks are of 100 ml. Carbohydrate is as on the label: in Europe fibre is not in it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from vegaloop.kernel.units import kcal_from_kj
from vegaloop.nutrition.adapters.readers.amounts import number_in
from vegaloop.nutrition.adapters.readers.shelves import shelf_of
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.food_record import StatedFood
from vegaloop.nutrition.domain.nutrients import Nutrient

__all__ = (
    "ENERGIES",
    "FIGURES",
    "GRAMS_BY_TAG",
    "NG_PER_G",
    "TOLD",
    "OffTold",
    "off_id_of",
    "stated_by_off",
    "text_of",
)

NG_PER_G: Final = 1e9
G_SODIUM_PER_G_SALT: Final = 1 / 2.5  # Regulation (EU) 1169/2011, annex I.
G_ETHANOL_PER_ML: Final = 0.789
STANDING_MOST: Final = 9  # Below every food that was analysed.
EAN_8: Final = 8
EAN_13: Final = 13

# What of a product is read besides its figures.
TOLD: Final = (
    "product_name",
    "generic_name",
    "brands",
    "serving_size",
    "serving_quantity",
    "pnns_groups_2",
    "last_modified_t",
    "unique_scans_n",
    "abbreviated_product_name",
)
OffTold: TypeAlias = tuple[object, object, object, object, object, object, object, object, object]
# Of two tags of one nutrient the first that is there counts; each with grams in one of it.
GRAMS_BY_TAG: Final = (
    ("fat", Nutrient.FAT, 1.0),
    ("saturated-fat", Nutrient.SATURATES, 1.0),
    ("carbohydrates", Nutrient.CARBOHYDRATE, 1.0),
    ("sugars", Nutrient.SUGARS, 1.0),
    ("fiber", Nutrient.FIBRE, 1.0),
    ("proteins", Nutrient.PROTEIN, 1.0),
    ("sodium", Nutrient.SODIUM, 1.0),
    ("salt", Nutrient.SODIUM, G_SODIUM_PER_G_SALT),
    ("alcohol", Nutrient.ALCOHOL, G_ETHANOL_PER_ML),
    ("water", Nutrient.WATER, 1.0),
    ("linoleic-acid", Nutrient.LINOLEIC_ACID_N6, 1.0),
    ("alpha-linolenic-acid", Nutrient.ALPHA_LINOLENIC_ACID_N3, 1.0),
    ("vitamin-a", Nutrient.VITAMIN_A_RAE, 1.0),
    ("vitamin-d", Nutrient.VITAMIN_D, 1.0),
    ("vitamin-e", Nutrient.VITAMIN_E_ALPHA_TOCOPHEROL, 1.0),
    ("vitamin-k", Nutrient.VITAMIN_K, 1.0),
    ("phylloquinone", Nutrient.VITAMIN_K, 1.0),
    ("vitamin-c", Nutrient.VITAMIN_C, 1.0),
    ("vitamin-b1", Nutrient.THIAMIN, 1.0),
    ("vitamin-b2", Nutrient.RIBOFLAVIN, 1.0),
    ("vitamin-pp", Nutrient.NIACIN, 1.0),
    ("vitamin-b6", Nutrient.VITAMIN_B6, 1.0),
    ("vitamin-b12", Nutrient.VITAMIN_B12, 1.0),
    ("biotin", Nutrient.BIOTIN, 1.0),
    ("pantothenic-acid", Nutrient.PANTOTHENIC_ACID, 1.0),
    ("choline", Nutrient.CHOLINE, 1.0),
    ("potassium", Nutrient.POTASSIUM, 1.0),
    ("chloride", Nutrient.CHLORIDE, 1.0),
    ("calcium", Nutrient.CALCIUM, 1.0),
    ("phosphorus", Nutrient.PHOSPHORUS, 1.0),
    ("iron", Nutrient.IRON, 1.0),
    ("magnesium", Nutrient.MAGNESIUM, 1.0),
    ("zinc", Nutrient.ZINC, 1.0),
    ("copper", Nutrient.COPPER, 1.0),
    ("manganese", Nutrient.MANGANESE, 1.0),
    ("fluoride", Nutrient.FLUORIDE, 1.0),
    ("selenium", Nutrient.SELENIUM, 1.0),
    ("chromium", Nutrient.CHROMIUM, 1.0),
    ("molybdenum", Nutrient.MOLYBDENUM, 1.0),
    ("iodine", Nutrient.IODINE, 1.0),
)
FIGURES: Final = {f"{tag}_100g": (one, grams * NG_PER_G) for tag, one, grams in GRAMS_BY_TAG}
ENERGIES: Final = ("energy-kcal_100g", "energy-kj_100g", "energy_100g")


def stated_by_off(
    code: str, told: OffTold, energies: Sequence[object], amounts_ng: Mapping[Nutrient, float]
) -> StatedFood:
    """Take what Open Food Facts says of a product: `TOLD`, its `ENERGIES`, what it holds."""
    name, generic, brands, size, serving, group, modified_t, scans_n, short = told
    scans, modified, quantity = number_in(scans_n), number_in(modified_t), number_in(serving)
    return StatedFood(
        id=off_id_of(code),
        name=text_of(name) or text_of(generic) or text_of(short),
        brand=text_of(brands).partition(",")[0],
        code=code,
        category=shelf_of(text_of(group)),
        servings=() if quantity is None else ((text_of(size) or "1 serving", quantity),),
        energy_kcal=_energy(energies),
        amounts_ng=tuple(amounts_ng.items()),
        published_s=int(modified) if modified is not None and 0 <= modified < 1e11 else 0,
        standing=min(STANDING_MOST, int(scans).bit_length()) if scans and 0 < scans < 1e9 else 0,
    )


def text_of(given: object) -> str:
    """Read a field as text without the space around it; empty where there is none."""
    return "" if given is None else str(given).strip()


def off_id_of(code: str) -> FoodId:
    """Name a product as Open Food Facts does: 8 or 13 digits where zeros can make it so."""
    digits = code.lstrip("0") or "0"
    return FoodId(f"off:{digits.zfill(EAN_8 if len(digits) <= EAN_8 else EAN_13)}")


def _energy(given: Sequence[object]) -> float | None:
    kcal = number_in(given[0])
    if kcal is not None:
        return kcal
    kilojoules = map(number_in, given[1:])
    return next((kcal_from_kj(kj) for kj in kilojoules if kj is not None), None)
