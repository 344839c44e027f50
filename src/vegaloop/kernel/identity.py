"""Names of things, one type a kind, so that no two kinds can be swapped."""

from __future__ import annotations

from typing import NewType, Protocol
from uuid import UUID

__all__ = ("DeviceId", "Ids", "PersonId", "SourceId")

PersonId = NewType("PersonId", UUID)
DeviceId = NewType("DeviceId", UUID)
SourceId = NewType("SourceId", str)


class Ids(Protocol):
    """A source of identifiers never given before."""

    def fresh(self) -> UUID:
        """Give the next one; later ones sort after earlier ones."""
        ...
