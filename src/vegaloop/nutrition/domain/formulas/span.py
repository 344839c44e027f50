"""A recommended range."""

from __future__ import annotations

from typing import final

from msgspec import Struct

__all__ = ("Span",)


@final
class Span(Struct, frozen=True):
    """A recommended range, both ends in it."""

    least: float
    most: float

    def __post_init__(self) -> None:
        if not 0 <= self.least <= self.most:
            raise ValueError("a recommended range is not reversed")

    def times(self, factor: float) -> Span:
        """Scale both ends by a non-negative factor."""
        return Span(self.least * factor, self.most * factor)
