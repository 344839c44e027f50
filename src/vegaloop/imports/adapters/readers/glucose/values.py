"""What sensors write for a concentration: a number in a unit, or a word beyond their range."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import Final

from vegaloop.biometrics import Glucose
from vegaloop.imports.adapters.readers.common.making import UNMEASURED, Maker, number_in
from vegaloop.imports.adapters.readers.common.when import BadTime, When
from vegaloop.imports.domain.found import FoundReading, NotTaken, Place
from vegaloop.imports.domain.reasons import BeyondSensor
from vegaloop.kernel.errors import OutOfRange
from vegaloop.kernel.result import Result, Success

__all__ = ("GlucoseUnit", "glucose_in", "glucose_of", "unit_in", "unit_of_numbers")

# No body lives at 35 mmol/L or below 35 mg/dL for long, so numbers tell their unit.
_MMOL_L_MOST: Final = 35.0
_UNIT: Final = re.compile(r"(mg)\s*[/_ ]?\s*dl|(mmol)\s*[/_ ]?\s*l", re.IGNORECASE)
_RATE: Final = re.compile(r"/\s*min", re.IGNORECASE)
_BEYOND: Final = re.compile(r"[<>≤≥]\s*\d+(?:[.,]\d+)?$")
_WORDS: Final = frozenset(
    (
        "low", "high", "lo", "hi", "niedrig", "tief", "hoch", "bas", "basse", "faible", "haut",
        "élevé", "élevée", "bajo", "baja", "alto", "alta", "basso", "bassa", "laag", "hoog", "låg",
        "lågt", "hög", "högt", "lav", "lavt", "høy", "høyt", "høj", "højt", "baixo", "baixa",
        "elevado", "niski", "wysoki", "matala", "korkea", "nízká", "vysoká", "düşük", "yüksek",
    )
)  # fmt: skip


class GlucoseUnit(StrEnum):
    """The units glucose is told in."""

    MG_DL = "mg/dL"
    MMOL_L = "mmol/L"


def unit_in(words: str) -> GlucoseUnit | None:
    """Find the unit in the name of a column or in a word; a rate of change has none."""
    found = _UNIT.search(words)
    if found is None or _RATE.search(words[found.start() :]):
        return None
    return GlucoseUnit.MG_DL if found.group(1) else GlucoseUnit.MMOL_L


def unit_of_numbers(greatest: float) -> GlucoseUnit:
    """Tell the unit of a file that does not say it by its greatest number."""
    return GlucoseUnit.MMOL_L if greatest <= _MMOL_L_MOST else GlucoseUnit.MG_DL


def glucose_of(number: float, unit: GlucoseUnit) -> Result[Glucose, OutOfRange]:
    """Read a concentration in a unit."""
    match unit:
        case GlucoseUnit.MG_DL:
            return Glucose.of_mg_dl(number)
        case GlucoseUnit.MMOL_L:
            return Glucose.of_mmol_l(number)


def glucose_in(
    text: str, unit: GlucoseUnit, maker: Maker, place: Place, when: Result[When, BadTime]
) -> FoundReading | NotTaken:
    """Make a reading of a cell, or say that it holds a word beyond the sensor's range, or none."""
    written = text.strip()
    if written.casefold() in _WORDS or _BEYOND.match(written):
        return NotTaken(place, "glucose", BeyondSensor(written))
    if not written and isinstance(when, Success):
        return maker.unsupported(place, UNMEASURED)
    number = number_in(written)
    if number is None:
        return maker.misshapen(place, "glucose", "glucose", text, "a number")
    return maker.reading(place, "glucose", when, glucose_of(number, unit))
