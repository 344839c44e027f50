"""Names of things, one type a kind, so that no two kinds can be swapped."""

from __future__ import annotations

import hashlib
from typing import NewType, Protocol
from uuid import UUID

__all__ = ("DeviceId", "Ids", "PersonId", "SourceId", "kept_name")

PersonId = NewType("PersonId", UUID)
DeviceId = NewType("DeviceId", UUID)
SourceId = NewType("SourceId", str)


class Ids(Protocol):
    """A source of identifiers never given before."""

    def fresh(self) -> UUID:
        """Give the next one; later ones sort after earlier ones."""
        ...


def kept_name(given: str, most: int) -> str:
    """Take a name as others gave it; one too long, or that cannot be written, by what sums it up."""
    if len(given) <= most and given.isprintable():
        return given
    return hashlib.sha256(given.encode("utf-8", "surrogatepass")).hexdigest()
