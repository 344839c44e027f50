"""The tables of the catalogue, which belongs to nobody: rows of foods, and what finds them.

Rule 1: a food's key is its place on the shelf, so that what comes first is found first. On the disk
foods stand in the order they came in: to sort rows of their size costs as much again as to write them.
Rule 2: `food_index` has the folded words of each food, and `food_index_typo` every way to shorten
each word: a full-text table of SQLite, or a table with a GIN index in PostgreSQL; no metadata can
say so, and the migration makes them.
Rule 3: `food_former` has the editions of a product before its newest, which no search asks for.
"""

from __future__ import annotations

from typing import Final, TypeAlias

from sqlalchemy import (
    BigInteger,
    Column,
    Index,
    LargeBinary,
    Named,
    String,
    Table,
    TypedColumns,
)

from vegaloop.infrastructure.database import METADATA
from vegaloop.nutrition.domain.food_record import ReadyFood

__all__ = ("FoodRow", "food_values", "food_words", "foods", "former_foods")

# Ranges of folded names are ranges of bytes, whatever language the database sorts in.
_Folded: Final = String(600).with_variant(String(600, collation="C"), "postgresql")


FoodRow: TypeAlias = tuple[int, str, str | None, str, int, int, bytes]


class _FoodColumns(TypedColumns):
    place: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    food_id: Named[str] = Column(String(100))
    barcode: Named[str | None] = Column(String(14))
    folded: Named[str] = Column(_Folded)
    published_s: Named[int] = Column(BigInteger)
    fingerprint: Named[int] = Column(BigInteger)
    packed: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[int, str, str | None, str, int, int, bytes]


class _FormerColumns(TypedColumns):
    food_id: Named[str] = Column(String(100), primary_key=True)
    published_s: Named[int] = Column(BigInteger)
    fingerprint: Named[int] = Column(BigInteger)
    food: Named[bytes] = Column(LargeBinary)
    __row_pos__: tuple[str, int, int, bytes]


class _WordColumns(TypedColumns):
    number: Named[int] = Column(BigInteger, primary_key=True, autoincrement=False)
    word: Named[str] = Column(String(64))
    __row_pos__: tuple[int, str]


foods: Final = Table(
    "food",
    METADATA,
    _FoodColumns,
    Index(None, "food_id", unique=True),
    Index(None, "barcode"),
    Index(None, "folded", "place"),
)
# Editions of a product before its newest: read by their id, never found. Each is a row as it was.
former_foods: Final = Table("food_former", METADATA, _FormerColumns)
# The words of all names that can be mistyped, by the numbers `food_index_typo` has for them.
food_words: Final = Table("food_word", METADATA, _WordColumns)


def food_values(food: ReadyFood) -> FoodRow:
    """Write a food."""
    return (
        food.place,
        food.id,
        food.barcode,
        food.name,
        food.published_s,
        food.fingerprint,
        food.packed,
    )
