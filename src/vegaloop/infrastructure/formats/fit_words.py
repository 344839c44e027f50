"""Words for what FIT numbers in every kind of file: kinds of files, makers and products.

A number that is not here is kept as a number.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from vegaloop.infrastructure.formats.fit_products import GARMIN_PRODUCTS, MANUFACTURERS

__all__ = ("file_kind", "manufacturer", "product", "word_of")

_FILES: Final = """
1 device 2 settings 3 sport 4 activity 5 workout 6 course 7 schedules 9 weight 10 totals 11
goals 14 blood_pressure 15 monitoring_a 20 activity_summary 28 monitoring_daily 32 monitoring_b
34 segment 35 segment_list 40 exd_configuration
"""
_GARMIN_MAKES: Final = {1, 13, 15, 89}  # Garmin, its ANT+ companies and Tacx share one list.


def file_kind(number: int) -> str:
    """The kind of a file."""
    return word_of(_FILES, number)


def manufacturer(number: int) -> str:
    """Who made a device."""
    return word_of(MANUFACTURERS, number)


def product(number: int, made_by: int | None) -> str:
    """A product, by its maker's list; only Garmin's is known here."""
    return word_of(GARMIN_PRODUCTS if made_by in _GARMIN_MAKES else "", number)


def word_of(table: str, number: int) -> str:
    """Find the word of a number in a table of number and word by turns."""
    return _words(table).get(number, str(number))


@cache
def _words(table: str) -> dict[int, str]:
    parts = table.split()
    return {int(n): word for n, word in zip(parts[::2], parts[1::2], strict=True)}
