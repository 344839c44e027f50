"""Why a table of records cannot be one person's."""

from __future__ import annotations

from typing import final

from msgspec import Struct

__all__ = ("SeveralPeople",)


@final
class SeveralPeople(Struct, frozen=True, tag="imports/several-people"):
    """A table of so many people, with nothing that says which of them brings it."""

    people: int
