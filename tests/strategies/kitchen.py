"""Foods of one's own, recipes and imported meals, valid by construction."""

from __future__ import annotations

from hypothesis import strategies as st

from tests.strategies.nutrition import entries, grams, kinds
from vegaloop.kernel.identity import SourceId
from vegaloop.kernel.quantity import NANOGRAMS_PER_GRAM, Energy, Mass
from vegaloop.nutrition import (
    Food,
    FoodCategory,
    FoodEntry,
    FoodId,
    ImportedMeal,
    IngredientEntry,
    MealEntry,
    Nutrient,
    Nutrients,
    ServedEntry,
    Serving,
    ServingEntry,
    WeighedEntry,
)

# Together at most 100 g of 100 g, so that a dish of them can lose all its water.
_amounts = st.fixed_dictionaries(
    {
        Nutrient.PROTEIN: st.integers(0, 20 * NANOGRAMS_PER_GRAM),
        Nutrient.CARBOHYDRATE: st.integers(0, 20 * NANOGRAMS_PER_GRAM),
        Nutrient.WATER: st.integers(0, 40 * NANOGRAMS_PER_GRAM),
    },
    optional={
        Nutrient.FAT: st.integers(0, 20 * NANOGRAMS_PER_GRAM),
        Nutrient.IRON: st.integers(0, NANOGRAMS_PER_GRAM // 1_000),
        Nutrient.SODIUM: st.integers(0, NANOGRAMS_PER_GRAM),
    },
)
contents_of_100_g = st.builds(
    lambda energy, held: Nutrients.of_amounts(
        energy, ((nutrient, Mass(amount)) for nutrient, amount in held.items())
    ),
    st.none() | st.just(Energy(0)) | st.integers(0, 3_700_000).map(Energy),
    _amounts,
)


def shelved(contents: st.SearchStrategy[Nutrients]) -> st.SearchStrategy[list[Food]]:
    """Some foods of a catalogue, `food-0`, `food-1` and so on, with a cup of 80 g."""
    return st.lists(contents, min_size=1, max_size=5).map(
        lambda held: [
            Food(
                FoodId(f"food-{place}"),
                f"Food {place}",
                FoodCategory.OTHER,
                SourceId(f"test:{place}"),
                (Serving("cup", grams(80)),),
                per_100_g,
            )
            for place, per_100_g in enumerate(held)
        ]
    )


def ingredients_of(ids: list[FoodId]) -> st.SearchStrategy[tuple[IngredientEntry, ...]]:
    """So much of some foods, by mass or by cup."""
    named = st.sampled_from(ids)
    weighed = st.builds(WeighedEntry, named, st.integers(10, 2_000_000).map(lambda mg: mg / 1_000))
    served = st.builds(ServedEntry, named, st.just("cup"), st.integers(1, 80).map(lambda n: n / 4))
    return st.lists(weighed | served, min_size=1, max_size=6).map(tuple)


own_entries = st.builds(
    FoodEntry,
    name=st.sampled_from(["Granny's soup", "Müsli", "Bar 3000", "Oat drink"]),
    stated=st.dictionaries(
        st.sampled_from(("energy_kcal", "protein_g", "carbohydrate_g", "fat_g", "iron_mg")),
        st.integers(0, 300).map(lambda tenths: tenths / 10),
    ).map(lambda known: tuple(known.items())),
    category=st.sampled_from(FoodCategory),
    per_g=st.integers(30, 500).map(float),
    servings=st.sampled_from([(), (ServingEntry("bowl", 250.0),)]),
    brand=st.none() | st.just("Home"),
    barcode=st.none() | st.sampled_from(["4006381333931", "96385074", "12345"]),
)

sources = st.sampled_from([SourceId("cronometer"), SourceId("myfitnesspal")])


def _imported(key: int, entry: MealEntry, source: SourceId) -> ImportedMeal:
    said = MealEntry(
        entry.kind, entry.eaten_at, entry.portions, entry.time_zone, entry.name, source
    )
    return ImportedMeal(f"row {key}", said)


imported_meals = st.builds(_imported, st.integers(0, 9), entries, sources)
meal_kinds = kinds
