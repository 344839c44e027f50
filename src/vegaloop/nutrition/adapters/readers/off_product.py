"""A product as Open Food Facts writes it in JSON.

Its figures stand in `nutriments`, by the names of the columns of the export; since schema 1003 in
`nutrition`, with a unit each.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, final

import msgspec
from msgspec import Struct

from vegaloop.nutrition.adapters.readers.amounts import NG_PER_UNIT, number_in
from vegaloop.nutrition.adapters.readers.off import (
    ENERGIES,
    FIGURES,
    NG_PER_G,
    OffTold,
    stated_by_off,
    text_of,
)
from vegaloop.nutrition.domain.food_record import StatedFood
from vegaloop.nutrition.domain.nutrients import Nutrient

__all__ = ("OffProduct", "named", "stated_by_product")

_PER: Final = frozenset((None, "100g", "100ml"))
_AS_SOLD: Final = frozenset((None, "as_sold"))
_NAMES: Final = ("product_name", "generic_name", "abbreviated_product_name")


@final
class _Amount(Struct, frozen=True):
    value: object = None
    unit: object = None

    @property
    def figure(self) -> float | None:
        """The figure as `nutriments` has it: grams, where the unit is one of mass."""
        number = number_in(self.value)
        ng = NG_PER_UNIT.get(str(self.unit).upper())
        return number if number is None or ng is None else number * ng / NG_PER_G


@final
class _AmountSet(Struct, frozen=True):
    """The amounts that were chosen of several statements of a product."""

    nutrients: dict[str, _Amount] | None = None
    per: str | None = None
    preparation: str | None = None


@final
class _Nutrition(Struct, frozen=True):
    aggregated_set: _AmountSet | None = None


@final
class OffProduct(Struct, frozen=True):
    """A product as Open Food Facts writes it in JSON."""

    code: str | int | None = None
    product_name: str | None = None
    generic_name: str | None = None
    brands: object = None
    serving_size: str | None = None
    serving_quantity: float | str | None = None
    pnns_groups_2: str | None = None
    last_modified_t: float | str | None = None
    unique_scans_n: float | str | None = None
    abbreviated_product_name: str | None = None
    nutriments: dict[str, object] | None = None
    nutrition: _Nutrition | None = None

    @property
    def is_one(self) -> bool:
        """Whether it tells anything a product has."""
        told = (self.nutriments, self.nutrition, self.product_name)
        return any(one is not None for one in told)

    @property
    def figures(self) -> Mapping[str, object]:
        """Its figures of 100 g, as sold, by the names they had first."""
        nutrition = self.nutrition
        chosen = None if nutrition is None else nutrition.aggregated_set
        if (
            chosen is None
            or chosen.nutrients is None
            or chosen.per not in _PER
            or chosen.preparation not in _AS_SOLD
        ):
            return self.nutriments or {}
        stated = ((tag, one.figure) for tag, one in chosen.nutrients.items())
        newer = {f"{tag}_100g": figure for tag, figure in stated if figure is not None}
        return {**(self.nutriments or {}), **newer}

    @property
    def told(self) -> OffTold:
        """What it tells besides its figures, in the order of `TOLD`."""
        return (
            self.product_name,
            self.generic_name,
            ",".join(map(str, self.brands)) if isinstance(self.brands, list) else self.brands,
            self.serving_size,
            self.serving_quantity,
            self.pnns_groups_2,
            self.last_modified_t,
            self.unique_scans_n,
            self.abbreviated_product_name,
        )


def named(product: OffProduct, text: bytes | str) -> OffProduct:
    """Give a product the name its record has in some language only: its own, English, else any."""
    if product.product_name and product.product_name.strip():
        return product
    record = msgspec.json.decode(text, type=dict[str, object])
    for what in _NAMES:
        language, begins = text_of(record.get("lang") or record.get("lc")), f"{what}_"
        others = [field for field in record if field.startswith(begins)]
        for field in (what, begins + language, f"{begins}en", *others):
            found = record.get(field)
            if isinstance(found, str) and found.strip():
                return msgspec.structs.replace(product, product_name=found)
    return product


def stated_by_product(code: str, product: OffProduct) -> StatedFood:
    """Take what a product says in JSON."""
    figures = product.figures
    amounts: dict[Nutrient, float] = {}
    for name in filter(figures.__contains__, FIGURES):
        value = number_in(figures[name])
        if value is not None:
            nutrient, ng = FIGURES[name]
            amounts.setdefault(nutrient, value * ng)
    return stated_by_off(code, product.told, [*map(figures.get, ENERGIES)], amounts)
