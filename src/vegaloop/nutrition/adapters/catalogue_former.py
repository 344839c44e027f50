"""Editions of a product before its newest: read by their id, found by nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import Final, final

import msgspec
from sqlalchemy import Connection, bindparam, delete, select

from vegaloop.nutrition.adapters.catalogue_filling import (
    fill,
    is_listed,
    listing,
    rows_at_once,
)
from vegaloop.nutrition.adapters.catalogue_stock import Edition
from vegaloop.nutrition.adapters.catalogue_tables import FoodRow, former_foods
from vegaloop.nutrition.adapters.packing_foods import unpack
from vegaloop.nutrition.domain.food import Food

__all__ = ("FormerFoods",)

_o = former_foods.c
_BY_ID: Final = select(_o.food).where(_o.food_id.in_(bindparam("ids", expanding=True)))
_HELD: Final = msgspec.json.Decoder(tuple[tuple[str, int, int], ...])


@final
class FormerFoods:
    """The foods of which a newer edition is held."""

    def __init__(self, engine: str) -> None:
        listed = is_listed(_o.food_id, engine, "text")
        held = rows_at_once(engine, _o.food_id, _o.published_s, _o.fingerprint)
        self._held = select(held).where(listed)
        self._remove = delete(former_foods).where(listed)

    def foods(self, connection: Connection, ids: Collection[str]) -> tuple[Food, ...]:
        """Those of the foods named that there are."""
        found = connection.scalars(_BY_ID, {"ids": sorted(ids)}).all() if ids else ()
        return tuple(unpack(packed).food for packed in found)

    def held(self, connection: Connection, ids: Collection[str]) -> dict[str, Edition]:
        """The editions held of some foods."""
        (found,) = connection.execute(self._held, {"listing": listing(ids)}).one()
        return {one: (published_s, mark) for one, published_s, mark in _HELD.decode(found)}

    def replace(
        self, connection: Connection, ids: Collection[str], rows: Iterable[FoodRow]
    ) -> None:
        """Take some foods out, and put the foods of some rows in."""
        if ids:
            connection.execute(self._remove, {"listing": listing(ids)})
        outdated = [(id_, when, mark, packed) for _, id_, _, _, when, mark, packed in rows]
        fill(connection, former_foods, outdated)
