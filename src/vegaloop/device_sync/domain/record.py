"""What a vendor told of one thing, edition by edition: the latest stands, whenever it comes.

Rule 1: of two editions that with the later time of modification stands; of equal ones the deletion,
then the greater mark: so any order, split and repetition of the same editions ends the same.
Rule 2: what was deleted leaves a tombstone, which an older edition does not lift.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Final, Self, TypeAlias, final

from msgspec import Struct

from vegaloop.device_sync.domain.vendor import DataKind
from vegaloop.kernel.identity import kept_name
from vegaloop.kernel.time import Instant, LocalDate, epoch_us, from_epoch_us

__all__ = ("Edition", "Name", "Record", "latest", "mark_of", "mark_of_name", "name_of")

_MARK_BYTES: Final = 8
FORM_CHARACTERS_MOST: Final = 60
NAME_CHARACTERS_MOST: Final = 128

# What a vendor calls one thing, among all things of one kind of document.
Name: TypeAlias = tuple[str, str]


@final
class Edition(Struct, frozen=True, order=True):
    """When a vendor last changed something, whether it was to delete it, and a mark of what it says.

    Of what its vendor did not have when it was asked for, the mark says when that was.
    """

    modified_at: Instant
    is_gone: bool
    mark: int

    @property
    def says(self) -> tuple[bool, int]:
        """What it says, whenever it was modified."""
        return self.is_gone, self.mark

    @property
    def missed_at(self) -> Instant | None:
        """When its vendor did not have it; None where it is there, or was told to be deleted."""
        is_missed = self.is_gone and self.mark != _DELETED
        return from_epoch_us(self.mark) if is_missed else None


@final
class Record(Struct, frozen=True, kw_only=True):
    """One thing a vendor told of, as it wrote it; without bytes where it was deleted.

    `form` is which of its documents it is, in the vendor's own word, and `external_id` what it calls
    this one; `day` is its local day, where it has one. `giver` is who gave it that name, where a
    vendor hands on what several have. `missed_at` is when it was asked for and not there. Of what
    `may_be_late` an early edition may come after a later one; `reaches` is until when it tells, where
    no later edition tells of less.
    """

    kind: DataKind
    form: str
    external_id: str
    modified_at: Instant
    day: LocalDate | None
    data: bytes | None
    giver: str = ""
    missed_at: Instant | None = None
    may_be_late: bool = False
    reaches: Instant | None = None

    @classmethod
    def gone(cls, kind: DataKind, form: str, external_id: str, at: Instant) -> Self:
        """A thing that is there no more."""
        return cls(
            kind=kind, form=form, external_id=external_id, modified_at=at, day=None, data=None
        )

    @property
    def name(self) -> Name:
        """What makes two records ones of the same thing, in as many letters as are kept."""
        given = f"{self.giver}:{self.external_id}" if self.giver else self.external_id
        return name_of(self.form)[:FORM_CHARACTERS_MOST], name_of(given)

    @property
    def edition(self) -> Edition:
        """Which of its editions it is."""
        missed_at = self.missed_at
        mark = mark_of(self.data or b"") if missed_at is None else epoch_us(missed_at)
        return Edition(self.modified_at, self.data is None, mark)


def name_of(given: str) -> str:
    """Take a name as it is kept: one that is long, or cannot be written, by what sums it up."""
    return kept_name(given, NAME_CHARACTERS_MOST)


def latest(records: Iterable[Record]) -> dict[Name, Record]:
    """Take the latest edition of each of some records."""
    found: dict[Name, Record] = {}
    for record in records:
        before = found.get(record.name)
        if before is None or before.edition < record.edition:
            found[record.name] = record
    return found


def mark_of_name(name: Name) -> int:
    """Sum up what something is called, in a signed number of 64 bits."""
    return mark_of("\0".join(name).encode())


def mark_of(data: bytes) -> int:
    """Sum up what a record says, in a signed number of 64 bits."""
    digest = hashlib.blake2b(data, digest_size=_MARK_BYTES).digest()
    return int.from_bytes(digest, "big", signed=True)


# What a deletion says that was told.
_DELETED: Final = mark_of(b"")
