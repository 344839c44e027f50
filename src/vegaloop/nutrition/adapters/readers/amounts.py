"""Numbers as files of foods write them, and what they are turned into."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Final

from vegaloop.kernel.result import Failure, Success
from vegaloop.nutrition.domain.food_record import (
    FoodFound,
    FoodItem,
    FoodPlace,
    FoodRefused,
    NotAFood,
    StatedFood,
    decide_food,
)

__all__ = ("NG_PER_UNIT", "food_item", "number_in", "refusal", "seconds_of_date")

# By the unit in capitals; international units and equivalents have no mass of their own.
NG_PER_UNIT: Final = {
    "KG": 1e12,
    "G": 1e9,
    "GRM": 1e9,
    "MG": 1e6,
    "UG": 1e3,
    "MCG": 1e3,
    "ΜG": 1e3,
    "NG": 1.0,
}
GIVEN_CHARACTERS_MOST: Final = 80
_EPOCH_DAY: Final = dt.date(1970, 1, 1).toordinal()
_SECONDS_A_DAY: Final = 86_400


def number_in(given: object) -> float | None:
    """Read a number, written as one or as text; None where there is none."""
    if isinstance(given, float):
        return given
    if isinstance(given, str):
        if not given:
            return None
        try:
            return float(given)
        except ValueError:
            return _with_comma(given)
    if isinstance(given, int) and not isinstance(given, bool):
        return float(given)
    return None


def _with_comma(given: str) -> float | None:
    if given.count(",") != 1 or "." in given:
        return None
    try:
        return float(given.replace(",", "."))
    except ValueError:
        return None


@lru_cache(1_024)  # Downloads are published as a whole.
def seconds_of_date(written: str) -> int:
    """Read a date as `2019-04-01` or, as in American files, `4/1/2019`; 0 where it is neither."""
    parts = written.split("/")
    try:
        if len(parts) == 3:
            month, day, year = map(int, parts)
            read = dt.date(year, month, day)
        else:
            read = dt.date.fromisoformat(written[:10])
    except ValueError:
        return 0
    return (read.toordinal() - _EPOCH_DAY) * _SECONDS_A_DAY


def food_item(place: FoodPlace, stated: StatedFood) -> FoodItem:
    """Make a food of a record, or refuse it."""
    match decide_food(stated):
        case Success(record):
            return FoodFound(place, record)
        case Failure(reason):
            return FoodRefused(place, reason)


def refusal(place: FoodPlace, field: str, given: str) -> FoodRefused:
    """Refuse a record for a field, with a little of what stood there."""
    return FoodRefused(place, NotAFood(field, given[:GIVEN_CHARACTERS_MOST]))
