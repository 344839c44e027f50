"""Where formulas are declared: the answer of one that is asked for outside its domain (C6)."""

from __future__ import annotations

from typing import Final, TypeAlias

from vegaloop.kernel.evidence import Outside

__all__ = ("GRAMS", "Asked", "outside")

GRAMS: Final = (0.0, 1e6)  # Of any part of any food: a ton is no food.

# What a number is called, the number, and the closed interval it must lie in.
Asked: TypeAlias = tuple[str, float, float, float]


def outside(*asked: Asked) -> Outside | None:
    """Find the first number that lies outside its interval, NaN among them."""
    return next(
        (
            Outside(what, given, least, most)
            for what, given, least, most in asked
            if not least <= given <= most
        ),
        None,
    )
