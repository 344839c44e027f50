"""The id of a food as the path of an address has it."""

from __future__ import annotations

from vegaloop.nutrition.domain.food import FoodId

_NUL, _NO_CHARACTER = "\x00", "\ufffd"


def to_food_id(written: str) -> FoodId:
    """Read the id of a food; one with a NUL, which PostgreSQL cannot even look for, is nobody's."""
    return FoodId(written.replace(_NUL, _NO_CHARACTER))
