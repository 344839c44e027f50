"""Why a number is not there: missing is never zero, and never a default.

The reasons of the formula book (C6): missing, insufficient_data, out_of_range, undefined.
"""

from __future__ import annotations

import math
from enum import StrEnum
from typing import Final, TypeAlias, final

from msgspec import Struct

__all__ = (
    "Asked",
    "Confidence",
    "Derived",
    "Missing",
    "NoNumber",
    "Outside",
    "TooFew",
    "Undefined",
    "confidence_of",
    "outside",
)


CONFIDENCE_HIGH: Final = 0.75
CONFIDENCE_MEDIUM: Final = 0.5


@final
class Missing(Struct, frozen=True, tag="missing"):
    """Nothing was recorded that the number could be made of."""

    what: str


@final
class TooFew(Struct, frozen=True, tag="insufficient-data"):
    """Something was recorded, but less than the number needs to mean anything."""

    what: str
    given: int
    needed: int


@final
class Outside(Struct, frozen=True, tag="out-of-range"):
    """A number outside the closed interval a formula is declared on, NaN among them."""

    what: str
    given: float
    least: float
    most: float

    @property
    def why(self) -> str:
        """What would have been right."""
        return f"{self.given:g} is not from {self.least:g} to {self.most:g}"


@final
class Undefined(Struct, frozen=True, tag="undefined"):
    """The formula has no value there, as where a divisor is zero."""

    what: str
    why: str


# What a number is called, the number, and the closed interval a formula is declared on.
Asked: TypeAlias = tuple[str, float, float, float]


def outside(*asked: Asked) -> Outside | None:
    """Find the first number that lies outside its interval, NaN among them."""
    return next((Outside(*one) for one in asked if not one[2] <= one[1] <= one[3]), None)


NoNumber: TypeAlias = Missing | TooFew | Outside | Undefined


class Confidence(StrEnum):
    """How far a number can be relied on, in a word: the quality at least .75, .5, or less."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


def confidence_of(quality: float) -> Confidence:
    """Say a quality from 0 to 1 in a word."""
    if quality >= CONFIDENCE_HIGH:
        return Confidence.HIGH
    return Confidence.MEDIUM if quality >= CONFIDENCE_MEDIUM else Confidence.LOW


@final
class Derived(Struct, frozen=True, kw_only=True):
    """A computed number with where it came from.

    `value` is in the unit its name says elsewhere, and `low` and `high` bound it where the method
    gives an interval; `quality` is in [0, 1]; `window_days` is how far back it looked (1 where
    that is one session, night or day) and `n_valid` on how many observations it rests. `notes`
    are words for what a reader must know of it, such as "estimated" or "warming-up".
    """

    value: float
    method: str
    formula_version: str
    window_days: int
    n_valid: int
    quality: float = 1.0
    low: float | None = None
    high: float | None = None
    notes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        bounds = tuple(one for one in (self.low, self.high) if one is not None)
        if not all(math.isfinite(one) for one in (self.value, *bounds)):
            raise ValueError("a number that is there is finite")
        if not 0 <= self.quality <= 1:
            raise ValueError("a quality lies between 0 and 1")

    @property
    def confidence(self) -> Confidence:
        """Its quality in a word."""
        return confidence_of(self.quality)
