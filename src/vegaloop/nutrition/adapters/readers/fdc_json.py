"""Foods of USDA FoodData Central as JSON: its downloads, and the answers of its interface."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final, TypeAlias, final

from msgspec import Struct, field

from vegaloop.nutrition.adapters.readers.amounts import number_in, seconds_of_date
from vegaloop.nutrition.adapters.readers.fdc_nutrients import energy_and_amounts, nutrient_id_of
from vegaloop.nutrition.adapters.readers.shelves import shelf_of
from vegaloop.nutrition.domain.food import FoodId
from vegaloop.nutrition.domain.food_record import StatedFood

__all__ = ("FdcFood", "standing_of", "stated_by_fdc")

_Number: TypeAlias = float | str | None

# How likely a food of each kind is meant: analysed ones before products of one maker.
_STANDINGS: Final = {"foundation": 13, "sr legacy": 12, "survey": 11, "experimental": 10}
_IN_SERVINGS: Final = frozenset({"g", "grm", "ml", "mlt", "gm"})
_UNSPECIFIED: Final = frozenset({"quantity not specified", "undetermined"})


@final
class _Nutrient(Struct, frozen=True):
    id: int | str | None = None
    number: float | str | None = None
    unit: str | None = field(default=None, name="unitName")


_UNNAMED: Final = _Nutrient()


@final
class _Figure(Struct, frozen=True, rename="camel"):
    nutrient: _Nutrient | None = None
    nutrient_id: int | str | None = None
    nutrient_number: float | str | None = None
    number: float | str | None = None
    unit_name: str | None = None
    amount: _Number = None
    value: _Number = None


@final
class _Unit(Struct, frozen=True):
    name: str | None = None


@final
class _Portion(Struct, frozen=True, rename="camel"):
    gram_weight: _Number = None
    amount: _Number = None
    modifier: str | None = None
    portion_description: str | None = None
    dissemination_text: str | None = None
    measure_unit: _Unit | None = None


@final
class FdcFood(Struct, frozen=True, rename="camel"):
    """A food as FoodData Central writes it; every answer and download has some of these."""

    fdc_id: int | str | None = None
    description: str | None = None
    data_type: str | None = None
    gtin_upc: str | int | None = None
    brand_owner: str | None = None
    brand_name: str | None = None
    food_category: object = None
    branded_food_category: str | None = None
    serving_size: _Number = None
    serving_size_unit: str | None = None
    household_serving_full_text: str | None = None
    publication_date: str | None = None
    published_date: str | None = None
    food_nutrients: tuple[_Figure, ...] | None = None
    food_portions: tuple[_Portion, ...] | None = None
    food_measures: tuple[_Portion, ...] | None = None


def stated_by_fdc(food: FdcFood) -> StatedFood:
    """Take what a record of FoodData Central says."""
    energy_kcal, amounts_ng = energy_and_amounts(_figures(food.food_nutrients or ()))
    owner = food.brand_name or food.brand_owner or ""
    return StatedFood(
        id=FoodId(f"fdc:{food.fdc_id}"),
        name=food.description or "",
        brand=owner,
        code="" if food.gtin_upc is None else str(food.gtin_upc).strip(),
        category=shelf_of(_group(food.food_category) or food.branded_food_category or ""),
        servings=tuple(_servings(food)),
        energy_kcal=energy_kcal,
        amounts_ng=amounts_ng,
        published_s=seconds_of_date(food.published_date or food.publication_date or ""),
        standing=standing_of(food.data_type or ""),
    )


@lru_cache(256)
def standing_of(kind: str) -> int:
    """Tell how likely a food of a kind of record is meant, from 0 to 15."""
    words = kind.lower().replace("_", " ")
    return next((n for begin, n in _STANDINGS.items() if words.startswith(begin)), 3)


def _figures(given: Iterable[_Figure]) -> Iterator[tuple[int, float, str]]:
    for one in given:
        inner = one.nutrient or _UNNAMED
        value = number_in(one.amount if one.value is None else one.value)
        id_ = nutrient_id_of(
            one.nutrient_id or inner.id, one.nutrient_number or one.number or inner.number
        )
        if id_ is not None and value is not None:
            yield id_, value, one.unit_name or inner.unit or ""


def _group(given: object) -> str:
    if isinstance(given, dict):
        given = given.get("description")
    return given if isinstance(given, str) else ""


def _servings(food: FdcFood) -> Iterator[tuple[str, float]]:
    size, unit = number_in(food.serving_size), (food.serving_size_unit or "").lower()
    if size is not None and unit in _IN_SERVINGS:
        # Figures of a drink are of 100 ml, so its millilitres count as grams.
        yield food.household_serving_full_text or f"{size:g} {unit[:2].strip('r')}", size
    for portion in (*(food.food_portions or ()), *(food.food_measures or ())):
        grams = number_in(portion.gram_weight)
        if grams is not None:
            yield _measure(portion), grams


def _measure(portion: _Portion) -> str:
    told = portion.portion_description or portion.dissemination_text or ""
    if told:
        return "" if told.lower() in _UNSPECIFIED else told
    unit = portion.measure_unit.name if portion.measure_unit else None
    named = "" if unit is None or unit.lower() in _UNSPECIFIED else unit
    amount = number_in(portion.amount)
    parts = ("" if amount is None else f"{amount:g}", named, portion.modifier or "")
    return " ".join(part for part in parts if part) if named or portion.modifier else ""
