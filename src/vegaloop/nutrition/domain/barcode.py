"""Barcodes: the number under the stripes, however many zeros somebody wrote before it.

Rule 1: a barcode is 14 digits (GTIN-14), so that two ways to write one number are one text.
"""

from __future__ import annotations

from typing import Final, NewType

__all__ = ("GTIN_LENGTHS", "Barcode", "barcode_of", "barcodes_of", "check_digit_agrees")

Barcode = NewType("Barcode", str)

DIGITS: Final = 14
UPC_E_DIGITS: Final = 8
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


def barcodes_of(written: str) -> tuple[Barcode, ...]:
    """Read every barcode that may be meant: the number, and the one it is short for (NUT-196)."""
    whole, short = barcode_of(written), written.translate(_SEPARATORS)
    if whole is None:
        return ()
    if len(short) != UPC_E_DIGITS or short[0] not in "01":
        return (whole,)
    long = Barcode(_with_its_zeros(short).zfill(DIGITS))
    return (whole, long) if check_digit_agrees(long) else (whole,)


def _with_its_zeros(upc_e: str) -> str:
    """Write a UPC-E as the UPC-A it is short for: its last digit but one says where zeros were.

    Source: GS1 General Specifications, UPC-E barcodes.
    """
    system, maker, item, way, check = upc_e[0], upc_e[1:3], upc_e[3:6], upc_e[6], upc_e[7]
    if way in "012":
        middle = f"{maker}{way}0000{item}"
    elif way in "34":
        kept = int(way) - 2
        middle = f"{maker}{item[:kept]}00000{item[kept:]}"
    else:
        middle = f"{maker}{item}0000{way}"
    return f"{system}{middle}{check}"


def check_digit_agrees(barcode: Barcode) -> bool:
    """Tell whether the last digit is the check digit of the others.

    Source: GS1 General Specifications, section 7.9.
    """
    digits = barcode.encode()  # Each is its value and that of "0".
    weighed = 3 * sum(digits[::2]) + sum(digits[1::2])
    return (weighed - _WEIGHT_OF_ZEROS) % 10 == 0
