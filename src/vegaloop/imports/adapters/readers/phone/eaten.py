"""What somebody ate and drank, as a phone tells it.

Rule 1: a food is one meal, called what the export of its platform calls it, so that both are one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from vegaloop.imports.adapters.readers.common.eating import Plates, drink, kind_named, portion_of
from vegaloop.imports.adapters.readers.common.records import shown
from vegaloop.imports.adapters.readers.common.units import Dimension
from vegaloop.imports.adapters.readers.common.unplaced import spoken
from vegaloop.imports.adapters.readers.phone.entry import Entry, Read, number_of
from vegaloop.imports.domain.found import Found, Misshapen
from vegaloop.kernel.result import Failure, Success, mapped, value_in
from vegaloop.nutrition import Nutrient

__all__ = ("hydration", "nutrition")

_FIELDS: Final = frozenset(("energy_kcal", *(nutrient.field for nutrient in Nutrient)))
_NUTRIENTS_MOST: Final = 100
_NAME_MOST: Final = 60


def nutrition(entry: Entry) -> Read:
    """Read a food: what is known of it, each amount in the unit its name says."""
    held = entry.record.get("nutrients")
    if not isinstance(held, dict) or len(held) > _NUTRIENTS_MOST:
        return entry.wrong("nutrients", f"up to {_NUTRIENTS_MOST} amounts by name")
    amounts = {str(name): number_of(one) for name, one in held.items()}
    wrong = [name for name, one in amounts.items() if one is None or one < 0]
    if wrong:
        given = shown(held[wrong[0]])
        return Failure(
            Misshapen(f"nutrients.{wrong[0]}"[:_NAME_MOST], given, "an amount from 0 to 1e12")
        )
    figures = [(name, one) for name, one in amounts.items() if name in _FIELDS and one is not None]
    if not figures:
        return entry.wrong("nutrients", "at least one that is known")
    strange = (spoken(name)[:_NAME_MOST] for name in amounts if name not in _FIELDS)
    named = (entry.maker.unsupported(entry.place, one) for one in strange)
    return Success((*_meal(entry, figures), *named))


def hydration(entry: Entry) -> Read:
    """Read how much somebody drank."""
    return mapped(entry.amount(Dimension.VOLUME), lambda ml: tuple(_drunk(entry, ml)))


def _drunk(entry: Entry, amount_ml: float) -> Sequence[Found]:
    if entry.is_apple and amount_ml > 0:  # One of the nutrients, in its export.
        return _meal(entry, [(Nutrient.WATER.field, amount_ml)])
    return (drink(entry.place, entry.maker.source, entry.start, amount_ml),)


def _meal(entry: Entry, figures: list[tuple[str, float]]) -> Sequence[Found]:
    name, source = entry.record.text("name"), entry.maker.source
    portion = portion_of(name or source.rpartition("/")[2], figures)
    key, kind = _own_name(entry, name), kind_named(entry.record.text("meal"))
    return Plates(source).meals(entry.place, entry.start, [portion], key=key, kind=kind)


def _own_name(entry: Entry, name: str) -> str:
    """What the export calls it: Apple's by its start and name, unless its app had a name for it."""
    if not entry.is_apple:
        return entry.id
    began = value_in(entry.start)
    own = entry.record.text("external_id")
    # As its export writes a time.
    at = "" if began is None else began.moment.local.strftime("%Y-%m-%d %H:%M:%S %z")
    return own or f"{at}/{name}"
