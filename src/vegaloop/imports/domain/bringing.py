"""An import: something a person brought, how far it has been taken, and what became of it.

Rule 1: an import goes from waiting to working to done; one that was left half-way works again.
Rule 2: what has been taken and how far it was taken are written down together.
"""

from __future__ import annotations

import datetime as dt
from enum import StrEnum
from typing import Final, NewType, TypeAlias, final
from uuid import UUID

from msgspec import Struct

from vegaloop.imports.domain.receipt import Counts
from vegaloop.kernel.time import Instant, Moment, later

__all__ = (
    "LEASE",
    "READERS_VERSION",
    "TRIES_MOST",
    "CannotAccept",
    "Import",
    "ImportId",
    "NoSuchImport",
    "NothingBrought",
    "State",
    "TooMuchBrought",
)

ImportId = NewType("ImportId", UUID)

# What was read half-way by other readers is read again from its start.
READERS_VERSION: Final = "readers-1"
# Longer than any one batch takes; whoever is silent for that long is taken for dead.
LEASE: Final = dt.timedelta(minutes=2)
TRIES_MOST: Final = 5


class State(StrEnum):
    """How far an import is."""

    WAITING = "waiting"
    WORKING = "working"
    DONE = "done"
    FAILED = "failed"  # It broke us again and again; what was taken until then stays.


_ENDED: Final = frozenset({State.DONE, State.FAILED})


@final
class Import(Struct, frozen=True, kw_only=True):
    """Something that was brought; `content` is the SHA-256 of it, or of its files where it is a folder.

    `start` is when what it holds began, as the person says, for files that do not know.
    `batches` counts what has been taken so far, `items` the items of its receipt, `tries` how often
    it was taken up without going further; `token` is that of who works at it until `lease_until`.
    """

    id: ImportId
    name: str | None
    content: str
    size: int
    state: State
    brought_at: Instant
    readers: str = READERS_VERSION
    start: Moment | None = None
    batches: int = 0
    items: int = 0
    counts: Counts = Counts()
    zones_assumed: int = 0
    tries: int = 0
    finished_at: Instant | None = None
    token: UUID | None = None
    lease_until: Instant | None = None

    def __post_init__(self) -> None:
        if (self.state in _ENDED) != (self.finished_at is not None):
            raise ValueError("what has ended did so at some time")

    def is_free(self, now: Instant) -> bool:
        """Tell whether somebody may take it up."""
        if self.state in _ENDED:
            return False
        return self.lease_until is None or self.lease_until <= now

    def claimed(self, token: UUID, now: Instant) -> Import:
        """Take it up; from its start where other readers had begun it."""
        same = self.readers == READERS_VERSION
        return Import(
            id=self.id,
            name=self.name,
            content=self.content,
            size=self.size,
            state=State.WORKING,
            brought_at=self.brought_at,
            start=self.start,
            readers=READERS_VERSION,
            batches=self.batches if same else 0,
            items=self.items if same else 0,
            counts=self.counts if same else Counts(),
            zones_assumed=self.zones_assumed if same else 0,
            tries=self.tries + 1,
            token=token,
            lease_until=later(now, LEASE),
        )

    def advanced(self, items: int, counts: Counts, zones_assumed: int, now: Instant) -> Import:
        """One batch further."""
        return Import(
            id=self.id,
            name=self.name,
            content=self.content,
            size=self.size,
            state=State.WORKING,
            brought_at=self.brought_at,
            start=self.start,
            readers=self.readers,
            batches=self.batches + 1,
            items=self.items + items,
            counts=self.counts + counts,
            zones_assumed=self.zones_assumed + zones_assumed,
            token=self.token,
            lease_until=later(now, LEASE),
        )

    def let_go(self) -> Import:
        """Leave it where it is, for anybody to take up."""
        return Import(
            id=self.id,
            name=self.name,
            content=self.content,
            size=self.size,
            state=State.WAITING,
            brought_at=self.brought_at,
            start=self.start,
            readers=self.readers,
            batches=self.batches,
            items=self.items,
            counts=self.counts,
            zones_assumed=self.zones_assumed,
        )

    def finished(self, now: Instant, state: State = State.DONE) -> Import:
        """Done with it, or given up."""
        return Import(
            id=self.id,
            name=self.name,
            content=self.content,
            size=self.size,
            state=state,
            brought_at=self.brought_at,
            start=self.start,
            readers=self.readers,
            batches=self.batches,
            items=self.items,
            counts=self.counts,
            zones_assumed=self.zones_assumed,
            finished_at=now,
        )


@final
class NoSuchImport(Struct, frozen=True, tag="imports/no-such-import"):
    """An import that is not this person's."""

    id: ImportId


@final
class NothingBrought(Struct, frozen=True, tag="imports/nothing-brought"):
    """An upload of no bytes."""

    bytes_given: int


@final
class TooMuchBrought(Struct, frozen=True, tag="imports/too-much-brought"):
    """An upload larger than is taken."""

    bytes_most: int


CannotAccept: TypeAlias = NothingBrought | TooMuchBrought
