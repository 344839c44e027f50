"""Faults of form: a value that cannot be, whatever the context."""

from __future__ import annotations

from typing import TypeAlias, final

from msgspec import Struct

__all__ = ("Blank", "Malformed", "NoZone", "NotOneOf", "OutOfRange", "TooLong", "UnknownZone")


@final
class OutOfRange(Struct, frozen=True, tag="out-of-range"):
    """A number outside the closed interval its meaning allows."""

    field: str
    given: float
    least: float
    most: float


@final
class Blank(Struct, frozen=True, tag="blank"):
    """A text with nothing to read in it."""

    field: str


@final
class TooLong(Struct, frozen=True, tag="too-long"):
    """A text or a list longer than it may be."""

    field: str
    given: int
    most: int


@final
class NotOneOf(Struct, frozen=True, tag="not-one-of"):
    """A word that is not among those that mean something here."""

    field: str
    given: str
    known: tuple[str, ...]


@final
class NoZone(Struct, frozen=True, tag="no-zone"):
    """A time of day that does not say where on Earth it was read."""

    field: str
    given: str


@final
class UnknownZone(Struct, frozen=True, tag="unknown-zone"):
    """A name the IANA time zone database does not have."""

    field: str
    given: str


Malformed: TypeAlias = OutOfRange | Blank | TooLong | NotOneOf | NoZone | UnknownZone
