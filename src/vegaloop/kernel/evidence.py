"""Why a number is not there: missing is never zero, and never a default."""

from __future__ import annotations

from typing import TypeAlias, final

from msgspec import Struct

__all__ = ("Derived", "Missing", "NoNumber", "TooFew", "Undefined")


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
class Undefined(Struct, frozen=True, tag="undefined"):
    """The formula has no value there: a zero divisor, an argument outside its domain."""

    what: str
    why: str


NoNumber: TypeAlias = Missing | TooFew | Undefined


@final
class Derived(Struct, frozen=True):
    """A computed number with where it came from.

    `value` is in the unit its name says elsewhere; `quality` is in [0, 1]; `window_days` is how
    far back it looked and `n_valid` on how many observations it rests.
    """

    value: float
    quality: float
    window_days: int
    n_valid: int
    method: str
    formula_version: str
