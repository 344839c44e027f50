"""Readings their source has a name for: told of another time, they leave the place they had.

Rule 1: a source has one reading of a kind under one name; where it went it is judged by itself.
Rule 2: neither what the person decided, nor what is older or was said before, moves anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import final

from msgspec import structs

from vegaloop.biometrics.domain.editions import Outcome, Recorded
from vegaloop.biometrics.domain.reading import Identity, Left, Name, Reading, ReadingId
from vegaloop.kernel.time import Instant

__all__ = ("Shelf", "is_outdated", "moved", "named")


@final
class Shelf:
    """The readings of a batch, by their places and by their names, while they are decided."""

    def __init__(self, known: Iterable[Reading]) -> None:
        self._by_place = {one.identity: one for one in known}
        self._before = {one.id: one for one in self._by_place.values()}
        self._places: dict[Name, Identity] = {}
        for place, one in self._by_place.items():
            if one.name is not None:
                self._places[one.name] = place

    def at(self, place: Identity) -> Reading | None:
        """Find what stands at a place."""
        return self._by_place.get(place)

    def elsewhere(self, given: Reading) -> Reading | None:
        """Find what has the name of a reading and stands at another place."""
        place = None if given.name is None else self._places.get(given.name)
        if place is None or place == given.identity:
            return None
        found = self._by_place.get(place)
        return found if found is not None and found.name == given.name else None

    def put(self, reading: Reading, stood: Reading | None) -> None:
        """Let a reading stand at its place, and nothing where it stood."""
        if stood is not None:
            del self._by_place[stood.identity]
        self._by_place[reading.identity] = reading
        if reading.name is not None:
            self._places[reading.name] = reading.identity

    def ids(self) -> frozenset[ReadingId]:
        """Tell what stands anywhere."""
        return frozenset(one.id for one in self._by_place.values())

    def changes(self) -> tuple[tuple[Reading, ...], tuple[Reading, ...], tuple[Reading, ...]]:
        """Tell what stands no more, what is new, and what stands otherwise now."""
        now = {one.id: one for one in self._by_place.values()}
        dropped = tuple(one for one in self._before.values() if one.id not in now)
        added = tuple(one for one in now.values() if one.id not in self._before)
        stays = [now[one.id] for one in self._before.values() if one.id in now]
        replaced = tuple(one for one in stays if one != self._before[one.id])
        return dropped, added, replaced


def is_outdated(given: Reading, stood: Reading) -> bool:
    """Tell whether what a name stands for elsewhere stays, whatever is given of another time."""
    if stood.is_touched:
        return True
    newest = _newest(stood)
    if given.modified_at is not None and newest is not None and given.modified_at != newest:
        return given.modified_at < newest
    return stood.has_left(given.identity.began_at, given.value)


def named(done: Recorded, given: Reading) -> Recorded:
    """Give what stands where something was told the name it was told under, if it has none."""
    if given.external_id is None or done.reading.external_id is not None:
        return done
    reading = structs.replace(done.reading, external_id=given.external_id)
    return Recorded(done.outcome, reading)


def moved(done: Recorded, given: Reading, stood: Reading) -> Recorded:
    """Tell of a reading that it is the one that stood elsewhere, and where that was."""
    told, left = done.reading, stood.left + _said(stood) + done.reading.left
    # What had another name here is this one now, or goes elsewhere by itself.
    name = given.external_id if told.value == given.value else told.external_id
    reading = structs.replace(
        told,
        modified_at=told.modified_at or stood.modified_at,
        external_id=name or given.external_id,
        left=left,
    )
    waits = done.outcome is Outcome.QUARANTINED
    return Recorded(Outcome.QUARANTINED if waits else Outcome.AMENDED, reading)


def _said(stood: Reading) -> tuple[Left, ...]:
    values = [one.value for one in stood.earlier]
    values.append(stood.value)
    if stood.correction is not None:
        values.append(stood.correction.value)
    place = stood.identity.began_at
    return tuple(Left(place, value) for value in values)


def _newest(stood: Reading) -> Instant | None:
    waiting = None if stood.correction is None else stood.correction.modified_at
    dates = [at for at in (stood.modified_at, waiting) if at is not None]
    return max(dates, default=None)
