"""Pieces of a receipt that every kind of find is told with."""

from __future__ import annotations

from typing import Final

import msgspec
from msgspec import Struct

from vegaloop.imports.domain.found import Place
from vegaloop.imports.domain.reasons import fate_by
from vegaloop.imports.domain.receipt import Item
from vegaloop.kernel.identity import SourceId

__all__ = ("LOCKED", "TIME_ASSUMED", "ZONE_ASSUMED", "assumed", "refused")

LOCKED: Final = "left-as-the-person-has-it"
TIME_ASSUMED: Final = "time-assumed"
ZONE_ASSUMED: Final = "zone-assumed"


def assumed(*, zone: bool, time: bool = False) -> tuple[str, ...]:
    """Say that a time was read in the home zone of its day, or is that usual for it, where it was."""
    return (*((ZONE_ASSUMED,) if zone else ()), *((TIME_ASSUMED,) if time else ()))


def refused(
    what: str, place: Place, reason: Struct, source: SourceId | None = None, count: int = 1
) -> Item:
    """Tell of something that was not taken, with its reason as it is."""
    return Item(
        fate=fate_by(reason),
        what=str(what),
        place=place,
        count=count,
        source=source,
        reason=msgspec.json.encode(reason).decode(),
    )
