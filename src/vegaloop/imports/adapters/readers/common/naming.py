"""What a source calls the readings of a record, and when it last changed them there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import structs

from vegaloop.biometrics import EXTERNAL_ID_CHARACTERS_MOST, Kind, RrIntervals
from vegaloop.imports.adapters.readers.common.when import of_epoch_ms, of_epoch_s, of_iso
from vegaloop.imports.domain.found import Found, FoundReading
from vegaloop.kernel.identity import kept_name
from vegaloop.kernel.person import Profile
from vegaloop.kernel.result import value_in
from vegaloop.kernel.time import Instant

__all__ = ("edited_at", "known_as")

_NO_NAMES: Final = ("", "0")
_SECONDS_MOST: Final = 1e11  # Seconds since 1970 are below it, and thousandths above.


def known_as(found: Iterable[Found], id: object, edited: Instant | None = None) -> Iterator[Found]:
    """Give the readings of a record the id of it, a further one of a kind with its number."""
    name = _name(id)
    seen: dict[Kind, int] = {}
    for one in found:
        if not name or not isinstance(one, FoundReading):
            yield one
            continue
        value = one.reading.value
        kind = Kind.HRV if isinstance(value, RrIntervals) else value.kind
        seen[kind] = n = seen.get(kind, 0) + 1
        own = name if n == 1 else _name(f"{name}#{n}")
        reading = structs.replace(one.reading, external_id=own, modified_at=edited)
        yield structs.replace(one, reading=reading)


def edited_at(told: object, profile: Profile) -> Instant | None:
    """Read when a record was last changed; None where that cannot be told."""
    if isinstance(told, str):
        when = of_iso(told, profile)
    elif isinstance(told, int | float):
        of_epoch = of_epoch_s if told < _SECONDS_MOST else of_epoch_ms
        when = of_epoch(told, profile)
    else:
        return None
    known = value_in(when)
    return None if known is None else known.at


def _name(id: object) -> str:
    """Write an id as it is, or what sums it up where it is too long, or no text one keeps."""
    if isinstance(id, bool) or not isinstance(id, str | int):
        return ""
    plain = str(id).strip()
    return "" if plain in _NO_NAMES else kept_name(plain, EXTERNAL_ID_CHARACTERS_MOST)
