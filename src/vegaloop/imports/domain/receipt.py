"""The receipt of an import: what became of everything that was found.

Rule 1: everything found is in exactly one item of the receipt.
Rule 2: neighbours that differ in nothing but their place and day are one item, from the first of
them to the last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from enum import StrEnum
from typing import final

from msgspec import Struct

from vegaloop.imports.domain.found import Place
from vegaloop.kernel.time import LocalDate

__all__ = ("Counts", "Fate", "Item", "Spot", "counts_of", "folded")


class Fate(StrEnum):
    """What became of something that was found."""

    KEPT = "kept"
    KNOWN = "known"  # It had been kept before, or was removed by the person.
    MERGED = "merged"  # It is the same training, meal or food as one that counts.
    REPLACED = "replaced"  # Its source says something else now.
    REFUSED = "refused"  # It is broken, or says what cannot be.
    UNSUPPORTED = "unsupported"  # There is no room for such a thing.


@final
class Spot(Struct, frozen=True):
    """Where something odd stands that is remarked on."""

    remark: str
    place: Place


@final
class Item(Struct, frozen=True, omit_defaults=True, kw_only=True):
    """One thing, or several of a kind in a row; `reason` is a tagged fact in JSON, if any.

    `ids` name what was kept, where it has a name, `merged_with` what it is the same as;
    `remarks` say what was odd, and `spots` where, of what stands at one place.
    """

    fate: Fate
    what: str
    place: Place
    last: Place | None = None
    count: int = 1
    source: str | None = None
    first_day: LocalDate | None = None
    last_day: LocalDate | None = None
    ids: tuple[str, ...] = ()
    merged_with: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()
    spots: tuple[Spot, ...] = ()
    reason: str = ""

    def followed_by(self, other: Item) -> Item | None:
        """This item and the next as one, where they are of a kind."""
        if not self._is_like(other):
            return None
        days = [d for d in (self.first_day, other.first_day) if d is not None]
        last_days = [d for d in (self.last_day, other.last_day) if d is not None]
        return Item(
            fate=self.fate,
            what=self.what,
            place=self.place,
            last=other.last or other.place,
            count=self.count + other.count,
            source=self.source,
            first_day=min(days, default=None),
            last_day=max(last_days, default=None),
            remarks=self.remarks,
        )

    def _is_like(self, other: Item) -> bool:
        if any((self.ids, other.ids, self.spots, other.spots, self.reason, other.reason)):
            return False
        mine = (self.fate, self.what, self.place.file, self.source, self.remarks)
        return mine == (other.fate, other.what, other.place.file, other.source, other.remarks)


@final
class Counts(Struct, frozen=True):
    """How many things became what."""

    kept: int = 0
    known: int = 0
    merged: int = 0
    replaced: int = 0
    refused: int = 0
    unsupported: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.kept + other.kept,
            self.known + other.known,
            self.merged + other.merged,
            self.replaced + other.replaced,
            self.refused + other.refused,
            self.unsupported + other.unsupported,
        )

    @property
    def total(self) -> int:
        """How many were found."""
        return self.taken + self.refused + self.unsupported

    @property
    def taken(self) -> int:
        """How many are here now, whether they had been before or not."""
        return self.kept + self.known + self.merged + self.replaced


def counts_of(items: Iterable[Item]) -> Counts:
    """Count the things of some items by what became of them."""
    found = Counter[Fate]()
    for item in items:
        found[item.fate] += item.count
    return Counts(
        found[Fate.KEPT],
        found[Fate.KNOWN],
        found[Fate.MERGED],
        found[Fate.REPLACED],
        found[Fate.REFUSED],
        found[Fate.UNSUPPORTED],
    )


def folded(items: Iterable[Item]) -> tuple[Item, ...]:
    """Say neighbours of a kind as one."""
    done: list[Item] = []
    for item in items:
        both = done[-1].followed_by(item) if done else None
        if both is None:
            done.append(item)
        else:
            done[-1] = both
    return tuple(done)
