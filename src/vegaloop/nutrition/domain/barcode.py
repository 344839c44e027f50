"""Barcodes: the number under the stripes, however many zeros somebody wrote before it.

Rule 1: a barcode is 14 digits (GTIN-14), so that two ways to write one number are one text.
"""

from __future__ import annotations

from typing import Final, NewType

__all__ = ("GTIN_LENGTHS", "Barcode", "barcode_of", "check_digit_agrees")

Barcode = NewType("Barcode", str)

DIGITS: Final = 14
# How many digits GS1 prints: only of these is the last one known to be a check digit.
GTIN_LENGTHS: Final = frozenset({8, 12, 13, 14})
_WEIGHT_OF_ZEROS: Final = ord("0") * (3 + 1) * DIGITS // 2
_SEPARATORS: Final = {ord(" "): None, ord("-"): None}


def barcode_of(written: str) -> Barcode | None:
    """Read a barcode; None where it is not a number from 1 to 14 digits (NUT-133)."""
    digits = written if written.isdecimal() else written.translate(_SEPARATORS)
    if not digits.isascii() or not digits.isdecimal():
        return None
    number = digits.lstrip("0")
    return Barcode(number.zfill(DIGITS)) if 0 < len(number) <= DIGITS else None


def check_digit_agrees(barcode: Barcode) -> bool:
    """Tell whether the last digit is the check digit of the others.

    Source: GS1 General Specifications, section 7.9.
    """
    digits = barcode.encode()  # Each is its value and that of "0".
    weighed = 3 * sum(digits[::2]) + sum(digits[1::2])
    return (weighed - _WEIGHT_OF_ZEROS) % 10 == 0
